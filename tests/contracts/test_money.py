"""Money: whole pence inside, decimal strings with two places outside, and nothing in between."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import pence_from_pounds, pounds_from_pence

LARGEST = 999_999_999_99


def test_every_penny_is_read_as_it_is_written() -> None:
    for pence in range(100_000):
        text = f"{pence // 100}.{pence % 100:02d}"
        assert pence_from_pounds(text) == pence
        assert pounds_from_pence(pence) == text


@given(st.integers(-LARGEST, LARGEST))
def test_an_amount_of_any_size_survives_being_written_and_read(pence: int) -> None:
    text = pounds_from_pence(pence)
    assert pence_from_pounds(text) == pence
    assert Decimal(text) * 100 == pence


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1",
        "1.0",
        "1.000",
        ".50",
        "1.",
        "1,00",
        "1 000.00",
        "+1.00",
        "--1.00",
        " 1.00",
        "1.00\n",
        "1e2",
        "NaN",
        "\u0663.\u0660\u0660",
    ],
)
def test_a_text_that_is_no_amount_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="decimal string with two places"):
        pence_from_pounds(value)


@pytest.mark.parametrize("value", [1, 1.5, True, None, Decimal("1.00"), ["1.00"]], ids=repr)
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="decimal string with two places"):
        pence_from_pounds(value)
