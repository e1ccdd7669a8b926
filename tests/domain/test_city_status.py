import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city_status import (
    LONGEST_REASON,
    CityState,
    Level,
    Measure,
    StatusEntry,
    StatusError,
    StatusRule,
    checked_reason,
    level_of,
    proposals,
)

RULES = (
    StatusRule(Measure.INCIDENTS, 1, Level.WATCH),
    StatusRule(Measure.INCIDENTS, 3, Level.READY),
    StatusRule(Measure.EMERGENCIES_WAITING, 10, Level.EMERGENCY),
)


def test_rules_propose_the_highest_level_first() -> None:
    found = proposals(RULES, {Measure.INCIDENTS: 3, Measure.EMERGENCIES_WAITING: 12}, None)
    assert [one.rule.level for one in found] == [Level.EMERGENCY, Level.READY, Level.WATCH]
    assert found[0].value == 12


def test_what_is_not_known_proposes_nothing() -> None:
    assert proposals(RULES, {Measure.INCIDENTS: None}, None) == ()
    assert proposals(RULES, {}, Level.NORMAL) == ()


def test_nothing_is_proposed_that_holds_already() -> None:
    found = proposals(RULES, {Measure.INCIDENTS: 5}, Level.WATCH)
    assert [one.rule.level for one in found] == [Level.READY]


@given(st.sampled_from(Level), st.dictionaries(st.sampled_from(Measure), st.none() | st.floats(0, 1000)))
def test_a_proposal_is_always_above_the_level_that_holds_and_reached(
    level: Level, measured: dict[Measure, float | None]
) -> None:
    for one in proposals(RULES, measured, level):
        assert one.rule.level > level
        assert one.value >= one.rule.at_least


def test_nobody_set_a_level_is_not_normal() -> None:
    assert CityState().level is None
    entry = StatusEntry(1, Level.NORMAL, "ratna", "operator", "hari biasa", 0)
    assert CityState((entry,)).level is Level.NORMAL


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_level_that_there_is_not_is_told(value: int) -> None:
    with pytest.raises(StatusError, match=f"expected one of 1 normal, .*5 crisis, got {value}"):
        level_of(value)


def test_a_reason_is_one_line() -> None:
    assert checked_reason("  banjir\n di   Periuk ") == "banjir di Periuk"
    for reason in ("", " \n", "x" * (LONGEST_REASON + 1), "a\x00b"):
        with pytest.raises(StatusError, match="say in one line why"):
            checked_reason(reason)
