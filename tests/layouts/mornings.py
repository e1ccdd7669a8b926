"""Mornings in Tangerang for the mayor's page: a busy one, and one in which all is well."""

from dataclasses import replace
from typing import Any

from domain.alarms.board import AlarmBoard
from domain.events import Stream
from domain.indicators.complaints import AgencyStanding, ComplaintCounts, Share
from domain.indicators.counter_use import Counters
from domain.indicators.emergencies import EmergencyBoard
from domain.indicators.field_work import CrewCounts, EvidenceShare
from domain.indicators.portion import Portion
from domain.indicators.queues import QueueBoard, SiteQueue, TicketCounts
from domain.indicators.services import ServiceBoards
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.indicators.task_times import StepTimes
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import Facts, FeedHealth, FeedState, Snapshot
from domain.survival import Percentile
from tests.factories import NOW_MS, STANDINGS, TARGET, a_board, a_snapshot, no_services, tangerang

CITY = tangerang()

WAITS = (
    *(("DISDUKCAPIL", 71, 44, 5, 10, 12), ("MPP", 34, 61, 14, 16, 3), ("RSUD", 52, 88, 17, 18, 0)),
    *(("KEC-05", 22, 9, 3, 3, 0), ("BAPENDA", 19, 12, 6, 6, 0), ("DISDUKCAPIL-TANGCITY", 17, 7, 3, 3, 0)),
    *(("KEC-01", 12, 5, 3, 3, 0), ("KEC-07", 9, 4, 2, 3, 0), ("KEC-02", 4, 2, 3, 3, 0), ("KEC-03", 3, 1, 3, 3, 0)),
)
"""Site, longest wait in minutes, people waiting, counters open and planned, people past their promise."""

FEEDS = (
    FeedHealth("laksa", "LAKSA", FeedState.GOOD, 4.0, True, Stream.COMPLAINTS, brings=frozenset({Facts.COMPLAINTS})),
    FeedHealth("siaga112", "112", FeedState.QUIET, 3.0, True, Stream.COMPLAINTS, brings=frozenset({Facts.CALLS})),
    FeedHealth("antrean", "Antrean", FeedState.GOOD, 2.0, True, Stream.QUEUES),
    FeedHealth(
        "presensi", "Presensi", FeedState.LOST, 740.0, True, Stream.ACTIVITY, brings=frozenset({Facts.ATTENDANCE})
    ),
    FeedHealth("petugas", "Petugas", FeedState.GOOD, 6.0, True, Stream.ACTIVITY, brings=frozenset({Facts.FIELD_WORK})),
)

KNOWN = Percentile(60, 4, 0.0)


def a_queue(
    site: str, minutes: float, waiting: int, counters: Counters | None = None, over: int = 0, promise: int = 30
) -> SiteQueue:
    """A site in which somebody waits; its pressure follows from one promise."""
    tickets = TicketCounts(waiting * 3, waiting, 2, 4, waiting, 2, 1)
    share = Portion(0, 0)
    return SiteQueue(
        site=site,
        tickets=tickets,
        longest_minutes=minutes,
        pressure=minutes / promise,
        over_target=over,
        wait_window=replace(KNOWN, minutes=minutes),
        wait_today=replace(KNOWN, minutes=minutes),
        within_target=share,
        no_show=share,
        abandoned=share,
        counters=counters or Counters(3, 0, 3),
        utilisation=0.8,
        forgotten=0,
        carried_over=0,
        posted=None,
        has_data=True,
    )


def queues(rows: tuple[tuple[str, int, int, int, int, int], ...] = WAITS) -> QueueBoard:
    """A board of some sites; those of the city that are not named send nothing."""
    known = [
        a_queue(site, minutes, waiting, Counters(is_open, 0, planned), over, 60 if site == "RSUD" else 30)
        for site, minutes, waiting, is_open, planned, over in rows
    ]
    silent = [queue for queue in no_services(CITY).queues.sites if queue.site not in {row[0] for row in rows}]
    sites = sorted(known, key=lambda queue: -(queue.pressure or 0))
    waiting = sum(queue.tickets.waiting for queue in known)
    p90 = Percentile(412, 190, 41.0)
    return QueueBoard((*sites, *silent), waiting, p90, p90, Counters(59, 0, 124), NOW_MS)


def busy_services() -> ServiceBoards:
    """Two emergencies wait, one queue is far over its promise, some crews are silent."""
    units = (
        UnitAttendance("DISHUB", False, 320, 309, 300, 290),
        UnitAttendance("DLH", False, 290, 281, 270, 266),
        UnitAttendance("DLH", True, 610, 588, 0, 0),
    )
    return replace(
        no_services(CITY),
        queues=queues(),
        emergencies=EmergencyBoard(2, 9.0, 3, Percentile(14, 2, 13.4), 4, 5, 61, (), NOW_MS),
        attendance=AttendanceBoard(units, 3, (), True, True, NOW_MS),
        crews=CrewCounts(46, 19, 27, 6, 31),
        arrive=StepTimes(Percentile(38, 5, 26.0), Percentile(38, 5, 71.0)),
        evidence=EvidenceShare(22, 24, 1),
        finished_today=25,
    )


def a_busy_morning(**changes: Any) -> Snapshot:
    """Much needs attention."""
    settled = {
        "audience": "mayor",
        "services": busy_services(),
        "feeds": FEEDS,
        "overdue_by_agency": {"DPUPR": 5, "DLH": 3, "DISHUB": 2, "DINSOS": 1},
    }
    return a_snapshot(CITY, **(settled | changes))


def a_calm_morning(**changes: Any) -> Snapshot:
    """Nothing needs attention, and all feeds say so."""
    rows = tuple((site, 12, waiting, planned, planned, 0) for site, _, waiting, _, planned, _ in WAITS)
    busy = busy_services()
    services = replace(
        busy,
        queues=queues(rows),
        emergencies=replace(busy.emergencies, waiting=0, longest_minutes=None),
        crews=replace(busy.crews, silent=0),
    )
    settled = {
        "audience": "mayor",
        "alarms": AlarmBoard(is_known=True),
        "counts": ComplaintCounts(open=203, overdue=0, due_soon=9, due_soon_not_started=0, filed_today=12),
        "on_time": Share(980, 1043, TARGET, 28),
        "board": a_board(_not_below(STANDINGS)),
        "services": services,
        "feeds": tuple(replace(feed, state=FeedState.GOOD, age_seconds=3.0) for feed in FEEDS),
    }
    return a_snapshot(CITY, **(settled | changes))


def _not_below(standings: tuple[AgencyStanding, ...]) -> tuple[AgencyStanding, ...]:
    return tuple(standing for standing in standings if standing.tier is not Tier.BELOW)


def city() -> CityProfile:
    """The city of these mornings."""
    return CITY
