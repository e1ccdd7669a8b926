"""Shifts of the operators: every instant has one, and the night's goes on over midnight."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms
from domain.duty import ShiftBegin, shift_at

JAKARTA = ZoneInfo("Asia/Jakarta")
THREE = (ShiftBegin("Pagi", time(7)), ShiftBegin("Siang", time(14)), ShiftBegin("Malam", time(21)))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=JAKARTA)


def test_the_shift_that_runs() -> None:
    assert [shift_at(at(hour), THREE, JAKARTA).name for hour in (6, 7, 13, 14, 20, 21)] == [
        *("Malam", "Pagi", "Pagi", "Siang", "Siang", "Malam")
    ]
    night = shift_at(at(3), THREE, JAKARTA)
    assert (night.from_ms, night.to_ms) == (epoch_ms(at(21) - timedelta(days=1)), epoch_ms(at(7)))


def test_without_shifts_a_day_is_one() -> None:
    day = shift_at(at(9), (), JAKARTA)
    assert (day.name, day.to_ms - day.from_ms) == ("", 24 * 3_600_000)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # the zone is given
    st.lists(st.times(), unique=True, min_size=1, max_size=4),
    st.sampled_from([JAKARTA, ZoneInfo("America/New_York")]),
)
def test_every_instant_has_a_shift_and_its_end_begins_the_next(
    instant: datetime, begins: list[time], zone: ZoneInfo
) -> None:
    """Also where the clocks change."""
    shifts = [ShiftBegin(str(begin), begin) for begin in begins]
    shift = shift_at(instant, shifts, zone)
    assert shift.from_ms <= epoch_ms(instant) < shift.to_ms
