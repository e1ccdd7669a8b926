"""Every component id, `<panel>-<thing>`; numbered slots come from the functions below."""

from enum import StrEnum


class Id(StrEnum):
    """The ids of the components that the server sets."""

    ADDRESS = "page-address"
    PAGE = "page-content"

    INDICATORS_TICK = "indicators-tick"
    INDICATORS_VALUES = "indicators-values"
    INDICATORS_SHOWN = "indicators-shown"
    INDICATORS_AS_OF = "indicators-as-of"
    INDICATORS_ABNORMAL = "indicators-abnormal"
    INDICATORS_CASES = "indicators-cases"

    PAST_COMPARED = "past-compared"
    PAST_COMPARISON = "past-comparison"

    SCREENS_TICK = "screens-tick"
    SCREENS_ROWS = "screens-rows"

    NEWEST_EVENT = "newest-event"

    ALARMS_STRIP = "alarms-strip"
    ALARMS_STATE = "alarms-state"

    HEADER_STATUS = "header-status"
    HEADER_LEVEL = "header-level"
    CITY_BAND = "city-band"
    SPOTLIGHT = "wall-spotlight"
    HEADER_DAY = "header-day"
    HEADER_LONG_DAY = "header-long-day"
    HEADER_SIMULATED_DATA = "header-simulated-data"
    HEADER_SIMULATED_CLOCK = "header-simulated-clock"
    HEADER_DATE = "header-date"
    HEADER_CLOCK = "header-clock"

    COMPLAINTS_PANEL = "complaints-panel"
    TIMELINESS_PANEL = "timeliness-panel"
    WARDS_PANEL = "wards-panel"
    AGEING_PANEL = "ageing-panel"
    DISTRICTS_PANEL = "districts-panel"
    HOTSPOTS_PANEL = "hotspots-panel"
    HOTSPOTS_TITLE = "hotspots-title"
    MAP_HOTSPOTS_PANEL = "map-hotspots-panel"
    MAP_COMPLAINTS_PANEL = "map-complaints-panel"
    MAP_SITES_PANEL = "map-sites-panel"
    MAP_CREWS_PANEL = "map-crews-panel"
    AGENCIES_PANEL = "agencies-panel"
    LEADERBOARD_PANEL = "leaderboard-panel"
    QUEUES_BRIEF_PANEL = "queues-brief-panel"
    QUEUES_NOW_PANEL = "queues-now-panel"
    QUEUES_TODAY_PANEL = "queues-today-panel"
    QUEUES_FORECAST_PANEL = "queues-forecast-panel"
    QUEUES_RANKED_PANEL = "queues-ranked-panel"
    ATTENDANCE_PANEL = "attendance-panel"
    EACH_UNIT_PANEL = "each-unit-panel"
    UNITS_PANEL = "units-panel"
    CREWS_BRIEF_PANEL = "crews-brief-panel"
    CREWS_NOW_PANEL = "crews-now-panel"
    CREWS_TIMES_PANEL = "crews-times-panel"
    CREWS_TODAY_PANEL = "crews-today-panel"
    EMERGENCIES_BRIEF_PANEL = "emergencies-brief-panel"
    EMERGENCIES_NOW_PANEL = "emergencies-now-panel"
    EMERGENCIES_HOURS_PANEL = "emergencies-hours-panel"
    EMERGENCIES_TODAY_PANEL = "emergencies-today-panel"
    EMERGENCIES_CREWS_PANEL = "emergencies-crews-panel"
    HANDOFFS_PANEL = "handoffs-panel"
    CHANNELS_PANEL = "channels-panel"
    TICKETS_PANEL = "tickets-panel"

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

    AGENCIES_TITLE = "agencies-title"
    AGENCIES_PLOT = "agencies-plot"
    AGENCIES_TARGET = "agencies-target"
    AGENCIES_REST = "agencies-rest"

    HEALTH_LATENCY = "health-latency"
    TICKER = "ticker-lines"

    LEADERBOARD_TITLE = "leaderboard-title"
    LEADERBOARD_PLOT = "leaderboard-plot"
    LEADERBOARD_TOO_FEW = "leaderboard-too-few"
    LEADERBOARD_TOO_FEW_TITLE = "leaderboard-too-few-title"

    OFFICE_GAUGE = "office-gauge"
    FIELD_GAUGE = "field-gauge"

    MAYOR_GREETING = "mayor-greeting"
    MAYOR_DATE = "mayor-date"
    MAYOR_CLOCK = "mayor-clock"
    MAYOR_SIMULATED_DATA = "mayor-simulated-data"
    MAYOR_SIMULATED_CLOCK = "mayor-simulated-clock"
    MAYOR_FEEDS = "mayor-feeds"
    MAYOR_CALM = "mayor-calm"
    MAYOR_MORE = "mayor-more"
    MAYOR_ALARMS = "mayor-alarms"
    MAYOR_ALARMS_STATE = "mayor-alarms-state"
    MAYOR_AGENCIES_TITLE = "mayor-agencies-title"
    MAYOR_AGENCIES_PLOTS = "mayor-agencies-plots"
    MAYOR_AGENCIES_TARGET = "mayor-agencies-target"
    MAYOR_AGENCIES_REST = "mayor-agencies-rest"
    MAYOR_QUEUES_NOTE = "mayor-queues-note"
    MAYOR_QUEUES_REST = "mayor-queues-rest"
    MAYOR_ADOPTION_SOURCES = "mayor-adoption-sources"
    MAYOR_CHANNELS = "mayor-channels"
    MAYOR_REVIEWS_TOPICS = "mayor-reviews-topics"
    MAYOR_PUBLISHED_SOURCES = "mayor-published-sources"

    CONSOLE_WORK = "console-work"
    CONSOLE_DESK = "console-desk"
    CONSOLE_OPEN = "console-open"
    CONSOLE_DETAIL = "console-detail"
    CONSOLE_ACTION = "console-action"
    CONSOLE_DONE = "console-done"
    CONSOLE_CLOCK = "console-clock"
    CONSOLE_DATE = "console-date"
    CONSOLE_STATUS = "console-status"
    CONSOLE_SHIFT = "console-shift"
    CONSOLE_FEEDS = "console-feeds"
    CONSOLE_SIMULATED_DATA = "console-simulated-data"
    CONSOLE_SIMULATED_CLOCK = "console-simulated-clock"
    CONSOLE_NOTHING = "console-nothing"
    CONSOLE_DECISIONS = "console-decisions"
    CONSOLE_LEVEL = "console-level"
    CONSOLE_FLOOD = "console-flood"
    HANDOVER_DATA = "handover-data"

    REVIEW_ADDRESS = "review-address"
    REVIEW_AS_OF = "review-as-of"
    REVIEW_PROBLEM = "review-problem"
    REVIEW_BODY = "review-body"
    REVIEW_PERIOD = "review-period"
    REVIEW_DATES = "review-dates"
    REVIEW_DATES_ROW = "review-dates-row"
    REVIEW_CATEGORY = "review-category"
    REVIEW_DISTRICT = "review-district"
    REVIEW_REFRESH = "review-refresh"
    REVIEW_LIST = "review-list"
    REVIEW_SHOW = "review-show"
    REVIEW_CASES = "review-cases"
    REVIEW_CASES_TITLE = "review-cases-title"
    REVIEW_CSV = "review-csv"
    REVIEW_XLSX = "review-xlsx"

    ADMIN_USERS = "admin-users"
    ADMIN_USER_PANEL = "admin-user-panel"
    ADMIN_USERS_TOLD = "admin-users-told"
    ADMIN_USER_ADDED = "admin-user-added"
    ADMIN_USER_LOGIN = "admin-user-login"
    ADMIN_USER_ROLE = "admin-user-role"
    ADMIN_USER_AGENCIES = "admin-user-agencies"
    ADMIN_USER_SAVE = "admin-user-save"
    ADMIN_USER_RESET = "admin-user-reset"
    ADMIN_USER_DISABLE = "admin-user-disable"
    ADMIN_USER_ENABLE = "admin-user-enable"
    ADMIN_USER_FACTOR = "admin-user-factor"
    ADMIN_NEW_LOGIN = "admin-new-login"
    ADMIN_NEW_NAME = "admin-new-name"
    ADMIN_NEW_ROLE = "admin-new-role"
    ADMIN_NEW_AGENCIES = "admin-new-agencies"
    ADMIN_NEW_ADD = "admin-new-add"

    ADMIN_SCREENS = "admin-screens"
    ADMIN_SCREEN_PANEL = "admin-screen-panel"
    ADMIN_SCREENS_TOLD = "admin-screens-told"
    ADMIN_SCREEN_ADDED = "admin-screen-added"
    ADMIN_SCREEN_ID = "admin-screen-id"
    ADMIN_SCREEN_CODE = "admin-screen-code"
    ADMIN_SCREEN_REVOKE = "admin-screen-revoke"
    ADMIN_NEW_SCREEN_NAME = "admin-new-screen-name"
    ADMIN_NEW_SCREEN_ROLE = "admin-new-screen-role"
    ADMIN_NEW_SCREEN_ADD = "admin-new-screen-add"

    ADMIN_SESSIONS = "admin-sessions"
    ADMIN_SESSION_PANEL = "admin-session-panel"
    ADMIN_SESSIONS_TOLD = "admin-sessions-told"
    ADMIN_SESSION_ID = "admin-session-id"
    ADMIN_SESSION_REVOKE = "admin-session-revoke"
    ADMIN_SESSIONS_TICK = "admin-sessions-tick"

    ADMIN_FEEDS = "admin-feeds"
    ADMIN_FEEDS_TICK = "admin-feeds-tick"

    ADMIN_LETTERS = "admin-letters"
    ADMIN_LETTERS_COUNT = "admin-letters-count"
    ADMIN_LETTERS_PAGE = "admin-letters-page"
    ADMIN_LETTERS_OLDER = "admin-letters-older"
    ADMIN_LETTERS_NEWER = "admin-letters-newer"
    ADMIN_LETTERS_STREAM = "admin-letters-stream"
    ADMIN_LETTERS_SOURCE = "admin-letters-source"
    ADMIN_LETTERS_REASON = "admin-letters-reason"
    ADMIN_LETTERS_STATE = "admin-letters-state"
    ADMIN_LETTERS_DATES = "admin-letters-dates"
    ADMIN_LETTERS_REPLAY = "admin-letters-replay"
    ADMIN_LETTERS_REPLAYED = "admin-letters-replayed"
    ADMIN_LETTER_PANEL = "admin-letter-panel"
    ADMIN_LETTERS_TOLD = "admin-letters-told"
    ADMIN_LETTER_ID = "admin-letter-id"
    ADMIN_LETTER_REPLAY = "admin-letter-replay"

    ADMIN_AUDIT = "admin-audit"
    ADMIN_AUDIT_COUNT = "admin-audit-count"
    ADMIN_AUDIT_PAGE = "admin-audit-page"
    ADMIN_AUDIT_OLDER = "admin-audit-older"
    ADMIN_AUDIT_NEWER = "admin-audit-newer"
    ADMIN_AUDIT_WHO = "admin-audit-who"
    ADMIN_AUDIT_ACTION = "admin-audit-action"
    ADMIN_AUDIT_SUBJECT = "admin-audit-subject"
    ADMIN_AUDIT_DATES = "admin-audit-dates"
    ADMIN_AUDIT_CSV = "admin-audit-csv"
    ADMIN_CHAIN = "admin-chain"
    ADMIN_CHAIN_CHECK = "admin-chain-check"


def gauge_part(gauge: Id, part: str) -> str:
    """One text of a gauge: its value, unit, target or sample."""
    return f"{gauge}-{part}"


def map_part(prefix: str, part: str) -> str:
    """What a map is told of by frames: evidence, trails, steering, sites, an indicator or an area."""
    return f"{prefix}-{part}"


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


def indicator_part(indicator: str, part: str) -> str:
    """One part of a row of the indicators: row, value, facts, parts or details."""
    return f"indicator-{part}-{indicator}"


def ticker_slot(slot: int) -> str:
    """One line of the ticker, newest at 0."""
    return f"ticker-line-{slot}"


def mayor_section(name: str) -> str:
    """One section of the mayor's page, which a sentence may lead to."""
    return f"mayor-section-{name}"


def mayor_attention(slot: int, part: str) -> str:
    """One part of a sentence of the mayor's minute, from 0: line, link, lead, rest or about."""
    return f"mayor-attention-{part}-{slot}"


def mayor_alarm(slot: int, part: str) -> str:
    """One part of an open alarm on the mayor's page, from 0: line, level, what, where, todo or whose."""
    return f"mayor-alarm-{part}-{slot}"


def mayor_figure(key: str, part: str) -> str:
    """One part of a number: box, value or note."""
    return f"mayor-figure-{key}-{part}"


def mayor_agency(tier: str, slot: int, part: str) -> str:
    """One part of an agency in the band of a tier, from 0: row, name or share."""
    return f"mayor-agency-{tier}-{part}-{slot}"


def mayor_tier(tier: str, part: str) -> str:
    """One part of a band of agencies: box, count or rest."""
    return f"mayor-tier-{tier}-{part}"


def mayor_site(slot: int, part: str) -> str:
    """One part of a site's queue, from 0: row, name, wait or note."""
    return f"mayor-site-{part}-{slot}"


def mayor_index(name: str, part: str) -> str:
    """One part of a published index: value, band or about."""
    return f"mayor-index-{part}-{name}"


def mayor_feed(slot: int, part: str) -> str:
    """One part of a feed, from 0: row, name or state."""
    return f"mayor-feed-{part}-{slot}"


def mayor_definition(indicator: str, part: str) -> str:
    """What the city's settings decide of a definition: its window or its target."""
    return f"mayor-definition-{part}-{indicator}"


# --- services and data: panels built of the same parts, so an id is the panel's name, the thing, and its slot if it has


def note_of(number: str) -> str:
    """The line under a headline number."""
    return f"{number}-note"


def place_part(kind: str, slot: int, part: str) -> str:
    """One part of a row with a bar, of districts or ages: row, name or count."""
    return f"places-{kind}-{part}-{slot}"


def alarm_part(thing: str, slot: int | None = None) -> str:
    """One count of the open alarms, or one part of a group's row: row, label, where, n, age or owner."""
    return _part("alarms", thing, slot)


def hotspot_part(thing: str, slot: int) -> str:
    """One part of a row of incidents and hot-spots: row, mark, what, where or n."""
    return _part("hotspots", thing, slot)


def queue_part(thing: str, slot: int | None = None) -> str:
    """One number of the queues, or one part of a site's row."""
    return _part("queues", thing, slot)


def attendance_part(thing: str, slot: int | None = None) -> str:
    """One text of the attendance, or one part of a unit's row."""
    return _part("attendance", thing, slot)


def crew_part(thing: str, slot: int | None = None) -> str:
    """One number of the field crews."""
    return _part("crews", thing, slot)


def emergency_part(thing: str, slot: int | None = None) -> str:
    """One number of the calls to 112."""
    return _part("emergencies", thing, slot)


def leaderboard_part(thing: str, slot: int) -> str:
    """One part of a row of the whole leaderboard: row, name, movement, share or cases."""
    return _part("leaderboard", thing, slot)


def data_part(thing: str, slot: int | None = None) -> str:
    """One number of the integration, or one part of an agency's or a feed's row."""
    return _part("data", thing, slot)


def adoption_part(thing: str, slot: int | None = None) -> str:
    """One number of the adoption of the city's app, of its channels and reviews, or one part of a row of them."""
    return _part("adoption", thing, slot)


def status_part(thing: str, slot: int | None = None) -> str:
    """One text of the city's status, or one part of a row of it."""
    return _part("city-status", thing, slot)


def _part(panel: str, thing: str, slot: int | None) -> str:
    return f"{panel}-{thing}" if slot is None else f"{panel}-{thing}-{slot}"
