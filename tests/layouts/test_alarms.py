"""The strip of open alarms."""

from dataclasses import replace

import pytest

from domain.alarms.board import NO_ALARMS, AlarmBoard, Words, alarm_board, counts_only, groups_only
from domain.alarms.life import AlarmEvent, Happening
from domain.alarms.priority import Priority
from domain.alarms.register import Register, followed
from layouts.alarms import GROUPS, alarm_props, alarm_strip
from layouts.ids import Id, alarm_part
from layouts.shell import city_status
from layouts.text import ENGLISH, INDONESIAN
from tests.domain.alarms.making import MINUTE_MS, raised, then
from tests.factories import NOW_MS, a_snapshot, tangerang

WORDS = {
    "queue": Words({"id": "Antrean melewati janji", "en": "Queue over its promise"}),
    "call": Words({"id": "Panggilan 112 menunggu", "en": "Call to 112 waiting"}, is_of_cases=True),
}
EARLIER = NOW_MS - 18 * MINUTE_MS


def a_board(*events: AlarmEvent) -> AlarmBoard:
    return alarm_board(followed(Register(), events), WORDS, 10 * MINUTE_MS, NOW_MS)


CALL = raised(1, EARLIER, rule="call", place="C-77", priority=Priority.CRITICAL, agency="", owner="operator")
QUEUES = (
    raised(2, NOW_MS - 1000, place="BAPENDA", agency="BAPENDA", owner="BAPENDA"),
    raised(3, NOW_MS, place="KEC-10", agency="KEC-10", owner="KEC-10"),
)


def told(board: AlarmBoard, texts=INDONESIAN):
    snapshot = a_snapshot(alarms=board)
    return alarm_props(snapshot, tangerang(), texts)


def row(props, slot):
    names = ("label", "where", "n", "age", "owner")
    return [props[alarm_part(name, slot)]["children"] for name in names]


def test_without_alarms_the_strip_is_away():
    assert told(NO_ALARMS)[Id.ALARMS_STRIP]["className"] == "alarm-strip is-absent"
    assert told(a_board())[Id.ALARMS_STRIP]["className"] == "alarm-strip is-absent"


def test_counts_rows_ages_and_owners():
    props = told(groups_only(a_board(CALL, *QUEUES)))
    assert props[Id.ALARMS_STRIP]["className"] == "alarm-strip"
    assert props[alarm_part("critical")]["className"] == "alarm-count is-critical is-waiting"
    assert [props[alarm_part(f"{level}-n")]["children"] for level in ("critical", "warning", "info")] == ["1", "2", "0"]
    assert props[alarm_part("info")]["className"] == "alarm-count is-info", "a level without alarms keeps its place"
    assert row(props, 0) == ["Panggilan 112 menunggu", "", "", "18 mnt", "operator"]
    assert row(props, 1) == ["Antrean melewati janji", "pertama: Bapenda", "2×", "< 1 mnt", ""]
    assert alarm_part("row", GROUPS) not in props
    assert props[Id.ALARMS_STATE]["children"] == "3 belum ditanggapi"


def test_the_same_in_english():
    props = told(a_board(*QUEUES), ENGLISH)
    assert row(props, 0) == ["Queue over its promise", "first: Bapenda", "2×", "< 1 min", ""]
    assert props[Id.ALARMS_STATE]["children"] == "2 not acknowledged"


def test_what_is_acknowledged_is_quiet_and_what_is_shelved_is_counted():
    shelved = then(5, Happening.SHELVED, alarm=2, at_ms=NOW_MS, until_ms=NOW_MS + MINUTE_MS)
    props = told(a_board(*QUEUES, then(4, Happening.ACKNOWLEDGED, alarm=3), shelved))
    assert props[alarm_part("row", 0)]["className"] == "alarm-row is-warning"
    assert props[Id.ALARMS_STATE]["children"] == "semua sudah ditanggapi · 1 dikesampingkan"
    only = told(a_board(QUEUES[0], shelved))
    assert only[Id.ALARMS_STRIP]["className"] == "alarm-strip"
    assert only[Id.ALARMS_STATE]["children"] == "1 dikesampingkan"


def test_a_flood_says_so():
    flood = AlarmEvent(what=Happening.FLOOD_BEGAN, at_ms=NOW_MS, number=60)
    many = [raised(number, NOW_MS, place=f"S{number}", group=f"S{number}") for number in range(10, 50)]
    props = told(a_board(*many, flood))
    assert props[Id.ALARMS_STRIP]["className"] == "alarm-strip is-flood"
    assert props[Id.ALARMS_STATE]["children"] == "BANJIR ALARM 40/10 mnt"
    calm = told(a_board(*many))
    assert calm[Id.ALARMS_STATE]["children"] == f"40 belum ditanggapi · +{40 - GROUPS} lagi"


def test_an_escalated_alarm_says_to_whom_and_a_taken_one_that_it_is():
    up = told(a_board(CALL, then(2, Happening.ESCALATED, to_role="mayor", priority=0)))
    assert row(up, 0)[-1] == "ke wali kota"
    taken = told(groups_only(a_board(CALL, then(2, Happening.OWNED, who="oni.wijaya"))))
    assert row(taken, 0)[-1] == "ditangani"
    assert row(told(a_board(CALL, then(2, Happening.OWNED, who="oni.wijaya"))), 0)[-1] == "oni.wijaya"


def test_guests_are_told_how_many_and_the_browser_which_is_the_newest():
    props = told(counts_only(a_board(CALL, *QUEUES)))
    assert props[alarm_part("row", 0)]["className"] == "is-absent"
    strip = props[Id.ALARMS_STRIP]
    assert (strip["data-alarm-critical"], strip["data-alarm-waiting"]) == ("true", "critical:1 medium:3")


def test_the_header_says_that_a_critical_alarm_is_open():
    snapshot = a_snapshot(alarms=a_board(CALL))
    assert city_status(snapshot, INDONESIAN) == ("is-critical", "1 alarm kritis")
    assert city_status(replace(snapshot, alarms=NO_ALARMS), INDONESIAN) != ("is-critical", "1 alarm kritis")


@pytest.mark.parametrize(("audience", "heard"), [("wall-staff", True), ("wall-guest", False)])
def test_only_the_room_of_the_staff_has_sound(audience, heard):
    """A wall that a desk may put into staff mode has the button from the beginning."""
    (button,) = (part for part in alarm_strip(INDONESIAN, audience)._traverse() if hasattr(part, "data-alarm-sound"))
    assert (button.hidden, getattr(button, "data-of-staff")) == (not heard, "")
