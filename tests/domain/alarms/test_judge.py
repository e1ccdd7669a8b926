"""What happens by the rules and by time alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alarms.judge import NO_MEMORY, RULE_GONE, Memory, judged
from domain.alarms.life import AlarmEvent, Happening
from domain.alarms.priority import Priority
from domain.alarms.register import Register, followed
from domain.alarms.rule import AlarmRules, FloodRules, GroupBy, RuleKind, Step
from domain.identity import Role
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, a_rule, raised, rules_of, saw, then

H = Happening
OPEN = followed(Register(), [raised(1)])


def whats(
    values: dict[str, float | None] | None,
    register: Register = OPEN,
    rules: AlarmRules | None = None,
    now_ms: int = NOW_MS + MINUTE_MS,
) -> list[Happening]:
    drafts, _ = judged(rules or rules_of(), saw(values, now_ms), register, NO_MEMORY)
    return [draft.what for draft in drafts]


@pytest.mark.parametrize(
    ("value", "closed", "opened"),
    [(0.9, [], [H.RETURNED]), (1.0, [], [H.RETURNED]), (1.5, [], []), (2.0, [H.RAISED], []), (9.0, [H.RAISED], [])],
)
def test_it_rings_at_one_level_and_ends_at_another(
    value: float, closed: list[Happening], opened: list[Happening]
) -> None:
    assert whats({"MPP": value}, Register()) == closed
    assert whats({"MPP": value}) == opened


def test_few_minutes_left_ring_where_the_lower_level_is_the_bad_one() -> None:
    few = rules_of(a_rule(raise_at=15, clear_at=30))
    assert whats({"MPP": 15}, Register(), few) == [H.RAISED]
    assert whats({"MPP": 16}, Register(), few) == []
    assert whats({"MPP": 29}, rules=few) == []
    assert whats({"MPP": 30}, rules=few) == [H.RETURNED]


def test_what_is_not_known_neither_rings_nor_ends() -> None:
    assert whats({"MPP": None}) == []
    assert whats(None) == []
    assert whats({"MPP": None}, Register()) == []


def test_a_place_that_is_gone_is_over() -> None:
    assert whats({}) == [H.RETURNED]


def test_an_alarm_whose_rule_is_gone_is_over_and_says_so() -> None:
    drafts, _ = judged(AlarmRules(), saw(None), OPEN, NO_MEMORY)
    assert [(draft.what, draft.comment) for draft in drafts] == [(H.RETURNED, RULE_GONE)]


def test_what_nobody_acknowledged_rings_again_as_the_same_alarm() -> None:
    returned = followed(Register(), [raised(1, is_latching=True), then(2, H.RETURNED)])
    drafts, _ = judged(rules_of(), saw({"MPP": 3}), returned, NO_MEMORY)
    assert [(draft.what, draft.alarm) for draft in drafts] == [(H.RAISED_AGAIN, 1)]


def test_the_origin_is_what_the_rule_says_at_that_time() -> None:
    rule = a_rule(owner="lead_agency", group_by=GroupBy.AGENCY, is_latching=True, priority=Priority.HIGH)
    (draft,), _ = judged(rules_of(rule), saw({"MPP": 3}), Register(), NO_MEMORY)
    origin = draft.origin
    assert origin is not None
    assert (origin.owner, origin.group, origin.place, origin.value) == ("DPUPR", "DPUPR", "MPP", 3)
    assert (origin.is_latching, origin.priority) == (True, Priority.HIGH)


# --- delays


def run(rules: AlarmRules, values: list[float | None], seconds: int = 60) -> list[tuple[int, Happening]]:
    """What happens to a place with one value after another, each some seconds later: when, and what."""
    register, memory, told = Register(), NO_MEMORY, []
    for turn, value in enumerate(values):
        drafts, memory = judged(rules, saw({"MPP": value}, NOW_MS + turn * seconds * 1000), register, memory)
        numbered = [_numbered(draft, register.number + place) for place, draft in enumerate(drafts, start=1)]
        register = followed(register, numbered)
        told += [(turn, draft.what) for draft in drafts]
    return told


def _numbered(draft: AlarmEvent, number: int) -> AlarmEvent:
    fields = {name: getattr(draft, name) for name in draft.__struct_fields__}
    return AlarmEvent(**{**fields, "number": number})


def test_it_rings_after_its_delay_and_not_for_what_passes() -> None:
    delayed = rules_of(a_rule(delay_on_seconds=120))
    assert run(delayed, [3, 3, 1.5, 3, 3, 3, 3]) == [(5, H.RAISED)]


def test_it_ends_after_its_delay() -> None:
    delayed = rules_of(a_rule(delay_off_seconds=120))
    assert run(delayed, [3, 0, 3, 0, 0, 0]) == [(0, H.RAISED), (5, H.RETURNED)]


def test_an_unknown_value_begins_the_delay_anew() -> None:
    assert run(rules_of(a_rule(delay_on_seconds=120)), [3, 3, None, 3, 3, 3]) == [(5, H.RAISED)]


def test_a_source_that_is_away_for_a_moment_keeps_what_is_waited_for() -> None:
    rules = rules_of(a_rule(delay_on_seconds=120))
    _, memory = judged(rules, saw({"MPP": 3}), Register(), NO_MEMORY)
    _, memory = judged(rules, saw(None, NOW_MS + MINUTE_MS), Register(), memory)
    drafts, _ = judged(rules, saw({"MPP": 3}, NOW_MS + 2 * MINUTE_MS), Register(), memory)
    assert [draft.what for draft in drafts] == [H.RAISED]


@given(st.lists(st.one_of(st.none(), st.floats(0, 4)), max_size=40))
def test_ringing_and_ending_alternate(values: list[float | None]) -> None:
    told = [what for _, what in run(rules_of(), values)]
    assert told[::2] == [H.RAISED] * len(told[::2])
    assert told[1::2] == [H.RETURNED] * len(told[1::2])


# --- rates


def test_a_rate_is_the_change_in_an_hour_and_unknown_before_its_window_is_full() -> None:
    """0, 1, 2, … a minute: 60 in an hour, known after ten minutes."""
    rate = rules_of(a_rule(kind=RuleKind.RATE, window_minutes=10, raise_at=59, clear_at=1))
    assert run(rate, [float(minute) for minute in range(14)]) == [(10, H.RAISED)]
    slow = rules_of(a_rule(kind=RuleKind.RATE, window_minutes=10, raise_at=61, clear_at=1))
    assert run(slow, [float(minute) for minute in range(30)]) == []


def test_a_rate_remembers_no_more_than_it_needs() -> None:
    rate, memory = rules_of(a_rule(kind=RuleKind.RATE, window_minutes=10, raise_at=59, clear_at=1)), Memory()
    for second in range(3000):
        _, memory = judged(rate, saw({"MPP": 1.0}, NOW_MS + second * 1000), Register(), memory)
    (course,) = memory.courses.values()
    assert 50 <= len(course) <= 62


# --- by time alone


def test_a_shelf_that_ends_gives_the_alarm_back() -> None:
    shelved = followed(OPEN, [then(2, H.SHELVED, until_ms=NOW_MS + 10 * MINUTE_MS)])
    assert whats({"MPP": 3}, shelved, now_ms=NOW_MS + 10 * MINUTE_MS - 1) == []
    assert whats({"MPP": 3}, shelved, now_ms=NOW_MS + 10 * MINUTE_MS) == [H.SHELF_ENDED]


STEPS = (Step(15, Role.AGENCY_HEAD, raises_priority=True), Step(45, Role.MAYOR))


@pytest.mark.parametrize(
    ("minutes", "level", "told"),
    [(14, 0, None), (15, 0, "agency-head"), (44, 1, None), (45, 1, "mayor"), (999, 2, None)],
)
def test_nobody_acknowledged_it_so_the_next_one_is_told(minutes: int, level: int, told: str | None) -> None:
    register = followed(OPEN, [then(number + 2, H.ESCALATED, priority=1) for number in range(level)])
    rules = rules_of(a_rule(), steps=STEPS)
    drafts, _ = judged(rules, saw({"MPP": 3}, NOW_MS + minutes * MINUTE_MS), register, NO_MEMORY)
    assert [draft.to_role for draft in drafts] == ([told] if told else [])


def test_an_escalation_weighs_more_and_an_acknowledged_or_shelved_alarm_has_none() -> None:
    rules = rules_of(a_rule(), steps=STEPS)
    late = saw({"MPP": 3}, NOW_MS + 20 * MINUTE_MS)
    (draft,), _ = judged(rules, late, OPEN, NO_MEMORY)
    assert draft.priority == Priority.HIGH
    for what in (H.ACKNOWLEDGED, H.SHELVED):
        quiet = followed(OPEN, [then(2, what, until_ms=NOW_MS + 999 * MINUTE_MS)])
        assert judged(rules, late, quiet, NO_MEMORY)[0] == ()


def test_what_rings_again_has_its_time_anew() -> None:
    events = [
        then(2, H.ESCALATED, priority=1),
        then(3, H.RETURNED),
        then(4, H.RAISED_AGAIN, at_ms=NOW_MS + 60 * MINUTE_MS),
    ]
    again = followed(Register(), [raised(1, is_latching=True), *events])
    rules = rules_of(a_rule(), steps=STEPS)
    assert whats({"MPP": 3}, again, rules, NOW_MS + 74 * MINUTE_MS) == []
    assert whats({"MPP": 3}, again, rules, NOW_MS + 75 * MINUTE_MS) == [H.ESCALATED]


def test_steps_are_for_their_priorities() -> None:
    only_high = rules_of(a_rule(), steps=(Step(15, Role.MAYOR, priorities=frozenset({Priority.HIGH})),))
    assert whats({"MPP": 3}, rules=only_high, now_ms=NOW_MS + 20 * MINUTE_MS) == []


# --- floods


def test_more_than_ten_in_ten_minutes_are_a_flood_until_at_most_five() -> None:
    rules = rules_of(a_rule(), flood=FloodRules(10, 10, 5))
    ten: dict[str, float | None] = {f"S{number}": 3.0 for number in range(10)}
    assert H.FLOOD_BEGAN not in whats(ten, Register(), rules)
    drafts, _ = judged(rules, saw({**ten, "S10": 3.0}), Register(), NO_MEMORY)
    assert drafts[-1].what is H.FLOOD_BEGAN
    numbered = [_numbered(draft, number) for number, draft in enumerate(drafts, start=1)]
    flooded = followed(Register(), numbered)
    assert flooded.flood_ms == NOW_MS
    calm = saw({**ten, "S10": 3.0}, NOW_MS + 10 * MINUTE_MS)
    assert [draft.what for draft in judged(rules, calm, flooded, NO_MEMORY)[0]] == [H.FLOOD_ENDED]
    assert judged(rules, replace(calm, now_ms=calm.now_ms - 1), flooded, NO_MEMORY)[0] == ()
