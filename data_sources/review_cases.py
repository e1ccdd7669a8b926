"""The list of cases as SQL: which cases a number counts, their order and their filters, with all values bound.

No word of a person becomes part of a statement: columns and comparisons are looked up in the tables below.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, literal, or_, select

from data_sources.tables import complaints
from domain.cases import DAY_MS, TIME_COLUMNS, Case, CaseColumn, CaseCondition, CaseQuery, CaseSort, Comparison
from domain.complaints import FIRST_CLOSED_STATE, UNSET_MS, ComplaintState
from domain.events import ComplaintClass
from domain.filters import ReviewFilters, Show, Window
from domain.indicators.reviews import wards_of
from domain.profile import CityProfile
from domain.secrecy import Secrets
from domain.sla import Countdown, countdown, time_taken
from domain.working_time import CalendarRangeError

Condition = ColumnElement[bool]
Expression = ColumnElement[Any]
ROW = complaints.c


class CaseQueryError(ValueError):
    """A sort or a filter that the list does not have."""


# --- privacy


def is_hidden(profile: CityProfile) -> Condition:
    """Cases whose category and place may not be told: sensitive ones, and reports on misconduct."""
    harmless = sorted(Secrets.from_profile(profile).harmless)
    return or_(ROW.category.not_in(harmless), is_misconduct(profile))


def is_misconduct(profile: CityProfile) -> Condition:
    """Reports on misconduct, which no agency is told of: the one that a report names may be the accused one."""
    misconduct = sorted(Secrets.from_profile(profile).misconduct)
    return or_(ROW.category.in_(misconduct), ROW.classification == ComplaintClass.WITH_OVERSIGHT.value)


def told_category(profile: CityProfile) -> Expression:
    """The category of a case, empty where it may not be told; sorting and filtering know no other."""
    return case((is_hidden(profile), ""), else_=ROW.category)


def told_ward(profile: CityProfile) -> Expression:
    """The ward of a case, empty where it may not be told; sorting and filtering know no other."""
    return case((is_hidden(profile), ""), else_=ROW.ward)


# --- which cases


def is_chosen(filters: ReviewFilters, profile: CityProfile) -> Condition:
    """Cases of the chosen category and district, of any agency; none of them on misconduct."""
    conditions = [ROW.opened_ms != UNSET_MS, ~is_misconduct(profile)]
    if filters.category:
        conditions.append(told_category(profile) == filters.category)
    if filters.district:
        conditions.append(told_ward(profile).in_(wards_of(filters.district, profile)))
    return and_(*conditions)


def clock_ms(now_ms: int) -> Expression:
    """The instant up to which a case's clock ran: now, or the start of a running pause."""
    is_paused = and_(
        ROW.state == ComplaintState.WAITING_REPORTER.value, ROW.paused_from_ms != UNSET_MS, ROW.resumed_ms == UNSET_MS
    )
    return case((and_(is_paused, ROW.paused_from_ms < now_ms), ROW.paused_from_ms), else_=literal(now_ms))


def owes(window: Window) -> Condition:
    """Complaints whose deadline fell in the window and that owe a solution, as `resolution_cohort` has them."""
    is_paused_before = and_(
        ROW.state == ComplaintState.WAITING_REPORTER.value,
        ROW.paused_from_ms != UNSET_MS,
        ROW.resumed_ms == UNSET_MS,
        ROW.paused_from_ms < ROW.due_ms,
    )
    return and_(ROW.state <= ComplaintState.RESOLVED.value, _within(ROW.due_ms, window), ~is_paused_before)


def is_open() -> Condition:
    """Filed and not closed."""
    return ROW.state < FIRST_CLOSED_STATE.value


def is_met() -> Condition:
    """Resolved by the deadline."""
    return and_(ROW.state == ComplaintState.RESOLVED.value, ROW.closed_ms <= ROW.due_ms)


def is_shown(show: Show, window: Window, now_ms: int, due_soon_until_ms: int) -> Condition:
    """What `case_mask` selects of a frame, as a condition."""
    clock = clock_ms(now_ms)
    conditions: Mapping[Show, Callable[[], Condition]] = {
        Show.ALL: lambda: or_(
            is_open(), *(_within(ROW[name], window) for name in ("opened_ms", "closed_ms", "due_ms"))
        ),
        Show.OPEN: is_open,
        Show.OVERDUE: lambda: and_(is_open(), ROW.due_ms != UNSET_MS, ROW.due_ms < clock),
        Show.DUE_SOON: lambda: and_(is_open(), clock == now_ms, ROW.due_ms >= now_ms, ROW.due_ms <= due_soon_until_ms),
        Show.RECEIVED: lambda: _within(ROW.opened_ms, window),
        Show.RESOLVED: lambda: and_(ROW.state == ComplaintState.RESOLVED.value, _within(ROW.closed_ms, window)),
        Show.MISSED: lambda: and_(owes(window), ~is_met()),
    }
    return conditions[show]()


def _within(instant: Expression, window: Window) -> Condition:
    return and_(instant > window.from_ms, instant <= window.to_ms)


# --- columns


def late_ms(now_ms: int) -> Expression:
    """How long past its deadline a case is, or was resolved; 0 when it is not late."""
    clock = clock_ms(now_ms)
    is_resolved = ROW.state == ComplaintState.RESOLVED.value
    return case(
        (ROW.due_ms == UNSET_MS, 0),
        (and_(is_open(), clock > ROW.due_ms), clock - ROW.due_ms),
        (and_(is_resolved, ROW.closed_ms > ROW.due_ms), ROW.closed_ms - ROW.due_ms),
        else_=0,
    )


def verify_by_ms() -> Expression:
    """Until when a case that waits for it is to be verified, 0 for all others."""
    is_waiting = ROW.state == ComplaintState.AWAITING_VERIFICATION.value
    return case((is_waiting, ROW.verification_due_ms), else_=0)


def taken_ms(now_ms: int) -> Expression:
    """From intake to the closing or to now."""
    until = _until(now_ms)
    return case((until > ROW.opened_ms, until - ROW.opened_ms), else_=0)


def net_ms(now_ms: int) -> Expression:
    """The same without the wait for the reporter, as `time_taken` has it; 0 where there was none."""
    until = _until(now_ms)
    ends = case((and_(ROW.resumed_ms != UNSET_MS, ROW.resumed_ms < until), ROW.resumed_ms), else_=until)
    starts = case((ROW.paused_from_ms > ROW.opened_ms, ROW.paused_from_ms), else_=ROW.opened_ms)
    was_paused = and_(ROW.paused_from_ms != UNSET_MS, ends > starts)
    return case((was_paused, taken_ms(now_ms) - (ends - starts)), else_=0)


def _until(now_ms: int) -> Expression:
    return case((ROW.closed_ms != UNSET_MS, ROW.closed_ms), else_=literal(now_ms))


def select_cases(profile: CityProfile, now_ms: int) -> Select[Any]:
    """The columns that `case_of` reads; nothing else leaves the table."""
    return select(
        ROW.complaint_id,
        told_category(profile).label("category"),
        told_ward(profile).label("ward"),
        ROW.state,
        ROW.opened_ms,
        ROW.due_ms,
        ROW.closed_ms,
        late_ms(now_ms).label("late_ms"),
        ROW.handoffs,
        is_hidden(profile).label("is_hidden"),
        ROW.paused_from_ms,
        ROW.resumed_ms,
        ROW.completed_ms,
        verify_by_ms().label("verify_by_ms"),
    )


def case_of(row: Row[Any], profile: CityProfile, now_ms: int) -> Case:
    """One row of the list."""
    ward = profile.wards.get(row.ward)
    return Case(
        complaint_id=row.complaint_id,
        category=row.category,
        ward=row.ward,
        district=ward.district_code if ward else "",
        state=row.state,
        opened_ms=row.opened_ms,
        due_ms=row.due_ms,
        closed_ms=row.closed_ms,
        late_ms=row.late_ms,
        handoffs=row.handoffs,
        is_hidden=bool(row.is_hidden),
        taken=time_taken(row.opened_ms, row.closed_ms or now_ms, row.paused_from_ms, row.resumed_ms),
        verify_by_ms=row.verify_by_ms,
        verification=_verification(row, profile, now_ms) if row.verify_by_ms else None,
    )


def _verification(row: Row[Any], profile: CityProfile, now_ms: int) -> Countdown | None:
    try:
        return countdown(row.completed_ms, row.verify_by_ms, now_ms, profile.calendar)
    except CalendarRangeError:  # the calendar ends before now: nobody knows how much service time is left
        return None


def order_by(query: CaseQuery, profile: CityProfile, now_ms: int) -> Sequence[Expression]:
    """The order that was asked for; equal rows go by their id, so that pages never overlap."""
    orders = [_order(sort, profile, now_ms) for sort in query.sorts]
    return [*orders, _directed(ROW.complaint_id, query.sorts[-1].is_descending if query.sorts else False)]


def _order(sort: CaseSort, profile: CityProfile, now_ms: int) -> Expression:
    expressions: Mapping[CaseColumn, Callable[[], Expression]] = {
        CaseColumn.ID: lambda: ROW.complaint_id,
        CaseColumn.CATEGORY: lambda: _rank(told_category(profile), _by_label(profile)),
        CaseColumn.WARD: lambda: _rank(told_ward(profile), _by_ward(profile)),
        CaseColumn.DISTRICT: lambda: _rank(told_ward(profile), _by_district(profile)),
        CaseColumn.STATE: lambda: ROW.state,
        CaseColumn.OPENED: lambda: ROW.opened_ms,
        CaseColumn.DUE: lambda: ROW.due_ms,
        CaseColumn.CLOSED: lambda: ROW.closed_ms,
        CaseColumn.VERIFY_BY: verify_by_ms,
        CaseColumn.TAKEN: lambda: taken_ms(now_ms),
        CaseColumn.TAKEN_NET: lambda: net_ms(now_ms),
        CaseColumn.LATENESS: lambda: late_ms(now_ms),
        CaseColumn.HANDOFFS: lambda: ROW.handoffs,
    }
    return _directed(_known(expressions, sort.column)(), sort.is_descending)


def _directed(expression: Expression, is_descending: bool) -> Expression:
    return expression.desc() if is_descending else expression.asc()


def _known(table: Mapping[Any, Any], key: object) -> Any:
    if key not in table:
        raise CaseQueryError(f"the list has no {key!s:.40}; choose one of {', '.join(map(str, table))}")
    return table[key]


def _rank(code: Expression, ranks: Mapping[str, int]) -> Expression:
    """The place of a code in the order that a person reads; what is not known comes last."""
    return case(dict(ranks), value=code, else_=len(ranks)) if ranks else literal(0)


def _by_label(profile: CityProfile) -> Mapping[str, int]:
    return _places(profile.categories, lambda code: (profile.categories[code].label, code))


def _by_ward(profile: CityProfile) -> Mapping[str, int]:
    return _places(profile.wards, lambda code: (profile.wards[code].name, code))


def _by_district(profile: CityProfile) -> Mapping[str, int]:
    names = sorted({ward.district for ward in profile.wards.values()})
    places = {name: place for place, name in enumerate(names)}
    return {code: places[ward.district] for code, ward in profile.wards.items()}


def _places(codes: Mapping[str, object], key: Callable[[str], tuple[str, str]]) -> Mapping[str, int]:
    return {code: place for place, code in enumerate(sorted(codes, key=key))}


# --- filters of columns


def meets(conditions: Sequence[CaseCondition], now_ms: int) -> Condition:
    """Rows that meet all filters of columns."""
    return and_(literal(True), *(_meets(condition, now_ms) for condition in conditions))


def _meets(condition: CaseCondition, now_ms: int) -> Condition:
    column, value = condition.column, condition.value
    if column is CaseColumn.ID:
        return _text_meets(ROW.complaint_id, condition)
    if column in TIME_COLUMNS:
        instant: Mapping[CaseColumn, Expression] = {
            CaseColumn.OPENED: ROW.opened_ms,
            CaseColumn.DUE: ROW.due_ms,
            CaseColumn.CLOSED: ROW.closed_ms,
            CaseColumn.VERIFY_BY: verify_by_ms(),
        }
        return and_(instant[column] != UNSET_MS, _number_meets(instant[column], condition.comparison, value, condition))
    if column is CaseColumn.HANDOFFS:
        return _number_meets(ROW.handoffs, condition.comparison, value, condition)
    spans: Mapping[CaseColumn, Callable[[int], Expression]] = {
        CaseColumn.LATENESS: late_ms,
        CaseColumn.TAKEN: taken_ms,
        CaseColumn.TAKEN_NET: net_ms,
    }
    if column in spans:
        span = spans[column](now_ms)
        tenths = (span * 10 + (DAY_MS - 1)) // DAY_MS
        return and_(span > 0, _number_meets(tenths, condition.comparison, round(float(value) * 10), condition))
    raise CaseQueryError(f"column {column!s:.40} has no filter")


def _text_meets(text: Expression, condition: CaseCondition) -> Condition:
    value = str(condition.value)
    comparisons: Mapping[Comparison, Callable[[], Condition]] = {
        Comparison.CONTAINS: lambda: text.icontains(value, autoescape=True),
        Comparison.STARTS_WITH: lambda: text.istartswith(value, autoescape=True),
        Comparison.EQUAL: lambda: text == value,
    }
    found: Condition = _known(comparisons, condition.comparison)()
    return found


def _number_meets(number: Expression, comparison: Comparison, value: object, condition: CaseCondition) -> Condition:
    comparisons: Mapping[Comparison, Callable[[], Condition]] = {
        Comparison.EQUAL: lambda: number == value,
        Comparison.ABOVE: lambda: number > value,
        Comparison.AT_LEAST: lambda: number >= value,
        Comparison.BELOW: lambda: number < value,
        Comparison.AT_MOST: lambda: number <= value,
        Comparison.BETWEEN: lambda: and_(number >= value, number < condition.until),
    }
    found: Condition = _known(comparisons, comparison)()
    return found
