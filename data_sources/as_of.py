"""The city as of an instant: folded from the store's events, and drawn by what draws the live one.

The past is put into an empty live city and given to the same `SnapshotMaker`, with a clock that stands still: so a
number of the past is by construction the number that was live, and an audience sees no more of the past than of today.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from data_sources.folding import Until
from data_sources.live_set import past_entities
from data_sources.repository import Repository, latest_occurred
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from data_sources.store import Store
from domain.city import LiveCity
from domain.clock import epoch_ms
from domain.figures import Figure
from domain.indicators.readings import Known, Reading, readings
from domain.indicators.store_rating import StoreRatings
from domain.news import News
from domain.privacy import Audience, Sight
from domain.profile import CityProfile
from domain.snapshot import BalanceTotals, Facts, FeedHealth, Lag, Snapshot

KINDS: Mapping[Facts, tuple[str, ...]] = {
    Facts.COMPLAINTS: ("complaint",),
    Facts.CALLS: ("call",),
    Facts.QUEUES: ("ticket", "counter", "site"),
    Facts.ATTENDANCE: ("attendance",),
    Facts.FIELD_WORK: ("shift", "task", "position"),
}
"""The kinds of events that tell of facts."""

LONGEST_AHEAD = timedelta(minutes=15)
"""How far beyond the clock a reading may be: another process of a demonstration has a clock that runs on."""

_NO_TIME = MachineTime(lambda: 0.0, lambda: 0)


class AsOfError(ValueError):
    """A question to the past that has no answer; says what was expected and what came."""


class Knowledge(StrEnum):
    """How a past is told: with all that is known of it now, or with what was known then."""

    NOW = "now"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the past; without an agency, of the whole city."""

    at: datetime
    audience: Audience
    agency: str = ""
    knowledge: Knowledge = Knowledge.NOW

    @property
    def until(self) -> Until:
        """The events that answer it."""
        return Until(self.at, self.at if self.knowledge is Knowledge.THEN else None)


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """How the feeds and the balance were at an instant; nothing of it can be told from events."""

    feeds: tuple[FeedHealth, ...] = ()
    balance: BalanceTotals | None = None
    as_of_ms: int | None = None
    lag: Lag | None = None

    def states(self, _now_ms: int = 0) -> tuple[FeedHealth, ...]:
        """The health of every feed."""
        return self.feeds


NO_RECORD = FeedRecord()


@dataclass(frozen=True, slots=True)
class _StillClock:
    """A clock that shows one instant."""

    at: datetime
    is_real: bool = True

    def now(self) -> datetime:
        """The instant."""
        return self.at


@dataclass(frozen=True, slots=True)
class History:
    """Answers from the store's events.

    `record_at` tells how the feeds were at an instant, where that was recorded; `figures` the slow facts that are
    stored: those that stand for a later day are not told. `ratings` are the store's reviews by month.
    """

    repository: Repository
    sights: Mapping[Audience, Sight]
    targets: Targets
    record_at: Callable[[datetime], FeedRecord] = lambda _: NO_RECORD
    figures: Callable[[], tuple[Figure, ...]] = lambda: ()
    ratings: Callable[[], StoreRatings] = StoreRatings

    @property
    def profile(self) -> CityProfile:
        """The city."""
        return self.repository.rules.profile

    def question(self, at: datetime, audience: str, agency: str, knowledge: str) -> Question:
        """A question of the past, checked. Raises AsOfError, and CalendarRangeError beyond the calendar."""
        if at.tzinfo is None:
            raise AsOfError(f"as of: expected a time with its offset, as 2026-03-13T10:00+07:00, got {at.isoformat()}")
        if audience not in self.sights:
            known = ", ".join(one.value for one in self.sights)
            raise AsOfError(f"audience: expected one of {known}, got {audience[:60]!r}")
        if agency and agency not in self.profile.agencies:
            known = ", ".join(self.profile.agencies)
            raise AsOfError(f"agency: expected one of {known}, got {agency[:60]!r}")
        calendar = self.profile.calendar
        calendar.is_working_day(calendar.local_date(at))
        return Question(at, Audience(audience), agency, Knowledge(knowledge))

    def require_past(self, question: Question, now: datetime) -> None:
        """Raise AsOfError for an instant that is still to come, by the clock and by what is stored."""
        latest = latest_instant(self.repository.store, now)
        if question.at > latest + LONGEST_AHEAD:
            told = (
                one.astimezone(self.profile.timezone).isoformat(timespec="seconds") for one in (question.at, latest)
            )
            raise AsOfError("as of: {} is still to come, the city has come to {}".format(*told))

    def readings(self, question: Question) -> tuple[Reading, ...]:
        """Every indicator of the catalogue as of an instant."""
        record = self.record_at(question.at)
        known = Known(self._facts(question.until), record.as_of_ms)
        whole = self.snapshot(replace(question, agency=""), record)
        if not question.agency:
            return readings(whole, known)
        return readings(self.snapshot(question, record), known, of_whole_city=whole, agency=question.agency)

    def snapshot(self, question: Question, record: FeedRecord = NO_RECORD) -> Snapshot:
        """What an audience would have been shown: of the whole city, or of a city that is one agency."""
        profile = _city_of(question.agency, self.profile) if question.agency else self.profile
        if question.knowledge is Knowledge.THEN:
            profile = replace(profile, calendar=self.repository.calendars().at(epoch_ms(question.at)))
        city = LiveCity(profile)
        city.load(self._entities("complaint", question, profile), question.at)
        for kind in city.services.kinds:
            city.services.load(kind, self._entities(kind, question, profile), question.at)
        sight = {question.audience: self.sights[question.audience]}
        maker = SnapshotMaker(profile, sight, self.targets, _StillClock(question.at), _NO_TIME)
        if record.balance is not None:
            maker.tell_balance(record.balance)
        day = self.profile.calendar.local_date(question.at)
        maker.tell_figures(tuple(figure for figure in self.figures() if figure.as_of <= day))
        maker.tell_ratings(self.ratings())
        return replace(maker.make(city, News(profile), record)[question.audience], lag=record.lag)

    def _entities(self, kind: str, question: Question, profile: CityProfile) -> Collection[Any]:
        found = past_entities(self.repository, kind, question.until)
        return [one for one in found if not question.agency or _is_of(kind, one, profile)]

    def _facts(self, until: Until) -> frozenset[Facts]:
        """What anything was known of."""
        has_events = self.repository.has_events
        return frozenset(facts for facts, kinds in KINDS.items() if any(has_events(kind, until) for kind in kinds))


def latest_instant(store: Store, now: datetime) -> datetime:
    """How far a city has come: its clock, or its newest event where another process runs the clock of that store."""
    newest = (latest_occurred(store, kind) for kinds in KINDS.values() for kind in kinds)
    return max([now, *(at for at in newest if at is not None)])


def _city_of(agency: str, profile: CityProfile) -> CityProfile:
    """A city that is one agency: its sites, its people and its surveys."""
    return replace(
        profile,
        agencies={agency: profile.agencies[agency]},
        sites={code: site for code, site in profile.sites.items() if site.agency == agency},
        headcounts={code: count for code, count in profile.headcounts.items() if code == agency},
        surveys=tuple(replace(survey, unit="") for survey in profile.surveys if survey.unit == agency),
    )


def _is_of(kind: str, entity: Any, profile: CityProfile) -> bool:
    """Whether something belongs to a city that is one agency."""
    if kind in KINDS[Facts.CALLS]:
        return False
    return entity.site in profile.sites if kind in KINDS[Facts.QUEUES] else entity.agency in profile.agencies
