"""`flask --app app calendar`: the versions of the working calendar, and what each did to open complaints."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from data_sources.calendar_store import (
    CalendarChange,
    Deadlines,
    StoredVersion,
    logged_changes,
    stored_versions,
)
from data_sources.errors import first_line
from data_sources.store import Store
from domain.clock import from_epoch_ms


def register_calendar(server: Flask, store: Store, timezone: ZoneInfo) -> None:
    """Add the command to an app."""

    @server.cli.command("calendar")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def calendar(as_json: bool) -> None:
        """The versions of the working calendar, since when each is in force, and the deadlines that it moved."""
        show_calendar(store, timezone, as_json)


def show_calendar(store: Store, timezone: ZoneInfo, as_json: bool) -> None:
    """Print versions and changes, oldest first; times are the city's."""
    try:
        versions, changes = stored_versions(store), logged_changes(store)
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"the calendar needs the store: {first_line(error)}; try `flask --app app migrate`"
        ) from error
    told = {
        "versions": [_version_row(version, timezone) for version in versions],
        "changes": [_change_row(change, timezone) for change in changes],
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    if not versions:
        click.echo("no version is stored yet; the first start stores that of the city's folder")
    for row in told["versions"]:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(row["days"].items()))
        click.echo(f"version {row['version']}  in force since {row['in_force_since']}  {row['hash'][:8]}  {kinds}")
    for row in told["changes"]:
        _say_change(row)


def _say_change(row: dict[str, Any]) -> None:
    before = row["from_version"] or "(nothing)"
    counts = f"open complaints {row['open_complaints']}, moved {row['moved']}"
    click.echo(f"change {row['at']}  {before} -> {row['to_version']}  {counts}")
    for one in row["deadlines"]:
        moves = (
            f"{name} {one['before'][name] or '-'} -> {one['after'][name] or '-'}"
            for name in one["before"]
            if one["before"][name] != one["after"][name]
        )
        click.echo(f"  {one['complaint']}  " + "; ".join(moves))


def _version_row(version: StoredVersion, timezone: ZoneInfo) -> dict[str, Any]:
    return {
        "version": version.version,
        "hash": version.content_hash,
        "in_force_since": _local(version.in_force_ms, timezone),
        "days": dict(version.days),
    }


def _change_row(change: CalendarChange, timezone: ZoneInfo) -> dict[str, Any]:
    return {
        "at": _local(change.changed_ms, timezone),
        "from_version": change.from_version or None,
        "to_version": change.to_version,
        "open_complaints": change.looked_at,
        "moved": change.moved,
        "deadlines": [
            {
                "complaint": one.complaint_id,
                "before": _told(one.before, timezone),
                "after": _told(one.after, timezone),
            }
            for one in change.deadlines
        ],
    }


def _told(deadlines: Deadlines, timezone: ZoneInfo) -> dict[str, str | None]:
    return {name.removesuffix("_ms"): _local(at_ms, timezone) for name, at_ms in deadlines.items()}


def _local(at_ms: int, timezone: ZoneInfo) -> str | None:
    """An instant in the city's time, None for one that is not."""
    return from_epoch_ms(at_ms).astimezone(timezone).isoformat(timespec="seconds") if at_ms else None
