"""The calendar in both kinds of store: versions, what a change does to open complaints, and what it leaves alone."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from data_sources import calendar_store
from data_sources.calendar_store import (
    CalendarChange,
    adopt_calendar,
    logged_changes,
    read_record,
    stored_versions,
)
from data_sources.folding import Until
from data_sources.kinds import COMPLAINT
from data_sources.repository import Batch, Repository
from data_sources.store import Store
from data_sources.tables import working_calendar, working_hours
from domain import events as ev
from domain.calendar_record import CalendarDayKind, CalendarRecord, RecordedDay, record_of, unused_version
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import ComplaintRules
from tests.domain.lives import city, city_rules, filed
from tests.domain.test_working_time import TANGERANG, jakarta

pytestmark = pytest.mark.services

STREAM = "liveroom:complaints"
LEAVE = date(2025, 8, 18)
"""Declared in early August 2025, after calendars had been made."""

DECREED = jakarta(2025, 8, 14, 12)
THURSDAY = jakarta(2025, 8, 14, 9)
DUE_BEFORE, DUE_AFTER = jakarta(2025, 8, 18, 16), jakarta(2025, 8, 19, 16)


def without_leave(record: CalendarRecord) -> CalendarRecord:
    return replace(record, days=tuple(day for day in record.days if day.day != LEAVE))


def rules_with(record: CalendarRecord) -> ComplaintRules:
    profile = replace(city(), calendar=record.calendar, calendar_record=record)
    return ComplaintRules(profile, city_rules().limits)


def the_record() -> CalendarRecord:
    record = city().calendar_record
    assert record is not None
    return record


OLD, NEW = rules_with(without_leave(the_record())), rules_with(the_record())


def tell(repository: Repository, *told: tuple[datetime, ev.Payload]) -> None:
    """Store facts, each as an event of its own that came in when it happened."""
    events = [an_event(at, payload) for at, payload in told]
    before = repository.position(STREAM)
    after = f"{int(before.partition('-')[0]) + len(events)}-0"
    repository.save(Batch(STREAM, before, after, len(events), events))


def an_event(at: datetime, payload: ev.Payload) -> ev.Event:
    at_ms, complaint_id = epoch_ms(at), payload.complaint_id  # type: ignore[attr-defined]  # a complaint's
    return ev.Event(
        event_id=f"{complaint_id}-{payload.type}-{at_ms}",
        type=payload.type,
        kind=COMPLAINT,
        entity_id=complaint_id,
        occurred_ms=at_ms,
        received_ms=at_ms,
        source="test",
        payload=payload,
        data=msgspec.json.encode(payload),
        position=f"{at_ms}-0",
    )


def two_days(complaint_id: str) -> ev.ComplaintFiled:
    return filed(complaint_id, category="illegal_dump")


def due(repository: Repository, complaint_id: str) -> datetime:
    return from_epoch_ms(repository.complaints_by_id([complaint_id])[complaint_id].due_ms)


def change_of(store: Store, rules: ComplaintRules, now: datetime) -> CalendarChange:
    change = adopt_calendar(store, rules, now)
    assert change is not None
    return change


@pytest.fixture
def decreed(store: Store) -> tuple[Repository, CalendarChange]:
    """Three complaints of 14 August with two working days; one is closed when the leave is decreed at noon."""
    assert adopt_calendar(store, OLD, jakarta(2025, 8, 1)) is not None
    repository = Repository(store, OLD)
    tell(repository, (THURSDAY, two_days("OPEN")), (THURSDAY, two_days("CLOSED")), (THURSDAY, two_days("NEVER")))
    tell(repository, (THURSDAY + timedelta(hours=1), ev.ComplaintResolved(complaint_id="CLOSED")))
    tell(repository, (THURSDAY, filed("FIRE", category="fire")))
    assert due(repository, "OPEN") == due(repository, "CLOSED") == DUE_BEFORE
    return repository, change_of(store, NEW, DECREED)


def test_a_leave_day_decreed_later_moves_what_is_open_and_leaves_what_is_closed(
    decreed: tuple[Repository, CalendarChange],
) -> None:
    repository, change = decreed
    assert due(repository, "OPEN") == due(repository, "NEVER") == DUE_AFTER
    assert due(repository, "CLOSED") == DUE_BEFORE
    assert (change.looked_at, change.moved) == (3, 3)
    assert [one.complaint_id for one in change.deadlines] == ["FIRE", "NEVER", "OPEN"]
    fire, _, moved = change.deadlines
    assert fire.before["due_ms"] == fire.after["due_ms"]  # it runs around the clock; its legal limit moved
    assert fire.before["legal_due_ms"] < fire.after["legal_due_ms"]
    assert from_epoch_ms(moved.before["due_ms"]) == DUE_BEFORE
    assert from_epoch_ms(moved.after["due_ms"]) == DUE_AFTER
    stamped = repository.complaints_by_id(["OPEN", "CLOSED"])
    assert {one.intake_calendar for one in stamped.values()} == {change.from_version}
    assert (stamped["OPEN"].calendar, stamped["CLOSED"].calendar) == (change.to_version, change.from_version)


def test_the_change_is_logged_and_a_second_start_changes_nothing(
    store: Store, decreed: tuple[Repository, CalendarChange]
) -> None:
    first, change = logged_changes(store)
    assert (first.from_version, first.looked_at, first.moved) == ("", 0, 0)
    assert change == decreed[1]
    assert adopt_calendar(store, NEW, DECREED + timedelta(days=1)) is None
    assert logged_changes(store) == [first, change]
    assert [version.version for version in stored_versions(store)] == [change.from_version, change.to_version]


def test_later_facts_and_rebuilds_keep_the_deadlines(decreed: tuple[Repository, CalendarChange]) -> None:
    """A closed complaint that is rated is folded anew; so is every one when the rules changed."""
    repository, _ = decreed
    tell(
        repository,
        (DECREED + timedelta(hours=1), ev.ComplaintRated(complaint_id="CLOSED", stars=5)),
        (DECREED + timedelta(hours=1), ev.ComplaintStarted(complaint_id="OPEN")),
    )
    assert (due(repository, "CLOSED"), due(repository, "OPEN")) == (DUE_BEFORE, DUE_AFTER)
    repository.refold_all()
    assert (due(repository, "CLOSED"), due(repository, "OPEN")) == (DUE_BEFORE, DUE_AFTER)
    tell(repository, (DECREED + timedelta(hours=2), ev.ComplaintResolved(complaint_id="OPEN")))
    assert due(repository, "OPEN") == DUE_AFTER
    tell(repository, (DECREED + timedelta(hours=3), ev.ComplaintReopened(complaint_id="CLOSED")))
    assert due(repository, "CLOSED") == DUE_AFTER


def test_a_process_with_the_old_folder_stamps_by_the_store(store: Store, decreed: tuple[Repository, object]) -> None:
    """The deadline of a new complaint does not depend on which of two processes folds it."""
    for number, rules in enumerate((OLD, NEW)):
        repository = Repository(store, rules)
        tell(repository, (THURSDAY, two_days(f"LATE-{number}")))
        assert due(repository, f"LATE-{number}") == DUE_AFTER


def test_the_past_is_told_with_the_deadlines_of_then_or_of_now(decreed: tuple[Repository, CalendarChange]) -> None:
    repository, _ = decreed
    before_decree = DECREED - timedelta(minutes=1)

    def told(until: Until) -> dict[str, datetime]:
        found = repository.entities_known(COMPLAINT, until)
        return {one.complaint_id: from_epoch_ms(one.due_ms) for one in found if one.category == "illegal_dump"}

    as_then = told(Until(before_decree, received_by=before_decree))
    assert as_then == {"OPEN": DUE_BEFORE, "CLOSED": DUE_BEFORE, "NEVER": DUE_BEFORE}
    assert told(Until(before_decree)) == {"OPEN": DUE_AFTER, "CLOSED": DUE_BEFORE, "NEVER": DUE_AFTER}


def test_a_version_is_stored_row_by_row_and_reads_back_as_the_same_clock(store: Store) -> None:
    change = change_of(store, NEW, DECREED)
    with store.reading() as connection:
        back = read_record(connection, change.to_version)
        on_leave = connection.execute(select(working_calendar).where(working_calendar.c.day == LEAVE)).one()
        units = set(connection.scalars(select(working_hours.c.unit).distinct()))
    assert back == the_record()
    assert back.calendar == city().calendar
    assert (on_leave.kind, on_leave.version) == ("collective_leave", "2026-1")
    assert on_leave.source.startswith("holidays ")
    assert units == {"", "BPBD;RSUD", "clinic"}


def test_a_changed_file_with_its_old_version_gets_a_name_of_its_own(store: Store) -> None:
    """And so does a content that comes back: a name stands for one stretch of time."""
    names = [
        change_of(store, rules, jakarta(2025, 8, day)).to_version
        for day, rules in enumerate((NEW, OLD, NEW, OLD), start=1)
    ]
    old, new = OLD.profile.calendar_record, NEW.profile.calendar_record
    assert old is not None
    assert new is not None
    assert names == [
        "2026-1",
        f"2026-1+{old.content_hash[:8]}",
        f"2026-1+{new.content_hash[:8]}",
        f"2026-1+{old.content_hash[:8]}.2",
    ]
    in_force = [version.in_force_ms for version in stored_versions(store)]
    assert in_force == sorted(set(in_force))


def test_nothing_is_stored_when_the_change_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version, the moved deadlines and the log are one transaction."""
    assert adopt_calendar(store, OLD, jakarta(2025, 8, 1)) is not None
    repository = Repository(store, OLD)
    tell(repository, (THURSDAY, two_days("OPEN")))

    def fail(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(calendar_store, "_log", fail)
    with pytest.raises(OSError, match="no space"):
        adopt_calendar(store, NEW, DECREED)
    assert (len(stored_versions(store)), len(logged_changes(store))) == (1, 1)
    assert due(repository, "OPEN") == DUE_BEFORE


def test_a_record_remembers_what_moves_no_deadline_but_does_not_count_it() -> None:
    """Another source is the same content; another name, day or hour is not."""
    record = the_record()
    resourced = replace(record, version="9", days=tuple(replace(day, source="x") for day in record.days))
    assert resourced.content_hash == record.content_hash
    assert without_leave(record).content_hash != record.content_hash
    assert replace(record, cut_off=time(15)).content_hash != record.content_hash
    assert unused_version(record, lambda _: False) == "2026-1"


def test_a_reopened_day_is_worked_and_stays_on_record() -> None:
    record = the_record()
    row = RecordedDay(LEAVE, CalendarDayKind.REOPENED, "dibatalkan", "test")
    reopened = replace(record, days=tuple(sorted([*record.days, row])))
    assert not record.calendar.is_working_day(LEAVE)
    assert reopened.calendar.is_working_day(LEAVE)


def test_a_calendar_without_sources_has_a_record_that_gives_it_back() -> None:
    assert record_of(TANGERANG).calendar == TANGERANG
