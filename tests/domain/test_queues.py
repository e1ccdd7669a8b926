"""Tickets, counters, posted waits and surveys are folds over the set of their events."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from domain import events as ev
from domain.complaints import StoredFact
from domain.queues import (
    CounterState,
    TicketState,
    fold_counter,
    fold_site_wait,
    fold_survey,
    fold_ticket,
)
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import (
    CALLED,
    CANCELLED,
    CHECKED_IN,
    ENDINGS,
    SERVED,
    SERVING,
    SKIPPED,
    a_ticket,
    counter_facts,
    issued,
    minutes,
    ticket_facts,
)

JAKARTA = city().timezone
OPENED = ev.CounterOpened(counter="4", site="MPP")
PAUSED = ev.CounterPaused(counter="4", site="MPP")
CLOSED = ev.CounterClosed(counter="4", site="MPP")


def test_a_ticket_goes_from_issue_to_served() -> None:
    ticket = a_ticket((40, issued()), (30, CALLED), (28, SERVING), (20, SERVED))
    assert (ticket.entity_id, ticket.site, ticket.service, ticket.counter) == ("A1", "MPP", "permit", "4")
    assert (ticket.state, ticket.calls, ticket.is_open) == (TicketState.SERVED, 1, False)
    assert ticket.wait_from_ms == ticket.issued_ms == ticket.day_ms == NOW_MS - 40 * MINUTE_MS
    assert ticket.called_ms == NOW_MS - 30 * MINUTE_MS
    assert (ticket.serving_ms, ticket.ended_ms) == (NOW_MS - 28 * MINUTE_MS, NOW_MS - 20 * MINUTE_MS)


@pytest.mark.parametrize(
    ("slot_minutes", "check_in_minutes", "start_minutes"),
    [(30, 40, 30), (30, 20, 20), (None, 20, 20)],
    ids=["early for the slot", "late for the slot", "no slot"],
)
def test_an_online_ticket_waits_from_the_later_of_check_in_and_slot(
    slot_minutes: int | None, check_in_minutes: int, start_minutes: int
) -> None:
    slot = {} if slot_minutes is None else {"slot_at": NOW - timedelta(minutes=slot_minutes)}
    ticket = a_ticket((5000, issued(is_online=True, **slot)), (check_in_minutes, CHECKED_IN))
    assert ticket.wait_from_ms == ticket.day_ms == NOW_MS - start_minutes * MINUTE_MS


def test_an_online_ticket_without_check_in_does_not_wait_and_belongs_to_the_day_of_its_slot() -> None:
    slot_at = NOW + timedelta(hours=2)
    ticket = a_ticket((3 * 24 * 60, issued(is_online=True, slot_at=slot_at)))
    assert (ticket.wait_from_ms, ticket.day_ms) == (0, NOW_MS + 2 * HOUR_MS)


def test_the_first_call_ends_the_wait_and_every_call_counts() -> None:
    ticket = a_ticket((40, issued()), (30, CALLED), (29, SKIPPED), (25, CALLED), (24, SERVING))
    assert (ticket.called_ms, ticket.calls, ticket.state) == (NOW_MS - 30 * MINUTE_MS, 2, TicketState.SERVING)
    assert ticket.ended_ms == 0


@pytest.mark.parametrize("proof", [SERVING, SKIPPED])
def test_what_proves_a_call_ends_the_wait_too(proof: ev.Payload) -> None:
    ticket = a_ticket((40, issued()), (30, proof))
    assert (ticket.called_ms, ticket.calls) == (NOW_MS - 30 * MINUTE_MS, 0)


def test_served_alone_does_not_tell_when_the_wait_ended() -> None:
    ticket = a_ticket((40, issued()), (30, SERVED))
    assert (ticket.called_ms, ticket.state) == (0, TicketState.SERVED)


def test_a_call_to_another_counter_does_not_undo_that_service_began() -> None:
    ticket = a_ticket((40, issued()), (30, SERVING), (20, ev.TicketCalled(ticket_id="A1", counter="9")))
    assert (ticket.state, ticket.counter) == (TicketState.SERVING, "9")


@pytest.mark.parametrize("ending", [SERVED, CANCELLED])
@pytest.mark.parametrize("late", [CHECKED_IN, CALLED, SERVING, *ENDINGS])
def test_a_ticket_that_is_over_stays_over(ending: ev.Payload, late: ev.Payload) -> None:
    ticket = a_ticket((40, issued()), (30, ending), (20, late))
    assert ticket.ended_ms == NOW_MS - 30 * MINUTE_MS
    assert ticket.state == a_ticket((40, issued()), (30, ending)).state


def test_a_skipped_ticket_may_still_be_cancelled() -> None:
    ticket = a_ticket((40, issued()), (30, SKIPPED), (20, CANCELLED))
    assert (ticket.state, ticket.ended_ms) == (TicketState.CANCELLED, NOW_MS - 20 * MINUTE_MS)


def test_a_ticket_is_unknown_until_it_is_issued_and_keeps_what_came_before() -> None:
    assert not a_ticket((30, CALLED)).is_known
    ticket = a_ticket((30, CALLED), (20, issued()))
    assert (ticket.is_known, ticket.state) == (True, TicketState.CALLED)


def test_every_event_type_of_the_queue_can_be_folded() -> None:
    kinds = [kind for kind in ev.PAYLOADS if kind.type.startswith("ticket.")]
    values: dict[str, dict[str, Any]] = {"ticket.issued": {"site": "MPP", "service": "permit"}}
    values["ticket.called"] = {"counter": "4"}
    assert len(kinds) == 7
    for kind in kinds:
        assert fold_ticket("A1", minutes((3, kind(ticket_id="A1", **values.get(kind.type, {}))))).changed_ms


def test_a_counter_adds_up_its_open_time_of_the_day() -> None:
    facts = minutes((120, OPENED), (90, PAUSED), (80, OPENED), (60, CLOSED), (30, OPENED))
    counter = fold_counter("MPP/4", facts, JAKARTA)
    assert (counter.entity_id, counter.site, counter.counter) == ("MPP/4", "MPP", "4")
    assert (counter.state, counter.since_ms) == (CounterState.OPEN, NOW_MS - 30 * MINUTE_MS)
    assert counter.open_before_ms == (30 + 20) * MINUTE_MS


def test_a_counter_that_is_opened_twice_is_open_since_the_first_time() -> None:
    counter = fold_counter("MPP/4", minutes((120, OPENED), (90, OPENED)), JAKARTA)
    assert (counter.since_ms, counter.changed_ms) == (NOW_MS - 120 * MINUTE_MS, NOW_MS - 90 * MINUTE_MS)


def test_a_counter_begins_each_local_day_anew() -> None:
    """Now is 10:00 in Tangerang: 11 hours ago was yesterday, though the same day in UTC began 3 hours ago."""
    forgotten = minutes((11 * 60, OPENED), (9 * 60, PAUSED), (8 * 60, OPENED))
    counter = fold_counter("MPP/4", forgotten, JAKARTA)
    assert (counter.since_ms, counter.open_before_ms) == (NOW_MS - 8 * HOUR_MS, 0)
    again = fold_counter("MPP/4", minutes((11 * 60, OPENED), (60, OPENED)), JAKARTA)
    assert (again.since_ms, again.open_before_ms) == (NOW_MS - HOUR_MS, 0)


def test_the_latest_posted_wait_is_taken() -> None:
    later = ev.SiteWaitReported(site="RSUD", wait_minutes=20)
    earlier = ev.SiteWaitReported(site="RSUD", wait_minutes=35, waiting=22)
    wait = fold_site_wait("RSUD", minutes((5, later), (15, earlier)))
    assert (wait.entity_id, wait.wait_minutes, wait.waiting) == ("RSUD", 20, None)
    assert wait.reported_ms == NOW_MS - 5 * MINUTE_MS


def test_of_two_posts_of_the_same_instant_the_greater_event_id_decides() -> None:
    facts = [StoredFact(NOW_MS, name, ev.SiteWaitReported(site="RSUD", wait_minutes=n)) for n, name in enumerate("cab")]
    assert fold_site_wait("RSUD", facts).wait_minutes == 0


def test_a_survey_holds_its_nine_scores() -> None:
    answer = ev.SurveyAnswered(survey_id="S1", site="MPP", service="permit", scores=[4, 4, 3, 4, 4, 3, 4, 4, 4])
    survey = fold_survey("S1", minutes((5, answer)))
    assert (survey.entity_id, survey.site, survey.service) == ("S1", "MPP", "permit")
    assert survey.scores == (4, 4, 3, 4, 4, 3, 4, 4, 4)
    assert survey.answered_ms == NOW_MS - 5 * MINUTE_MS


@given(ticket_facts)
def test_a_ticket_is_consistent_in_itself(rows: list[StoredFact]) -> None:
    ticket = fold_ticket("A1", rows)
    has_ended = ticket.state >= TicketState.SKIPPED
    assert (ticket.ended_ms != 0) == has_ended
    assert ticket.is_open == (ticket.is_known and not has_ended)
    assert ticket.is_known == any(isinstance(fact.payload, ev.TicketIssued) for fact in rows)
    assert ticket.called_ms != 0 or ticket.calls == 0
    assert ticket.changed_ms == max(fact.occurred_ms for fact in rows)
    assert not ticket.is_known or ticket.day_ms != 0
    if ticket.is_online and ticket.wait_from_ms:
        assert ticket.wait_from_ms >= max(ticket.checked_in_ms, ticket.slot_ms)


@given(counter_facts)
def test_a_counter_was_open_no_longer_than_its_day_lasted(rows: list[StoredFact]) -> None:
    counter = fold_counter("MPP/4", rows, JAKARTA)
    first_ms = min(fact.occurred_ms for fact in rows)
    assert 0 <= counter.open_before_ms <= min(counter.since_ms - first_ms, 24 * HOUR_MS)


def test_a_counter_that_never_closes_goes_on_over_midnight() -> None:
    """At a hospital: opened at 23:00, paused at 01:00, opened at 02:00, still open at 10:00; the day began at 00:00."""
    facts = minutes((11 * 60, OPENED), (9 * 60, PAUSED), (8 * 60, OPENED))
    counter = fold_counter("MPP/4", facts, JAKARTA, never_closing={"MPP"})
    assert (counter.since_ms, counter.open_before_ms) == (NOW_MS - 8 * HOUR_MS, HOUR_MS)
    again = fold_counter("MPP/4", minutes((11 * 60, OPENED), (60, OPENED)), JAKARTA, never_closing={"MPP"})
    assert (again.since_ms, again.state) == (NOW_MS - 10 * HOUR_MS, CounterState.OPEN)
