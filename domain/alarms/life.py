"""The life of one alarm (after ISA-18.2): what happened to it, in order, and the state that follows.

Every event may come in every state: one that does not apply changes nothing. So an alarm never disappears without an
event, and a latched one stays until somebody acknowledges it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from msgspec import Struct

from domain.alarms.priority import Priority

LONGEST_COMMENT = 500


class Happening(StrEnum):
    """What may happen to an alarm; the last two happen to all of them together."""

    RAISED = "raised"
    RETURNED = "returned"
    RAISED_AGAIN = "raised again"
    ACKNOWLEDGED = "acknowledged"
    OWNED = "owned"
    COMMENTED = "commented"
    SHELVED = "shelved"
    UNSHELVED = "unshelved"
    SHELF_ENDED = "shelf ended"
    ESCALATED = "escalated"
    FLOOD_BEGAN = "flood began"
    FLOOD_ENDED = "flood ended"


class State(StrEnum):
    """Where an alarm stands."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"
    """Normal again, and nobody has acknowledged it yet."""
    SHELVED = "shelved"
    CLOSED = "closed"


class Origin(Struct, frozen=True, kw_only=True):
    """What raised an alarm, as it was then: later changes of config.yaml do not change what is open."""

    rule: str
    place: str = ""
    agency: str = ""
    ward: str = ""
    category: str = ""
    priority: int = Priority.LOW
    is_latching: bool = False
    owner: str = ""
    group: str = ""
    value: float | None = None


class AlarmEvent(Struct, frozen=True, kw_only=True):
    """One thing that happened, at `at_ms` of the city's clock (milliseconds since 1970 UTC).

    `number` is its place in the store, from 1; `alarm` is the number of the event that raised the alarm, 0 for all of
    them together. `who` is empty where nobody acted. `until_ms` ends a shelf; `to_role` and `priority` come with an
    escalation.
    """

    what: Happening
    at_ms: int
    number: int = 0
    alarm: int = 0
    who: str = ""
    role: str = ""
    comment: str = ""
    origin: Origin | None = None
    until_ms: int = 0
    to_role: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm as its events have made it. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened.

    `raised_ms` is when it rang first, `rang_ms` when last; `level` is how many steps it was escalated since then.
    """

    alarm_id: int
    origin: Origin
    raised_ms: int
    rang_ms: int
    priority: Priority
    is_active: bool = True
    returned_ms: int = 0
    acknowledged_ms: int = 0
    acknowledged_by: str = ""
    owner: str = ""
    shelved_until_ms: int = 0
    shelved_by: str = ""
    shelf_reason: str = ""
    level: int = 0
    escalated_to: str = ""
    raises: int = 1
    comments: int = 0
    last_comment: str = ""
    closed_ms: int = 0
    last_number: int = 0

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.closed_ms:
            return State.CLOSED
        if self.shelved_until_ms:
            return State.SHELVED
        if self.is_active:
            return State.ACKNOWLEDGED if self.acknowledged_ms else State.UNACKNOWLEDGED
        return State.RETURNED

    @property
    def needs_response(self) -> bool:
        """Whether nobody has acknowledged it, on no shelf."""
        return self.state in (State.UNACKNOWLEDGED, State.RETURNED)

    @property
    def key(self) -> tuple[str, str]:
        """Of which rule it is, and where: of one key at most one alarm is open."""
        return self.origin.rule, self.origin.place


def born(event: AlarmEvent) -> Alarm | None:
    """The alarm that an event raises; None for any other event."""
    if event.what is not Happening.RAISED or event.origin is None or not event.number:
        return None
    priority = Priority(event.origin.priority)
    return Alarm(event.number, event.origin, event.at_ms, event.at_ms, priority, last_number=event.number)


def lived(alarm: Alarm, event: AlarmEvent) -> Alarm:
    """The alarm after one more event; one that it has seen, is not about it or does not apply changes nothing."""
    if event.alarm != alarm.alarm_id or event.number <= alarm.last_number or alarm.closed_ms:
        return alarm
    after = _AFTER.get(event.what)
    if after is None:
        return alarm
    return _settled(replace(after(alarm, event), last_number=event.number), event.at_ms)


def _settled(alarm: Alarm, at_ms: int) -> Alarm:
    """Closed where it is normal, on no shelf, and acknowledged unless nobody need acknowledge it."""
    is_done = not alarm.is_active and not alarm.shelved_until_ms
    return replace(alarm, closed_ms=at_ms) if is_done and _may_close(alarm) else alarm


def _may_close(alarm: Alarm) -> bool:
    return bool(alarm.acknowledged_ms) or not alarm.origin.is_latching


After = Callable[[Alarm, AlarmEvent], Alarm]


def _returned(alarm: Alarm, event: AlarmEvent) -> Alarm:
    return replace(alarm, is_active=False, returned_ms=event.at_ms) if alarm.is_active else alarm


def _raised_again(alarm: Alarm, event: AlarmEvent) -> Alarm:
    """What somebody acknowledged was over: its coming back is new, and so is the time to answer it."""
    if alarm.is_active:
        return alarm
    fresh = replace(alarm, acknowledged_ms=0, acknowledged_by="", level=0, escalated_to="")
    return replace(fresh, is_active=True, returned_ms=0, rang_ms=event.at_ms, raises=alarm.raises + 1)


def _acknowledged(alarm: Alarm, event: AlarmEvent) -> Alarm:
    if alarm.acknowledged_ms:
        return _commented(alarm, event)
    return _commented(replace(alarm, acknowledged_ms=event.at_ms, acknowledged_by=event.who), event)


def _owned(alarm: Alarm, event: AlarmEvent) -> Alarm:
    return _commented(replace(alarm, owner=event.who), event)


def _commented(alarm: Alarm, event: AlarmEvent) -> Alarm:
    if not event.comment:
        return alarm
    return replace(alarm, comments=alarm.comments + 1, last_comment=event.comment)


def _shelved(alarm: Alarm, event: AlarmEvent) -> Alarm:
    if event.until_ms <= event.at_ms:
        return alarm
    return replace(alarm, shelved_until_ms=event.until_ms, shelved_by=event.who, shelf_reason=event.comment)


def _off_the_shelf(alarm: Alarm, _: AlarmEvent) -> Alarm:
    return replace(alarm, shelved_until_ms=0, shelved_by="", shelf_reason="")


def _escalated(alarm: Alarm, event: AlarmEvent) -> Alarm:
    priority = alarm.priority if event.priority is None else Priority(event.priority)
    return replace(alarm, level=alarm.level + 1, escalated_to=event.to_role, priority=priority)


_AFTER: Mapping[Happening, After] = {
    Happening.RETURNED: _returned,
    Happening.RAISED_AGAIN: _raised_again,
    Happening.ACKNOWLEDGED: _acknowledged,
    Happening.OWNED: _owned,
    Happening.COMMENTED: _commented,
    Happening.SHELVED: _shelved,
    Happening.UNSHELVED: _off_the_shelf,
    Happening.SHELF_ENDED: _off_the_shelf,
    Happening.ESCALATED: _escalated,
}
