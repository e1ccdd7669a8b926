"""One row of a file as the events of one complaint."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

import msgspec

from data_sources.decode import EARLIEST
from data_sources.replay.names import code_of
from data_sources.replay.plan import Fault, Quirk, ReplayEvent
from data_sources.replay.schema import FieldName, FileSchema, StateRule
from domain import events as ev

LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class RowError(Exception):
    """Why a row is set aside."""

    def __init__(self, reason: Fault, value: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value, self.column = reason, value[:120], column


@dataclass
class Row:
    """One row while it is read: its cells, and the quirks met in it."""

    cells: Mapping[str, str]
    schema: FileSchema
    quirks: list[Quirk] = field(default_factory=list)

    def events(self) -> list[ReplayEvent]:
        """The filing and, where the status says so, the one step that followed it."""
        for name in self.schema.required:
            if not self.text(name):
                self.refuse(Fault.MISSING_VALUE, name)
        rule = self.schema.states.get(self.text("status"))
        if rule is None:
            self.refuse(Fault.UNKNOWN_STATUS, "status")
        opened = self.instant("opened")
        if opened is None:
            self.refuse(Fault.MISSING_VALUE, "opened")
        return [self._filed(opened), *self._step(rule, opened)]

    def text(self, name: FieldName) -> str:
        """The cell of a field, trimmed; empty where the file has no such column."""
        value = self.cells[self.schema.columns[name]].strip() if name in self.schema.columns else ""
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise RowError(Fault.BAD_TEXT, ascii(value), self.schema.columns[name])
        return value

    def refuse(self, reason: Fault, name: FieldName) -> NoReturn:
        raise RowError(reason, self.text(name), self.schema.columns.get(name, name))

    def instant(self, name: FieldName, not_before: datetime | None = None) -> datetime | None:
        """The instant of a field in UTC, None where the cell is empty."""
        text, rule = self.text(name), self.schema.time
        if not text:
            return None
        try:
            at = self._in_utc(datetime.strptime(text, rule.format), not_before)  # noqa: DTZ007 the zone is the schema's
        except (ValueError, OverflowError):
            self.refuse(Fault.BAD_DATE, name)
        if not EARLIEST <= at < LATEST:
            self.refuse(Fault.BAD_DATE, name)
        return at

    def _in_utc(self, written: datetime, not_before: datetime | None) -> datetime:
        """Of an hour that comes twice the first, unless that lies before `not_before`; of a skipped one, one later."""
        if written.tzinfo is not None:
            return written.astimezone(UTC)
        zone = self.schema.time.zone
        early, late = (written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if early < late:
            self.quirks.append(Quirk.AMBIGUOUS_HOUR)
            return late if not_before is not None and early < not_before else early
        if early > late:  # for a skipped hour, fold 0 is read with the offset that held before the gap
            self.quirks.append(Quirk.NONEXISTENT_HOUR)
        return early

    def _filed(self, opened: datetime) -> ReplayEvent:
        agency, place = self.text("agency"), self._place()
        due = self.instant("due", not_before=opened)
        if due is None:
            self.quirks.append(Quirk.NO_DUE_DATE)
        elif due < opened:
            self.quirks.append(Quirk.DUE_BEFORE_FILING)
        values: dict[str, object] = {"category": code_of(self.text("category")), "channel": self.text("channel")}
        values |= {"agency": code_of(agency)} if agency else {}
        values |= {"due_at": due} if due else {}
        values |= {"lat": place[0], "lon": place[1]} if place else {}
        return self._event(ev.ComplaintFiled, opened, values)

    def _step(self, rule: StateRule, opened: datetime) -> list[ReplayEvent]:
        is_closing = rule.event not in ("open", ev.ComplaintStarted.type)
        if not is_closing and self.text("closed"):
            self.quirks.append(Quirk.CLOSING_DATE_OF_AN_OPEN_ROW)
        if rule.event == "open":
            return []
        values = {"reason": rule.reason} if rule.reason else {}
        return [self._event(ev.PAYLOAD_BY_TYPE[rule.event], self._step_at(is_closing, opened), values)]

    def _step_at(self, is_closing: bool, opened: datetime) -> datetime:
        """When the status came about: never before the filing."""
        closed = self.instant("closed", not_before=opened) if is_closing else None
        at = closed or self.instant("status_at", not_before=opened)
        if at is None:
            self.refuse(Fault.MISSING_VALUE, "closed" if is_closing else "status_at")
        if is_closing and closed is None:
            self.quirks.append(Quirk.CLOSED_WITHOUT_DATE)
        if closed == opened:
            self.quirks.append(Quirk.CLOSED_AT_FILING)
        if at < opened:
            self.quirks.append(Quirk.BEFORE_FILING)
        return max(at, opened)

    def _place(self) -> tuple[float, float] | None:
        """The place as (lat, lon), or None and the reason why there is none."""
        texts = self.text("lat"), self.text("lon")
        if texts == ("", ""):
            self.quirks.append(Quirk.NO_PLACE)
            return None
        try:
            lat, lon = float(texts[0]), float(texts[1])
        except ValueError:
            lat = lon = math.nan
        quirk = self._flaw_of(lat, lon)
        self.quirks += [quirk] if quirk else []
        return None if quirk else (lat, lon)

    def _flaw_of(self, lat: float, lon: float) -> Quirk | None:
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return Quirk.UNREADABLE_PLACE
        if lat.is_integer() and lon.is_integer() and not self.schema.coordinates.whole_degrees_are_places:
            return Quirk.WHOLE_DEGREES
        return None if self.schema.bounds.contains(lat, lon) else Quirk.OUTSIDE_BOUNDS

    def _event(self, payload_type: type[ev.Payload], at: datetime, values: Mapping[str, object]) -> ReplayEvent:
        key = self.text("key")
        try:
            payload = msgspec.convert({"complaint_id": key, **values}, payload_type)
        except msgspec.ValidationError as error:
            raise RowError(Fault.BREAKS_CONTRACT, str(error)) from error
        return ReplayEvent(at, f"{self.schema.source}:{key}:{payload_type.type.partition('.')[2]}", payload)
