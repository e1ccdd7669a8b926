"""Field work for tests: tasks, shifts and positions stated by name, and random ones for properties."""

from collections.abc import Sequence
from random import Random

from hypothesis import strategies as st

from domain.field_columns import FieldFrame, field_frame
from domain.field_work import CrewPosition, Task, TaskState
from domain.staffing import Shift
from tests.domain.lives import HOUR_MS, NOW_MS, city

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
