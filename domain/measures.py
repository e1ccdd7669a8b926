"""What is measured for the city's status, taken from a snapshot."""

from collections.abc import Mapping, Sequence

from domain.alarms.board import NO_ALARMS
from domain.alarms.priority import Priority
from domain.city_status import CityState, Measure, StatusEntry, StatusRule, proposals
from domain.snapshot import Facts, FeedState, Snapshot


def city_state(entries: Sequence[StatusEntry], snapshot: Snapshot, rules: Sequence[StatusRule]) -> CityState:
    """The status that holds, and what the rules propose above it."""
    level = entries[0].level if entries else None
    return CityState(tuple(entries), proposals(rules, measured(snapshot), level))


def measured(snapshot: Snapshot) -> Mapping[Measure, float | None]:
    """Every measure; None where nothing is known of what it counts."""
    calls, counts, alarms = snapshot.services.emergencies, snapshot.counts, snapshot.alarms
    hears_calls = Facts.CALLS in snapshot.facts
    return {
        Measure.INCIDENTS: len(snapshot.patterns.incidents) if snapshot.patterns.is_judged else None,
        Measure.OVERDUE_SHARE: counts.overdue / counts.open if counts.open else None,
        Measure.LONGEST_EMERGENCY_MINUTES: calls.longest_minutes,
        Measure.EMERGENCIES_WAITING: calls.waiting if hears_calls else None,
        Measure.LOST_FEEDS: sum(feed.state is FeedState.LOST for feed in snapshot.feeds) if snapshot.feeds else None,
        Measure.CRITICAL_ALARMS: None if alarms is NO_ALARMS else alarms.counts.get(Priority.CRITICAL, 0),
    }
