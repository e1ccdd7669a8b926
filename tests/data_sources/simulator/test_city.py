"""The simulated city is one repeatable plan, whatever the restarts and outages."""

from datetime import datetime, timedelta

import msgspec
import pytest

from data_sources.simulator.city import Simulator
from data_sources.simulator.config import SimulatorConfig
from domain.profile import CityProfile, UnknownCodeError
from tests.data_sources.simulator.entries import at, begun, ids

# --- one plan


def test_the_same_seed_tells_the_same_story(tangerang: CityProfile, config: SimulatorConfig, now: datetime) -> None:
    first, again, other = (list(Simulator(tangerang, config, seed).history(now, days=10)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_the_live_feed_continues_the_history(tangerang: CityProfile, config: SimulatorConfig, now: datetime) -> None:
    """Whatever the steps, the entries are those of a longer history of the same city."""
    later = now + timedelta(days=9, hours=5)
    whole = list(Simulator(tangerang, config, 1).history(later, days=39))
    simulator = Simulator(tangerang, config, 1)
    pieces = list(simulator.history(now, days=30))
    at = now
    while at < later:
        at = min(later, at + timedelta(hours=7, minutes=13))
        pieces += simulator.due_until(at)
    assert pieces == whole
    assert simulator.due_until(later) == []


@pytest.mark.parametrize("hours", [0, 3, 60])
def test_a_restart_loses_and_repeats_nothing(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime, hours: int
) -> None:
    """The feed stopped at `now`; it comes back hours later and goes on as if it had never stopped."""
    later = now + timedelta(days=4)
    simulator = Simulator(tangerang, brief, 1)
    before = list(simulator.history(now, days=30))
    expected = simulator.due_until(later)
    restarted = Simulator(tangerang, brief, 1)
    restarted.resume(now)
    after = restarted.due_until(now + timedelta(hours=hours)) + restarted.due_until(later)
    assert after == expected
    assert not set(ids(before)) & set(ids(after))


def test_a_restart_after_a_short_history_knows_its_first_day(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    simulator = Simulator(tangerang, config, 1)
    list(simulator.history(now, days=10))
    restarted = Simulator(tangerang, config, 1)
    restarted.resume(now, first_day=now.date() - timedelta(days=10))
    later = now + timedelta(days=2)
    assert restarted.due_until(later) == simulator.due_until(later)


def test_a_city_must_begin_before_it_goes_on(tangerang: CityProfile, config: SimulatorConfig, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="history"):
        Simulator(tangerang, config, 1).due_until(now)


def test_codes_that_the_city_does_not_have_are_refused(tangerang: CityProfile, config: SimulatorConfig) -> None:
    with pytest.raises(UnknownCodeError, match="'Telex'"):
        Simulator(tangerang, config.model_copy(update={"channels": {"Telex": 1.0}}), 1)


# --- outages


def test_an_outage_holds_everything_back_and_loses_nothing(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    end, later = now + timedelta(hours=2), now + timedelta(hours=4)
    expected = begun(tangerang, brief, now).due_until(later)
    simulator = begun(tangerang, brief, now)
    simulator.outage("laksa", now, end)
    during = simulator.due_until(end - timedelta(seconds=1))
    afterwards = simulator.due_until(later)
    assert during == []
    assert sorted(ids(afterwards)) == sorted(ids(expected))
    assert any(at(entry) < end for entry in afterwards)


def test_heartbeats_stop_in_an_outage(tangerang: CityProfile, config: SimulatorConfig, now: datetime) -> None:
    simulator = Simulator(tangerang, config, 1)
    simulator.outage("laksa", now, now + timedelta(minutes=5))
    beat = simulator.heartbeat(now - timedelta(seconds=1))
    assert beat is not None
    assert msgspec.json.decode(beat["data"]) == {"producer": "laksa", "interval_seconds": 2.0, "simulated": True}
    assert simulator.heartbeat(now) is None
    assert simulator.heartbeat(now + timedelta(minutes=5)) is not None


def test_a_restart_in_an_outage_sends_what_was_held_back(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    halfway, later = now + timedelta(hours=1), now + timedelta(hours=4)
    expected = begun(tangerang, brief, now).due_until(later)
    simulator = begun(tangerang, brief, now)
    simulator.outage("laksa", now, now + timedelta(hours=2))
    sent = simulator.due_until(halfway)
    restarted = Simulator(tangerang, brief, 1)
    restarted.resume(simulator.complete_until(halfway))
    sent += restarted.due_until(later)
    assert set(ids(expected)) <= set(ids(sent))


@pytest.mark.parametrize(("source", "hours"), [("nobody", 1), ("laksa", 0)])
def test_an_impossible_outage_is_refused(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime, source: str, hours: int
) -> None:
    with pytest.raises(ValueError, match="outage of"):
        Simulator(tangerang, config, 1).outage(source, now, now + timedelta(hours=hours))
