"""The outside agents a council has contracts with, each of one kind."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

import yaml


class AgentKind(StrEnum):
    """What an agent is for; each kind has its own permitted fields."""

    TRACING = "tracing"
    ENFORCEMENT = "enforcement"


@dataclass(slots=True, frozen=True)
class Agents:
    """Agents by reference."""

    kinds: dict[str, AgentKind]

    def of_kind(self, kind: AgentKind) -> list[str]:
        """References of all agents of a kind, in order.

        Source: the contracts that the council has with agents, as its file of agents names them.
        """
        return sorted(agent for agent, its in self.kinds.items() if its is kind)


def load_agents(path: Path | None = None) -> Agents:
    """The agents of a council's file, or of the training council's.

    Raises:
        ValueError: an agent's kind is none of those known.

    Source: the contracts that the council has with agents, as its file of agents names them.
    """
    text = (
        resources.files(__package__).joinpath("data/agents.yaml").read_text("utf-8")
        if path is None
        else path.read_text("utf-8")
    )
    document = yaml.safe_load(text)
    return Agents({name: AgentKind(entry["kind"]) for name, entry in document["agents"].items()})
