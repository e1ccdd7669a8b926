"""Attendance: two gauges, every unit of ten people or more as a dot, and those below the target by name.

Offices and the field stand apart, and units keep the city's order: this is no race.
"""

from collections.abc import Sequence
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.privacy import SMALLEST_UNIT, shows_unit
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.gauges import gauge_props, gauges
from layouts.headlines import facts
from layouts.ids import Id, attendance_part
from layouts.shell import Props, feed_props, is_heard, panel, title
from layouts.text import NOTHING, Texts

TARGET = 0.95
"""Share of those expected who come (D01, a proposal of this project)."""

AXIS_START = 0.80
"""Shares below this stand at the left edge."""

NAMED = 5
PANELS = (Id.ATTENDANCE_PANEL, Id.EACH_UNIT_PANEL, Id.UNITS_PANEL)
KINDS = (False, True)
"""Offices, and the field."""


def attendance_panel(texts: Texts) -> Component:
    """Both gauges against the target."""
    words = texts.services
    pair = gauges((Id.OFFICE_GAUGE, words.office), (Id.FIELD_GAUGE, words.field))
    return panel(Id.ATTENDANCE_PANEL, [title(words.attendance.format(n=SMALLEST_UNIT)), pair], texts)


def each_unit_panel(texts: Texts, profile: CityProfile) -> Component:
    """A dot for each unit, the offices' staff who came on time, and how many units are too small to be shown."""
    words = texts.services
    strips = [_strip(words.field_short if is_field else words.office_short, is_field, profile) for is_field in KINDS]
    rows = [(attendance_part("punctual"), words.punctual), (attendance_part("hidden"), words.units_hidden)]
    return panel(Id.EACH_UNIT_PANEL, [title(words.each_unit), html.Div(strips, className="strips"), facts(rows)], texts)


def _strip(label: str, is_field: bool, profile: CityProfile) -> Component:
    dots = [html.I(id=_dot(slot, is_field), className="is-absent") for slot in range(_places(profile, is_field))]
    return html.Div([html.Span(label), html.Div(dots, className="unit-plot")], className="strip")


def _dot(slot: int, is_field: bool) -> str:
    return attendance_part("field-dot" if is_field else "office-dot", slot)


def _places(profile: CityProfile, is_field: bool) -> int:
    counts = (count.field if is_field else count.office for count in profile.headcounts.values())
    return sum(shows_unit(count) for count in counts)


def units_panel(texts: Texts) -> Component:
    """The units below the target, and how many there are besides."""
    rows = [
        html.Div(
            [
                html.Span(id=attendance_part("name", slot), className="unit-name"),
                html.Span(id=attendance_part("kind", slot), className="note"),
                html.B(id=attendance_part("rate", slot)),
            ],
            id=attendance_part("row", slot),
            className="unit-row is-vacant",
        )
        for slot in range(NAMED)
    ]
    rest = html.Div(id=attendance_part("rest"), className="note rest")
    heading = title(texts.services.units_below.format(share=text.percent(TARGET)))
    return panel(Id.UNITS_PANEL, [heading, html.Div(rows, className="facts"), rest], texts)


def attendance_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Gauges, dots and names; nothing for a city without a schedule, whose page has no such panels."""
    if not profile.headcounts:
        return {}
    board = snapshot.services.attendance
    if not is_heard(snapshot, Facts.ATTENDANCE):
        board = AttendanceBoard((), 0, (), is_working_day=True, has_begun=True, as_of_ms=board.as_of_ms)
    offices = board.city(is_field=False)
    share = offices.on_time_share if offices else None
    return {
        **feed_props(snapshot, PANELS, Facts.ATTENDANCE),
        attendance_part("punctual"): {"children": NOTHING if share is None else f"{text.percent(share)} %"},
        attendance_part("hidden"): {"children": str(board.hidden) if board.units else NOTHING},
        **_city_props(Id.OFFICE_GAUGE, board, texts, is_field=False),
        **_city_props(Id.FIELD_GAUGE, board, texts, is_field=True),
        **_dots_props(board, profile),
        **_named_props(board, profile, texts),
    }


def _city_props(gauge: Id, board: AttendanceBoard, texts: Texts, *, is_field: bool) -> Props:
    city = board.city(is_field=is_field)
    if city is None:
        return gauge_props(gauge, None, TARGET, is_full=False, lines=(_why_nothing(board, texts), ""))
    sample = texts.services.sample.format(n=text.whole(city.expected, texts))
    lines = (texts.target.format(share=text.percent(TARGET)), sample)
    return gauge_props(gauge, city.rate, TARGET, is_full=city.present == city.expected, lines=lines)


def _why_nothing(board: AttendanceBoard, texts: Texts) -> str:
    if not board.is_working_day:
        return texts.services.day_off
    return texts.no_data if board.has_begun else texts.services.not_begun


def _dots_props(board: AttendanceBoard, profile: CityProfile) -> Props:
    props: Props = {}
    for is_field in KINDS:
        rates = [unit.rate for unit in board.units if unit.is_field == is_field and unit.rate is not None]
        slots = range(_places(profile, is_field))
        for slot, rate in zip_longest(slots, rates[: len(slots)]):
            props[_dot(slot, is_field)] = _dot_props(rate)
    return props


def _dot_props(rate: float | None) -> dict[str, object]:
    if rate is None:
        return {"className": "is-absent", "style": {}}
    place = max(0.0, (rate - AXIS_START) / (1 - AXIS_START))
    return {"className": "unit-dot is-low" if rate < TARGET else "unit-dot", "style": {"--share": f"{place:.3f}"}}


def _named_props(board: AttendanceBoard, profile: CityProfile, texts: Texts) -> Props:
    low = [unit for unit in board.units if unit.rate is not None and unit.rate < TARGET]
    named = _in_city_order(low, board)
    props: Props = {attendance_part("rest"): {"children": _rest(board, len(low), texts)}}
    for slot, unit in zip_longest(range(NAMED), named):
        props |= _unit_props(slot, unit, profile, texts)
    return props


def _in_city_order(low: Sequence[UnitAttendance], board: AttendanceBoard) -> list[UnitAttendance]:
    """As many as there is room for: the lowest, in the city's order."""
    lowest = sorted(low, key=lambda unit: unit.rate or 0.0)[:NAMED]
    return [unit for unit in board.units if unit in lowest]


def _unit_props(slot: int, unit: UnitAttendance | None, profile: CityProfile, texts: Texts) -> Props:
    words, agency = texts.services, profile.agencies.get(unit.agency) if unit else None
    kind = "" if unit is None else (words.field_short if unit.is_field else words.office_short)
    rate = "" if unit is None or unit.rate is None else f"{text.percent(unit.rate)} %"
    return {
        attendance_part("row", slot): {"className": "unit-row" if unit else "unit-row is-vacant"},
        attendance_part("name", slot): {"children": agency.short if agency else (unit.agency if unit else "")},
        attendance_part("kind", slot): {"children": kind},
        attendance_part("rate", slot): {"children": rate},
    }


def _rest(board: AttendanceBoard, low: int, texts: Texts) -> str:
    if not board.units:
        return _why_nothing(board, texts)
    words = texts.services
    if low > NAMED:
        return words.units_more.format(n=low - NAMED)
    return words.units_rest.format(n=len(board.units) - low, share=text.percent(TARGET))
