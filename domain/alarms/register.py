"""All open alarms at once: a fold over the events of the store, in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.alarms.life import Alarm, AlarmEvent, Happening, born, lived

RAISES_REMEMBERED = 500
"""How many of the latest raises are remembered, to tell a flood by."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """Open alarms by their number, those on a shelf among them; `number` is the last event that is folded in.

    `raises_ms` are when the latest alarms were raised, oldest first; `flood_ms` is when a flood began, 0 without one.
    """

    open: Mapping[int, Alarm] = field(default_factory=dict)
    number: int = 0
    raises_ms: tuple[int, ...] = ()
    flood_ms: int = 0

    def at(self, key: Key) -> Alarm | None:
        """The open alarm of a rule and a place."""
        return next((alarm for alarm in self.open.values() if alarm.key == key), None)

    @property
    def by_key(self) -> Mapping[Key, Alarm]:
        """Open alarms by rule and place."""
        return {alarm.key: alarm for alarm in self.open.values()}

    def raised_since(self, since_ms: int) -> int:
        """How many alarms were raised after an instant, as far as remembered."""
        return sum(at_ms > since_ms for at_ms in self.raises_ms)


def followed(register: Register, events: Iterable[AlarmEvent]) -> Register:
    """The register after more events, in the order of their numbers; what it has seen changes nothing."""
    alarms, number = dict(register.open), register.number
    raises_ms, flood_ms = list(register.raises_ms), register.flood_ms
    for event in events:
        if event.number <= number:
            continue
        number = event.number
        if event.what in (Happening.RAISED, Happening.RAISED_AGAIN):
            raises_ms.append(event.at_ms)
        if event.what is Happening.FLOOD_BEGAN:
            flood_ms = event.at_ms
        if event.what is Happening.FLOOD_ENDED:
            flood_ms = 0
        _follow(alarms, event)
    return replace(
        register, open=alarms, number=number, raises_ms=tuple(raises_ms[-RAISES_REMEMBERED:]), flood_ms=flood_ms
    )


def _follow(alarms: dict[int, Alarm], event: AlarmEvent) -> None:
    alarm = born(event)
    if alarm is not None:
        alarms[alarm.alarm_id] = alarm
        return
    before = alarms.get(event.alarm)
    if before is None:
        return
    after = lived(before, event)
    if after.closed_ms:
        del alarms[event.alarm]
    else:
        alarms[event.alarm] = after
