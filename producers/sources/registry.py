"""Every format we read, by its name."""

from dataclasses import replace

from producers.sources.bacs_arudd import SOURCE as BACS_ARUDD
from producers.sources.bank_camt053 import SOURCE as BANK_CAMT053
from producers.sources.bankline import SOURCE as BANKLINE
from producers.sources.errors import UnknownFormat
from producers.sources.reading import FileRead, Source

FORMATS: dict[str, Source] = {source.format: source for source in (BACS_ARUDD, BANK_CAMT053, BANKLINE)}


def read_file(format: str, content: bytes, name: str) -> FileRead:  # noqa: A002
    """The events in a file, or its faults; `name` is only noted, because banks repeat and change file names.

    Raises:
        UnknownFormat: nobody reads this format; the error lists the ones we know.
    """
    source = FORMATS.get(format)
    if source is None:
        raise UnknownFormat(FORMATS)
    read = source.read(content)
    return replace(read, control={"file": name, **read.control})
