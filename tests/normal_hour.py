"""An hour of the city in which all is as it should be: nothing is late, lost, missing or below its target."""

from dataclasses import replace

import numpy as np

from domain.indicators.complaints import ComplaintCounts, Share
from domain.indicators.queues import QueueBoard, SiteQueue
from domain.indicators.services import ServiceBoards
from domain.indicators.staffing import AttendanceBoard
from domain.map_points import site_points
from domain.points import MapPoints, PointKind
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import Snapshot
from tests.busy_morning import busy_services
from tests.busy_windows import nothing_lost
from tests.factories import NOW_MS, STANDINGS, TARGET, a_board, a_snapshot, points_around, tangerang

OPEN = 214
FAR_FROM_PROMISE = 0.7
"""At most this share of its promise is waited for anywhere: a site is marked from 0.8 on."""


def a_normal_hour() -> Snapshot:
    """A working morning in Tangerang with 214 open complaints, all of them in time; the other services are in order."""
    city = tangerang()
    services = _in_order(busy_services(city, NOW_MS))
    return a_snapshot(
        city,
        counts=ComplaintCounts(open=OPEN, overdue=0, due_soon=0, due_soon_not_started=0, filed_today=38),
        on_time=Share(980, 1043, TARGET, 28),
        board=a_board(tuple(one for one in STANDINGS if one.tier is not Tier.BELOW)),
        reconciliation=nothing_lost(NOW_MS),
        points=_active(city),
        services=services,
        sites=site_points(services.queues, city),
    )


def _active(city: CityProfile) -> MapPoints:
    return points_around(city, np.full(OPEN, PointKind.ACTIVE, dtype=np.int8))


def _in_order(services: ServiceBoards) -> ServiceBoards:
    return replace(services, queues=_short(services.queues), attendance=_present(services.attendance))


def _short(board: QueueBoard) -> QueueBoard:
    return replace(board, sites=tuple(map(_waits_little, board.sites)))


def _waits_little(site: SiteQueue) -> SiteQueue:
    if site.pressure is None or site.pressure <= FAR_FROM_PROMISE:
        return site
    longest = None if site.longest_minutes is None else site.longest_minutes * FAR_FROM_PROMISE / site.pressure
    return replace(site, pressure=FAR_FROM_PROMISE, longest_minutes=longest)


def _present(board: AttendanceBoard) -> AttendanceBoard:
    return replace(board, units=tuple(replace(unit, present=unit.expected) for unit in board.units))
