"""The page of how well the alarms ring: to an agency's head of its own, to administrators without what or where."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from callbacks.services import Services
from callbacks.surfaces import PAGES
from domain.identity import AGENCY_ROLES, Identity, Role
from domain.privacy import Audience
from layouts.alarms import feed_names
from layouts.alarms_page import Scope, alarms_layout
from layouts.text_alarms import ALARMS_PATH

DAYS = (1, 7, 28)
"""The times that stand side by side, the shortest first."""


def alarms_page(identity: Identity, services: Services) -> Component:
    """The measures up to now, by the city's clock."""
    if identity.role not in PAGES[ALARMS_PATH]:
        return html.Main()
    agency = identity.agencies[0] if identity.role in AGENCY_ROLES else ""
    now, rules = services.reviews.now(), services.alarm_health
    found = {days: services.alarms.health(now - timedelta(days=days), now, rules, agency) for days in DAYS}
    told = None if identity.role is Role.ADMINISTRATOR else services.alarm_words
    snapshot = services.snapshots.latest(Audience.WALL_GUEST)
    scope = Scope(told, agency, feed_names(snapshot) if snapshot else {})
    return alarms_layout(found, scope, services.profile, services.texts)
