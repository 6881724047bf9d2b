"""What the council adopted: policy and figures that every decision rests on, from the facts and not from a file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError
from yaml import YAMLError

from contracts.inbound.calendar import AdoptedFigures, AlmanacAdopted
from contracts.registry import type_of
from hub.deciding import HUB_SOURCE, Almanac, identity
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


def adoption_event(
    almanac: Almanac, council: CouncilStanding, policy: str, figures: Mapping[str, str], day: date, reason: str
) -> dict[str, Any]:
    """The adoption as its event, named by its content, so that the same one again is the same message.

    Raises:
        UnreadableMessage: it cannot be worked with, or is in force already; names field and what was expected.
    """
    name = identity("adoption", day.isoformat(), policy, *(part for its in figures.items() for part in its))
    try:
        told = AlmanacAdopted(
            adoption=name,
            revision=1,
            adopted_on=day,
            changes_from=day,
            policy=policy,
            figures=tuple(AdoptedFigures(file=file, text=text) for file, text in figures.items()),
            reason=reason,
        )
    except ValidationError as error:
        fault = error.errors()[0]
        raise UnreadableMessage(f"data.{fault['loc'][0]}", fault["msg"]) from None
    check(almanac, council, told)
    rates = rates_of_texts(tuple(figures.items()))
    first = changes_from(in_force(almanac, council), rates, policy_of_text(policy))
    if first is None and council.adopted is not None:
        raise UnreadableMessage("data.policy", "expected something else than what is in force already")
    return {
        "specversion": "1.0",
        "id": name,
        "source": HUB_SOURCE,
        "type": type_of(AlmanacAdopted),
        "time": f"{day.isoformat()}T00:00:00Z",
        "datacontenttype": "application/json",
        "data": told.model_copy(update={"changes_from": first or day}).model_dump(mode="json"),
    }
