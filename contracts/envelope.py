"""The outside of every message: CloudEvents 1.0 in structured mode."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from contracts.references import Reference

CONTENT_TYPE = "application/cloudevents+json"

Data = TypeVar("Data", bound=BaseModel)

EventType = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$")]

# JSON Schema's own date-time is seldom checked by validators, so the pattern says that the offset is needed.
_AS_TEXT = WithJsonSchema(
    {
        "type": "string",
        "format": "date-time",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$",
        "examples": ["2026-04-06T09:30:00+01:00"],
    }
)


class Event(BaseModel, Generic[Data]):
    """One message: what happened, to whom, when, said by whom, and caused by what."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)

    specversion: Literal["1.0"] = Field(description="Version of CloudEvents; always 1.0.")
    id: Reference = Field(description="Identity of the message: the same id means the same message.")
    source: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="URI reference of the system that speaks."
    )
    type: EventType = Field(description="noun.verb_past.vN: what happened, in which version of the words.")
    subject: Reference | None = Field(default=None, description="Reference of the person it is about.")
    time: Annotated[AwareDatetime, _AS_TEXT] = Field(description="When it happened, with its offset from UTC.")
    datacontenttype: Literal["application/json"] = Field(
        default="application/json", description="Media type of the data."
    )
    dataschema: str | None = Field(
        default=None, description="URI of the JSON Schema of the message, its data included."
    )
    correlationid: Reference | None = Field(default=None, description="Id of the message that began the conversation.")
    causationid: Reference | None = Field(default=None, description="Id of the message that caused this one.")
    data: Data = Field(description="What happened, as the schema of this type says.")


class SpokenEvent(Event[Data], Generic[Data]):
    """One message that the hub sends: it says everything its contract names, and nothing beside."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)
