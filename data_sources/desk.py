"""The operators' desks in the store: every change is one transaction with its audit row and its revision.

What all desks show of it is kept in memory as one immutable view, read anew where the revision says so; another
process of the same store is noticed within the turn of `step`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

import msgspec
from sqlalchemy import Column, Connection, Row, Select, delete, func, insert, select, update

from data_sources.access_tables import screens
from data_sources.audit import Action, Entry, record
from data_sources.desk_tables import desk_decisions, desk_entries, desk_presence, desk_revision, wall_steering
from data_sources.store import Store
from domain.clock import Clock, epoch_ms
from domain.desk import (
    LONGEST_DECISION,
    UNTOUCHED,
    DecidedOn,
    Decision,
    DeskAct,
    DeskEntry,
    DeskError,
    DeskProblem,
    DeskRules,
    Handling,
    Present,
    applied,
    check,
)
from domain.desk_view import DeskView, WallSeen
from domain.identity import Identity, Role
from domain.steering import Hand, Steering, SteeringRules, WallMode, WallView, guest_safe, released, settled, steered

SEEN_SECONDS = 10.0
ABSENT_MS = 30_000
"""A desk whose process has not told of it for so long (machine's clock) is not there."""

DECISIONS_KEPT_MS = 24 * 3_600_000
"""Decisions of the last day, by the city's clock, are on every desk."""

Listener = Callable[[DeskView], None]


@dataclass
class StoreDesk:
    """What desks do and show. May be called from any thread; `clock` is the city's, `machine` the machine's."""

    store: Store
    clock: Clock
    machine: Clock
    rules: DeskRules = field(default_factory=DeskRules)
    steering_rules: SteeringRules = field(default_factory=SteeringRules)

    def __post_init__(self) -> None:
        """Begin with an empty view; the first turn reads the store."""
        self._view = DeskView()
        self._revision = -1
        self._last_number = 0
        self._handlings: dict[str, Handling] = {}
        self._here: dict[str, Present] = {}
        self._told_ms = 0
        self._listeners: list[Listener] = []
        self._lock = Lock()

    # --- what all desks show

    @property
    def view(self) -> DeskView:
        """The newest view that was read."""
        return self._view

    def subscribe(self, listener: Listener) -> None:
        """Have a function called with each new view, on whichever thread made it."""
        self._listeners.append(listener)

    def step(self) -> int:
        """One turn: tell who is here, let idle drivers go, and read what changed. Returns 0: it may rest after it."""
        self._tell_presence()
        self._settle()
        self.refresh()
        return 0

    def refresh(self) -> None:
        """Read the view anew, if anything changed since, and tell the listeners."""
        with self._lock:
            with self.store.reading() as connection:
                revision = connection.scalar(select(desk_revision.c.value)) or 0
                walls = _screens(connection)
                if revision == self._revision and walls == self._screens:
                    return
                self._read(connection, revision, walls)
            view = self._view
        for listener in self._listeners:
            listener(view)

    _screens: tuple[tuple[str, str, str], ...] = ()

    def _read(self, connection: Connection, revision: int, walls: tuple[tuple[str, str, str], ...]) -> None:
        fresh = select(desk_entries).where(desk_entries.c.number > self._last_number).order_by(desk_entries.c.number)
        for row in connection.execute(fresh):
            entry = _entry(row)
            self._handlings[entry.key] = applied(self._handlings.get(entry.key, UNTOUCHED), entry)
            self._last_number = entry.number
        steerings = {row.wall: _steering(row) for row in connection.execute(select(wall_steering))}
        since_ms = epoch_ms(self.machine.now()) - ABSENT_MS
        here = select(desk_presence).where(desk_presence.c.seen_ms >= since_ms).order_by(desk_presence.c.since_ms)
        self._view = DeskView(
            revision=revision,
            handlings=dict(self._handlings),
            present=tuple(_present(row) for row in connection.execute(here)),
            walls=tuple(_wall(one, steerings) for one in walls),
            decisions=tuple(_decision(row) for row in connection.execute(_recent_decisions(self.clock))),
        )
        self._revision, self._screens = revision, walls

    # --- rows of the work list

    def act(self, by: Identity, kind: str, ref: str, act: DeskAct, text: str = "", until_ms: int = 0) -> DeskEntry:
        """Do something with a row. Raises DeskError."""
        if not kind or not ref or len(ref) > 200:
            raise DeskError(DeskProblem.NOT_A_ROW, ref[:40])
        entry = DeskEntry(epoch_ms(self.clock.now()), by.subject, by.name, kind, ref, act, text.strip(), until_ms)
        with self.store.writing() as connection:
            entries = [_entry(row) for row in connection.execute(_of_row(kind, ref))]
            check(_folded(entries), entry, self.rules)
            entry = replace(entry, number=_next_number(connection, desk_entries.c.number))
            connection.execute(insert(desk_entries).values(**_entry_row(entry)))
            detail = {"act": act.value, "until_ms": until_ms}
            self._tell(connection, by, Action.DESK, entry.key, detail)
            _count(connection)
        self.refresh()
        return entry

    def entries(self, kind: str, ref: str) -> Sequence[DeskEntry]:
        """All that was done with a row, oldest first."""
        with self.store.reading() as connection:
            return [_entry(row) for row in connection.execute(_of_row(kind, ref))]

    def entries_between(self, from_ms: int, to_ms: int) -> Sequence[DeskEntry]:
        """All that was done at the desks in a span of the city's clock, oldest first."""
        is_in = (desk_entries.c.at_ms >= from_ms) & (desk_entries.c.at_ms < to_ms)
        with self.store.reading() as connection:
            rows = connection.execute(select(desk_entries).where(is_in).order_by(desk_entries.c.number))
            return [_entry(row) for row in rows]

    # --- decisions

    def decide(self, by: Identity, text: str, about: str, numbers: Sequence[DecidedOn]) -> Decision:
        """Store a decision with the numbers it rests on. Raises DeskError."""
        words = text.strip()
        if not words:
            raise DeskError(DeskProblem.NEEDS_TEXT)
        if len(words) > LONGEST_DECISION or len(about) > 220:
            raise DeskError(DeskProblem.TOO_LONG, str(LONGEST_DECISION))
        decision = Decision(epoch_ms(self.clock.now()), by.subject, by.name, words, about, tuple(numbers))
        with self.store.writing() as connection:
            decision = replace(decision, number=_next_number(connection, desk_decisions.c.number))
            connection.execute(insert(desk_decisions).values(**_decision_row(decision)))
            self._tell(connection, by, Action.DECIDED, about or "-", {"number": decision.number})
            _count(connection)
        self.refresh()
        return decision

    def decisions_between(self, from_ms: int, to_ms: int) -> Sequence[Decision]:
        """The decisions of a span of the city's clock, oldest first."""
        table = desk_decisions.c
        query = select(desk_decisions).where(table.at_ms >= from_ms, table.at_ms < to_ms).order_by(table.number)
        with self.store.reading() as connection:
            return [_decision(row) for row in connection.execute(query)]

    # --- who is there

    def arrive(self, session_id: str, identity: Identity, desk: str = "") -> None:
        """A desk was opened, or another one chosen."""
        known = self._here.get(session_id)
        since_ms = known.since_ms if known else epoch_ms(self.clock.now())
        seat = desk or (known.desk if known else "")
        self._here[session_id] = Present(session_id, identity.subject, identity.name, seat, since_ms)
        self._tell_presence(at_once=True)
        self.refresh()

    def leave(self, session_id: str) -> None:
        """A desk was closed."""
        if self._here.pop(session_id, None) is None:
            return
        with self.store.writing() as connection:
            connection.execute(delete(desk_presence).where(desk_presence.c.session_id == session_id))
            _count(connection)
        self.refresh()

    def _tell_presence(self, at_once: bool = False) -> None:
        now_ms = epoch_ms(self.machine.now())
        if not at_once and now_ms - self._told_ms < SEEN_SECONDS * 1000:
            return
        self._told_ms, here = now_ms, list(self._here.values())
        old = desk_presence.c.seen_ms < now_ms - ABSENT_MS
        with self.store.writing() as connection:
            gone = connection.execute(delete(desk_presence).where(old)).rowcount
            for one in here:
                _keep_present(connection, one, now_ms)
            if gone or at_once:
                _count(connection)

    # --- walls

    def steer(self, by: Identity, wall: str, view: WallView, *, is_confirmed: bool = False) -> Steering:
        """Ask a wall to show something. Raises DrivenByOtherError, or DeskError for a wall that is none."""
        with self.store.writing() as connection:
            current, is_capable = self._current(connection, wall)
            found = steered(
                current,
                guest_safe(view, is_staff_capable=is_capable),
                self._hand(by, is_confirmed),
                self.steering_rules,
            )
            _keep_steering(connection, found)
            detail = {"view": msgspec.to_builtins(found.view), "from": current.driver}
            self._tell(connection, by, Action.WALL_STEERED, wall, detail)
            _count(connection)
        self.refresh()
        return found

    def to_guests(self, by: Identity) -> Sequence[str]:
        """Put every wall into guest mode at once, whoever drives it: strangers may come in. Which walls it changed."""
        changed = []
        with self.store.writing() as connection:
            for row in connection.execute(select(wall_steering)).all():
                current = _steering(row)
                if current.view.mode is WallMode.GUEST:
                    continue
                _keep_steering(connection, replace(current, view=replace(current.view, mode=WallMode.GUEST)))
                self._tell(connection, by, Action.WALL_STEERED, row.wall, {"mode": WallMode.GUEST.value})
                changed.append(str(row.wall))
            _count(connection)
        self.refresh()
        return changed

    def release_wall(self, by: Identity, wall: str) -> Steering:
        """Let go of a wall. Raises DrivenByOtherError, or DeskError for a wall that is none."""
        with self.store.writing() as connection:
            current, _ = self._current(connection, wall)
            found = released(current, self._hand(by))
            _keep_steering(connection, found)
            self._tell(connection, by, Action.WALL_RELEASED, wall)
            _count(connection)
        self.refresh()
        return found

    def _settle(self) -> None:
        """Idle drivers let go."""
        machine_ms = epoch_ms(self.machine.now())
        seen = [wall.steering for wall in self._view.walls]
        if all(settled(one, machine_ms, self.steering_rules) == one for one in seen):
            return
        with self.store.writing() as connection:
            for row in connection.execute(select(wall_steering)).all():
                current = _steering(row)
                found = settled(current, machine_ms, self.steering_rules)
                if found != current:
                    _keep_steering(connection, found)
                    entry = Entry(machine_ms, current.driver, Role.OPERATOR.value, Action.WALL_RELEASED, row.wall)
                    record(connection, replace(entry, detail={"how": "idle"}))
            _count(connection)

    def _current(self, connection: Connection, wall: str) -> tuple[Steering, bool]:
        roles = {screen_id: role for screen_id, _, role in _screens(connection)}
        if wall not in roles:
            raise DeskError(DeskProblem.NOT_A_ROW, wall[:40])
        row = connection.execute(select(wall_steering).where(wall_steering.c.wall == wall)).first()
        return Steering(wall) if row is None else _steering(row), roles[wall] == Role.WALL_STAFF.value

    def _hand(self, by: Identity, is_confirmed: bool = False) -> Hand:
        now_ms, machine_ms = epoch_ms(self.clock.now()), epoch_ms(self.machine.now())
        return Hand(by.subject, by.name, now_ms, machine_ms, is_confirmed)

    def _tell(
        self,
        connection: Connection,
        by: Identity,
        action: Action,
        subject: str,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        record(connection, Entry(epoch_ms(self.machine.now()), by.subject, by.role.value, action, subject, detail))


# --- rows


def _count(connection: Connection) -> None:
    connection.execute(update(desk_revision).values(value=desk_revision.c.value + 1))


def _next_number(connection: Connection, column: Column[int]) -> int:
    """Numbers follow one another without a gap: writers take turns."""
    return (connection.scalar(select(func.max(column))) or 0) + 1


def _recent_decisions(clock: Clock) -> Select[tuple[object, ...]]:
    from_ms = epoch_ms(clock.now()) - DECISIONS_KEPT_MS
    return select(desk_decisions).where(desk_decisions.c.at_ms >= from_ms).order_by(desk_decisions.c.number)


def _of_row(kind: str, ref: str) -> Select[tuple[object, ...]]:
    is_it = (desk_entries.c.kind == kind) & (desk_entries.c.ref == ref)
    return select(desk_entries).where(is_it).order_by(desk_entries.c.number)


def _folded(entries: Sequence[DeskEntry]) -> Handling:
    handling = UNTOUCHED
    for entry in entries:
        handling = applied(handling, entry)
    return handling


def _entry(row: Row[tuple[object, ...]]) -> DeskEntry:
    return DeskEntry(
        row.at_ms, row.login, row.name, row.kind, row.ref, DeskAct(row.act), row.text, row.until_ms, row.number
    )


def _entry_row(entry: DeskEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at_ms": entry.at_ms,
        "login": entry.by,
        "name": entry.by_name,
        "kind": entry.kind,
        "ref": entry.ref,
        "act": entry.act.value,
        "text": entry.text,
        "until_ms": entry.until_ms,
    }


def _decision(row: Row[tuple[object, ...]]) -> Decision:
    numbers = tuple(DecidedOn(**number) for number in row.numbers)
    return Decision(row.at_ms, row.login, row.name, row.text, row.about, numbers, row.number)


def _decision_row(decision: Decision) -> dict[str, object]:
    return {
        "number": decision.number,
        "at_ms": decision.at_ms,
        "login": decision.by,
        "name": decision.by_name,
        "about": decision.about,
        "text": decision.text,
        "numbers": [msgspec.to_builtins(number) for number in decision.numbers],
    }


def _present(row: Row[tuple[object, ...]]) -> Present:
    return Present(row.session_id, row.login, row.name, row.desk, row.since_ms)


def _keep_present(connection: Connection, one: Present, seen_ms: int) -> None:
    values = {"login": one.login, "name": one.name, "desk": one.desk, "since_ms": one.since_ms, "seen_ms": seen_ms}
    is_it = desk_presence.c.session_id == one.session_id
    if not connection.execute(update(desk_presence).where(is_it).values(**values)).rowcount:
        connection.execute(insert(desk_presence).values(session_id=one.session_id, **values))


def _steering(row: Row[tuple[object, ...]]) -> Steering:
    view = msgspec.convert(row.view, WallView)
    return Steering(row.wall, view, row.driver, row.driver_name, row.since_ms, row.touched_ms)


def _keep_steering(connection: Connection, one: Steering) -> None:
    values = {
        "view": msgspec.to_builtins(one.view),
        "driver": one.driver,
        "driver_name": one.driver_name,
        "since_ms": one.since_ms,
        "touched_ms": one.touched_ms,
    }
    if not connection.execute(update(wall_steering).where(wall_steering.c.wall == one.wall).values(**values)).rowcount:
        connection.execute(insert(wall_steering).values(wall=one.wall, **values))


def _screens(connection: Connection) -> tuple[tuple[str, str, str], ...]:
    """The screens that can be steered: their id, name and role, by name."""
    query = select(screens).where(screens.c.is_revoked.is_(False)).order_by(screens.c.name, screens.c.screen_id)
    return tuple((row.screen_id, row.name, row.role) for row in connection.execute(query))


def _wall(screen: tuple[str, str, str], steerings: dict[str, Steering]) -> WallSeen:
    screen_id, name, role = screen
    return WallSeen(name, role == Role.WALL_STAFF.value, steerings.get(screen_id) or Steering(screen_id))
