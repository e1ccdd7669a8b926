"""The accelerated clock: it never goes back, runs at the speed of the hour, and its nights begin and end on time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.clock import AcceleratedClock, Nights, epoch_ms, from_epoch_ms

JAKARTA = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 11, 23, 9, 0, tzinfo=JAKARTA)
NIGHTS = Nights(JAKARTA, speed=3600)

steps = st.lists(st.floats(0, 4000), min_size=1, max_size=30)


class Stopwatch:
    """Elapsed seconds, moved by the test."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def a_clock(watch: Stopwatch, speed: float = 60, nights: Nights | None = None) -> AcceleratedClock:
    return AcceleratedClock(START, speed, watch, nights)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e5))
def test_it_starts_at_its_start_and_runs_speed_times(first: float, seconds: float) -> None:
    watch = Stopwatch(first)
    clock = a_clock(watch)
    assert clock.now() == START
    watch.seconds = first + seconds
    assert abs((clock.now() - START).total_seconds() - seconds * 60) < 0.01
    assert not clock.is_real


@given(steps, st.sampled_from([1, 60, 600]), st.sampled_from([None, NIGHTS, Nights(JAKARTA, 30, 20, 5)]))
def test_it_never_goes_back_and_how_often_it_is_asked_changes_nothing(
    seconds: list[float], speed: float, nights: Nights | None
) -> None:
    watch = Stopwatch()
    asked = a_clock(watch, speed, nights)
    last = asked.now()
    for step in seconds:
        watch.seconds += step
        now = asked.now()
        assert now >= last
        last = now
    watch_once = Stopwatch()
    asked_once = a_clock(watch_once, speed, nights)
    watch_once.seconds = watch.seconds
    assert abs(asked_once.now() - last) < timedelta(seconds=1)


def local(clock: AcceleratedClock) -> str:
    return f"{clock.now().astimezone(JAKARTA):%d %H:%M}"


def test_nights_pass_faster_between_their_hours() -> None:
    """A day of 16 hours at 60 takes 960 s, a night of 8 hours at 3600 takes 8 s."""
    watch = Stopwatch()
    clock = a_clock(watch, 60, NIGHTS)
    expected = {
        0: "23 09:00",
        780: "23 22:00",
        784: "24 02:00",
        788: "24 06:00",
        788 + 960: "24 22:00",
        1756: "25 06:00",
    }
    for seconds, text in expected.items():
        watch.seconds = seconds
        assert local(clock) == text


def test_many_nights_may_pass_between_two_looks() -> None:
    watch = Stopwatch()
    clock = a_clock(watch, 60, NIGHTS)
    watch.seconds = 788 + 10 * 968
    assert local(clock) == "04 06:00"


def test_a_start_at_night_runs_at_the_nights_speed() -> None:
    watch = Stopwatch()
    clock = AcceleratedClock(START.replace(hour=23), 60, watch, NIGHTS)
    watch.seconds = 7
    assert local(clock) == "24 06:00"


def test_now_is_utc() -> None:
    watch = Stopwatch(5.0)
    for nights in (None, NIGHTS):
        clock = AcceleratedClock(START.astimezone(UTC), 60, watch, nights)
        watch.seconds += 1000
        assert clock.now().utcoffset() == timedelta(0)


@given(st.integers(0, 7_000_000_000_000), st.integers(0, 999))
def test_milliseconds_and_instants_are_the_same_thing(value: int, microseconds: int) -> None:
    """Fractions of a millisecond are dropped, in any time zone."""
    at = from_epoch_ms(value) + timedelta(microseconds=microseconds)
    assert epoch_ms(at.astimezone(JAKARTA)) == value
