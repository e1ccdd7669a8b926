"""Reads a registry's published waits with pandas alone: an opinion of its own on what the wall must show.

It imports nothing of this project. What it takes for granted about the file is written here once more, on purpose:

- times are Boston's, day first; a row without a time is none;
- 999 says that the branch is closed, an empty cell says nothing;
- where a minute comes twice, the later row counts;
- a posted wait is shown until the branch posts another one, for at most `VALID` after it was posted.

Run it as `python -m tests.data_sources.recount_waits FILE.csv.gz "2015-07-15 12:00"`.
"""

import sys
from pathlib import Path

import pandas as pd

ZONE = "America/New_York"
TIME_FORMAT = "%d/%m/%Y %I:%M %p"
CLOSED = 999.0
VALID = pd.Timedelta(minutes=60)


def read_table(path: Path) -> pd.DataFrame:
    """One row a posting, in the order of the file, by its instant; one column a branch, minutes or 999 or nothing."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    at = pd.to_datetime(raw["timestamp"], format=TIME_FORMAT, errors="coerce").dt.tz_localize(ZONE)
    minutes = raw.drop(columns="timestamp").apply(pd.to_numeric)
    is_dated = at.notna()
    return pd.DataFrame(minutes[is_dated]).set_index(pd.DatetimeIndex(at[is_dated]))


def recount(table: pd.DataFrame, at: pd.Timestamp, valid: pd.Timedelta = VALID) -> pd.DataFrame:
    """Per branch at an instant: the wait it posted last (NaN: none that is still valid), and whether it is closed."""
    past = table[table.index <= at]
    figures = past.where(past != CLOSED)
    is_recent = past.index >= at - valid
    waits = figures[is_recent].ffill().iloc[-1] if is_recent.any() else pd.Series(float("nan"), index=table.columns)
    return pd.DataFrame({"minutes": waits, "is_closed": past.ffill().iloc[-1] == CLOSED})


def local_instant(text: str) -> pd.Timestamp:
    """A Boston time as an instant."""
    return pd.Timestamp(text, tz=ZONE).tz_convert("UTC")


def main(arguments: list[str]) -> None:
    """Print the waits of a file at some instants."""
    table = read_table(Path(arguments[0]))
    for text in arguments[1:]:
        counts = recount(table, local_instant(text))
        sys.stdout.write(f"{text}, closed: {counts['is_closed'].sum()}\n{counts.to_string()}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
