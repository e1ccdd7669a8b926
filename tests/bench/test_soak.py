"""The soak's bounds: what grows is found, what only wavers is not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bench.soak_report import Sample, Soak, document, rows, slope

MB = 1_000_000


def samples(heap_of_frame: float = 0.0, nodes_of_frame: float = 0.0, server_of_frame: float = 0.0) -> list[Sample]:
    """An hour in minutes at four frames a second; the heap wavers by half a megabyte all the time."""
    return [
        Sample(
            at_s=60.0 * minute,
            frames=240 * minute,
            heap_bytes=int(50 * MB + (minute % 2) * MB / 2 + heap_of_frame * 240 * minute),
            nodes=int(9000 + nodes_of_frame * 240 * minute),
            listeners=400,
            server_bytes=int(300 * MB + server_of_frame * 240 * minute),
            shift=0.0,
            load=1.5,
        )
        for minute in range(61)
    ]


def verdicts(taken: list[Sample], errors: tuple[str, ...] = ()) -> list[str]:
    return [row.verdict for row in rows(Soak(taken, 0.02, errors, (), 120))]


def test_a_wall_that_only_wavers_meets_all_bounds() -> None:
    assert verdicts(samples()) == ["met"] * 7


@pytest.mark.parametrize(
    ("taken", "missed"),
    [
        (samples(heap_of_frame=150), 1),
        (samples(nodes_of_frame=0.05), 2),
        (samples(server_of_frame=5000), 4),
        ([replace(one, listeners=400 + at) for at, one in enumerate(samples())], 3),
        ([replace(one, shift=0.001) for one in samples()], 5),
        ([replace(one, frames=one.frames // 2) for one in samples()], 0),
    ],
)
def test_what_grows_is_found(taken: list[Sample], missed: int) -> None:
    assert [place for place, verdict in enumerate(verdicts(taken)) if verdict == "MISSED"] == [missed]


def test_errors_are_found_and_told() -> None:
    soak = Soak(samples(), 0.0, ("TypeError: x",), (), 120)
    found = rows(soak)
    assert found[6].verdict == "MISSED"
    said = document(soak, found, datetime(2026, 11, 22, tzinfo=UTC), "a machine")
    assert "TypeError: x" in said
    assert "One run of **60 minutes**" in said


def test_a_line_through_points() -> None:
    assert slope([(0, 1), (10, 21), (20, 41)]) == pytest.approx(2)
    with pytest.raises(ValueError, match="soak for longer"):
        slope([(1, 1), (1, 2)])
