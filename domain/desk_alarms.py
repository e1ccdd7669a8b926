"""Alarms as rows of the work list: their own life, told in the desk's terms, so that a desk shows all rows alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.alarms.board import AlarmBoard
from domain.alarms.life import Alarm, AlarmEvent, Happening, Origin
from domain.desk import DeskAct, DeskEntry, Handling
from domain.desk_view import DeskView
from domain.handover import AlarmLine
from domain.work_list import WorkKind

ACTS: Mapping[Happening, DeskAct] = {
    Happening.ACKNOWLEDGED: DeskAct.ACKNOWLEDGE,
    Happening.OWNED: DeskAct.OWN,
    Happening.COMMENTED: DeskAct.COMMENT,
    Happening.SHELVED: DeskAct.SHELVE,
    Happening.UNSHELVED: DeskAct.UNSHELVE,
}


def with_alarms(view: DeskView, board: AlarmBoard) -> DeskView:
    """The view with how the open alarms stand."""
    alarms = {f"{WorkKind.ALARM.value}:{alarm.alarm_id}": alarm_handling(alarm) for alarm in board.alarms}
    return replace(view, handlings={**view.handlings, **alarms}) if alarms else view


def alarm_handling(alarm: Alarm) -> Handling:
    """How an alarm stands; people are told by their accounts, as its log has them."""
    return Handling(
        acknowledged_by=alarm.acknowledged_by,
        owner=alarm.owner,
        owner_name=alarm.owner,
        shelved_until_ms=alarm.shelved_until_ms,
        shelved_by=alarm.shelved_by,
        reason=alarm.shelf_reason,
        since_ms=alarm.acknowledged_ms or alarm.raised_ms,
        by_name=alarm.acknowledged_by,
        comments=alarm.comments,
    )


def alarm_entries(events: Iterable[AlarmEvent]) -> list[DeskEntry]:
    """What people did about an alarm, oldest first; what happened by itself is not theirs."""
    return [
        DeskEntry(
            at_ms=event.at_ms,
            by=event.who,
            by_name=event.who,
            kind=WorkKind.ALARM.value,
            ref=str(event.alarm),
            act=ACTS[event.what],
            text=event.comment,
            until_ms=event.until_ms,
            number=event.number,
        )
        for event in events
        if event.what in ACTS
    ]


# --- the shift that ends

Origins = Mapping[int, Origin]


def alarm_lines(events: Sequence[AlarmEvent], origins: Origins, still_open: Iterable[Alarm]) -> tuple[AlarmLine, ...]:
    """One line for each rule of which an alarm rang in a time, or is open after it: the worst first, then the oldest.

    `events` are those of the time; an alarm that only was answered or ended in it rang before.
    """
    stand = {alarm.alarm_id: alarm for alarm in still_open}
    whose = {**{number: alarm.origin for number, alarm in stand.items()}, **origins}
    numbers = sorted({event.alarm or event.number for event in events} | set(stand))
    rules: dict[str, list[int]] = {}
    for number in numbers:
        if number in whose:
            rules.setdefault(whose[number].rule, []).append(number)
    first_ms = {event.number: event.at_ms for event in events if event.what is Happening.RAISED}
    first_ms |= {number: alarm.raised_ms for number, alarm in stand.items()}
    lines = {rule: _line(rule, mine, events, whose, stand, first_ms) for rule, mine in rules.items()}
    worst = {rule: min(whose[number].priority for number in mine) for rule, mine in rules.items()}
    return tuple(lines[rule] for rule in sorted(lines, key=lambda rule: (worst[rule], lines[rule].first_ms, rule)))


def _line(
    rule: str,
    numbers: Sequence[int],
    events: Sequence[AlarmEvent],
    whose: Origins,
    stand: Mapping[int, Alarm],
    first_ms: Mapping[int, int],
) -> AlarmLine:
    first = min(numbers, key=lambda number: (first_ms.get(number, 0), number))
    mine = set(numbers)
    answers = (event.who for event in events if event.what is Happening.ACKNOWLEDGED and event.alarm in mine)
    return AlarmLine(
        rule=rule,
        n=len(numbers),
        open=sum(number in stand for number in numbers),
        waiting=sum(stand[number].needs_response for number in numbers if number in stand),
        first_ms=first_ms.get(first, 0),
        place=whose[first].place,
        agencies=tuple(dict.fromkeys(whose[number].agency for number in numbers if whose[number].agency)),
        answered_by=tuple(dict.fromkeys(answers)),
    )


def alarm_notes(events: Iterable[AlarmEvent], origins: Origins) -> list[DeskEntry]:
    """What people wrote beside alarms, as notes of a desk about the rule that rang."""
    return [
        replace(entry, act=DeskAct.COMMENT, ref=origins[int(entry.ref)].rule)
        for entry in alarm_entries(events)
        if entry.text and int(entry.ref) in origins
    ]
