"""Attendance and shifts for tests: facts stated by name, and random ones for properties."""

from hypothesis import strategies as st

from domain import events as ev
from domain.complaints import StoredFact
from domain.staffing import StaffingRules
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW_MS, city

RULES = StaffingRules(city().timezone)
TODAY_MS = NOW_MS - 10 * HOUR_MS
"""Midnight in Tangerang."""


def came(is_field: bool = False, agency: str = "DLH") -> ev.AttendanceCheckedIn:
    return ev.AttendanceCheckedIn(employee_id="p-1", agency=agency, is_field=is_field)


def left(agency: str = "DLH") -> ev.AttendanceCheckedOut:
    return ev.AttendanceCheckedOut(employee_id="p-1", agency=agency)


def excused(agency: str = "DLH") -> ev.AttendanceExcused:
    return ev.AttendanceExcused(employee_id="p-1", agency=agency)


def started(crew_id: str = "R1") -> ev.ShiftStarted:
    return ev.ShiftStarted(shift_id="S-1", crew_id=crew_id, agency="DLH")


def ended(crew_id: str = "R1") -> ev.ShiftEnded:
    return ev.ShiftEnded(shift_id="S-1", crew_id=crew_id, agency="DLH")


_minutes = st.integers(-4 * 24 * 60, 24 * 60) | st.sampled_from([0, 60, 1439, 1440])
_attendance_payloads: st.SearchStrategy[ev.Payload] = st.one_of(
    st.builds(came, st.booleans(), st.sampled_from(["DLH", "DPUPR"])),
    st.builds(left, st.sampled_from(["DLH", "DPUPR"])),
    st.builds(excused, st.sampled_from(["DLH", "DPUPR"])),
)
_shift_payloads: st.SearchStrategy[ev.Payload] = st.one_of(st.builds(started), st.builds(ended))


def some_facts(payloads: st.SearchStrategy[ev.Payload]) -> st.SearchStrategy[list[StoredFact]]:
    return st.lists(st.tuples(_minutes, payloads), min_size=1, max_size=10).map(
        lambda rows: [
            StoredFact(TODAY_MS + minute * MINUTE_MS, f"e{number:02}", payload)
            for number, (minute, payload) in enumerate(rows)
        ]
    )


attendance_facts, shift_facts = some_facts(_attendance_payloads), some_facts(_shift_payloads)
"""Facts of one employee, and of one shift, in any order, with event ids of their own."""
