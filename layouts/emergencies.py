"""Calls to 112: emergencies that wait, how long help takes, and all other calls always apart from them."""

from dash import html
from dash.development.base_component import Component

from domain.indicators.emergencies import HOURS, EmergencyBoard, EmergencyRules
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.headlines import CALM, CRITICAL, brief_numbers, facts, headline_props, headlines
from layouts.ids import Id, crew_part, emergency_part
from layouts.shell import Props, feed_props, is_heard, panel, short_marks, title
from layouts.text import NOTHING, Texts
from layouts.text_queues import queue_texts
from layouts.text_services import minutes, percentile_minutes

REFERENCE_MINUTES = 15
"""From the call to the first unit on site: the national limit for fires (B03), a reference for other emergencies."""

MARK_HOURS = 6
"""A bar in so many has its hour written below."""

PANELS = (
    Id.EMERGENCIES_BRIEF_PANEL,
    Id.EMERGENCIES_NOW_PANEL,
    Id.EMERGENCIES_HOURS_PANEL,
    Id.EMERGENCIES_TODAY_PANEL,
)

EMERGENCY_NUMBER = "112"
"""The number that the words of these panels speak of."""


def emergencies_brief_panel(texts: Texts) -> Component:
    """One number for the overview: emergencies open now."""
    row = brief_numbers([(emergency_part("brief-open"), texts.services.emergency_short)])
    whole = html.Span(f"{texts.services.emergencies} {EMERGENCY_NUMBER}", className="detail")
    heading = html.H2([whole, html.Span(EMERGENCY_NUMBER, className="when-late")])
    return panel(Id.EMERGENCIES_BRIEF_PANEL, [heading, row], texts, short_marks(texts))


def emergencies_now_panel(texts: Texts) -> Component:
    """Who waits for help, and how long help took."""
    words = texts.services
    numbers = [
        ("waiting", words.waiting_unit),
        ("longest", words.longest_emergency),
        ("response", words.response),
        ("units", words.units_busy),
    ]
    children = [title(words.emergencies_now), headlines([(emergency_part(part), label) for part, label in numbers])]
    return panel(Id.EMERGENCIES_NOW_PANEL, children, texts)


def emergencies_hours_panel(texts: Texts) -> Component:
    """The calls of a day, hour by hour: emergencies as the lower part of a bar, the others on top of them."""
    words = texts.services
    bars = [html.I(id=emergency_part("hour", slot), className="hour-bar") for slot in range(HOURS)]
    marks = [html.Span(id=emergency_part("hour-mark", slot)) for slot in range(HOURS // MARK_HOURS)]
    key = [
        html.Span([html.I(className="shape square is-urgent"), words.emergency_calls], className="entry"),
        html.Span([html.I(className="shape square is-other"), words.other_calls], className="entry"),
        html.Span(id=emergency_part("hour-most"), className="entry"),
    ]
    children = [
        title(words.calls_by_hour),
        html.Div(bars, className="hour-bars"),
        html.Div(marks, className="hour-marks"),
        html.Div(key, className="legend-row"),
    ]
    return panel(Id.EMERGENCIES_HOURS_PANEL, children, texts)


def emergencies_today_panel(texts: Texts) -> Component:
    """Emergencies and other calls since midnight, two numbers that are never added; and how soon calls are answered."""
    words = texts.services
    numbers = [("today", words.emergency_calls), ("others", words.other_calls)]
    answered = queue_texts(texts).answered.format(seconds=f"{EmergencyRules().answer_seconds:g}")
    children = [
        title(words.calls_today),
        headlines([(emergency_part(part), label) for part, label in numbers]),
        facts([(emergency_part("answered"), answered)]),
    ]
    return panel(Id.EMERGENCIES_TODAY_PANEL, children, texts)


def emergency_crews_panel(texts: Texts) -> Component:
    """The field crews that could help, whose places the map shows."""
    words = texts.services
    rows = [
        (crew_part("help-duty"), words.on_duty),
        (crew_part("help-free"), words.available),
        (crew_part("help-task"), words.on_task),
        (crew_part("help-silent"), words.silent),
    ]
    return panel(Id.EMERGENCIES_CREWS_PANEL, [title(words.crews_now), facts(rows)], texts)


def emergency_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All that the wall says of 112; nothing for a city that takes no emergency calls."""
    if not profile.call_classes:
        return {}
    board, known = snapshot.services.emergencies, is_heard(snapshot, Facts.CALLS)
    return {
        **feed_props(snapshot, PANELS, Facts.CALLS),
        **_now_props(board, texts, known),
        **_hours_props(board, profile, texts),
        **_counts_props(board, texts, known),
        **_help_props(snapshot, profile, texts),
    }


def _now_props(board: EmergencyBoard, texts: Texts, known: bool) -> Props:
    words = texts.services
    open_note = words.waiting_unit_note.format(n=text.whole(board.open, texts))
    response_note = words.response_note.format(n=text.whole(board.response.n, texts))
    reference = words.reference.format(n=REFERENCE_MINUTES)
    return {
        **headline_props(emergency_part("waiting"), _count(board.waiting, texts, known), open_note),
        **headline_props(
            emergency_part("longest"), minutes(board.longest_minutes), reference, _level(board.longest_minutes)
        ),
        **headline_props(
            emergency_part("response"),
            percentile_minutes(board.response, words),
            response_note,
            _level(board.response.minutes),
        ),
        **headline_props(emergency_part("units"), _count(board.units_busy, texts, known), words.units_busy_note),
    }


def _level(value: float | None) -> str:
    return CRITICAL if value is not None and value > REFERENCE_MINUTES else CALM


def _count(count: int, texts: Texts, known: bool) -> str:
    return text.whole(count, texts) if known else NOTHING


def _hours_props(board: EmergencyBoard, profile: CityProfile, texts: Texts) -> Props:
    highest = max((hour.emergencies + hour.others for hour in board.hours), default=0)
    most, words = highest or 1, texts.services.most_an_hour
    props: Props = {emergency_part("hour-most"): {"children": words.format(n=text.whole(highest, texts))}}
    for slot, hour in enumerate(board.hours):
        shares = {"--urgent": hour.emergencies / most, "--all": (hour.emergencies + hour.others) / most}
        props[emergency_part("hour", slot)] = {"style": {name: f"{share:.3f}" for name, share in shares.items()}}
    for slot, hour in enumerate(board.hours[::MARK_HOURS]):
        at = text.clock(hour.start_ms, profile.timezone, texts)
        props[emergency_part("hour-mark", slot)] = {"children": at}
    return props


def _counts_props(board: EmergencyBoard, texts: Texts, known: bool) -> Props:
    words = texts.services
    today = _count(board.emergencies_today, texts, known)
    others = _count(board.others_today, texts, known)
    return {
        emergency_part("answered"): {"children": _answered(board, texts)},
        emergency_part("brief-open"): {"children": _count(board.open, texts, known)},
        **headline_props(emergency_part("today"), today, words.emergency_calls_note),
        **headline_props(emergency_part("others"), others, words.other_calls_note),
    }


def _answered(board: EmergencyBoard, texts: Texts) -> str:
    """The share of the last 24 hours; nothing where no call tells how long it rang."""
    share, sample = board.answered.value, texts.services.sample.format(n=text.whole(board.answered.n, texts))
    return NOTHING if share is None else f"{text.percent(share)} %, {sample}"


def _help_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    if not profile.headcounts:
        return {}
    crews, known = snapshot.services.crews, is_heard(snapshot, Facts.FIELD_WORK)
    values = {
        "help-duty": crews.on_duty,
        "help-free": crews.available,
        "help-task": crews.on_task,
        "help-silent": crews.silent,
    }
    return {
        **feed_props(snapshot, [Id.EMERGENCIES_CREWS_PANEL], Facts.FIELD_WORK),
        **{crew_part(part): {"children": _count(count, texts, known)} for part, count in values.items()},
    }
