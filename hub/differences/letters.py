"""Letters to the person or to whoever receives the person's letters."""

from datetime import date

from contracts.outbound.letters import LetterKind, LetterRequested
from hub.deciding import Deciding
from hub.recovery.gates import AdverseStep, closed_gates
from hub.standing.person import PersonStanding


def request_letter(deciding: Deciding, standing: PersonStanding, kind: LetterKind, about: str) -> None:
    """Ask for a letter once, unless a gate forbids it today."""
    letter = f"{kind}:{about}"
    if letter in standing.said.letters or closed_gates(standing, AdverseStep.LETTER_TO_PERSON, deciding.today):
        return
    standing.said.letters.append(letter)
    request = LetterRequested(
        letter=letter,
        kind=kind,
        about=about,
        addressee=_addressee(standing, deciding.today),
        letter_format=standing.letter_format,
    )
    deciding.say(standing, request, letter, AdverseStep.LETTER_TO_PERSON)


def _addressee(standing: PersonStanding, day: date) -> str | None:
    for reference, representative in sorted(standing.representatives.items()):
        ending = standing.representative_endings.get(reference)
        in_force = representative.authority_from <= day and (ending is None or day <= ending.last_day)
        if in_force and representative.receives_letters:
            return reference
    return None
