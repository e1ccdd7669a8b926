"""Sessions of any role on a store, without a password: for browsers and viewers that tests open."""

from playwright._impl._api_structures import SetCookieParam

from data_sources.access import Access
from data_sources.clock import SystemClock
from data_sources.sessions import SessionLimits
from data_sources.store import open_store
from domain.identity import AGENCY_ROLES, SCREEN_ROLES, Identity, Kind, Role

COOKIE = "liveroom"
TESTER = Identity("tester", "Tester", Role.ADMINISTRATOR)
AGENCY = "DPUPR"


def token_for(store_url: str, role: Role, agency: str = AGENCY, login: str = "") -> str:
    """The token of a new session of a role; an agency's has one agency. `login` names an account of its own."""
    store = open_store(store_url)
    try:
        access = Access.of(store, SystemClock(), SessionLimits())
        agencies = (agency,) if role in AGENCY_ROLES else ()
        subject = login or "-".join((f"test-{role.value}", *agencies)).lower()
        identity = Identity(subject, login.capitalize() or role.value, role, agencies)
        if role in SCREEN_ROLES:
            access.screens.keep(identity, TESTER)
            return access.sessions.start(Kind.SCREEN, identity, "test")
        if identity.subject not in {account.login for account in access.accounts.all()}:
            access.accounts.add(identity, "", TESTER)
        return access.sessions.start(Kind.ACCOUNT, identity, "test")
    finally:
        store.dispose()


def cookie(token: str, url: str) -> SetCookieParam:
    """What a browser keeps of it for the product at a URL."""
    return {"name": COOKIE, "value": token, "url": url}


def header(token: str) -> dict[str, str]:
    """What a client without a browser sends: it comes with the session, and from nowhere else."""
    return {"Cookie": f"{COOKIE}={token}"}
