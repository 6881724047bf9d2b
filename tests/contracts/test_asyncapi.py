"""The AsyncAPI document: every word once, on the exchange and under the key that the wiring really has."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.documents import FOR_AGENTS
from contracts.envelope import CONTENT_TYPE
from contracts.registry import Direction, Word, words
from hub.recovery.agents import load_agents
from hub.topology import IN, OUT, QueueSpec, topology
from tests.contracts.published import FOLDER, SAMPLES

DOCUMENT: dict[str, Any] = json.loads((FOLDER / "schemas" / "asyncapi.json").read_text("utf-8"))
WORDS = words()
AGENTS = load_agents()
TOPOLOGY = topology(AGENTS)
EACH_WORD = pytest.mark.parametrize("word", WORDS, ids=lambda word: word.type)


def references_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            elif key != "examples":
                yield from references_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from references_in(value)


def found(reference: str) -> object:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def channel_of(word: Word) -> dict[str, Any]:
    channel: dict[str, Any] = DOCUMENT["channels"][f"{word.direction}.{word.family}"]
    return channel


def routing_keys(word: Word) -> list[str]:
    """The addresses a word can have, as its channel's address and parameters say."""
    keys = [channel_of(word)["address"].replace("{type}", word.type)]
    return [key.replace("{agent}", agent) for key in keys for agent in sorted(AGENTS.kinds)] if "{" in keys[0] else keys


def takes(queue: QueueSpec, exchange: str, key: str) -> bool:
    """Whether a topic exchange puts a message with this routing key into the queue."""

    def expression(binding: str) -> str:
        return re.escape(binding).replace(r"\*", r"[^.]+").replace(r"\.\#", r"(\..*)?").replace(r"\#", ".*")

    return queue.exchange == exchange and any(re.fullmatch(expression(binding), key) for binding in queue.keys)


def test_it_is_an_asyncapi_3_document_that_names_no_server() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert DOCUMENT["defaultContentType"] == CONTENT_TYPE
    assert "servers" not in DOCUMENT
    assert re.search(r"amqps?://|password|@", json.dumps(DOCUMENT)) is None


def test_its_version_is_the_day_of_the_newest_change() -> None:
    newest = re.search(r"^## (\S+):", (FOLDER / "CHANGES.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert DOCUMENT["info"]["version"] == newest.group(1)


def test_every_reference_leads_somewhere() -> None:
    references = list(references_in(DOCUMENT))
    assert len(references) > 3 * len(WORDS)
    for reference in references:
        if reference.startswith("#/"):
            assert found(reference), reference
        else:
            assert (FOLDER / "schemas" / reference).is_file(), reference


@EACH_WORD
def test_a_message_says_in_words_what_it_is(word: Word) -> None:
    message = DOCUMENT["components"]["messages"][word.type]
    assert message["name"] == word.type
    assert message["title"]
    assert message["summary"] == word.summary
    assert message["contentType"] == CONTENT_TYPE
    assert message["payload"] == {"$ref": f"./{word.type}.json"}


@EACH_WORD
def test_the_examples_of_a_message_are_its_samples(word: Word) -> None:
    message = DOCUMENT["components"]["messages"][word.type]
    shown = {example["name"]: example["payload"] for example in message["examples"]}
    assert shown == {name: its.event for name, its in SAMPLES.items() if its.event["type"] == word.type}
    assert word.type in shown


@EACH_WORD
def test_a_word_is_in_one_channel_and_one_operation_seen_from_the_hub(word: Word) -> None:
    channels = [name for name, its in DOCUMENT["channels"].items() if word.type in its["messages"]]
    assert channels == [f"{word.direction}.{word.family}"]
    assert word.type in channel_of(word)["parameters"]["type"]["enum"]
    reference = f"#/channels/{channels[0]}/messages/{word.type}"
    operations = [its for its in DOCUMENT["operations"].values() if {"$ref": reference} in its["messages"]]
    assert [its["action"] for its in operations] == ["receive" if word.direction is Direction.INBOUND else "send"]


@EACH_WORD
def test_a_channel_names_the_exchange_as_the_wiring_declares_it(word: Word) -> None:
    binding = channel_of(word)["bindings"]["amqp"]
    assert binding["is"] == "routingKey"
    assert binding["exchange"]["name"] == (IN if word.direction is Direction.INBOUND else OUT)
    (declared,) = (its for its in TOPOLOGY.exchanges if its.name == binding["exchange"]["name"])
    assert binding["exchange"]["type"] == declared.kind
    assert binding["exchange"]["durable"] is True


@EACH_WORD
def test_every_address_of_a_word_reaches_exactly_one_queue(word: Word) -> None:
    exchange = channel_of(word)["bindings"]["amqp"]["exchange"]["name"]
    for key in routing_keys(word):
        queues = [queue.name for queue in TOPOLOGY.queues if takes(queue, exchange, key)]
        assert len(queues) == 1, f"{key}: {queues}"


def test_a_word_for_an_agent_reaches_the_queue_of_that_agent_alone() -> None:
    for word in WORDS:
        if word.family == FOR_AGENTS:
            assert routing_keys(word) == [f"{word.type}.{agent}" for agent in sorted(AGENTS.kinds)]
            for agent in AGENTS.kinds:
                key = f"{word.type}.{agent}"
                assert [its.name for its in TOPOLOGY.queues if takes(its, OUT, key)] == [f"{OUT}.agent.{agent}"]
