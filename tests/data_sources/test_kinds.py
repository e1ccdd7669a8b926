"""Every kind of thing is a fold over the set of its events: one law for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.kinds import kinds_of
from domain.complaints import StoredFact
from tests.domain.field_lives import position_facts, task_facts
from tests.domain.lives import city_rules
from tests.domain.lives import facts as complaint_facts
from tests.domain.queue_lives import call_facts, counter_facts, survey_facts, ticket_facts, wait_facts
from tests.domain.staffing_lives import attendance_facts, shift_facts

KINDS = kinds_of(city_rules())
FACTS: dict[str, st.SearchStrategy[list[StoredFact]]] = {
    "complaint": complaint_facts,
    "call": call_facts,
    "ticket": ticket_facts,
    "counter": counter_facts,
    "site": wait_facts,
    "survey": survey_facts,
    "attendance": attendance_facts,
    "shift": shift_facts,
    "task": task_facts,
    "position": position_facts,
}


def test_the_law_is_tried_for_every_kind() -> None:
    assert FACTS.keys() == KINDS.keys()


@pytest.mark.parametrize("name", FACTS)
@given(data=st.data())
def test_any_order_and_any_repetition_give_the_same(name: str, data: st.DataObject) -> None:
    rows = data.draw(FACTS[name])
    repeated = data.draw(st.lists(st.sampled_from(rows), max_size=8))
    entity_id, kind = rows[0].payload.entity_id, KINDS[name]
    shuffled = data.draw(st.permutations([*rows, *repeated]))
    assert kind.fold(entity_id, shuffled) == kind.fold(entity_id, rows)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.is_latest])
@given(data=st.data())
def test_a_kind_that_folds_to_its_latest_event_needs_no_other(name: str, data: st.DataObject) -> None:
    """Which is what allows the store to read that one alone."""
    rows = data.draw(FACTS[name])
    latest = max(rows, key=lambda fact: (fact.occurred_ms, fact.event_id))
    entity_id, kind = latest.payload.entity_id, KINDS[name]
    assert kind.fold(entity_id, [latest]) == kind.fold(entity_id, rows)
