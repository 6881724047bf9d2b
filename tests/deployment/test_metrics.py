"""The metrics that an operator is told to watch."""

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select

from hub.composition import open_hub
from hub.errors import Unavailable
from hub.ledger.tables import outbox
from hub.reading import Delivery
from hub.settings import from_environment
from tests.deployment.project_files import ROOT

UNIDENTIFIED = ROOT / "contracts" / "samples" / "inbound" / "payment.received.v1.unidentified.json"


def _away(*_: object) -> set[str]:
    raise Unavailable("broker: away")


def test_what_waits_in_the_outbox_is_told_also_while_the_broker_is_away(tmp_path: Path) -> None:
    hub = open_hub(from_environment(f"sqlite:///{tmp_path / 'hub.sqlite'}"))
    hub.intake.process([Delivery(UNIDENTIFIED.read_bytes())])
    with hub.engine.connect() as connection:
        waiting = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    assert waiting > 0
    with pytest.raises(Unavailable):
        hub.outbox.drain(_away)
    hub.close()
    assert REGISTRY.get_sample_value("hub_outbox_waiting") == waiting
