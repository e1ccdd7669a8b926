"""Alarms that are over go after their time, whole; what is open, and everything that is counted on, stays."""

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DBAPIError

from data_sources.alarm_log import AlarmLog
from data_sources.alarm_retention import expire_alarms, expire_messages
from data_sources.alarm_tables import alarm_events, alarm_messages
from data_sources.store import Rehearsal, Store
from domain.alarms.life import AlarmEvent, Happening
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, raised, then

pytestmark = pytest.mark.services

LATER_MS = NOW_MS + 60 * MINUTE_MS
LIVES = [
    raised(1, place="closed"),
    raised(2, place="open"),
    then(3, Happening.ACKNOWLEDGED, 1, comment="petugas berangkat", who="sari"),
    then(4, Happening.FLOOD_BEGAN, 0),
    then(5, Happening.FLOOD_ENDED, 0),
    then(6, Happening.FLOOD_BEGAN, 0),
    then(7, Happening.RETURNED, 1),
    then(8, Happening.COMMENTED, 2, comment="masih dikerjakan", who="budi"),
    raised(9, LATER_MS, place="new"),
    AlarmEvent(what=Happening.RETURNED, at_ms=LATER_MS, number=10, alarm=9),
    AlarmEvent(what=Happening.ACKNOWLEDGED, at_ms=LATER_MS, number=11, alarm=9),
]


@pytest.fixture
def log(store: Store) -> AlarmLog:
    log = AlarmLog(store)
    log.add(lambda _: LIVES)
    return log


def numbers(store: Store) -> list[int]:
    with store.reading() as connection:
        return list(connection.scalars(select(alarm_events.c.number).order_by(alarm_events.c.number)))


def test_what_is_over_goes_and_what_is_open_stays(store: Store, log: AlarmLog) -> None:
    """The alarm that was closed with its words; not the open one, the flood that is on, nor what came later."""
    assert expire_alarms(Rehearsal(store.writer, store.reader), LATER_MS) == 5
    assert numbers(store) == list(range(1, 12))
    assert expire_alarms(store, LATER_MS) == 5
    assert numbers(store) == [2, 6, 8, 9, 10, 11]
    assert expire_alarms(store, LATER_MS) == 0
    again = AlarmLog(store).catch_up()
    assert (again.open, again.number, again.flood_ms) == (log.register.open, 11, log.register.flood_ms)


def test_the_next_event_has_the_next_number_when_everything_went(store: Store, log: AlarmLog) -> None:
    log.add(lambda _: [then(12, Happening.RETURNED, 2), then(13, Happening.ACKNOWLEDGED, 2)])
    log.add(lambda _: [then(14, Happening.FLOOD_ENDED, 0)])
    expire_alarms(store, LATER_MS + MINUTE_MS)
    assert numbers(store) == [14]
    (event,) = AlarmLog(store).add(lambda _: [raised()])
    assert event.number == 15


def test_nothing_goes_before_its_time_whoever_tries(store: Store, log: AlarmLog) -> None:
    """The store lets go of what retention has marked as over, and of nothing else."""
    expire_alarms(store, LATER_MS)
    with pytest.raises(DBAPIError, match="only added to"), store.writing() as connection:
        connection.execute(delete(alarm_events).where(alarm_events.c.number == 10))
    assert 10 in numbers(store)


def test_messages_go_unless_they_wait(store: Store) -> None:
    fresh = {"attempts": 0, "told_ms": 0, "reason": "", "title": "", "body": "", "event": 1}
    states = [("delivered", NOW_MS), ("failed", NOW_MS), ("pending", NOW_MS), ("delivered", LATER_MS)]
    rows = [{**fresh, "target": f"t{n}", "state": state, "due_ms": due} for n, (state, due) in enumerate(states)]
    with store.writing() as connection:
        connection.execute(insert(alarm_messages), rows)
    assert expire_messages(store, LATER_MS) == 2
    with store.reading() as connection:
        assert list(connection.scalars(select(alarm_messages.c.target).order_by("target"))) == ["t2", "t3"]
