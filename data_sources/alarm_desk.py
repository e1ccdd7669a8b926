"""The desk at which alarms are answered: acts of people, judged by their role, stored and told in the trail."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from data_sources.alarm_log import AlarmLog
from data_sources.audit import Action, Entry
from domain.alarms.acts import Act, AlarmRefusedError, acted
from domain.alarms.health import AlarmHealth, HealthRules, alarm_health
from domain.alarms.life import Alarm, AlarmEvent, Origin
from domain.alarms.register import Register
from domain.clock import Clock, epoch_ms
from domain.identity import Identity


class AlarmDesk:
    """What people do about alarms; `now` is the city's clock, `machine` that of the trail. From any thread.

    Each act raises NotYoursError where a role may not do it, AlarmRefusedError where it cannot be done, and the
    errors of the store. `then` is called after each act, so that the screens of this process know at once.
    """

    def __init__(self, log: AlarmLog, machine: Clock, then: Callable[[], None] = lambda: None) -> None:
        self._log = log
        self._machine = machine
        self._then = then

    def acknowledge(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Say that somebody has seen it; the alarm after that, None where that closed it."""
        return self._act(alarm_id, Act.ACKNOWLEDGE, by, comment, now)

    def own(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Take it upon oneself; whose it was before is told by its events."""
        return self._act(alarm_id, Act.OWN, by, comment, now)

    def comment(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Write something down beside it."""
        return self._act(alarm_id, Act.COMMENT, by, comment, now)

    def shelve(self, alarm_id: int, by: Identity, reason: str, now: datetime, lasts: timedelta) -> Alarm | None:
        """Put it on the shelf for a time, at most 24 hours, for a reason; it stays listed."""
        return self._act(alarm_id, Act.SHELVE, by, reason, now, epoch_ms(now + lasts))

    def unshelve(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Take it off the shelf."""
        return self._act(alarm_id, Act.UNSHELVE, by, comment, now)

    def open(self) -> Register:
        """All open alarms, those on the shelf among them, as the store has them now."""
        return self._log.catch_up()

    def life(self, alarm_id: int) -> Sequence[AlarmEvent]:
        """All that happened to one alarm."""
        return self._log.events_of(alarm_id)

    def history(self, since: datetime, until: datetime) -> Sequence[AlarmEvent]:
        """All that happened in a time of the city's clock."""
        return self._log.history(epoch_ms(since), epoch_ms(until))

    def happened(self, since: datetime, until: datetime) -> tuple[Sequence[AlarmEvent], Mapping[int, Origin]]:
        """All that happened to alarms in a time of the city's clock, and what raised each of them."""
        events = self._log.history(epoch_ms(since), epoch_ms(until))
        return events, self._log.origins(events)

    def health(self, since: datetime, until: datetime, rules: HealthRules, agency: str = "") -> AlarmHealth:
        """How well the alarms rang in a time of the city's clock: those of one agency, or all."""
        events, origins = self.happened(since, until)
        still_open = list(self._log.catch_up().open.values())
        if agency:
            own = {number for number, origin in origins.items() if origin.agency == agency}
            events = [event for event in events if (event.alarm or event.number) in own]
            still_open = [alarm for alarm in still_open if alarm.origin.agency == agency]
        return alarm_health(events, origins, still_open, (epoch_ms(since), epoch_ms(until)), rules)

    def _act(
        self, alarm_id: int, act: Act, by: Identity, comment: str, now: datetime, until_ms: int = 0
    ) -> Alarm | None:
        def decide(register: Register) -> list[AlarmEvent]:
            alarm = register.open.get(alarm_id)
            if alarm is None:
                raise AlarmRefusedError(f"alarm {alarm_id}: expected an open one; it is closed, or there is none")
            return [acted(alarm, act, by, epoch_ms(now), comment, until_ms)]

        entry = Entry(epoch_ms(self._machine.now()), by.subject, by.role.value, Action.ALARM_ACTED)
        self._log.add(decide, entry)
        self._then()
        return self._log.register.open.get(alarm_id)
