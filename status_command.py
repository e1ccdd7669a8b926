"""The command line of the city's status: set it, and see who set it when and why."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click
from flask import Flask
from flask.cli import AppGroup

from data_sources.city_status import CityStatus
from data_sources.first_start import INSTALLER
from domain.city_status import StatusEntry, StatusError, level_of
from domain.clock import Clock, from_epoch_ms


def register_status(server: Flask, status: CityStatus, clock: Clock, timezone: ZoneInfo) -> None:
    """Add the group `status`."""
    group = AppGroup("status", help="The city's status, 1 normal to 5 crisis.")

    @group.command("set")
    @click.argument("level", type=int)
    @click.option("--reason", required=True, help="One line, read by everybody in the room; no person's name.")
    def set_level(level: int, reason: str) -> None:
        """Set the level; it is stored with its reason and told in the audit trail."""
        try:
            entry = status.set(level_of(level), INSTALLER, reason, clock.now())
        except StatusError as error:
            raise click.ClickException(str(error)) from error
        _say([entry], timezone)

    @group.command("show")
    @click.option("--count", type=click.IntRange(1, 1000), default=5, show_default=True)
    def show(count: int) -> None:
        """The newest levels, newest first."""
        entries = status.newest(count)
        _say(entries, timezone)
        if not entries:
            click.echo("nobody has set a status yet; `status set 1 --reason …` does")

    server.cli.add_command(group)


def _say(entries: Sequence[StatusEntry], timezone: ZoneInfo) -> None:
    for entry in entries:
        at = from_epoch_ms(entry.at_ms).astimezone(timezone).isoformat(timespec="minutes")
        click.echo(f"{at}\t{entry.level.value} {entry.level.name.lower()}\t{entry.by}\t{entry.reason}")
