"""A complaint is a fold over the set of its events: what each event does, and laws that hold for any set."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import events as ev
from domain.clock import epoch_ms
from domain.complaints import FIRST_CLOSED_STATE, ComplaintState, StoredFact, fold_complaint
from tests.domain.lives import FILED_AT, HOUR_MS, city, city_rules, facts, filed, folded, life

FILED_MS = epoch_ms(FILED_AT)
VERIFIED = ev.ComplaintVerified(complaint_id="K-1")
ANSWERED = ev.ComplaintAnswered(complaint_id="K-1")
STARTED = ev.ComplaintStarted(complaint_id="K-1")
WAITING = ev.ComplaintWaitingReporter(complaint_id="K-1")
RESUMED = ev.ComplaintResumed(complaint_id="K-1")
COMPLETED = ev.ComplaintCompleted(complaint_id="K-1")
RESOLVED = ev.ComplaintResolved(complaint_id="K-1")
REOPENED = ev.ComplaintReopened(complaint_id="K-1")
REJECTED = ev.ComplaintRejected(complaint_id="K-1")
DUPLICATE = ev.ComplaintDuplicate(complaint_id="K-1")
ARCHIVED = ev.ComplaintArchived(complaint_id="K-1")
RATED = ev.ComplaintRated(complaint_id="K-1", stars=4)


def assigned(agency: str) -> ev.ComplaintAssigned:
    return ev.ComplaintAssigned(complaint_id="K-1", agency=agency)


@pytest.mark.parametrize(
    ("payload", "state", "is_response"),
    [
        (VERIFIED, ComplaintState.VERIFIED, True),
        (assigned("DLH"), ComplaintState.ASSIGNED, False),
        (ANSWERED, ComplaintState.RECEIVED, True),
        (STARTED, ComplaintState.IN_PROGRESS, True),
        (WAITING, ComplaintState.WAITING_REPORTER, True),
        (RESUMED, ComplaintState.IN_PROGRESS, False),
        (COMPLETED, ComplaintState.AWAITING_VERIFICATION, True),
        (RESOLVED, ComplaintState.RESOLVED, True),
        (REJECTED, ComplaintState.REJECTED, True),
        (DUPLICATE, ComplaintState.DUPLICATE, True),
        (ARCHIVED, ComplaintState.ARCHIVED, True),
        (REOPENED, ComplaintState.RECEIVED, False),
        (RATED, ComplaintState.RECEIVED, False),
    ],
    ids=lambda value: value.type if isinstance(value, ev.Payload) else None,
)
def test_each_event_moves_the_state_and_may_be_the_first_response(
    payload: ev.Payload, state: ComplaintState, is_response: bool
) -> None:
    complaint = folded(filed(), payload)
    assert complaint.state == state
    assert complaint.response_ms == (FILED_MS + HOUR_MS if is_response else 0)
    assert complaint.closed_ms == (FILED_MS + HOUR_MS if state >= FIRST_CLOSED_STATE else 0)
    assert complaint.changed_ms == FILED_MS + HOUR_MS


def test_a_filed_complaint_has_its_lead_agency_and_its_deadlines() -> None:
    complaint = folded(filed(ward="36.71.01.1001", lat=-6.17, lon=106.63))
    assert (complaint.agency, complaint.ward, complaint.lat, complaint.lon) == ("DLH", "36.71.01.1001", -6.17, 106.63)
    assert (complaint.state, complaint.opened_ms, complaint.is_open) == (ComplaintState.RECEIVED, FILED_MS, True)
    assert FILED_MS < complaint.due_ms <= complaint.legal_due_ms
    assert complaint.calendar == city().calendar.version


def test_every_event_type_of_a_complaint_can_be_folded() -> None:
    """No type of the contract reaches the fold without a rule."""
    kinds = [kind for kind in ev.PAYLOADS if kind.type.startswith("complaint.")]
    assert len(kinds) == 14
    values: dict[str, dict[str, object]] = {
        "complaint.filed": {"category": "pothole", "channel": "LAKSA"},
        "complaint.assigned": {"agency": "DLH"},
        "complaint.rated": {"stars": 3},
    }
    for kind in kinds:
        payload = kind(complaint_id="K-1", **values.get(kind.type, {}))
        assert fold_complaint("K-1", life(payload), city_rules()).complaint_id == "K-1"


def test_the_first_response_is_the_earliest_one() -> None:
    assert folded(filed(), assigned("DLH"), ANSWERED, VERIFIED, STARTED).response_ms == FILED_MS + 2 * HOUR_MS


def test_a_reopened_complaint_is_open_again_and_keeps_its_deadline() -> None:
    complaint = folded(filed(), RESOLVED, REOPENED)
    assert (complaint.state, complaint.closed_ms, complaint.reopenings) == (ComplaintState.REOPENED, 0, 1)
    assert complaint.is_open
    assert complaint.due_ms == folded(filed()).due_ms


def test_a_complaint_may_be_reopened_and_closed_many_times() -> None:
    complaint = folded(filed(), RESOLVED, REOPENED, STARTED, REJECTED, REOPENED, ARCHIVED)
    assert (complaint.state, complaint.reopenings) == (ComplaintState.ARCHIVED, 2)
    assert complaint.closed_ms == FILED_MS + 6 * HOUR_MS


def test_a_second_assignment_to_another_agency_is_a_hand_off_and_keeps_the_clock() -> None:
    complaint = folded(filed(), assigned("DLH"), assigned("DLH"), assigned("DPUPR"))
    assert (complaint.agency, complaint.handoffs) == ("DPUPR", 1)
    assert complaint.due_ms == folded(filed()).due_ms


def test_the_agency_named_at_filing_counts_as_the_first_one() -> None:
    complaint = folded(filed(agency="DPUPR"), assigned("DLH"))
    assert (complaint.agency, complaint.handoffs) == ("DLH", 1)


def test_a_pause_moves_the_deadline_by_the_paused_service_time() -> None:
    calendar = city().calendar
    plain, paused = folded(filed()), folded(filed(), WAITING, RESUMED)
    served = calendar.service_ms_between(paused.paused_from_ms, paused.resumed_ms)
    assert paused.due_ms == calendar.add_service_ms(plain.due_ms, served)
    assert paused.due_ms > plain.due_ms
    assert paused.legal_due_ms == plain.legal_due_ms


def test_a_pause_of_an_emergency_moves_its_deadline_by_plain_time() -> None:
    every = timedelta(minutes=7)
    plain, paused = folded(filed(category="flood")), folded(filed(category="flood"), WAITING, RESUMED, every=every)
    assert paused.due_ms == plain.due_ms + 7 * 60_000


def test_a_running_pause_does_not_move_the_deadline_yet() -> None:
    complaint = folded(filed(), WAITING)
    assert (complaint.due_ms, complaint.resumed_ms) == (folded(filed()).due_ms, 0)


def test_only_the_first_pause_counts() -> None:
    once = folded(filed(), WAITING, RESUMED)
    twice = folded(filed(), WAITING, RESUMED, WAITING, RESUMED)
    assert twice.due_ms == once.due_ms


@pytest.mark.parametrize("ending", [COMPLETED, RESOLVED, REJECTED])
def test_completing_or_closing_ends_a_pause(ending: ev.Payload) -> None:
    assert folded(filed(), WAITING, ending).resumed_ms == FILED_MS + 2 * HOUR_MS


@pytest.mark.parametrize("late", [VERIFIED, assigned("DPUPR"), STARTED, WAITING, COMPLETED, REJECTED, DUPLICATE])
def test_a_closed_complaint_stays_closed(late: ev.Payload) -> None:
    """Until it is reopened, whatever else is said about it, and it keeps the time of its first closing."""
    complaint = folded(filed(), RESOLVED, late)
    assert (complaint.state, complaint.closed_ms) == (ComplaintState.RESOLVED, FILED_MS + HOUR_MS)


def test_the_sources_own_deadline_wins_also_over_a_pause() -> None:
    due_at = FILED_AT + timedelta(days=9)
    complaint = folded(filed(due_at=due_at), WAITING, RESUMED)
    assert (complaint.due_ms, complaint.has_source_due) == (epoch_ms(due_at), True)
    assert complaint.legal_due_ms == folded(filed()).legal_due_ms


def test_a_complaint_is_unknown_until_it_is_filed() -> None:
    """Facts that arrive before the filing are kept, and count from then on."""
    complaint = folded(assigned("DLH"), STARTED)
    assert (complaint.is_known, complaint.is_open, complaint.due_ms) == (False, False, 0)
    late_filing = StoredFact(FILED_MS + 5 * HOUR_MS, "late", filed())
    complaint = fold_complaint("K-1", [*life(assigned("DPUPR"), STARTED), late_filing], city_rules())
    assert complaint.is_open
    assert (complaint.agency, complaint.state) == ("DPUPR", ComplaintState.IN_PROGRESS)


def test_a_category_that_the_city_dropped_leaves_a_complaint_without_promise() -> None:
    complaint = folded(filed(category="no_longer_there"))
    assert (complaint.is_open, complaint.due_ms, complaint.policy) == (True, 0, "")


def test_facts_of_the_same_instant_are_taken_in_the_order_of_their_ids() -> None:
    rows = [StoredFact(FILED_MS, "c", RESOLVED), StoredFact(FILED_MS, "a", filed()), StoredFact(FILED_MS, "b", STARTED)]
    assert fold_complaint("K-1", rows, city_rules()).state == ComplaintState.RESOLVED


@given(st.lists(facts, max_size=12))
def test_filed_is_open_and_closed_together(lives: list[list[StoredFact]]) -> None:
    counts: Counter[str] = Counter()
    for rows in lives:
        complaint = fold_complaint("K-1", rows, city_rules())
        counts["filed"] += any(isinstance(fact.payload, ev.ComplaintFiled) for fact in rows)
        counts["open"] += complaint.is_open
        counts["closed"] += complaint.is_known and complaint.state >= FIRST_CLOSED_STATE
    assert counts["filed"] == counts["open"] + counts["closed"]


@given(facts)
def test_a_complaint_is_consistent_in_itself(rows: list[StoredFact]) -> None:
    complaint = fold_complaint("K-1", rows, city_rules())
    is_closed = complaint.state >= FIRST_CLOSED_STATE
    assert (complaint.closed_ms != 0) == is_closed
    assert complaint.is_open == (complaint.is_known and not is_closed)
    assert complaint.changed_ms == max(fact.occurred_ms for fact in rows)
    assert complaint.resumed_ms == 0 or complaint.resumed_ms >= complaint.paused_from_ms > 0
    assert complaint.reopenings <= sum(isinstance(fact.payload, ev.ComplaintReopened) for fact in rows)
    assert complaint.state != ComplaintState.UNKNOWN or not complaint.is_known
    if is_closed:
        assert complaint.response_ms != 0
        assert complaint.response_ms <= complaint.closed_ms


def test_a_complaint_beyond_the_calendar_is_open_without_a_deadline() -> None:
    """The ingester must not stop where the calendar ends; the start warns of it in time."""
    last = city().calendar.last_day
    filed_ms = epoch_ms(datetime(last.year, last.month, last.day, 3, tzinfo=UTC))
    payload = ev.ComplaintFiled(complaint_id="K-9", category="pothole", channel="LAKSA")
    complaint = fold_complaint("K-9", [StoredFact(filed_ms, "e1", payload)], city_rules())
    assert (complaint.is_open, complaint.due_ms, complaint.policy) == (True, 0, "")
