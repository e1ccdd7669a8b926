"""Indicators of queues: examples, a plain recount, and the balance of tickets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.city_day import day_span
from domain.clock import epoch_ms
from domain.indicators.counter_use import Counters
from domain.indicators.queues import QueueBoard, SiteQueue, queue_board
from domain.indicators.waits import PostedWait, QueueRules
from domain.queue_columns import queue_frame
from domain.queues import Counter, CounterState, SiteWait, Ticket, TicketState, fold_ticket
from domain.survival import percentile
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import (
    CALLED,
    CANCELLED,
    CHECKED_IN,
    SERVED,
    SERVING,
    SKIPPED,
    a_counter,
    issued,
    minutes,
    plausible_tickets,
)
from tests.domain.test_survival import arrays

RULES = QueueRules()
ANY_N = QueueRules(smallest_n=1)
TODAY = day_span(NOW, city().timezone)


def tickets(*lives: tuple[tuple[int, object], ...]) -> list[Ticket]:
    return [fold_ticket(f"A{number}", minutes(*life)) for number, life in enumerate(lives)]  # type: ignore[arg-type]


def board(
    given_tickets: list[Ticket] | None = None,
    counters: list[Counter] | None = None,
    posts: list[SiteWait] | None = None,
    rules: QueueRules = ANY_N,
) -> QueueBoard:
    frame = queue_frame(given_tickets or [], counters or [], posts or [], city(), NOW)
    return queue_board(frame, NOW_MS, city(), rules)


def site_of(result: QueueBoard, code: str = "MPP") -> SiteQueue:
    return next(queue for queue in result.sites if queue.site == code)


def mpp(*lives: tuple[tuple[int, object], ...], rules: QueueRules = ANY_N) -> SiteQueue:
    return site_of(board(tickets(*lives), rules=rules))


def test_who_waits_and_for_how_long() -> None:
    queue = mpp(((45, issued()),), ((12, issued()),), ((50, issued()), (20, CALLED)))
    assert (queue.tickets.waiting, queue.tickets.at_counter, queue.longest_minutes) == (2, 1, 45.0)
    assert (queue.pressure, queue.over_target) == (1.5, 1)


def test_a_service_without_a_promise_presses_nobody() -> None:
    queue = mpp(((300, issued(service="other_institution")),))
    assert (queue.longest_minutes, queue.pressure, queue.over_target, queue.within_target.n) == (300.0, None, 0, 0)


def test_a_ticket_of_an_earlier_day_is_a_data_error_and_waits_no_more() -> None:
    queue = mpp(((700, issued()),))
    assert (queue.carried_over, queue.tickets.waiting, queue.tickets.issued, queue.has_data) == (1, 0, 0, False)


def test_an_online_number_is_expected_until_its_holder_comes() -> None:
    online = issued(is_online=True, slot_at=NOW - timedelta(minutes=20))
    queue = mpp(((900, online),), ((900, online), (40, CHECKED_IN)))
    assert (queue.tickets.expected, queue.tickets.waiting, queue.longest_minutes) == (1, 1, 20.0)


def test_those_who_still_wait_raise_the_percentile() -> None:
    called = [((30, issued()), (25, CALLED))] * 10
    assert mpp(*called, rules=RULES).wait_today.minutes == 5.0
    still = mpp(*called, *[((55, issued()),)] * 10, rules=RULES).wait_today
    assert (still.n, still.censored, still.minutes, still.is_at_least) == (20, 10, 55.0, True)


def test_the_rolling_window_takes_what_ended_in_it_and_what_goes_on() -> None:
    queue = mpp(((200, issued()), (61, CALLED)), ((200, issued()), (60, CALLED)), ((70, issued()), (59, CALLED)))
    assert (queue.wait_today.n, queue.wait_window.n) == (3, 1)
    assert mpp(((200, issued()),), ((90, issued()), (30, CANCELLED))).wait_window.n == 2


def test_a_wait_counts_as_kept_missed_or_not_yet_known() -> None:
    queue = mpp(
        ((50, issued()), (20, CALLED)),  # 30 minutes: kept
        ((50, issued()), (19, CALLED)),  # 31: missed
        ((50, issued()), (10, CANCELLED)),  # gave up after 40: missed
        ((50, issued()), (30, CANCELLED)),  # gave up after 20: in neither number
        ((40, issued()),),  # waits for 40: missed already
        ((10, issued()),),  # waits for 10: not known yet
    )
    assert (queue.within_target.count, queue.within_target.n, queue.within_target.value) == (1, 4, 0.25)


def test_no_shows_and_the_abandoned() -> None:
    online = issued(is_online=True, slot_at=NOW - timedelta(minutes=60))
    queue = mpp(
        ((50, issued()), (20, CALLED), (19, SKIPPED)),
        ((50, issued()), (20, CALLED), (19, SKIPPED), (15, CALLED), (14, SERVING), (10, SERVED)),
        ((50, issued()), (20, CANCELLED)),
        ((900, online), (30, CALLED), (29, SKIPPED)),
        ((50, issued()),),
    )
    assert (queue.no_show.count, queue.no_show.n) == (2, 3)
    assert (queue.abandoned.count, queue.abandoned.n) == (2, 5)


def test_shares_and_percentiles_of_fewer_than_ten_are_withheld() -> None:
    nine = mpp(*[((50, issued()), (20, CALLED))] * 9, rules=RULES)
    assert (nine.wait_today.minutes, nine.within_target.value, nine.no_show.value) == (None, None, None)
    ten = mpp(*[((50, issued()), (20, CALLED))] * 10, rules=RULES)
    assert (ten.wait_today.minutes, ten.within_target.value, ten.no_show.value) == (30.0, 1.0, 0.0)


def test_counters_open_are_those_reported_today_and_planned_ones_those_of_service_hours() -> None:
    states = [(CounterState.OPEN, 60), (CounterState.PAUSED, 60), (CounterState.CLOSED, 60), (CounterState.OPEN, 900)]
    counters = [a_counter(number, state, since) for number, (state, since) in enumerate(states)]
    assert site_of(board(counters=counters)).counters == Counters(1, 1, 16)
    night = NOW + timedelta(hours=10)
    frame = queue_frame([], counters, [], city(), night)
    late = queue_board(frame, NOW_MS + 600 * MINUTE_MS, city(), RULES)
    assert site_of(late).counters.planned == late.counters.planned == 0


def planned_at(*local: int) -> dict[str, int]:
    """How many counters the plan has at each site at a local time."""
    now = datetime(*local, tzinfo=city().timezone)  # type: ignore[misc, arg-type]
    found = queue_board(queue_frame([], [], [], city(), now), epoch_ms(now), city(), RULES)
    return {queue.site: queue.counters.planned for queue in found.sites}


def test_the_plan_follows_each_sites_own_hours_also_in_ramadan() -> None:
    """A clinic serves on Saturday until 13.00; in Ramadan the city closes at 15.00; by night nobody knows the plan."""
    saturday = planned_at(2026, 11, 21, 12, 30)
    assert (saturday["PKM-PETIR"], saturday["MPP"]) == (4, 0)
    assert planned_at(2026, 11, 21, 13, 30)["PKM-PETIR"] == 0
    assert planned_at(2026, 11, 23, 14, 30)["PKM-PETIR"] == 0
    assert planned_at(2026, 12, 25, 9)["PKM-PETIR"] == 0
    assert (planned_at(2026, 3, 11, 14, 30)["MPP"], planned_at(2026, 3, 11, 15, 30)["MPP"]) == (16, 0)
    assert planned_at(2026, 11, 23, 15, 30)["MPP"] == 16
    assert (planned_at(2026, 11, 23, 10)["RSUD"], planned_at(2026, 11, 23, 23)["RSUD"]) == (18, 0)


def test_who_waits_at_the_hospital_over_midnight_still_waits() -> None:
    """At 00.30: drawn at 23.40, and a counter open since 22.00; the same at the mall are errors of yesterday."""
    now = datetime(2026, 11, 24, 0, 30, tzinfo=city().timezone)
    drawn_ms, opened_ms = epoch_ms(now - timedelta(minutes=50)), epoch_ms(now - timedelta(minutes=150))
    sites = ("RSUD", "MPP")
    waiting = [
        Ticket(
            ticket_id=site,
            site=site,
            service="outpatient",
            state=TicketState.ISSUED,
            issued_ms=drawn_ms,
            wait_from_ms=drawn_ms,
            day_ms=drawn_ms,
        )
        for site in sites
    ]
    counters = [
        Counter(counter_id=f"{site}/1", site=site, counter="1", state=CounterState.OPEN, since_ms=opened_ms)
        for site in sites
    ]
    found = queue_board(queue_frame(waiting, counters, [], city(), now), epoch_ms(now), city(), RULES)
    hospital, mall = site_of(found, "RSUD"), site_of(found, "MPP")
    assert (hospital.tickets.waiting, hospital.longest_minutes, hospital.carried_over) == (1, 50.0, 0)
    assert (mall.tickets.waiting, mall.carried_over, mall.has_data) == (0, 1, False)
    assert (hospital.counters.open, mall.counters.open, found.waiting) == (1, 0, 1)


def test_utilisation_is_busy_time_of_open_time() -> None:
    served = ((90, issued()), (60, CALLED), (60, SERVING), (45, SERVED))
    serving = ((90, issued()), (10, CALLED), (10, SERVING))
    counters = [a_counter(1, CounterState.OPEN, 60), a_counter(2, CounterState.CLOSED, 5, open_before_minutes=40)]
    rules = replace(ANY_N, smallest_n=2)
    assert site_of(board(tickets(served, serving), counters, rules=rules)).utilisation == pytest.approx(25 / 100)
    assert site_of(board(tickets(served), counters, rules=rules)).utilisation is None
    assert site_of(board(tickets(served, serving), rules=rules)).utilisation is None


def test_a_service_whose_end_was_forgotten_is_capped_and_counted() -> None:
    usual = [((170, issued()), (160, CALLED), (160, SERVING), (150, SERVED))] * 10
    forgotten = ((170, issued()), (150, CALLED), (150, SERVING))
    queue = site_of(board(tickets(*usual, forgotten), [a_counter(1, CounterState.OPEN, 170)], rules=RULES))
    assert queue.forgotten == 1
    assert queue.utilisation == pytest.approx(110 / 170)


def test_a_posted_wait_is_shown_while_it_is_fresh_and_held_against_the_shortest_promise() -> None:
    fresh = SiteWait(site="RSUD", wait_minutes=45, waiting=22, reported_ms=NOW_MS - 60 * MINUTE_MS)
    queue = site_of(board(posts=[fresh]), "RSUD")
    assert (queue.posted, queue.pressure, queue.has_data) == (PostedWait(45, 22, fresh.reported_ms), 1.5, True)
    assert (queue.is_posted_only, queue.counters.planned) == (True, 0)
    numbers = site_of(board(tickets(((20, issued(site="RSUD", service="outpatient")),)), posts=[fresh]), "RSUD")
    assert (numbers.is_posted_only, numbers.counters.planned > 0) == (False, True)
    stale = SiteWait(site="RSUD", wait_minutes=45, reported_ms=NOW_MS - 61 * MINUTE_MS)
    assert site_of(board(posts=[stale]), "RSUD").posted is None


def test_the_worst_site_comes_first_and_the_unknown_last() -> None:
    given_tickets = tickets(((20, issued()),), ((59, issued(site="RSUD", service="outpatient")),))
    calm = tickets(((70, issued(site="PKM-PETIR", service="general_clinic")), (69, CALLED)))
    calm[0].ticket_id = "calm"
    codes = [queue.site for queue in board([*given_tickets, *calm]).sites]
    assert codes[:3] == ["RSUD", "MPP", "PKM-PETIR"]
    assert len(codes) == len(city().sites)
    assert not any(queue.has_data for queue in board([*given_tickets, *calm]).sites[3:])


def test_an_empty_city_says_that_nothing_is_known() -> None:
    empty = board(rules=RULES)
    assert (empty.waiting, empty.wait_today.n, empty.wait_today.minutes) == (0, 0, None)
    assert not any(queue.has_data for queue in empty.sites)


def test_a_city_without_sites_has_an_empty_board() -> None:
    bare = replace(city(), sites={}, services={})
    frame = queue_frame(tickets(((20, issued()),)), [], [], bare, NOW)
    assert queue_board(frame, NOW_MS, bare, RULES).sites == ()


# --- the whole city and each service


def test_the_citys_use_of_counters_is_that_of_all_times_not_of_shares() -> None:
    """Fifty busy minutes of a hundred open at one site; at another nobody came for fifty."""
    served = [((90, issued()), (60, CALLED), (60, SERVING), (50, SERVED))] * 5
    other = a_counter(2, CounterState.OPEN, 50)
    other.site, other.counter_id = "RSUD", "RSUD/2"
    result = board(tickets(*served), [a_counter(1, CounterState.OPEN, 100), other], rules=replace(ANY_N, smallest_n=5))
    assert result.utilisation == pytest.approx(50 / 150)
    assert site_of(result).utilisation == pytest.approx(0.5)
    assert site_of(result, "RSUD").utilisation is None


def test_a_service_has_its_own_row_once_a_number_was_given_out() -> None:
    result = board(
        tickets(
            ((50, issued()), (40, CALLED)),
            ((20, issued()),),
            ((30, issued(site="PKM-PETIR", service="pharmacy")), (25, CALLED), (24, SKIPPED)),
        )
    )
    rows = {row.service: row for row in result.services}
    assert list(rows) == [code for code in city().services if code in ("permit", "pharmacy")]
    assert (rows["permit"].waiting, rows["permit"].longest_minutes, rows["permit"].wait_today.n) == (1, 20.0, 2)
    assert (rows["pharmacy"].no_show.count, rows["pharmacy"].longest_minutes) == (1, None)


def test_numbers_that_were_not_served_are_those_skipped_or_cancelled_of_those_that_wait_no_more() -> None:
    result = board(
        tickets(
            ((50, issued()), (20, CALLED), (19, SKIPPED)),
            ((50, issued()), (20, CANCELLED)),
            ((50, issued()), (20, CALLED), (19, SERVING), (10, SERVED)),
            ((50, issued()), (5, CALLED)),
            ((50, issued()),),
        )
    )
    assert (result.not_served.count, result.not_served.n) == (2, 4)


def test_who_waits_is_told_by_numbers_or_by_the_site_itself() -> None:
    """Counters alone are a sign that the site gives out numbers, also before the first."""
    post = SiteWait(site="MPP", wait_minutes=45, waiting=22, reported_ms=NOW_MS)
    posting = site_of(board(posts=[post]))
    assert (posting.gives_numbers, posting.is_posted_only, posting.people_waiting) == (False, True, 22)
    opened = site_of(board(counters=[a_counter(1, CounterState.OPEN, 10)], posts=[post]))
    assert (opened.gives_numbers, opened.is_posted_only) == (True, False)
    assert site_of(board(tickets(((20, issued()),)), posts=[post])).people_waiting == 1


def test_counters_are_counted_at_the_sites_that_tell_of_theirs() -> None:
    """A silent site has a plan, and nobody knows what it has open."""
    result = board(counters=[a_counter(1, CounterState.OPEN, 10)])
    assert result.reported_counters == (1, city().sites["MPP"].counters_planned)
    assert result.counters.planned > result.reported_counters[1]


# --- against a plain recount


def _made(makes: list[Callable[[str], Ticket]]) -> list[Ticket]:
    return [make(f"A{number}") for number, make in enumerate(makes)]


many = st.lists(plausible_tickets, max_size=60).map(_made)


def _wait_minutes(ticket: Ticket) -> tuple[float, bool]:
    until = ticket.called_ms or (ticket.ended_ms if ticket.state == TicketState.CANCELLED else NOW_MS)
    return (until - ticket.wait_from_ms) / MINUTE_MS, ticket.called_ms != 0


def _counts_in_the_last_hour(ticket: Ticket) -> bool:
    ended_ms = ticket.called_ms or ticket.ended_ms
    return ticket.state == TicketState.ISSUED or 0 <= NOW_MS - ended_ms < 60 * MINUTE_MS


def _is_of_today(ticket: Ticket) -> bool:
    """Of today; at the hospital, which never closes, also whoever came in the last 12 hours and is not done."""
    waits_on = ticket.site == "RSUD" and ticket.is_open and NOW_MS - 12 * HOUR_MS <= ticket.day_ms <= NOW_MS
    return TODAY.holds(ticket.day_ms) or waits_on


@settings(deadline=None)  # 38 sites for each example
@given(many)
def test_every_ticket_of_today_is_in_exactly_one_count(given_tickets: list[Ticket]) -> None:
    result = board(given_tickets)
    for queue in result.sites:
        own = [ticket for ticket in given_tickets if ticket.site == queue.site and _is_of_today(ticket)]
        counts = queue.tickets
        rest = counts.expected + counts.at_counter + counts.served + counts.skipped + counts.cancelled
        assert counts.issued == len(own) == counts.waiting + rest
        assert counts.waiting == sum(ticket.state == TicketState.ISSUED for ticket in own)
        assert counts.served == sum(ticket.state == TicketState.SERVED for ticket in own)
        mine = [ticket for ticket in given_tickets if ticket.site == queue.site and ticket not in own]
        assert queue.carried_over == sum(ticket.is_open and ticket.day_ms < TODAY.start_ms for ticket in mine)
    assert result.waiting == sum(queue.tickets.waiting for queue in result.sites)


@settings(deadline=None)  # 38 sites for each example
@given(many)
def test_waits_and_shares_equal_a_recount(given_tickets: list[Ticket]) -> None:
    services = city().services
    for queue in board(given_tickets).sites:
        own = [ticket for ticket in given_tickets if ticket.site == queue.site and _is_of_today(ticket)]
        waits = [_wait_minutes(ticket) for ticket in own]
        waiting = [wait for wait, ticket in zip(waits, own, strict=True) if ticket.state == TicketState.ISSUED]
        assert queue.longest_minutes == max((wait for wait, _ in waiting), default=None)
        rows = [(int(wait * MINUTE_MS), is_called) for wait, is_called in waits]
        assert queue.wait_today == percentile(*arrays(rows), smallest_n=1)
        last_hour = [row for row, ticket in zip(rows, own, strict=True) if _counts_in_the_last_hour(ticket)]
        assert queue.wait_window == percentile(*arrays(last_hour), smallest_n=1)
        promised = [
            (wait, is_called, services[ticket.service].wait_target_minutes or 0)
            for (wait, is_called), ticket in zip(waits, own, strict=True)
            if services[ticket.service].wait_target_minutes
        ]
        assert queue.within_target.count == sum(called and wait <= target for wait, called, target in promised)
        assert queue.within_target.n == sum(called or wait > target for wait, called, target in promised)


@settings(deadline=None)  # 38 sites for each example
@given(many)
def test_services_and_the_city_equal_a_recount(drawn: list[Ticket]) -> None:
    """What waits over midnight at a site that never closes has a test of its own."""
    all_night = city().never_closing_sites()
    given_tickets = [ticket for ticket in drawn if TODAY.holds(ticket.day_ms) or ticket.site not in all_night]
    known = [ticket for ticket in given_tickets if ticket.site in city().sites and TODAY.holds(ticket.day_ms)]
    result = board(given_tickets)
    assert {row.service for row in result.services} == {ticket.service for ticket in known}
    for row in result.services:
        own = [ticket for ticket in known if ticket.service == row.service]
        waits = [(int(wait * MINUTE_MS), is_called) for wait, is_called in map(_wait_minutes, own)]
        assert row.wait_today == percentile(*arrays(waits), smallest_n=1)
        assert row.wait_median == percentile(*arrays(waits), 0.5, smallest_n=1)
        assert row.waiting == sum(ticket.state == TicketState.ISSUED for ticket in own)
    for name in ("within_target", "no_show", "abandoned"):
        rows = [getattr(row, name) for row in result.services]
        whole = getattr(result, name)
        assert (whole.count, whole.n) == (sum(row.count for row in rows), sum(row.n for row in rows))
        assert 0 <= whole.count <= whole.n
    over = [ticket for ticket in known if ticket.state >= TicketState.CALLED]
    lost = [ticket for ticket in over if ticket.state in (TicketState.SKIPPED, TicketState.CANCELLED)]
    assert (result.not_served.count, result.not_served.n) == (len(lost), len(over))


@settings(deadline=None)  # 38 sites for each example
@given(many)
def test_sites_are_ordered_by_pressure_then_by_how_many_wait(given_tickets: list[Ticket]) -> None:
    known = [queue for queue in board(given_tickets).sites if queue.has_data]
    order = [(-(queue.pressure or 0), -queue.tickets.waiting, queue.site) for queue in known]
    assert order == sorted(order)
    assert all(0 <= (queue.within_target.value or 0) <= 1 for queue in known)
