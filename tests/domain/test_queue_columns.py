"""Which tickets, counters and posted waits are live, and that their rows leave as their entities would."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms
from domain.complaints import StoredFact
from domain.queue_columns import (
    NO_SITE,
    UNTOLD,
    QueueCodes,
    counter_table,
    past_counters,
    past_tickets,
    past_waits,
    queue_frame,
    ticket_table,
    wait_table,
)
from domain.queues import CounterState, SiteWait, TicketState, fold_counter, fold_site_wait
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import (
    CALLED,
    SERVED,
    a_counter,
    a_ticket,
    counter_facts,
    issued,
    minutes,
    some_tickets,
    ticket_facts,
    wait_facts,
)

DAY = 24 * 60
ZONE = city().timezone
later_days = st.integers(0, 10 * DAY).map(lambda n: NOW + timedelta(minutes=n))


def is_ticket_in(*payloads: tuple[int, object], now: datetime = NOW) -> bool:
    table = ticket_table(city())
    table.apply(a_ticket(*payloads), now)  # type: ignore[arg-type]  # payloads of tickets
    return "A1" in table


def test_a_ticket_of_today_is_live_also_when_it_is_over() -> None:
    assert is_ticket_in((60, issued()), (40, CALLED), (30, SERVED))


def test_the_day_is_that_of_the_city() -> None:
    """Now is 10:00 in Tangerang, 03:00 UTC."""
    assert is_ticket_in((10 * 60, issued()), (30, SERVED))
    assert not is_ticket_in((10 * 60 + 1, issued()), (30, SERVED))


def test_an_open_ticket_of_an_earlier_day_is_live_for_a_week() -> None:
    assert is_ticket_in((7 * DAY, issued()))
    assert not is_ticket_in((8 * DAY, issued()))


def test_an_online_ticket_for_a_day_to_come_is_live() -> None:
    assert is_ticket_in((9 * DAY, issued(is_online=True, slot_at=NOW + timedelta(days=3))))


def test_a_ticket_whose_issue_is_missing_is_not_live() -> None:
    assert not is_ticket_in((5, CALLED))


def test_rows_hold_codes_and_instants() -> None:
    table = ticket_table(city())
    table.apply(a_ticket((60, issued(service="pharmacy")), (40, CALLED)), NOW)
    row = table.copy_rows()[0]
    codes = QueueCodes.from_profile(city())
    assert (codes.sites[row["site"]], codes.services[row["service"]]) == ("MPP", "pharmacy")
    assert (row["state"], row["calls"], row["called_ms"]) == (TicketState.CALLED, 1, NOW_MS - 40 * MINUTE_MS)


def test_a_site_that_the_city_no_longer_has_keeps_its_row_without_a_code() -> None:
    table = ticket_table(city())
    table.apply(a_ticket((60, issued(site="GONE"))), NOW)
    assert table.copy_rows()["site"].tolist() == [NO_SITE]


def test_a_posted_wait_is_live_on_its_day() -> None:
    table = wait_table(city())
    table.apply(SiteWait(site="RSUD", wait_minutes=35, reported_ms=NOW_MS - 10 * HOUR_MS), NOW)
    assert table.copy_rows()[["wait_minutes", "waiting"]].tolist() == [(35.0, UNTOLD)]
    assert past_waits(table.live_rows, NOW + timedelta(days=1), ZONE).tolist() == [True]


def test_a_closed_counter_leaves_with_its_day_and_an_open_one_after_a_week() -> None:
    table = counter_table(city())
    table.load([a_counter(1, CounterState.CLOSED, 30), a_counter(2, CounterState.OPEN, 30)], NOW)
    assert past_counters(table.live_rows, NOW + timedelta(days=1), ZONE).tolist() == [True, False]
    assert past_counters(table.live_rows, NOW + timedelta(days=8), ZONE).tolist() == [True, True]


@given(st.lists(ticket_facts, max_size=8), later_days)
def test_dropping_leaves_the_tickets_that_a_fresh_load_holds(lives: list[list[StoredFact]], later: datetime) -> None:
    tickets = some_tickets(lives)
    table, fresh = ticket_table(city()), ticket_table(city())
    table.load(tickets, NOW)
    table.drop(past_tickets(table.live_rows, later, ZONE))
    fresh.load(tickets, later)
    assert set(table.ids()) == set(fresh.ids())


@given(counter_facts, later_days)
def test_dropping_leaves_the_counter_that_a_fresh_load_holds(rows: list[StoredFact], later: datetime) -> None:
    counter = fold_counter("MPP/4", rows, ZONE)
    table, fresh = counter_table(city()), counter_table(city())
    table.apply(counter, NOW)
    table.drop(past_counters(table.live_rows, later, ZONE))
    fresh.apply(counter, later)
    assert table.ids() == fresh.ids()


@given(wait_facts, later_days)
def test_dropping_leaves_the_wait_that_a_fresh_load_holds(rows: list[StoredFact], later: datetime) -> None:
    wait = fold_site_wait("RSUD", rows)
    table, fresh = wait_table(city()), wait_table(city())
    table.apply(wait, NOW)
    table.drop(past_waits(table.live_rows, later, ZONE))
    fresh.apply(wait, later)
    assert table.ids() == fresh.ids()


def test_a_frame_from_the_store_equals_the_live_one() -> None:
    ticket, counter = a_ticket((60, issued())), a_counter(1, CounterState.OPEN, 30)
    wait = fold_site_wait("RSUD", minutes())
    frame = queue_frame([ticket], [counter], [wait], city(), NOW)
    table = ticket_table(city())
    table.apply(ticket, NOW)
    assert np.array_equal(frame.tickets, table.copy_rows())
    assert (len(frame.counters), len(frame.waits)) == (1, 0)
    assert frame.tickets["wait_from_ms"].tolist() == [epoch_ms(NOW) - HOUR_MS]
