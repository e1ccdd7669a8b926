"""The shifts of the operators: which one runs at an instant. Times of day are local, as the settings have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.clock import epoch_ms
from domain.desk import DutyShift

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShiftBegin:
    """A shift begins each day at a time of day, and ends where the next one begins."""

    name: str
    begins: time


def shift_at(at: datetime, begins: Sequence[ShiftBegin], timezone: ZoneInfo) -> DutyShift:
    """The shift that runs at an instant. Without any, the whole local day is one without a name."""
    spans = list(pairwise(_around(at, begins or (ShiftBegin("", time(0)),), timezone)))
    now_ms = epoch_ms(at)
    for (begin, name), (end, _) in spans:
        if epoch_ms(begin) <= now_ms < epoch_ms(end):
            return DutyShift(name, epoch_ms(begin), epoch_ms(end))
    raise ValueError(f"expected shifts that cover every instant, got {[one.begins for one in begins]}")


def _around(at: datetime, begins: Sequence[ShiftBegin], timezone: ZoneInfo) -> list[tuple[datetime, str]]:
    """All beginnings from two days before to two days after, in their order."""
    today = at.astimezone(timezone).date()
    days = [today + offset * ONE_DAY for offset in range(-2, 3)]
    return sorted((datetime.combine(day, one.begins, tzinfo=timezone), one.name) for day in days for one in begins)
