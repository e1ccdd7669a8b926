"""Wards and districts by their numbers: what the map colours them by, and what it tells of one that is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.choropleth import LADDERS, AreaIndicator, Starts, Values, next_starts
from domain.city import ComplaintFrame
from domain.figures import POPULATION, Figure, of_place
from domain.indicators.complaints import DAY_MS, Mask, overdue, resolution_cohort
from domain.indicators.queues import QueueBoard
from domain.profile import CityProfile

Counts = NDArray[np.int64]
NO_COUNTS: Counts = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of each ward, in the profile's order: how many deadlines fell in the window, and how many were met (A07)."""

    due: Counts
    met: Counts


@dataclass(frozen=True, slots=True)
class AreaNumbers:
    """The counts of some wards together; `due` and `met` are those of A07. None where nothing is known.

    `waiting` are the people at the sites of a district that tell of any, `people` its inhabitants: both are
    known of districts only.
    """

    open: int
    overdue: int
    due: int
    met: int
    smallest_n: int
    waiting: int | None = None
    people: int | None = None

    @property
    def overdue_share(self) -> float | None:
        """Overdue of those open; None where too few are."""
        return self.overdue / self.open if self.open >= self.smallest_n else None

    @property
    def on_time(self) -> float | None:
        """The share that was resolved by its deadline; None where too few fell due."""
        return self.met / self.due if self.due >= self.smallest_n else None

    @property
    def per_1000(self) -> float | None:
        """Open for each 1,000 inhabitants."""
        return 1000 * self.open / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class AreaBoard:
    """All wards, in the profile's order, and what only districts have; `starts` are the classes of each indicator.

    A share of fewer than `smallest_n` is not told: it would say what became of single cases.
    """

    open: Counts = field(default_factory=NO_COUNTS.copy)
    overdue: Counts = field(default_factory=NO_COUNTS.copy)
    timeliness: Timeliness = field(default_factory=lambda: Timeliness(NO_COUNTS, NO_COUNTS))
    waiting: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    starts: Mapping[AreaIndicator, Starts] = field(default_factory=dict)
    smallest_n: int = 10

    def ward(self, place: int) -> AreaNumbers:
        """The numbers of the ward at a place of the profile's order."""
        return self._numbers(np.array([place]))

    def district(self, code: str, profile: CityProfile) -> AreaNumbers:
        """The numbers of a district: its wards together, and what is known of the district itself."""
        return self._numbers(np.array(wards_of(code, profile), dtype=np.intp), code)

    def _numbers(self, places: NDArray[np.intp], district: str = "") -> AreaNumbers:
        columns = (self.open, self.overdue, self.timeliness.due, self.timeliness.met)
        opened, late, due, met = (int(column[places].sum()) if len(column) else 0 for column in columns)
        waiting, people = self.waiting.get(district), self.people.get(district)
        return AreaNumbers(opened, late, due, met, self.smallest_n, waiting, people)

    def values(self, indicator: AreaIndicator, profile: CityProfile) -> Values:
        """What each ward is coloured by; what only districts have is the value of each of their wards."""
        if indicator is AreaIndicator.OPEN:
            return self.open.astype(np.float64)
        if indicator is AreaIndicator.OVERDUE:
            return _shares(self.overdue, self.open, self.smallest_n)
        if indicator is AreaIndicator.ON_TIME:
            return _shares(self.timeliness.met, self.timeliness.due, self.smallest_n)
        told = {code: self._of_district(indicator, code, profile) for code in profile.districts}
        return np.array([told[ward.district_code] for ward in profile.wards.values()], dtype=np.float64)

    def _of_district(self, indicator: AreaIndicator, code: str, profile: CityProfile) -> float:
        numbers = self.district(code, profile)
        value = numbers.waiting if indicator is AreaIndicator.WAITING else numbers.per_1000
        return np.nan if value is None else value


def _shares(parts: Counts, wholes: Counts, smallest_n: int) -> Values:
    result: Values = np.where(wholes >= smallest_n, parts / np.maximum(wholes, 1), np.nan)
    return result


def wards_of(district: str, profile: CityProfile) -> list[int]:
    """The places of a district's wards in the profile's order."""
    return [place for place, ward in enumerate(profile.wards.values()) if ward.district_code == district]


def by_ward(frame: ComplaintFrame, mask: Mask) -> Counts:
    """How many of the masked complaints lie in each ward."""
    wards = frame.rows["ward"][mask]
    counts: Counts = np.bincount(wards[wards >= 0], minlength=len(frame.codes.wards))
    return counts


def ward_timeliness(frame: ComplaintFrame, now_ms: int, window_days: int) -> Timeliness:
    """What fell due in each ward in the window, and what was resolved by then (A07)."""
    cohort, met = resolution_cohort(frame, now_ms - window_days * DAY_MS, now_ms)
    return Timeliness(by_ward(frame, cohort), by_ward(frame, met))


def waiting_by_district(board: QueueBoard, profile: CityProfile) -> Mapping[str, int]:
    """The people who wait at the sites of each district, of those that tell; a district without any is left out."""
    told: dict[str, int] = {}
    for queue in board.sites:
        site = profile.sites.get(queue.site)
        ward = profile.wards.get(site.ward) if site else None
        if ward and queue.has_data:
            told[ward.district_code] = told.get(ward.district_code, 0) + queue.people_waiting
    return told


def people_by_district(figures: tuple[Figure, ...], profile: CityProfile) -> Mapping[str, int]:
    """The inhabitants of each district by the newest figure of its own; a district without one is left out."""
    people: dict[str, int] = {}
    for code in profile.districts:
        known = [figure for figure in of_place(figures, code) if figure.name == POPULATION]
        if known:
            people[code] = int(max(known, key=lambda figure: (figure.as_of, figure.period)).value)
    return people


def area_board(
    seen: ComplaintFrame,
    now_ms: int,
    profile: CityProfile,
    slow: Timeliness,
    waiting: Mapping[str, int],
    people: Mapping[str, int],
    before: Mapping[AreaIndicator, Starts],
    smallest_n: int,
) -> AreaBoard:
    """The board of an audience from the complaints that it sees; `before` are its classes until now."""
    counts = by_ward(seen, seen.is_open), by_ward(seen, overdue(seen, now_ms))
    board = AreaBoard(*counts, slow, waiting, people, smallest_n=smallest_n)
    starts = {one: next_starts(LADDERS[one], board.values(one, profile), before.get(one)) for one in AreaIndicator}
    return AreaBoard(*counts, slow, waiting, people, starts, smallest_n)
