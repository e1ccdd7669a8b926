"""Alarms in a store: both databases, a restart, two processes, acts with their line in the trail, and a flood."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data_sources.alarm_desk import AlarmDesk
from data_sources.alarm_log import AlarmLog
from data_sources.alarm_watch import LEASE_MS, AlarmWatch
from data_sources.audit import entries, verify
from data_sources.clock import SystemClock
from data_sources.store import Store
from domain.alarms.acts import AlarmRefusedError, NotYoursError
from domain.alarms.board import NO_ALARMS, AlarmBoard
from domain.alarms.life import Happening, State
from domain.alarms.priority import Priority
from domain.alarms.rule import AlarmRules
from domain.alarms.signals import Observation
from domain.clock import from_epoch_ms
from tests.domain.alarms.making import HEAD, MAYOR, MINUTE_MS, NOW_MS, OPERATOR, a_rule, rules_of, saw

NOW = from_epoch_ms(NOW_MS)
CRITICAL = rules_of(a_rule(priority=Priority.CRITICAL, is_latching=True))


class Room:
    """One process on a store: its watch, its desk and what its screens were told."""

    def __init__(self, store: Store, owner: str = "one", rules: AlarmRules = CRITICAL) -> None:
        self.seen: Observation | None = None
        self.board: AlarmBoard = NO_ALARMS
        self.wall_ms = 1_000_000
        self.log = AlarmLog(store)
        self.watch = AlarmWatch(rules, self.log, lambda: self.seen, self._told, owner, lambda: self.wall_ms)
        self.desk = AlarmDesk(self.log, SystemClock(), self.watch.refresh)

    def _told(self, board: AlarmBoard) -> None:
        self.board = board

    def looks(self, values: dict[str, float | None], minutes: float = 0) -> int:
        """One turn with what is seen so many minutes later; how many events were stored."""
        self.seen = saw(values, NOW_MS + round(minutes * MINUTE_MS))
        return self.watch.step()

    @property
    def states(self) -> list[State]:
        return [alarm.state for alarm in self.board.alarms]


def test_before_the_first_picture_nothing_is_known(store: Store) -> None:
    room = Room(store)
    assert room.watch.step() == 0
    assert not room.board.is_known


def test_an_alarm_lives_in_the_store_and_on_the_screens(store: Store) -> None:
    room = Room(store)
    assert room.looks({"MPP": 1.0}) == 0
    assert room.board.is_known
    assert room.looks({"MPP": 3.0}, 1) == 1
    assert room.looks({"MPP": 3.0}, 2) == 0
    assert room.states == [State.UNACKNOWLEDGED]
    room.looks({"MPP": 0.5}, 3)
    assert room.states == [State.RETURNED]
    room.desk.acknowledge(1, OPERATOR, "seen", NOW + timedelta(minutes=4))
    assert (room.states, room.board.open) == ([], 0)
    told = [(event.number, event.what, event.who) for event in room.desk.life(1)]
    assert told == [(1, Happening.RAISED, ""), (2, Happening.RETURNED, ""), (3, Happening.ACKNOWLEDGED, "oni")]


def test_a_restart_finds_everything_as_it_was(store: Store) -> None:
    room = Room(store)
    room.looks({"MPP": 3.0, "PKM": 3.0})
    room.desk.own(1, OPERATOR, "on it", NOW)
    room.desk.shelve(2, OPERATOR, "repair", NOW, timedelta(hours=2))
    again = Room(store, "after the restart")
    again.wall_ms += LEASE_MS + 1
    again.looks({"MPP": 3.0, "PKM": 3.0}, 1)
    assert again.board == room.board
    assert [(alarm.owner, alarm.shelf_reason) for alarm in again.board.alarms] == [("oni", ""), ("", "repair")]


def test_two_processes_raise_an_alarm_once_and_see_the_same(store: Store) -> None:
    one, two = Room(store, "one"), Room(store, "two")
    assert (one.looks({"MPP": 3.0}), two.looks({"MPP": 3.0})) == (1, 0)
    assert two.board == one.board
    assert two.states == [State.UNACKNOWLEDGED]
    two.desk.acknowledge(1, HEAD, "", NOW)
    one.looks({"MPP": 3.0}, 1)
    assert one.states == [State.ACKNOWLEDGED]
    assert one.board == two.board


def test_one_process_judges_until_its_lease_is_over_or_given_back(store: Store) -> None:
    one, two = Room(store, "one"), Room(store, "two")
    one.looks({})
    assert two.looks({"MPP": 3.0}) == 0
    one.watch.stop()
    assert two.looks({"MPP": 3.0}) == 1
    one.wall_ms += LEASE_MS // 2
    assert one.looks({"MPP": 0.0, "PKM": 3.0}) == 0
    one.wall_ms += LEASE_MS
    assert one.looks({"MPP": 3.0, "PKM": 3.0}) == 1


def test_a_lease_of_the_far_future_is_no_lease(store: Store) -> None:
    """A machine whose clock was wrong for a while keeps nobody from watching."""
    one, two = Room(store, "one"), Room(store, "two")
    one.wall_ms += 10 * LEASE_MS
    one.looks({})
    assert two.looks({"MPP": 3.0}) == 1


def test_what_another_process_did_meanwhile_is_not_done_twice(store: Store) -> None:
    """Both have looked, neither has read the other's event yet: the second one sees it when it writes."""
    one, two = AlarmLog(store), AlarmLog(store)
    one.catch_up()
    two.catch_up()
    watch = Room(store)
    watch.looks({"MPP": 3.0})
    desk_one, desk_two = AlarmDesk(one, SystemClock()), AlarmDesk(two, SystemClock())
    desk_one.acknowledge(1, OPERATOR, "", NOW)
    alarm = desk_two.acknowledge(1, HEAD, "", NOW)
    assert alarm is not None
    assert alarm.acknowledged_by == "oni"


# --- acts


def acts_told(store: Store) -> list[tuple[str, str, str]]:
    return [(row.who, row.role, row.subject) for row in entries(store) if row.action == "acted on an alarm"]


def test_every_act_of_a_person_is_in_the_trail_and_none_of_a_rule(store: Store) -> None:
    room = Room(store)
    room.looks({"MPP": 3.0})
    assert acts_told(store) == []
    room.desk.acknowledge(1, HEAD, "private words", NOW)
    room.desk.own(1, OPERATOR, "", NOW)
    room.desk.shelve(1, OPERATOR, "repair", NOW, timedelta(minutes=5))
    room.desk.unshelve(1, OPERATOR, "", NOW)
    assert acts_told(store) == [("hana", "agency-head", "alarm 1")] + [("oni", "operator", "alarm 1")] * 3
    assert verify(store).broken_at is None
    assert not any("private" in row.detail for row in entries(store))


Act = Callable[[AlarmDesk], object]
REFUSED: dict[str, tuple[type[Exception], Act]] = {
    "a mayor": (NotYoursError, lambda desk: desk.acknowledge(1, MAYOR, "", NOW)),
    "a shelf by a head": (NotYoursError, lambda desk: desk.shelve(1, HEAD, "repair", NOW, timedelta(hours=1))),
    "a long shelf": (AlarmRefusedError, lambda desk: desk.shelve(1, OPERATOR, "repair", NOW, timedelta(hours=25))),
    "no such alarm": (AlarmRefusedError, lambda desk: desk.own(7, OPERATOR, "", NOW)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_neither_stored_nor_told(store: Store, what: str) -> None:
    room = Room(store)
    room.looks({"MPP": 3.0})
    error, act = REFUSED[what]
    with pytest.raises(error):
        act(room.desk)
    assert len(room.desk.life(1)) == 1
    assert acts_told(store) == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE alarm_events SET who = 'nobody'", "DELETE FROM alarm_events", "UPDATE alarm_events SET at_ms = 0"],
)
def test_the_store_refuses_to_change_what_happened(store: Store, change: str) -> None:
    Room(store).looks({"MPP": 3.0})
    with pytest.raises(DBAPIError, match="only added to"), store.writing() as connection:
        connection.execute(text(change))


# --- a flood


def test_a_flood_of_forty_is_two_lines_and_no_alarm_is_lost(store: Store) -> None:
    loud = a_rule(name="feed", priority=Priority.CRITICAL, is_latching=True)
    room = Room(store, rules=rules_of(a_rule(), loud))
    places: dict[str, float | None] = {f"S{number}": 3.0 for number in range(39)}
    room.seen = Observation(NOW_MS, {**saw(places).sightings, **saw({"laksa": 2.0}, rule="feed").sightings})
    assert room.watch.step() == 41
    assert [(group.rule, group.n) for group in room.board.groups] == [("feed", 1), ("queue", 39)]
    assert (room.board.open, room.board.flood_raised) == (40, 40)
    calm = saw({}, NOW_MS + 11 * MINUTE_MS)
    room.seen = Observation(calm.now_ms, {**calm.sightings, "feed": ()})
    room.watch.step()
    assert (room.board.open, room.board.flood_ms, room.states) == (1, 0, [State.RETURNED])
    assert len(room.desk.history(NOW, NOW + timedelta(hours=1))) == 41 + 40 + 1
