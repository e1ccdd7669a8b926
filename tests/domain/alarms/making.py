"""Rules and events of alarms for tests; a test states only what matters to it."""

from typing import Any

from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.alarms.rule import AlarmRule, AlarmRules, RuleKind, Source
from domain.alarms.signals import Observation, Sighting
from domain.identity import Identity, Role

NOW_MS = 1_800_000_000_000
MINUTE_MS = 60_000

OPERATOR = Identity("oni", "Oni", Role.OPERATOR)
HEAD = Identity("hana", "Hana", Role.AGENCY_HEAD, ("DPUPR",))
STAFF = Identity("sari", "Sari", Role.AGENCY_STAFF, ("DPUPR",))
MAYOR = Identity("mayor", "Mayor", Role.MAYOR)


def a_rule(**changes: Any) -> AlarmRule:
    """Queues over twice their promise ring until they are within it."""
    values: dict[str, Any] = {
        "name": "queue",
        "kind": RuleKind.THRESHOLD,
        "source": Source.QUEUE_SITE,
        "priority": Priority.MEDIUM,
        "label": {"id": "Antrean", "en": "Queue"},
        "todo": {"id": "Buka loket", "en": "Open a counter"},
        "raise_at": 2.0,
        "clear_at": 1.0,
    }
    return AlarmRule(**{**values, **changes})


def rules_of(*rules: AlarmRule, **changes: Any) -> AlarmRules:
    """The rules of an installation."""
    return AlarmRules(rules or (a_rule(),), **changes)


def saw(values: dict[str, float | None] | None, now_ms: int = NOW_MS, rule: str = "queue") -> Observation:
    """What a rule sees, by place; None where its source is not known."""
    if values is None:
        return Observation(now_ms)
    return Observation(now_ms, {rule: tuple(Sighting(place, value, "DPUPR") for place, value in values.items())})


def an_origin(**changes: Any) -> Origin:
    """What raised an alarm."""
    return Origin(**{"rule": "queue", "place": "MPP", "agency": "DPUPR", "priority": Priority.MEDIUM, **changes})


def raised(number: int = 1, at_ms: int = NOW_MS, **changes: Any) -> AlarmEvent:
    """The event that raises an alarm."""
    return AlarmEvent(what=Happening.RAISED, at_ms=at_ms, number=number, origin=an_origin(**changes))


def then(number: int, what: Happening, alarm: int = 1, **changes: Any) -> AlarmEvent:
    """A later event of an alarm, a minute after the one before."""
    return AlarmEvent(
        **{"what": what, "at_ms": NOW_MS + number * MINUTE_MS, "number": number, "alarm": alarm, **changes}
    )
