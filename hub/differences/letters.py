"""Letters to the person or to whoever receives the person's letters: those there should be, less those asked for."""

from datetime import date

from contracts.outbound.letters import LetterKind, LetterRequested
from hub.deciding import Deciding
from hub.differences.money import reason_of
from hub.differences.names import fitting
from hub.recovery.gates import AdverseStep, closed_gates
from hub.standing.person import PersonStanding


def settle_letters(deciding: Deciding, standing: PersonStanding) -> None:
    """Ask, once, for each letter that the present facts call for, as far as no gate forbids letters today.

    What a gate forbids is not forgotten: once the gate is open the letter is asked for.
    """
    if closed_gates(standing, AdverseStep.LETTER_TO_PERSON, deciding.today):
        return
    told = standing.said.contribution
    if told is not None:
        about = f"contribution:{told.effective_from.isoformat()}:{told.notice}"
        _request(deciding, standing, LetterKind.CONTRIBUTION_NOTICE, about)
    for reference, back in sorted(standing.taken_back.items()):
        reason = reason_of(back)
        if reason is not None and reason.contact_payer:
            _request(deciding, standing, LetterKind.DIRECT_DEBIT_RETURNED, f"returned:{reference}")


def _request(deciding: Deciding, standing: PersonStanding, kind: LetterKind, about: str) -> None:
    letter = fitting(f"{kind}:{about}")
    if letter in standing.said.letters:
        return
    standing.said.letters.append(letter)
    request = LetterRequested(
        letter=letter,
        kind=kind,
        about=fitting(about),
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
