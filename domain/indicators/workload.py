"""What crews have to do (D05), against what the city says they can, and where their evidence comes from.

Crews, agencies and categories only, never a person, and no order by load.
"""

from dataclasses import dataclass

import numpy as np

from domain.field_columns import FieldFrame
from domain.indicators.field_work import NO_CREW, crews_on_duty, finished_in, in_hand
from domain.indicators.task_times import NO_TIMES, Leg, StepTimes, leg_times
from domain.profile import Capacity, CityProfile
from domain.small_cells import hidden_cells
from domain.staffing import StaffingRules
from domain.survival import quantiles


@dataclass(frozen=True, slots=True)
class Workload:
    """Open tasks of crews, and the crews on duty, of an agency or of the city (`agency` is then empty).

    `arrive` and `on_site` are the times of its tasks today.
    """

    agency: str
    tasks: int
    crews: int
    arrive: StepTimes = NO_TIMES
    on_site: StepTimes = NO_TIMES

    @property
    def per_crew(self) -> float | None:
        """Open tasks for each crew on duty (D05); None without a crew."""
        return self.tasks / self.crews if self.crews else None


@dataclass(frozen=True, slots=True)
class CapacityUse:
    """What a category has to do today, open or finished, against what its crews can do in a day, all together."""

    capacity: Capacity
    open: int
    finished: int


@dataclass(frozen=True, slots=True)
class WorkBoard:
    """The city's load, that of each agency with crews enough to be shown, in the city's order, and capacities."""

    city: Workload
    agencies: tuple[Workload, ...] = ()
    capacities: tuple[CapacityUse, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Agencies with too few crews on duty to be shown, and what else would tell theirs as the rest of the total."""

    def of_agency(self, agency: str) -> Workload | None:
        """The load of an agency, where it may be shown."""
        return next((one for one in self.agencies if one.agency == agency), None)


@dataclass(frozen=True, slots=True)
class EvidenceDistance:
    """Metres between the place of a task and that of its evidence, of `n` finished tasks that told both.

    `near` of them are at most `near_m` away. Median and ninetieth percentile are None when `n` is too small to say.
    """

    n: int
    near: int
    median_m: float | None
    p90_m: float | None
    near_m: float = 100.0
    smallest_n: int = 10

    @property
    def near_share(self) -> float | None:
        """0 to 1, or None when `n` is too small to say."""
        return self.near / self.n if self.n >= self.smallest_n else None


NO_DISTANCE = EvidenceDistance(0, 0, None, None)
NO_WORK = WorkBoard(Workload("", 0, 0))


def work_board(frame: FieldFrame, from_ms: int, now_ms: int, rules: StaffingRules, profile: CityProfile) -> WorkBoard:
    """What there is to do now; `from_ms` is when the city's day began."""
    of_crews = in_hand(frame) & (frame.tasks["crew"] != NO_CREW)
    crews, _ = crews_on_duty(frame.shifts, now_ms, rules)
    agency_of = {int(row["crew"]): int(row["agency"]) for row in frame.shifts}
    crews_by = np.bincount(_known([agency_of[crew] for crew in crews.tolist()]), minlength=len(frame.agencies))
    tasks_by = np.bincount(_known(frame.tasks["agency"][of_crews]), minlength=len(frame.agencies))
    is_hidden = hidden_cells(crews_by.reshape(-1, 1))[:-1, 0]
    shown = [place for place, count in enumerate(crews_by) if count and not is_hidden[place]]
    of_agency = {place: frame.tasks["agency"] == place for place in shown}
    agencies = (
        Workload(
            frame.agencies[place],
            int(tasks_by[place]),
            int(crews_by[place]),
            leg_times(frame, Leg.ARRIVE, from_ms, now_ms, among=of_agency[place]),
            leg_times(frame, Leg.ON_SITE, from_ms, now_ms, among=of_agency[place]),
        )
        for place in shown
    )
    return WorkBoard(
        city=Workload("", int(np.count_nonzero(of_crews)), len(crews)),
        agencies=tuple(agencies),
        hidden=frozenset(frame.agencies[int(place)] for place in np.flatnonzero(is_hidden & (crews_by > 0))),
        capacities=tuple(_capacity_use(frame, capacity, from_ms, now_ms) for capacity in profile.capacities),
    )


def _known(codes: object) -> np.ndarray:
    """The column codes that the city knows."""
    places = np.asarray(codes, dtype=np.int64)
    return places[places >= 0]


def _capacity_use(frame: FieldFrame, capacity: Capacity, from_ms: int, now_ms: int) -> CapacityUse:
    places = [place for place, code in enumerate(frame.categories) if code in capacity.categories]
    is_of = np.isin(frame.tasks["category"], places)
    return CapacityUse(
        capacity,
        open=int(np.count_nonzero(is_of & in_hand(frame))),
        finished=int(np.count_nonzero(is_of & finished_in(frame, from_ms, now_ms))),
    )


def evidence_distance(
    frame: FieldFrame, from_ms: int, now_ms: int, near_m: float = 100.0, smallest_n: int = 10
) -> EvidenceDistance:
    """How far from the task its evidence was taken, of the tasks finished in the window (100 m is a proposal)."""
    distances = frame.tasks["distance_m"][finished_in(frame, from_ms, now_ms)]
    metres = distances[~np.isnan(distances)]
    n, near = len(metres), int(np.count_nonzero(metres <= near_m))
    if n < smallest_n:
        return EvidenceDistance(n, near, None, None, near_m, smallest_n)
    centimetres, all_told = np.round(metres * 100).astype(np.int64), np.ones(n, dtype=np.bool_)
    (median, _), (p90, _) = quantiles(centimetres, all_told, (0.5, 0.9))
    return EvidenceDistance(n, near, median / 100, p90 / 100, near_m, smallest_n)
