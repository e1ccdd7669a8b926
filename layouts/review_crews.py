"""The crews of an agency today: their load, how long tasks take, and what they can do in a day. Never a person."""

from dash import html
from dash.development.base_component import Component

from domain.clock import from_epoch_ms
from domain.indicators.services import ServiceBoards
from domain.indicators.task_times import StepTimes
from domain.indicators.workload import CapacityUse, Workload
from domain.profile import CityProfile
from domain.small_cells import SMALLEST_CELL
from layouts import text
from layouts.field_work import per_crew
from layouts.text import Texts
from layouts.text_queues import queue_texts
from layouts.text_services import percentile_minutes

Row = tuple[str, str]


def crew_rows(services: ServiceBoards | None, agency: str, profile: CityProfile, texts: Texts) -> list[Component]:
    """One row a number; where nothing may be shown, why."""
    if services is None:
        return [_row((texts.no_data, ""))]
    words, work = queue_texts(texts), services.work
    found = work.of_agency(agency)
    if found is not None:
        rows = _load(found, texts)
    else:
        rows = [(words.few_crews.format(n=SMALLEST_CELL) if agency in work.hidden else words.no_crews, "")]
    led = [use for use in work.capacities if _leads(agency, use, services.as_of_ms, profile)]
    return [_row(row) for row in rows + [_capacity(use, texts) for use in led]]


def _row(row: Row) -> Component:
    return html.Div([html.Span(row[0]), html.Span(row[1], className="told")], className="row")


def _load(work: Workload, texts: Texts) -> list[Row]:
    words = queue_texts(texts)
    told = words.load_told.format(
        load=per_crew(work, texts), tasks=text.whole(work.tasks, texts), crews=text.whole(work.crews, texts)
    )
    return [
        (words.load, told),
        (words.arrive, _leg(work.arrive, texts)),
        (words.on_site.capitalize(), _leg(work.on_site, texts)),
    ]


def _leg(times: StepTimes, texts: Texts) -> str:
    median, p90 = (percentile_minutes(one, texts.services) for one in (times.median, times.p90))
    return queue_texts(texts).leg_told.format(median=median, p90=p90, n=text.whole(times.median.n, texts))


def _leads(agency: str, use: CapacityUse, at_ms: int, profile: CityProfile) -> bool:
    day = profile.calendar.local_date(from_epoch_ms(at_ms))
    known = (profile.categories[code] for code in use.capacity.categories)
    return any(category.agency_on(day) == agency for category in known)


def _capacity(use: CapacityUse, texts: Texts) -> Row:
    words, capacity = queue_texts(texts), use.capacity
    name = words.capacity.format(name=capacity.name, low=capacity.low, high=capacity.high, crews=capacity.crews)
    return name, words.capacity_told.format(open=use.open, finished=use.finished)
