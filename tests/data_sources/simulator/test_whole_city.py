"""All sources of the simulated city: one repeatable plan each, that every decoder takes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import pytest

from data_sources.simulator.city import CitySource, SimulatedCity
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.timeline import Plan
from data_sources.stream_entry import EntryFields
from domain.clock import epoch_ms
from domain.profile import CityProfile, UnknownCodeError
from tests.data_sources.simulator.entries import at, begun_city, decoded, ids
from tests.data_sources.simulator.plans import attendance_plan, call_plan, field_plan, position_plan, queue_plan

DAYS = 22
NAMES = ["calls", "queues", "attendance", "field", "positions"]


def told(source: CitySource, until: datetime) -> list[EntryFields]:
    source.begin(until)
    return source.timeline.due_until(until)


@pytest.fixture(scope="module")
def histories(hamlet: CityProfile, brief: SimulatorConfig, now: datetime) -> Sequence[list[EntryFields]]:
    return [told(source, now) for source in SimulatedCity(hamlet, brief, 1, DAYS).sources]


def test_every_source_keeps_the_contract_and_comes_in_order(
    hamlet: CityProfile, brief: SimulatorConfig, now: datetime, histories: Sequence[list[EntryFields]]
) -> None:
    city = SimulatedCity(hamlet, brief, 1, DAYS)
    for source, entries in zip(city.sources, histories, strict=True):
        events = list(decoded(entries, hamlet, now, source.timeline.stream))
        instants = [event.occurred_ms for event in events]
        assert instants == sorted(instants)
        assert len(events) > 200
        assert instants[-1] <= epoch_ms(now)
        assert {event.source for event in events} == {source.timeline.source}
        assert {event.kind for event in events} <= {*source.kinds, "position"}


def test_ids_are_unique_over_all_sources(histories: Sequence[list[EntryFields]]) -> None:
    known = [one for entries in histories for one in ids(entries)]
    assert len(set(known)) == len(known)


def test_the_same_seed_tells_the_same_story(
    hamlet: CityProfile, brief: SimulatorConfig, now: datetime, histories: Sequence[list[EntryFields]]
) -> None:
    again = [told(source, now) for source in SimulatedCity(hamlet, brief, 1, DAYS).sources]
    other = [told(source, now) for source in SimulatedCity(hamlet, brief, 2, DAYS).sources]
    assert again == histories
    assert all(mine != theirs for mine, theirs in zip(again, other, strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_day_is_the_same_whenever_it_is_asked_for(name: str, hamlet: CityProfile, brief: SimulatorConfig) -> None:
    """What was planned before makes no difference."""
    makers: Mapping[str, Callable[[CityProfile, SimulatorConfig], Plan]] = {
        "calls": call_plan,
        "queues": queue_plan,
        "attendance": attendance_plan,
        "field": field_plan,
        "positions": position_plan,
    }
    day = date(2026, 11, 25)
    used, fresh = makers[name](hamlet, brief), makers[name](hamlet, brief)
    for before in (3, 2, 1):
        list(used.steps(day - timedelta(days=before)))
    assert list(used.steps(day)) == list(fresh.steps(day))


def test_live_goes_on_where_history_ends(hamlet: CityProfile, brief: SimulatorConfig, now: datetime) -> None:
    """Whatever the steps, over two nights."""
    later = now + timedelta(days=1, hours=20)
    city, other = begun_city(hamlet, brief, now, DAYS), begun_city(hamlet, brief, now, DAYS)
    for source, same in zip(city.sources, other.sources, strict=True):
        expected = source.timeline.due_until(later)
        pieces: list[EntryFields] = []
        moment = now
        while moment < later:
            moment = min(later, moment + timedelta(hours=3, minutes=37))
            pieces += same.timeline.due_until(moment)
        assert pieces == expected
        assert all(now < at(entry) <= later for entry in pieces)


@pytest.mark.parametrize("hour", [2, 11])
def test_a_restart_loses_and_repeats_nothing(
    hamlet: CityProfile, brief: SimulatorConfig, now: datetime, hour: int
) -> None:
    stopped = now.replace(hour=hour) + timedelta(days=1)
    later = stopped + timedelta(hours=10)
    city, again = begun_city(hamlet, brief, now, DAYS), SimulatedCity(hamlet, brief, 1, DAYS)
    for source, resumed in zip(city.sources, again.sources, strict=True):
        source.timeline.due_until(stopped)
        resumed.timeline.resume(stopped)
        assert resumed.timeline.due_until(later) == source.timeline.due_until(later)


def test_an_outage_delays_one_source_only(hamlet: CityProfile, brief: SimulatorConfig, now: datetime) -> None:
    end = now + timedelta(hours=1)
    usual, troubled = begun_city(hamlet, brief, now, DAYS), begun_city(hamlet, brief, now, DAYS)
    troubled.outage("antrean", now, end)
    for source, same in zip(usual.sources, troubled.sources, strict=True):
        during = same.timeline.due_until(end - timedelta(seconds=1))
        assert source.timeline.source != "antrean" or during == []
        afterwards = during + same.timeline.due_until(end)
        assert sorted(ids(afterwards)) == sorted(ids(source.timeline.due_until(end)))


def test_codes_of_other_cities_are_refused(hamlet: CityProfile, brief: SimulatorConfig) -> None:
    assert brief.field
    shifts = {"morning": brief.field.shifts["morning"].model_copy(update={"crews": {"NYPD": 3}})}
    wrong = brief.model_copy(update={"field": brief.field.model_copy(update={"shifts": shifts})})
    with pytest.raises(UnknownCodeError, match="NYPD"):
        SimulatedCity(hamlet, wrong, 1, DAYS)
