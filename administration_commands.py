"""The command line of administrators: dead letters, and the configuration in force. It does what `/admin` does."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click
from flask import Flask
from flask.cli import AppGroup

from data_sources.administration import Administration
from data_sources.first_start import INSTALLER
from domain.clock import epoch_ms, from_epoch_ms
from domain.configuration import digest
from domain.events import DeadLetterReason
from domain.letters import DeadLetter, LetterChoice, LetterPart, LetterState, ReplayResult

DAY = click.DateTime(formats=["%Y-%m-%d"])


def register(server: Flask, administration: Administration) -> None:
    """Add the group `dead-letters` and the command `configuration`."""
    server.cli.add_command(_letters(administration))
    server.cli.add_command(_configuration(administration))


def _letters(administration: Administration) -> AppGroup:
    group = AppGroup("dead-letters", help="Entries that could not be read.")
    timezone = administration.installation.parts.rules.profile.timezone
    streams = click.option("--stream", default="", help="Of one stream or table feed: liveroom:complaints, feed:sp4n.")
    sources = click.option("--source", default="", help="Of one producer.")
    reasons = click.option("--reason", type=click.Choice([one.value for one in DeadLetterReason]), default=None)
    first_days = click.option("--from", "first", type=DAY, default=None, help="Received on this day or later.")
    last_days = click.option("--until", "last", type=DAY, default=None, help="Received on this day or before.")

    @group.command("list")
    @click.option("--limit", default=50, show_default=True, help="How many, newest first.")
    @streams
    @sources
    @reasons
    @first_days
    @last_days
    @click.option("--state", type=click.Choice([one.value for one in LetterState]), default=None)
    def list_letters(
        limit: int,
        stream: str,
        source: str,
        reason: str | None,
        first: datetime | None,
        last: datetime | None,
        state: str | None,
    ) -> None:
        """Show what was set aside, and why."""
        choice = letter_choice(timezone, stream, source, reason, first, last, state)
        for letter in administration.letters(choice, 0, limit).letters:
            click.echo(describe(letter))

    @group.command("inspect")
    @click.argument("letter_id", type=int)
    def inspect(letter_id: int) -> None:
        """One letter and the shape of its entry; nothing personal, and no value of its payload."""
        view = administration.letter(letter_id, INSTALLER)
        if view is None:
            raise click.ClickException(f"dead letter {letter_id} is not there; `dead-letters list` shows them")
        click.echo(describe(view.letter))
        for part in view.parts:
            click.echo("  " + describe_part(part))

    @group.command("replay")
    @click.option("--id", "letter_id", type=int, default=None, help="One letter alone.")
    @streams
    @sources
    @reasons
    @first_days
    @last_days
    def replay(
        letter_id: int | None,
        stream: str,
        source: str,
        reason: str | None,
        first: datetime | None,
        last: datetime | None,
    ) -> None:
        """Read them once more, after what was wrong is mended."""
        choice = letter_choice(timezone, stream, source, reason, first, last, None, letter_id)
        click.echo(describe_replay(administration.replay(choice, INSTALLER)))

    return group


def letter_choice(
    timezone: ZoneInfo,
    stream: str,
    source: str,
    reason: str | None,
    first: datetime | None,
    last: datetime | None,
    state: str | None,
    letter_id: int | None = None,
) -> LetterChoice:
    """Which letters are meant; days are the city's, both included."""
    return LetterChoice(
        stream=stream,
        source=source,
        reason=DeadLetterReason(reason) if reason else None,
        from_ms=None if first is None else midnight_ms(first.date(), timezone),
        until_ms=None if last is None else midnight_ms(last.date() + timedelta(days=1), timezone),
        state=LetterState(state) if state else None,
        letter_id=letter_id,
    )


def midnight_ms(day: date, timezone: ZoneInfo) -> int:
    """The first instant of a day of the city, ms since 1970."""
    return epoch_ms(datetime.combine(day, time(), tzinfo=timezone))


def describe(letter: DeadLetter) -> str:
    """One dead letter as a line; its bytes stay in the store."""
    at = from_epoch_ms(letter.received_ms).isoformat(timespec="seconds")
    size = "expired" if letter.raw_bytes is None else f"{letter.raw_bytes} bytes"
    found = f"{letter.field}={letter.value!r}"
    state = "replayed" if letter.replayed_ms else "set aside"
    number, place = f"#{letter.id}", letter.position
    return "  ".join((number, at, letter.stream, place, letter.source, letter.reason, found, size, state))


def describe_part(part: LetterPart) -> str:
    """One field of an entry as a line."""
    name = part.name or "(a field that the contract does not know)"
    return "  ".join(word for word in (name, part.kind.value, f"{part.size} bytes", part.value) if word)


def describe_replay(result: ReplayResult) -> str:
    """What became of letters that were read again."""
    told = ("replayed", "duplicates", "heartbeats", "still_rejected")
    return "  ".join(f"{name.replace('_', ' ')} {getattr(result, name)}" for name in told)


def _configuration(administration: Administration) -> click.Command:
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def configuration(as_json: bool) -> None:
        values = administration.configuration
        if as_json:
            rows = [{"key": one.key, "value": json.loads(one.value), "source": one.source} for one in values]
            click.echo(json.dumps({"hash": digest(values), "values": rows}))
            return
        click.echo(f"configuration {digest(values)}")
        for one in values:
            click.echo(f"{one.key} = {one.value}  ({one.source})")

    return click.command("configuration", help="Every value in force with its source; secrets are masked.")(
        configuration
    )
