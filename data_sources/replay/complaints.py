"""Files with one complaint in each row: its filing, and the one step that its status tells of."""

from collections.abc import Mapping
from datetime import datetime

from data_sources.replay.names import Named, code_of
from data_sources.replay.plan import Fault, Quirk, ReplayEvent
from data_sources.replay.rows import Rest, Row, Told, make_event
from data_sources.replay.schema import ComplaintSchema, StateRule
from domain import events as ev


class ComplaintReader:
    """Reads the rows of one file of complaints."""

    def __init__(self, schema: ComplaintSchema) -> None:
        self._schema = schema
        self._keys: set[str] = set()

    def take(self, row: Row) -> Told:
        """The filing and, where the status says so, the one step that followed it. Raises RowError."""
        for name in self._schema.required:
            if not row.text(name):
                row.refuse(Fault.MISSING_VALUE, name)
        rule = self._schema.states.get(row.text("status"))
        if rule is None:
            row.refuse(Fault.UNKNOWN_STATUS, "status")
        opened = row.needed_instant("opened")
        events = [self._filed(row, opened), *self._step(row, rule, opened)]
        if row.text("key") in self._keys:
            row.refuse(Fault.REPEATED_KEY, "key")
        self._keys.add(row.text("key"))
        return Told(opened, events, [Named(row.text("agency"), row.text("category"), row.text("channel"))])

    def rest(self) -> Rest:
        """Nothing: each row tells all by itself."""
        return Rest()

    def _filed(self, row: Row, opened: datetime) -> ReplayEvent:
        agency, place = row.text("agency"), row.place()
        due = row.instant("due", not_before=opened)
        if due is None:
            row.note(Quirk.NO_DUE_DATE)
        elif due < opened:
            row.note(Quirk.DUE_BEFORE_FILING)
        values: dict[str, object] = {"category": code_of(row.text("category")), "channel": row.text("channel")}
        values |= {"agency": code_of(agency)} if agency else {}
        values |= {"due_at": due} if due else {}
        values |= {"lat": place[0], "lon": place[1]} if place else {}
        return self._event(row, ev.ComplaintFiled, opened, values)

    def _step(self, row: Row, rule: StateRule, opened: datetime) -> list[ReplayEvent]:
        is_closing = rule.event not in ("open", ev.ComplaintStarted.type)
        if not is_closing and row.text("closed"):
            row.note(Quirk.CLOSING_DATE_OF_AN_OPEN_ROW)
        if rule.event == "open":
            return []
        at = _closed_at(row, opened) if is_closing else _changed_at(row, opened)
        if at < opened:
            row.note(Quirk.BEFORE_FILING)
        values = {"reason": rule.reason} if rule.reason else {}
        return [self._event(row, ev.PAYLOAD_BY_TYPE[rule.event], max(at, opened), values)]

    def _event(
        self, row: Row, payload_type: type[ev.Payload], at: datetime, values: Mapping[str, object]
    ) -> ReplayEvent:
        key = row.text("key")
        event_id = f"{self._schema.source}:{key}:{payload_type.type.partition('.')[2]}"
        return make_event(payload_type, event_id, at, {"complaint_id": key, **values})


def _closed_at(row: Row, opened: datetime) -> datetime:
    """When the complaint was closed: its closing date, else the days it took, else the time of its status."""
    closed = row.instant("closed", not_before=opened)
    if closed is not None:
        if closed == opened:
            row.note(Quirk.CLOSED_AT_FILING)
        return closed
    closed = row.days_after(opened, "closed_after_days", "closed")
    if closed is not None:
        row.note(Quirk.CLOSED_AFTER_DAYS)
        return closed
    row.note(Quirk.CLOSED_WITHOUT_DATE)
    return _changed_at(row, opened, "closed")


def _changed_at(row: Row, opened: datetime, missing: str = "status_at") -> datetime:
    at = row.instant("status_at", not_before=opened)
    if at is None:
        row.refuse(Fault.MISSING_VALUE, missing)
    return at
