"""Files whose rows have the instants of several steps: a unit sent to a call, an action on a case."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from data_sources.replay.names import Named, code_of
from data_sources.replay.plan import Fault, Quirk, ReplayEvent
from data_sources.replay.rows import Rest, Row, Told, make_event
from data_sources.replay.schema import StepRule, StepSchema
from domain.events import kind_of

CODED = ("agency", "category", "outcome", "site", "service")
"""Fields of events that hold a code: the file's name is made one."""

PLACE = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The event that several rows make together, as far as they are read; None where one of them cannot tell."""

    rule: StepRule
    event: ReplayEvent | None

    def joined(self, other: "_Gathered") -> "_Gathered":
        """The earlier or the later of two, as the rule says; a thing has a last step only once all rows tell one."""
        events = [event for event in (self.event, other.event) if event is not None]
        if self.rule.per == "last":
            return replace(self, event=max(events, key=_instant) if len(events) == 2 else None)
        return replace(self, event=min(events, key=_instant, default=None))


class StepReader:
    """Reads the rows of one file of steps, and remembers what several rows tell of the same thing."""

    def __init__(self, schema: StepSchema) -> None:
        self._schema = schema
        self._keys: set[str] = set()
        self._told_once: dict[str, ReplayEvent | None] = {}
        self._gathered: dict[str, _Gathered] = {}
        self._agency = next((rule.data["agency"] for rule in schema.steps if "agency" in rule.data), "")

    def take(self, row: Row) -> Told:
        """The events of one row. Raises RowError, and has then kept nothing of it."""
        if not row.text("key"):
            row.refuse(Fault.MISSING_VALUE, "key")
        at = row.needed_instant(self._schema.ordered_at)
        told = [(rule, event) for rule in self._schema.steps if (event := self._now(row, rule))]
        parts = [_Gathered(rule, self._event(row.aside(), rule)) for rule in self._schema.steps if _is_gathered(rule)]
        if row.text("key") in self._keys:
            row.refuse(Fault.REPEATED_KEY, "key")
        self._keep(row, told, parts)
        _note_sequence(row, told)
        return Told(at, [event for _, event in told], [self._named(row, rule) for rule, _ in told])

    def _keep(self, row: Row, told: Iterable[tuple[StepRule, ReplayEvent]], parts: Iterable[_Gathered]) -> None:
        self._keys.add(row.text("key"))
        for rule in self._schema.steps:
            if rule.per == "once":
                event = next((event for each, event in told if each is rule), None)
                self._told_once.setdefault(self._id(row, rule), event)
        for part in parts:
            event_id = self._id(row, part.rule)
            self._gathered[event_id] = part.joined(self._gathered.get(event_id, part))

    def rest(self) -> Rest:
        """What is told at the earliest or the last instant of several rows."""
        found = self._gathered.values()
        missing = [f"{Quirk.NO_STEP}: {each.rule.event}" for each in found if each.event is None]
        return Rest([each.event for each in found if each.event is not None], missing)

    def _now(self, row: Row, rule: StepRule) -> ReplayEvent | None:
        """The event that this row adds by a rule, if any."""
        if _is_gathered(rule):
            return None
        if rule.per == "once" and (event_id := self._id(row, rule)) in self._told_once:
            if self._event(row.aside(), rule) != self._told_once[event_id]:
                row.note(Quirk.OTHER_ACCOUNT, rule.event)
            return None
        event = self._event(row, rule)
        if event is None:
            row.note(Quirk.NO_STEP, rule.event)
        return event

    def _id(self, row: Row, rule: StepRule) -> str:
        subject = row.text("key" if rule.per == "row" else rule.data[rule.payload.key])
        return f"{self._schema.source}:{subject}:{rule.event}"

    def _event(self, row: Row, rule: StepRule) -> ReplayEvent | None:
        at = self._at(row, rule)
        if at is None and not rule.is_optional:
            row.refuse(Fault.MISSING_VALUE, rule.at)
        if at is None:
            return None
        return make_event(rule.payload, self._id(row, rule), at, _data(row, rule))

    def _at(self, row: Row, rule: StepRule) -> datetime | None:
        earliest = row.instant(rule.not_before) if rule.not_before else None
        latest = row.instant(rule.not_after) if rule.not_after else None
        written = at = row.instant(rule.at, not_before=earliest)
        if at is not None and earliest is not None:
            at = max(at, earliest)
        if at is not None and latest is not None:
            at = min(at, latest)
        if at != written:
            row.note(Quirk.STEP_MOVED, rule.event)
        return at

    def _named(self, row: Row, rule: StepRule) -> Named:
        names = {name: row.text(rule.data[name]) for name in ("category", "channel", "site") if name in rule.data}
        agency = rule.data.get("agency", self._agency if "category" in rule.data else "")
        return Named(agency=row.text(agency) if agency else "", **names)


def _is_gathered(rule: StepRule) -> bool:
    return rule.per in ("earliest", "last")


def _instant(event: ReplayEvent) -> datetime:
    return event.at


def _data(row: Row, rule: StepRule) -> dict[str, object]:
    values: dict[str, object] = {field: _value(row, field, name) for field, name in rule.data.items()}
    if all(field in rule.data for field in PLACE):
        values |= dict(zip(PLACE, row.place() or ("", ""), strict=True))
    return {field: value for field, value in values.items() if value not in ("", None)}


def _value(row: Row, field: str, name: str) -> object:
    if field.endswith("_at"):
        return row.instant(name)
    text = row.text(name)
    return code_of(text) if text and field in CODED else text


def _note_sequence(row: Row, told: Iterable[tuple[StepRule, ReplayEvent]]) -> None:
    """Steps of one row are listed in the order they should happen, for each kind of thing."""
    reached: dict[str, datetime] = {}
    for rule, event in told:
        kind = kind_of(rule.event)
        if rule.per == "row" and event.at < reached.get(kind, event.at):
            row.note(Quirk.STEP_OUT_OF_SEQUENCE, rule.event)
        if rule.per == "row":
            reached[kind] = event.at
