"""The command line of the door: accounts, screens, sessions, and the audit trail."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

import click
import pyotp
from flask import Flask
from flask.cli import AppGroup

from data_sources.access import Access
from data_sources.accounts import AccountError
from data_sources.audit import Action, entries, verify
from data_sources.first_start import INSTALLER
from data_sources.screen_fleet import ScreenFleet
from data_sources.screens import ScreenError
from domain.audit import AuditChoice
from domain.clock import epoch_ms, from_epoch_ms
from domain.identity import PERSON_ROLES, SCREEN_ROLES, Identity, IdentityError, role_named
from domain.passwords import PasswordError
from domain.screen_reports import ReportRules, Told, state_of

REFUSALS = (AccountError, ScreenError, IdentityError, PasswordError)


def register(server: Flask, access: Access, fleet: ScreenFleet, rules: ReportRules) -> None:
    """Add the groups `account`, `screen` and `session`, and the command `audit`."""
    server.cli.add_command(_accounts(access))
    server.cli.add_command(_screens(access, fleet, rules))
    server.cli.add_command(_sessions(access))
    server.cli.add_command(_audit(access))


@contextmanager
def _told() -> Iterator[None]:
    """What may not be done is told in words."""
    try:
        yield
    except REFUSALS as error:
        raise click.ClickException(str(error)) from error


def _choice(roles: Sequence[str]) -> "click.Choice[str]":
    return click.Choice(list(roles))


def _accounts(access: Access) -> AppGroup:
    group = AppGroup("account", help="Persons who sign in.")
    roles, accounts = _choice([role.value for role in PERSON_ROLES]), access.accounts

    @group.command("list")
    def list_all() -> None:
        """Every account, its role and its agencies."""
        for account in accounts.all():
            state = "disabled" if account.is_disabled else "second factor" if account.has_second_factor else ""
            identity, at = account.identity, account.signed_in_ms
            seen = f"signed in {_at(at)}" if at is not None else "never signed in"
            words = (account.login, identity.role.value, ",".join(identity.agencies), identity.name)
            _say(*words, account.origin.value, seen, state)

    @group.command("add")
    @click.argument("login")
    @click.option("--name", required=True, help="As it stands on the screens.")
    @click.option("--role", "role", type=roles, required=True)
    @click.option("--agency", "agencies", multiple=True, help="Of an agency's role; may be given several times.")
    @click.option("--password", default="", help="Its first password; without one, a one-time password is printed.")
    def add(login: str, name: str, role: str, agencies: tuple[str, ...], password: str) -> None:
        """A new account; its password must be changed at the first sign-in."""
        with _told():
            identity = Identity(login, name, role_named(role), agencies)
            if password:
                accounts.add(identity, password, INSTALLER, must_change=True)
            else:
                click.echo(accounts.add_with_one_time(identity, INSTALLER))

    @group.command("role")
    @click.argument("login")
    @click.argument("role", type=roles)
    @click.option("--agency", "agencies", multiple=True, help="Of an agency's role; may be given several times.")
    def set_role(login: str, role: str, agencies: tuple[str, ...]) -> None:
        """Another role and scope; its sessions end."""
        with _told():
            name = accounts.get(login).identity.name
            accounts.set_role(login, Identity(login, name, role_named(role), agencies), INSTALLER)

    @group.command("password")
    @click.argument("login")
    @click.password_option()
    def set_password(login: str, password: str) -> None:
        """Another password; its sessions end."""
        with _told():
            accounts.set_password(login, password, INSTALLER)

    @group.command("one-time-password")
    @click.argument("login")
    def one_time_password(login: str) -> None:
        """Print a password for one time; its sessions end."""
        with _told():
            click.echo(accounts.one_time_password(login, INSTALLER))

    @group.command("second-factor")
    @click.argument("login")
    @click.option("--off", is_flag=True, help="Ask for no code any more.")
    def second_factor(login: str, off: bool) -> None:
        """Ask for a code of an authenticator app; prints the address that the app reads."""
        secret = "" if off else pyotp.random_base32()
        with _told():
            accounts.set_second_factor(login, secret, INSTALLER)
        if secret:
            click.echo(pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Live Room"))

    for word, is_disabled in (("disable", True), ("enable", False)):
        group.add_command(_switch(access, word, is_disabled))
    return group


def _switch(access: Access, word: str, is_disabled: bool) -> click.Command:
    @click.argument("login")
    def switch(login: str) -> None:
        with _told():
            access.accounts.set_disabled(login, is_disabled=is_disabled, by=INSTALLER)

    told = "Shut an account out; its sessions end." if is_disabled else "Let an account in again."
    return click.command(word, help=told)(switch)


def _screens(access: Access, fleet: ScreenFleet, rules: ReportRules) -> AppGroup:
    group = AppGroup("screen", help="Unattended screens.")

    @group.command("list")
    def list_all() -> None:
        """Every screen, its role, how it is, and what it told last."""
        found = {seen.identity.subject: seen.reports[0] for seen in fleet.view().screens if seen.reports}
        for screen in access.screens.all():
            identity = screen.identity
            state = "revoked" if screen.is_revoked else "enrolled" if screen.is_enrolled else "not enrolled"
            seen = f"seen {_at(screen.seen_ms)}" if screen.seen_ms is not None else ""
            told = found.get(identity.subject)
            _say(identity.subject, identity.role.value, identity.name, state, seen, *_last_report(told, fleet, rules))

    @group.command("add")
    @click.argument("name")
    @click.option("--role", type=_choice([role.value for role in SCREEN_ROLES]), default=SCREEN_ROLES[0].value)
    def add(name: str, role: str) -> None:
        """A new screen; prints the code that is typed at /screen on it, within ten minutes."""
        with _told():
            screen, code = access.screens.add(name, role_named(role), INSTALLER)
        _say(screen.identity.subject, code)

    @group.command("code")
    @click.argument("screen_id")
    def code(screen_id: str) -> None:
        """A new code for a screen that lost its session."""
        with _told():
            click.echo(access.screens.code_for(screen_id, INSTALLER))

    @group.command("revoke")
    @click.argument("screen_id")
    def revoke(screen_id: str) -> None:
        """Shut a screen out."""
        with _told():
            access.screens.revoke(screen_id, INSTALLER)

    return group


def _last_report(told: Told | None, fleet: ScreenFleet, rules: ReportRules) -> Iterator[str]:
    """What a screen told last, in words of one line; instants are UTC."""
    if told is None:
        return
    report = told.report
    yield state_of(told, epoch_ms(fleet.now()), rules).value
    yield f"reported {_at(told.at_ms)}"
    yield f"release {report.release or 'unknown'}"
    yield f"{report.width_px}x{report.height_px} at {report.pixel_ratio:g}"
    yield f"profile {report.profile or 'default'}"
    yield f"road {report.road.value}"
    yield f"heap {report.heap_mb:.0f} MB" if report.heap_mb is not None else "heap unknown"
    yield f"up {report.up_s / 3600:.1f} h"
    last = f", last {report.last_reloads[-1].why.value}" if report.last_reloads else ""
    yield f"reloads {report.reloads}{last}"


def _sessions(access: Access) -> AppGroup:
    group = AppGroup("session", help="Who is signed in.")

    @group.command("list")
    def list_all() -> None:
        """Every living session, the newest first."""
        for row in access.sessions.living():
            role = row.identity.role.value if row.identity else ""
            since, seen = f"since {_at(row.created_ms)}", f"seen {_at(row.seen_ms)}"
            _say(row.session_id, row.kind.value, row.subject, role, since, seen)

    @group.command("revoke")
    @click.argument("session_id")
    def revoke(session_id: str) -> None:
        """End one session."""
        if not access.sessions.revoke(session_id, INSTALLER):
            raise click.ClickException(
                f"session {session_id[:40]!r} is not there; `session list` shows who is signed in"
            )

    return group


def _audit(access: Access) -> click.Command:
    @click.option("--after", default=0, help="Only rows above this number.")
    @click.option("--who", default="", help="Only of those whose name holds this.")
    @click.option("--action", type=_choice([action.value for action in Action]), default=None)
    @click.option("--subject", default="", help="Only where the subject holds this.")
    @click.option("--verify", "is_check", is_flag=True, help="Only check the chain; ends with 1 where it is broken.")
    def audit(after: int, who: str, action: str | None, subject: str, is_check: bool) -> None:
        if is_check:
            report = verify(access.store)
            click.echo(f"rows {report.rows}  last hash {report.last_hash}  broken at {report.broken_at or 'none'}")
            raise SystemExit(1 if report.broken_at else 0)
        choice = AuditChoice(who=who, action=Action(action) if action else None, subject=subject)
        with closing(entries(access.store, after, choice)) as rows:
            for row in rows:
                _say(str(row.number), _at(row.at_ms), row.who, row.role, row.action, row.subject, row.detail)

    return click.command("audit", help="What was done, by whom, oldest first; times are UTC.")(audit)


def _say(*words: str) -> None:
    click.echo("  ".join(word for word in words if word))


def _at(at_ms: int) -> str:
    at: datetime = from_epoch_ms(at_ms)
    return at.isoformat(timespec="seconds")
