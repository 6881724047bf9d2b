"""What holds for everybody: the business day that is open, and the uprating notices."""

from datetime import date

from msgspec import Struct, field

from hub.charging.circumstances import UpratingNotice

UNOPENED = date(1900, 1, 1)


class CouncilStanding(Struct):
    """The standing of the council as a whole; `business_day` is the latest day opened."""

    business_day: date = UNOPENED
    notices: dict[str, UpratingNotice] = field(default_factory=dict)

    def notices_in_order(self) -> list[UpratingNotice]:
        """The notices that stand, by the day they take effect, whatever order they came in."""
        return sorted(self.notices.values(), key=lambda notice: (notice.effective_from, notice.version.message_id))
