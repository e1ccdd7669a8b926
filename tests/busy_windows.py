"""Days and months of complaints behind the working morning of `tests.factories`."""

from datetime import date

from domain.complaints import ComplaintState
from domain.indicators.complaints import Share
from domain.indicators.durations import AGE_LAST_DAYS, Ages, DaysTaken, DaysToResolve
from domain.indicators.reconciliation import Reconciliation
from domain.indicators.windowed import BacklogBalance, Cohort, HandOffs, UsualDay, WindowedBoard
from domain.survival import Percentile
from domain.unfiled import Unfiled

HOUR_MS = 3_600_000
WINDOWED_AGO_MS = 12_000
"""The windows were computed so long before the snapshot."""


def busy_windows(now_ms: int) -> WindowedBoard:
    """Some 38 complaints a day; potholes take longest."""
    return WindowedBoard(
        as_of_ms=now_ms - WINDOWED_AGO_MS,
        n=6_812,
        usual=UsualDay((35, 41, 29, 36, 44, 38, 31, 40)),
        response=Percentile(1_064, 37, 7.6 * 60),
        legal=Share(3_318, 3_371, 1.0, 90),
        resolution=DaysToResolve(
            DaysTaken(3_290, 2.0),
            DaysTaken(3_290, 9.0),
            {
                "pothole": (DaysTaken(412, 4.0), DaysTaken(412, 14.0)),
                "street_light_out": (DaysTaken(198, 1.0), DaysTaken(198, 3.0)),
                "flood": (DaysTaken(6, None), DaysTaken(6, None)),
            },
        ),
        ages=Ages((71, 66, 48, 20, 7, 2), 0),
        cohorts=(
            Cohort(date(2026, 7, 1), 1_131, 1_090, 1_131),
            Cohort(date(2026, 8, 1), 1_186, 1_139, 1_184),
            Cohort(date(2026, 9, 1), 1_102, 1_052, 1_096),
            Cohort(date(2026, 10, 1), 1_154, 1_088, 1_139),
            Cohort(date(2026, 11, 1), 842, 640, 701),
        ),
        backlog_7=BacklogBalance(266, 271),
        backlog_28=BacklogBalance(1_064, 1_049),
        reopened=Share(83, 2_110, 0.05, 90),
        handoffs=HandOffs(611, Share(148, 3_377, 0.15, 90)),
        rejected=Share(37, 1_064, 0.0, 28),
        rating=Share(702, 846, 0.80, 90, 30),
        rated=Share(846, 3_201, 0.0, 90),
        complete=Share(1_051, 1_064, 0.98, 28),
    )


def no_windows(now_ms: int) -> WindowedBoard:
    """Of a city in which nothing has happened yet."""
    nothing = Share(0, 0, 0.0, 28)
    return WindowedBoard(
        as_of_ms=now_ms,
        n=0,
        usual=UsualDay(()),
        response=Percentile(0, 0, None),
        legal=nothing,
        resolution=DaysToResolve(DaysTaken(0, None), DaysTaken(0, None), {}),
        ages=Ages((0,) * (len(AGE_LAST_DAYS) + 1), 0),
        cohorts=(),
        backlog_7=BacklogBalance(0, 0),
        backlog_28=BacklogBalance(0, 0),
        reopened=nothing,
        handoffs=HandOffs(0, nothing),
        rejected=nothing,
        rating=nothing,
        rated=nothing,
        complete=nothing,
    )


STATES = {
    ComplaintState.RECEIVED: 24,
    ComplaintState.VERIFIED: 31,
    ComplaintState.ASSIGNED: 62,
    ComplaintState.IN_PROGRESS: 71,
    ComplaintState.WAITING_REPORTER: 9,
    ComplaintState.AWAITING_VERIFICATION: 13,
    ComplaintState.REOPENED: 4,
    ComplaintState.RESOLVED: 6_190,
    ComplaintState.REJECTED: 236,
    ComplaintState.DUPLICATE: 118,
    ComplaintState.ARCHIVED: 54,
}


def two_lost_cases(now_ms: int) -> Reconciliation:
    """All but two complaints are in a state; of these two the filing never came."""
    cases = (
        Unfiled("LAKSA-24118", ComplaintState.IN_PROGRESS, now_ms - 5 * HOUR_MS),
        Unfiled("LAKSA-23904", ComplaintState.RESOLVED, now_ms - 71 * HOUR_MS),
    )
    return Reconciliation(sum(STATES.values()) + 2, tuple(STATES.values()), cases, now_ms - WINDOWED_AGO_MS)


def nothing_lost(now_ms: int) -> Reconciliation:
    """Of a city in which nothing has happened yet."""
    return Reconciliation(0, (0,) * len(STATES), (), now_ms)
