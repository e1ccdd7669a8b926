"""What is known of an agency today: the queues at its sites, the attendance of its units and its crews."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.indicators.queues import SiteQueue
from domain.indicators.services import ServiceBoards
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.review_crews import crew_rows
from layouts.review_numbers import Facts, definition
from layouts.review_queues import posted_words, queue_table
from layouts.text import Texts
from layouts.text_queues import queue_texts
from layouts.text_review import review_texts
from layouts.text_review_fields import Number


def today(snapshot: Snapshot | None, agency: str, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    """All lists; where nothing is known, they say so."""
    services = snapshot.services if snapshot else None
    sites = [code for code, site in profile.sites.items() if site.agency == agency]
    queues = [queue for queue in services.queues.sites if queue.site in sites] if services else []
    parts = [
        _part(Number.QUEUES, _queues(queues, sites, services, profile, texts), texts, facts),
        _part(Number.ATTENDANCE, _attendance(services.attendance if services else None, agency, texts), texts, facts),
        _part(Number.FIELD_WORK, crew_rows(services, agency, profile, texts), texts, facts),
    ]
    return html.Div(parts, className="today")


def _part(number: Number, rows: list[Component], texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    names = {Number.QUEUES: words.queues, Number.ATTENDANCE: words.attendance}
    heading = f"{names.get(number, queue_texts(texts).crews_title)}, {words.today.lower()}"
    head = html.Div([html.H2(heading), definition(number, texts, facts)], className="card-head")
    return html.Section([head, *rows], className="card")


def _queues(
    queues: Sequence[SiteQueue],
    sites: Sequence[str],
    services: ServiceBoards | None,
    profile: CityProfile,
    texts: Texts,
) -> list[Component]:
    """A table where any site gives numbers out; else what the sites post, and who is silent."""
    words = review_texts(texts)
    if not sites:
        return [_row(words.no_sites, "")]
    if services is not None and any(queue.gives_numbers for queue in queues):
        return queue_table(queues, sites, services.forecasts, profile, texts)
    known = {queue.site: queue for queue in queues if queue.has_data}  # worst first
    told = [_row(profile.sites[code].short, posted_words(queue, texts)) for code, queue in known.items()]
    return told + [_row(profile.sites[code].short, words.no_data) for code in sites if code not in known]


def _attendance(board: AttendanceBoard | None, agency: str, texts: Texts) -> list[Component]:
    words = review_texts(texts)
    if board is None or agency in board.unknown:
        return [_row(words.no_data, "")]
    if not board.is_working_day:
        return [_row(words.day_off, "")]
    if not board.has_begun:
        return [_row(words.not_begun, "")]
    units = [unit for unit in board.units if unit.agency == agency]
    if not units:
        return [_row(words.small_unit, "")]
    return [_row(words.field if unit.is_field else words.office, _unit_words(unit, texts)) for unit in units]


def _unit_words(unit: UnitAttendance, texts: Texts) -> str:
    words = review_texts(texts)
    if not unit.present or unit.rate is None:
        return words.no_data
    counted = words.present.format(present=unit.present, expected=unit.expected)
    return f"{text.percent(unit.rate)} % · {counted}"


def _row(name: str, told: str) -> Component:
    return html.Div([html.Span(name), html.Span(told, className="told")], className="row")
