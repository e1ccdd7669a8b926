"""The health of the alarms in words."""

from domain.alarms.board import Words
from domain.alarms.health import Measure, alarm_health
from domain.alarms.life import Happening
from domain.alarms.register import Register, followed
from layouts.alarm_health import health_lines, measures
from layouts.alarms_page import Scope, alarms_layout
from layouts.text import ENGLISH, INDONESIAN
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, raised, then
from tests.factories import tangerang

CITY = tangerang()
RULES = {"queue": Words({"id": "Antrean", "en": "Queue"}), "sla": Words({"id": "Tenggat"}, is_of_cases=True)}
EVENTS = [
    raised(1, NOW_MS, place="MPP"),
    raised(2, NOW_MS, rule="sla", place="K-815", priority=1),
    raised(3, NOW_MS, rule="sla", place="K-816", priority=1),
    raised(4, NOW_MS, rule="gone", place="K-9", priority=0),
    then(5, Happening.ACKNOWLEDGED, alarm=1, at_ms=NOW_MS + 7 * MINUTE_MS),
]


def health(events=EVENTS):
    origins = {event.number: event.origin for event in events if event.origin}
    still_open = followed(Register(), events).open.values()
    return alarm_health(events, origins, still_open, (NOW_MS, NOW_MS + 60 * MINUTE_MS))


def test_the_measures_of_an_hour():
    told = dict(health_lines(health(), "id"))
    assert told["Alarm per 10 mnt per operator"] == "0,67 (sasaran ≤ 1)"
    assert told["Terbanyak dalam 10 mnt"] == "4 (sasaran ≤ 10)"
    assert told["Bagian waktu dengan lebih dari 10 per 10 mnt"] == "0,0 % (sasaran ≤ 1 %)"
    assert told["Prioritas kritis"] == "25,0 % (n = 1) (sasaran ≤ 5 %)"
    assert told["Prioritas rendah"] == "0,0 % (n = 0)"
    assert told["Median sampai ditanggapi"] == "7 mnt (n = 1)"
    assert told["Bagian dari 10 sumber terbanyak"] == "100,0 % (sasaran ≤ 5 %)"
    assert told["  sla K-815"] == "1"


def test_of_nothing_there_is_a_dash():
    told = dict(health_lines(health([]), "en"))
    assert told["Alarms in 10 min, each operator"] == "0.00 (target ≤ 1)"
    assert told["Priority critical"] == told["Median until acknowledged"] == "–"


def test_a_page_is_told_no_ticket():
    words = str(alarms_layout({7: health()}, Scope(RULES), CITY, INDONESIAN))
    assert all(told in words for told in ("Antrean", "MPP", "Tenggat", "gone"))
    assert not any(ticket in words for ticket in ("K-815", "K-816", "K-9"))
    assert "Health of the alarms" in str(alarms_layout({1: health(), 7: health()}, Scope(RULES), CITY, ENGLISH))


def test_who_may_not_know_what_rings_is_told_how_often():
    words = str(alarms_layout({7: health()}, Scope(), CITY, INDONESIAN))
    assert "25,0 % (n = 1)" in words
    assert not any(told in words for told in ("Antrean", "MPP", "Tenggat", "gone"))


def test_what_misses_its_target_says_so():
    """Eleven at once are more than one operator can take; a mix is judged where one alarm of a level would fit."""
    crowd = health([raised(n, NOW_MS, place=f"MPP-{n}") for n in range(1, 12)])
    assert crowd.beyond == {Measure.PEAK, Measure.CROWDED, Measure.RATE}
    told = {one.label: one.is_beyond for one in measures(crowd, INDONESIAN)}
    assert told["Terbanyak dalam 10 mnt"]
    assert not told["Prioritas kritis"]
    assert {one.label for one in measures(crowd, INDONESIAN) if not one.is_judged} == {
        "Prioritas kritis",
        "Bagian dari 10 sumber terbanyak",
    }
    assert "melewati sasaran" in str(alarms_layout({7: crowd}, Scope(RULES), CITY, INDONESIAN))
