"""Exact arithmetic on whole pence, and on the parts of a penny that weekly conversion, shares and halves leave."""

from collections.abc import Sequence

# A year of 52 weeks or of 365 days, a share in per cent and a half of it: each makes a whole number of these parts of
# whatever was a whole number of pence, so nothing is rounded early.
PARTS = 52 * 365 * 100 * 2
DAYS_IN_WEEK = 7


def half_up(numerator: int, denominator: int) -> int:
    """Gives the nearest whole number to a fraction of 0 or more, halves going up.

    Source: charging decision 3 (part weeks to the nearest penny); regulation 11 is silent on part weeks.
    """
    return (2 * numerator + denominator) // (2 * denominator)


def to_nearest(numerator: int, denominator: int, step: int) -> int:
    """Gives the multiple of `step` nearest to a fraction, halves going up.

    Source: the yearly uprating orders and SI 2023/277, 2024/325, 2025/199: rises to the nearest 5p.
    """
    return step * half_up(numerator, denominator * step)


def part_weeks(weekly_pence: int, days: Sequence[int], of: int = DAYS_IN_WEEK) -> list[int]:
    """Cuts a weekly amount to days so that the parts add up to the amount for all of those days together.

    Each part is rounded half up and the last takes the residual penny; no part is negative. The amount is for `of`
    days: for a whole week, if nothing else is said.

    Source: charging decision 3 (weekly x days / 7, half up per part, residual to the last part).
    """
    left = half_up(weekly_pence * sum(days), of)
    parts = []
    for length in days[:-1]:
        part = min(half_up(weekly_pence * length, of), left)
        parts.append(part)
        left -= part
    return [*parts, left] if days else []


def by_share(pence: int, weights: Sequence[int]) -> list[int]:
    """Splits an amount by weights so that the shares add up to it and none is negative.

    Source: charging decision 27 (split by cost share, residual to the last).
    """
    total, left = sum(weights), pence
    shares = []
    for weight in weights[:-1]:
        share = min(half_up(pence * weight, total), left) if total else 0
        shares.append(share)
        left -= share
    return [*shares, left] if weights else []


def within(amounts: Sequence[int], limits: Sequence[int]) -> list[int]:
    """Keeps each amount within its own limit, and moves what is over it to others with room, the last of them first.

    The amounts go on adding up to the same sum if the limits have room for it; what has no room is dropped.

    Source: Care Act 2014, s.14(4) (no more than the cost); charging decision 27.
    """
    kept = [min(amount, limit) for amount, limit in zip(amounts, limits, strict=True)]
    over = sum(amounts) - sum(kept)
    for place in reversed(range(len(kept))):
        if not over:
            break
        more = min(over, limits[place] - kept[place])
        kept[place] += more
        over -= more
    return kept
