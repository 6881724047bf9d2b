"""Which collection a return or an indemnity claim takes back: pure, whatever order the two arrive in."""

from hub.standing.person import PersonStanding


def match_taken_back(standing: PersonStanding) -> dict[str, str | None]:
    """For each return or indemnity claim, the collection it takes back; None while no such is known.

    A collection is taken back once: same payer reference, same sum, same processing day, in order of
    reference. Whichever arrives first, the match is the same.
    """
    free = sorted(standing.collections)
    matched: dict[str, str | None] = {}
    for reference in sorted(standing.taken_back):
        back = standing.taken_back[reference]
        found = None
        for candidate in free:
            collection = standing.collections[candidate]
            if (
                collection.payer_reference == back.payer_reference
                and collection.amount_pence == back.amount_pence
                and collection.processed_on == back.originally_processed_on
            ):
                found = candidate
                break
        if found is not None:
            free.remove(found)
        matched[reference] = found
    return matched
