"""The health of the alarms in words."""

from domain.alarms.board import Words
from domain.alarms.health import alarm_health
from domain.alarms.life import Happening
from domain.alarms.register import Register, followed
from layouts.alarm_health import health_lines, health_section
from layouts.text import ENGLISH, INDONESIAN
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, raised, then

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
    assert told["Terbanyak dalam 10 mnt"] == "4"
    assert told["Bagian waktu dengan lebih dari 10 per 10 mnt"] == "0,0 %"
    assert told["Menurut prioritas"] == "kritis 1 (25,0 %), tinggi 2 (50,0 %), sedang 1 (25,0 %), rendah 0 (0,0 %)"
    assert told["Median sampai ditanggapi"] == "7 mnt (n = 1)"
    assert told["Sumber terbanyak"] == "4: 100,0 % dari semua"
    assert told["  sla K-815"] == "1"


def test_of_nothing_there_is_a_dash():
    told = dict(health_lines(health([]), "en"))
    assert told["Alarms in 10 min, each operator"] == "0.00 (target ≤ 1)"
    assert told["By priority"] == told["Median until acknowledged"] == "–"


def test_a_page_is_told_no_ticket():
    words = str(health_section(health(), RULES, INDONESIAN))
    assert "Antrean · MPP" in words
    assert "Tenggat" in words
    assert not any(ticket in words for ticket in ("K-815", "K-816", "K-9"))
    assert "Health of the alarms" in str(health_section(health(), RULES, ENGLISH))
