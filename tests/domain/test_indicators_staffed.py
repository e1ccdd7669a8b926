"""Advice on counters: what it rests on, and when none is given."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.erlang import Load, service_level
from domain.indicators.forecasts import ForecastBoard, ForecastRules, LineForecast, forecast_board
from domain.indicators.staffed import Staffing
from domain.indicators.waits import QueueRules
from domain.queue_columns import queue_frame
from domain.queues import Counter, CounterState, SiteWait, Ticket, TicketState
from tests.domain.lives import MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import a_counter

OPEN = CounterState.OPEN
RULES = QueueRules()


def a_number(number: int, before: float, counter: str = "4", service: str = "permit", held: int = 8) -> Ticket:
    """A number of so many minutes ago that was called at once and held a counter for so many minutes, if it is over."""
    from_ms = NOW_MS - int(before * MINUTE_MS)
    is_over = before > held
    return Ticket(
        ticket_id=f"{service}{number}",
        site="MPP",
        service=service,
        counter=counter,
        state=TicketState.SERVED if is_over else TicketState.SERVING,
        issued_ms=from_ms,
        wait_from_ms=from_ms,
        day_ms=from_ms,
        called_ms=from_ms,
        serving_ms=from_ms,
        ended_ms=from_ms + held * MINUTE_MS if is_over else 0,
        calls=1,
    )


def numbers(minutes_between: int = 2, first: int = 120, service: str = "permit", counter: str = "4") -> list[Ticket]:
    """Numbers at steady times, from so many minutes ago until now."""
    return [
        a_number(number, before, counter, service)
        for number, before in enumerate(range(first, -1, -minutes_between), start=1)
    ]


def board(tickets: list[Ticket], counters: list[Counter], planned: int = 10) -> ForecastBoard:
    town = city()
    sites = {**town.sites, "MPP": replace(town.sites["MPP"], counters_planned=planned)}
    frame = queue_frame(tickets, counters, [], town, NOW)
    return forecast_board(frame, NOW_MS, replace(town, sites=sites), RULES, ForecastRules())


def line(tickets: list[Ticket], counters: list[Counter], planned: int = 10) -> LineForecast:
    (found,) = board(tickets, counters, planned).lines
    return found


def open_counters(count: int) -> list[Counter]:
    """The counters 4, 5 and so on."""
    return [a_counter(4 + place, OPEN, 200) for place in range(count)]


def called_by(tickets: list[Ticket], count: int) -> list[Ticket]:
    """The same numbers, called by the counters in turns."""
    for place, ticket in enumerate(tickets):
        ticket.counter = str(4 + place % count)
    return tickets


def test_thirty_an_hour_of_eight_minutes_need_five_counters_for_a_promise_of_half_an_hour() -> None:
    """The published vector: four cannot keep up, five call nearly all in time."""
    found = line(called_by(numbers(), 4), open_counters(4)).staffing
    assert found == Staffing(30, 8.0, 30.0, 0.80, open=4, needed=5, expected=0.0, more=1)
    enough = line(called_by(numbers(), 5), open_counters(5)).staffing
    assert enough is not None
    assert (enough.more, enough.needed) == (0, 5)
    assert enough.expected == pytest.approx(service_level(Load(30, 8), 5, 30))


def test_an_open_counter_that_called_nobody_yet_is_not_advised_again() -> None:
    found = line(called_by(numbers(), 4), open_counters(5)).staffing
    assert found is not None
    assert (found.open, found.lacking, found.more) == (4, 1, 0)


def test_no_more_is_advised_than_the_plan_has() -> None:
    found = line(called_by(numbers(), 2), open_counters(2), planned=3).staffing
    assert found is not None
    assert (found.needed, found.lacking, found.more) == (5, 3, 1)
    beyond = line(called_by(numbers(), 4), open_counters(4), planned=4).staffing
    assert beyond is not None
    assert (beyond.lacking, beyond.more) == (1, 0)


@pytest.mark.parametrize(
    ("tickets", "why"),
    [
        (numbers(minutes_between=7), "nine came in the last hour"),
        (numbers(first=50), "no whole hour is known"),
        (numbers(service="other_institution"), "nothing is promised"),
    ],
)
def test_where_too_little_is_known_nothing_is_advised(tickets: list[Ticket], why: str) -> None:
    assert line(tickets, open_counters(1)).staffing is None, why


def test_outside_service_hours_nothing_is_advised() -> None:
    """Everything as at ten in the morning, but nine hours later."""
    later_ms, evening = 9 * 60 * MINUTE_MS, NOW + timedelta(hours=9)
    assert not city().calendar.is_open(evening)
    tickets = called_by(numbers(), 4)
    for ticket in tickets:
        for name in ("issued_ms", "wait_from_ms", "day_ms", "called_ms", "serving_ms", "ended_ms"):
            setattr(ticket, name, getattr(ticket, name) + later_ms)
    counters = open_counters(4)
    for counter in counters:
        counter.since_ms += later_ms
    frame = queue_frame(tickets, counters, [], city(), evening)
    (found,) = forecast_board(frame, NOW_MS + later_ms, city(), RULES, ForecastRules()).lines
    assert (found.counters_open, found.staffing) == (4, None)


def test_a_closed_site_and_one_that_only_posts_its_wait_get_none() -> None:
    closed = [a_counter(4, CounterState.CLOSED, 3)]
    assert board(called_by(numbers(), 4), closed).lines == ()
    posts = [SiteWait(site="RSUD", wait_minutes=90, waiting=40, reported_ms=NOW_MS)]
    frame = queue_frame([], [], posts, city(), NOW)
    assert forecast_board(frame, NOW_MS, city(), RULES, ForecastRules()).lines == ()


def test_lines_that_lack_most_come_first() -> None:
    some = called_by(numbers(), 4)
    others = numbers(service="pharmacy", counter="9")
    found = board([*some, *others], [*open_counters(4), a_counter(9, OPEN, 200)])
    assert [(each.services, each.staffing.more) for each in found.advised() if each.staffing] == [
        (("pharmacy",), 4),
        (("permit",), 1),
    ]


def test_a_forgotten_end_counts_little() -> None:
    """One service of two hours, since its end was forgotten, among some sixty of eight minutes."""
    tickets = called_by(numbers(), 4)
    tickets[0].ended_ms = NOW_MS
    found = line(tickets, open_counters(4)).staffing
    assert found is not None
    assert 8.0 <= found.held_minutes < 9.5
