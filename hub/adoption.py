"""What the council adopted: policy and figures that every decision rests on, from the facts and not from a file."""

from dataclasses import replace
from datetime import date

from yaml import YAMLError

from contracts.inbound.calendar import AlmanacAdopted
from hub.deciding import Almanac
from hub.errors import UnreadableMessage
from hub.rates import FaultyRates, Rates, rates_of_texts
from hub.rates.policy import Policy, policy_of_text
from hub.standing.council import CouncilStanding


def in_force(almanac: Almanac, council: CouncilStanding) -> Almanac:
    """What decisions rest on: what the council adopted last, or what the hub was started with if it adopted nothing.

    Figures that the council did not give are the national ones, which come with the hub.
    """
    adopted = council.adopted
    if adopted is None:
        return almanac
    return replace(almanac, policy=policy_of_text(adopted.policy), rates=rates_of_texts(adopted.figures))


def check(almanac: Almanac, council: CouncilStanding, told: AlmanacAdopted) -> None:
    """Make sure that what is to be adopted can be worked with.

    Raises:
        UnreadableMessage: policy or figures are not as they must be, or the cycles are others than charges were
            raised by; names field and what was expected.
    """
    try:
        policy = policy_of_text(told.policy)
    except (ValueError, YAMLError) as error:
        raise UnreadableMessage("data.policy", str(error).splitlines()[0]) from None
    try:
        rates_of_texts(tuple((its.file, its.text) for its in told.figures))
    except FaultyRates as error:
        raise UnreadableMessage("data.figures", str(error).splitlines()[0]) from None
    if policy.cycles != in_force(almanac, council).policy.cycles:
        raise UnreadableMessage("data.policy", "expected the cycles and the days to pay that charges were raised by")


def changes_from(before: Almanac, rates: Rates, policy: Policy) -> date | None:
    """The first day for which other rates and another policy may come to something else; None if never."""
    days = [before.rates.first_day_unlike(rates), before.policy.first_day_unlike(policy)]
    return min((day for day in days if day is not None), default=None)
