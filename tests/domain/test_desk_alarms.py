"""Alarms as rows of the work list: their own life, told in the desk's terms."""

from typing import Any

import pytest

from domain.alarms.board import AlarmBoard
from domain.alarms.life import Alarm, AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.desk import DeskAct, DeskState, Handling
from domain.desk_alarms import alarm_entries, alarm_handling, with_alarms
from domain.desk_view import DeskView
from domain.work_list import Band, WorkRules, alarm_items, band

NOW = 1_000_000


def an_alarm(number: int = 7, priority: Priority = Priority.HIGH, **values: Any) -> Alarm:
    origin = Origin(rule="queue_full", place="MPP", agency="DPMPTSP", ward="x")
    return Alarm(number, origin, NOW - 5, NOW - 5, priority, **values)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, DeskState.NEW),
        ({"acknowledged_by": "sari", "acknowledged_ms": NOW}, DeskState.ACKNOWLEDGED),
        ({"owner": "sari"}, DeskState.OWNED),
        ({"owner": "sari", "shelved_until_ms": NOW + 1}, DeskState.SHELVED),
    ],
)
def test_how_an_alarm_stands(values: dict[str, Any], state: DeskState) -> None:
    assert alarm_handling(an_alarm(**values)).state(NOW) is state


def test_a_critical_alarm_is_as_urgent_as_a_call() -> None:
    board = AlarmBoard(alarms=(an_alarm(1), an_alarm(2, Priority.CRITICAL)))
    found = {item.ref: band(item, NOW, WorkRules()) for item in alarm_items(board)}
    assert found == {"1": Band.NOW, "2": Band.LIFE}


def test_the_view_has_both_and_the_alarms_own_word_holds() -> None:
    view = DeskView(handlings={"complaint:L-1": Handling(owner="budi")})
    seen = with_alarms(view, AlarmBoard(alarms=(an_alarm(owner="sari"),)))
    assert {key: one.owner for key, one in seen.handlings.items()} == {"complaint:L-1": "budi", "alarm:7": "sari"}
    assert with_alarms(view, AlarmBoard()) is view


def test_what_happened_by_itself_is_nobodys_deed() -> None:
    happened = (Happening.RAISED, Happening.ACKNOWLEDGED, Happening.ESCALATED, Happening.COMMENTED)
    events = [AlarmEvent(what=what, at_ms=NOW, number=n, alarm=7, who="sari") for n, what in enumerate(happened)]
    assert [one.act for one in alarm_entries(events)] == [DeskAct.ACKNOWLEDGE, DeskAct.COMMENT]
