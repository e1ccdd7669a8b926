"""Indicators of one agency's review: pure functions of (frame, window, now, calendar). Instants are epoch milliseconds.

Each number has one mask of cases behind it, so that the list on the page shows exactly what was counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from itertools import pairwise

import numpy as np

from domain.city import ComplaintFrame
from domain.city_day import day_span
from domain.clock import from_epoch_ms
from domain.complaints import ComplaintState
from domain.filters import ReviewFilters, Show, Window
from domain.indicators.channels import ChannelCounts, channel_counts
from domain.indicators.complaints import (
    DAY_MS,
    BoardRules,
    ComplaintCounts,
    Mask,
    Share,
    complaint_counts,
    due_soon,
    overdue,
    resolution_cohort,
    within,
)
from domain.indicators.durations import SMALLEST_N, Instants, ResolutionTime, local_ms, open_ages, resolution_time
from domain.profile import CityProfile
from domain.scoring import ShrunkenShare, Tier, shrunken_share, tier
from domain.working_time import Calendar

DAILY_UP_TO_DAYS = 31


@dataclass(frozen=True, slots=True)
class TrendBin:
    """What came in (A01) and was resolved in one city day or week; a partial one is cut by the window or still runs."""

    start_ms: int
    received: int
    resolved: int
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Peer:
    """One agency of a group: its on-time share, shrunken to the city's, with its 90 % interval and band."""

    agency: str
    share: ShrunkenShare
    tier: Tier


@dataclass(frozen=True, slots=True)
class Peers:
    """An agency among those it may be compared with, best first; `insufficient` have too few cases, with their n."""

    own: str
    standings: tuple[Peer, ...]
    insufficient: tuple[tuple[str, int], ...]
    target: float
    smallest_n: int
    prior_weight: float


@dataclass(frozen=True, slots=True)
class Review:
    """All numbers of one review. `counts` and `ages` are of now, the others of the window.

    `channels` are those of the complaints received.
    """

    filters: ReviewFilters
    window: Window
    now_ms: int
    counts: ComplaintCounts
    received: int
    resolved: int
    on_time: Share
    trend: tuple[TrendBin, ...]
    ages: tuple[int, ...]
    resolution: ResolutionTime
    peers: Peers
    channels: ChannelCounts


def review(
    frame: ComplaintFrame,
    filters: ReviewFilters,
    now_ms: int,
    profile: CityProfile,
    rules: BoardRules,
    shares: Mapping[str, tuple[int, int]],
) -> Review:
    """The review of an agency's frame; `shares` are (on time, due) of every agency under the same filters."""
    now = from_epoch_ms(now_ms)
    window = filters.period.window(now, profile.timezone)
    mine, calendar = chosen(frame, filters, profile), profile.calendar
    masks = {show: case_mask(mine, show, window, now_ms, calendar) for show in (Show.RECEIVED, Show.RESOLVED)}
    opened, closed = mine.rows["opened_ms"][masks[Show.RECEIVED]], mine.rows["closed_ms"][masks[Show.RESOLVED]]
    return Review(
        filters=filters,
        window=window,
        now_ms=now_ms,
        counts=complaint_counts(mine, now_ms, day_span(now, profile.timezone).start_ms, calendar),
        received=len(opened),
        resolved=len(closed),
        on_time=on_time(mine, window, rules.target),
        trend=trend(opened, closed, window, calendar),
        ages=open_ages(mine, now_ms, calendar).counts,
        resolution=resolution_time(mine, window, now_ms, calendar),
        peers=peers(shares, filters.agency, profile, rules),
        channels=channel_counts(mine, masks[Show.RECEIVED]),
    )


def chosen(frame: ComplaintFrame, filters: ReviewFilters, profile: CityProfile) -> ComplaintFrame:
    """The rows of the chosen category and district; one that may not be told is in none of them."""
    rows, codes = frame.rows, frame.codes
    if filters.category:
        rows = rows[rows["category"] == codes.category_index.get(filters.category)]
    if filters.district:
        wards = [codes.ward_index[code] for code in wards_of(filters.district, profile)]
        rows = rows[np.isin(rows["ward"], wards)]
    return replace(frame, rows=rows)


def wards_of(district: str, profile: CityProfile) -> Sequence[str]:
    """The codes of a district's wards."""
    return [code for code, ward in profile.wards.items() if ward.district_code == district]


def case_mask(frame: ComplaintFrame, show: Show, window: Window, now_ms: int, calendar: Calendar) -> Mask:
    """The cases that one number counts; `ALL` are those of any number on the page."""
    rows = frame.rows
    if show is Show.OPEN:
        return frame.is_open
    if show is Show.OVERDUE:
        return overdue(frame, now_ms)
    if show is Show.DUE_SOON:
        return due_soon(frame, now_ms, calendar)
    if show is Show.RECEIVED:
        return within(rows["opened_ms"], window)
    if show is Show.RESOLVED:
        resolved: Mask = (rows["state"] == ComplaintState.RESOLVED) & within(rows["closed_ms"], window)
        return resolved
    cohort, met = resolution_cohort(frame, window.from_ms, window.to_ms)
    if show is Show.MISSED:
        return cohort & ~met
    instants = (rows[name] for name in ("opened_ms", "closed_ms", "due_ms"))
    mask: Mask = np.logical_or.reduce([frame.is_open, *(within(instant, window) for instant in instants)])
    return mask


def on_time(frame: ComplaintFrame, window: Window, target: float) -> Share:
    """Resolved by the deadline, of all whose deadline fell in the window (A07); unfinished ones count as failed."""
    cohort, met = resolution_cohort(frame, window.from_ms, window.to_ms)
    days = round((window.to_ms - window.from_ms) / DAY_MS)
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, days, SMALLEST_N)


# --- trend


def trend(opened: Instants, closed: Instants, window: Window, calendar: Calendar) -> tuple[TrendBin, ...]:
    """Received and resolved by city day, or by week from Monday where the window is longer than a month."""
    edges = _edges(window, calendar)
    received, resolved = _counts(opened, edges), _counts(closed, edges)
    return tuple(
        TrendBin(start, int(received[i]), int(resolved[i]), start <= window.from_ms or end > window.to_ms + 1)
        for i, (start, end) in enumerate(pairwise(edges.tolist()))
    )


def is_daily(window: Window) -> bool:
    """Whether the trend goes by day, not by week."""
    return window.to_ms - window.from_ms <= DAILY_UP_TO_DAYS * DAY_MS


def _edges(window: Window, calendar: Calendar) -> Instants:
    first = calendar.local_date(from_epoch_ms(window.from_ms + 1))
    last = calendar.local_date(from_epoch_ms(window.to_ms))
    step = timedelta(days=1 if is_daily(window) else 7)
    day = first if is_daily(window) else first - timedelta(days=first.weekday())
    edges = [local_ms(day, time.min, calendar)]
    while day <= last:
        day += step
        edges.append(local_ms(day, time.min, calendar))
    return np.array(edges, dtype=np.int64)


def _counts(instants: Instants, edges: Instants) -> Instants:
    bins = np.searchsorted(edges, instants, side="right") - 1
    counts: Instants = np.bincount(bins[bins >= 0], minlength=len(edges))
    return counts


# --- peers


def peers(shares: Mapping[str, tuple[int, int]], own: str, profile: CityProfile, rules: BoardRules) -> Peers:
    """The agency's group by shrunken on-time share, as the leaderboard judges it: the prior is the whole city's."""
    known = [share for code, share in shares.items() if code in profile.agencies]
    city_share = sum(met for met, _ in known) / max(1, sum(n for _, n in known))
    group = [agency.code for agency in profile.agencies.values() if agency.group == profile.agencies[own].group]
    counted = [(code, *shares.get(code, (0, 0))) for code in group]
    standings = [_peer(*row, city_share, rules) for row in counted if row[2] >= rules.smallest_n]
    standings.sort(key=lambda peer: (-peer.share.share, peer.agency))
    insufficient = tuple((code, n) for code, _, n in counted if n < rules.smallest_n)
    return Peers(own, tuple(standings), insufficient, rules.target, rules.smallest_n, rules.prior_weight)


def _peer(agency: str, met: int, n: int, city_share: float, rules: BoardRules) -> Peer:
    share = shrunken_share(met, n, city_share, rules.prior_weight)
    return Peer(agency, share, tier(share, rules.target))
