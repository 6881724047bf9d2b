"""What is rehearsed: the rules before and after, the days looked at, and how a report names them.

The almanac is always the one in force.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from msgspec.structs import replace as with_field

from contracts.envelope import Event
from contracts.inbound.benefits import BenefitRatesPublished
from contracts.registry import type_of
from hub.deciding import HUB_SOURCE, Almanac, identity
from hub.differences.upratings import Rules
from hub.errors import UnreadableMessage, WrongUsage
from hub.handlers.calendar import on_rates_published
from hub.rates import Rates
from hub.rates.policy import Policy
from hub.reading import Delivery, read
from hub.rehearsing.outlook import Window
from hub.rehearsing.saved import Header
from hub.standing.council import UNOPENED, CouncilStanding

SHORT = 16


@dataclass(slots=True, frozen=True)
class Rehearsal:
    """A change to be rehearsed. Without rules before it, what came before was saved in a file.

    `about` are the notices it is about; `told` is what a report says of it beside the rules, label by label.
    """

    kind: str
    title: str
    window: Window
    before: Rules | None
    after: Rules
    about: frozenset[str] = frozenset()
    told: Mapping[str, str] | None = None


def notice_event(document: Mapping[str, Any]) -> bytes:
    """A notice as the event that its producer sends: a whole CloudEvent as it is, or one made for its bare data.

    The same data always make the same event, so that sending it twice changes nothing.
    """
    if "specversion" in document or "type" in document:
        return orjson.dumps(document)
    event_type = type_of(BenefitRatesPublished)
    content = orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": identity("notice", content),
            "source": HUB_SOURCE,
            "type": event_type,
            "time": _moment_of(document.get("effective_from")),
            "datacontenttype": "application/json",
            "data": document,
        }
    )


def _moment_of(day: object) -> str:
    try:
        return f"{date.fromisoformat(str(day)).isoformat()}T00:00:00Z"
    except ValueError:
        # What is refused is then the day itself, and not a moment that nobody wrote.
        return "1900-01-01T00:00:00Z"


def read_notice(body: bytes) -> Event[BenefitRatesPublished]:
    """The uprating notice in an event.

    Raises:
        Refused: it does not fit its contract, or is another event; names the field and what was expected.
    """
    event = read(Delivery(body)).event
    if not isinstance(event.data, BenefitRatesPublished):
        raise UnreadableMessage("type", f"expected {type_of(BenefitRatesPublished)}")
    return event


def of_notice(almanac: Almanac, council: CouncilStanding, event: Event[BenefitRatesPublished]) -> Rehearsal:
    """The notice as if it arrived now: with it and without it, from its first day on."""
    told, today = event.data, council.business_day
    rules = _in_force(almanac, council)
    later = with_field(council, notices=dict(council.notices))
    since = on_rates_published(later, event)
    return Rehearsal(
        "notice",
        f"Uprating notice {told.notice}, revision {told.revision}, from {in_words(told.effective_from)}",
        Window(since or told.effective_from, told.effective_from, today),
        rules,
        replace(rules, notices=later.notices),
        frozenset({told.notice}),
        {
            "Notice": f"{told.notice}, revision {told.revision}",
            "Published by": told.published_by,
            "Rates and rises in it": f"{len(told.rates)} and {len(told.rises)}",
            **({} if since else {"Mind": "This notice, or a later revision of it, is in force already."}),
        },
    )


def of_almanac(
    almanac: Almanac, council: CouncilStanding, rates: Rates | None, policy: Policy | None, day: date | None
) -> Rehearsal:
    """Other figures, another policy, or both, as if they were adopted now.

    Compared is the day given, or else the first day that comes to something else, if it is still to come.

    Raises:
        WrongUsage: the policy has other cycles, or other days to pay, than charges were raised by.
    """
    if policy is not None and policy.cycles != almanac.policy.cycles:
        raise WrongUsage("--policy: expected the cycles and the days to pay that charges were raised by")
    before = _in_force(almanac, council)
    after = replace(before, rates=rates or before.rates, policy=policy or before.policy)
    days = (before.rates.first_day_unlike(after.rates), before.policy.first_day_unlike(after.policy))
    first = min((its for its in days if its is not None), default=None)
    today = council.business_day
    day = day or max(first or today, today)
    what = " and ".join(["figures"] * (rates is not None) + ["policy"] * (policy is not None))
    return Rehearsal(
        "almanac",
        f"Other {what}, compared on {in_words(day)}",
        Window(min(first or day, day), day, today),
        before,
        after,
        told={
            "Policy before": told_of_policy(before.policy, day),
            "Figures before": told_of_rates(before.rates),
            "Differs from": in_words(first) if first is not None else "nothing differs on any day",
        },
    )


def of_present(almanac: Almanac, council: CouncilStanding, day: date | None) -> Rehearsal:
    """What this version of the hub makes of every account from its beginning: to be saved, or held against a file."""
    today = council.business_day
    day = day or today
    title = f"This version of the hub, compared on {in_words(day)}"
    return Rehearsal("version", title, Window(None, day, today), None, _in_force(almanac, council))


def of_saved(almanac: Almanac, council: CouncilStanding, header: Header, facts: int) -> Rehearsal:
    """This version of the hub held against what a file saved, on the same day and with the same days charged.

    `facts` is how many the store holds now.
    """
    arrived = facts - header.facts
    return Rehearsal(
        "version",
        f"This version of the hub against a saved one, compared on {in_words(header.day)}",
        Window(None, header.day, header.business_day),
        None,
        _in_force(almanac, council),
        told={
            "Saved by": f"version {header.version}",
            "Policy before": header.policy,
            "Figures before": header.figures,
            **({"Mind": f"{arrived} facts have come since, and may be why something differs."} if arrived else {}),
        },
    )


def _in_force(almanac: Almanac, council: CouncilStanding) -> Rules:
    return Rules(council.notices, almanac.rates, almanac.policy)


def about(rehearsal: Rehearsal) -> dict[str, str]:
    """What was rehearsed, on what footing, label by label."""
    window, rules = rehearsal.window, rehearsal.after
    charged_to = rules.policy.cycle_of(window.today).first
    return {
        **(rehearsal.told or {}),
        "Day compared": in_words(window.day),
        "Business day": "none has begun" if window.today == UNOPENED else in_words(window.today),
        "Charged up to": f"the day before {in_words(charged_to)}",
        "Policy": told_of_policy(rules.policy, window.day),
        "Figures": told_of_rates(rules.rates),
        "Notices in force": ", ".join(sorted(rules.notices)) or "none",
    }


def told_of_policy(policy: Policy, day: date) -> str:
    """The source of the terms of a day, and a digest of the whole policy."""
    terms = [(first.isoformat(), asdict(policy.on(first))) for first in policy.change_days(date.min, date.max)]
    return f"{policy.on(day).source} (digest {_digest(terms)})"


def told_of_rates(rates: Rates) -> str:
    """A digest of every figure on every day."""
    spans = [
        (name, [(its.first, its.last, its.value, its.cited) for its in rates.spans(name)]) for name in rates.names()
    ]
    return f"digest {_digest(spans)}"


def _digest(content: object) -> str:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return sha256(orjson.dumps(content, option=options, default=_plain)).hexdigest()[:SHORT]


def _plain(its: Any) -> object:
    return its.model_dump(mode="json")


def in_words(day: date) -> str:
    """A date as people write it."""
    return f"{day:%-d %B %Y}"
