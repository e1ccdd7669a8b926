"""What a row of the work list opens: a case from the store, or what the operator's picture says of the other kinds."""

from math import floor

from dash.development.base_component import Component

from callbacks.services import Services
from domain.desk import UNTOUCHED
from domain.desk_alarms import alarm_entries, with_alarms
from domain.indicators.queues import SiteQueue
from domain.patterns import LocalIncident
from domain.privacy import Audience
from domain.snapshot import Snapshot
from domain.work_list import WorkItem, WorkKind
from layouts import text
from layouts.alarms import LEVELS, feed_names, place_name
from layouts.console import what_words
from layouts.console_case import CaseSheet
from layouts.text import NOTHING
from layouts.text_alarms import alarm_texts
from layouts.text_console import console_texts
from layouts.text_review import moment

Facts = list[tuple[str, str]]
LONGEST_REF = 200


def opened(kind: str, ref: str, services: Services) -> list[Component] | Component:
    """The sheet of a row; a word that there is none."""
    sheet = CaseSheet(services.profile, services.boundaries, services.texts)
    if len(ref) > LONGEST_REF:
        return sheet.missing(ref)
    return _case(ref, sheet, services) if kind == WorkKind.COMPLAINT.value else _other(kind, ref, sheet, services)


def _case(ref: str, sheet: CaseSheet, services: Services) -> list[Component] | Component:
    found = services.cases.case(ref)
    if found is None:
        return sheet.missing(ref)
    kind = WorkKind.COMPLAINT.value
    handling = services.desk.view.handlings.get(f"{kind}:{ref}", UNTOUCHED)
    entries = services.desk.entries(kind, ref)
    return sheet.case(found, handling, entries, found.as_of_ms, tile_url=services.tile_url)


def _other(kind: str, ref: str, sheet: CaseSheet, services: Services) -> list[Component] | Component:
    snapshot = services.snapshots.latest(Audience.OPERATOR)
    items = snapshot.work.items if snapshot else ()
    item = next((one for one in items if (one.kind.value, one.ref) == (kind, ref)), None)
    if snapshot is None or item is None:
        return sheet.missing(ref)
    handling = with_alarms(services.desk.view, snapshot.alarms).handlings.get(item.key, UNTOUCHED)
    title = (
        what_words(item, services.profile, snapshot.alarms, services.texts.language)
        or console_texts(services.texts.language).kinds[kind]
    )
    facts = _facts_of(item, snapshot, services)
    entries = alarm_entries(services.alarms.life(int(ref))) if item.kind is WorkKind.ALARM else None
    told = services.desk.entries(kind, ref) if entries is None else entries
    return sheet.row(item, facts, handling, told, snapshot.now_ms, title)


def _facts_of(item: WorkItem, snapshot: Snapshot, services: Services) -> Facts:
    if item.kind is WorkKind.CALL:
        return _call(item, services)
    if item.kind is WorkKind.QUEUE:
        queue = next((one for one in snapshot.services.queues.sites if one.site == item.ref), None)
        return [] if queue is None else _queue(queue, snapshot, services)
    if item.kind is WorkKind.INCIDENT:
        one = next((one for one in snapshot.patterns.incidents if one.incident_id == item.ref), None)
        return [] if one is None else _incident(one, services)
    if item.kind is WorkKind.ALARM:
        return _alarm(item, snapshot, services)
    return []


def _alarm(item: WorkItem, snapshot: Snapshot, services: Services) -> Facts:
    words, told = console_texts(services.texts.language), alarm_texts(services.texts.language)
    alarm = next((one for one in snapshot.alarms.alarms if str(one.alarm_id) == item.ref), None)
    rule = snapshot.alarms.words.get(item.what)
    if alarm is None:
        return []
    todo = rule.todo.get(services.texts.language, "") if rule else ""
    level = told.levels[LEVELS[alarm.priority]]
    facts = [
        level,
        _at(alarm.raised_ms, services),
        place_name(alarm.origin.place, feed_names(snapshot), services.profile) or alarm.origin.place or NOTHING,
        todo or NOTHING,
    ]
    return list(zip(words.alarm_facts, facts, strict=True))


def _call(item: WorkItem, services: Services) -> Facts:
    words, call = console_texts(services.texts.language), services.cases.call(item.ref)
    if call is None:
        return []
    units = ", ".join(unit.unit_id for unit in call.units)
    instants = (call.received_ms, call.dispatched_ms, call.arrived_ms, item.due_ms)
    told = [_at(at_ms, services) if at_ms else words.not_yet for at_ms in instants]
    return list(zip(words.call_facts, [*told, units or NOTHING], strict=True))


def _queue(queue: SiteQueue, snapshot: Snapshot, services: Services) -> Facts:
    words, texts = console_texts(services.texts.language), services.texts
    lines = snapshot.services.forecasts.of_site(queue.site)
    more = sum(line.staffing.more for line in lines if line.staffing is not None)
    longest, p90 = queue.longest_minutes, queue.wait_today.minutes
    values = (
        text.whole(queue.people_waiting, texts),
        NOTHING if longest is None else f"{floor(longest)} {texts.minute}",
        f"{queue.counters.open}/{queue.counters.planned}" if queue.gives_numbers else NOTHING,
        NOTHING if p90 is None else f"{floor(p90)} {texts.minute}",
        f"+{more}" if more else NOTHING,
    )
    return list(zip(words.queue_facts, values, strict=True))


def _incident(one: LocalIncident, services: Services) -> Facts:
    words, texts, evidence = console_texts(services.texts.language), services.texts, one.evidence
    values = (
        text.whole(one.n, texts),
        text.whole(one.open, texts),
        _at(one.start_ms, services),
        _at(one.last_ms, services),
        f"{evidence.observed} / {evidence.hours:g} {texts.hour}",
        f"< {floor(evidence.expected) + 1}",
    )
    return list(zip(words.incident_facts, values, strict=True))


def _at(at_ms: int, services: Services) -> str:
    return moment(at_ms, services.profile.timezone, services.texts)
