"""The command line of the alarms: what is open, what people do about it, and how well they ring."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta

import click
from flask import Flask
from flask.cli import AppGroup

from data_sources.access import Access
from data_sources.accounts import AccountError
from data_sources.alarm_desk import AlarmDesk
from data_sources.alarm_outbox import Outbox
from domain.accounts import Refusal
from domain.alarms.acts import AlarmRefusedError
from domain.alarms.board import first_outs
from domain.alarms.health import HealthRules
from domain.alarms.life import Alarm
from domain.clock import Clock, from_epoch_ms
from domain.identity import Identity, IdentityError
from layouts.alarm_health import health_lines


@dataclass(frozen=True, slots=True)
class AlarmOffice:
    """What the commands use: the desk, the outbox, what health is measured against, the city's clock and accounts."""

    desk: AlarmDesk
    outbox: Outbox
    health: HealthRules
    clock: Clock
    access: Access
    language: str


def register(server: Flask, office: AlarmOffice) -> None:
    """Add the group `alarms`."""
    desk = office.desk
    group = AppGroup("alarms", help="Open alarms, and acts on them in the name of an account.")
    server.cli.add_command(group)

    @group.command("list")
    def list_all() -> None:
        """Every open alarm, those on the shelf among them; * came first in its group."""
        alarms = sorted(desk.open().open.values(), key=lambda one: (one.priority, one.alarm_id))
        firsts = first_outs(alarms)
        for alarm in alarms:
            click.echo("\t".join(_line(alarm, alarm.alarm_id in firsts)))
        if not alarms:
            click.echo("no open alarms")

    @group.command("show")
    @click.argument("alarm_id", type=int)
    def show(alarm_id: int) -> None:
        """All that happened to one alarm."""
        for event in desk.life(alarm_id):
            at = from_epoch_ms(event.at_ms).isoformat(timespec="milliseconds")
            click.echo("\t".join([at, event.what.value, event.who, event.role or event.to_role, event.comment]))

    @group.command("health")
    @click.option("--days", type=float, default=7.0, show_default=True, help="How far back, of the city's clock.")
    @click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
    def health(days: float, as_json: bool) -> None:
        """How well the alarms ring: rate, floods, mix, standing, chattering, and the loudest sources."""
        now = office.clock.now()
        found = desk.health(now - timedelta(days=days), now, office.health)
        click.echo(
            json.dumps(asdict(found)) if as_json else "\n".join(map("\t".join, health_lines(found, office.language)))
        )

    @group.command("messages")
    @click.option("--count", default=50, show_default=True, help="How many, newest first.")
    def messages(count: int) -> None:
        """What went out, and what became of it: pending, delivered, or failed with its reason."""
        for one in office.outbox.latest(count):
            click.echo(
                "\t".join([str(one.message_id), one.target, one.state.value, str(one.attempts), one.title, one.reason])
            )

    _acts(group, office)


def _line(alarm: Alarm, is_first: bool) -> list[str]:
    since = from_epoch_ms(alarm.raised_ms).isoformat(timespec="seconds")
    shelf = f"until {from_epoch_ms(alarm.shelved_until_ms).isoformat(timespec='seconds')}: {alarm.shelf_reason}"
    return [
        f"{alarm.alarm_id}{'*' if is_first else ''}",
        alarm.priority.word,
        alarm.state.value,
        alarm.origin.rule,
        alarm.origin.place or "-",
        alarm.origin.agency or "-",
        since,
        alarm.owner or alarm.origin.owner,
        shelf if alarm.shelved_until_ms else "",
    ]


def _acts(group: AppGroup, office: AlarmOffice) -> None:
    """What a person may do; judged by the role of the account in whose name it is done."""
    desk, clock, access = office.desk, office.clock, office.access
    acts = {
        "ack": (desk.acknowledge, "Say that somebody has seen it."),
        "own": (desk.own, "Take it upon the account."),
        "comment": (desk.comment, "Write something down beside it."),
        "unshelve": (desk.unshelve, "Take it off the shelf."),
    }
    for name, (act, told) in acts.items():
        group.add_command(_act(name, told, act, clock, access))

    @group.command("shelve")
    @click.argument("alarm_id", type=int)
    @click.option("--as", "login", required=True, help="The account in whose name.")
    @click.option("--reason", required=True, help="Why; it stands beside the alarm.")
    @click.option("--minutes", type=float, required=True, help="For how long, of the city's clock; at most 1440.")
    def shelve(alarm_id: int, login: str, reason: str, minutes: float) -> None:
        """Put it on the shelf for a time; it stays listed."""
        with _refused():
            desk.shelve(alarm_id, _who(access, login), reason, clock.now(), timedelta(minutes=minutes))


def _act(name: str, told: str, act: Callable[..., Alarm | None], clock: Clock, access: Access) -> click.Command:
    @click.argument("alarm_id", type=int)
    @click.option("--as", "login", required=True, help="The account in whose name.")
    @click.option("--comment", default="", help="Words that stand beside it.")
    def run(alarm_id: int, login: str, comment: str) -> None:
        with _refused():
            act(alarm_id, _who(access, login), comment, clock.now())

    return click.command(name, help=told)(run)


def _who(access: Access, login: str) -> Identity:
    """The account in whose name something is done; its role says what it may do. Raises AccountError."""
    account = access.accounts.get(login)
    if account.is_disabled:
        raise AccountError(f"account {login!r} is disabled; `account enable` lets it in again", Refusal.DISABLED)
    return account.identity


@contextmanager
def _refused() -> Iterator[None]:
    """What may not be done is told in words."""
    try:
        yield
    except (AlarmRefusedError, AccountError, IdentityError) as error:
        raise click.ClickException(str(error)) from error
