"""The open alarms as a screen tells them: grouped, the worst first, with the one that came first in each group.

Every group is told of or counted: what a flood keeps back is a number, never nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.alarms.life import Alarm
from domain.alarms.priority import Priority
from domain.alarms.register import Register

MINUTE_MS = 60_000


class AlarmDetail(StrEnum):
    """How much of the alarms an audience is told."""

    COUNTS = "counts"
    """How many of each priority, and nothing of what or where."""
    GROUPS = "groups"
    """Also rules, agencies, sites and feeds, without a ticket or a person."""
    WHOLE = "whole"
    """Also each alarm, with its ticket and its comments."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule is called and what to do, by language, and whether its places are tickets of single cases."""

    label: Mapping[str, str]
    todo: Mapping[str, str] = field(default_factory=dict)
    is_of_cases: bool = False


@dataclass(frozen=True, slots=True)
class AlarmGroup:
    """Alarms of one rule that are one line, `n` of them, shelved ones not counted.

    `first_ms` is when the first-out was raised, `first_place` where; `newest` is the number of the newest of those
    that nobody has acknowledged, 0 without. `owner` is who took the first-out, or whose it is by its rule. `agencies`
    and `wards` are those of its alarms, as far as known.
    """

    rule: str
    group: str
    priority: Priority
    n: int
    unacknowledged: int
    returned: int
    first_ms: int
    first_place: str
    newest: int
    owner: str
    is_taken: bool
    agencies: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    escalated_to: str = ""


@dataclass(frozen=True, slots=True)
class AlarmBoard:
    """The open alarms at one instant, worst group first. Without `is_known` nobody knows whether there are any.

    `counts` are open alarms by priority without shelved ones, `waiting` those of them that nobody acknowledged;
    `shelved` are always told. In a flood, which began at `flood_ms`, groups are whole rules; `flood_raised` were
    raised in the last `flood_minutes`. `alarms` are each by itself, first raised first, for those who may be told.
    """

    is_known: bool = False
    counts: Mapping[Priority, int] = field(default_factory=dict)
    waiting: Mapping[Priority, int] = field(default_factory=dict)
    shelved: int = 0
    flood_ms: int = 0
    flood_raised: int = 0
    flood_minutes: float = 0.0
    newest_waiting: Mapping[Priority, int] = field(default_factory=dict)
    groups: tuple[AlarmGroup, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """How many alarms are open, without shelved ones."""
        return sum(self.counts.values())

    @property
    def is_critical(self) -> bool:
        """Whether a critical one is open: then nothing on the wall turns away from it."""
        return bool(self.counts.get(Priority.CRITICAL))


NO_ALARMS = AlarmBoard()


def alarm_board(register: Register, words: Mapping[str, Words], flood_window_ms: int, now_ms: int) -> AlarmBoard:
    """The board of all open alarms, with everything in it."""
    alarms = sorted(register.open.values(), key=lambda alarm: alarm.alarm_id)
    shown = [alarm for alarm in alarms if not alarm.shelved_until_ms]
    waiting = [alarm for alarm in shown if alarm.needs_response]
    return AlarmBoard(
        is_known=True,
        counts=Counter(alarm.priority for alarm in shown),
        waiting=Counter(alarm.priority for alarm in waiting),
        shelved=len(alarms) - len(shown),
        flood_ms=register.flood_ms,
        flood_raised=register.raised_since(now_ms - flood_window_ms) if register.flood_ms else 0,
        flood_minutes=flood_window_ms / MINUTE_MS,
        newest_waiting={alarm.priority: alarm.alarm_id for alarm in waiting},
        groups=grouped(shown, is_flood=bool(register.flood_ms)),
        alarms=tuple(alarms),
        words=words,
    )


def grouped(alarms: Sequence[Alarm], *, is_flood: bool) -> tuple[AlarmGroup, ...]:
    """One line for each rule and group, worst first; what waits before what is acknowledged, then the oldest first."""
    groups: dict[tuple[str, str], list[Alarm]] = {}
    for alarm in alarms:
        groups.setdefault((alarm.origin.rule, "" if is_flood else alarm.origin.group), []).append(alarm)
    built = [_group(rule, group, members) for (rule, group), members in groups.items()]
    return tuple(sorted(built, key=lambda one: (one.priority, not one.unacknowledged, one.first_ms, one.rule)))


def _group(rule: str, group: str, members: Sequence[Alarm]) -> AlarmGroup:
    """The first of them is the first-out."""
    first = min(members, key=lambda alarm: (alarm.raised_ms, alarm.alarm_id))
    waiting = [alarm for alarm in members if alarm.needs_response]
    worst = min(members, key=lambda alarm: alarm.priority)
    return AlarmGroup(
        rule=rule,
        group=group,
        priority=worst.priority,
        n=len(members),
        unacknowledged=len(waiting),
        returned=sum(not alarm.is_active for alarm in members),
        first_ms=first.raised_ms,
        first_place=first.origin.place,
        newest=max((alarm.alarm_id for alarm in waiting), default=0),
        owner=first.owner or first.origin.owner,
        is_taken=bool(first.owner),
        agencies=_known(alarm.origin.agency for alarm in members),
        wards=_known(alarm.origin.ward for alarm in members),
        categories=_known(alarm.origin.category for alarm in members),
        escalated_to=worst.escalated_to,
    )


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))


def first_outs(alarms: Sequence[Alarm]) -> frozenset[int]:
    """The numbers of those that came first in their group."""
    firsts: dict[tuple[str, str], Alarm] = {}
    for alarm in sorted(alarms, key=lambda one: (one.raised_ms, one.alarm_id)):
        firsts.setdefault((alarm.origin.rule, alarm.origin.group), alarm)
    return frozenset(alarm.alarm_id for alarm in firsts.values())


def first_of_many(alarms: Sequence[Alarm]) -> Mapping[int, int]:
    """The numbers of those that came first in a group of more than one, with how many the group has."""
    sizes = Counter((alarm.origin.rule, alarm.origin.group) for alarm in alarms)
    firsts = first_outs(alarms)
    of = {alarm.alarm_id: sizes[alarm.origin.rule, alarm.origin.group] for alarm in alarms if alarm.alarm_id in firsts}
    return {number: n for number, n in of.items() if n > 1}


# --- as far as an audience may be told


def counts_only(board: AlarmBoard) -> AlarmBoard:
    """How many, and that somebody must respond: nothing of what or where, and no number that names an alarm."""
    return replace(board, groups=(), alarms=(), words={})


def groups_only(board: AlarmBoard) -> AlarmBoard:
    """Without single alarms and without the names of who took them.

    Of the groups of rules that watch tickets neither ticket, ward nor category is told.
    """
    told = (group if _may_tell(group, board) else _without_ticket(group) for group in board.groups)
    unnamed = tuple(replace(group, owner="") if group.is_taken else group for group in told)
    return replace(board, groups=unnamed, alarms=())


def _may_tell(group: AlarmGroup, board: AlarmBoard) -> bool:
    """Whether a group tells of no single case; of a rule that is gone nobody knows."""
    words = board.words.get(group.rule)
    return words is not None and not words.is_of_cases


def _without_ticket(group: AlarmGroup) -> AlarmGroup:
    return replace(group, group="", first_place="", wards=(), categories=())


def of_agency(board: AlarmBoard, agency: str) -> AlarmBoard:
    """The board of one agency's own alarms."""
    own = Register(open={alarm.alarm_id: alarm for alarm in board.alarms if alarm.origin.agency == agency})
    words = {rule: told for rule, told in board.words.items() if any(a.origin.rule == rule for a in own.open.values())}
    return replace(alarm_board(own, words, 0, 0), is_known=board.is_known)
