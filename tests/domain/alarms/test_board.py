"""What the screens are told of the open alarms, and what they are not."""

from typing import Any

import pytest

from domain.alarms.acts import Act, AlarmRefusedError, NotYoursError, acted
from domain.alarms.board import Words, alarm_board, first_outs
from domain.alarms.life import Alarm, AlarmEvent, Happening, born
from domain.alarms.priority import Priority
from domain.alarms.register import Register, followed
from domain.identity import Identity
from domain.privacy import Audience, Viewer, sight_of
from domain.profile import CityProfile
from tests.domain.alarms.making import HEAD, MAYOR, MINUTE_MS, NOW_MS, OPERATOR, STAFF, raised, then

WORDS = {
    "queue": Words({"id": "Antrean"}),
    "sla": Words({"id": "Tenggat"}, is_of_cases=True),
    "feed": Words({"id": "Sumber putus"}),
}
WINDOW_MS = 10 * MINUTE_MS


def registered(*events: AlarmEvent) -> Register:
    return followed(Register(), events)


def a_board(*events: AlarmEvent) -> Any:
    return alarm_board(registered(*events), WORDS, WINDOW_MS, NOW_MS)


def test_nothing_known_is_not_nothing_open() -> None:
    assert not alarm_board(Register(), WORDS, WINDOW_MS, NOW_MS).open
    assert alarm_board(Register(), WORDS, WINDOW_MS, NOW_MS).is_known


def test_groups_stand_worst_first_and_what_waits_before_what_is_acknowledged() -> None:
    board = a_board(
        raised(1, place="a", priority=Priority.MEDIUM),
        raised(2, rule="sla", place="K-1", group="DLH", priority=Priority.HIGH),
        raised(3, rule="sla", place="K-2", group="DPUPR", priority=Priority.HIGH),
        raised(4, rule="feed", place="laksa", priority=Priority.CRITICAL),
        then(5, Happening.ACKNOWLEDGED, alarm=2),
    )
    assert [(one.rule, one.group) for one in board.groups] == [
        ("feed", ""),
        ("sla", "DPUPR"),
        ("sla", "DLH"),
        ("queue", ""),
    ]
    assert board.is_critical


def test_the_first_out_is_the_one_that_came_first() -> None:
    board = a_board(raised(1, NOW_MS + 5, place="late"), raised(2, NOW_MS, place="first"))
    (group,) = board.groups
    assert (group.n, group.first_place, group.first_ms) == (2, "first", NOW_MS)
    assert first_outs(board.alarms) == {2}


def test_what_is_shelved_is_counted_and_in_no_group() -> None:
    board = a_board(raised(1), then(2, Happening.SHELVED, until_ms=NOW_MS + 9 * MINUTE_MS))
    assert (board.open, board.shelved, board.groups) == (0, 1, ())
    assert [alarm.alarm_id for alarm in board.alarms] == [1]


def test_forty_alarms_are_a_few_lines_with_the_most_critical_first() -> None:
    """One line a rule in a flood; every alarm is still in a count."""
    many = [raised(number, place=f"S{number}", group=f"S{number}") for number in range(1, 40)]
    critical = raised(40, rule="feed", place="laksa", group="laksa", priority=Priority.CRITICAL)
    calm = a_board(*many, critical)
    assert len(calm.groups) == 40
    flood = a_board(*many, critical, AlarmEvent(what=Happening.FLOOD_BEGAN, at_ms=NOW_MS, number=41))
    assert [(one.rule, one.n) for one in flood.groups] == [("feed", 1), ("queue", 39)]
    assert (flood.flood_raised, sum(one.n for one in flood.groups), flood.open) == (40, 40, 40)


# --- privacy

SECRET = raised(1, rule="sla", place="K-2026-0815", ward="36.71.08", category="violence", priority=Priority.HIGH)
OWNED = then(2, Happening.OWNED, who="oni.wijaya", comment="reporter 0812 was called")
OTHERS = raised(3, rule="sla", place="K-2026-0816", agency="DLH")


def told(profile: CityProfile, viewer: Viewer) -> str:
    sight = sight_of(viewer, profile, lambda lat, lon: (lat, lon))
    return repr(sight.alarms(a_board(SECRET, OWNED, OTHERS)))


@pytest.mark.parametrize(
    ("audience", "agency", "sees", "never"),
    [
        (Audience.WALL_GUEST, "", (), ("K-2026", "36.71", "violence", "oni", "0812", "DPUPR", "sla")),
        (Audience.ADMINISTRATOR, "", (), ("K-2026", "36.71", "violence", "oni", "0812", "DPUPR", "sla")),
        (Audience.WALL_STAFF, "", ("DPUPR", "DLH"), ("K-2026", "36.71", "violence", "oni", "0812")),
        (Audience.MAYOR, "", ("DPUPR", "DLH"), ("K-2026", "36.71", "violence", "oni", "0812")),
        (Audience.OPERATOR, "", ("K-2026-0815", "K-2026-0816", "oni.wijaya"), ()),
        (Audience.AGENCY_HEAD, "DPUPR", ("K-2026-0815",), ("K-2026-0816", "DLH")),
    ],
)
def test_each_audience_is_told_what_it_may_know(
    tangerang: CityProfile, audience: Audience, agency: str, sees: tuple[str, ...], never: tuple[str, ...]
) -> None:
    words = told(tangerang, Viewer(audience, agency))
    assert [one for one in sees if one not in words] == []
    assert [one for one in never if one in words] == []


# --- who may do what


def an_alarm(**changes: Any) -> Alarm:
    alarm = born(raised(**changes))
    assert alarm is not None
    return alarm


ALLOWED = {
    (OPERATOR, "DPUPR"): set(Act),
    (OPERATOR, "DLH"): set(Act),
    (HEAD, "DPUPR"): {Act.ACKNOWLEDGE, Act.OWN, Act.COMMENT},
    (HEAD, "DLH"): set(),
    (STAFF, "DPUPR"): {Act.OWN, Act.COMMENT},
    (STAFF, ""): set(),
    (MAYOR, "DPUPR"): set(),
}


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.UNSHELVE])
@pytest.mark.parametrize(("by", "agency"), ALLOWED)
def test_only_who_may_acts(by: Identity, agency: str, act: Act) -> None:
    alarm, until_ms = an_alarm(agency=agency), NOW_MS + MINUTE_MS
    if act in ALLOWED[by, agency]:
        assert acted(alarm, act, by, NOW_MS, "because", until_ms).who == by.subject
    else:
        with pytest.raises(NotYoursError, match=f"may not {act.value}"):
            acted(alarm, act, by, NOW_MS, "because", until_ms)


@pytest.mark.parametrize(
    ("act", "comment", "minutes", "said"),
    [
        (Act.COMMENT, "  ", 0, "expected some words"),
        (Act.COMMENT, "x" * 501, 0, "at most 500"),
        (Act.SHELVE, "", 10, "reason: expected why"),
        (Act.SHELVE, "repair", 0, "got 0"),
        (Act.SHELVE, "repair", 1441, "at most 1440 minutes, got 1441"),
        (Act.UNSHELVE, "", 0, "expected one on the shelf"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(act: Act, comment: str, minutes: int, said: str) -> None:
    with pytest.raises(AlarmRefusedError, match=said):
        acted(an_alarm(), act, OPERATOR, NOW_MS, comment, NOW_MS + minutes * MINUTE_MS)


def test_a_shelf_may_last_a_day() -> None:
    assert acted(an_alarm(), Act.SHELVE, OPERATOR, NOW_MS, "repair", NOW_MS + 1440 * MINUTE_MS).until_ms
