"""Indicators of calls to 112: examples and a plain recount."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.city_day import day_span
from domain.complaints import StoredFact
from domain.emergencies import Call, call_frame, fold_call
from domain.indicators.emergencies import EmergencyBoard, EmergencyRules, emergency_board
from domain.indicators.portion import Portion
from domain.survival import percentile
from tests.domain.lives import MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import call_facts, minutes
from tests.domain.test_emergencies import CLOSED, arrived, received, sent
from tests.domain.test_survival import arrays

TODAY = day_span(NOW, city().timezone)
ANY_N = EmergencyRules(smallest_n=1)
OTHER = received(is_emergency=False)


def board(calls: list[Call], rules: EmergencyRules = ANY_N) -> EmergencyBoard:
    return emergency_board(call_frame(calls, city()), NOW_MS, TODAY, rules)


def calls(*lives: tuple[tuple[int, object], ...]) -> list[Call]:
    return [fold_call(f"C{number}", minutes(*life)) for number, life in enumerate(lives)]  # type: ignore[arg-type]


def test_an_emergency_waits_until_a_unit_is_there() -> None:
    result = board(
        calls(
            ((12, received()),),
            ((25, received()), (20, sent())),
            ((40, received()), (38, sent()), (30, arrived())),
            ((50, received()), (45, CLOSED)),
            ((60, OTHER),),
        )
    )
    assert (result.waiting, result.longest_minutes, result.open) == (2, 25.0, 3)


def test_emergencies_and_other_calls_are_kept_apart() -> None:
    result = board(calls(((12, received()),), ((13, OTHER),), ((14, OTHER), (13, CLOSED)), ((11 * 60, received()),)))
    assert (result.emergencies_today, result.others_today) == (1, 2)


def test_units_are_busy_until_their_call_is_closed() -> None:
    result = board(
        calls(
            ((40, received()), (38, sent("U1")), (37, sent("U2")), (30, arrived("U1"))),
            ((50, received()), (48, sent("U3")), (40, CLOSED)),
        )
    )
    assert result.units_busy == 2


def test_the_response_counts_those_who_wait_and_leaves_out_those_who_needed_nobody() -> None:
    ten = [((40, received()), (30, arrived()))] * 10
    assert board(calls(*ten), EmergencyRules()).response.minutes == 10.0
    waiting = board(calls(*ten, *[((50, received()),)] * 2, ((60, received()), (55, CLOSED))), EmergencyRules())
    assert (waiting.response.n, waiting.response.censored) == (12, 2)
    assert (waiting.response.minutes, waiting.response.is_at_least) == (50.0, True)


def test_calls_are_counted_by_the_hours_of_the_citys_clock() -> None:
    """The hour that runs began 20 minutes ago; what came just before it belongs to the hour before."""
    lives = [((0, received()),), ((1, OTHER),), ((24 * 60, received()),)]
    now_ms = NOW_MS + 20 * MINUTE_MS
    hours = emergency_board(call_frame(calls(*lives), city()), now_ms, TODAY, ANY_N).hours
    assert [(hour.emergencies, hour.others) for hour in hours] == [(0, 0)] * 22 + [(0, 1), (1, 0)]
    assert hours[-1].start_ms == NOW_MS


def test_few_emergencies_have_no_percentile() -> None:
    response = board(calls(*[((40, received()), (30, arrived()))] * 9), EmergencyRules()).response
    assert (response.n, response.minutes) == (9, None)


def test_a_review_may_ask_for_another_window() -> None:
    old = calls(((30 * 24 * 60, received()), (30 * 24 * 60 - 12, arrived())))
    assert board(old).response.n == 0
    assert board(old, EmergencyRules(window=timedelta(days=90), smallest_n=1)).response.minutes == 12.0


def test_an_empty_city_has_no_emergencies() -> None:
    empty = board([])
    assert (empty.waiting, empty.longest_minutes, empty.units_busy, empty.response.n) == (0, None, 0, 0)


@given(st.lists(call_facts, max_size=20))
def test_the_board_equals_a_recount(lives: list[list[StoredFact]]) -> None:
    known = [call for number, facts in enumerate(lives) if (call := fold_call(f"C{number}", facts)).is_known]
    result = board(known)
    waiting = [call for call in known if call.is_waiting]
    assert result.waiting == len(waiting)
    ages = [(NOW_MS - call.received_ms) / MINUTE_MS for call in waiting]
    assert result.longest_minutes == max(ages, default=None)
    today = [call for call in known if TODAY.holds(call.received_ms)]
    assert result.emergencies_today + result.others_today == len(today)
    assert result.emergencies_today == sum(call.is_emergency for call in today)
    assert result.units_busy == sum(len(call.units) for call in known if call.is_open)
    recent = [call for call in known if call.is_emergency and NOW_MS - call.received_ms < 24 * 60 * MINUTE_MS]
    rows = [
        (max(0, (call.arrived_ms or NOW_MS) - call.received_ms), call.arrived_ms != 0)
        for call in recent
        if call.arrived_ms or call.is_waiting
    ]
    assert result.response == percentile(*arrays(rows), smallest_n=1)


# --- how soon calls are answered


def test_calls_that_rang_for_ten_seconds_at_most_of_those_that_told_it() -> None:
    """Also calls that are no emergency; one of two days ago, and one that told nothing, are in neither number."""
    rang = [received(ring_seconds=seconds) for seconds in (0.0, 10.0, 10.1)]
    result = board(
        calls(
            *(((12, payload),) for payload in rang),
            ((13, received(is_emergency=False, ring_seconds=3.0)),),
            ((14, received()),),
            ((25 * 60, received(ring_seconds=30.0)),),
        )
    )
    assert (result.answered.count, result.answered.n, result.answered.value) == (3, 4, 0.75)
    assert board(calls(((12, received()),))).answered.n == 0
    few = board(calls(((12, rang[0]),)), EmergencyRules())
    assert (few.answered.n, few.answered.value) == (1, None)


@given(st.lists(st.tuples(st.integers(0, 2000), st.one_of(st.none(), st.floats(0, 3600))), max_size=30))
def test_the_share_answered_in_time_equals_a_recount(told: list[tuple[int, float | None]]) -> None:
    given_calls = calls(
        *(((before, received(**({} if rang is None else {"ring_seconds": rang}))),) for before, rang in told)
    )
    rings = [rang for before, rang in told if rang is not None and before < 24 * 60]
    answered = board(given_calls).answered
    assert (answered.count, answered.n) == (sum(rang <= 10 for rang in rings), len(rings))


# --- prank and silent calls


def test_pranks_are_a_share_of_all_calls_of_24_hours() -> None:
    """Two of four: emergencies count among all, a class is what its name says, and an older prank in neither number."""
    result = board(
        calls(
            ((12, received(category="prank", is_emergency=False)),),
            ((24 * 60 - 1, received(category="silent", is_emergency=False)),),
            ((13, received(category="information", is_emergency=False)),),
            ((14, received()), (13, CLOSED)),
            ((24 * 60, received(category="prank", is_emergency=False)),),
        )
    )
    assert result.pranks == Portion(2, 4, 1)


def test_few_calls_have_no_share_of_pranks() -> None:
    nine = calls(*[((12, received(category="prank", is_emergency=False)),)] * 9)
    assert board(nine, EmergencyRules()).pranks == Portion(9, 9)
    assert Portion(9, 9).value is None


def test_a_city_that_does_not_say_what_a_prank_is_has_no_share_of_them() -> None:
    silent = replace(city(), prank_classes=None)
    prank = calls(((12, received(category="prank", is_emergency=False)),))
    assert emergency_board(call_frame(prank, silent), NOW_MS, TODAY, ANY_N).pranks is None


@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(sorted(city().call_classes))), max_size=30))
def test_the_share_of_pranks_equals_a_recount(told: list[tuple[int, str]]) -> None:
    """Pranks and the rest are all calls, in whatever order they come."""
    recent = [category for before, category in told if before < 24 * 60]
    lives = [((before, received(category=category)),) for before, category in told]
    pranks, backward = (board(calls(*some)).pranks for some in (lives, lives[::-1]))
    assert pranks == backward == Portion(sum(one in ("prank", "silent") for one in recent), len(recent), 1)
