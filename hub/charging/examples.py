"""Published worked examples, put through the same rules as everybody's facts so that they can be checked."""

from collections.abc import Mapping
from typing import Any

from contracts.money import pounds_from_pence
from hub.charging.example_inputs import FaultyExample, InputFault, read_example
from hub.charging.example_rules import Figures, figures_of
from hub.charging.refusals import CannotAssess
from hub.charging.working import WorkingLine
from hub.rates import Rates, RatesNotPublished


def assess_example(example: Mapping[str, Any], rates: Rates) -> dict[str, Any]:
    """Gives the figures that an example prints, worked out by the rules here, or why they cannot be.

    Local amounts that the example gives, such as a higher guarantee, are used as given. A refusal names its first
    fault, and in `faults` each of them.

    Source: SI 2014/2672, regs 6, 7, 11, 12 and 25; charging section 15 (how the examples are to be read).
    """
    lines: list[WorkingLine] = []
    figures: dict[str, Any] = {}
    faults: list[InputFault] = []
    try:
        figures = _as_printed(figures_of(read_example(example), rates, lines), example.get("expected"))
    except FaultyExample as faulty:
        faults = faulty.faults
    except CannotAssess as cannot:
        faults = [InputFault(cannot.code, cannot.field, cannot.message)]
    except RatesNotPublished as absent:
        faults = [InputFault(absent.code, absent.figure, str(absent))]
    return {
        "id": example.get("id"),
        "figures": figures,
        "working": [line_as_json(line) for line in lines],
        "refused": refused_as_json(faults),
    }


def line_as_json(line: WorkingLine) -> dict[str, Any]:
    """Gives a line of the working as it is shown, its amount in pounds.

    Source: Care and Support Statutory Guidance, 8.16 (a person is entitled to see how it was worked out).
    """
    return {
        "label": line.label,
        "amount": pounds_from_pence(line.amount_pence),
        "rule": line.rule or None,
        "source": line.source,
        "rate": line.rate,
        "rate_source": line.rate_source,
    }


def refused_as_json(faults: list[InputFault]) -> dict[str, Any] | None:
    """Gives the first fault, with all of them listed beside it, or nothing if there is none.

    Source: charging decisions 11 and 12 (what cannot be worked out is refused by name).
    """
    if not faults:
        return None
    first = faults[0]
    each = [{"code": its.code, "field": its.field, "message": its.message} for its in faults]
    return {"code": first.code, "field": first.field, "message": first.message, "faults": each}


def _as_printed(found: Figures, expected: object) -> dict[str, Any]:
    if expected is not None and not isinstance(expected, Mapping):
        raise CannotAssess("malformed", "expected", "expected the figures by their names")
    printed: dict[str, Any] = {}
    for key in found if expected is None else expected:
        if key not in found:
            raise CannotAssess("figure_not_supported", f"expected.{key}", "expected a figure that a rule gives")
        value = found[key]
        if isinstance(value, int) and not isinstance(value, bool):
            in_whole_pounds = expected is not None and "." not in str(expected[key]) and not value % 100
            printed[key] = str(value // 100) if in_whole_pounds else pounds_from_pence(value)
        else:
            printed[key] = value
    return printed
