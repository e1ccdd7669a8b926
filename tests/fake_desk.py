"""Stand-ins for the desks' store: a view that the test sets, and what was asked of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.alarms.health import AlarmHealth, HealthRules, alarm_health
from domain.alarms.life import Alarm, AlarmEvent, Origin
from domain.case_file import CaseFile
from domain.city_status import Level, StatusEntry, checked_reason
from domain.clock import epoch_ms
from domain.desk import DecidedOn, Decision, DeskAct, DeskEntry, Handling, applied
from domain.desk_view import DeskView, WallSeen
from domain.emergencies import Call
from domain.handover import Handover, Sheet
from domain.identity import Identity
from domain.steering import Hand, Steering, SteeringRules, WallView, guest_safe, released, steered


@dataclass
class FakeDesk:
    """Desks without a store: what is done changes the view at once."""

    view: DeskView = field(default_factory=DeskView)
    done: list[DeskEntry] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    listeners: list[Callable[[DeskView], None]] = field(default_factory=list)
    here: list[str] = field(default_factory=list)

    def subscribe(self, listener: Callable[[DeskView], None]) -> None:
        self.listeners.append(listener)

    def show(self, view: DeskView) -> None:
        self.view = view
        for listener in self.listeners:
            listener(view)

    def act(self, by: Identity, kind: str, ref: str, act: DeskAct, text: str = "", until_ms: int = 0) -> DeskEntry:
        entry = DeskEntry(1, by.subject, by.name, kind, ref, act, text, until_ms, len(self.done) + 1)
        self.done.append(entry)
        known = self.view.handlings.get(entry.key, Handling())
        self.show(replace(self.view, handlings={**self.view.handlings, entry.key: applied(known, entry)}))
        return entry

    def entries(self, kind: str, ref: str) -> Sequence[DeskEntry]:
        return [one for one in self.done if (one.kind, one.ref) == (kind, ref)]

    def entries_between(self, from_ms: int, to_ms: int) -> Sequence[DeskEntry]:
        return self.done

    def decide(self, by: Identity, text: str, about: str, numbers: Sequence[DecidedOn]) -> Decision:
        decision = Decision(1, by.subject, by.name, text, about, tuple(numbers), len(self.decisions) + 1)
        self.decisions.append(decision)
        return decision

    def decisions_between(self, from_ms: int, to_ms: int) -> Sequence[Decision]:
        return self.decisions

    def arrive(self, session_id: str, identity: Identity, desk: str = "") -> None:
        self.here.append(identity.subject)

    def leave(self, session_id: str) -> None:
        self.here.clear()

    def steer(self, by: Identity, wall: str, view: WallView, *, is_confirmed: bool = False) -> Steering:
        seen = self._wall(wall)
        hand = Hand(by.subject, by.name, 1, 1, is_confirmed)
        safe = guest_safe(view, is_staff_capable=seen.is_staff_capable)
        return self._put(seen, steered(seen.steering, safe, hand, SteeringRules()))

    def to_guests(self, by: Identity) -> Sequence[str]:
        return []

    def release_wall(self, by: Identity, wall: str) -> Steering:
        seen = self._wall(wall)
        return self._put(seen, released(seen.steering, Hand(by.subject, by.name, 1, 1)))

    def _wall(self, wall: str) -> WallSeen:
        found = self.view.wall(wall)
        assert found is not None
        return found

    def _put(self, seen: WallSeen, steering: Steering) -> Steering:
        changed = replace(seen, steering=steering)
        walls = tuple(changed if one is seen else one for one in self.view.walls)
        self.show(replace(self.view, walls=walls))
        return steering


@dataclass
class FakeCases:
    """Cases by their tickets."""

    cases: dict[str, CaseFile] = field(default_factory=dict)

    def case(self, complaint_id: str) -> CaseFile | None:
        return self.cases.get(complaint_id)

    def exists(self, complaint_id: str) -> bool:
        return complaint_id in self.cases

    def place(self, complaint_id: str) -> tuple[float, float, str] | None:
        found = self.cases.get(complaint_id)
        if found is None or not found.is_told or found.lat is None or found.lon is None:
            return None
        return found.lat, found.lon, found.category

    def call(self, call_id: str) -> Call | None:
        return None


@dataclass
class FakeHandovers:
    """Sheets in memory."""

    kept: dict[int, Handover] = field(default_factory=dict)

    def of_shift(self, shift_from_ms: int) -> Handover | None:
        return self.kept.get(shift_from_ms)

    def latest_before(self, shift_from_ms: int) -> Handover | None:
        earlier = [at for at in self.kept if at < shift_from_ms]
        return self.kept[max(earlier)] if earlier else None

    def keep(self, by: Identity, sheet: Sheet, remarks: str) -> Handover:
        self.kept[sheet.shift.from_ms] = Handover(sheet, by.subject, by.name, remarks)
        return self.kept[sheet.shift.from_ms]

    def sign(self, by: Identity, shift_from_ms: int, at_ms: int) -> Handover:
        if shift_from_ms not in self.kept:
            raise ValueError("none")
        self.kept[shift_from_ms] = replace(self.kept[shift_from_ms], signed_by=by.subject, signed_ms=at_ms)
        return self.kept[shift_from_ms]


@dataclass
class FakeStatus:
    """The levels that were set, with their reasons."""

    set_levels: list[tuple[Level, str]] = field(default_factory=list)

    def set(self, level: Level, by: Identity, reason: str, now: datetime) -> StatusEntry:
        entry = StatusEntry(1, level, by.subject, by.role.value, checked_reason(reason), epoch_ms(now))
        self.set_levels.append((level, entry.reason))
        return entry


@dataclass
class FakeAlarms:
    """What was done about alarms, as (act, number, words)."""

    done: list[tuple[str, int, str]] = field(default_factory=list)
    events: list[AlarmEvent] = field(default_factory=list)

    def acknowledge(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        self.done.append(("acknowledge", alarm_id, comment))
        return None

    def own(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        self.done.append(("own", alarm_id, comment))
        return None

    def comment(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        self.done.append(("comment", alarm_id, comment))
        return None

    def shelve(self, alarm_id: int, by: Identity, reason: str, now: datetime, lasts: timedelta) -> Alarm | None:
        self.done.append(("shelve", alarm_id, f"{reason} {lasts}"))
        return None

    def unshelve(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        self.done.append(("unshelve", alarm_id, comment))
        return None

    def life(self, alarm_id: int) -> Sequence[AlarmEvent]:
        return ()

    def happened(self, since: datetime, until: datetime) -> tuple[Sequence[AlarmEvent], Mapping[int, Origin]]:
        return self.events, {event.number: event.origin for event in self.events if event.origin is not None}

    def health(self, since: datetime, until: datetime, rules: HealthRules, agency: str = "") -> AlarmHealth:
        happened, origins = self.happened(since, until)
        events = [one for one in happened if not agency or origins[one.alarm or one.number].agency == agency]
        return alarm_health(events, origins, (), (epoch_ms(since), epoch_ms(until)), rules)
