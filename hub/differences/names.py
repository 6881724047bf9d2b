"""Names that the hub makes of other parties' references, kept as short as a reference must be."""

from hub.deciding import identity

LONGEST = 64
_KEPT = 31


def fitting(name: str) -> str:
    """The name itself, or one made of it where it is longer than a reference may be."""
    return name if len(name) <= LONGEST else f"{name[:_KEPT]}:{identity(name)}"
