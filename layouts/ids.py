"""Every component id, `<panel>-<thing>`; numbered slots come from the functions below."""

from enum import StrEnum


class Id(StrEnum):
    """The ids of the components that the server sets."""

    ADDRESS = "page-address"
    PAGE = "page-content"

    NEWEST_EVENT = "newest-event"

    HEADER_STATUS = "header-status"
    HEADER_DAY = "header-day"
    HEADER_SIMULATED_DATA = "header-simulated-data"
    HEADER_SIMULATED_CLOCK = "header-simulated-clock"
    HEADER_DATE = "header-date"
    HEADER_CLOCK = "header-clock"

    COMPLAINTS_PANEL = "complaints-panel"
    TIMELINESS_PANEL = "timeliness-panel"
    WARDS_PANEL = "wards-panel"
    MAP_PANEL = "map-panel"
    AGENCIES_PANEL = "agencies-panel"

    COMPLAINTS_OPEN = "complaints-open"
    COMPLAINTS_OPEN_NOTE = "complaints-open-note"
    COMPLAINTS_OVERDUE = "complaints-overdue"
    COMPLAINTS_OVERDUE_NOTE = "complaints-overdue-note"
    COMPLAINTS_DUE_SOON = "complaints-due-soon"
    COMPLAINTS_DUE_SOON_NOTE = "complaints-due-soon-note"
    COMPLAINTS_TODAY = "complaints-today"
    COMPLAINTS_TODAY_NOTE = "complaints-today-note"

    ON_TIME_GAUGE = "on-time-gauge"
    FIRST_RESPONSE_GAUGE = "first-response-gauge"

    TIMELINESS_TITLE = "timeliness-title"

    MAP_WARDS = "map-wards"

    AGENCIES_TITLE = "agencies-title"
    AGENCIES_PLOT = "agencies-plot"
    AGENCIES_TARGET = "agencies-target"
    AGENCIES_REST = "agencies-rest"

    HEALTH_LATENCY = "health-latency"


def gauge_part(gauge: Id, part: str) -> str:
    """One text of a gauge: its value, unit, target or sample."""
    return f"{gauge}-{part}"


def map_class(step: int) -> str:
    """The legend entry of one step of the choropleth, from 0."""
    return f"map-class-{step}"


def ward_part(slot: int, part: str) -> str:
    """The name or the number of one of the wards with the most open complaints, from 0."""
    return f"wards-{part}-{slot}"


def agency_row(slot: int) -> str:
    """One row of the leaderboard, from 0."""
    return f"agencies-row-{slot}"


def agency_part(slot: int, part: str) -> str:
    """One text of a row of the leaderboard: name, movement or share."""
    return f"agencies-{part}-{slot}"


def feed_slot(slot: int) -> str:
    """One feed of the health strip, from 0."""
    return f"health-feed-{slot}"


def feed_part(slot: int, part: str) -> str:
    """One text of a feed: name or state."""
    return f"health-feed-{part}-{slot}"


def ticker_slot(slot: int) -> str:
    """One line of the ticker, newest at 0."""
    return f"ticker-line-{slot}"
