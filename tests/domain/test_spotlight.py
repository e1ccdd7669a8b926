from dataclasses import replace

from domain.incident_alarms import Evidence
from domain.patterns import LocalIncident, PatternBoard
from domain.snapshot import Snapshot
from domain.spotlight import CaseKind, CriticalCase, critical_cases, newest_case
from tests.factories import NOW_MS, a_snapshot, tangerang

CITY = tangerang()
MINUTE_MS = 60_000
INCIDENT = LocalIncident(
    *("a", "flooding", "", "DPUPR", -6.18, 106.63, 4, 4, NOW_MS, NOW_MS, Evidence(4, 0.1, 1, 500.0, 1e-6), 1)
)


def snapshot(longest: float | None, *incidents: LocalIncident, as_of_ms: int = NOW_MS) -> Snapshot:
    base = a_snapshot(CITY, patterns=PatternBoard(incidents=incidents, is_judged=True))
    calls = replace(base.services.emergencies, longest_minutes=longest, as_of_ms=as_of_ms)
    return replace(base, services=replace(base.services, emergencies=calls))


def newest(*incidents: LocalIncident, longest: float | None = 20.0) -> CriticalCase:
    found = newest_case(snapshot(longest, *incidents), 15)
    assert found is not None
    return found


def test_nothing_critical_is_no_case() -> None:
    assert newest_case(snapshot(None), 15) is None
    assert newest_case(snapshot(15.0), 15) is None


def test_an_emergency_keeps_its_name_while_it_waits() -> None:
    first, later = snapshot(16.0), snapshot(18.0, as_of_ms=NOW_MS + 2 * MINUTE_MS)
    assert newest_case(first, 15) == newest_case(later, 15)
    assert newest(longest=16.0).since_ms == round(NOW_MS / MINUTE_MS - 1) * MINUTE_MS


def test_the_case_that_became_critical_last_is_the_newest() -> None:
    early = replace(INCIDENT, start_ms=NOW_MS - 300 * MINUTE_MS, key=1)
    late = replace(INCIDENT, start_ms=NOW_MS, key=2)
    assert newest(early, late).name == "incident-2"
    assert newest(early).kind is CaseKind.EMERGENCY
    assert len(list(critical_cases(snapshot(20.0, early, late), 15))) == 3
