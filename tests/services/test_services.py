"""The servers keep what they confirmed, and the tests do not meet in them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from tests.services.postgresql import answers as postgresql_answers
from tests.services.postgresql import connect, programs
from tests.services.provided import Server, private_postgresql, private_rabbitmq
from tests.services.rabbitmq import FORCE_NEW_QUEUES_TO_DISK, answers, is_installed

QUORUM = {"x-queue-type": "quorum"}

# After a kill the queue chooses its leader anew, and answers nothing before.
LEADER = 60.0


async def declare(channel: AbstractChannel, name: str) -> aio_pika.abc.AbstractQueue:
    return await channel.declare_queue(name, durable=True, arguments={**QUORUM})


async def publish(url: str, queue: str, body: bytes) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        await declare(channel, queue)
        message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, queue)


async def take(url: str, queue: str) -> bytes | None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        message: AbstractIncomingMessage | None = await (await declare(channel, queue)).get(fail=False, timeout=LEADER)
        if message is None:
            return None
        await message.ack()
        return message.body


def tables(url: str) -> set[str]:
    with connect(url) as connection:
        return {
            str(name) for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        }


def test_a_broker_keeps_a_confirmed_message_when_killed() -> None:
    with private_rabbitmq() as broker:
        asyncio.run(publish(broker.url, "kept", b"a confirmed message"))
        broker.evaluate(FORCE_NEW_QUEUES_TO_DISK)
        broker.kill()
        with pytest.raises(OSError, match="Connect"):
            asyncio.run(take(broker.url, "kept"))
        broker.start()
        assert asyncio.run(take(broker.url, "kept")) == b"a confirmed message"
        assert asyncio.run(take(broker.url, "kept")) is None


def test_a_database_keeps_a_committed_row_when_killed() -> None:
    with private_postgresql() as server:
        with closing(connect(server.url)) as connection, closing(connect(server.url)) as other:
            connection.execute("CREATE TABLE kept (amount bigint)")
            connection.execute("INSERT INTO kept VALUES (3705)")
            other.execute("BEGIN")
            other.execute("INSERT INTO kept VALUES (1)")
            server.kill()
        server.start()
        with connect(server.url) as connection:
            assert connection.execute("SELECT amount FROM kept").fetchall() == [(3705,)]


def test_a_database_stops_with_sessions_open_and_starts_again() -> None:
    with private_postgresql() as server:
        with closing(connect(server.url)) as connection:
            connection.execute("CREATE TABLE kept (amount bigint)")
            server.stop()
        server.start()
        assert tables(server.url) == {"kept"}


@pytest.mark.parametrize("turn", range(2))
def test_every_test_has_a_virtual_host_of_its_own(vhost: str, turn: int) -> None:
    assert asyncio.run(take(vhost, "shared name")) is None
    asyncio.run(publish(vhost, "shared name", b"left behind"))


@pytest.mark.parametrize("turn", range(2))
def test_every_test_has_an_empty_ledger_of_its_own(database_url: str, turn: int) -> None:
    before = tables(database_url)
    assert before
    assert "left_behind" not in before
    with connect(database_url) as connection:
        connection.execute("CREATE TABLE left_behind (amount bigint)")


def test_the_shared_servers_are_one_each(rabbitmq: Server, postgresql: Server, vhost: str, database_url: str) -> None:
    assert vhost.startswith(rabbitmq.url)
    assert database_url.rpartition("/")[0] == postgresql.url.rpartition("/")[0]


INTERRUPTED = """
import time
from tests.services.postgresql import PrivatePostgreSQL
from tests.services.rabbitmq import PrivateRabbitMQ

with PrivateRabbitMQ() as broker, PrivatePostgreSQL() as server:
    print(broker.port, broker.folder, server.port, server.folder, flush=True)
    time.sleep(300)
"""


@pytest.mark.skipif(not is_installed() or programs() is None, reason="containers are cleared up by their engine")
def test_nothing_is_left_when_the_one_who_started_the_servers_is_killed() -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", INTERRUPTED], cwd=root, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        broker_port, broker_folder, server_port, server_folder = owner.stdout.readline().split()
        assert answers(int(broker_port))
        os.kill(owner.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while Path(broker_folder).exists() or Path(server_folder).exists():
        assert time.monotonic() < deadline, "the folders of the servers are still there"
        time.sleep(0.1)
    assert not answers(int(broker_port))
    assert not postgresql_answers(f"postgresql://postgres@127.0.0.1:{server_port}/postgres")
    assert broker_folder not in running()
    assert server_folder not in running()


def running() -> str:
    commands = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            commands.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return "\n".join(commands)
