"""How a screen is by its report, and when it loads its page anew at night."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.screen_care import NIGHT_LASTS, CareRules, is_night_due
from domain.screen_reports import ReportRules, ScreenReport, ScreenState, Told, current, state_of
from tests.fake_screens import a_screen_report

JAKARTA = ZoneInfo("Asia/Jakarta")
RULES = ReportRules(every_seconds=10, late_after_seconds=30, lost_after_seconds=120)
NIGHT = CareRules(night=time(3, 30), night_spread=timedelta(minutes=30))
NOW_MS = 1_800_000_000_000


def told(silent_s: float = 1.0, session: str = "s", **changes: Any) -> Told:
    return Told(session, NOW_MS - int(1000 * silent_s), a_screen_report(**changes))


@pytest.mark.parametrize(
    ("silent_s", "changes", "state"),
    [
        (1, {}, ScreenState.ALIVE),
        (29, {}, ScreenState.ALIVE),
        (31, {}, ScreenState.LATE),
        (121, {}, ScreenState.LOST),
        (1, {"paint_age_s": 31.0}, ScreenState.LATE),
        (1, {"frame_age_s": 31.0}, ScreenState.LATE),
        (1, {"frame_age_s": None}, ScreenState.ALIVE),
        (1, {"frozen_s": 25.0}, ScreenState.FROZEN),
        (121, {"frozen_s": 25.0}, ScreenState.LOST),
    ],
)
def test_a_screen_is_what_its_last_report_says(silent_s: float, changes: dict[str, Any], state: ScreenState) -> None:
    assert state_of(told(silent_s, **changes), NOW_MS, RULES) is state


def test_a_screen_that_never_spoke_is_not_lost() -> None:
    assert state_of(None, NOW_MS, RULES) is ScreenState.NEVER
    assert current((), NOW_MS, RULES) == ()


def test_each_living_browser_of_a_screen_counts_and_of_lost_ones_the_last() -> None:
    here, there, gone = told(1, "a"), told(40, "b"), told(500, "c")
    assert current((here, there, gone), NOW_MS, RULES) == (here, there)
    assert current((gone, told(900, "d")), NOW_MS, RULES) == (gone,)


@pytest.mark.parametrize(
    "changes",
    [
        {"page": "a b"},
        {"page": "x" * 65},
        {"address": "http://elsewhere/"},
        {"address": "/wall\n"},
        {"release": "\u202ex"},
        {"up_s": -1},
        {"up_s": float("nan")},
        {"up_s": float("inf")},
        {"up_s": True},
        {"heap_mb": "12"},
        {"width_px": 1.5},
        {"pixel_ratio": 0},
        {"road": "pigeon"},
        {"reloads": -1},
        {"last_reloads": [{"at_ms": 1, "why": "boredom"}]},
        {"last_reloads": [{"at_ms": 1, "why": "night"}] * 6},
        {"more": 1},
    ],
)
def test_what_does_not_fit_is_no_report(changes: dict[str, object]) -> None:
    good = msgspec.to_builtins(a_screen_report())
    assert msgspec.convert(good, ScreenReport) == a_screen_report()
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**good, **changes}, ScreenReport)


# --- the night

instants = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_a_screen_loads_anew_within_the_spread_after_the_night_hour() -> None:
    loaded = datetime(2026, 11, 21, 5, tzinfo=UTC)
    night = datetime(2026, 11, 23, 3, 30, tzinfo=JAKARTA)
    assert not is_night_due(night - timedelta(seconds=1), loaded, "screen-1", NIGHT, JAKARTA)
    assert is_night_due(night + timedelta(minutes=30), loaded, "screen-1", NIGHT, JAKARTA)
    assert not is_night_due(night + timedelta(hours=3), loaded, "screen-1", NIGHT, JAKARTA)


@given(now=instants, screen=st.text(max_size=8))
def test_a_page_that_was_just_loaded_is_never_loaded_again(now: datetime, screen: str) -> None:
    assert not is_night_due(now, now, screen, NIGHT, JAKARTA)


@given(now=instants, screen=st.text(max_size=8), hour=st.times().map(lambda at: at.replace(tzinfo=None)))
def test_once_a_night_wherever_the_hour_lies(now: datetime, screen: str, hour: time) -> None:
    """Looked at every ten minutes through 24 hours, a screen that loads anew when it is due does so once."""
    rules = replace(NIGHT, night=hour)
    loaded, reloads = now - NIGHT_LASTS, 0
    for step in range(144):
        at = now + step * timedelta(minutes=10)
        if is_night_due(at, loaded, screen, rules, JAKARTA):
            loaded, reloads = at, reloads + 1
    assert reloads == 1 or (reloads == 2 and is_night_due(now, now - NIGHT_LASTS, screen, rules, JAKARTA))


def test_never_is_never() -> None:
    now = datetime(2026, 11, 22, 21, tzinfo=UTC)
    assert not is_night_due(now, now - timedelta(days=30), "screen-1", replace(NIGHT, night=None), JAKARTA)


def test_screens_do_not_load_anew_all_at_once() -> None:
    """A hundred screens are spread over half an hour: in no minute more than a tenth of them."""
    night = datetime(2026, 11, 23, 3, 30, tzinfo=JAKARTA)
    loaded = night - timedelta(days=1)
    due = [
        sum(is_night_due(night + timedelta(minutes=m), loaded, f"screen-{n}", NIGHT, JAKARTA) for n in range(100))
        for m in range(31)
    ]
    assert due[0] == 0
    assert due[30] == 100
    assert max(after - before for before, after in pairwise(due)) <= 10
