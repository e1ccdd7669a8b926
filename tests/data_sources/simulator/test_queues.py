"""Queues of the simulated city keep the laws of every queue, and look like those of a real one."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec
import numpy as np
import pytest

from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.steps import Step
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import StoredFact
from domain.events import PAYLOAD_BY_TYPE, kind_of
from domain.indicators.queues import QueueBoard, queue_board
from domain.indicators.waits import QueueRules
from domain.profile import CityProfile
from domain.queue_columns import queue_frame
from domain.queues import fold_counter, fold_site_wait, fold_ticket
from tests.data_sources.simulator.plans import MINUTE_MS, at_ms, by_entity, instants, queue_plan

MONDAY = date(2026, 11, 16)
WEEK = [MONDAY + timedelta(days=number) for number in range(5)]


@pytest.fixture(scope="module")
def week(tangerang: CityProfile, config: SimulatorConfig) -> Mapping[date, Sequence[Step]]:
    plan = queue_plan(tangerang, config)
    return {day: sorted(plan.steps(day)) for day in WEEK}


@dataclass(frozen=True)
class Number:
    """One ticket of a day, with when its place in the line began."""

    line: str
    is_online: bool
    counter: str
    ready_ms: int | None
    at: Mapping[str, int]


def numbers(steps: Sequence[Step]) -> list[Number]:
    found = []
    for ticket_id, life in by_entity(steps, "ticket_id").items():
        at = instants(step for step in life if step.type.startswith("ticket."))
        issued = next(step for step in life if step.type == "ticket.issued").data
        counter = next((step.data["counter"] for step in life if step.type == "ticket.called"), "")
        ready_ms: int | None = at["issued"]
        if "slot_at" in issued:
            slot_ms = epoch_ms(datetime.fromisoformat(issued["slot_at"]))
            ready_ms = max(slot_ms, at["checked_in"]) if "checked_in" in at else None
        line = f"{issued['site']}/{ticket_id.rpartition('-')[2][0]}"
        found.append(Number(line, "slot_at" in issued, f"{issued['site']}/{counter}", ready_ms, at))
    return found


def test_a_working_day_has_thousands_of_numbers_and_a_day_off_none(
    week: Mapping[date, Sequence[Step]], tangerang: CityProfile, config: SimulatorConfig
) -> None:
    for day in WEEK:
        types = Counter(step.type for step in week[day])
        assert 3000 <= types["ticket.issued"] <= 4500, day
        assert 0.08 <= types["ticket.skipped"] / types["ticket.called"] <= 0.12
        assert types["ticket.cancelled"] <= 0.06 * types["ticket.issued"]
        assert types["survey.answered"] == pytest.approx(0.08 * types["ticket.served"], rel=0.25)
        assert types["ticket.checked_in"] > 300
    saturday, sunday = (list(queue_plan(tangerang, config).steps(MONDAY + timedelta(days=ahead))) for ahead in (5, 6))
    sites = {step.data["site"] for step in saturday if "site" in step.data}
    assert sites == {code for code, site in tangerang.sites.items() if site.kind == "clinic"}
    assert sunday == []


def test_every_ticket_ends_and_is_called_after_it_came(week: Mapping[date, Sequence[Step]]) -> None:
    for number in numbers(week[MONDAY]):
        at = number.at
        assert len({"served", "skipped", "cancelled"} & set(at)) == 1
        order = [at[name] for name in ("issued", "checked_in", "called", "serving", "served") if name in at]
        assert order == sorted(set(order))
        if number.ready_ms is not None and "called" in at:
            assert at["called"] > at["issued"]
            assert at["called"] >= number.ready_ms


def test_one_counter_serves_one_at_a_time(week: Mapping[date, Sequence[Step]]) -> None:
    busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number in numbers(week[MONDAY]):
        if "called" in number.at:
            busy[number.counter].append((number.at["called"], number.at.get("served", number.at.get("skipped", 0))))
    assert len(busy) > 100
    for spans in busy.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


def test_a_counter_calls_only_while_it_is_open(week: Mapping[date, Sequence[Step]]) -> None:
    states: dict[str, str] = {}
    for step in sorted(week[WEEK[4]], key=lambda step: (step.at_ms, step.type)):
        if step.type.startswith("counter."):
            states[f"{step.data['site']}/{step.data['counter']}"] = step.type
        if step.type == "ticket.called":
            site = step.data["ticket_id"].rpartition("-202")[0]
            assert states[f"{site}/{step.data['counter']}"] == "counter.opened", step
    assert set(states.values()) == {"counter.closed"}


def test_who_comes_first_is_called_first(week: Mapping[date, Sequence[Step]]) -> None:
    """Of those without a slot; a line may have many counters."""
    for day in WEEK:
        lines: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number in numbers(week[day]):
            if not number.is_online and "called" in number.at:
                lines[number.line].append((number.at["issued"], number.at["called"]))
        for line in lines.values():
            calls = [called for _, called in sorted(line)]
            assert calls == sorted(calls)


def test_waits_are_those_of_a_busy_office(week: Mapping[date, Sequence[Step]]) -> None:
    for day in WEEK:
        waits = [
            (number.at["called"] - number.ready_ms) / MINUTE_MS
            for number in numbers(week[day])
            if number.ready_ms is not None and "called" in number.at
        ]
        assert 10 <= float(np.quantile(waits, 0.9)) <= 60, day
        assert float(np.median(waits)) <= 25


def test_counters_are_fewer_at_noon(week: Mapping[date, Sequence[Step]], tangerang: CityProfile) -> None:
    def open_at(day: date, hour: int, minute: int) -> int:
        states = {}
        for step in week[day]:
            if step.type.startswith("counter.") and step.at_ms <= at_ms(tangerang, day, hour, minute):
                states[step.data["site"], step.data["counter"]] = step.type
        return list(states.values()).count("counter.opened")

    for day in WEEK:
        assert open_at(day, 10, 0) > 115
        assert open_at(day, 12, 15) < 0.75 * open_at(day, 10, 0)
        assert open_at(day, 19, 0) == 0
    assert open_at(WEEK[4], 12, 0) < 0.6 * open_at(WEEK[3], 12, 0) * 1.2


def test_district_offices_post_their_waits_and_draw_no_numbers(
    week: Mapping[date, Sequence[Step]], tangerang: CityProfile
) -> None:
    posts = [step for step in week[MONDAY] if step.type == "site.wait_reported"]
    drawn = {step.data["site"] for step in week[MONDAY] if step.type == "ticket.issued"}
    posting = {step.data["site"] for step in posts}
    assert {tangerang.sites[site].kind for site in posting} == {"district_office"}
    assert not posting & drawn
    assert posting | drawn == set(tangerang.sites)
    assert 5 <= np.mean([step.data["wait_minutes"] for step in posts]) <= 20


def board_at(steps: Sequence[Step], now_ms: int, profile: CityProfile) -> QueueBoard:
    """The board that a wall would show of these steps."""
    facts: dict[str, dict[str, list[StoredFact]]] = defaultdict(lambda: defaultdict(list))
    for step in steps:
        if step.at_ms <= now_ms:
            payload = msgspec.convert(step.data, PAYLOAD_BY_TYPE[step.type])
            facts[kind_of(step.type)][payload.entity_id].append(StoredFact(step.at_ms, step.event_id, payload))
    frame = queue_frame(
        [fold_ticket(key, known) for key, known in facts["ticket"].items()],
        [fold_counter(key, known, profile.timezone) for key, known in facts["counter"].items()],
        [fold_site_wait(key, known) for key, known in facts["site"].items()],
        profile,
        from_epoch_ms(now_ms),
    )
    return queue_board(frame, now_ms, profile, QueueRules())


def test_in_the_late_morning_few_sites_break_their_promise(
    week: Mapping[date, Sequence[Step]], tangerang: CityProfile
) -> None:
    broken = []
    for day in WEEK:
        board = board_at(week[day], at_ms(tangerang, day, 10, 45), tangerang)
        assert board.waiting > 50
        assert all(queue.has_data for queue in board.sites)
        broken.append(sum((queue.pressure or 0) > 1 for queue in board.sites))
        assert not any(queue.carried_over for queue in board.sites)
    assert all(1 <= count <= 16 for count in broken), broken
