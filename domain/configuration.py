"""The configuration in force as lines that may be shown: one for each value, with its source, and without secrets."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

MASK = "•••"
"""Stands for a secret, whatever its length."""

DEFAULT, PROGRAM = "default", "program"
"""Sources beside the name of a file and that of a variable: the usual value, and what the program itself decided."""

PLAIN_SCHEMES = ("sqlite", "postgresql", "mysql", "mariadb", "oracle", "mssql", "redis", "rediss", "unix", "valkey")
"""Addresses of stores and streams: what follows the host is the name of a database and no secret."""

TILE_PLACE = "{z}"
"""An address with this is a template for map tiles, whose path is known to every browser."""

_SECRET_NAME = re.compile(r"(^|_)(secret|password|passwd|pwd|token|key|credentials?|salt|pepper)s?$")
_HARMLESS = frozenset({"table_feeds[].key"})
"""Named as a secret would be, and none: the column of a table's key."""

_INDEX = re.compile(r"\[\d+\]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://\S*")
_PAIR = re.compile(r"(?i)\b(password|passwd|pwd|secret|token|api_?key)\s*([=:])\s*[^\s;,&]+")


@dataclass(frozen=True, slots=True)
class ConfiguredValue:
    """One value as it may be shown: its place as `store.url`, its masked JSON, and where it comes from."""

    key: str
    value: str
    source: str


def leaves(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """The values inside a value, each with its place; a list of plain values is one of them."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(one, Mapping) for one in value):
        for place, inner in enumerate(value):
            yield from leaves(inner, f"{key}[{place}]")
    else:
        yield key, value


def places(key: str) -> Sequence[str]:
    """The names and numbers on the way to a value."""
    return key.replace("[", ".").replace("]", "").split(".")


def given_in(words: str) -> object:
    """What a variable gives: a whole section comes as JSON."""
    try:
        return json.loads(words)
    except ValueError:
        return words


def is_given(given: object, path: Sequence[str]) -> bool:
    """Whether a value is given inside of what was given."""
    if not path:
        return True
    if isinstance(given, list):
        return path[0].isdigit() and int(path[0]) < len(given) and is_given(given[int(path[0])], path[1:])
    return isinstance(given, Mapping) and path[0] in given and is_given(given[path[0]], path[1:])


def masked(key: str, value: object) -> object:
    """A value without its secrets: those named so, and passwords and tokens inside of addresses."""
    name = _INDEX.sub("[]", key)
    if value not in (None, "") and _SECRET_NAME.search(name.rpartition(".")[2].lower()) and name not in _HARMLESS:
        return MASK
    if isinstance(value, str):
        return _PAIR.sub(rf"\1\2{MASK}", _ADDRESS.sub(lambda found: _masked_address(found[0]), value))
    if isinstance(value, Sequence):
        return [masked(f"{key}[{place}]", one) for place, one in enumerate(value)]
    return value


def shown(key: str, value: object, source: str) -> ConfiguredValue:
    """A value as it may be shown."""
    return ConfiguredValue(key, json.dumps(masked(key, value), ensure_ascii=False, default=str), source)


def digest(values: Sequence[ConfiguredValue]) -> str:
    """The name of a configuration: SHA-256 of its shown values, so that it tells nothing of a secret."""
    return hashlib.sha256(json.dumps(as_table(values), sort_keys=True).encode()).hexdigest()


def as_table(values: Sequence[ConfiguredValue]) -> Mapping[str, str]:
    """The shown values by their places."""
    return {one.key: one.value for one in values}


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Mapping[str, tuple[str | None, str | None]]:
    """What differs between two configurations: the shown value before and now, None where there is none."""
    keys = sorted({*before, *now})
    return {key: (before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)}


def _masked_address(words: str) -> str:
    """An address without password, query and, where it is one of a service, path: some services put a token there."""
    try:
        parts = urlsplit(words)
        place = _place(parts)
    except ValueError:
        return f"{words.partition('://')[0]}://{MASK}"
    if TILE_PLACE in words or parts.scheme.partition("+")[0] in PLAIN_SCHEMES:
        path = parts.path
    elif parts.scheme in ("http", "https"):
        path = f"/{MASK}" if parts.path.strip("/") else parts.path
    else:
        return f"{parts.scheme}://{MASK}"
    rest = f"?{MASK}" if parts.query else ""
    return f"{parts.scheme}://{place}{path}{rest}"


def _place(parts: SplitResult) -> str:
    """User and host; a password is masked."""
    user, has_user, host = parts.netloc.rpartition("@")
    name, has_password, _ = user.partition(":")
    return f"{name}{f':{MASK}' if has_password else ''}{'@' if has_user else ''}{host}"
