"""Alarms as rows of the work list: their own life, told in the desk's terms, so that a desk shows all rows alike."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.alarms.board import AlarmBoard
from domain.alarms.life import Alarm, AlarmEvent, Happening
from domain.desk import DeskAct, DeskEntry, Handling
from domain.desk_view import DeskView
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
