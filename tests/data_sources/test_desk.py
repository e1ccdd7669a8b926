"""The desks on a real store: what is done is stored, told in the trail, and the same for every process."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from data_sources.access_tables import screens
from data_sources.audit import entries, verify
from data_sources.desk import StoreDesk
from data_sources.handovers import HandoverError, Handovers
from data_sources.store import Store
from domain.clock import epoch_ms
from domain.desk import DecidedOn, DeskAct, DeskError, DeskState, DutyShift
from domain.handover import Sheet, SheetRow
from domain.identity import Identity, Role
from domain.steering import DrivenByOtherError, FocusKind, WallMode, WallView

SARI, BUDI = (Identity(name.lower(), name, Role.OPERATOR) for name in ("Sari", "Budi"))
NUMBERS = [DecidedOn("A02", 214.0, None, 1_000), DecidedOn("A05", None, 0, None)]


@dataclass
class MovedClock:
    """A clock that the test moves."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    is_real: bool = True

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def desk(store: Store, clock: MovedClock) -> StoreDesk:
    return StoreDesk(store, clock, clock)


@pytest.fixture
def other(store: Store, clock: MovedClock) -> StoreDesk:
    """Another process on the same store."""
    return StoreDesk(store, clock, clock)


def enrol(store: Store, screen_id: str, role: Role) -> None:
    row = {"screen_id": screen_id, "name": f"Dinding {screen_id}", "role": role.value, "created_ms": 0}
    with store.writing() as connection:
        connection.execute(screens.insert().values(**row, is_revoked=False))


def actions(store: Store) -> list[tuple[str, str, str]]:
    return [(row.who, row.action, row.subject) for row in entries(store)]


def test_what_is_done_is_stored_told_and_seen_by_another_process(
    desk: StoreDesk, other: StoreDesk, store: Store, clock: MovedClock
) -> None:
    other.step()
    desk.act(SARI, "complaint", "L-1", DeskAct.OWN)
    desk.act(BUDI, "complaint", "L-1", DeskAct.COMMENT, " regu berangkat ")
    other.step()
    assert other.view == desk.view
    handling = other.view.handlings["complaint:L-1"]
    assert (handling.owner_name, handling.comments) == ("Sari", 1)
    assert [one.text for one in other.entries("complaint", "L-1")] == ["", "regu berangkat"]
    assert actions(store) == [(who, "work item handled", "complaint:L-1") for who in ("sari", "budi")]
    assert verify(store).broken_at is None
    now_ms = epoch_ms(clock.now())
    assert len(desk.entries_between(now_ms, now_ms + 1)) == 2
    assert desk.entries_between(now_ms + 1, now_ms + 2) == []


def test_what_cannot_be_done_leaves_nothing_behind(desk: StoreDesk, other: StoreDesk, store: Store) -> None:
    """Also where the other process has not heard of it yet: the store is asked, not the view."""
    desk.act(SARI, "complaint", "L-1", DeskAct.OWN)
    with pytest.raises(DeskError, match="owned_by_other"):
        other.act(BUDI, "complaint", "L-1", DeskAct.OWN)
    with pytest.raises(DeskError, match="not_a_row"):
        desk.act(SARI, "complaint", "", DeskAct.OWN)
    assert len(desk.entries("complaint", "L-1")) == 1
    assert len(actions(store)) == 1


def test_what_is_shelved_comes_back(desk: StoreDesk, clock: MovedClock) -> None:
    until_ms = epoch_ms(clock.now() + timedelta(hours=1))
    desk.act(SARI, "queue", "MPP", DeskAct.SHELVE, "listrik padam", until_ms)
    handling = desk.view.handlings["queue:MPP"]
    assert handling.state(until_ms - 1) is DeskState.SHELVED
    assert handling.state(until_ms) is DeskState.ACKNOWLEDGED


def test_a_decision_keeps_its_numbers(desk: StoreDesk, other: StoreDesk, clock: MovedClock) -> None:
    made = desk.decide(SARI, "Tambah loket", "queue:MPP", NUMBERS)
    other.refresh()
    assert other.view.decisions == (made,)
    now_ms = epoch_ms(clock.now())
    assert other.decisions_between(now_ms, now_ms + 1) == [made]
    assert list(made.numbers) == NUMBERS
    with pytest.raises(DeskError, match="needs_text"):
        desk.decide(SARI, " ", "", NUMBERS)


def test_steering_is_stored_and_taken_over_politely(desk: StoreDesk, other: StoreDesk, store: Store) -> None:
    enrol(store, "a", Role.WALL_GUEST)
    enrol(store, "b", Role.WALL_GUEST)
    view = WallView("queues", FocusKind.DISTRICT, "36.71.01", ("sites",), "C01", is_pinned=True)
    desk.steer(SARI, "a", view)
    other.refresh()
    seen = {wall.steering.wall: wall.steering for wall in other.view.walls}
    assert (seen["a"].view, seen["a"].driver_name) == (view, "Sari")
    assert not seen["b"].is_driven
    with pytest.raises(DrivenByOtherError):
        other.steer(BUDI, "a", WallView())
    assert other.steer(BUDI, "a", WallView(), is_confirmed=True).driver == "budi"
    assert other.release_wall(BUDI, "a").driver == ""
    with pytest.raises(DeskError):
        desk.steer(SARI, "nowhere", view)
    told = [action for _, action, _ in actions(store)]
    assert told == ["wall steered", "wall steered", "wall released"]


def test_staff_mode_is_for_screens_enrolled_for_it_and_ends_with_one_key(desk: StoreDesk, store: Store) -> None:
    enrol(store, "guest", Role.WALL_GUEST)
    enrol(store, "staff", Role.WALL_STAFF)
    staff = WallView(mode=WallMode.STAFF)
    desk.refresh()
    assert not desk.view.shows_staff("staff")
    assert [desk.steer(SARI, wall, staff).view.mode for wall in ("guest", "staff")] == [WallMode.GUEST, WallMode.STAFF]
    assert [desk.view.shows_staff(wall) for wall in ("guest", "staff", "unknown")] == [False, True, False]
    assert desk.to_guests(BUDI) == ["staff"]
    assert not desk.view.shows_staff("staff")
    assert desk.view.wall("staff").steering.driver == "sari"  # type: ignore[union-attr]


def test_an_idle_driver_loses_the_wheel(desk: StoreDesk, store: Store, clock: MovedClock) -> None:
    enrol(store, "a", Role.WALL_STAFF)
    desk.steer(SARI, "a", WallView("queues", mode=WallMode.STAFF))
    clock.at += timedelta(minutes=16)
    desk.step()
    assert not desk.view.walls[0].steering.is_driven
    assert not desk.view.shows_staff("a")


def test_who_is_there_is_seen_elsewhere_until_the_process_falls_silent(
    desk: StoreDesk, other: StoreDesk, clock: MovedClock
) -> None:
    desk.arrive("s1", SARI, "Meja 1")
    desk.arrive("s1", SARI)
    other.step()
    assert [(one.name, one.desk) for one in other.view.present] == [("Sari", "Meja 1")]
    clock.at += timedelta(seconds=40)
    other.step()
    assert other.view.present == ()
    desk.step()
    desk.leave("s1")
    assert desk.view.present == ()


def test_a_sheet_may_be_made_anew_until_the_next_shift_signs_it(store: Store, clock: MovedClock) -> None:
    book = Handovers(store, clock)
    row = SheetRow("complaint", "L-1", "pothole", "", "DPUPR", 5, "new", "")
    sheet = Sheet(DutyShift("Pagi", 100, 200), 150, came_overdue=(row,))
    book.keep(SARI, sheet, "satu")
    kept = book.keep(SARI, replace(sheet, made_ms=160), " dua ")
    assert book.of_shift(100) == kept
    assert (kept.remarks, book.latest_before(300), book.latest_before(100)) == ("dua", kept, None)
    with pytest.raises(HandoverError, match="own"):
        book.sign(SARI, 100, 205)
    assert book.sign(BUDI, 100, 205).signed_name == "Budi"
    with pytest.raises(HandoverError, match="signed"):
        book.keep(SARI, sheet, "tiga")
    with pytest.raises(HandoverError, match="signed"):
        book.sign(BUDI, 100, 206)
    with pytest.raises(HandoverError, match="none"):
        book.sign(BUDI, 999, 206)
