"""Least knowledge: each kind of agent is told its permitted fields, and a field too many is refused."""

import pytest

from contracts.registry import Direction, words
from tests.contracts.published import SAMPLES, event_of, refused_by_contract, refused_by_schema, validator_of, word_for

EVERY_REFERRAL = {"referral", "agent", "version", "acknowledge_by"}
TRACING = EVERY_REFERRAL | {"given_name", "family_name", "date_of_birth", "last_known_address"}
ENFORCEMENT = EVERY_REFERRAL | {"given_name", "family_name", "address", "judgment", "amount", "vulnerable"}
RECALL = EVERY_REFERRAL | {"reason"}

PERMITTED = {
    "tracing_referral.sent.v1": TRACING,
    "tracing_referral.amended.v1": TRACING,
    "tracing_referral.recalled.v1": RECALL,
    "enforcement_referral.sent.v1": ENFORCEMENT,
    "enforcement_referral.amended.v1": ENFORCEMENT,
    "enforcement_referral.recalled.v1": RECALL,
}
ENVELOPE = {
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "correlationid",
    "causationid",
    "data",
}
NEVER_FOR_AGENTS = ["savings", "income", "date_of_death", "payer_reference", "care_package", "representative", "nhs"]

EACH_REFERRAL = pytest.mark.parametrize("event_type", PERMITTED)
SENT = [name for name, sample in SAMPLES.items() if word_for(sample.event).direction is Direction.OUTBOUND]
RECEIVED = [name for name in SAMPLES if name not in SENT]


def test_every_word_for_agents_has_its_permitted_fields_written_out_here() -> None:
    assert {word.type for word in words(Direction.OUTBOUND) if word.family == "referrals"} == set(PERMITTED)


@EACH_REFERRAL
def test_a_referral_carries_exactly_its_permitted_fields(event_type: str) -> None:
    event = event_of(event_type)
    schema = validator_of(event_type).schema
    assert isinstance(schema, dict)
    definition = schema["$defs"][word_for(event).data.__name__]
    assert set(word_for(event).data.model_fields) == PERMITTED[event_type]
    assert set(definition["properties"]) == set(definition["required"]) == PERMITTED[event_type]
    assert set(event["data"]) == PERMITTED[event_type]
    assert set(event) == set(schema["properties"]) == ENVELOPE


@EACH_REFERRAL
@pytest.mark.parametrize("field", NEVER_FOR_AGENTS)
def test_a_referral_with_one_field_too_many_is_refused(event_type: str, field: str) -> None:
    event = event_of(event_type)
    event["data"][field] = "any"
    assert refused_by_contract(event) == [f"data.{field}"]
    assert refused_by_schema(event) == ["data"]


def test_what_one_kind_of_agent_may_know_is_refused_to_the_other() -> None:
    tracing = event_of("tracing_referral.sent.v1", data__amount="120.00")
    enforcement = event_of("enforcement_referral.sent.v1", data__date_of_birth="1952-05-17")
    assert refused_by_contract(tracing) == ["data.amount"]
    assert refused_by_contract(enforcement) == ["data.date_of_birth"]
    assert refused_by_schema(tracing) == refused_by_schema(enforcement) == ["data"]


@pytest.mark.parametrize("name", SENT)
def test_nothing_we_send_can_carry_a_field_too_many_inside_or_outside(name: str) -> None:
    inside = event_of(name, data__note="any")
    outside = event_of(name, note="any")
    assert refused_by_contract(inside) == ["data.note"]
    assert refused_by_contract(outside) == ["note"]
    assert refused_by_schema(inside) == ["data"]
    assert refused_by_schema(outside) == [""]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("statement.issued.v1", "items"),
        ("contribution.changed.v1", "working"),
        ("ledger_entry.posted.v1", "lines"),
    ],
)
def test_not_even_deep_inside(name: str, place: str) -> None:
    event = event_of(name, **{f"data__{place}__0__note": "any"})
    assert refused_by_contract(event)[0] == f"data.{place}.0.note"
    assert refused_by_schema(event) == [f"data.{place}.0"]


@pytest.mark.parametrize("name", RECEIVED)
def test_what_we_receive_may_carry_fields_that_we_do_not_know(name: str) -> None:
    event = event_of(name, traceparent="any", data__note="any")
    assert refused_by_contract(event) == []
    assert refused_by_schema(event) == []
