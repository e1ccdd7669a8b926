"""The life of an alarm: every event in every state, and the laws that hold whatever happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alarms.life import Alarm, AlarmEvent, Happening, State, born, lived
from domain.alarms.register import Register, followed
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, raised, then

H, S = Happening, State
LATER = NOW_MS + 600 * MINUTE_MS


def life(*events: AlarmEvent, is_latching: bool = False) -> Alarm:
    alarm = born(raised(is_latching=is_latching))
    assert alarm is not None
    for event in events:
        alarm = lived(alarm, event)
    return alarm


def steps(*happenings: Happening) -> list[AlarmEvent]:
    return [then(number, what, until_ms=LATER, who="oni") for number, what in enumerate(happenings, start=2)]


@pytest.mark.parametrize(
    ("happenings", "state", "latched"),
    [
        ((), S.UNACKNOWLEDGED, S.UNACKNOWLEDGED),
        ((H.ACKNOWLEDGED,), S.ACKNOWLEDGED, S.ACKNOWLEDGED),
        ((H.RETURNED,), S.CLOSED, S.RETURNED),
        ((H.RETURNED, H.ACKNOWLEDGED), S.CLOSED, S.CLOSED),
        ((H.ACKNOWLEDGED, H.RETURNED), S.CLOSED, S.CLOSED),
        ((H.RETURNED, H.RAISED_AGAIN), S.CLOSED, S.UNACKNOWLEDGED),
        ((H.SHELVED,), S.SHELVED, S.SHELVED),
        ((H.SHELVED, H.UNSHELVED), S.UNACKNOWLEDGED, S.UNACKNOWLEDGED),
        ((H.SHELVED, H.SHELF_ENDED), S.UNACKNOWLEDGED, S.UNACKNOWLEDGED),
        ((H.ACKNOWLEDGED, H.SHELVED, H.SHELF_ENDED), S.ACKNOWLEDGED, S.ACKNOWLEDGED),
        ((H.SHELVED, H.RETURNED), S.SHELVED, S.SHELVED),
        ((H.SHELVED, H.RETURNED, H.SHELF_ENDED), S.CLOSED, S.RETURNED),
        ((H.SHELVED, H.ACKNOWLEDGED, H.RETURNED, H.UNSHELVED), S.CLOSED, S.CLOSED),
        ((H.SHELVED, H.ACKNOWLEDGED, H.RETURNED, H.RAISED_AGAIN, H.UNSHELVED), S.UNACKNOWLEDGED, S.UNACKNOWLEDGED),
        ((H.OWNED, H.COMMENTED, H.ESCALATED), S.UNACKNOWLEDGED, S.UNACKNOWLEDGED),
    ],
)
def test_what_follows_from_what_happened(happenings: tuple[Happening, ...], state: State, latched: State) -> None:
    assert life(*steps(*happenings)).state is state
    assert life(*steps(*happenings), is_latching=True).state is latched


def test_what_is_acknowledged_says_by_whom_and_when() -> None:
    alarm = life(then(2, H.ACKNOWLEDGED, who="oni", comment="seen"), then(3, H.ACKNOWLEDGED, who="budi"))
    assert (alarm.acknowledged_by, alarm.acknowledged_ms, alarm.last_comment) == ("oni", NOW_MS + 2 * MINUTE_MS, "seen")


def test_a_shelf_that_ends_before_it_begins_is_none() -> None:
    assert life(then(2, H.SHELVED, until_ms=NOW_MS)).state is S.UNACKNOWLEDGED


def test_another_shelf_replaces_the_first_one() -> None:
    alarm = life(
        then(2, H.SHELVED, until_ms=LATER, comment="repair"), then(3, H.SHELVED, until_ms=LATER + 1, comment="again")
    )
    assert (alarm.shelved_until_ms, alarm.shelf_reason) == (LATER + 1, "again")


def test_an_event_of_another_alarm_changes_nothing() -> None:
    assert life(then(2, H.ACKNOWLEDGED, alarm=7)) == life()


# --- laws

events = st.builds(
    AlarmEvent,
    what=st.sampled_from(Happening),
    at_ms=st.integers(NOW_MS, LATER),
    number=st.integers(1, 40),
    alarm=st.integers(0, 6),
    who=st.sampled_from(["", "oni", "budi"]),
    until_ms=st.integers(0, LATER),
    origin=st.none() | st.builds(raised, is_latching=st.booleans()).map(lambda event: event.origin),
    priority=st.none() | st.integers(0, 3),
)


@given(st.lists(events, max_size=30))
def test_nothing_that_happens_is_refused_and_what_was_seen_changes_nothing(found: list[AlarmEvent]) -> None:
    """Each register equals itself after all its events once more, in any part and order."""
    register = followed(Register(), found)
    assert followed(register, found) == register
    assert followed(register, reversed(found)) == register


@given(st.lists(events, max_size=30))
def test_an_alarm_disappears_by_an_event_of_its_own_only(found: list[AlarmEvent]) -> None:
    register = Register()
    for event in found:
        after = followed(register, [event])
        gone = set(register.open) - set(after.open)
        assert gone <= {event.alarm}
        register = after


@given(st.lists(events.filter(lambda event: event.what is not H.ACKNOWLEDGED), max_size=30))
def test_a_latched_alarm_stays_until_somebody_acknowledges_it(found: list[AlarmEvent]) -> None:
    register = followed(Register(), [raised(1, is_latching=True)])
    assert 1 in followed(register, found).open


@given(st.lists(events, max_size=30))
def test_folding_piece_by_piece_is_folding_at_once(found: list[AlarmEvent]) -> None:
    ordered = sorted(found, key=lambda event: event.number)
    register = Register()
    for event in ordered:
        register = followed(register, [event])
    assert register == followed(Register(), ordered)
