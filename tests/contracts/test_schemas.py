"""The schemas: they say everything in words, and accept and refuse what the contracts do."""

import inspect
import json
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from pydantic import BaseModel

from contracts.base import Received, Spoken
from contracts.documents import DIALECT, SCHEMA_NAME, documents, event_schema
from contracts.envelope import Event
from contracts.registry import Direction, Word, words
from tests.contracts.published import SAMPLES, event_of, refused_by_contract, refused_by_schema, validator_of

WORDS = words()
EACH_WORD = pytest.mark.parametrize("word", WORDS, ids=lambda word: word.type)


def heirs_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for heir in model.__subclasses__():
        if heir.__module__.startswith("contracts."):
            yield heir
        yield from heirs_of(heir)


MODELS = sorted({*heirs_of(Received), *heirs_of(Spoken)}, key=lambda model: model.__qualname__)


def described_properties(schema: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for name, holder in {"event": schema, **schema["$defs"]}.items():
        for field, its in holder.get("properties", {}).items():
            yield f"{name}.{field}", its.get("description")


@pytest.mark.parametrize("model", [*MODELS, Event], ids=lambda model: model.__qualname__)
def test_every_model_says_what_it_is_and_what_each_field_means(model: type[BaseModel]) -> None:
    assert (model.__doc__ or "").strip().splitlines()[0].endswith((".", ":")), model.__qualname__
    assert "__doc__" in vars(model)
    for name, field in model.model_fields.items():
        assert (field.description or "").endswith("."), f"{model.__qualname__}.{name}"


def test_there_are_models_to_look_at() -> None:
    assert {"PersonRegistered", "ServiceLine", "TracingReferralSent"} <= {model.__qualname__ for model in MODELS}


@EACH_WORD
def test_a_schema_names_itself_and_its_one_type(word: Word) -> None:
    schema = validator_of(word.type).schema
    assert isinstance(schema, dict)
    assert schema["$schema"] == DIALECT
    assert schema["$id"] == SCHEMA_NAME + word.type
    assert schema["title"]
    assert schema["description"].startswith(word.summary)
    assert schema["properties"]["type"]["const"] == word.type


@EACH_WORD
def test_a_schema_describes_every_field_and_every_list_of_values(word: Word) -> None:
    schema = event_schema(word)
    assert [place for place, told in described_properties(schema) if not told] == []
    assert [name for name, its in schema["$defs"].items() if not its.get("description")] == []


@EACH_WORD
def test_what_we_send_is_closed_and_what_we_receive_is_open(word: Word) -> None:
    schema = event_schema(word)
    objects = [schema, *(its for its in schema["$defs"].values() if its["type"] == "object")]
    closed = {its.get("additionalProperties", True) is False for its in objects}
    assert closed == {word.direction is Direction.OUTBOUND}


@EACH_WORD
def test_what_we_send_promises_the_whole_envelope(word: Word) -> None:
    schema = event_schema(word)
    promised = set(schema["required"])
    if word.direction is Direction.OUTBOUND:
        assert promised == set(schema["properties"])
        assert schema["properties"]["dataschema"]["const"] == schema["$id"]
    else:
        assert promised == {"specversion", "id", "source", "type", "time", "data"}


def test_an_event_of_another_type_does_not_fit_the_schema() -> None:
    event = event_of("death.verified.v1")
    schema = validator_of("death.reported.v1")
    assert ["/".join(map(str, fault.absolute_path)) for fault in schema.iter_errors(event)] == ["type"]


def test_the_same_words_give_the_same_documents_in_whatever_order_they_come() -> None:
    samples = {name: sample.event for name, sample in SAMPLES.items()}
    there = documents(WORDS, samples, "2026-11-25")
    back = documents(reversed(WORDS), dict(reversed(samples.items())), "2026-11-25")
    assert json.dumps(there, sort_keys=True) == json.dumps(back, sort_keys=True)


def test_lists_of_values_are_those_of_the_contracts() -> None:
    for word in WORDS:
        modules = {inspect.getmodule(model) for model in word.data.__mro__}
        enums = {
            its.__name__: [member.value for member in its]
            for module in modules
            for its in vars(module).values()
            if isinstance(its, type) and issubclass(its, Enum)
        }
        for name, its in event_schema(word)["$defs"].items():
            if "enum" in its:
                assert its["enum"] == enums[name], f"{word.type}: {name}"


BOUNDARIES: list[tuple[str, str, Any, bool]] = [
    ("payment.received.v1", "data__amount", "0.01", True),
    ("payment.received.v1", "data__amount", "0.00", False),
    ("payment.received.v1", "data__amount", "000.00", False),
    ("payment.received.v1", "data__amount", "-0.01", False),
    ("payment.received.v1", "data__amount", "999999999.99", True),
    ("payment.received.v1", "data__amount", "1000000000.00", False),
    ("payment.received.v1", "data__amount", "12.3", False),
    ("payment.received.v1", "data__amount", "12.345", False),
    ("payment.received.v1", "data__amount", "1,200.00", False),
    ("payment.received.v1", "data__amount", "\uff11\uff12.\uff13\uff14", False),  # full-width digits
    ("payment.received.v1", "data__amount", 12.34, False),
    ("payment.received.v1", "data__amount", 12, False),
    ("financial_assessment.light_touch.v1", "data__contribution_weekly", "0.00", True),
    ("financial_assessment.light_touch.v1", "data__contribution_weekly", "-0.01", False),
    ("financial_assessment.light_touch.v1", "data__contribution_weekly", None, True),
    ("statement.issued.v1", "data__closing_balance", "-12.00", True),
    ("statement.issued.v1", "data__closing_balance", "+12.00", False),
    ("day.opened.v1", "data__day", "1900-01-01", True),
    ("day.opened.v1", "data__day", "1899-12-31", False),
    ("day.opened.v1", "data__day", "2199-12-31", True),
    ("day.opened.v1", "data__day", "2200-01-01", False),
    ("day.opened.v1", "data__day", "20025-01-01", False),
    ("day.opened.v1", "data__day", "2028-02-29", True),
    ("day.opened.v1", "data__day", "2026-02-29", False),
    ("day.opened.v1", "data__day", "2026-13-01", False),
    ("day.opened.v1", "data__day", "2026-04-06T00:00:00", False),
    ("day.opened.v1", "data__day", "20260406", False),
    ("day.opened.v1", "data__day", 20260406, False),
    ("day.opened.v1", "time", "2026-04-06T00:05:00Z", True),
    ("day.opened.v1", "time", "2026-04-06T00:05:00.123456+01:00", True),
    ("day.opened.v1", "time", "2026-04-06T00:05:00", False),
    ("day.opened.v1", "time", "2026-04-06", False),
    ("day.opened.v1", "specversion", "0.3", False),
    ("day.opened.v1", "datacontenttype", "text/xml", False),
    ("day.opened.v1", "source", "", False),
    ("day.opened.v1", "id", "a" * 64, True),
    ("day.opened.v1", "id", "a" * 65, False),
    ("day.opened.v1", "id", "", False),
    ("day.opened.v1", "id", "Testa Person-0042", False),
    ("hold.started.v1", "subject", "person 42", False),
    ("hold.started.v1", "subject", None, True),
    ("hold.started.v1", "data__revision", 1, True),
    ("hold.started.v1", "data__revision", 0, False),
    ("hold.started.v1", "data__revision", 2_147_483_648, False),
    ("hold.started.v1", "data__revision", "1", False),
    ("hold.started.v1", "data__ends_on", None, True),
    ("mandate.changed.v1", "data__payer_reference", "A" * 18, True),
    ("mandate.changed.v1", "data__payer_reference", "A" * 19, False),
    ("mandate.changed.v1", "data__payer_reference", "cc0042", False),
    ("mandate.changed.v1", "data__state", "sleeping", False),
    ("mandate.changed.v1", "data__reason_code", "10", False),
    ("care_package.changed.v1", "data__lines", [], False),
    ("care_package.changed.v1", "data__lines__0__units_weekly", "10,5", False),
    ("care_package.changed.v1", "data__lines__0__units_weekly", "10.25", True),
    ("care_package.changed.v1", "data__lines__0__setting", "moon", False),
    ("financial_assessment.completed.v1", "data__capital__0__share_percent", 100, True),
    ("financial_assessment.completed.v1", "data__capital__0__share_percent", 101, False),
    ("financial_assessment.completed.v1", "data__capital__0__share_percent", 0, False),
    ("financial_assessment.completed.v1", "data__incomes__0__frequency", "daily", False),
    ("benefit.rates_published.v1.rises", "data__rises__0__percent", "3.125", True),
    ("benefit.rates_published.v1.rises", "data__rises__0__percent", "3.8%", False),
    ("person.registered.v1", "data__address__lines", [], False),
    ("person.registered.v1", "data__given_name", "", False),
    ("person.registered.v1", "data__vulnerable", "yes", False),
    ("task.raised.v1", "data__priority", 6, False),
    ("ledger_entry.posted.v1", "data__lines", [], False),
    ("tracing_referral.sent.v1", "data__version", 0, False),
]


@pytest.mark.parametrize(
    ("name", "place", "value", "accepted"),
    BOUNDARIES,
    ids=[f"{name} {place.replace('__', '.')} {str(value)[:20]!r}" for name, place, value, _ in BOUNDARIES],
)
def test_contract_and_schema_draw_the_same_line(name: str, place: str, value: object, accepted: bool) -> None:
    event = event_of(name, **{place: value})
    at = [] if accepted else [place.replace("__", ".")]
    assert refused_by_contract(event) == at
    assert sorted(set(refused_by_schema(event))) == at


@EACH_WORD
def test_a_required_field_that_is_missing_is_refused_by_both(word: Word) -> None:
    sample = event_of(word.type)
    for name, field in word.data.model_fields.items():
        if field.is_required():
            event = {**sample, "data": {key: its for key, its in sample["data"].items() if key != name}}
            assert refused_by_contract(event) == [f"data.{name}"]
            assert refused_by_schema(event) == ["data"]
