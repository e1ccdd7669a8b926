"""112, crews and staff on the mayor's page: numbers only, of units and never of a person."""

from dash import html
from dash.development.base_component import Component

from domain.attention import AttentionRules, Section, office_attendance
from domain.indicators.emergencies import EmergencyBoard
from domain.indicators.staffing import AttendanceBoard
from domain.snapshot import Snapshot
from layouts import text
from layouts.mayor_parts import card, count_props, figure, figure_props, known, minutes_props, share_props
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_mayor import MayorTexts

EMERGENCY_FIGURES = ("emergencies_waiting", "response", "units_busy", "emergencies_today", "other_calls")
CREW_FIGURES = ("crews", "available", "silent", "arrival", "evidence", "finished", "attendance")
DEFINED_BY = {"available": "crews", "silent": "crews"}


def emergencies_card(texts: Texts, words: MayorTexts) -> Component:
    """Calls to 112."""
    numbers = [figure(key, words) for key in EMERGENCY_FIGURES]
    return card(Section.EMERGENCIES, words.sections["emergencies"], [_listed(numbers)], texts)


def crews_card(texts: Texts, words: MayorTexts) -> Component:
    """Who is out, and who came to work."""
    numbers = [figure(key, words, DEFINED_BY.get(key, "")) for key in CREW_FIGURES]
    return card(Section.CREWS, words.sections["crews"], [_listed(numbers)], texts)


def _listed(numbers: list[Component]) -> Component:
    return html.Div(numbers, className="mayor-figures is-list")


def emergencies_props(snapshot: Snapshot, texts: Texts, words: MayorTexts) -> Props:
    """The numbers of this instant and of today."""
    board = snapshot.services.emergencies
    limit = AttentionRules().emergency_minutes
    waiting, units, today, others = (
        known(count, Section.EMERGENCIES, snapshot)
        for count in (board.waiting, board.units_busy, board.emergencies_today, board.others_today)
    )
    is_slow = board.response.minutes is not None and board.response.minutes > limit
    return {
        **count_props("emergencies_waiting", waiting, texts, _longest(board, words), _waiting_level(board)),
        **minutes_props("response", board.response, texts, words, "is-warning" if is_slow else ""),
        **count_props("units_busy", units, texts),
        **count_props("emergencies_today", today, texts),
        **count_props("other_calls", others, texts),
    }


def _longest(board: EmergencyBoard, words: MayorTexts) -> str:
    return "" if board.longest_minutes is None else words.longest.format(minutes=int(board.longest_minutes))


def _waiting_level(board: EmergencyBoard) -> str:
    if not board.waiting:
        return ""
    return "is-critical" if (board.longest_minutes or 0) > AttentionRules().emergency_minutes else "is-warning"


def crews_props(snapshot: Snapshot, texts: Texts, words: MayorTexts) -> Props:
    """Crews on duty, their tasks of today, and the attendance of offices."""
    services = snapshot.services
    crews, evidence = services.crews, services.evidence
    duty, ready, silent, finished = (
        known(count, Section.CREWS, snapshot)
        for count in (crews.on_duty, crews.available, crews.silent, services.finished_today)
    )
    is_silent = crews.silent > AttentionRules().crews_silent * crews.on_duty
    sample = words.of_expected.format(n=text.whole(evidence.n, texts))
    return {
        **count_props("crews", duty, texts, words.no_data if duty is None else _on_task(crews.on_task, words)),
        **count_props("available", ready, texts),
        **count_props("silent", silent, texts, level="is-warning" if is_silent else ""),
        **minutes_props("arrival", services.arrive.median, texts, words),
        **share_props(
            "evidence", evidence.value, sample if evidence.value is not None else _too_few(evidence.n, words)
        ),
        **count_props("finished", finished, texts),
        **_attendance_props(services.attendance, texts, words),
    }


def _too_few(n: int, words: MayorTexts) -> str:
    return words.too_few if n else words.no_data


def _on_task(count: int, words: MayorTexts) -> str:
    return words.on_duty_notes.format(n=count)


def _attendance_props(board: AttendanceBoard, texts: Texts, words: MayorTexts) -> Props:
    office = office_attendance(board)
    if office is None or office.rate is None:
        return figure_props("attendance", None, words.no_data if board.is_working_day else words.day_off)
    note = words.of_expected.format(n=text.whole(office.expected, texts))
    level = "is-warning" if office.rate < AttentionRules().attendance_low else ""
    return share_props("attendance", office.rate, note, level)
