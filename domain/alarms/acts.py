"""What people do about alarms, and who may: an act on an alarm is an event, or a refusal in words."""

from collections.abc import Mapping
from enum import StrEnum

from domain.alarms.life import LONGEST_COMMENT, Alarm, AlarmEvent, Happening, State
from domain.identity import AGENCY_ROLES, Identity, Role

LONGEST_SHELF_MS = 24 * 3_600_000
"""A shelf lasts a day at most (EEMUA 191, as told in WALL.md 5)."""

SHORTEST_REASON = 3


class Act(StrEnum):
    """What a person may do."""

    ACKNOWLEDGE = "acknowledge"
    OWN = "own"
    COMMENT = "comment"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"


class AlarmRefusedError(ValueError):
    """An act that cannot be done; says what was expected, what came and what to do."""


class NotYoursError(AlarmRefusedError):
    """An act that its role may not do on this alarm."""


MAY: Mapping[Role, frozenset[Act]] = {
    Role.OPERATOR: frozenset(Act),
    Role.AGENCY_HEAD: frozenset({Act.ACKNOWLEDGE, Act.OWN, Act.COMMENT}),
    Role.AGENCY_STAFF: frozenset({Act.OWN, Act.COMMENT}),
}
"""Who may do what; an agency's roles on their own agency's alarms only. What is not here is not allowed."""

HAPPENS: Mapping[Act, Happening] = {
    Act.ACKNOWLEDGE: Happening.ACKNOWLEDGED,
    Act.OWN: Happening.OWNED,
    Act.COMMENT: Happening.COMMENTED,
    Act.SHELVE: Happening.SHELVED,
    Act.UNSHELVE: Happening.UNSHELVED,
}


def may_act(identity: Identity, act: Act, alarm: Alarm) -> bool:
    """Whether somebody may do something about an alarm."""
    is_own = identity.role not in AGENCY_ROLES or alarm.origin.agency in identity.agencies
    return act in MAY.get(identity.role, frozenset()) and is_own


def acted(alarm: Alarm, act: Act, by: Identity, now_ms: int, comment: str = "", until_ms: int = 0) -> AlarmEvent:
    """The event of an act, not yet numbered. Raises NotYoursError, AlarmRefusedError."""
    if not may_act(by, act, alarm):
        raise NotYoursError(f"alarm {alarm.alarm_id}: {by.role.value} may not {act.value} it")
    words = checked_comment(comment)
    if act is Act.COMMENT and not words:
        raise AlarmRefusedError("comment: expected some words, got none")
    if act is Act.SHELVE:
        _check_shelf(alarm, words, now_ms, until_ms)
    if act is Act.UNSHELVE and alarm.state is not State.SHELVED:
        raise AlarmRefusedError(f"alarm {alarm.alarm_id}: expected one on the shelf, it is {alarm.state.value}")
    until = until_ms if act is Act.SHELVE else 0
    return AlarmEvent(
        what=HAPPENS[act],
        at_ms=now_ms,
        alarm=alarm.alarm_id,
        who=by.subject,
        role=by.role.value,
        comment=words,
        until_ms=until,
    )


def checked_comment(comment: str) -> str:
    """Words on one line that may be kept. Raises AlarmRefusedError."""
    words = " ".join(comment.split())
    if len(words) > LONGEST_COMMENT or not words.isprintable():
        raise AlarmRefusedError(
            f"comment: expected at most {LONGEST_COMMENT} printable letters, got {len(words)}; shorten it"
        )
    return words


def _check_shelf(alarm: Alarm, reason: str, now_ms: int, until_ms: int) -> None:
    if len(reason) < SHORTEST_REASON:
        raise AlarmRefusedError(f"reason: expected why alarm {alarm.alarm_id} is shelved, got {reason!r}; give one")
    if not 0 < until_ms - now_ms <= LONGEST_SHELF_MS:
        minutes = (until_ms - now_ms) / 60_000
        raise AlarmRefusedError(f"until: expected a shelf of more than 0 and at most 1440 minutes, got {minutes:g}")
