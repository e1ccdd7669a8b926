"""Counts a city's published pothole requests with pandas alone: an opinion of its own on what the wall must show.

It imports nothing of this project. What it takes for granted about the file is written here once more, on purpose:

- times are Chicago's; a request is open from its creation, date and minute;
- CLOSED DATE is a day: the request is open until the last second of it;
- a request that is RESOL without a date is closed DAYS TO CLOSE days after the day of its creation;
- EXCEEDED EST TIMEFRAME is the city's verdict, at the time of the extract; it is counted, never a deadline.

Run it as `python -m tests.data_sources.recount_potholes FILE.csv.gz "2020-01-20 12:00"`.
"""

import sys
from pathlib import Path

import pandas as pd

ZONE = "America/Chicago"
DAY_FORMAT = "%m/%d/%y"
LAST_SECOND = pd.Timedelta(hours=23, minutes=59, seconds=59)


def read_table(path: Path) -> pd.DataFrame:
    """One row a request: agency, opened, closed (NaT: never), verdict (Y or N), is_far_away."""
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    created = pd.to_datetime(raw["CREATION DATE"], format=DAY_FORMAT)
    days = pd.to_numeric(raw["DAYS TO CLOSE"].where(raw["DAYS TO CLOSE"] != ""))
    told = pd.to_datetime(raw["CLOSED DATE"].where(raw["CLOSED DATE"] != ""), format=DAY_FORMAT)
    closed = told.fillna(created + pd.to_timedelta(days, unit="D"))
    minute = raw["CREATION DATE"] + " " + raw["CREATION TIME"]
    return pd.DataFrame(
        {
            "agency": raw["WORK GROUP"],
            "opened": pd.to_datetime(minute, format=f"{DAY_FORMAT} %I:%M %p").dt.tz_localize(ZONE),
            "closed": (closed + LAST_SECOND).dt.tz_localize(ZONE).where(raw["STATUS"] == "RESOL"),
            "verdict": raw["EXCEEDED EST TIMEFRAME"],
            "is_far_away": raw["LONGITUDE"].astype(float) < -100,
        }
    )


def recount(table: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """Per agency at an instant: filed so far, closed so far, open."""
    filed = table[table["opened"] <= at]
    is_closed = filed["closed"] <= at
    counts = pd.DataFrame({"filed": True, "closed": is_closed, "open": ~is_closed})
    return counts.groupby(filed["agency"]).sum().astype(int)


def local_instant(text: str) -> pd.Timestamp:
    """A Kansas City time as an instant."""
    return pd.Timestamp(text, tz=ZONE).tz_convert("UTC")


def main(arguments: list[str]) -> None:
    """Print the counts of a file at some instants."""
    table = read_table(Path(arguments[0]))
    sys.stdout.write(f"{table['verdict'].value_counts().to_string()}\n\n")
    for text in arguments[1:]:
        counts = recount(table, local_instant(text))
        sys.stdout.write(f"{text}\n{pd.concat([counts, counts.sum().to_frame('all').T]).to_string()}\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
