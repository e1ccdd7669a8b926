"""Files with a row for each instant and, in every other column, the wait that one site posted."""

import math
from datetime import datetime

from data_sources.replay.names import Named, code_of
from data_sources.replay.plan import Fault, Quirk, ReplayEvent, RowError
from data_sources.replay.rows import Rest, Row, Told, make_event
from data_sources.replay.schema import WaitSchema
from domain.events import SiteWaitReported


class WaitReader:
    """Reads the rows of one file of posted waits, and knows what was posted before for the same instant."""

    def __init__(self, schema: WaitSchema) -> None:
        self._schema = schema
        self._versions: dict[str, list[float]] = {}
        self._is_first_row = True

    def take(self, row: Row) -> Told:
        """A report for each site that gives a figure. Raises RowError, and has then kept nothing of the row."""
        at = row.needed_instant("at")
        sites = [column for column in row.cells if column not in self._schema.needed_columns]
        figures = {site: minutes for site in sites if (minutes := self._figure(row, site)) is not None}
        reports = {site: self._report(row, site, at, minutes) for site, minutes in figures.items()}
        events = [event for event in reports.values() if event is not None]
        for site, event in reports.items():
            if event is not None:
                self._versions.setdefault(self._id(site, at), []).append(figures[site])
        named = [Named(agency=self._schema.sites.agency, site=site) for site in sites] if self._is_first_row else []
        self._is_first_row = False
        return Told(at, events, named)

    def rest(self) -> Rest:
        """Nothing: each row tells all by itself."""
        return Rest()

    def _figure(self, row: Row, site: str) -> float | None:
        text = row.cell(site)
        if not text:
            row.note(Quirk.NO_FIGURE)
            return None
        try:
            minutes = float(text)
        except ValueError:
            minutes = math.nan
        if not math.isfinite(minutes):
            raise RowError(Fault.BAD_NUMBER, text, site)
        if minutes in self._schema.closed_values:
            row.note(Quirk.CLOSED_SITE)
            return None
        return minutes

    def _report(self, row: Row, site: str, at: datetime, minutes: float) -> ReplayEvent | None:
        """The same figure for the same instant is told once; another one is a further version of the report."""
        event_id = self._id(site, at)
        known = self._versions.get(event_id, [])
        if known and known[-1] == minutes:
            row.note(Quirk.REPEATED_FIGURE)
            return None
        if known:
            row.note(Quirk.CHANGED_FIGURE)
            event_id = f"{event_id}:{len(known) + 1}"
        return make_event(SiteWaitReported, event_id, at, {"site": code_of(site), "wait_minutes": minutes})

    def _id(self, site: str, at: datetime) -> str:
        return f"{self._schema.source}:{code_of(site)}:{at:%Y%m%dT%H%M%SZ}:wait_reported"
