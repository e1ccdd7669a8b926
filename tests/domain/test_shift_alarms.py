"""The alarms of a shift, as its hand-over sheet tells them."""

from domain.alarms.board import first_of_many
from domain.alarms.life import Happening
from domain.alarms.priority import Priority
from domain.alarms.register import Register, followed
from domain.desk import DeskAct
from domain.desk_alarms import alarm_lines, alarm_notes
from domain.handover import AlarmLine
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, an_origin, raised, then

CRITICAL = {"rule": "call", "place": "112-1", "agency": "", "priority": Priority.CRITICAL}
EVENTS = [
    raised(1, NOW_MS, place="MPP"),
    raised(2, NOW_MS + MINUTE_MS, **CRITICAL),
    raised(3, NOW_MS + 2 * MINUTE_MS, place="PKM", agency="DINKES"),
    then(4, Happening.ACKNOWLEDGED, alarm=2, who="sari", comment="unit berangkat"),
    then(5, Happening.RETURNED, alarm=2),
    then(6, Happening.COMMENTED, alarm=3, who="budi", comment="loket 4 dibuka"),
    then(7, Happening.FLOOD_BEGAN, alarm=0),
]
ORIGINS = {event.number: event.origin for event in EVENTS if event.origin is not None}
OPEN = followed(Register(), EVENTS).open.values()


def test_each_rule_is_one_line_also_of_what_is_over() -> None:
    """The worst first, with who answered; of several the first-out; a flood is no alarm."""
    assert alarm_lines(EVENTS, ORIGINS, OPEN) == (
        AlarmLine("call", 1, 0, 0, NOW_MS + MINUTE_MS, "112-1", (), ("sari",)),
        AlarmLine("queue", 2, 2, 2, NOW_MS, "MPP", ("DPUPR", "DINKES"), ()),
    )
    assert alarm_lines([], {}, []) == ()


def test_what_rang_before_and_ended_in_the_shift_is_told_without_its_time() -> None:
    (line,) = alarm_lines([then(5, Happening.RETURNED, alarm=2)], {2: an_origin(**CRITICAL)}, [])
    assert (line.n, line.open, line.first_ms) == (1, 0, 0)


def test_an_open_alarm_of_the_shift_before_is_told() -> None:
    (line,) = alarm_lines([], {}, [alarm for alarm in OPEN if alarm.alarm_id == 1])
    assert (line.n, line.open, line.waiting, line.first_ms) == (1, 1, 1, NOW_MS)


def test_what_was_written_beside_alarms_is_a_note_about_their_rule() -> None:
    told = [(one.act, one.by, one.ref, one.text) for one in alarm_notes(EVENTS, ORIGINS)]
    assert told == [
        (DeskAct.COMMENT, "sari", "call", "unit berangkat"),
        (DeskAct.COMMENT, "budi", "queue", "loket 4 dibuka"),
    ]


def test_what_came_first_is_marked_where_more_followed() -> None:
    alarms = [*followed(Register(), [raised(n, NOW_MS + n, place=f"P{n}", group="g") for n in (1, 2, 3)]).open.values()]
    assert first_of_many(alarms) == {1: 3}
    assert first_of_many(alarms[:1]) == {}
