"""What each Bacs reason code asks for: data read from `data/bacs_codes.json`, each code with its source."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import orjson

ARUDD = "ARUDD"
DDICA = "DDICA"


@dataclass(slots=True, frozen=True)
class ReasonCode:
    """One reason code of one report."""

    report: str
    code: str
    description: str
    reaction: str
    mandate_effect: str
    contact_payer: bool
    ledger_effect: str
    source: str


@cache
def reason_codes() -> dict[tuple[str, str], ReasonCode]:
    """All reason codes by report and code.

    Source: the Bacs reports as published by the sources that each row names.
    """
    document = orjson.loads(resources.files(__package__).joinpath("data/bacs_codes.json").read_bytes())
    return {
        (row["report"], row["code"]): ReasonCode(
            row["report"],
            row["code"],
            row["description"],
            row["reaction"],
            row["mandate_effect"],
            row["contact_payer"],
            row["ledger_effect"],
            row["source"],
        )
        for row in document["codes"]
    }
