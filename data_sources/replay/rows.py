"""One row of a file while it is read: its texts, instants and place, and the quirks met in it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import msgspec

from data_sources.decode import EARLIEST
from data_sources.replay.names import Named
from data_sources.replay.plan import Fault, Quirk, ReplayEvent, RowError
from data_sources.replay.schema import FileSchema
from data_sources.replay.schema_parts import ColumnRule
from domain import events as ev

LATEST = datetime(2100, 1, 1, tzinfo=UTC)
ISO = "iso"
LONGEST_LIFE_DAYS = 36_525
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """What one row tells: its events, the names in them, and the instant by which the file should be in order."""

    at: datetime
    events: list[ReplayEvent]
    named: list[Named]


@dataclass(frozen=True, slots=True)
class Rest:
    """What only all rows together tell, and the quirks met in that."""

    events: list[ReplayEvent] = field(default_factory=list)
    quirks: list[str] = field(default_factory=list)


def make_event(payload_type: type[ev.Payload], event_id: str, at: datetime, data: Mapping[str, object]) -> ReplayEvent:
    """An event of the contract. Raises RowError where the contract refuses its data."""
    try:
        return ReplayEvent(at, event_id, msgspec.convert(data, payload_type))
    except msgspec.ValidationError as error:
        raise RowError(Fault.BREAKS_CONTRACT, str(error)) from error


@dataclass
class Row:
    """One row while it is read: its cells, and the quirks met in it."""

    cells: Mapping[str, str]
    schema: FileSchema
    quirks: list[str] = field(default_factory=list)
    _instants: dict[tuple[str, datetime | None], datetime | None] = field(default_factory=dict)
    _places: list[Place | None] = field(default_factory=list)

    def aside(self) -> "Row":
        """The same row, to be read without noting its quirks."""
        return Row(self.cells, self.schema)

    def note(self, quirk: Quirk, about: str = "") -> None:
        """Count a quirk, under its name or under what it was about."""
        self.quirks.append(f"{quirk}: {about}" if about else quirk)

    def cell(self, column: str) -> str:
        """The text of a column of the file, trimmed. Raises RowError when it is no text."""
        value = self.cells[column].strip()
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise RowError(Fault.BAD_TEXT, ascii(value), column)
        return value

    def text(self, name: str) -> str:
        """The text of a field as its rule reads it; empty where the file has no such column."""
        rule = self.schema.columns.get(name)
        if rule is None:
            return ""
        text = self._written(rule)
        if text in rule.values:
            self._note_reading(name, text, rule.values[text])
            return rule.values[text]
        return text if rule.otherwise is None else rule.otherwise

    def _written(self, rule: ColumnRule) -> str:
        text = " ".join(self.cell(column) for column in rule.column).strip()
        found = rule.pattern.search(text) if rule.pattern else None
        return found.group(1) if found else text

    def _note_reading(self, name: str, text: str, reading: str) -> None:
        about = f"{name} {text or 'empty'!r} as {reading!r}"
        if f"{Quirk.READ_AS}: {about}" not in self.quirks:
            self.note(Quirk.READ_AS, about)

    def refuse(self, reason: Fault, name: str) -> NoReturn:
        """Set the row aside because of a field."""
        rule = self.schema.columns.get(name)
        raise RowError(reason, self.text(name), ", ".join(rule.column) if rule else name)

    def needed_instant(self, name: str) -> datetime:
        """The instant of a field that no row may lack."""
        at = self.instant(name)
        if at is None:
            self.refuse(Fault.MISSING_VALUE, name)
        return at

    def instant(self, name: str, not_before: datetime | None = None) -> datetime | None:
        """The instant of a field in UTC, None where the cell is empty."""
        if (name, not_before) not in self._instants:
            self._instants[name, not_before] = self._read_instant(name, not_before)
        return self._instants[name, not_before]

    def _read_instant(self, name: str, not_before: datetime | None) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return self._within_reason(self._parsed(text, self.schema.columns[name]), not_before)
        except (ValueError, OverflowError):
            self.refuse(Fault.BAD_DATE, name)

    def _parsed(self, text: str, rule: ColumnRule) -> datetime:
        """The written time; without an offset in it, it is the schema's local time."""
        form = rule.format or self.schema.time.format
        written = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007
        return end_of_day(written) if rule.is_end_of_day else written

    def _within_reason(self, written: datetime, not_before: datetime | None) -> datetime:
        at = self._in_utc(written, not_before)
        if not EARLIEST <= at < LATEST:
            raise ValueError(f"expected an instant from {EARLIEST} to {LATEST}, got {at}")
        return at

    def _in_utc(self, written: datetime, not_before: datetime | None) -> datetime:
        """Of an hour that comes twice the first, unless that lies before `not_before`; of a skipped one, one later."""
        if written.tzinfo is not None:
            return written.astimezone(UTC)
        zone = self.schema.time.zone
        early, late = (written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if early < late:
            self.note(Quirk.AMBIGUOUS_HOUR)
            return late if not_before is not None and early < not_before else early
        if early > late:  # for a skipped hour, fold 0 is read with the offset that held before the gap
            self.note(Quirk.NONEXISTENT_HOUR)
        return early

    def days_after(self, start: datetime, name: str, date_name: str) -> datetime | None:
        """The instant some local days (a field) after another; None where the cell is empty.

        A day alone is read as that of the field `date_name`: an end of day where that one is.
        """
        text = self.text(name)
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or int(text) > LONGEST_LIFE_DAYS:
            self.refuse(Fault.BAD_NUMBER, name)
        local = start.astimezone(self.schema.time.zone).replace(tzinfo=None) + timedelta(days=int(text))
        rule = self.schema.columns.get(date_name)
        return self._in_utc(end_of_day(local) if rule and rule.is_end_of_day else local, start)

    def place(self) -> Place | None:
        """The place as (lat, lon), or None and the reason why there is none."""
        if not self._places:
            self._places.append(self._read_place())
        return self._places[0]

    def _read_place(self) -> Place | None:
        texts = self.text("lat"), self.text("lon")
        if texts == ("", ""):
            self.note(Quirk.NO_PLACE)
            return None
        try:
            lat, lon = float(texts[0]), float(texts[1])
        except ValueError:
            lat = lon = math.nan
        quirk = self._flaw_of(lat, lon)
        if quirk:
            self.note(quirk)
        return None if quirk else (lat, lon)

    def _flaw_of(self, lat: float, lon: float) -> Quirk | None:
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return Quirk.UNREADABLE_PLACE
        if lat.is_integer() and lon.is_integer() and not self.schema.coordinates.whole_degrees_are_places:
            return Quirk.WHOLE_DEGREES
        return None if self.schema.bounds.contains(lat, lon) else Quirk.OUTSIDE_BOUNDS


def end_of_day(written: datetime) -> datetime:
    """The last second of a day."""
    return written.replace(hour=23, minute=59, second=59, microsecond=0)
