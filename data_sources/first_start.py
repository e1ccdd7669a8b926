"""Who can come in at first: one administrator with a one-time password, or a demonstration's ready visitors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data_sources.accounts import Accounts
from data_sources.screens import Screens
from domain.identity import AGENCY_ROLES, DEMONSTRATION, SCREEN_ROLES, Identity, Kind, Role
from domain.profile import CityProfile

INSTALLER = Identity("installation", "Installation", Role.ADMINISTRATOR)
"""Who does what no person does: the program itself, at its start or on its command line."""

FIRST_LOGIN = "admin"


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody comes in at first: a role and the path of a link."""

    role: Role
    path: str


def first_password(accounts: Accounts) -> str:
    """The one-time password of the first administrator; empty where there is an account already."""
    if any(not account.login.startswith(DEMONSTRATION) for account in accounts.all()):
        return ""
    return accounts.add_with_one_time(Identity(FIRST_LOGIN, "Administrator", Role.ADMINISTRATOR), INSTALLER)


def demonstration(accounts: Accounts, screens_: Screens, profile: CityProfile, today: date) -> Sequence[Entrance]:
    """One visitor of each role, each with a link that is good for half a day or until the next start."""
    screens_.forget_links()
    links = {role: _link(role, accounts, screens_, _agency(profile, today)) for role in Role}
    return [Entrance(role, f"/sign-in/link/{link}") for role, link in links.items()]


def end_demonstration(accounts: Accounts, screens_: Screens) -> None:
    """Shut out whoever a demonstration let in."""
    screens_.forget_links()
    accounts.end_demonstration(INSTALLER)
    for screen in screens_.all():
        if screen.identity.subject.startswith(DEMONSTRATION) and not screen.is_revoked:
            screens_.revoke(screen.identity.subject, INSTALLER)


def _link(role: Role, accounts: Accounts, screens_: Screens, agency: str) -> str:
    name = f"{DEMONSTRATION}{role.value}"
    if role in SCREEN_ROLES:
        screens_.keep(Identity(name, name, role), INSTALLER)
        return screens_.link_for(Kind.SCREEN, name)
    identity = Identity(name, name, role, (agency,) if role in AGENCY_ROLES else ())
    known: Mapping[str, bool] = {account.login: account.is_disabled for account in accounts.all()}
    if name not in known:
        accounts.add(identity, "", INSTALLER)
    elif known[name]:
        accounts.set_disabled(name, is_disabled=False, by=INSTALLER)
    return screens_.link_for(Kind.ACCOUNT, name)


def _agency(profile: CityProfile, today: date) -> str:
    """An agency with something to do: who leads the first category."""
    first = next(iter(profile.categories), "")
    lead = profile.lead_agency(first, None, today) if first else ""
    return lead or next(iter(profile.agencies))
