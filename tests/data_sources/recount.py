"""Counts a city's published 311 table with pandas alone: an opinion of its own on what the wall must show.

It imports nothing of this project. What it takes for granted about the file is written here once more, on purpose:

- times are New York's; a skipped hour is read one hour later, an hour that comes twice is the first of the two;
- a row is closed from CloseDate on, or from StatusDate where its status says it is over and CloseDate is empty;
- "Duplicate" anywhere in the status means that it is over, "Transferred" that it went elsewhere: no solution is owed;
- without a due date nothing is overdue;
- the share on time looks at rows that owe a solution and whose due date lies in the last 90 (28) days up to the
  instant, with those still open among them; on time is closed by the due date;
- the backlog grows by what was created and shrinks by what was closed in a window, whatever it was closed as;
- a month's requests are those created in it, in New York, done are those closed as "Closed" by the instant;
- a day is compared with the same weekday of eight weeks, from midnight up to the same time.

Run it as `python -m tests.data_sources.recount FILE.csv.gz 2016-07-01 "2017-12-31 23:59:59"`.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

ZONE = "America/New_York"
TIME_FORMAT = "%m/%d/%Y %I:%M:%S %p"
WINDOWS = (90, 28)


def read_table(path: Path) -> pd.DataFrame:
    """One row a request: agency, opened, due, closed (NaT: never), and whether it owes a solution once it is over."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    status = raw["SRStatus"]
    is_over = status.str.startswith("Closed") | status.str.contains("Duplicate")
    closed = _instants(raw["CloseDate"]).fillna(_instants(raw["StatusDate"]))
    return pd.DataFrame(
        {
            "agency": raw["Agency"].str.strip(),
            "opened": _instants(raw["CreatedDate"]),
            "due": _instants(raw["DueDate"]),
            "closed": closed.where(is_over),
            "is_solution": status == "Closed",
        }
    )


def _instants(column: pd.Series) -> pd.Series:
    local = pd.to_datetime(column.where(column != ""), format=TIME_FORMAT)
    first = np.ones(len(local), dtype=bool)
    return local.dt.tz_localize(ZONE, ambiguous=first, nonexistent=pd.Timedelta("1h")).dt.tz_convert("UTC")


def recount(table: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """Per agency at an instant: open, overdue, and for each window how many fell due and how many of them were met."""
    filed = table[table["opened"] <= at]
    is_closed = filed["closed"] <= at
    is_overdue = ~is_closed & (filed["due"] < at)
    owes = ~is_closed | filed["is_solution"]
    is_on_time = is_closed & filed["is_solution"] & (filed["closed"] <= filed["due"])
    counts = {"open": ~is_closed, "overdue": is_overdue}
    for days in WINDOWS:
        fell_due = owes & (filed["due"] > at - pd.Timedelta(days=days)) & (filed["due"] <= at)
        counts |= {f"due_{days}": fell_due, f"on_time_{days}": fell_due & is_on_time}
    return pd.DataFrame(counts).groupby(filed["agency"]).sum().astype(int)


def backlog(table: pd.DataFrame, at: pd.Timestamp, days: int) -> tuple[int, int]:
    """What was created and what was closed in the last days."""
    begin = at - pd.Timedelta(days=days)
    received = table["opened"].between(begin, at, inclusive="right")
    closed = (table["opened"] <= at) & table["closed"].between(begin, at, inclusive="right")
    return int(received.sum()), int(closed.sum())


def months(table: pd.DataFrame, at: pd.Timestamp) -> dict[str, tuple[int, int]]:
    """Of the running month and the four before it: what was created, and how much of that is done."""
    filed = table[table["opened"] <= at]
    month = filed["opened"].dt.tz_convert(ZONE).dt.strftime("%Y-%m")
    done = (filed["closed"] <= at) & filed["is_solution"]
    last = pd.Period(at.tz_convert(ZONE).strftime("%Y-%m"))
    names = [str(last - back) for back in range(4, -1, -1)]
    return {name: (int((month == name).sum()), int((done & (month == name)).sum())) for name in names}


def usual_days(table: pd.DataFrame, at: pd.Timestamp) -> tuple[int, ...]:
    """What was created on the same weekday of eight weeks up to the same time of day, the last week first."""
    local, opened = at.tz_convert(ZONE), table["opened"].dt.tz_convert(ZONE)
    lasted = local - local.normalize()
    days = [local.normalize() - pd.DateOffset(weeks=week) for week in range(1, 9)]
    return tuple(int(opened.between(day, day + lasted).sum()) for day in days if day >= opened.min())


def local_instant(text: str) -> pd.Timestamp:
    """A New York time as an instant."""
    return pd.Timestamp(text, tz=ZONE).tz_convert("UTC")


def main(arguments: list[str]) -> None:
    """Print the counts of a file at some instants."""
    table = read_table(Path(arguments[0]))
    for text in arguments[1:]:
        counts = recount(table, local_instant(text))
        total = counts.sum().to_frame("all").T
        sys.stdout.write(f"{text}\n{pd.concat([counts, total]).to_string()}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
