"""The contract's documents, made from the models: docs/streams.md and one JSON Schema per event type."""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from data_sources.contract_examples import example_entry
from data_sources.contract_prose import INTRODUCTION, REASONS, TYPES_INTRODUCTION
from domain.events import CONTRACT_VERSION, PAYLOADS, DeadLetterReason, Heartbeat, Payload, Stream

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFAULT_PREFIX = "liveroom:"
STREAM_TITLES = {
    Stream.COMPLAINTS: "Complaints and calls to 112",
    Stream.QUEUES: "Queues, counters and surveys",
    Stream.ACTIVITY: "Attendance, shifts, tasks and positions",
}
RANGES = (("minLength", "maxLength", " characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", " items"))


def contract_files() -> dict[str, str]:
    """Every document of the contract: its path in the project, and its text."""
    schemas = {f"docs/schemas/{payload.type}.json": _as_file(schema_of(payload)) for payload in PAYLOADS}
    return {"docs/streams.md": _streams_page(), **schemas}


def schema_of(payload: type[Payload]) -> dict[str, Any]:
    """The JSON Schema of one type's `data`, complete in itself."""
    _, found = msgspec.json.schema_components([payload], ref_template="#/$defs/{name}")
    model = found.pop(payload.__name__)
    personal = {"x-personal": list(payload.personal)} if payload.personal else {}
    return {
        "$schema": DIALECT,
        "$id": f"urn:live-room:contract:{CONTRACT_VERSION}:{payload.type}",
        **model,
        "title": payload.type,
        **personal,
        **({"$defs": found} if found else {}),
    }


def example_command(payload: type[Payload]) -> str:
    """The shell command that adds the example of a type to its stream."""
    entry = example_entry(payload)
    words = [word for field in entry.fields.items() for word in field]
    return shlex.join(["redis-cli", "XADD", f"{DEFAULT_PREFIX}{entry.stream}", "*", *words])


def _as_file(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _streams_page() -> str:
    return "\n".join([INTRODUCTION, *_reasons(), TYPES_INTRODUCTION, *_types()])


def _reasons() -> Iterator[str]:
    yield "| reason | what it means | what to do |"
    yield "|---|---|---|"
    for reason in DeadLetterReason:
        meaning, cure = REASONS[reason]
        yield f"| `{reason}` | {meaning} | {cure} |"
    yield ""


def _types() -> Iterator[str]:
    yield from _section("Every stream", [Heartbeat])
    for stream in Stream:
        own = [payload for payload in PAYLOADS if payload is not Heartbeat and payload.stream is stream]
        yield from _section(f"{STREAM_TITLES[stream]}: `{DEFAULT_PREFIX}{stream}`", own)


def _section(title: str, payloads: list[type[Payload]]) -> Iterator[str]:
    yield f"## {title}\n"
    for payload in payloads:
        yield from _type(payload)


def _type(payload: type[Payload]) -> Iterator[str]:
    schema = schema_of(payload)
    yield f"### {payload.type}\n"
    yield f"{schema.get('description', '')} ([schema](schemas/{payload.type}.json))\n"
    yield "| field of `data` | type | required | limits |"
    yield "|---|---|---|---|"
    for name, field in schema["properties"].items():
        required = "yes" if name in schema["required"] else ""
        personal = " (personal)" if name in payload.personal else ""
        yield f"| `{name}`{personal} | {_kind(field, schema)} | {required} | {_limits(field, schema)} |"
    yield f"\n```sh\n{example_command(payload)}\n```\n"


def _resolved(field: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = field.get("$ref", "").rpartition("/")[2]
    definition: Mapping[str, Any] = schema["$defs"][name] if name else field
    return definition


def _kind(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    definition = _resolved(field, schema)
    if definition.get("format") == "date-time":
        return "instant with an offset"
    if "enum" in definition:
        return "code"
    return str(definition["type"])


def _limits(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    definition = _resolved(field, schema)
    words = list(_ranges(definition))
    if "enum" in definition:
        words.append("one of " + _listed(definition["enum"]))
    if "properties" in definition:
        words.append("with " + _listed(definition["properties"]))
    if "items" in definition:
        words.append(f"each {_limits(definition['items'], schema)}")
    if "default" in field:
        words.append(f"`{json.dumps(field['default'])}` when left out")
    return "; ".join(words)


def _ranges(definition: Mapping[str, Any]) -> Iterator[str]:
    for least, most, unit in RANGES:
        low, high = definition.get(least), definition.get(most)
        if low is not None and high is not None:
            yield f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
        elif high is not None:
            above = definition.get("exclusiveMinimum") if least == "minimum" else None
            yield f"at most {high}{unit}" if above is None else f"above {above}, at most {high}{unit}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
