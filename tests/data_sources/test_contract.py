"""The contract's documents say what the code does: they are on disk as generated, and their examples work."""

import json
import re
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import redis

from data_sources.contract import contract_files, example_command, schema_of
from data_sources.contract_examples import EXAMPLES, example_entry
from data_sources.contract_prose import REASONS
from data_sources.decode import Decoder
from data_sources.stream import as_fields
from domain.events import PAYLOADS, DeadLetterReason, Event, Payload, Rejected
from domain.profile import CityProfile
from tests.servers import RedisServer

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)

every_type = pytest.mark.parametrize("payload", PAYLOADS, ids=[payload.type for payload in PAYLOADS])


def accepts(payload: type[Payload], data: object) -> bool:
    return bool(jsonschema.Draft202012Validator(schema_of(payload)).is_valid(data))


def decode(city: CityProfile, payload: type[Payload], data: object) -> Event | Rejected:
    entry = example_entry(payload)
    fields = as_fields({**entry.fields, "data": json.dumps(data)})
    return Decoder(city).decode(fields, "1-0", entry.stream, NOW)


def test_the_documents_on_disk_are_those_of_the_models() -> None:
    """When this fails, write the files anew: see `contract_files`."""
    generated = contract_files()
    on_disk = {path: (ROOT / path).read_text(encoding="utf-8") for path in generated if (ROOT / path).exists()}
    assert on_disk == generated
    schemas = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "schemas").iterdir()}
    assert schemas == {path for path in generated if path.startswith("docs/schemas/")}


def test_every_type_has_an_example_and_every_reason_an_explanation() -> None:
    assert set(EXAMPLES) == {payload.type for payload in PAYLOADS}
    assert set(REASONS) == set(DeadLetterReason)


@every_type
def test_a_schema_is_valid_and_named_after_its_type(payload: type[Payload]) -> None:
    schema = schema_of(payload)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == payload.type
    assert schema["$id"].endswith(f":{payload.type}")
    assert schema["description"]


@every_type
def test_an_example_satisfies_its_schema_and_the_decoder(payload: type[Payload], tangerang: CityProfile) -> None:
    assert accepts(payload, EXAMPLES[payload.type])
    event = decode(tangerang, payload, EXAMPLES[payload.type])
    assert isinstance(event, Event), event
    assert event.type == payload.type


@every_type
def test_what_a_schema_requires_the_decoder_requires_too(payload: type[Payload], tangerang: CityProfile) -> None:
    example, required = EXAMPLES[payload.type], set(schema_of(payload)["required"])
    for name in example:
        left = {key: value for key, value in example.items() if key != name}
        result = decode(tangerang, payload, left)
        assert accepts(payload, left) is (name not in required)
        if name in required:
            assert isinstance(result, Rejected)
            assert (result.reason, result.field) == (DeadLetterReason.MISSING_FIELD, f"data.{name}")


WRONG_VALUES: list[Any] = [None, "", "x" * 5000, -1, 2.5, 10_000_000, True, [], [5] * 9, {}]


@every_type
def test_a_value_that_a_schema_refuses_the_decoder_refuses_too(payload: type[Payload], tangerang: CityProfile) -> None:
    for name in schema_of(payload)["properties"]:
        for value in WRONG_VALUES:
            data = {**EXAMPLES[payload.type], name: value}
            if not accepts(payload, data):
                assert isinstance(decode(tangerang, payload, data), Rejected), (name, value)


def test_the_page_holds_every_command_and_every_reason() -> None:
    page = contract_files()["docs/streams.md"]
    commands = re.findall(r"```sh\n(.+)\n```", page)
    assert sorted(commands) == sorted(example_command(payload) for payload in PAYLOADS)
    assert all(f"| `{reason}` |" in page for reason in DeadLetterReason)


@pytest.mark.services
def test_the_commands_of_the_page_run_as_they_stand(
    redis_client: "redis.Redis", redis_server: RedisServer, tangerang: CityProfile
) -> None:
    page = contract_files()["docs/streams.md"]
    decoder = Decoder(tangerang)
    for payload, command in zip(PAYLOADS, map(example_command, PAYLOADS), strict=True):
        assert command in page
        words = shlex.split(command)
        key = words[2]
        subprocess.run([words[0], "-u", redis_server.url, *words[1:]], check=True, capture_output=True, timeout=20)
        ((position, fields),) = cast("list[Any]", redis_client.xrevrange(key, count=1))
        event = decoder.decode(fields, position.decode(), example_entry(payload).stream, NOW)
        assert isinstance(event, Event), event
        assert event.type == payload.type
