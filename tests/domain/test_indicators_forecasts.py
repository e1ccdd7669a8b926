"""Forecasts of waits: a day by hand, what holds of any day, and a plain recount from one wait to the next."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.city_day import day_span
from domain.indicators import waits
from domain.indicators.courses import CallRate, course_of
from domain.indicators.forecasts import Calibration, ForecastBoard, ForecastRules, WaitForecast, forecast_board
from domain.indicators.waits import QueueRules
from domain.queue_columns import queue_frame
from domain.queue_lines import lines_of
from domain.queues import Counter, CounterState, Ticket, TicketState
from tests.domain.lives import MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import a_counter
from tests.domain.test_survival import plain

RULES = QueueRules()
ANY = ForecastRules(rate=CallRate(fewest_calls=1, shortest_minutes=1), fewest_past=1)
START_MS = day_span(NOW, city().timezone).start_ms


@dataclass(frozen=True)
class Stay:
    """A wait: minutes before now at which it began, and after how many minutes it ended, by a call or by giving up."""

    before: float
    lasted: float | None = None
    gave_up: bool = False
    held: float = 4.0

    @property
    def from_ms(self) -> int:
        return NOW_MS - int(self.before * MINUTE_MS)

    @property
    def until_ms(self) -> int | None:
        return None if self.lasted is None else self.from_ms + int(self.lasted * MINUTE_MS)

    @property
    def called_ms(self) -> int | None:
        return None if self.gave_up else self.until_ms

    def ticket(self, number: int, service: str = "permit") -> Ticket:
        called, until = self.called_ms or 0, self.until_ms
        ended = called + int(self.held * MINUTE_MS) if called else (until or 0)
        state = TicketState.SERVED if called else TicketState.CANCELLED if self.gave_up else TicketState.ISSUED
        return Ticket(
            ticket_id=f"A{number}",
            site="MPP",
            service=service,
            counter="4" if called else "",
            state=state,
            issued_ms=self.from_ms,
            wait_from_ms=self.from_ms,
            day_ms=self.from_ms,
            called_ms=called,
            serving_ms=called,
            ended_ms=ended,
            calls=int(bool(called)),
        )


def board(stays: list[Stay], rules: ForecastRules = ANY, counters: list[Counter] | None = None) -> ForecastBoard:
    tickets = [stay.ticket(number) for number, stay in enumerate(stays)]
    opened = counters if counters is not None else [a_counter(4, CounterState.OPEN, 180)]
    return forecast_board(queue_frame(tickets, opened, [], city(), NOW), NOW_MS, city(), RULES, rules)


def points(stays: list[Stay], rate: CallRate = ANY.rate) -> list[float]:
    """The point forecast of each wait at its beginning, in the order of their beginnings, minutes."""
    frame = queue_frame([stay.ticket(number) for number, stay in enumerate(stays)], [], [], city(), NOW)
    lines = lines_of(frame.tickets)
    course = course_of(frame.tickets, lines, waits.moment_of(NOW_MS, city(), RULES))
    return [point / MINUTE_MS for point in course.points(course.line, course.from_ms, rate).tolist()]


# --- by hand


def test_a_point_forecast_is_those_ahead_and_oneself_at_the_pace_of_the_last_half_hour() -> None:
    """Six were called in the last thirty minutes: one in five minutes. Two are ahead, so one is called as the third."""
    called = [Stay(100, 55)] + [Stay(60 - minute, 31 + minute) for minute in range(6)]
    assert points([*called, Stay(5), Stay(4), Stay(0)], CallRate())[-1] == pytest.approx(3 * 30 / 6)


def test_before_a_half_hour_has_passed_the_pace_is_that_since_the_first_call() -> None:
    """Three calls in the twelve minutes after the first one."""
    called = [Stay(30, 18), Stay(29, 20), Stay(28, 22), Stay(27, 25)]
    assert points([*called, Stay(0)], CallRate())[-1] == pytest.approx(12 / 3)


def test_too_few_calls_tell_nothing() -> None:
    assert isnan(points([Stay(30, 18), Stay(29, 20), Stay(28, 22), Stay(0)], CallRate())[-1])
    assert isnan(points([*[Stay(30 - n, 25) for n in range(4)], Stay(0)], CallRate())[-1])


def steady(minutes_each: int, lasting: int, until: int = 0) -> list[Stay]:
    """One comes and one is called every so many minutes, each after the same wait."""
    return [Stay(before, lasting) for before in range(240, until + lasting, -minutes_each)]


def test_a_steady_line_is_forecast_as_it_is() -> None:
    """Who comes is called after ten minutes; the band has no width, and is rounded up to five minutes."""
    found = board([*steady(2, 10), Stay(10, 10), *[Stay(before) for before in (8, 6, 4, 2)]], ForecastRules())
    (line,) = found.lines
    assert line.wait == WaitForecast(median_minutes=10, upper_minutes=10, ahead=4)
    assert (line.site, line.services, line.waiting, line.counters_open) == ("MPP", ("permit",), 4, 1)
    assert found.calibration.below == pytest.approx(1.0)
    assert found.by_site["MPP"] == found.calibration
    assert found.calibration.is_kept(ForecastRules()) is False  # all below is no ninetieth percentile


def test_a_line_that_stops_shows_in_the_calibration_before_it_moves_again() -> None:
    """Nobody was called for an hour: those who wait beyond their forecast count, although no call ended their wait."""
    moving = board(steady(2, 10), ForecastRules())
    stopped = board([*steady(2, 10, until=60), *[Stay(before) for before in range(68, 0, -2)]], ForecastRules())
    assert moving.calibration.below == pytest.approx(1.0)
    assert stopped.calibration.below is not None
    assert stopped.calibration.below < 0.9


def test_early_in_the_day_nothing_is_forecast() -> None:
    few = board([Stay(30, 5)] * 20, ForecastRules())
    assert (few.lines[0].wait, few.calibration) == (None, Calibration(None, 0))
    assert few.calibration.is_kept(ForecastRules()) is None


def test_without_recent_calls_it_rests_on_services_and_counters_and_says_so() -> None:
    """The last call was 40 minutes ago; three wait, each number held a counter for 10 minutes, one is open."""
    stays = [*[Stay(stay.before, 10, held=10) for stay in steady(2, 10, until=40)], Stay(30), Stay(20), Stay(10)]
    wait = board(stays, ForecastRules()).lines[0].wait
    assert wait is not None
    assert (wait.is_tested, wait.ahead) == (False, 3)
    assert wait.upper_minutes == 40  # as the fourth at one counter, with waits as forecast so far


def test_a_closed_line_has_no_forecast() -> None:
    closed = board(steady(2, 10), counters=[a_counter(4, CounterState.CLOSED, 5)])
    paused = board(steady(2, 10), counters=[a_counter(4, CounterState.PAUSED, 5)])
    assert (closed.lines, paused.lines) == ((), ())
    assert closed.calibration.n


def test_nothing_happened_nothing_is_said() -> None:
    assert board([]) == ForecastBoard(as_of_ms=NOW_MS)
    assert board([]).is_empty
    assert board([]).longest_at("MPP") is None


# --- what holds of any day

stays = st.lists(
    st.builds(
        lambda before, share, ends, gave_up: Stay(
            before, None if not ends else int(before * share * 60) / 60, gave_up and ends
        ),
        st.integers(0, 200),
        st.floats(0, 1),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=40,
)


@given(stays)
def test_the_band_is_whole_fives_and_the_calibration_a_share(drawn: list[Stay]) -> None:
    found = board(drawn)
    for line in found.lines:
        assert line.waiting >= 0
        if line.wait is not None:
            assert 0 < line.wait.median_minutes <= line.wait.upper_minutes
            assert line.wait.median_minutes % 5 == line.wait.upper_minutes % 5 == 0
    below, n = found.calibration.below, found.calibration.n
    assert n <= len(drawn)
    assert below is None or 0 <= below <= 1


@given(stays, st.randoms())
def test_the_order_in_which_tickets_are_known_makes_no_difference(drawn: list[Stay], random: object) -> None:
    mixed = list(drawn)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    assert board(mixed) == board(drawn)


@given(stays, st.integers(1, 240))
def test_what_happened_since_changes_no_earlier_forecast(drawn: list[Stay], minutes: int) -> None:
    """A forecast made for a beginning uses what was known then: hiding all that came after changes nothing."""
    at_ms = NOW_MS - minutes * MINUTE_MS
    known = [
        Stay(stay.before, None) if stay.until_ms is not None and stay.until_ms > at_ms else stay
        for stay in drawn
        if stay.from_ms <= at_ms
    ]
    early = sorted(stay.from_ms for stay in known)
    assert points(known)[: len(early)] == pytest.approx(points(drawn)[: len(early)], nan_ok=True)


# --- a plain recount


def naive(drawn: list[Stay]) -> tuple[Calibration, tuple[int, int] | None]:
    """From one wait to the next, with lists: the calibration, and the band of now in whole fives."""
    made = [(stay, naive_point(drawn, stay.from_ms)) for stay in drawn]
    told = [(stay, point) for stay, point in made if point is not None]
    verdicts = []
    for stay, point in told:
        upper = naive_lesson(told, stay.from_ms, 0.9)
        if upper is not None:
            lasted = (stay.until_ms or NOW_MS) - stay.from_ms
            verdicts.append((max(1, ceil(lasted / (point * upper) * 1000)), stay.called_ms is not None))
    within = [share for multiple, share in plain(verdicts) if multiple <= 1000]
    below = (1 - within[-1] if within else 0.0) if verdicts else None
    now, median, upper = (
        naive_point(drawn, NOW_MS),
        naive_lesson(told, NOW_MS, 0.5),
        naive_lesson(told, NOW_MS, 0.9),
    )
    if now is None or median is None or upper is None:
        return Calibration(below, len(verdicts)), None
    fives = tuple(max(1, ceil(now * times / MINUTE_MS / 5 - 1e-9)) * 5 for times in (median, upper))
    return Calibration(below, len(verdicts)), (fives[0], fives[1])


def naive_point(drawn: list[Stay], at_ms: int) -> float | None:
    ahead = sum(stay.from_ms < at_ms and (stay.until_ms is None or stay.until_ms > at_ms) for stay in drawn)
    calls = [stay.called_ms for stay in drawn if stay.called_ms is not None]
    from_ms = max(at_ms - 30 * MINUTE_MS, min(calls, default=at_ms))
    recent, span = [called for called in calls if from_ms < called <= at_ms], at_ms - from_ms
    return (ahead + 1) * span / len(recent) if recent and span >= MINUTE_MS else None


def naive_lesson(told: list[tuple[Stay, float]], at_ms: int, share: float) -> float | None:
    began = START_MS + (at_ms - START_MS) // (30 * MINUTE_MS) * 30 * MINUTE_MS
    rows = [
        (
            max(1, ceil((min(stay.until_ms or NOW_MS, began) - stay.from_ms) / point * 1000)),
            stay.called_ms is not None and stay.called_ms <= began,
        )
        for stay, point in told
        if stay.from_ms < began
    ]
    if not any(has_ended for _, has_ended in rows):
        return None
    reached = [multiple for multiple, lasting in plain(rows) if lasting <= 1 - share + 1e-9]
    return (reached[0] if reached else max(multiple for multiple, _ in rows)) / 1000


@settings(max_examples=150)
@given(stays)
def test_forecasts_are_what_a_plain_recount_finds(drawn: list[Stay]) -> None:
    found, (calibration, band) = board(drawn), naive(drawn)
    assert found.calibration.n == calibration.n
    assert found.calibration.below == pytest.approx(calibration.below)
    waiting = [line.wait for line in found.lines if line.wait is not None and line.wait.is_tested]
    assert [(wait.median_minutes, wait.upper_minutes) for wait in waiting] == ([band] if band else [])


assert timedelta(milliseconds=NOW_MS - START_MS) > timedelta(hours=4), "waits of these tests begin on the day itself"
