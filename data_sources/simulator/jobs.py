"""What complaints leave to the crews: work that an agency completed outdoors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data_sources.simulator.complaints import Complaints
from data_sources.simulator.duties import Point
from data_sources.simulator.steps import Step


@dataclass(frozen=True, slots=True)
class Job:
    """The work on one complaint, from its assignment to the agency to its completion (milliseconds since 1970 UTC).

    `place` is that of the complaint, None where it told none.
    """

    complaint_id: str
    category: str
    agency: str
    ward: str
    place: Point | None
    assigned_ms: int
    completed_ms: int


class Jobs:
    """Jobs by the day on which their complaint was filed. Days are worked out once, and old ones forgotten."""

    def __init__(self, complaints: Complaints, days: int) -> None:
        """`days` is how long after its filing the work on a complaint is still looked for."""
        self._complaints = complaints
        self._days = days
        self._known: dict[date, Sequence[Job]] = {}

    def completed(self, day: date, from_ms: int, to_ms: int) -> Sequence[Job]:
        """Jobs completed in a span of a day, in the order of their completion; the span may end on the next day."""
        filed = [day + timedelta(days=1 - back) for back in range(self._days + 2)]
        self._known = {one: self._known[one] if one in self._known else self._of(one) for one in filed}
        found = [job for jobs in self._known.values() for job in jobs if from_ms <= job.completed_ms < to_ms]
        return sorted(found, key=lambda job: (job.completed_ms, job.complaint_id))

    def _of(self, day: date) -> Sequence[Job]:
        found = (_job(steps) for steps in self._complaints.lives(day))
        return [job for job in found if job is not None]


def _job(steps: Sequence[Step]) -> Job | None:
    """The job of a complaint that was completed with photos."""
    filed = steps[0].data
    agency, assigned_ms = "", 0
    for step in steps:
        if step.type == "complaint.assigned":
            agency, assigned_ms = step.data["agency"], step.at_ms
        if step.type == "complaint.completed" and "photos_before" in step.data:
            place = (filed["lat"], filed["lon"]) if "lat" in filed else None
            return Job(
                filed["complaint_id"], filed["category"], agency, filed.get("ward", ""), place, assigned_ms, step.at_ms
            )
    return None
