"""What the browser sends to the administrators' page, checked: a value of the wrong type is refused with 400."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from dash import ctx
from flask import Flask, Response, jsonify

from callbacks.gate import session_here
from domain.clock import epoch_ms
from domain.identity import Identity, Role, Session
from layouts.admin_parts import PICK

LONGEST = 200
MOST_CHOSEN = 200
LAST_PAGE = 1_000_000
Word = TypeVar("Word", bound=StrEnum)


class BadValueError(ValueError):
    """A value that no page of ours sends."""


class NotAdministratorError(PermissionError):
    """Who asks is no administrator; the gate should have told them."""


def register(server: Flask) -> None:
    """Answer a value that cannot be with 400."""

    @server.errorhandler(BadValueError)
    def bad_value(error: BadValueError) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @server.errorhandler(NotAdministratorError)
    def not_administrator(_: NotAdministratorError) -> tuple[Response, int]:
        return jsonify(error="this is not yours to see"), 403


def session_of_administrator() -> Session:
    """The session of who asks. Raises NotAdministratorError."""
    session = session_here()
    if session is None or session.identity.role is not Role.ADMINISTRATOR:
        raise NotAdministratorError("the administrators' page is for administrators")
    return session


def administrator() -> Identity:
    """Who asks. Raises NotAdministratorError."""
    return session_of_administrator().identity


def pressed(clicks: Mapping[str, object]) -> str | None:
    """Which of some buttons was pressed just now, by their ids. Raises BadValueError for clicks that are no number."""
    for name, value in clicks.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise BadValueError(f"{name}: expected how often it was pressed, got {value!r:.40}")
    name = ctx.triggered_id
    return name if isinstance(name, str) and clicks.get(name) else None


def words(name: str, value: object, longest: int = LONGEST) -> str:
    """A line of text, empty without one. Raises BadValueError."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise BadValueError(f"{name}: expected up to {longest} characters, got {value!r:.40}")
    return value.strip()


def many_words(name: str, value: object) -> tuple[str, ...]:
    """Some words of a list. Raises BadValueError."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_CHOSEN:
        raise BadValueError(f"{name}: expected up to {MOST_CHOSEN} words, got {value!r:.40}")
    return tuple(words(name, one) for one in value)


def one_of(kind: type[Word], name: str, value: object) -> Word | None:
    """One of a closed list, None without one. Raises BadValueError."""
    word = words(name, value)
    if not word:
        return None
    try:
        return kind(word)
    except ValueError:
        raise BadValueError(f"{name}: expected one of {', '.join(kind)}, got {word[:40]!r}") from None


def number(name: str, value: object, most: int = LAST_PAGE) -> int | None:
    """A whole number from 0 on, None without one. Raises BadValueError."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadValueError(f"{name}: expected a number from 0 to {most}, got {value!r:.40}")
    return value


def span(first: object, last: object, timezone: ZoneInfo) -> tuple[int | None, int | None]:
    """From the first instant of a day of the city until before the day after another, ms since 1970."""
    from_day, last_day = _day("from", first), _day("until", last)
    until = None if last_day is None or last_day == date.max else _midnight_ms(last_day + timedelta(days=1), timezone)
    return None if from_day is None else _midnight_ms(from_day, timezone), until


def _day(name: str, value: object) -> date | None:
    word = words(name, value)[:10]
    if not word:
        return None
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise BadValueError(f"{name}: expected a day as 2026-11-24, got {word!r}") from None


def _midnight_ms(day: date, timezone: ZoneInfo) -> int:
    if day.year < 1971:
        raise BadValueError(f"expected a day since 1971, got {day}")
    return epoch_ms(datetime.combine(day, time(), tzinfo=timezone))


def picked(search: object) -> str:
    """The row that an address says is looked at, empty without one. Raises BadValueError."""
    line = words("address", search, 2_000).removeprefix("?")
    try:
        return dict(parse_qsl(line, max_num_fields=20)).get(PICK, "")[:LONGEST]
    except ValueError:
        raise BadValueError(f"address: expected words of a page, got {line[:40]!r}") from None


def turned(page: object, total: int, size: int, step: int) -> int:
    """The number of a page after turning it, from 0, within a list of so many rows."""
    now = number("page", page) or 0
    last = max(0, (total - 1) // size)
    return min(max(0, now + step), last)


def step_of(button: str | None, older: str, newer: str) -> int | None:
    """Which way a page is turned: 1, -1, or None for another choice, which begins at the newest again."""
    return {older: 1, newer: -1}.get(button or "")


def place_words(
    form: str, page: int, size: int, total: int, shown: Sequence[object], told: Callable[[int], str]
) -> str:
    """`1–25 of 312`, empty without a row."""
    if not shown:
        return ""
    first = page * size + 1
    return form.format(first=told(first), last=told(first + len(shown) - 1), total=told(total))
