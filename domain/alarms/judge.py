"""What happens to the alarms at an instant, by rules and by time alone: pure, and the same whenever it is asked.

Between the level that rings and the level that ends, and before a delay is over, everything stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from domain.alarms.life import Alarm, AlarmEvent, Happening, Origin, State
from domain.alarms.priority import Priority
from domain.alarms.register import Key, Register
from domain.alarms.rule import LEAD_AGENCY, AlarmRule, AlarmRules, GroupBy, RuleKind
from domain.alarms.signals import Observation, Sighting
from domain.identity import Role

SECOND_MS = 1000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
SAMPLES = 60
"""So many values of the window of a rate are remembered."""
RULE_GONE = "the rule is no longer configured"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is waited for, and the values of rates: of this process only, so that a restart waits anew.

    `since_ms` is since when a place is about to ring or to end; `courses` are (instant, value), oldest first.
    """

    since_ms: Mapping[Key, int] = field(default_factory=dict)
    courses: Mapping[Key, tuple[tuple[int, float], ...]] = field(default_factory=dict)


NO_MEMORY = Memory()
Drafts = tuple[AlarmEvent, ...]


def judged(rules: AlarmRules, seen: Observation, register: Register, memory: Memory) -> tuple[Drafts, Memory]:
    """The events of this instant, not yet numbered, and what is to be remembered until the next."""
    open_at, now_ms = register.by_key, seen.now_ms
    drafts: list[AlarmEvent] = []
    since_ms: dict[Key, int] = {}
    courses: dict[Key, tuple[tuple[int, float], ...]] = {}
    for rule in rules.rules:
        if rule.name not in seen.sightings:
            since_ms |= {key: at_ms for key, at_ms in memory.since_ms.items() if key[0] == rule.name}
            continue
        found, kept = _with_rates(rule, seen, memory)
        courses |= kept
        for sighting in _with_the_gone(rule, found, open_at):
            key = (rule.name, sighting.place)
            wanted = _wanted(rule, sighting, open_at.get(key))
            if wanted is None:
                continue
            since_ms[key] = memory.since_ms.get(key, now_ms)
            if now_ms - since_ms[key] >= _delay_ms(rule, wanted):
                del since_ms[key]
                drafts.append(_change(rule, sighting, wanted, open_at.get(key), now_ms))
    drafts += _of_lost_rules(rules, open_at.values(), now_ms)
    drafts += by_time(rules, register, now_ms)
    drafts += _flood(rules, register, drafts, now_ms)
    return tuple(drafts), Memory(since_ms, courses)


# --- rings, ends


def _with_the_gone(rule: AlarmRule, found: Iterable[Sighting], open_at: Mapping[Key, Alarm]) -> Iterator[Sighting]:
    """What was seen, and with a value that ends it what is open and was not seen any more."""
    places = set()
    for sighting in found:
        places.add(sighting.place)
        yield sighting
    for name, place in open_at:
        if name == rule.name and place not in places:
            yield Sighting(place, rule.clear_at)


def _wanted(rule: AlarmRule, sighting: Sighting, alarm: Alarm | None) -> Happening | None:
    """What a value asks for."""
    if sighting.value is None:
        return None
    if alarm is not None and alarm.is_active:
        return Happening.RETURNED if rule.ends_at(sighting.value) else None
    if not rule.rings_at(sighting.value):
        return None
    return Happening.RAISED if alarm is None else Happening.RAISED_AGAIN


def _delay_ms(rule: AlarmRule, wanted: Happening) -> float:
    seconds = rule.delay_off_seconds if wanted is Happening.RETURNED else rule.delay_on_seconds
    return seconds * SECOND_MS


def _change(rule: AlarmRule, sighting: Sighting, wanted: Happening, alarm: Alarm | None, now_ms: int) -> AlarmEvent:
    if alarm is not None:
        return AlarmEvent(what=wanted, at_ms=now_ms, alarm=alarm.alarm_id)
    return AlarmEvent(what=wanted, at_ms=now_ms, origin=_origin(rule, sighting))


def _origin(rule: AlarmRule, sighting: Sighting) -> Origin:
    groups = {
        GroupBy.RULE: "",
        GroupBy.PLACE: sighting.place,
        GroupBy.AGENCY: sighting.agency,
        GroupBy.WARD: sighting.ward,
    }
    owner = sighting.agency or Role.OPERATOR.value if rule.owner == LEAD_AGENCY else rule.owner
    return Origin(
        rule=rule.name,
        place=sighting.place,
        agency=sighting.agency,
        ward=sighting.ward,
        category=sighting.category,
        priority=rule.priority,
        is_latching=rule.is_latching,
        owner=owner,
        group=groups[rule.group_by],
        value=sighting.value,
    )


def _of_lost_rules(rules: AlarmRules, alarms: Iterable[Alarm], now_ms: int) -> list[AlarmEvent]:
    """Nobody looks at these any more, so they would stay for ever."""
    return [
        AlarmEvent(what=Happening.RETURNED, at_ms=now_ms, alarm=alarm.alarm_id, comment=RULE_GONE)
        for alarm in alarms
        if alarm.is_active and rules.named(alarm.origin.rule) is None
    ]


# --- rates


def _with_rates(
    rule: AlarmRule, seen: Observation, memory: Memory
) -> tuple[tuple[Sighting, ...], dict[Key, tuple[tuple[int, float], ...]]]:
    """What a rule saw; for a rate the change in an hour, not known before its window is full."""
    found = seen.sightings[rule.name]
    if rule.kind is not RuleKind.RATE:
        return found, {}
    courses, rates = {}, []
    for sighting in found:
        key = (rule.name, sighting.place)
        course = _course(memory.courses.get(key, ()), sighting, seen.now_ms, rule.window_minutes * MINUTE_MS)
        courses[key] = course
        rates.append(replace(sighting, value=_rate(course, sighting, seen.now_ms, rule.window_minutes * MINUTE_MS)))
    return tuple(rates), courses


def _course(
    course: tuple[tuple[int, float], ...], sighting: Sighting, now_ms: int, window_ms: float
) -> tuple[tuple[int, float], ...]:
    """The values of the window and the one before it, no more of them than are needed."""
    within = [one for one in course if one[0] > now_ms - window_ms]
    before = [one for one in course if one[0] <= now_ms - window_ms][-1:]
    is_due = not course or now_ms - course[-1][0] >= window_ms / SAMPLES
    more = [(now_ms, sighting.value)] if sighting.value is not None and is_due else []
    return (*before, *within, *more)


def _rate(course: tuple[tuple[int, float], ...], sighting: Sighting, now_ms: int, window_ms: float) -> float | None:
    if sighting.value is None or not course or course[0][0] > now_ms - window_ms:
        return None
    then_ms, then = course[0]
    return (sighting.value - then) / (now_ms - then_ms) * HOUR_MS


# --- by time alone


def by_time(rules: AlarmRules, register: Register, now_ms: int) -> list[AlarmEvent]:
    """Shelves that end, and alarms that nobody acknowledged in time."""
    events = []
    for alarm in register.open.values():
        if alarm.shelved_until_ms:
            if now_ms >= alarm.shelved_until_ms:
                events.append(AlarmEvent(what=Happening.SHELF_ENDED, at_ms=now_ms, alarm=alarm.alarm_id))
        else:
            events += _escalation(rules, alarm, now_ms)
    return events


def _escalation(rules: AlarmRules, alarm: Alarm, now_ms: int) -> list[AlarmEvent]:
    """The next step, once its time has come; one at a time."""
    steps = [step for step in rules.steps if Priority(alarm.origin.priority) in step.priorities]
    if alarm.state is not State.UNACKNOWLEDGED or alarm.level >= len(steps):
        return []
    step = steps[alarm.level]
    if now_ms - alarm.rang_ms < step.after_minutes * MINUTE_MS:
        return []
    priority = alarm.priority.raised if step.raises_priority else alarm.priority
    return [
        AlarmEvent(
            what=Happening.ESCALATED,
            at_ms=now_ms,
            alarm=alarm.alarm_id,
            to_role=step.to.value,
            priority=int(priority),
        )
    ]


def _flood(rules: AlarmRules, register: Register, drafts: Iterable[AlarmEvent], now_ms: int) -> list[AlarmEvent]:
    fresh = sum(draft.what in (Happening.RAISED, Happening.RAISED_AGAIN) for draft in drafts)
    raised = register.raised_since(now_ms - rules.flood.window_ms) + fresh
    if not register.flood_ms and raised > rules.flood.above:
        return [AlarmEvent(what=Happening.FLOOD_BEGAN, at_ms=now_ms)]
    if register.flood_ms and raised <= rules.flood.ends_at:
        return [AlarmEvent(what=Happening.FLOOD_ENDED, at_ms=now_ms)]
    return []
