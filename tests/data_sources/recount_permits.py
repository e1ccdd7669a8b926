"""Counts a municipality's published permit process with pandas alone: an opinion of its own on what must be shown.

It imports nothing of this project. What it takes for granted about the file is written here once more, on purpose:

- a row is one completed action of an employee; instants have an offset;
- `org:group` is the group that acted, the text EMPTY when it is not known;
- an action is in hand from the start of its case, or from when it is done where that is earlier, until it is done;
- a day begins at midnight in Amsterdam;
- an action is due by the deadline of its case; a deadline is missed by what is not done when it passes, now or later;
- a case is open from its start to its end; one that ends before its start ends at its start.

Run it as `python -m tests.data_sources.recount_permits FILE.csv.gz 2011-06-30T12:00+02:00`.
"""

import sys
from pathlib import Path

import pandas as pd

UNKNOWN = "Unknown group"
ZONE = "Europe/Amsterdam"


def read_table(path: Path) -> pd.DataFrame:
    """One row an action: case, group, done, due, and the start and the end of its case (NaT: never)."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    started, ended = _instants(raw["case:startdate"]), _instants(raw["case:enddate"])
    return pd.DataFrame(
        {
            "case": raw["case:concept:name"],
            "group": raw["org:group"].replace("EMPTY", UNKNOWN),
            "employee": raw["org:resource"],
            "done": _instants(raw["time:timestamp"]),
            "due": _instants(raw["case:deadline"]),
            "started": started,
            "ended": ended.where(ended.isna() | (ended >= started), started),
        }
    )


def _instants(column: pd.Series) -> pd.Series:
    return pd.to_datetime(column.where(column != ""), format="ISO8601", utc=True)


def recount_groups(table: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """Per group until an instant: actions done, and of those that fell due, how many missed their deadline.

    And at the instant: done today, in hand, and of those how many are late.
    """
    fell_due, is_done = table["due"] <= at, table["done"] <= at
    is_in_hand = ~is_done & (table["started"] <= at)
    counts = pd.DataFrame(
        {
            "done": is_done,
            "due": fell_due,
            "missed": fell_due & ~(table["done"] <= table["due"]),
            "done_today": is_done & (table["done"] > at.tz_convert(ZONE).normalize()),
            "in_hand": is_in_hand,
            "late": is_in_hand & fell_due,
        }
    )
    return counts.groupby(table["group"]).sum().astype(int)


def recount_cases(table: pd.DataFrame, at: pd.Timestamp) -> pd.Series:
    """Cases until an instant: filed, open, and of those that fell due, how many were not ended by their deadline.

    Open past their deadline are `overdue`; `due_28` and `met_28` are those whose deadline lay in the last 28 days.
    """
    cases = table.groupby("case")[["started", "ended", "due"]].first()
    cases = cases[cases["started"] <= at]
    fell_due, is_open = cases["due"] <= at, ~(cases["ended"] <= at)
    is_recent = fell_due & (cases["due"] > at - pd.Timedelta(days=28))
    return pd.Series(
        {
            "filed": len(cases),
            "open": int(is_open.sum()),
            "overdue": int((is_open & fell_due).sum()),
            "due_28": int(is_recent.sum()),
            "met_28": int((is_recent & (cases["ended"] <= cases["due"])).sum()),
            "due": int(fell_due.sum()),
            "missed": int((fell_due & ~(cases["ended"] <= cases["due"])).sum()),
        }
    )


def main(arguments: list[str]) -> None:
    """Print the counts of a file at some instants."""
    table = read_table(Path(arguments[0]))
    for text in arguments[1:]:
        at = pd.Timestamp(text)
        sys.stdout.write(f"{text}\n{recount_groups(table, at).to_string()}\n")
        sys.stdout.write(f"{recount_cases(table, at).to_string()}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
