"""What goes out about alarms: written down in the transaction of what it tells, and sent later, once it can be.

A message tells the rule, its level, the agency and what to do; never a ticket, a place of a case, a person or what
somebody wrote. What became of it stays visible: pending, delivered, or failed with a reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, Row, insert, select, update

from data_sources.alarm_tables import alarm_messages
from data_sources.store import Store
from domain.alarms.board import Words
from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.alarms.register import Register

FIRST_WAIT_MS = 15_000
LONGEST_WAIT_MS = 900_000
MOST_ATTEMPTS = 8
AT_ONCE = 20
LONGEST_REASON = 200


class Delivery(StrEnum):
    """What became of a message."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to tell: of which priorities when an alarm rings, as whom when one is escalated, of which agency ("" all).

    `urls` are Apprise's; they come from the environment, since they hold secrets.
    """

    name: str
    urls: tuple[str, ...] = ()
    priorities: frozenset[Priority] = frozenset({Priority.CRITICAL})
    roles: frozenset[str] = frozenset()
    agency: str = ""

    def wants(self, event: AlarmEvent, origin: Origin) -> bool:
        """Whether it is told of an event."""
        if self.agency and origin.agency != self.agency:
            return False
        if event.what is Happening.ESCALATED:
            return event.to_role in self.roles
        return event.what in (Happening.RAISED, Happening.RAISED_AGAIN) and Priority(origin.priority) in self.priorities


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what became of it; times are the machine's milliseconds since 1970."""

    message_id: int
    event: int
    target: str
    state: Delivery
    attempts: int
    due_ms: int
    told_ms: int
    reason: str
    title: str
    body: str


Send = Callable[[Target, str, str], str]
"""Target, title and body -> the reason why it was not delivered; empty where it was."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes down what is to be told of events; `agencies` are their short names, `levels` those of priorities."""

    targets: Sequence[Target]
    words: Mapping[str, Words]
    wall_ms: Callable[[], int]
    language: str = "id"
    levels: Mapping[Priority, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, connection: Connection, events: Sequence[AlarmEvent], register: Register) -> None:
        """Within the transaction of the events; `register` is what was open before them."""
        rows = [row for event in events for row in self._rows(event, register)]
        if rows:
            connection.execute(insert(alarm_messages), rows)

    def _rows(self, event: AlarmEvent, register: Register) -> list[dict[str, object]]:
        known = register.open.get(event.alarm)
        origin = event.origin or (known.origin if known is not None else None)
        if origin is None:
            return []
        title, body = self.told(event, origin)
        fresh = {
            "state": Delivery.PENDING.value,
            "attempts": 0,
            "told_ms": 0,
            "reason": "",
            "title": title,
            "body": body,
        }
        due_ms = self.wall_ms()
        return [
            {"event": event.number, "target": target.name, "due_ms": due_ms, **fresh}
            for target in self.targets
            if target.wants(event, origin)
        ]

    def told(self, event: AlarmEvent, origin: Origin) -> tuple[str, str]:
        """Title and body: nothing in them that the wall of the staff does not show."""
        words = self.words.get(origin.rule)
        label = words.label.get(self.language, origin.rule) if words else origin.rule
        priority = Priority(origin.priority if event.priority is None else event.priority)
        level = self.levels.get(priority, priority.word)
        agency = self.agencies.get(origin.agency, "")
        todo = words.todo.get(self.language, "") if words else ""
        number = event.alarm or event.number
        lines = [part for part in (agency, todo, f"#{number}") if part]
        return f"{level}: {label}"[:200], "\n".join(lines)


class Outbox:
    """The messages of a store. May be called from any thread."""

    def __init__(self, store: Store, targets: Sequence[Target], send: Send, wall_ms: Callable[[], int]) -> None:
        self._store = store
        self._targets = {target.name: target for target in targets}
        self._send = send
        self._wall_ms = wall_ms

    def step(self) -> int:
        """Send what is due, one after another; how many were tried. Only one process may call it at a time."""
        due = self._due()
        for message in due:
            self._try(message)
        return len(due)

    def latest(self, count: int = 50) -> Sequence[Message]:
        """The newest messages, newest first."""
        query = select(alarm_messages).order_by(alarm_messages.c.message_id.desc()).limit(count)
        with self._store.reading() as connection:
            return [_message(row) for row in connection.execute(query)]

    def _due(self) -> list[Message]:
        table = alarm_messages.c
        is_due = (table.state == Delivery.PENDING.value) & (table.due_ms <= self._wall_ms())
        query = select(alarm_messages).where(is_due).order_by(table.message_id).limit(AT_ONCE)
        with self._store.reading() as connection:
            return [_message(row) for row in connection.execute(query)]

    def _try(self, message: Message) -> None:
        target = self._targets.get(message.target)
        if target is None:
            self._keep(message, Delivery.FAILED, f"{message.target}: no such target is configured any more")
            return
        reason = self._send(target, message.title, message.body)
        if not reason:
            self._keep(message, Delivery.DELIVERED, "")
        elif message.attempts + 1 >= MOST_ATTEMPTS:
            self._keep(message, Delivery.FAILED, reason)
        else:
            self._keep(message, Delivery.PENDING, reason)

    def _keep(self, message: Message, state: Delivery, reason: str) -> None:
        now_ms = self._wall_ms()
        values = {
            "state": state.value,
            "attempts": message.attempts + 1,
            "due_ms": now_ms + wait_ms(message.attempts),
            "told_ms": now_ms if state is Delivery.DELIVERED else 0,
            "reason": reason[:LONGEST_REASON],
        }
        is_it = alarm_messages.c.message_id == message.message_id
        with self._store.writing() as connection:
            connection.execute(update(alarm_messages).where(is_it).values(**values))


def wait_ms(attempts: int) -> int:
    """How long to wait before the next attempt: twice as long each time, up to a quarter of an hour."""
    return min(LONGEST_WAIT_MS, FIRST_WAIT_MS << attempts)


def _message(row: Row[tuple[object, ...]]) -> Message:
    return Message(**{**row._asdict(), "state": Delivery(row.state)})
