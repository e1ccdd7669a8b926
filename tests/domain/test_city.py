"""The live city: however folds arrive, it holds what a fresh load from the store holds."""

from datetime import datetime, timedelta

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.city import COMPLAINT_DTYPE, LIVE_WINDOW, NEVER_MS, NO_CODE, ComplaintFrame, LiveCity, complaint_frame
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintState
from tests.domain.lives import DAY_MS, NOW, NOW_MS, city, some_complaints

VALUES = [name for name in COMPLAINT_DTYPE.names or () if name != "key"]
Rows = dict[str, list[object]]


def a_complaint(number: int = 1, **changes: object) -> Complaint:
    values: dict[str, object] = {"state": ComplaintState.RECEIVED, "category": "pothole", "opened_ms": NOW_MS - DAY_MS}
    return Complaint(complaint_id=f"K-{number}", **{**values, **changes})  # type: ignore[arg-type]  # any field


def rows_of(live: LiveCity) -> Rows:
    """What the live city holds, by complaint; without the keys, which each city gives by itself."""
    frame = live.frame()
    return {
        complaint_id: [None if value != value else value for value in (row[name].item() for name in VALUES)]
        for complaint_id, row in zip(live.ids(), frame.rows, strict=True)
    }


def a_city(*complaints: Complaint, now: datetime = NOW) -> LiveCity:
    live = LiveCity(city())
    live.load(complaints, now)
    return live


@st.composite
def folds(draw: st.DrawFn) -> Complaint:
    """One of four complaints at one of twelve revisions; what it says follows from both, as in a store."""
    number, revision = draw(st.integers(1, 4)), draw(st.integers(1, 12))
    return fold_of(number, revision)


def fold_of(number: int, revision: int) -> Complaint:
    days = (None, 1, 181, None, 400, 170)[(number * 7 + revision) % 6]
    closed_ms = 0 if days is None else NOW_MS - days * DAY_MS
    state = ComplaintState.RECEIVED if days is None else ComplaintState.RESOLVED
    is_filed = number != 4 or revision > 6
    opened_ms = NOW_MS - 500 * DAY_MS if is_filed else 0
    due_ms = NOW_MS - 175 * DAY_MS if number == 3 else 0
    return a_complaint(number, revision=revision, state=state, closed_ms=closed_ms, opened_ms=opened_ms, due_ms=due_ms)


@given(st.lists(folds(), max_size=30))
def test_any_order_of_folds_equals_a_fresh_load(arrived: list[Complaint]) -> None:
    """The newest fold of each complaint decides, also where it left the live set before an older one came."""
    newest = {fold.complaint_id: fold for fold in sorted(arrived, key=lambda fold: fold.revision)}
    assert rows_of(a_city(*arrived)) == rows_of(a_city(*newest.values()))


class LiveCityMachine(RuleBasedStateMachine):
    """Folds, passing time and dropping, in any order, against a plain dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.live = LiveCity(city())
        self.newest: dict[str, Complaint] = {}
        self.keys: dict[str, int] = {}
        self.now = NOW

    @rule(fold=folds())
    def apply(self, fold: Complaint) -> None:
        known = self.newest.get(fold.complaint_id)
        if known is None or fold.revision >= known.revision:
            self.newest[fold.complaint_id] = fold
        self.live.apply(fold, self.now)

    @rule(days=st.integers(1, 20))
    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.live.drop_past(self.now)

    @invariant()
    def it_holds_what_a_fresh_load_holds(self) -> None:
        assert rows_of(self.live) == rows_of(a_city(*self.newest.values(), now=self.now))

    @invariant()
    def every_row_keeps_its_key_while_it_is_live(self) -> None:
        ids = self.live.ids()
        keys = {complaint_id: self.live.key_of(complaint_id) or 0 for complaint_id in ids}
        assert list(keys.values()) == [int(key) for key in self.live.frame().rows["key"]]
        assert len(set(keys.values())) == len(keys)
        assert all(self.keys.get(complaint_id, key) == key for complaint_id, key in keys.items())
        self.keys = keys


TestLiveCity = LiveCityMachine.TestCase


def test_a_frame_is_a_copy_that_stays_as_it_is() -> None:
    live = a_city(a_complaint(1))
    frame = live.frame()
    live.apply(a_complaint(1, state=ComplaintState.RESOLVED, closed_ms=NOW_MS, revision=2), NOW)
    assert frame.is_open.tolist() == [True]
    assert live.frame().is_open.tolist() == [False]


def test_the_live_window_ends_to_the_millisecond() -> None:
    limit_ms = epoch_ms(NOW - LIVE_WINDOW)
    inside = a_complaint(1, state=ComplaintState.RESOLVED, closed_ms=limit_ms)
    outside = a_complaint(2, state=ComplaintState.RESOLVED, closed_ms=limit_ms - 1)
    live = a_city(inside, outside)
    assert live.ids() == ("K-1",)
    live.drop_past(NOW + timedelta(milliseconds=1))
    assert len(live) == 0


def test_a_closed_complaint_is_live_until_its_due_date_has_left_the_window() -> None:
    """Shares go by the due date: a complaint closed early still counts when its deadline falls due."""
    early = a_complaint(1, state=ComplaintState.RESOLVED, closed_ms=NOW_MS - 300 * DAY_MS, due_ms=NOW_MS - 180 * DAY_MS)
    live = a_city(early)
    assert "K-1" in live
    live.drop_past(NOW + timedelta(milliseconds=1))
    assert "K-1" not in live


def test_an_open_complaint_of_any_age_is_live() -> None:
    assert "K-1" in a_city(a_complaint(1, opened_ms=NOW_MS - 900 * DAY_MS))


def test_a_complaint_that_was_not_filed_yet_is_not_live() -> None:
    live = a_city(a_complaint(1, opened_ms=0))
    assert "K-1" not in live
    assert live.key_of("K-1") is None


def test_a_reopened_complaint_returns_to_the_live_set() -> None:
    past = a_complaint(1, state=ComplaintState.RESOLVED, closed_ms=NOW_MS - 300 * DAY_MS, revision=3)
    reopened = a_complaint(1, state=ComplaintState.REOPENED, revision=5)
    assert "K-1" in a_city(past, reopened)
    assert "K-1" in a_city(reopened, past)


def test_columns_hold_codes_pauses_and_missing_places() -> None:
    paused = a_complaint(1, state=ComplaintState.WAITING_REPORTER, paused_from_ms=5, agency="DLH", lat=-6.2, lon=106.6)
    live = a_city(paused, msgspec.structs.replace(paused, complaint_id="K-2", resumed_ms=9, lat=None, agency="GONE"))
    first, second = live.frame().rows
    codes = live.frame().codes
    assert codes.agencies[first["agency"]] == "DLH"
    assert codes.categories[first["category"]] == "pothole"
    assert (first["clock_stop_ms"], first["lat"]) == (5, -6.2)
    assert (second["clock_stop_ms"], second["agency"]) == (NEVER_MS, NO_CODE)
    assert np.isnan(second["lat"])


@given(st.integers(0, 10_000))
def test_a_big_city_grows_and_shrinks_without_mixing_rows(seed: int) -> None:
    complaints = some_complaints(seed, 40)
    live = LiveCity(city())
    live._complaints._rows = live._complaints._rows[:2].copy()  # a small start, so that the columns must grow
    live.load(complaints, NOW)
    for complaint in complaints[::3]:
        past = {"closed_ms": 1, "due_ms": 1, "legal_due_ms": 1}
        left = msgspec.structs.replace(complaint, state=ComplaintState.RESOLVED, revision=2, **past)
        live.apply(left, NOW)
    kept = [complaint for number, complaint in enumerate(complaints) if number % 3]
    assert rows_of(live) == rows_of(a_city(*kept))


def test_a_frame_from_the_store_equals_the_live_one() -> None:
    """The same columns for a review as for the wall, so that the same number comes out."""
    complaints = some_complaints(3, 50)
    frame: ComplaintFrame = complaint_frame(complaints, city())
    live = a_city(*complaints)
    assert frame.rows.tobytes() == live.frame().rows.tobytes()


def test_a_closed_complaint_is_live_until_its_legal_limit_has_left_the_window() -> None:
    """The law gives up to 60 working days, whatever was promised: what was closed at once still counts then (A08)."""
    early = a_complaint(
        1,
        state=ComplaintState.RESOLVED,
        closed_ms=NOW_MS - 200 * DAY_MS,
        due_ms=NOW_MS - 195 * DAY_MS,
        legal_due_ms=NOW_MS - 100 * DAY_MS,
    )
    live = a_city(early)
    assert "K-1" in live
    live.drop_past(NOW + timedelta(days=79))
    assert "K-1" in live
    live.drop_past(NOW + timedelta(days=81))
    assert "K-1" not in live
