"""The command line of privacy: the rights of a person behind a complaint, and what is kept for a time only."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from commands import instant_of
from data_sources.erasure import Erasure
from data_sources.errors import first_line
from data_sources.first_start import INSTALLER
from data_sources.retention import Retention
from data_sources.subjects import Request

ONLY_OWNER = 0o600
REASON = "Why: the number of the request's file. It stays in the trail for good, so no name or number of a person."


def register(server: Flask, erasure: Erasure, retention: Retention) -> None:
    """Add the group `subject` and the command `retention`."""
    server.cli.add_command(_subject(erasure))
    server.cli.add_command(_retention(retention))


def _subject(erasure: Erasure) -> AppGroup:
    subjects = erasure.subjects
    group = AppGroup("subject", help="The rights of the person behind a complaint: access and erasure.")
    reason = click.option("--reason", required=True, help=REASON)
    received = click.option("--received", default="", help="When the request came in, ISO 8601 with offset.")

    @group.command("find")
    @reason
    def find(reason: str) -> None:
        """References of the person with a NIK, a telephone or an e-mail address, which is asked for and not shown."""
        with _told():
            asked = _request(reason)
            words = click.prompt("NIK, telephone or e-mail", hide_input=True)
            found = subjects.references(words, asked)
        for reference in found:
            click.echo(reference)
        if not found:
            raise click.ClickException("nothing is held of such a person among complaints, calls, tickets and surveys")

    @group.command("export")
    @click.argument("reference")
    @reason
    @received
    @click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A new file; else it is printed.")
    def export(reference: str, reason: str, received: str, out: Path | None) -> None:
        """All that is held of the person behind a reference, as JSON; times are UTC."""
        with _told():
            words = json.dumps(subjects.export(reference, _request(reason, received)), ensure_ascii=False, indent=2)
            _write(words, out)

    @group.command("erase")
    @click.argument("reference")
    @reason
    @received
    @click.confirmation_option(prompt="This cannot be undone. Erase the person behind this reference?")
    def erase(reference: str, reason: str, received: str) -> None:
        """Erase the person behind a reference for good; the city's numbers stay as they are."""
        with _told():
            done = erasure.erase(reference, _request(reason, received))
        click.echo(json.dumps(done.plain(), indent=2))
        if not done.is_complete:
            click.echo("not complete: see docs/privacy.md, then erase again", err=True)
            raise SystemExit(1)

    return group


def _retention(retention: Retention) -> click.Command:
    @click.option("--dry-run", is_flag=True, help="Only count what would go.")
    def run(dry_run: bool) -> None:
        with _told():
            gone = retention.rehearse() if dry_run else retention.run(INSTALLER, getuser())
        for name, count in gone.items():
            click.echo(f"{name}  {count}")

    return click.command("retention", help="Delete what was kept for its time, as the running product does.")(run)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # SubjectError among them
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"--out: expected a path for a new file, got: {first_line(error)}; choose another"
        ) from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"this needs the store: {first_line(error)}; try `flask --app app migrate`"
        ) from error


def _request(reason: str, received: str = "") -> Request:
    return Request(INSTALLER, reason, getuser(), instant_of(received, "--received") if received else None)


def _write(words: str, out: Path | None) -> None:
    """Only its owner may read the file; an existing one is never written over."""
    if out is None:
        click.echo(words)
        return
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(words + "\n")
