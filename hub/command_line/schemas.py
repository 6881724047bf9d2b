"""Writing and checking what is published about the words: schemas, AsyncAPI document, samples, changes.

All of it lies beside the contracts package, in the repository as in an installed wheel.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import contracts
from contracts.compatibility import breaking_changes
from contracts.documents import documents
from contracts.registry import Direction, Word, word_of, words
from hub.errors import WrongUsage

FOLDER = Path(contracts.__path__[0])
REMEDY = "run `hub schemas write`"

_ENTRY = re.compile(r"^## (\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TYPE = re.compile(r"`([a-z_]+\.[a-z_]+\.v[1-9][0-9]*)`")
_WITHDRAWN = re.compile(r"^- Withdrawn: .*$", re.MULTILINE)


def write_schemas(folder: Path = FOLDER, *, allow_breaking: bool = False) -> list[Path]:
    """Write every schema and the AsyncAPI document, and remove what no word asks for; the files written.

    Raises:
        WrongUsage: a change would break those who rely on a committed schema of the same version.
    """
    schemas = folder / "schemas"
    wanted = _wanted(folder)
    if not allow_breaking:
        _refuse_breaking(schemas, wanted)
    schemas.mkdir(exist_ok=True)
    for stale in _stale(schemas, wanted):
        stale.unlink()
    written = []
    for name, text in wanted.items():
        (schemas / name).write_text(text, encoding="utf-8")
        written.append(schemas / name)
    return written


def check_schemas(folder: Path = FOLDER) -> list[str]:
    """One sentence for each file that is missing, differs, is stale or does not fit its contract."""
    schemas = folder / "schemas"
    wanted = _wanted(folder)
    faults = []
    for name, text in wanted.items():
        path = schemas / name
        if not path.is_file():
            faults.append(f"schemas/{name}: missing; {REMEDY}")
        elif path.read_text(encoding="utf-8") != text:
            faults.append(f"schemas/{name}: differs from what the contracts say; {REMEDY}")
    faults += [f"schemas/{path.name}: stale, no word asks for it; {REMEDY}" for path in _stale(schemas, wanted)]
    return faults + _faults_of_samples(folder) + _faults_of_changes(folder)


def _wanted(folder: Path) -> dict[str, str]:
    entry = _ENTRY.search(_changes(folder))
    version = entry.group(1) if entry is not None else "unreleased"
    samples = {path.stem: body for path in _sample_files(folder) if (body := _document(path)) is not None}
    return {
        name: json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        for name, document in sorted(documents(words(), samples, version).items())
    }


def _stale(schemas: Path, wanted: Iterable[str]) -> list[Path]:
    known = set(wanted)
    return [path for path in sorted(schemas.glob("*.json")) if path.name not in known]


def _refuse_breaking(schemas: Path, wanted: dict[str, str]) -> None:
    told = []
    for word in words():
        name = f"{word.type}.json"
        committed = _document(schemas / name)
        if committed is not None:
            changes = breaking_changes(committed, json.loads(wanted[name]), word.direction)
            told += [f"{word.type}: {change}" for change in changes]
    if told:
        raise WrongUsage(
            f"schemas: a change of these words needs a new version, see contracts/CHANGES.md: {'; '.join(told)}"
        )


def _sample_files(folder: Path) -> list[Path]:
    return sorted(path for direction in Direction for path in (folder / "samples" / direction).glob("*.json"))


def _document(path: Path) -> dict[str, Any] | None:
    """The JSON object in a file; None if there is no such file or no JSON object in it."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def _changes(folder: Path) -> str:
    path = folder / "CHANGES.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _faults_of_samples(folder: Path) -> list[str]:
    faults = []
    shown = set()
    for path in _sample_files(folder):
        place = f"samples/{path.parent.name}/{path.name}"
        document = _document(path)
        word = word_of(str(document.get("type"))) if document is not None else None
        if word is None:
            faults.append(f"{place}: expected one event as JSON, of a type in the registry")
            continue
        shown.add(word.type)
        faults += [f"{place}: {fault}" for fault in _faults_of_sample(path, word)]
    return faults + [
        f"samples/{word.direction}/{word.type}.json: missing, every word has a sample"
        for word in words()
        if word.type not in shown
    ]


def _faults_of_sample(path: Path, word: Word) -> list[str]:
    faults = []
    if path.parent.name != word.direction or (path.stem != word.type and not path.stem.startswith(f"{word.type}.")):
        faults.append(f"expected in samples/{word.direction}, named after its type {word.type}")
    try:
        word.event.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults += [
            f"{'.'.join(str(part) for part in fault['loc']) or 'event'}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    return faults


def _faults_of_changes(folder: Path) -> list[str]:
    text = _changes(folder)
    told = set(_TYPE.findall(text))
    withdrawn = {its_type for line in _WITHDRAWN.findall(text) for its_type in _TYPE.findall(line)}
    known = {word.type for word in words()}
    return [
        *(f"CHANGES.md: expected an entry that names `{missing}`" for missing in sorted(known - told)),
        *(
            f"CHANGES.md: expected an entry that says since when `{gone}` is withdrawn"
            for gone in sorted(told - known - withdrawn)
        ),
    ]
