"""The watch over the rules: judges what the hub saw, stores what follows, and tells the screens.

It runs on a thread of its own, so that a store that is away holds up no picture. Of several processes on one store
only one judges, by a lease; all of them tell their screens the same, from the same events.
"""

from collections.abc import Callable, Mapping, Sequence

import structlog
from sqlalchemy import insert, select, update

from data_sources.alarm_log import AlarmLog
from data_sources.alarm_tables import alarm_watch
from domain.alarms.board import AlarmBoard, Words, alarm_board
from domain.alarms.judge import NO_MEMORY, judged
from domain.alarms.life import AlarmEvent, Happening
from domain.alarms.register import Register
from domain.alarms.rule import AlarmRules, Source
from domain.alarms.signals import Observation

WATCH_SECONDS = 1.0
LEASE_MS = 15_000
RENEW_MS = 5_000
NAME = "rules"
OF_CASES = (Source.COMPLAINT_CLOCK, Source.CALL)
"""What is watched by the ticket of a single case."""

Observe = Callable[[], Observation | None]
Tell = Callable[[AlarmBoard], None]


class AlarmWatch:
    """Judges the rules, one turn a second. `step` is called by one thread, `refresh` by any."""

    def __init__(
        self, rules: AlarmRules, log: AlarmLog, observe: Observe, tell: Tell, owner: str, wall_ms: Callable[[], int]
    ) -> None:
        self._rules = rules
        self.log = log
        self._observe = observe
        self._tell = tell
        self._owner = owner
        self._wall_ms = wall_ms
        self._lease_ms = 0
        self._memory = NO_MEMORY
        self._words = words_of(rules)

    def step(self) -> int:
        """One turn: how many events were stored. Errors of the store pass on."""
        seen = self._observe()
        if seen is None:
            return 0
        stored: Sequence[AlarmEvent] = ()
        if self._holds_lease():
            register = self.log.catch_up()
            drafts, memory = judged(self._rules, seen, register, self._memory)
            if drafts:  # judged anew on what the store has then, so that nothing is raised or ended twice
                stored = self.log.add(lambda newest: judged(self._rules, seen, newest, self._memory)[0])
            self._memory = memory
        else:
            self._memory = NO_MEMORY
        self.refresh()
        _log_flood(stored)
        return len(stored)

    def refresh(self) -> None:
        """Tell the screens what the store has."""
        seen = self._observe()
        if seen is not None:
            self._tell(board_of(self.log.catch_up(), self._rules, self._words, seen.now_ms))

    @property
    def is_judge(self) -> bool:
        """Whether this process judges the rules now."""
        return self._wall_ms() < self._lease_ms

    def stop(self) -> None:
        """Let another process watch at once."""
        if self._lease_ms:
            with self.log.store.writing() as connection:
                is_mine = (alarm_watch.c.name == NAME) & (alarm_watch.c.owner == self._owner)
                connection.execute(update(alarm_watch).where(is_mine).values(until_ms=0))

    def _holds_lease(self) -> bool:
        """Whether this process judges; asked for anew every few seconds, so that the store is seldom written."""
        now_ms = self._wall_ms()
        if self._lease_ms - now_ms > LEASE_MS - RENEW_MS:
            return True
        with self.log.store.reading() as connection:
            holder = connection.execute(select(alarm_watch).where(alarm_watch.c.name == NAME)).first()
        if holder is not None and holder.owner != self._owner and now_ms < holder.until_ms <= now_ms + LEASE_MS:
            self._lease_ms = 0
            return False
        return self._take_lease(now_ms)

    def _take_lease(self, now_ms: int) -> bool:
        """Take it where it is still free when nobody else can write."""
        values = {"owner": self._owner, "until_ms": now_ms + LEASE_MS}
        with self.log.store.writing() as connection:
            holder = connection.execute(select(alarm_watch).where(alarm_watch.c.name == NAME)).first()
            is_free = holder is None or holder.owner == self._owner or not now_ms < holder.until_ms <= now_ms + LEASE_MS
            if is_free and holder is None:
                connection.execute(insert(alarm_watch).values(name=NAME, **values))
            elif is_free:
                connection.execute(update(alarm_watch).where(alarm_watch.c.name == NAME).values(**values))
        self._lease_ms = now_ms + LEASE_MS if is_free else 0
        return is_free


def words_of(rules: AlarmRules) -> Mapping[str, Words]:
    """What the rules are called on the screens."""
    return {rule.name: Words(rule.label, rule.todo, rule.source in OF_CASES) for rule in rules.rules}


def board_of(register: Register, rules: AlarmRules, words: Mapping[str, Words], now_ms: int) -> AlarmBoard:
    """The board of what is open."""
    return alarm_board(register, words, rules.flood.window_ms, now_ms)


def _log_flood(events: Sequence[AlarmEvent]) -> None:
    for event in events:
        if event.what in (Happening.FLOOD_BEGAN, Happening.FLOOD_ENDED):
            structlog.get_logger("alarms").warning(event.what.value)
