"""A simulated city is believable to those who know the real one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import pytest

from data_sources.simulator.city import Simulator
from data_sources.simulator.config import SimulatorConfig
from data_sources.stream_entry import EntryFields
from domain.city import ComplaintFrame, complaint_frame
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintRules, StoredFact, fold_complaint
from domain.events import Event
from domain.indicators.complaints import (
    DAY_MS,
    complaint_counts,
    counts_by_agency,
    first_response_share,
    on_time_share,
    resolution_cohort,
)
from domain.profile import CityProfile
from tests.data_sources.simulator.entries import SEEDS, at, decoded, filings

DAYS = 120
TARGET = 0.9


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


def folded(events: Iterable[Event], rules: ComplaintRules) -> Iterator[Complaint]:
    facts: dict[str, list[StoredFact]] = defaultdict(list)
    for event in events:
        facts[event.entity_id].append(StoredFact(event.occurred_ms, event.event_id, event.payload))
    return (fold_complaint(complaint_id, known, rules) for complaint_id, known in facts.items())


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
