"""Lives of complaints for tests: facts stated by name, and random ones for properties."""

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st
from msgspec import UNSET

from data_sources.city_policies import load_legal_limits
from domain import events as ev
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintRules, ComplaintState, StoredFact, fold_complaint
from domain.profile import CityProfile
from tests import factories

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday morning, 10:00 in Tangerang."""
NOW_MS = epoch_ms(NOW)
FILED_AT = NOW - timedelta(days=20)


@cache
def city() -> CityProfile:
    return factories.tangerang()


@cache
def city_rules() -> ComplaintRules:
    return ComplaintRules(city(), load_legal_limits(factories.TANGERANG))


def filed(complaint_id: str = "K-1", **changes: object) -> ev.ComplaintFiled:
    values: dict[str, object] = {"category": "waste_not_collected", "channel": "LAKSA", **changes}
    return ev.ComplaintFiled(complaint_id=complaint_id, **values)  # type: ignore[arg-type]  # any field may be stated


def life(*payloads: ev.Payload, every: timedelta = timedelta(hours=1), start: datetime = FILED_AT) -> list[StoredFact]:
    """These facts, one after another."""
    return [
        StoredFact(epoch_ms(start + number * every), f"e{number:03}", payload)
        for number, payload in enumerate(payloads)
    ]


def folded(*payloads: ev.Payload, every: timedelta = timedelta(hours=1), start: datetime = FILED_AT) -> Complaint:
    return fold_complaint("K-1", life(*payloads, every=every, start=start), city_rules())


agency_codes = st.sampled_from(["DPUPR", "DLH", "DISHUB"])
payloads: st.SearchStrategy[ev.Payload] = st.one_of(
    st.builds(
        filed,
        category=st.sampled_from(["waste_not_collected", "pothole", "flood", "ambulance"]),
        agency=st.one_of(st.just(UNSET), agency_codes),
        due_at=st.one_of(st.just(UNSET), st.integers(-40, 40).map(lambda days: NOW + timedelta(days=days))),
    ),
    st.builds(ev.ComplaintAssigned, complaint_id=st.just("K-1"), agency=agency_codes),
    st.builds(ev.ComplaintRated, complaint_id=st.just("K-1"), stars=st.integers(1, 5)),
    st.sampled_from(
        [
            ev.ComplaintVerified,
            ev.ComplaintAnswered,
            ev.ComplaintStarted,
            ev.ComplaintWaitingReporter,
            ev.ComplaintResumed,
            ev.ComplaintCompleted,
            ev.ComplaintResolved,
            ev.ComplaintReopened,
            ev.ComplaintRejected,
            ev.ComplaintDuplicate,
            ev.ComplaintArchived,
        ]
    ).map(lambda kind: kind(complaint_id="K-1")),
)
_times = st.integers(NOW_MS // MINUTE_MS - 250 * 24 * 60, NOW_MS // MINUTE_MS).map(lambda minute: minute * MINUTE_MS)
_few_times = st.integers(0, 5).map(lambda hours: NOW_MS - 20 * DAY_MS + hours * HOUR_MS)
facts = st.lists(st.tuples(st.one_of(_times, _few_times), payloads), min_size=1, max_size=12).map(
    lambda rows: [StoredFact(at, f"e{number:02}", payload) for number, (at, payload) in enumerate(rows)]
)
"""Facts of one complaint in any order, often of the same instant, with event ids of their own."""


def random_complaint(number: int, random: Random, agencies: int = 3) -> Complaint:
    """A complaint with every column filled at random, around now."""
    profile, state = city(), ComplaintState(random.randint(1, 11))
    opened = NOW_MS - random.randrange(100 * DAY_MS)
    is_closed, is_paused = state >= ComplaintState.RESOLVED, state is ComplaintState.WAITING_REPORTER
    ward = random.choice([*list(profile.wards)[:4], ""])
    has_place = random.random() < 0.8
    return Complaint(
        complaint_id=f"K-{number}",
        state=state,
        category=random.choice(list(profile.categories)),
        channel="LAKSA",
        ward=ward,
        agency=random.choice([*list(profile.agencies)[:agencies], ""]),
        lat=random.uniform(profile.bounds.south, profile.bounds.north) if has_place else None,
        lon=random.uniform(profile.bounds.west, profile.bounds.east) if has_place else None,
        opened_ms=opened,
        response_ms=random.choice([0, opened + random.randrange(5 * DAY_MS)]),
        closed_ms=opened + random.randrange(30 * DAY_MS) if is_closed else 0,
        response_due_ms=opened + 3 * DAY_MS,
        due_ms=random.choice([0, *(NOW_MS + random.randrange(-100 * DAY_MS, 6 * DAY_MS) for _ in range(4))]),
        legal_due_ms=random.choice([0, opened + random.randrange(100 * DAY_MS)]),
        paused_from_ms=opened + random.randrange(10 * DAY_MS) if is_paused else 0,
        handoffs=random.choice([0, 0, 0, 1, 1, 2, 3]),
        reopenings=random.choice([0, 0, 0, 0, 1]),
        stars=random.randrange(6) if is_closed else 0,
        revision=1,
    )


def some_complaints(seed: int, count: int, agencies: int = 3) -> list[Complaint]:
    random = Random(seed)
    return [random_complaint(number, random, agencies) for number in range(count)]
