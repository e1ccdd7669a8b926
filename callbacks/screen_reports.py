"""What a screen tells of itself, by socket or by POST, and what it is answered: whether to load itself anew tonight."""

from datetime import timedelta
from typing import Any

import msgspec

from callbacks.access import audiences_for
from callbacks.services import Services
from domain.identity import Session
from domain.screen_care import is_calm, is_night_due
from domain.screen_reports import ScreenReport

Answer = dict[str, Any]
LONGEST_ERROR = 200


def heard(told: object, session: Session, services: Services) -> Answer:
    """Take a report as it came. The answer has `error` where it is none, else `night`: whether to load anew now.

    `picture` is true where somebody waits for a picture of the page.
    """
    try:
        report = msgspec.convert(told, ScreenReport)
    except msgspec.ValidationError as error:
        return {"error": f"report: {error}"[:LONGEST_ERROR]}
    if not services.screens.tell(session, report):
        return {"error": f"report: expected one every {services.reports.every_seconds:g} s, the last came just now"}
    night = is_reload_due(report, session, services)
    is_wished = services.pictures.is_wished(report.page, session.identity.subject)
    return {"night": night, **({"picture": True} if is_wished else {})}


def is_reload_due(report: ScreenReport, session: Session, services: Services) -> bool:
    """Whether this is the screen's minute of the night, while the city is seen and no alarm is open on the screen."""
    pictures = [services.snapshots.latest(audience) for audience in audiences_for(session.identity, services)[:1]]
    if not all(picture is not None and is_calm(picture) for picture in pictures):
        return False
    now = services.screens.now()
    loaded_at = now - timedelta(seconds=report.up_s)
    return is_night_due(now, loaded_at, session.identity.subject, services.care, services.profile.timezone)
