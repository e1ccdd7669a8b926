"""Which calendar a complaint's deadlines run on, when the city's calendar changed meanwhile.

An open complaint has the newest calendar; a closed one keeps that which was in force when it closed, and with it the
verdict. So the deadlines follow from the facts and the versions alone, however often a complaint is folded anew.
"""

from dataclasses import dataclass

from domain.working_time import Calendar


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """A calendar, and from when on it was in force: milliseconds since 1970 UTC, by the city's clock."""

    calendar: Calendar
    in_force_ms: int


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """All versions of a city's calendar, oldest first; the first one also holds for what was before it."""

    versions: tuple[CalendarVersion, ...]

    @property
    def latest(self) -> Calendar:
        """The calendar that is in force now."""
        return self.versions[-1].calendar

    def at(self, at_ms: int) -> Calendar:
        """The calendar that was in force at an instant."""
        known = [version for version in self.versions if version.in_force_ms <= at_ms]
        return (known or self.versions[:1])[-1].calendar

    def known_by(self, at_ms: int) -> "CalendarHistory":
        """The history as it was at an instant."""
        known = tuple(version for version in self.versions if version.in_force_ms <= at_ms)
        return CalendarHistory(known or self.versions[:1])
