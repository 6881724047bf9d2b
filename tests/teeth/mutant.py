"""What a mutant is: one safeguard taken away, and the tests that must notice."""

from dataclasses import dataclass


@dataclass(slots=True, frozen=True)
class Mutant:
    """The smallest edit that takes one safeguard away.

    `old` occurs exactly once in `file`, so that whoever moves a safeguard is told to move its tooth. Every test in
    `killed_by`, by its id, must fail on the mutant. `on_a_broker` says that each of them takes one virtual host.
    """

    name: str
    safeguard: str
    promise: str
    does: str
    file: str
    old: str
    new: str
    killed_by: tuple[str, ...]
    on_a_broker: bool = False

    def applied_to(self, source: str) -> str:
        """The source without the safeguard.

        Raises:
            ValueError: the piece of source that it replaces is not there exactly once.
        """
        found = source.count(self.old)
        if found != 1:
            raise ValueError(f"{self.name}: expected its piece of source once in {self.file}, found it {found} times")
        return source.replace(self.old, self.new)
