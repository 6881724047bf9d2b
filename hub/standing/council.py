"""What holds for everybody: the business day that is open, the uprating notices, and what the council adopted."""

from datetime import date

from msgspec import Struct, field

from hub.charging.circumstances import UpratingNotice, Version

UNOPENED = date(1900, 1, 1)


class Adoption(Struct, frozen=True, omit_defaults=True):
    """A policy and figures of the council's own, as texts in YAML; `version` is effective on the day of adoption."""

    version: Version
    changes_from: date
    policy: str
    figures: tuple[tuple[str, str], ...] = ()


class CouncilStanding(Struct, omit_defaults=True):
    """The standing of the council as a whole; `business_day` is the latest day opened."""

    business_day: date = UNOPENED
    notices: dict[str, UpratingNotice] = field(default_factory=dict)
    adoptions: dict[str, Adoption] = field(default_factory=dict)

    @property
    def adopted(self) -> Adoption | None:
        """What the council adopted last, whatever order the adoptions came in."""
        return max(
            self.adoptions.values(),
            key=lambda its: (its.version.effective_on, its.version.revision, its.version.message_id),
            default=None,
        )

    def notices_in_order(self) -> list[UpratingNotice]:
        """The notices that stand, by the day they take effect, whatever order they came in."""
        return sorted(self.notices.values(), key=lambda notice: (notice.effective_from, notice.version.message_id))
