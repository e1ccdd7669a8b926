"""Which role may call what: every page, route, callback and socket event. What is not in a table here refuses.

`check_surfaces` compares the tables with what an app really offers; the app does not start where they differ.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from domain.identity import AGENCY_ROLES, SCREEN_ROLES, Identity, Role
from domain.privacy import Audience
from layouts.ids import Id

Roles = frozenset[Role]

ANYONE: Roles | None = None
"""Also who is not signed in."""

SIGNED_IN: Roles = frozenset(Role)
PERSONS: Roles = SIGNED_IN - {Role.WALL_GUEST, Role.WALL_STAFF}
REVIEWERS: Roles = frozenset({*AGENCY_ROLES, Role.OPERATOR, Role.MAYOR})
MAYORS: Roles = frozenset({Role.MAYOR})
LEADERS: Roles = frozenset({Role.MAYOR, Role.OPERATOR})
OPERATORS: Roles = frozenset({Role.OPERATOR})
LOOKING_BACK: Roles = frozenset({*LEADERS, *SCREEN_ROLES})
"""Who may be shown the past; a screen of the wall is, when an operator turns it there."""
ADMINISTRATORS: Roles = frozenset({Role.ADMINISTRATOR})
SCREENS: Roles = frozenset(SCREEN_ROLES)
KEEPERS: Roles = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
"""Who looks after the unattended screens."""
TUNERS: Roles = frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.AGENCY_HEAD})
"""Who is told how well the alarms ring: they answer them, or set what rings."""

SCREENS_OF: Mapping[Role, tuple[Audience, ...]] = MappingProxyType(
    {
        Role.WALL_GUEST: (Audience.WALL_GUEST,),
        Role.WALL_STAFF: (Audience.WALL_STAFF, Audience.WALL_GUEST),
        Role.OPERATOR: (Audience.WALL_GUEST, Audience.WALL_STAFF, Audience.MAYOR, Audience.OPERATOR),
        Role.MAYOR: (Audience.MAYOR, Audience.WALL_GUEST),
        Role.AGENCY_HEAD: (Audience.WALL_GUEST,),
        Role.AGENCY_STAFF: (Audience.WALL_GUEST,),
        Role.ADMINISTRATOR: (Audience.WALL_GUEST,),
    }
)
"""Whose live frames a role may ask for; the first is what it gets unasked: strangers stand behind an operator too."""

PAGES: Mapping[str, Roles] = MappingProxyType(
    {
        "/wall": SIGNED_IN,
        "/mayor": MAYORS,
        "/indicators": LEADERS,
        "/past": LEADERS,
        "/agency": REVIEWERS,
        "/screens": KEEPERS,
        "/console": OPERATORS,
        "/alarms": TUNERS,
        "/admin": ADMINISTRATORS,
    }
)
"""The pages of the app by the first part of their address."""

ROUTES: Mapping[str, Roles | None] = MappingProxyType(
    {
        "/": SIGNED_IN,
        "/<path:path>": SIGNED_IN,
        "/_dash-layout": SIGNED_IN,
        "/_dash-dependencies": SIGNED_IN,
        "/_dash-update-component": SIGNED_IN,
        "/_reload-hash": SIGNED_IN,
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": ANYONE,
        "/_favicon.ico": ANYONE,
        "/assets/<path:filename>": ANYONE,
        "/static/<path:filename>": ANYONE,
        "/healthz": ANYONE,
        "/live/frame": SIGNED_IN,
        "/map/case": OPERATORS,
        "/live/past": LOOKING_BACK,
        "/live/report": SCREENS,
        "/live/picture": SCREENS,
        "/screens/picture/<page>": KEEPERS,
        "/agency/<code>/cases.<any(csv, xlsx):kind>": REVIEWERS,
        "/admin/audit.csv": ADMINISTRATORS,
        "/sign-in": ANYONE,
        "/sign-in/link/<link>": ANYONE,
        "/sign-in/oidc": ANYONE,
        "/sign-in/oidc/back": ANYONE,
        "/sign-in/oidc/code": ANYONE,
        "/screen": ANYONE,
        "/sign-out": SIGNED_IN,
        "/password": PERSONS,
    }
)
"""The rules of the web server. Style and scripts hold nothing of the city; a callback is judged by the next table."""

CALLBACKS: Mapping[str, Roles] = MappingProxyType(
    {
        Id.PAGE: SIGNED_IN,
        Id.INDICATORS_VALUES: LEADERS,
        Id.PAST_COMPARISON: LEADERS,
        Id.SCREENS_ROWS: KEEPERS,
        Id.REVIEW_ADDRESS: REVIEWERS,
        Id.REVIEW_BODY: REVIEWERS,
        Id.REVIEW_CASES: REVIEWERS,
        Id.CONSOLE_DETAIL: OPERATORS,
        Id.CONSOLE_DONE: OPERATORS,
        Id.ADMIN_USERS: ADMINISTRATORS,
        Id.ADMIN_USER_ADDED: ADMINISTRATORS,
        Id.ADMIN_USERS_TOLD: ADMINISTRATORS,
        Id.ADMIN_SCREENS: ADMINISTRATORS,
        Id.ADMIN_SCREEN_ADDED: ADMINISTRATORS,
        Id.ADMIN_SCREENS_TOLD: ADMINISTRATORS,
        Id.ADMIN_SESSIONS: ADMINISTRATORS,
        Id.ADMIN_SESSION_PANEL: ADMINISTRATORS,
        Id.ADMIN_SESSIONS_TOLD: ADMINISTRATORS,
        Id.ADMIN_FEEDS: ADMINISTRATORS,
        Id.ADMIN_LETTERS: ADMINISTRATORS,
        Id.ADMIN_LETTERS_REPLAYED: ADMINISTRATORS,
        Id.ADMIN_LETTER_PANEL: ADMINISTRATORS,
        Id.ADMIN_LETTERS_TOLD: ADMINISTRATORS,
        Id.ADMIN_AUDIT: ADMINISTRATORS,
        Id.ADMIN_CHAIN: ADMINISTRATORS,
    }
)
"""The callbacks by the component of their first output."""

EVENTS: Mapping[str, Roles] = MappingProxyType(
    {"connect": SIGNED_IN, "disconnect": SIGNED_IN, "frame": SIGNED_IN, "report": SCREENS}
)
"""What a screen may say over a socket."""


def home_of(identity: Identity) -> str:
    """The page that a role begins with."""
    own = {Role.MAYOR: "/mayor", Role.OPERATOR: "/console", Role.ADMINISTRATOR: "/admin"}
    if identity.role in own:
        return own[identity.role]
    return f"/agency/{identity.agencies[0]}" if identity.role in AGENCY_ROLES else "/wall"


class SurfaceError(RuntimeError):
    """Something can be called that no table knows, or a table knows what does not exist."""


def first_output(output: str) -> str:
    """The component of a callback's first output, from its id as Dash writes it: `..a.b...c.d..` or `a.b`."""
    return output.removeprefix("..").partition("...")[0].rpartition(".")[0]


def page_of(pathname: str) -> str:
    """The first part of an address: `/agency` of `/agency/DPUPR`; the wall's of none."""
    first = "/" + pathname.strip("/").partition("/")[0]
    return "/wall" if first == "/" else first


def check_surfaces(rules: Iterable[str], outputs: Iterable[str], events: Iterable[str]) -> None:
    """Compare what an app offers with the tables. Raises SurfaceError."""
    found = {
        "routes": (set(rules), set(ROUTES)),
        "callbacks": ({first_output(output) for output in outputs}, {str(name) for name in CALLBACKS}),
        "socket events": (set(events), set(EVENTS)),
    }
    for kind, (offered, known) in found.items():
        if offered != known:
            raise SurfaceError(
                f"{kind}: without a rule {sorted(offered - known)}, with nothing behind it {sorted(known - offered)}; "
                f"say in callbacks/surfaces.py who may call them"
            )
