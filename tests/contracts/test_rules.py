"""What a schema cannot say: the rules between the fields of one event, each refused by name."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.contracts.published import event_of, word_for


def message_of(event: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        word_for(event).event.model_validate_json(json.dumps(event))
    # A list whose one entry is at fault is also told to be too short, afterwards.
    return caught.value.errors()[0]["msg"].removeprefix("Value error, ")


def without(event: dict[str, Any], field: str) -> dict[str, Any]:
    del event["data"][field]
    return event


@pytest.mark.parametrize(
    ("shape", "field"),
    [
        ("officer.decided.v1", "referral"),
        ("officer.decided.v1", "agent"),
        ("officer.decided.v1.refer_for_enforcement", "referral"),
        ("officer.decided.v1.refer_for_enforcement", "agent"),
        ("officer.decided.v1.refer_for_enforcement", "judgment"),
        ("officer.decided.v1.recall_referral", "referral"),
        ("officer.decided.v1.close_task", "task"),
    ],
)
def test_a_decision_names_what_its_kind_needs(shape: str, field: str) -> None:
    assert message_of(without(event_of(shape), field)).startswith(f"{field}: expected when kind is")


def test_a_notice_publishes_a_rate_or_a_rise() -> None:
    assert message_of(without(event_of("benefit.rates_published.v1"), "rates")).startswith("rates: expected")


def test_a_nursing_home_says_whether_its_cost_includes_nursing_care() -> None:
    event = event_of("care_package.changed.v1.nursing_home_gross", data__lines__0__nursing_fee_basis=None)
    assert message_of(event) == "nursing_fee_basis: expected gross or net for a nursing home"


def test_a_line_does_not_end_before_it_starts() -> None:
    last_day = event_of("care_package.changed.v1", data__lines__0__ends_on="2026-04-06")
    too_early = event_of("care_package.changed.v1", data__lines__0__ends_on="2026-04-05")
    word_for(last_day).event.model_validate_json(json.dumps(last_day))
    assert message_of(too_early) == "ends_on: expected a day on or after starts_on"


def test_a_suspension_does_not_end_before_it_starts() -> None:
    event = event_of("care_package.changed.v1.suspended", data__lines__0__suspensions__0__suspended_to="2026-06-08")
    assert message_of(event) == "suspended_to: expected a day on or after suspended_from"


def test_a_package_has_each_line_once() -> None:
    event = event_of("care_package.changed.v1", data__lines__1__line="line-1")
    assert message_of(event) == "lines: expected each line reference once"


def test_a_refusal_never_repeats_what_it_found() -> None:
    event = event_of("person.registered.v1", data__date_of_birth="born in Exampleton")
    with pytest.raises(ValidationError) as caught:
        word_for(event).event.model_validate_json(json.dumps(event))
    assert "Exampleton" not in str(caught.value)
