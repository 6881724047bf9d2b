"""Everything that time alone will change about a contribution, from all the rules that know of such a day."""

from collections.abc import Iterator
from datetime import date

from hub.charging.capital_comings import capital_comings
from hub.charging.care_comings import care_comings
from hub.charging.case import Case
from hub.charging.coming import Coming
from hub.charging.deferral import deferral_comings
from hub.charging.income_comings import income_comings


def what_is_coming(case: Case, first: date, last: date) -> Iterator[Coming]:
    """Gives what will change of itself from the first day to the last, or has to be done until then.

    Source: charging section 3 (expiry is an event of its own) and section 9 (when changes take effect).
    """
    yield from care_comings(case, first, last)
    yield from capital_comings(case, first, last)
    yield from deferral_comings(case, first, last)
    yield from income_comings(case, first, last)
