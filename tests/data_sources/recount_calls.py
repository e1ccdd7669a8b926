"""Counts a fire department's published calls with pandas alone: an opinion of its own on what the wall must show.

It imports nothing of this project. What it takes for granted about the file is written here once more, on purpose:

- times are San Francisco's; a row is one unit sent to one call, and repeats what is said of the call;
- a call waits from its receipt until a first unit is on scene, or until it is closed;
- a call is closed when all units sent to it are available again; one with a unit that never is stays open;
- a unit is busy from each dispatch until it is available; without that time it is busy for good;
- it is on duty in each watch from its first dispatch until it is available after all of them, without such a time for
  24 hours: a crew is busy while it is a busy unit on duty;
- sent are all dispatches to calls that are open, also of units that are available again;
- for forecasts of waits a day of calls is one line, from receipt to the first unit sent: a forecast is the calls that
  wait, and one, at the pace of those sent in the last 30 minutes (since the day's first one, where that is later; three
  at least, in ten minutes at least). Nine in ten waits so far, as multiples of their forecasts, make the upper end, as
  known when the half hour of the clock began, from thirty that ended;
- a unit's task goes from dispatch to response, on scene, and available; a leg belongs to the day on which it began;
- the response time runs from receipt to the first unit on scene, over the calls received in the 24 hours up to the
  instant. Those that wait count as at least so long (Kaplan-Meier); those closed without an arrival are left out.

Run it as `python -m tests.data_sources.recount_calls FILE.csv.gz "2017-01-03 18:00"`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

ZONE = "America/Los_Angeles"
TIME_FORMAT = "%m/%d/%Y %I:%M:%S %p"
WINDOW = pd.Timedelta(hours=24)
LONGEST_DUTY = pd.Timedelta(hours=24)
SHARE = 0.9


def read_table(path: Path) -> pd.DataFrame:
    """One row a unit sent to a call: call, unit, watch, is_private, and the instants of its steps (NaT: never)."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    return pd.DataFrame(
        {
            "call": raw["Call Number"],
            "unit": raw["Unit ID"],
            "watch": raw["Watch Date"],
            "is_private": raw["Unit Type"] == "PRIVATE",
            "received": _instants(raw["Received DtTm"]),
            "dispatched": _instants(raw["Dispatch DtTm"]),
            "responded": _instants(raw["Response DtTm"]),
            "on_scene": _instants(raw["On Scene DtTm"]),
            "available": _instants(raw["Available DtTm"]),
        }
    )


def _instants(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.where(column != ""), format=TIME_FORMAT).dt.tz_localize(ZONE)


def calls_of(table: pd.DataFrame) -> pd.DataFrame:
    """One row a call: received, arrived (first on scene), closed (last available, once all are)."""
    grouped = table.groupby("call")
    is_over = grouped["available"].count() == grouped.size()
    return pd.DataFrame(
        {
            "received": grouped["received"].min(),
            "arrived": grouped["on_scene"].min(),
            "closed": grouped["available"].max().where(is_over),
        }
    )


def recount(table: pd.DataFrame, at: pd.Timestamp) -> pd.Series:
    """At an instant: calls received so far, open, waiting; busy units and open dispatches; response of 24 hours.

    The calls of the local day so far are `today`; `sent`, `crews_on_duty` and `crews_busy` as said above.
    """
    calls = calls_of(table)
    calls = calls[calls["received"] <= at]
    is_closed, has_arrived = calls["closed"] <= at, calls["arrived"] <= at
    is_waiting = ~is_closed & ~has_arrived
    is_sent = (table["dispatched"] <= at) & ~(table["available"] <= at)
    on_duty = crews_on_duty(table, at)
    is_to_open_call = table["call"].isin(calls.index[~is_closed]) & (table["dispatched"] <= at)
    recent = calls[(calls["received"] > at - WINDOW) & (has_arrived | is_waiting)]
    return pd.Series(
        {
            "received": len(calls),
            "open": int((~is_closed).sum()),
            "waiting": int(is_waiting.sum()),
            "units_busy": int(table.loc[is_sent, "unit"].nunique()),
            "dispatches_open": int(is_sent.sum()),
            "today": int((calls["received"] >= at.tz_convert(ZONE).normalize()).sum()),
            "sent": int(is_to_open_call.sum()),
            "crews_on_duty": len(on_duty),
            "crews_busy": len(on_duty & set(table.loc[is_sent, "unit"])),
            "response_n": len(recent),
            "response_seconds": _response_seconds(recent, at),
        }
    )


HALF_HOUR = 1800.0
Seconds = np.ndarray
"""Seconds since the local midnight; infinite for what has not happened."""


def recount_forecasts(table: pd.DataFrame, at: pd.Timestamp) -> tuple[int, float]:
    """Forecasts told of the local day so far, and the share of the waits below their upper end; call by call."""
    midnight, grouped = at.tz_convert(ZONE).normalize(), table.groupby("call")
    calls = pd.DataFrame({"came": grouped["received"].min(), "sent": grouped["dispatched"].min()})
    calls = calls[(calls["came"] >= midnight) & (calls["came"] <= at)].sort_values("came", kind="stable")
    came, sent = ((calls[name] - midnight).dt.total_seconds().to_numpy() for name in ("came", "sent"))
    now = (at - midnight).total_seconds()
    sent = np.where(sent <= now, np.maximum(came, sent), np.inf)
    points = np.array([_pace_forecast(came, sent, second) for second in came.tolist()])
    is_told = ~np.isnan(points)
    came, sent, points = came[is_told], sent[is_told], points[is_told]
    begun = came // HALF_HOUR * HALF_HOUR
    lessons = {start: _upper_multiple(came, sent, points, start) for start in set(begun.tolist())}
    uppers = points * np.array([lessons[start] for start in begun.tolist()])
    known = ~np.isnan(uppers)
    multiples = (np.minimum(sent, now) - came)[known] / uppers[known]
    return int(known.sum()), 1 - _lasting(multiples, np.isfinite(sent[known]), most=1.0 + 1e-9)


def _pace_forecast(came: Seconds, sent: Seconds, at: float) -> float:
    """Seconds until one who comes at an instant is sent for; NaN where too few were."""
    ahead = ((came < at) & (sent > at)).sum()
    begun = max(at - HALF_HOUR, sent.min())
    count = ((sent > begun) & (sent <= at)).sum()
    return float((ahead + 1) * (at - begun) / count) if count >= 3 and at - begun >= 600 else float("nan")


def _upper_multiple(came: Seconds, sent: Seconds, points: Seconds, at: float) -> float:
    """Within which multiple of their forecasts nine in ten of the waits begun before an instant end, as known then."""
    past = came < at
    has_ended, multiples = sent[past] <= at, (np.minimum(sent[past], at) - came[past]) / points[past]
    if has_ended.sum() < 30:
        return float("nan")
    reached = (end for end, lasting in _curve(multiples, has_ended) if lasting <= 1 - SHARE + 1e-9)
    return next(reached, float(multiples.max()))


def _lasting(multiples: Seconds, has_ended: np.ndarray, most: float) -> float:
    """The share that lasts beyond a multiple."""
    within = [lasting for end, lasting in _curve(multiples, has_ended) if end <= most]
    return within[-1] if within else 1.0


def _curve(multiples: Seconds, has_ended: np.ndarray) -> Iterator[tuple[float, float]]:
    """Kaplan-Meier by its definition: each multiple at which something ended, and the share that lasts beyond it."""
    lasting = 1.0
    for end in sorted(set(multiples[has_ended].tolist())):
        lasting *= 1 - float((has_ended & (multiples == end)).sum() / (multiples >= end).sum())
        yield end, lasting


LEGS = {
    "accept": ("dispatched", "responded"),
    "arrive": ("dispatched", "on_scene"),
    "travel": ("responded", "on_scene"),
    "on_site": ("on_scene", "available"),
}


def recount_legs(table: pd.DataFrame, at: pd.Timestamp) -> dict[str, tuple[int, float]]:
    """Of each leg that a unit began on the local day so far: how many, and the seconds in which half of them ended.

    Those still in it count as at least so long; those that were available again without its end are left out.
    """
    midnight, found = at.tz_convert(ZONE).normalize(), {}
    for leg, (begins, ends) in LEGS.items():
        rows = table[(table[begins] > midnight) & (table[begins] <= at)]
        has_ended = rows[ends] <= at
        is_skipped = ~has_ended & ((rows["available"] <= at) | _was_passed(rows, ends, at))
        rows, has_ended = rows[~is_skipped], has_ended[~is_skipped]
        lasted = (rows[ends].where(has_ended, at) - rows[begins]).dt.total_seconds().clip(lower=0).to_numpy()
        reached = (end for end, lasting in _curve(lasted, has_ended.to_numpy()) if lasting <= 0.5 + 1e-9)
        found[leg] = (len(rows), next(reached, float("nan")))
    return found


def _was_passed(rows: pd.DataFrame, step: str, at: pd.Timestamp) -> pd.Series:
    """Whether a later step than this one was reported."""
    later = {"responded": ["on_scene"], "on_scene": [], "available": []}[step]
    passed = pd.Series(False, index=rows.index)
    for name in later:
        passed |= rows[name] <= at
    return passed


def crews_on_duty(table: pd.DataFrame, at: pd.Timestamp) -> set[str]:
    """The units on duty at an instant."""
    watches = table.groupby(["unit", "watch"])
    started = watches["dispatched"].min()
    is_over = watches["available"].count() == watches.size()
    ended = watches["available"].max().where(is_over & (watches["available"].max() <= at))
    is_on = (started <= at) & ended.isna() & (started >= at - LONGEST_DUTY)
    return {str(unit) for unit in is_on.index[is_on].get_level_values("unit")}


def _response_seconds(calls: pd.DataFrame, at: pd.Timestamp) -> float:
    """The seconds within which nine in ten calls get their first unit: the first step of Kaplan-Meier at 10 %."""
    has_ended = calls["arrived"] <= at
    lasted = (calls["arrived"].where(has_ended, at) - calls["received"]).dt.total_seconds()
    ended = lasted[has_ended].value_counts().sort_index()
    at_risk = pd.Series([int((lasted >= float(str(seconds))).sum()) for seconds in ended.index], index=ended.index)
    lasting = (1 - ended / at_risk).cumprod()
    reached = lasting[lasting <= 1 - SHARE + 1e-9]
    return float(str(reached.index[0])) if len(reached) else float("nan")


def local_instant(text: str) -> pd.Timestamp:
    """A San Francisco time as an instant."""
    return pd.Timestamp(text, tz=ZONE).tz_convert("UTC")


def main(arguments: list[str]) -> None:
    """Print the counts of a file at some instants."""
    table = read_table(Path(arguments[0]))
    for text in arguments[1:]:
        sys.stdout.write(f"{text}\n{recount(table, local_instant(text)).to_string()}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
