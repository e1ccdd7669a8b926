"""How far the agencies are connected: who is heard through a healthy feed, and how often reports change hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.city import ComplaintFrame
from domain.events import Stream
from domain.indicators.complaints import DAY_MS
from domain.indicators.services import ServiceFrames
from domain.profile import CityProfile

HEARD_DAYS = 7
HANDOFF_DAYS = 28


@dataclass(frozen=True, slots=True)
class Integration:
    """Agencies heard of in the last days through a feed that is healthy now, of all in scope (the city's folder).

    `handed_on_twice` of the `n` reports filed in the window changed hands two times or more (A14).
    """

    connected: int
    in_scope: int
    silent: tuple[str, ...]
    handoffs: int
    handed_on_twice: int
    n: int
    window_days: int


def integration(
    frame: ComplaintFrame,
    services: ServiceFrames,
    healthy: Mapping[Stream, bool],
    profile: CityProfile,
    now_ms: int,
) -> Integration:
    """The state of this instant."""
    heard = {
        Stream.COMPLAINTS: _in_complaints(frame, now_ms),
        Stream.QUEUES: _in_queues(services, profile),
        Stream.ACTIVITY: _in_activity(services),
    }
    connected = {agency for stream, agencies in heard.items() if healthy.get(stream) for agency in agencies}
    recent = frame.rows["opened_ms"] > now_ms - HANDOFF_DAYS * DAY_MS
    handoffs = frame.rows["handoffs"][recent]
    return Integration(
        connected=len(connected),
        in_scope=len(profile.agencies),
        silent=tuple(agency for agency in profile.agencies if agency not in connected),
        handoffs=int(handoffs.sum()),
        handed_on_twice=int(np.count_nonzero(handoffs >= 2)),
        n=len(handoffs),
        window_days=HANDOFF_DAYS,
    )


def _in_complaints(frame: ComplaintFrame, now_ms: int) -> set[str]:
    rows = frame.rows
    last = np.maximum(np.maximum(rows["opened_ms"], rows["closed_ms"]), rows["response_ms"])
    return _codes(rows["agency"][last > now_ms - HEARD_DAYS * DAY_MS], frame.codes.agencies)


def _in_queues(services: ServiceFrames, profile: CityProfile) -> set[str]:
    queues = services.queues
    sites = _codes(np.concatenate([queues.tickets["site"], queues.waits["site"]]), queues.codes.sites)
    return {profile.sites[site].agency for site in sites}


def _in_activity(services: ServiceFrames) -> set[str]:
    attendance, work = services.attendance, services.field_work
    people = _codes(attendance.rows["agency"], attendance.agencies)
    return people | _codes(work.tasks["agency"], work.agencies)


def _codes(column: np.ndarray, codes: Sequence[str]) -> set[str]:
    return {codes[code] for code in np.unique(column) if code >= 0}
