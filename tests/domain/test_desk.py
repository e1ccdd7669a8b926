"""What operators do with a row, who may, and how a row stands after it."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk import (
    HOUR_MS,
    UNTOUCHED,
    DeskAct,
    DeskEntry,
    DeskError,
    DeskProblem,
    DeskRules,
    DeskState,
    Handling,
    applied,
    check,
    handling_of,
)

NOW, RULES = 1_000 * HOUR_MS, DeskRules(shelve_most_hours=24)


def entry(act: DeskAct, by: str = "sari", **values: Any) -> DeskEntry:
    told: dict[str, Any] = {"at_ms": NOW, "text": "", "until_ms": 0, "number": 0, **values}
    return DeskEntry(by=by, by_name=by.title(), kind="complaint", ref="L-1", act=act, **told)


def after(*entries: DeskEntry) -> Handling:
    handling = UNTOUCHED
    for one in entries:
        check(handling, one, RULES)
        handling = applied(handling, one)
    return handling


def problem(handling: Handling, one: DeskEntry) -> DeskProblem:
    with pytest.raises(DeskError) as raised:
        check(handling, one, RULES)
    return raised.value.problem


def test_a_row_is_acknowledged_owned_and_released() -> None:
    assert UNTOUCHED.state(NOW) is DeskState.NEW
    assert after(entry(DeskAct.ACKNOWLEDGE)).state(NOW) is DeskState.ACKNOWLEDGED
    owned = after(entry(DeskAct.OWN))
    assert (owned.state(NOW), owned.owner_name) == (DeskState.OWNED, "Sari")
    assert after(entry(DeskAct.OWN), entry(DeskAct.RELEASE)).state(NOW) is DeskState.ACKNOWLEDGED


def test_what_is_shelved_comes_back_by_itself() -> None:
    shelved = after(entry(DeskAct.SHELVE, text="menunggu suku cadang", until_ms=NOW + HOUR_MS))
    assert shelved.state(NOW) is DeskState.SHELVED
    assert shelved.state(NOW + HOUR_MS) is DeskState.ACKNOWLEDGED


def test_who_owns_a_row_is_asked_before_another_does() -> None:
    owned = after(entry(DeskAct.OWN))
    assert problem(owned, entry(DeskAct.OWN, "budi")) is DeskProblem.OWNED_BY_OTHER
    assert problem(owned, entry(DeskAct.RELEASE, "budi")) is DeskProblem.OWNED_BY_OTHER
    assert after(entry(DeskAct.OWN), entry(DeskAct.TAKE_OVER, "budi")).owner == "budi"
    assert problem(UNTOUCHED, entry(DeskAct.TAKE_OVER)) is DeskProblem.NOT_OWNED


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"text": " ", "until_ms": NOW + 1}, DeskProblem.NEEDS_TEXT),
        ({"text": "x", "until_ms": NOW}, DeskProblem.NEEDS_EXPIRY),
        ({"text": "x", "until_ms": NOW + 25 * HOUR_MS}, DeskProblem.NEEDS_EXPIRY),
        ({"text": "x" * 1001, "until_ms": NOW + 1}, DeskProblem.TOO_LONG),
    ],
)
def test_shelving_needs_a_reason_and_an_end(values: dict[str, Any], expected: DeskProblem) -> None:
    assert problem(UNTOUCHED, entry(DeskAct.SHELVE, **values)) is expected


ENTRIES = st.lists(
    st.builds(
        entry,
        act=st.sampled_from(DeskAct),
        by=st.sampled_from(["sari", "budi"]),
        text=st.just("x"),
        until_ms=st.integers(NOW - HOUR_MS, NOW + 24 * HOUR_MS),
    ),
    max_size=12,
)


@given(ENTRIES, st.randoms())
def test_how_a_row_stands_follows_from_the_numbers_of_its_entries(entries: list[DeskEntry], random: Random) -> None:
    """Read one by one or all at once, in any order: two desks show the same."""
    numbered = [DeskEntry(**{**_fields(one), "number": number}) for number, one in enumerate(entries, 1)]
    shuffled = [*numbered]
    random.shuffle(shuffled)
    handling = UNTOUCHED
    for one in numbered:
        handling = applied(handling, one)
    assert handling_of(shuffled) == handling
    assert handling.comments == sum(one.act is DeskAct.COMMENT for one in entries)


def _fields(one: DeskEntry) -> dict[str, Any]:
    return {name: getattr(one, name) for name in DeskEntry.__slots__}
