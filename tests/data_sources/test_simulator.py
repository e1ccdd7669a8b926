"""The simulated city: one repeatable plan, believable to those who know the real one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis
import shapely

from data_sources.city_folder import CityFolderError
from data_sources.decode import Decoder
from data_sources.embedded_redis import EmbeddedRedis
from data_sources.simulator import Simulator, SimulatorConfig, SimulatorFeed, load_simulator_config
from data_sources.stream import as_fields, connect
from data_sources.stream_entry import EntryFields, encode_entry
from domain.city import ComplaintFrame, complaint_frame
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintRules, StoredFact, fold_complaint
from domain.events import Event, Stream
from domain.indicators.complaints import (
    DAY_MS,
    complaint_counts,
    counts_by_agency,
    first_response_share,
    on_time_share,
    resolution_cohort,
)
from domain.profile import DISTRICT, CityProfile, UnknownCodeError
from geo.boundaries import Boundaries
from tests.servers import wait_until

CONFIG = Path(__file__).parents[2] / "cities" / "tangerang" / "simulator.yaml"
KEY = "liveroom:complaints"
SEEDS = (1, 2, 3)
DAYS = 120
TARGET = 0.9


@pytest.fixture(scope="module")
def config() -> SimulatorConfig:
    return load_simulator_config(CONFIG)


@pytest.fixture(scope="module")
def now(tangerang: CityProfile) -> datetime:
    """A Tuesday, 09.30 WIB."""
    return datetime(2026, 11, 24, 9, 30, tzinfo=tangerang.timezone)


@pytest.fixture(scope="module")
def brief(config: SimulatorConfig) -> SimulatorConfig:
    """Complaints that live three weeks at most, for tests that a month of history is enough for."""
    return config.model_copy(update={"longest_life_days": 21})


@dataclass(frozen=True)
class City:
    """A simulated city as the live room would see it at `now`."""

    entries: Sequence[EntryFields]
    events: Sequence[Event]
    complaints: Sequence[Complaint]
    frame: ComplaintFrame
    now: datetime


@pytest.fixture(scope="module", params=SEEDS)
def city(request: pytest.FixtureRequest, config: SimulatorConfig, rules: ComplaintRules, now: datetime) -> City:
    entries = list(Simulator(rules.profile, config, request.param).history(now, DAYS))
    events = list(decoded(entries, rules.profile, now))
    complaints = list(folded(events, rules))
    return City(entries, events, complaints, complaint_frame(complaints, rules.profile), now)


def decoded(entries: Iterable[EntryFields], profile: CityProfile, now: datetime) -> Iterator[Event]:
    decoder = Decoder(profile)
    for entry in entries:
        event = decoder.decode(as_fields(entry), "0-1", Stream.COMPLAINTS, now)
        assert isinstance(event, Event), event
        yield event


def folded(events: Iterable[Event], rules: ComplaintRules) -> Iterator[Complaint]:
    facts: dict[str, list[StoredFact]] = defaultdict(list)
    for event in events:
        facts[event.entity_id].append(StoredFact(event.occurred_ms, event.event_id, event.payload))
    return (fold_complaint(complaint_id, known, rules) for complaint_id, known in facts.items())


def ids(entries: Iterable[EntryFields]) -> list[str]:
    return [str(entry["id"]) for entry in entries]


def at(entry: EntryFields) -> datetime:
    return datetime.fromisoformat(str(entry["at"]))


# --- believable


def test_every_entry_keeps_the_contract_and_comes_in_order(city: City) -> None:
    assert [event.occurred_ms for event in city.events] == sorted(event.occurred_ms for event in city.events)
    assert len({event.event_id for event in city.events}) == len(city.events)
    assert city.events[-1].occurred_ms <= epoch_ms(city.now)
    assert not any(event.is_skewed for event in city.events)


def test_every_complaint_begins_with_its_filing(city: City) -> None:
    first: dict[str, str] = {}
    for event in city.events:
        first.setdefault(event.entity_id, event.type)
    assert set(first.values()) == {"complaint.filed"}
    assert all(complaint.is_known for complaint in city.complaints)


def test_volume_is_that_of_the_published_years(city: City) -> None:
    assert 35 <= len(city.complaints) / DAYS <= 42
    assert 25_000 <= len(city.events) <= 33_000


def test_days_and_weeks_have_their_rhythm(city: City, tangerang: CityProfile) -> None:
    filed = [at(entry) for entry in city.entries if entry["type"] == "complaint.filed"]
    hours = Counter(moment.hour for moment in filed)
    weekdays = Counter(moment.weekday() for moment in filed)
    assert hours[9] > 5 * hours[3]
    assert weekdays[0] > 1.2 * weekdays[6]
    assert filed[0].utcoffset() == timedelta(hours=7)


def test_deadlines_are_met_as_in_the_real_city(city: City) -> None:
    now_ms = epoch_ms(city.now)
    on_time = on_time_share(city.frame, now_ms, 90, TARGET).value
    response = first_response_share(city.frame, now_ms, 90, TARGET).value
    assert on_time == pytest.approx(0.885, abs=0.02)
    assert response == pytest.approx(0.95, abs=0.015)


def test_one_technical_agency_is_clearly_late(city: City) -> None:
    now_ms = epoch_ms(city.now)
    cohort, met = resolution_cohort(city.frame, now_ms - 90 * DAY_MS, now_ms)
    due, done = counts_by_agency(city.frame, cohort), counts_by_agency(city.frame, met)
    shares = {agency: done.get(agency, 0) / n for agency, n in due.items() if n >= 60}
    assert shares.pop("DPUPR") == pytest.approx(0.78, abs=0.05)
    assert len(shares) >= 6
    assert all(0.80 < share <= 1 for share in shares.values()), shares


def test_the_backlog_on_a_tuesday_morning_is_one_that_people_can_work_off(city: City, tangerang: CityProfile) -> None:
    midnight = city.now.replace(hour=0, minute=0)
    counts = complaint_counts(city.frame, epoch_ms(city.now), epoch_ms(midnight), tangerang.calendar)
    assert 140 <= counts.open <= 230
    assert 4 <= counts.overdue <= 22
    assert 8 <= counts.due_soon <= 30
    assert 0.945 <= 1 - counts.open / len(city.complaints) <= 0.975


def test_every_kind_of_fate_occurs(city: City) -> None:
    types = Counter(event.type for event in city.events)
    for name in ("answered", "waiting_reporter", "resumed", "reopened", "rejected", "duplicate", "archived", "rated"):
        assert types[f"complaint.{name}"] >= 10, name
    assert sum(complaint.handoffs for complaint in city.complaints) >= 20
    assert types["complaint.rated"] == pytest.approx(0.3 * types["complaint.resolved"], rel=0.15)


def test_rain_brings_water_complaints(tangerang: CityProfile, config: SimulatorConfig) -> None:
    def water(month: int) -> int:
        end = datetime(2026, month, 31, 23, 59, tzinfo=tangerang.timezone)
        filed = [data for seed in SEEDS for data in filings(Simulator(tangerang, config, seed).history(end, days=30))]
        return sum(data["category"] in {"standing_water", "blocked_drain", "flood"} for data in filed)

    assert water(1) > 1.3 * water(8)


def test_nothing_happens_to_a_complaint_after_its_longest_life(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    first: dict[str, datetime] = {}
    for entry in Simulator(tangerang, brief, 1).history(now, days=50):
        complaint = msgspec.json.decode(entry["data"])["complaint_id"]
        assert at(entry) - first.setdefault(complaint, at(entry)) <= timedelta(days=21)


# --- places


def square_boundaries(profile: CityProfile) -> Boundaries:
    """Each ward as a square of about 200 metres around its point."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": ward.code, "name": ward.name},
            "geometry": shapely.geometry.mapping(shapely.Point(ward.lon, ward.lat).buffer(1e-3, cap_style="square")),
        }
        for ward in profile.wards.values()
    ]
    return Boundaries({}, {"type": "FeatureCollection", "features": features}, is_approximate=False, credit="")


def filings(entries: Iterable[EntryFields]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(entry["data"]) for entry in entries if entry["type"] == "complaint.filed"]


def test_points_lie_inside_the_outline_of_their_ward(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    """Those that repeat another complaint lie next to it, which may be across the border."""
    config = config.model_copy(update={"arrivals": config.arrivals.model_copy(update={"repeat_chance": 0.0})})
    filed = filings(Simulator(tangerang, config, 1, square_boundaries(tangerang)).history(now, days=5))
    located = [data for data in filed if "lat" in data]
    assert len(located) > 0.8 * len(filed)
    for data in located:
        ward = tangerang.wards[data["ward"]]
        assert max(abs(data["lat"] - ward.lat), abs(data["lon"] - ward.lon)) <= 1e-3


def test_the_plan_does_not_depend_on_the_boundaries(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    def without_places(boundaries: Boundaries | None) -> list[dict[str, Any]]:
        entries = list(Simulator(tangerang, config, 1, boundaries).history(now, days=10))
        for entry in entries:
            data = msgspec.json.decode(entry["data"])
            entry["data"] = msgspec.json.encode({name: data[name] for name in data if name not in {"lat", "lon"}})
        return [dict(entry) for entry in entries]

    assert without_places(None) == without_places(square_boundaries(tangerang))


def test_a_city_without_wards_files_complaints_within_its_bounds(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    led = {code: each for code, each in tangerang.categories.items() if each.routing[0].agency != DISTRICT}
    bare = replace(tangerang, wards={}, categories=led)
    filed = list(decoded(Simulator(bare, config, 1).history(now, days=3), bare, now))
    assert len(filed) > 100


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


def begun(profile: CityProfile, config: SimulatorConfig, now: datetime) -> Simulator:
    """A city with a past, at `now`."""
    simulator = Simulator(profile, config, 1)
    list(simulator.history(now, days=15))
    return simulator


@pytest.mark.parametrize(("source", "hours"), [("nobody", 1), ("laksa", 0)])
def test_an_impossible_outage_is_refused(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime, source: str, hours: int
) -> None:
    with pytest.raises(ValueError, match="outage of"):
        Simulator(tangerang, config, 1).outage(source, now, now + timedelta(hours=hours))


# --- its configuration


def test_codes_that_the_city_does_not_have_are_refused(tangerang: CityProfile, config: SimulatorConfig) -> None:
    with pytest.raises(UnknownCodeError, match="'Telex'"):
        Simulator(tangerang, config.model_copy(update={"channels": {"Telex": 1.0}}), 1)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("heartbeat_seconds:", "heartbeat_minutes:", "heartbeat_minutes"), ('"16:00"', "16:00", "desk.hours.saturday")],
)
def test_a_wrong_number_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "simulator.yaml"
    path.write_text(CONFIG.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CityFolderError, match=named):
        load_simulator_config(path)


def test_an_entry_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        encode_entry("heartbeat", "1", datetime(2026, 1, 1), "laksa", {})  # noqa: DTZ001


# --- into Redis


class Seconds:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


def written_ids(client: "redis.Redis") -> list[str]:
    entries: list[tuple[bytes, dict[bytes, bytes]]] = client.execute_command("XRANGE", KEY, "-", "+")  # type: ignore[no-untyped-call]
    return [fields[b"id"].decode() for _, fields in entries if fields[b"type"] != b"heartbeat"]


@pytest.mark.services
def test_the_feed_writes_what_is_due_and_a_heartbeat_every_two_seconds(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    later, seconds = now + timedelta(hours=3), Seconds()
    expected = begun(tangerang, brief, now).due_until(later)
    feed = SimulatorFeed(begun(tangerang, brief, now), redis_client, KEY, seconds)
    for _ in range(30):
        feed.step(now)
        seconds.value += 0.2
    assert written_ids(redis_client) == []
    assert redis_client.xlen(KEY) == 3
    feed.step(later)
    assert written_ids(redis_client) == ids(expected)


@pytest.mark.services
def test_the_feed_survives_the_loss_of_redis(
    tmp_path: Path, tangerang: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    middle, later = now + timedelta(hours=2), now + timedelta(hours=5)
    expected = begun(tangerang, brief, now).due_until(later)
    with EmbeddedRedis(tmp_path, appendfsync="always") as server, connect(server.url) as client:
        feed = SimulatorFeed(begun(tangerang, brief, now), client, KEY, Seconds())
        feed.step(now + timedelta(hours=1))
        client.shutdown(nosave=True)
        with pytest.raises(redis.RedisError):
            feed.step(middle)
        wait_until(server.revive, "the end of the server")
        feed.step(later)
        assert written_ids(client) == ids(expected)


@pytest.mark.services
def test_a_restarted_feed_goes_on_where_it_was_told(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    later = now + timedelta(hours=5)
    simulator = Simulator(tangerang, brief, 1)
    list(simulator.history(now, days=30))
    feed = SimulatorFeed(Simulator(tangerang, brief, 1), redis_client, KEY, Seconds(), start_from=now)
    feed.step(later)
    assert written_ids(redis_client) == ids(simulator.due_until(later))
