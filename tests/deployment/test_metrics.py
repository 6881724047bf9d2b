"""The metrics that an operator is told to watch."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import insert

from hub.clock import SystemClock
from hub.errors import Unavailable
from hub.ledger.engine import open_engine
from hub.ledger.migrate import upgrade_engine
from hub.ledger.tables import outbox
from hub.outbox import Outbox


def _away(*_: object) -> set[str]:
    raise Unavailable("broker: away")


def test_what_waits_in_the_outbox_is_told_also_while_the_broker_is_away(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    upgrade_engine(engine)
    row = {
        "person": "P-0042",
        "type": "task.raised.v1",
        "routing_key": "task.raised.v1",
        "key": "key",
        "recorded_at": datetime(2026, 4, 6, tzinfo=UTC),
        "body": "{}",
    }
    with engine.begin() as connection:
        waiting = [{**row, "message_id": f"m-{number}", "lane": number % 2} for number in range(3)]
        connection.execute(insert(outbox), waiting)
    with pytest.raises(Unavailable):
        Outbox(engine, SystemClock()).drain(_away)
    engine.dispose()
    assert REGISTRY.get_sample_value("hub_outbox_waiting") == 3
