"""Field work for tests: tasks, shifts and positions stated by name, and random ones for properties."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from hypothesis import strategies as st
from msgspec import UNSET

from domain import events as ev
from domain.complaints import StoredFact
from domain.field_columns import FieldFrame, field_frame
from domain.field_work import CrewPosition, Task, TaskState
from domain.staffing import Shift
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW, NOW_MS, city

CREWS = [f"R{number}" for number in range(6)]
Field = tuple[list[Task], list[Shift], list[CrewPosition]]


def frame_of(
    tasks: Sequence[Task] = (), shifts: Sequence[Shift] = (), positions: Sequence[CrewPosition] = ()
) -> FieldFrame:
    return field_frame(tasks, shifts, positions, city())


def a_task(**changes: object) -> Task:
    values: dict[str, object] = {
        "task_id": "T-1",
        "state": TaskState.ASSIGNED,
        "agency": "DPUPR",
        "crew_id": "R1",
        "assigned_ms": NOW_MS - HOUR_MS,
        **changes,
    }
    return Task(**values)  # type: ignore[arg-type]  # any field may be stated


def a_shift(crew: str = "R1", ago_ms: int = 3 * HOUR_MS, ended_ms: int = 0, number: int = 1) -> Shift:
    return Shift(shift_id=f"S-{number}", crew_id=crew, agency="DPUPR", started_ms=NOW_MS - ago_ms, ended_ms=ended_ms)


def a_position(crew: str = "R1", ago_ms: int = 0) -> CrewPosition:
    return CrewPosition(crew_id=crew, agency="DPUPR", occurred_ms=NOW_MS - ago_ms, event_id="e", lat=-6.2, lon=106.6)


def random_task(number: int, random: Random) -> Task:
    state = TaskState(random.randint(1, 4))
    at_ms = [NOW_MS - random.randrange(30 * HOUR_MS)]
    for _ in range(3):
        at_ms.append(at_ms[-1] + random.randrange(2 * HOUR_MS))
    steps = [at if state >= step and random.random() < 0.9 else 0 for step, at in enumerate(at_ms[1:], start=2)]
    has_place = random.random() < 0.8
    return a_task(
        task_id=f"T-{number}",
        state=state,
        agency=random.choice(["DPUPR", "DLH", "GONE"]),
        crew_id=random.choice([*CREWS, ""]),
        assigned_ms=at_ms[0],
        accepted_ms=steps[0],
        arrived_ms=steps[1],
        finished_ms=at_ms[3] if state is TaskState.FINISHED else 0,
        due_ms=random.choice([0, NOW_MS + random.randrange(-12, 12) * HOUR_MS]),
        photos_before=random.randrange(2),
        photos_after=random.randrange(3),
        lat=-6.2 if has_place else None,
        lon=106.6 if has_place else None,
        distance_m=random.choice([0.0, 99.9, 100.0, 100.1, None]) if has_place else None,
    )


def random_shift(number: int, random: Random) -> Shift:
    ago_ms = random.randrange(30 * HOUR_MS)
    ended_ms = NOW_MS - random.randrange(ago_ms + 1) if random.random() < 0.4 else 0
    return a_shift(random.choice(CREWS), ago_ms, ended_ms, number)


def some_field(seed: int, count: int) -> Field:
    random = Random(seed)
    return (
        [random_task(number, random) for number in range(count)],
        [random_shift(number, random) for number in range(random.randrange(9))],
        [a_position(crew, random.randrange(30 * HOUR_MS)) for crew in CREWS if random.random() < 0.7],
    )


fields = st.builds(some_field, st.integers(0, 10_000), st.integers(0, 40))
windows = st.integers(1, 40).map(lambda hours: NOW_MS - hours * HOUR_MS)


# --- facts

PLACE = {"lat": -6.1783, "lon": 106.6319}
NEAR = {"lat": -6.1788, "lon": 106.6319}


def assigned(**changes: object) -> ev.TaskAssigned:
    values: dict[str, object] = {"agency": "DPUPR", "crew_id": "R1", **changes}
    return ev.TaskAssigned(task_id="T-1", **values)  # type: ignore[arg-type]  # any field may be stated


def finished(**changes: object) -> ev.TaskFinished:
    return ev.TaskFinished(task_id="T-1", **changes)  # type: ignore[arg-type]  # any field may be stated


ACCEPTED = ev.TaskAccepted(task_id="T-1")
ARRIVED = ev.TaskArrived(task_id="T-1")


_optional_places = st.sampled_from([{}, PLACE, NEAR])
_payloads: st.SearchStrategy[ev.Payload] = st.one_of(
    st.builds(
        lambda crew, employee, place, due: assigned(crew_id=crew, employee_id=employee, due_at=due, **place),
        st.sampled_from([UNSET, "R1", "R2"]),
        st.sampled_from([UNSET, "p-1"]),
        _optional_places,
        st.sampled_from([UNSET, NOW, NOW - timedelta(hours=1)]),
    ),
    st.sampled_from([ACCEPTED, ARRIVED]),
    st.builds(
        lambda before, after, place: finished(photos_before=before, photos_after=after, **place),
        st.integers(0, 2),
        st.integers(0, 2),
        _optional_places,
    ),
)
_minutes = st.integers(0, 48 * 60) | st.integers(0, 4)
task_facts = st.lists(st.tuples(_minutes, _payloads), min_size=1, max_size=10).map(
    lambda rows: [StoredFact(NOW_MS - minute * MINUTE_MS, f"e{n:02}", one) for n, (minute, one) in enumerate(rows)]
)


def positions_of(*rows: tuple[int, str]) -> list[StoredFact]:
    """Positions at milliseconds before now, by event id; the place tells which one it is."""
    return [
        StoredFact(
            NOW_MS - ago,
            event_id,
            ev.PositionReported(crew_id="R1", agency="DPUPR", lat=-6.0 - number / 100, lon=106.6, accuracy_m=12.0),
        )
        for number, (ago, event_id) in enumerate(rows)
    ]


position_facts = st.lists(
    st.tuples(st.integers(0, 5), st.uuids().map(str)), min_size=1, max_size=10, unique_by=lambda row: row[1]
).map(lambda rows: positions_of(*rows))
