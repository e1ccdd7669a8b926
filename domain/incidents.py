"""Emerging incidents: alarms near one another, from the first of them until it is quiet.

What a report was found to be never changes with later ones, so an incident keeps its name while it grows. How often
this is wrong, and what it finds, was measured on published data: docs/incidents.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.incident_alarms import DAY_MS, HOUR_MS, Alarm, Evidence, IncidentRules, Reports, alarms
from domain.nearby import distance_m


@dataclass(slots=True)
class Incident:
    """One incident: around the `report` that raised the first alarm, since the first of its reports.

    `report` and `members` are numbers of reports in what was given; `evidence` is the strongest so far.
    """

    report: int
    category: int
    lat: float
    lon: float
    alarm_ms: int
    start_ms: int
    last_ms: int
    evidence: Evidence
    members: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int, float, float]:
        """What names it, whenever it is computed."""
        return self.alarm_ms, self.category, self.lat, self.lon


def incidents(reports: Reports, now_ms: int, rules: IncidentRules) -> list[Incident]:
    """The incidents that are not quiet at an instant, the one that began last first."""
    quiet_ms = int(rules.quiet_hours * HOUR_MS)
    begin_ms = now_ms - rules.lookback_days * DAY_MS
    active = [one for one in all_incidents(reports, begin_ms, now_ms, rules) if now_ms - one.last_ms <= quiet_ms]
    return sorted(active, key=lambda one: (-one.start_ms, one.key))


def has_history(reports: Reports, now_ms: int, rules: IncidentRules) -> bool:
    """Whether there are enough weeks of reports to judge by."""
    past = reports.at_ms[reports.at_ms <= now_ms]
    return bool(len(past)) and now_ms - int(past.min()) >= rules.least_weeks * rules.week_ms


def all_incidents(reports: Reports, begin_ms: int, now_ms: int, rules: IncidentRules) -> list[Incident]:
    """Every incident that began after one instant, as it stands at another, in the order of their alarms."""
    oldest_ms = begin_ms - (rules.most_weeks + 1) * rules.week_ms
    known = np.flatnonzero((reports.at_ms > oldest_ms) & (reports.at_ms <= now_ms))
    columns = reports.taken(known)
    order = np.lexsort((columns.lon, columns.lat, columns.category, columns.at_ms))
    ordered = columns.taken(order)
    found = _grown(ordered, alarms(ordered, begin_ms, rules), rules)
    for one in found:
        one.report = int(known[order[one.report]])
        one.members = [int(known[order[member]]) for member in one.members]
    return found


def _grown(reports: Reports, raised: Mapping[int, Alarm], rules: IncidentRules) -> list[Incident]:
    """Alarms in their order: each joins a running incident of its category near by, or begins one.

    Near is measured from where an incident began, so that none wanders off.
    """
    found: list[Incident] = []
    if not raised:
        return found
    categories = {int(reports.category[number]) for number in raised}
    told: set[int] = set()
    first = min(min(alarm.others.min(initial=number), number) for number, alarm in raised.items())
    for number in range(int(first), len(reports)):
        if int(reports.category[number]) in categories and (number in raised or found):
            _take(reports, number, raised.get(number), found, told, rules)
    return found


def _take(
    reports: Reports, number: int, alarm: Alarm | None, found: list[Incident], told: set[int], rules: IncidentRules
) -> None:
    """Add one report, with those around it where it raises an alarm, to the incident that it belongs to."""
    running = _running(reports, number, found, alarm is not None, rules)
    if alarm is None:
        if running is not None:
            _add(reports, running, [number], told)
        return
    if running is None:
        at_ms = int(reports.at_ms[number])
        place = float(reports.lat[number]), float(reports.lon[number])
        running = Incident(number, int(reports.category[number]), *place, at_ms, at_ms, at_ms, alarm.evidence)
        found.append(running)
    elif alarm.evidence.chance < running.evidence.chance:
        running.evidence = alarm.evidence
    _add(reports, running, [*alarm.others.tolist(), number], told)


def _running(
    reports: Reports, number: int, found: Sequence[Incident], is_alarm: bool, rules: IncidentRules
) -> Incident | None:
    """The incident that a report belongs to; an alarm may lie twice as far away, since its circle has a size too."""
    at_ms, lat, lon = int(reports.at_ms[number]), float(reports.lat[number]), float(reports.lon[number])
    reach_m = max(rules.radii_m) * (2 if is_alarm else 1)
    for one in reversed(found):
        is_late = at_ms - one.last_ms > rules.quiet_hours * HOUR_MS
        is_late |= at_ms - one.alarm_ms > rules.longest_hours * HOUR_MS
        is_alike = one.category == reports.category[number]
        if is_alike and not is_late and distance_m(lat, lon, one.lat, one.lon) <= reach_m:
            return one
    return None


def _add(reports: Reports, one: Incident, numbers: Sequence[int], told: set[int]) -> None:
    fresh = [number for number in numbers if number not in told]
    told.update(fresh)
    one.members += fresh
    times = reports.at_ms[one.members]
    one.start_ms, one.last_ms = int(times.min()), int(times.max())
