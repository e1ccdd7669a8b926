"""Requests that no page of ours sends: each rule of the web server with what attackers and broken programs try."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

METHODS = (
    *("GET", "POST", "HEAD", "POST", "PUT", "POST", "OPTIONS", "POST", "DELETE"),
    *("GET", "PATCH", "POST", "TRACE", "POST", "PROPFIND", "POST", "GET", "POST"),
)
DEEP: Any = json.loads("[" * 300 + "]" * 300)
VALUES: Sequence[Any] = (
    *(None, True, False, 0, -1, 1.5, 1e308, 10**30, -(2**63), 2**31),
    *("", "x", "\0", "\ud800", "..", "{bad", '{"index":1,"type":"x"}', "/agency/DPUPR", "/agency/\0", "x" * 5000),
    *(
        "?days=90",
        "?days=\ud800",
        "?from=2026-01-01&to=9999-12-31",
        "?show=\0",
        "?category=" + "%" * 99,
        "../../etc/passwd",
    ),
    *([], [[]], {}, {"a": 1}, [None], ["x"], DEEP, {"id": "x", "property": "y"}, {"index": "ALL", "type": ["x"]}),
    {"startRow": 0, "endRow": 50, "sortModel": {"a": 1}, "filterModel": []},
    {"startRow": 0, "endRow": 50, "sortModel": [{"colId": [], "sort": {}}]},
    {"startRow": 0, "endRow": 50, "filterModel": {"id": {"type": "contains", "filter": "\ud800"}}},
    {"startRow": 0, "endRow": 50, "filterModel": {"due": {"type": "equals", "dateFrom": "0001-01-01"}}},
    {"startRow": 10**25, "endRow": 10**26},
    {"startRow": 0, "endRow": 50, "filterModel": {"id": {"type": "startsWith", "filter": "%_\\'\"; DROP TABLE x"}}},
)
WORDS: Sequence[str] = (
    *(
        "",
        "x",
        "%00",
        "%ff",
        "\xff\xfe",
        "%2e%2e%2f",
        "%252e%252e%252f",
        "' OR 1=1 --",
        "a" * 3000,
        "-1",
        "1e9",
        "9" * 40,
    ),
    *("{{7*7}}", "%0d%0aSet-Cookie: a=b", "[", "//[", "http://[::1", "%u0000", "%", "💥", "a=b=c", "[]", '{"a":'),
)
NAMES = (
    *("x", "next", "since", "boot", "audience", "detail", "days", "from", "to", "category"),
    *("district", "show", "sort", "where", "cancelJob", "_method"),
)
PATHS: Sequence[str] = (
    *("/../app.py", "/%2e%2e/app.py", "/assets/../app.py", "/assets/..%2fapp.py", "/assets/\0", "/assets/\xff"),
    *("/static/../../etc/passwd", "/agency/\0/cases.csv", "/agency/\xff/cases.xlsx", "/agency/DPUPR%2fcases.csv"),
    *("/agency/%2544PUPR/cases.csv", "/sign-in/link/\0", "//evil.example/", "/\\evil.example", "/" + "a" * 60_000),
    *("/_dash-component-suites/dash/../../app.py", "/_dash-component-suites/\0/\0", "/_dash-component-suites/\xff"),
    *("/_dash-component-suites/os/path.py", "/wall;x=1", "/mayor/", "/MAYOR", "/indicators%00", "/.git/config"),
)  # fmt: skip
HEADERS: Sequence[tuple[str, str]] = (
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-For", "\xff" * 200),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Original-URL", "/mayor"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Host", "evil.example"),
    ("Host", "a b"),
    ("Host", "["),
    ("Host", ""),
    ("Origin", "http://[::1"),
    ("Origin", "null"),
    ("Origin", "http://localhost\0"),
    ("Referer", "http://[x"),
    ("Sec-Fetch-Site", "same-origin\0"),
    ("Content-Type", "multipart/form-data"),
    ("Content-Type", "multipart/form-data; boundary=" + "x" * 300),
    ("Content-Type", "application/json; charset=utf-99"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"),
    ("Content-Type", "\xff"),
    ("Content-Encoding", "gzip"),
    ("Transfer-Encoding", "chunked"),
    ("Content-Length", "-1"),
    ("Content-Length", "many"),
    ("Content-Length", "9" * 30),
    ("Range", "bytes=0-0,5-1,-"),
    ("Range", "bytes=" + "0-1," * 500),
    ("If-Modified-Since", "\xff"),
    ("If-None-Match", '"' * 3000),
    ("Accept-Language", "x" * 4000),
    ("Authorization", "Basic \xff"),
    ("Authorization", "Digest x"),
    ("Cookie", "liveroom=\xff\0; liveroom=x"),
    ("Cookie", "__Host-liveroom=x; session=" + "y" * 4000),
    ("Upgrade", "websocket"),
)
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
BODIES: Sequence[tuple[str, bytes]] = (
    *(
        (JSON, body)
        for body in (b"", b"\0", b"\xff\xfe\xfd", b"{}", b"[]", b"null", b"1e400", b"NaN", b'"', b"[" * 20_000)
    ),
    *((JSON, body) for body in (b'{"output":' * 3000, b"9" * 6000, '{"output":"x"}'.encode("utf-16"), b"x" * 300_000)),
    *((FORM, body) for body in (b"login=%00&password=%ff&code=%u0000", b"login=" + b"a" * 70_000, b"&" * 2000)),
    *((FORM, body) for body in (b"login=a&login=b&password=%ed%a0%80", b"login=%ff&password=\0", b"login=%0d%0a")),
    *((FORM, body) for body in ("code=" + "ⅫＡ" * 50).encode().split(b"|")),
    *((FORM, body) for body in (b"code=%00", b"old=x&new=\xff&again=\xff", b"old=&new=" + b"x" * 50_000)),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n\0\r\n--x--'),
    ("", b"\x1f\x8b\x08\x00" + b"\0" * 100),
)


@dataclass(frozen=True)
class Asked:
    """One request; path, query and headers as Latin-1 letters, one for each byte."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def requests_at(path: str, random: Random, count: int) -> Iterator[Asked]:
    """So many requests to an address, each with something odd in every part, for all methods in turn."""
    for number in range(count):
        odd = dict(random.sample(HEADERS, random.randint(0, 3)))
        query = "&".join(
            f"{random.choice(NAMES)}={_byte_letters(random.choice(WORDS))}" for _ in range(random.randint(0, 3))
        )
        kind, body = random.choice(BODIES)
        headers = {"Content-Type": kind, **odd} if kind else odd
        yield Asked(METHODS[number % len(METHODS)], path, query, headers, body)


def _byte_letters(words: str) -> str:
    return words.encode("utf-8", "surrogatepass").decode("latin-1") if not words.isascii() else words


def bodies_of(whole: Mapping[str, Any], random: Random, count: int) -> Iterator[bytes]:
    """So many bodies of a callback: a whole one, with one to three places of it replaced, dropped or doubled."""
    for _ in range(count):
        body: Any = json.loads(json.dumps(whole))
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            _spoil(body, random)
        yield json.dumps(body).encode()


def _spoil(body: Any, random: Random) -> None:
    holder, key = random.choice(list(_places(body)) or [(body, "output")])
    match random.randrange(8):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.append(holder[key])
        case _:
            holder[key] = deepcopy(random.choice(VALUES))


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    if depth > 5:
        return
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key], depth + 1)
