"""The rhythm of each feed, from what the store holds of its past weeks."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import func, select

from data_sources.store import Store
from data_sources.tables import events
from domain.clock import epoch_ms
from domain.events import PAYLOAD_BY_TYPE, Stream, kind_of
from domain.profile import CityProfile
from domain.rhythm import HOUR_MS, WEEK_HOURS, CityWeek, Rhythm, RhythmRules, rhythm_of

FeedKey = tuple[str, Stream]
"""A producer's code and the stream that it writes to."""

STREAM_OF_KIND: Mapping[str, Stream] = MappingProxyType(
    {kind_of(name): payload.stream for name, payload in PAYLOAD_BY_TYPE.items() if hasattr(payload, "stream")}
)


@dataclass(frozen=True, slots=True)
class Habit:
    """What a feed usually brings (None: too little is known), and when its last event happened (epoch ms)."""

    rhythm: Rhythm | None
    last_ms: int


def city_week(profile: CityProfile) -> CityWeek:
    """The week of a city: its time zone, its holidays and collective leave."""
    closed = profile.calendar.closed_days

    def is_holiday(day: date) -> bool:
        return day in closed

    return CityWeek(profile.timezone, is_holiday)


def stored_habits(store: Store, week: CityWeek, rules: RhythmRules, now: datetime) -> Mapping[FeedKey, Habit]:
    """The habit of every feed that the store has events of in the weeks before an instant.

    Positions of crews are no events of the store and count for nothing. Raises SQLAlchemyError as the store does.
    """
    until_ms = epoch_ms(now)
    pasts = _pasts(store, until_ms - (rules.most_weeks + 1) * WEEK_HOURS * HOUR_MS, until_ms)
    return {
        key: Habit(rhythm_of(past.by_hour, min(past.by_hour), until_ms, week, rules), past.last_ms)
        for key, past in pasts.items()
    }


@dataclass(slots=True)
class _Past:
    by_hour: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    last_ms: int = 0


def _pasts(store: Store, from_ms: int, until_ms: int) -> Mapping[FeedKey, _Past]:
    """What each feed brought, by the start of each hour (epoch ms)."""
    hour = (events.c.occurred_ms - events.c.occurred_ms % HOUR_MS).label("hour")
    query = (
        select(events.c.source, events.c.kind, hour, func.count(), func.max(events.c.occurred_ms))
        .where(events.c.kind.in_(list(STREAM_OF_KIND)), events.c.occurred_ms.between(from_ms, until_ms))
        .group_by(events.c.source, events.c.kind, "hour")
    )
    found: dict[FeedKey, _Past] = defaultdict(_Past)
    with store.reading() as connection:
        for source, kind, start, number, last_ms in connection.execute(query):
            past = found[source, STREAM_OF_KIND[kind]]
            past.by_hour[start] += number
            past.last_ms = max(past.last_ms, last_ms)
    return found
