"""Complaints in numbers: how many are open, overdue, nearly due and new, and two gauges of timeliness."""

import numpy as np
from dash.development.base_component import Component

from domain.indicators.complaints import Share
from domain.snapshot import Snapshot
from layouts import text
from layouts.gauges import gauge_props, gauges
from layouts.headlines import CALM, CRITICAL, headline_props, headlines
from layouts.ids import Id
from layouts.shell import Props, detail, panel, title
from layouts.text import Texts

# --- headline numbers


def complaints_panel(texts: Texts) -> Component:
    """The four numbers of this instant."""
    numbers = [
        (Id.COMPLAINTS_OPEN, texts.open),
        (Id.COMPLAINTS_OVERDUE, texts.overdue),
        (Id.COMPLAINTS_DUE_SOON, texts.due_soon),
        (Id.COMPLAINTS_TODAY, texts.filed_today),
    ]
    return panel(Id.COMPLAINTS_PANEL, [title(texts.complaints), headlines(numbers)], texts)


def complaint_props(snapshot: Snapshot, texts: Texts) -> Props:
    """The numbers and what they mean in one line each; only overdue ones have a colour, and only when there are any."""
    counts = snapshot.counts
    wards = int(np.count_nonzero(snapshot.ward_open))
    share = text.percent(counts.overdue / counts.open) if counts.open else "0"
    open_note = texts.open_note.format(n=text.whole(wards, texts)) if wards else ""
    due_note = texts.due_soon_note.format(n=text.whole(counts.due_soon_not_started, texts))
    today_note = texts.filed_today_note.format(time=text.midnight(texts))
    # The triangle beside a critical number takes the room of one digit, so that one is shortened earlier.
    return {
        **_number(Id.COMPLAINTS_OPEN, counts.open, open_note, texts),
        **_number(Id.COMPLAINTS_OVERDUE, counts.overdue, texts.overdue_note.format(share=share), texts, is_late=True),
        **_number(Id.COMPLAINTS_DUE_SOON, counts.due_soon, due_note, texts),
        **_number(Id.COMPLAINTS_TODAY, counts.filed_today, today_note, texts),
    }


def _number(number: Id, count: int, note: str, texts: Texts, *, is_late: bool = False) -> Props:
    value, unit = text.headline(count, texts, exact_below=1000 if is_late else 10_000)
    return headline_props(number, value, note, CRITICAL if is_late and count else CALM, unit)


# --- gauges


def timeliness_panel(texts: Texts) -> Component:
    """Two arcs against their targets."""
    pair = gauges((Id.ON_TIME_GAUGE, texts.on_time), (Id.FIRST_RESPONSE_GAUGE, texts.first_response))
    return panel(Id.TIMELINESS_PANEL, [title(texts.timeliness, Id.TIMELINESS_TITLE), pair], texts)


def timeliness_props(snapshot: Snapshot, texts: Texts) -> Props:
    """Both gauges; the window stands in the title, and with a gauge only where it has another one."""
    days = snapshot.on_time.window_days
    return {
        Id.TIMELINESS_TITLE: {"children": detail(texts.timeliness.format(days=days))},
        **_share_props(Id.ON_TIME_GAUGE, snapshot.on_time, texts, texts.sample),
        **_share_props(Id.FIRST_RESPONSE_GAUGE, snapshot.first_response, texts, _sample(snapshot, days, texts)),
    }


def _sample(snapshot: Snapshot, days: int, texts: Texts) -> str:
    return texts.sample if snapshot.first_response.window_days == days else texts.sample_days


def _share_props(gauge: Id, share: Share, texts: Texts, sample: str) -> Props:
    sample = sample.format(n=text.whole(share.n, texts), days=share.window_days)
    is_full = share.successes == share.n
    return gauge_props(gauge, share.value, share.target, is_full=is_full, lines=(_target_line(share, texts), sample))


def _target_line(share: Share, texts: Texts) -> str:
    if share.value is None:
        return texts.insufficient if share.n else texts.no_data
    return texts.target.format(share=text.percent(share.target))
