"""The newest critical case: what the whole room should look at when it appears."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.snapshot import Snapshot

MINUTE_MS = 60_000


class CaseKind(StrEnum):
    """What a case may be: an emergency that waits for too long, or an emerging incident."""

    EMERGENCY = "emergency"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class CriticalCase:
    """A case that is open now: its name, which stays while it lasts, and since when it is critical (ms since 1970)."""

    kind: CaseKind
    name: str
    since_ms: int


def newest_case(snapshot: Snapshot, longest_minutes: float) -> CriticalCase | None:
    """The case that became critical last; None where there is none. Only what the audience may see is looked at."""
    return max(critical_cases(snapshot, longest_minutes), key=lambda case: case.since_ms, default=None)


def critical_cases(snapshot: Snapshot, longest_minutes: float) -> Iterator[CriticalCase]:
    """Every incident, and the emergency that waits longest once it waits for more than so many minutes."""
    for one in snapshot.patterns.incidents:
        yield CriticalCase(CaseKind.INCIDENT, f"{CaseKind.INCIDENT}-{one.key}", one.start_ms)
    calls = snapshot.services.emergencies
    if calls.longest_minutes is not None and calls.longest_minutes > longest_minutes:
        received_ms = round(calls.as_of_ms / MINUTE_MS - calls.longest_minutes) * MINUTE_MS
        since_ms = received_ms + round(longest_minutes * MINUTE_MS)
        yield CriticalCase(CaseKind.EMERGENCY, f"{CaseKind.EMERGENCY}-{received_ms // MINUTE_MS}", since_ms)
