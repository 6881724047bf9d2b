"""What time alone will change: days ahead on which a contribution changes, or an officer has to have acted."""

from dataclasses import dataclass
from datetime import date


@dataclass(slots=True, frozen=True)
class Coming:
    """Something that happens on a day without any message.

    `kind` names it, `about` is the reference it concerns (or empty), and `message` tells an officer in plain
    English what happens and what has to be done before it; some things happen without anybody's doing.
    """

    day: date
    kind: str
    about: str
    message: str
    needs_officer: bool = True
