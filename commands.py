"""The command line: `flask --app app …`."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from calendar_command import register_calendar
from data_sources.as_of import History, Knowledge
from data_sources.audit import Action, Entry, record
from data_sources.clock import SystemClock
from data_sources.contract import contract_files
from data_sources.embedded_redis import shipped_binary
from data_sources.errors import first_line
from data_sources.first_start import INSTALLER
from data_sources.installation import Installation, balance_report
from data_sources.store import Store
from domain.clock import Clock, epoch_ms, from_epoch_ms
from domain.deadlines import DayKind, DeadlineDay, explain_deadline, parse_budget
from domain.indicators.readings import Part, Reading
from domain.profile import CityProfile
from layouts.indicator_page import indicator_files
from layouts.text import NOTHING
from layouts.text_readings import reason_words


@dataclass(frozen=True, slots=True)
class Operations:
    """What commands may do beyond asking an installation; app.py knows how."""

    migrate: Callable[[], None]
    replay: Callable[[Path, str, str], None]
    redis_url: Callable[[], str]
    history: History
    language: str


def register(server: Flask, installation: Installation, operations: Operations) -> None:
    """Add the commands of an installation to its app."""
    _rules(server, installation, operations)
    register_calendar(server, installation.parts.store, installation.parts.rules.profile.timezone)
    _files(server, operations)
    _road(server, installation, operations)


def _rules(server: Flask, installation: Installation, operations: Operations) -> None:
    """What the city's rules say of a case, and its numbers at an instant."""

    @server.cli.command("deadline")
    @click.option("--received", required=True, help="When it came in, ISO 8601 with offset: 2026-03-13T10:00+07:00.")
    @click.option(
        "--budget", required=True, help="A number and HK (working days), JAM (hours) or MNT (service minutes)."
    )
    @click.option("--unit", default="", help="An agency or a site with hours of its own.")
    @click.option("--explain", is_flag=True, help="Also every day on the way, and why it was skipped.")
    def deadline(received: str, budget: str, unit: str, explain: bool) -> None:
        """When a promise ends, by the city's clocks."""
        show_deadline(installation.parts.rules.profile, received, budget, unit, explain)

    @server.cli.command("indicators")
    @click.option("--as-of", "as_of", required=True, help="Which instant, ISO 8601 with offset.")
    @click.option("--audience", default="wall-guest", show_default=True, help="Whose view: wall-guest, mayor, …")
    @click.option("--agency", default="", help="One agency alone; else the whole city.")
    @click.option(
        "--known",
        type=click.Choice([one.value for one in Knowledge]),
        default="now",
        show_default=True,
        help="With all that is known now, or with what was known then.",
    )
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def indicators(as_of: str, audience: str, agency: str, known: str, as_json: bool) -> None:
        """Every indicator as of an instant of the past, from the store's events."""
        asked = AskedReading(as_of, audience, agency, known)
        show_readings(operations.history, asked, installation.parts.clock, operations.language, as_json)


def _files(server: Flask, operations: Operations) -> None:
    """Tables, published files, and the documents that are written from the code."""

    @server.cli.command("migrate")
    def migrate() -> None:
        """Bring the store's tables to the newest version."""
        operations.migrate()

    @server.cli.command("replay")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--schema", default="baltimore_311", show_default=True, help="A schema's name, or the path of one.")
    @click.option("--speed", default="max", show_default=True, help="Event seconds in a second, or max.")
    def replay(file: Path, schema: str, speed: str) -> None:
        """Replay a published CSV file in a city of its own, and show its wall."""
        operations.replay(file, schema, speed)

    @server.cli.command("contract")
    def contract() -> None:
        """Write docs/streams.md and the JSON Schemas anew from the event models."""
        for name, content in {**contract_files(), **indicator_files()}.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")


def _road(server: Flask, installation: Installation, operations: Operations) -> None:
    """What travels from the streams to the store: what became of it, and a look inside."""

    @server.cli.command("redis-cli", context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def redis_cli(arguments: tuple[str, ...]) -> None:
        """Open the Redis of this installation, also the embedded one; told in the trail, since entries hold persons."""
        tell_opened(installation.parts.store)
        open_redis_cli(operations.redis_url(), arguments)

    @server.cli.command("balance")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def balance(as_json: bool) -> None:
        """What was received, and what became of it: nothing may be missing."""
        show_balance(installation, as_json)


@dataclass(frozen=True, slots=True)
class AskedReading:
    """What a person asks of the past, as typed."""

    as_of: str
    audience: str
    agency: str = ""
    known: str = Knowledge.NOW.value


def show_readings(history: History, asked: AskedReading, clock: Clock, language: str, as_json: bool) -> None:
    """Print every indicator as of an instant."""
    try:
        at = instant_of(asked.as_of, "--as-of")
        question = history.question(at, asked.audience, asked.agency, asked.known)
        history.require_past(question, clock.now())
        found = history.readings(question)
    except (ValueError, OverflowError) as error:
        raise click.ClickException(str(error.args[0])) from error
    except SQLAlchemyError as error:
        reason = first_line(error)
        raise click.ClickException(f"a reading needs the store: {reason}; try `flask --app app migrate`") from error
    rows = [reading_row(reading, history.profile.timezone, language) for reading in found]
    if as_json:
        heading = {"as_of": _iso(epoch_ms(at), history.profile.timezone), "audience": question.audience.value}
        click.echo(json.dumps({**heading, "agency": asked.agency or None, "known": asked.known, "indicators": rows}))
        return
    for row in rows:
        click.echo(_reading_line(row))


def reading_row(reading: Reading, timezone: ZoneInfo, language: str) -> dict[str, Any]:
    """A reading as programs get it; `as_of` is in the city's time."""
    return {
        "id": reading.id,
        "key": reading.key,
        "value": reading.value,
        "n": reading.n,
        "unit": reading.unit.value,
        "window": reading.window.value,
        "as_of": None if reading.as_of_ms is None else _iso(reading.as_of_ms, timezone),
        "is_at_least": reading.is_at_least,
        "reason": None if reading.reason is None else reading.reason.value,
        "note": "" if reading.reason is None else reason_words(reading.reason, language),
        "parts": [_part_row(part) for part in reading.parts],
    }


def _part_row(part: Part) -> dict[str, Any]:
    row = {"name": part.name, "value": part.value, "n": part.n}
    return row if part.mature is None else {**row, "mature": part.mature}


def _reading_line(row: Mapping[str, Any]) -> str:
    """A reading for a person."""
    value = NOTHING if row["value"] is None else f"{row['value']:.6g}"
    cases = "" if row["n"] is None else f"n={row['n']}"
    return "  ".join(one for one in (row["id"], row["key"], value, row["unit"], cases, row["note"]) if one)


def _iso(at_ms: int, timezone: ZoneInfo) -> str:
    return from_epoch_ms(at_ms).astimezone(timezone).isoformat()


def show_deadline(profile: CityProfile, received: str, budget: str, unit: str, explain: bool) -> None:
    """Print a deadline in the city's time, and how it came about."""
    try:
        at = instant_of(received, "--received")
        calendar = profile.calendar_of(unit) if unit else profile.calendar
        found = explain_deadline(at, parse_budget(budget), calendar)
    except (ValueError, LookupError) as error:
        raise click.ClickException(str(error.args[0])) from error
    click.echo(f"{found.due.astimezone(profile.timezone):%Y-%m-%d %H:%M} {profile.timezone_label}")
    for day in found.days if explain else ():
        click.echo(f"  {day.day:%a %Y-%m-%d}  {_why(day)}")
    if explain:
        click.echo(f"  calendar {found.calendar_version}, budget {found.budget}")


def instant_of(words: str, option: str) -> datetime:
    """An option that is a time with its offset. Raises ValueError."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError(f"{option}: expected a time with its offset, as 2026-03-13T10:00+07:00, got {words!r}")
    return at


def _why(day: DeadlineDay) -> str:
    match day.kind:
        case DayKind.COUNTED:
            return f"working day {day.number}" if day.number else f"{day.served // timedelta(minutes=1)} minutes served"
        case DayKind.HOLIDAY:
            return f"skipped: {day.name}"
        case DayKind.CLOSED_WEEKDAY:
            return "skipped: no service on this day of the week"
        case DayKind.AFTER_CUT_OFF:
            return "came in after the cut-off: counts as received on the next working day"
        case DayKind.RECEIPT:
            return "day of receipt, day 0"


def show_balance(installation: Installation, as_json: bool) -> None:
    """Print the balance of every source. Ends with status 1 when one does not balance."""
    try:
        balances = installation.balances()
    except (RedisError, SQLAlchemyError) as error:
        raise click.ClickException(f"the balance needs Redis and the store: {error}") from error
    reports = [balance_report(balance) for balance in balances]
    names = ("received", "stored", "duplicates", "heartbeats", "dead_lettered", "waiting")
    total = {name: sum(getattr(balance, name) for balance in balances) for name in names}
    if as_json:
        click.echo(json.dumps({**total, "sources": reports}))
    else:
        click.echo("  ".join(f"{name} {value}" for name, value in total.items()))
        for report in reports:
            click.echo("  " + "  ".join(f"{name} {value}" for name, value in report.items()))
    if not all(balance.is_balanced for balance in balances):
        raise SystemExit(1)


def tell_opened(store: Store) -> None:
    """A row of the trail: somebody looks at entries as they came."""
    by, now_ms, typed_by = INSTALLER, epoch_ms(SystemClock().now()), {"typed_by": getuser()}
    entry = Entry(now_ms, by.subject, by.role.value, Action.READ_PERSONAL, "redis-cli", typed_by)
    try:
        with store.writing() as connection:
            record(connection, entry)
    except SQLAlchemyError as error:
        raise click.ClickException(f"the trail needs the store: {first_line(error)}; use redis-cli itself") from error


def open_redis_cli(url: str, arguments: tuple[str, ...]) -> None:
    """Become redis-cli on a URL; one comes with the embedded Redis."""
    shipped = shipped_binary()
    beside = str(shipped.with_name("redis-cli")) if shipped else None
    client = shutil.which("redis-cli") or shutil.which("valkey-cli") or beside
    if client is None:
        raise click.ClickException(f"redis-cli is not installed; install Debian's redis-tools, then use it on {url}")
    parts = urlsplit(url)
    place = ["-s", parts.path] if parts.scheme == "unix" else ["-u", url]
    os.execv(client, [client, *place, *arguments])  # noqa: S606  # found on PATH, no shell in between
