"""People: registered, changed, represented, and died."""

from enum import StrEnum

from pydantic import Field

from contracts.base import Received
from contracts.periods import Day
from contracts.references import PayerReference, Reference, Text
from contracts.registry import inbound

FAMILY = "people"

Revision = Field(ge=1, le=2_147_483_647, description="The publisher's revision of this record; the highest one stands.")


class Address(Received):
    """Where somebody lives or receives letters."""

    lines: tuple[Text, ...] = Field(min_length=1, max_length=5, description="Lines of the address, in order.")
    postcode: Text = Field(description="Postcode.")


class LetterFormat(StrEnum):
    """How a person can read a letter."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    BRAILLE = "braille"
    AUDIO = "audio"


class PersonDetails(Received):
    """Who the person is, as a whole."""

    revision: int = Revision
    given_name: Text = Field(description="Given name or names.")
    family_name: Text = Field(description="Family name.")
    date_of_birth: Day = Field(description="Date of birth.")
    address: Address | None = Field(default=None, description="Present address, if known.")
    payer_references: tuple[PayerReference, ...] = Field(
        default=(), max_length=10, description="References this person's payments and mandates carry."
    )
    letter_format: LetterFormat = Field(
        default=LetterFormat.STANDARD, description="Format the person needs letters in."
    )
    vulnerable: bool = Field(default=False, description="Whether the person is recorded as vulnerable.")


@inbound("person.registered", FAMILY)
class PersonRegistered(PersonDetails):
    """A person became known to adult social care."""


@inbound("person.details_changed", FAMILY)
class PersonDetailsChanged(PersonDetails):
    """A person's details changed; the whole record as it now stands."""


class RepresentativeRole(StrEnum):
    """In what capacity somebody acts for the person."""

    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    APPOINTEE = "appointee"
    PERSONAL_REPRESENTATIVE = "personal_representative"
    SOLICITOR = "solicitor"
    ADVOCATE = "advocate"


@inbound("representative.appointed", FAMILY)
class RepresentativeAppointed(Received):
    """Somebody was given authority to act for the person."""

    representative: Reference = Field(description="Reference of this authority.")
    revision: int = Revision
    role: RepresentativeRole = Field(description="In what capacity.")
    name: Text = Field(description="Name of the representative.")
    address: Address | None = Field(default=None, description="Where to write.")
    authority_from: Day = Field(description="First day of the authority.")
    receives_letters: bool = Field(default=True, description="Whether letters go to the representative.")


@inbound("representative.ended", FAMILY)
class RepresentativeEnded(Received):
    """A representative's authority ended."""

    representative: Reference = Field(description="Reference of the authority that ended.")
    revision: int = Revision
    authority_to: Day = Field(description="Last day of the authority.")


class DeathReport(Received):
    """A report of a death."""

    report: Reference = Field(description="Reference of the report.")
    revision: int = Revision
    date_of_death: Day = Field(description="Date of death as reported.")
    reported_on: Day = Field(description="Day on which it was reported.")


@inbound("death.reported", FAMILY)
class DeathReported(DeathReport):
    """Somebody reported that the person died; acted on at once, not yet certain."""


@inbound("death.verified", FAMILY)
class DeathVerified(DeathReport):
    """A death was verified from the register or a certificate."""


@inbound("death.withdrawn", FAMILY)
class DeathWithdrawn(Received):
    """A report of a death was wrong and is withdrawn."""

    report: Reference = Field(description="Reference of the report that was wrong.")
    revision: int = Revision
    withdrawn_on: Day = Field(description="Day on which it was withdrawn.")
