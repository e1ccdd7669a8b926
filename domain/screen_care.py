"""How unattended screens are kept for weeks: when one loads its page anew at night, when one counts as frozen."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from domain.alarms.priority import Priority
from domain.snapshot import Snapshot

NIGHT_LASTS = timedelta(hours=2)
"""A screen that could not load anew at its minute may still do so this long: an alarm was open, or nobody answered."""


@dataclass(frozen=True, slots=True)
class CareRules:
    """`night` is the hour (the city's time zone, the server's real clock) of the nightly reload, None for never.

    Screens follow one another within `night_spread`; after a new release within `release_spread_seconds`.
    `shift_px` of 0 moves no picture.
    """

    night: time | None = time(3, 30)
    night_spread: timedelta = timedelta(minutes=30)
    release_spread_seconds: float = 20.0
    frozen_after_seconds: float = 20.0
    shift_px: int = 0
    shift_minutes: float = 3.0


def is_calm(snapshot: Snapshot) -> bool:
    """Whether nobody needs a screen just now: no incident, and no alarm of the worst priority is open."""
    return not snapshot.patterns.incidents and not snapshot.alarms.counts.get(Priority.CRITICAL, 0)


def night_instant(midnight: datetime, screen: str, rules: CareRules) -> datetime | None:
    """When a screen loads anew on a day that begins at `midnight` (aware, local); always at its own minute."""
    if rules.night is None:
        return None
    return datetime.combine(midnight.date(), rules.night, midnight.tzinfo) + _offset(screen, rules.night_spread)


def is_night_due(now: datetime, loaded_at: datetime, screen: str, rules: CareRules, timezone: ZoneInfo) -> bool:
    """Whether a screen whose page was loaded at an instant should load it anew now; all instants aware."""
    today = now.astimezone(timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    for midnight in (today, today - timedelta(days=1)):
        instant = night_instant(midnight, screen, rules)
        if instant is not None and loaded_at < instant <= now < instant + NIGHT_LASTS:
            return True
    return False


def _offset(screen: str, spread: timedelta) -> timedelta:
    """A part of the spread that is always the same for a screen and differs between screens."""
    return spread * (int.from_bytes(sha256(screen.encode()).digest()[:4], "big") / 2**32)
