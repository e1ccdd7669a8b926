"""The working-day clock: known dates of Tangerang, and laws that hold for every instant."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms, from_epoch_ms
from domain.working_time import (
    Calendar,
    CalendarRangeError,
    DayHours,
    HoursPeriod,
    build_calendar,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
NEW_YORK = ZoneInfo("America/New_York")
WEEK = {day: DayHours(time(8), time(16)) for day in range(4)} | {4: DayHours(time(8), time(16, 30))}
RAMADAN_WEEK = {day: DayHours(time(8), time(15)) for day in range(4)} | {4: DayHours(time(8), time(15, 30))}
RAMADAN_2026 = HoursPeriod("Ramadan 1447 H", date(2026, 2, 19), date(2026, 3, 20), RAMADAN_WEEK)
YEARS = range(2025, 2028)
CLOSED_DAYS = dict(country_holidays("ID", years=YEARS, categories=("public", "government"), language="id"))
TANGERANG = build_calendar(JAKARTA, 2025, 2027, CLOSED_DAYS, WEEK, (RAMADAN_2026,), version="2026.1")
BALTIMORE = build_calendar(NEW_YORK, 2025, 2027, {}, {day: DayHours(time(8), time(16)) for day in range(5)})

# Far enough from both ends of the calendar for every deadline and duration drawn below.
LAST = datetime(2027, 6, 30, tzinfo=UTC)
instants = st.integers(epoch_ms(datetime(2025, 1, 2, tzinfo=UTC)), epoch_ms(LAST)).map(from_epoch_ms)
day_counts = st.integers(0, 60)
durations = st.integers(0, 40 * 8 * 3_600_000).map(lambda ms: timedelta(milliseconds=ms))
calendars = st.sampled_from([TANGERANG, BALTIMORE])


def jakarta(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A local instant in Tangerang."""
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


def new_york(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A local instant in Baltimore."""
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def working_days_of(calendar: Calendar, year: int) -> int:
    """How many working days a year has."""
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(365))
    return sum(calendar.is_working_day(day) for day in days)


@pytest.mark.parametrize(("year", "expected"), [(2025, 237), (2026, 240), (2027, 242)])
def test_a_year_has_the_working_days_of_the_joint_decree(year: int, expected: int) -> None:
    """Weekdays less national holidays less collective leave."""
    assert working_days_of(TANGERANG, year) == expected


@pytest.mark.parametrize(
    ("working_days", "due"),
    [
        (0, jakarta(2026, 3, 13, 15, 30)),
        (5, jakarta(2026, 3, 27, 16, 30)),
        (14, jakarta(2026, 4, 10, 16, 30)),
        (60, jakarta(2026, 6, 24, 16, 0)),
    ],
)
def test_deadlines_skip_the_long_closure_around_eid(working_days: int, due: datetime) -> None:
    """Friday 13 March 2026 is followed by seven closed days from the 18th."""
    assert TANGERANG.deadline(jakarta(2026, 3, 13, 10), working_days) == due


def test_a_calendar_without_collective_leave_would_be_days_too_early() -> None:
    """The common mistake: the public holidays alone give 23 March instead of 27 March."""
    public_only = dict(country_holidays("ID", years=YEARS, categories=("public",)))
    calendar = build_calendar(JAKARTA, 2025, 2027, public_only, WEEK)
    assert calendar.deadline(jakarta(2026, 3, 13, 10), 5) == jakarta(2026, 3, 23, 16)


def test_a_deadline_is_an_aware_utc_instant() -> None:
    """16:00 in Tangerang is 09:00 UTC."""
    due = TANGERANG.deadline(jakarta(2026, 7, 6, 9), 1)
    assert due.isoformat() == "2026-07-07T09:00:00+00:00"


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (jakarta(2026, 7, 10, 16, 0), date(2026, 7, 10)),
        (jakarta(2026, 7, 10, 16, 1), date(2026, 7, 13)),
        (jakarta(2026, 7, 10, 16, 31), date(2026, 7, 13)),
        (jakarta(2026, 7, 11, 9, 0), date(2026, 7, 13)),
        (jakarta(2026, 7, 13, 3, 0), date(2026, 7, 13)),
        (jakarta(2025, 12, 31, 15, 59), date(2025, 12, 31)),
        (jakarta(2025, 12, 31, 16, 1), date(2026, 1, 2)),
        (jakarta(2026, 3, 17, 17, 0), date(2026, 3, 25)),
    ],
)
def test_the_receipt_day_moves_on_after_the_cut_off_and_on_closed_days(received: datetime, day: date) -> None:
    """Until 16:00 a report belongs to its day, on Friday too; New Year and the Eid closure are skipped."""
    assert TANGERANG.receipt_day(received) == day


def test_friday_after_closing_starts_on_monday() -> None:
    """Friday 16:31 counts as Monday, so one working day ends on Tuesday."""
    assert TANGERANG.deadline(jakarta(2026, 7, 10, 16, 31), 1) == jakarta(2026, 7, 14, 16)


def test_a_deadline_crosses_the_new_year() -> None:
    """31 December 2025, then Friday 2 January 2026 as the first working day."""
    assert TANGERANG.deadline(jakarta(2025, 12, 31, 10), 1) == jakarta(2026, 1, 2, 16, 30)


def test_deadlines_close_earlier_in_ramadan() -> None:
    """From 19 February 2026 offices close at 15:00, on Friday at 15:30."""
    received = jakarta(2026, 2, 18, 10)
    assert TANGERANG.deadline(received, 0) == jakarta(2026, 2, 18, 16)
    assert TANGERANG.deadline(received, 1) == jakarta(2026, 2, 19, 15)
    assert TANGERANG.deadline(received, 2) == jakarta(2026, 2, 20, 15, 30)


def test_a_collective_leave_day_added_later_moves_the_deadline() -> None:
    """18 August 2025 was declared at short notice, after calendars had been made."""
    declared = date(2025, 8, 18)
    known_before = {day: name for day, name in CLOSED_DAYS.items() if day != declared}
    before = build_calendar(JAKARTA, 2025, 2027, known_before, WEEK)
    received = jakarta(2025, 8, 14, 10)
    assert before.deadline(received, 2) == jakarta(2025, 8, 18, 16)
    assert TANGERANG.deadline(received, 2) == jakarta(2025, 8, 19, 16)
    assert working_days_of(before, 2025) == working_days_of(TANGERANG, 2025) + 1


def test_a_day_knows_its_hours_and_its_name() -> None:
    """A holiday has a name and no hours, a Sunday has neither."""
    assert TANGERANG.hours_on(date(2026, 12, 25)) is None
    assert TANGERANG.day_name(date(2026, 12, 25)) == "Hari Raya Natal"
    assert TANGERANG.hours_on(date(2026, 7, 12)) is None
    assert TANGERANG.day_name(date(2026, 7, 12)) == ""
    assert TANGERANG.hours_on(date(2026, 7, 10)) == DayHours(time(8), time(16, 30))


def test_the_local_date_is_the_citys_own() -> None:
    """23:00 UTC is already the next morning in Tangerang."""
    assert TANGERANG.local_date(datetime(2026, 7, 6, 23, tzinfo=UTC)) == date(2026, 7, 7)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (jakarta(2026, 7, 6, 7, 59), False),
        (jakarta(2026, 7, 6, 8, 0), True),
        (jakarta(2026, 7, 6, 16, 0), False),
        (jakarta(2026, 7, 10, 16, 15), True),
        (jakarta(2026, 2, 20, 15, 45), False),
        (jakarta(2026, 7, 12, 10, 0), False),
        (jakarta(2025, 1, 1, 3, 0), False),
    ],
)
def test_the_service_window_opens_and_closes(at: datetime, is_open: bool) -> None:
    """Open at the first minute, closed at the last; Friday is longer, Ramadan shorter."""
    assert TANGERANG.is_open(at) is is_open


def test_service_time_leaves_out_nights_and_weekends() -> None:
    """Friday 15:30 to Monday 09:00 is one hour of Friday and one of Monday, lunch included."""
    start, end = jakarta(2026, 7, 10, 15, 30), jakarta(2026, 7, 13, 9)
    assert TANGERANG.service_time_between(start, end) == timedelta(hours=2)
    assert TANGERANG.service_time_between(end, start) == timedelta(hours=-2)
    assert TANGERANG.add_service_time(start, timedelta(hours=2)) == end


def test_added_service_time_ends_at_the_close_rather_than_the_next_opening() -> None:
    """A whole day's service time from opening is used up at the close."""
    assert TANGERANG.add_service_time(jakarta(2026, 7, 6, 8), timedelta(hours=8)) == jakarta(2026, 7, 6, 16)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (jakarta(2026, 7, 7, 16), jakarta(2026, 7, 6, 16)),
        (jakarta(2026, 7, 13, 16), jakarta(2026, 7, 10, 16, 30)),
        (jakarta(2026, 3, 25, 16), jakarta(2026, 3, 17, 15)),
        (jakarta(2026, 7, 7, 11), jakarta(2026, 7, 6, 11)),
        (jakarta(2026, 7, 7, 2), jakarta(2026, 7, 6, 8)),
    ],
)
def test_one_working_day_before_a_deadline(due: datetime, expected: datetime) -> None:
    """A close leads to the previous close, a moment in between keeps its distance to the close."""
    assert TANGERANG.one_working_day_before(due) == expected


def test_a_cut_off_and_hours_can_be_the_citys_own() -> None:
    """A city that also works on Saturday and takes reports until noon."""
    week = WEEK | {5: DayHours(time(8), time(13))}
    calendar = build_calendar(JAKARTA, 2026, 2026, {}, week, cut_off=time(12))
    assert calendar.deadline(jakarta(2026, 7, 10, 12, 1), 0) == jakarta(2026, 7, 11, 13)


@pytest.mark.parametrize(
    ("received", "due_utc"),
    [
        (new_york(2026, 3, 6, 10), datetime(2026, 3, 9, 20, tzinfo=UTC)),
        (new_york(2026, 10, 30, 10), datetime(2026, 11, 2, 21, tzinfo=UTC)),
    ],
)
def test_closing_time_stays_local_when_the_clocks_change(received: datetime, due_utc: datetime) -> None:
    """The Monday after the change closes at 16:00 on the wall, an hour off in UTC."""
    assert BALTIMORE.deadline(received, 1) == due_utc
    assert BALTIMORE.service_time_between(received, due_utc) == timedelta(hours=14)


@pytest.mark.parametrize(
    ("sunday", "day_hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 3, 15), 24)]
)
def test_a_day_open_around_the_clock_has_its_real_length_when_the_clocks_change(sunday: date, day_hours: int) -> None:
    """Service time is time that passed, not a difference of wall clocks (all but the last minute of the day)."""
    all_day = {day: DayHours(time.min, time(23, 59)) for day in range(7)}
    calendar = build_calendar(NEW_YORK, 2026, 2026, {}, all_day)
    start = datetime.combine(sunday, time.min, tzinfo=NEW_YORK)
    end = datetime.combine(sunday, time(23, 59), tzinfo=NEW_YORK)
    assert calendar.service_time_between(start, end) == timedelta(hours=day_hours, minutes=-1)


def test_a_day_outside_the_calendar_says_what_to_do() -> None:
    """The error names the calendar, the days it covers, the day asked for and the cure."""
    with pytest.raises(CalendarRangeError, match=r"2026\.1 covers 2025-01-01 to 2027-12-31.*2028-01-03.*add the"):
        TANGERANG.is_working_day(date(2028, 1, 3))


def test_instants_outside_the_calendar_are_refused() -> None:
    """Neither a guess nor an index error: also when only the answer lies outside."""
    late, last_evening = jakarta(2028, 1, 1, 0), jakarta(2027, 12, 31, 20)
    for ask in (
        lambda: TANGERANG.deadline(jakarta(2024, 12, 31, 23), 1),
        lambda: TANGERANG.deadline(late, 1),
        lambda: TANGERANG.deadline(last_evening, 1),
        lambda: TANGERANG.deadline(jakarta(2027, 12, 1, 9), 60),
        lambda: TANGERANG.receipt_day(last_evening),
        lambda: TANGERANG.is_open(late),
        lambda: TANGERANG.day_name(date(2024, 12, 31)),
        lambda: TANGERANG.service_time_between(last_evening, late),
        lambda: TANGERANG.add_service_time(last_evening, timedelta(hours=1)),
        lambda: TANGERANG.one_working_day_before(last_evening),
        lambda: TANGERANG.one_working_day_before(jakarta(2025, 1, 2, 16)),
    ):
        with pytest.raises(CalendarRangeError):
            ask()


def test_nonsense_is_refused() -> None:
    """Negative counts and durations, and hours that close before they open."""
    with pytest.raises(ValueError, match="0 or more working days"):
        TANGERANG.deadline(jakarta(2026, 7, 6, 9), -1)
    with pytest.raises(ValueError, match="must be 0 or more"):
        TANGERANG.add_service_time(jakarta(2026, 7, 6, 9), timedelta(hours=-1))
    with pytest.raises(ValueError, match="open before they close"):
        DayHours(time(16), time(8))


def test_equal_calendars_share_a_hash() -> None:
    """So a calendar can be the key of a cache."""
    again = build_calendar(JAKARTA, 2025, 2027, CLOSED_DAYS, WEEK, (RAMADAN_2026,), version="2026.1")
    assert again == TANGERANG
    assert hash(again) == hash(TANGERANG)


@given(calendars, instants, day_counts, day_counts)
def test_more_days_never_mean_an_earlier_deadline(calendar: Calendar, at: datetime, days: int, more: int) -> None:
    """Strictly later with at least one more day."""
    assert (calendar.deadline(at, days) < calendar.deadline(at, days + more)) is (more > 0)


@given(calendars, instants, instants, day_counts)
def test_a_later_report_is_never_due_earlier(calendar: Calendar, one: datetime, other: datetime, days: int) -> None:
    """The deadline follows the order of arrival."""
    assert calendar.deadline(min(one, other), days) <= calendar.deadline(max(one, other), days)


@given(calendars, instants, day_counts)
def test_a_deadline_is_the_close_of_a_working_day(calendar: Calendar, at: datetime, days: int) -> None:
    """Counted day by day from the receipt day, the slow and obvious way."""
    day, left = calendar.receipt_day(at), days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    hours = calendar.hours_on(day)
    assert hours is not None
    assert calendar.deadline(at, days) == datetime.combine(day, hours.closes, tzinfo=calendar.timezone)


@given(calendars, instants)
def test_the_receipt_day_follows_the_rule_as_written(calendar: Calendar, at: datetime) -> None:
    """The day itself when it is a working day and the cut-off has not passed, else the next working day."""
    local = at.astimezone(calendar.timezone)
    day = local.date()
    if not calendar.is_working_day(day) or local.time() > calendar.cut_off:
        day += timedelta(days=1)
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    assert calendar.receipt_day(at) == day


@given(calendars, instants, durations)
def test_adding_service_time_is_the_inverse_of_measuring_it(
    calendar: Calendar, at: datetime, duration: timedelta
) -> None:
    """What was added is what is measured."""
    assert calendar.service_time_between(at, calendar.add_service_time(at, duration)) == duration


@given(calendars, instants, instants)
def test_measured_service_time_leads_back_to_the_end(calendar: Calendar, one: datetime, other: datetime) -> None:
    """The first instant with the same service time is never later, and is the end itself while the city is open."""
    start, end = min(one, other), max(one, other)
    again = calendar.add_service_time(start, calendar.service_time_between(start, end))
    assert again <= end
    if calendar.is_open(end):
        assert again == end


@given(calendars, instants, instants, instants)
def test_service_time_adds_up(calendar: Calendar, first: datetime, second: datetime, third: datetime) -> None:
    """A stop on the way changes nothing, and service time never exceeds the time that passed."""
    between = calendar.service_time_between
    assert between(first, second) + between(second, third) == between(first, third)
    assert abs(between(first, second)) <= abs(second - first)


@given(instants)
def test_milliseconds_lead_back_to_the_instant(at: datetime) -> None:
    """Both directions agree."""
    assert from_epoch_ms(epoch_ms(at)) == at
    assert epoch_ms(at.astimezone(NEW_YORK)) == epoch_ms(at)


@given(calendars, instants, st.integers(0, 20 * 24 * 60))
def test_closed_time_never_counts(calendar: Calendar, at: datetime, minutes: int) -> None:
    """The time between two instants is the sum of what each day's window gives, the slow and obvious way."""
    end = at + timedelta(minutes=minutes)
    day, served = calendar.local_date(at), timedelta()
    while day <= calendar.local_date(end):
        hours = calendar.hours_on(day)
        if hours is not None:
            opens, closes = (
                datetime.combine(day, one, tzinfo=calendar.timezone) for one in (hours.opens, hours.closes)
            )
            served += max(timedelta(), min(end, closes.astimezone(UTC)) - max(at, opens.astimezone(UTC)))
        day += timedelta(days=1)
    assert calendar.service_time_between(at, end) == served


@given(calendars, instants, day_counts)
def test_the_working_days_up_to_a_deadline_are_its_budget(calendar: Calendar, at: datetime, days: int) -> None:
    """Counted after the receipt day, up to the day of the deadline."""
    day, last = calendar.receipt_day(at), calendar.local_date(calendar.deadline(at, days))
    elapsed = 0
    while day < last:
        day += timedelta(days=1)
        elapsed += calendar.is_working_day(day)
    assert elapsed == days
