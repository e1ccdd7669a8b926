"""How alarms are let go of: whole lives that ended long ago, and what was told of them outside.

What is open stays whole, however old; so does the newest event, from which the next one is numbered.
"""

from sqlalchemy import delete, func, select

from data_sources.alarm_log import folded_before
from data_sources.alarm_outbox import Delivery
from data_sources.alarm_tables import alarm_events, alarm_messages
from data_sources.folding import upsert
from data_sources.store import Store
from data_sources.tables import retention_marks
from domain.alarms.life import Happening

MARK = "alarms"
"""The triggers of the table let go of what lies before the mark of this name."""


def expire_alarms(store: Store, before_ms: int) -> int:
    """Delete what happened before an instant of the city's clock to alarms that were closed by then; how many events.

    A flood that is on keeps its beginning.
    """
    events = alarm_events.c
    with store.writing() as connection:
        marked = connection.scalar(select(retention_marks.c.until_ms).where(retention_marks.c.name == MARK)) or 0
        register = folded_before(connection, before_ms)
        newest = connection.scalar(select(func.max(events.number))) or 0
        kept = sorted(register.open)
        is_over = (events.at_ms < before_ms) & (events.number < newest)
        is_over &= events.number.not_in(kept) & events.alarm.not_in(kept)
        if register.flood_ms:
            is_over &= (events.what != Happening.FLOOD_BEGAN.value) | (events.at_ms != register.flood_ms)
        upsert(connection, retention_marks, [{"name": MARK, "until_ms": max(marked, before_ms)}])
        return connection.execute(delete(alarm_events).where(is_over)).rowcount


def expire_messages(store: Store, before_ms: int) -> int:
    """Delete what was delivered, or given up, and due before an instant of the machine's clock; how many messages."""
    messages = alarm_messages.c
    is_over = (messages.due_ms < before_ms) & (messages.state != Delivery.PENDING.value)
    with store.writing() as connection:
        return connection.execute(delete(alarm_messages).where(is_over)).rowcount
