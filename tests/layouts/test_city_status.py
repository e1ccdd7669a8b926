"""The city's status on the wall: the level, why, since when and by which role; never a name."""

from dataclasses import replace

import pytest

from domain.city_status import CityState, Level, Measure, Proposal, StatusEntry, StatusRule
from layouts.city_status import LOOKS, status_props
from layouts.ids import Id, status_part
from layouts.shell import city_status
from layouts.text import ENGLISH, INDONESIAN
from layouts.text_city_status import status_texts
from tests.factories import NOW_MS, a_snapshot, tangerang

CITY = tangerang()
ENTRY = StatusEntry(2, Level.EMERGENCY, "ratna.dewi", "operator", "tanggul jebol", NOW_MS)
EARLIER = StatusEntry(1, Level.WATCH, "ratna.dewi", "operator", "hujan lebat", NOW_MS - 3 * 86_400_000)
PROPOSED = Proposal(StatusRule(Measure.INCIDENTS, 3, Level.CRISIS), 4.0)


def _props(*entries, proposals=(), texts=INDONESIAN):
    return status_props(replace(a_snapshot(CITY), status=CityState(entries, proposals)), CITY, texts)


def test_nobody_set_a_status_is_told_and_marks_nothing():
    props = _props()
    assert props[status_part("level")]["children"] == "–"
    assert props[status_part("who")]["children"] == "belum ditetapkan"
    assert props[Id.HEADER_LEVEL] == {"children": "", "className": "is-absent", "data-city-level": ""}


@pytest.mark.parametrize(("level", "said"), [(Level.NORMAL, "Kota normal"), (Level.READY, "Siaga")])
def test_a_level_above_normal_is_no_normal_city(level, said):
    state = CityState((replace(ENTRY, level=level),), ())
    assert city_status(replace(a_snapshot(CITY), status=state), INDONESIAN)[1] == said


def test_a_level_stands_with_its_reason_and_the_role_of_who_set_it():
    props = _props(ENTRY, EARLIER, proposals=(PROPOSED,))
    assert props[Id.HEADER_LEVEL] == {"children": "Darurat", "className": "mark is-critical", "data-city-level": "4"}
    assert props[status_part("band-reason")]["children"] == "tanggul jebol"
    assert props[status_part("who")]["children"].startswith("ditetapkan operator, ")
    assert props[status_part("what", 0)]["children"] == "usulan Krisis: kejadian 4"
    assert props[status_part("what", 1)]["children"] == "Waspada: hujan lebat"
    assert "ratna" not in str(props)


def test_normal_is_no_mark_but_a_level_all_the_same():
    props = _props(replace(ENTRY, level=Level.NORMAL))
    assert props[Id.HEADER_LEVEL] == {"children": "", "className": "is-absent", "data-city-level": "1"}
    assert props[status_part("level")]["children"] == "Normal"


@pytest.mark.parametrize("level", Level)
def test_one_rung_is_where_the_city_stands(level):
    props = _props(replace(ENTRY, level=level))
    rungs = [props[status_part("rung", slot)]["className"] for slot in range(len(Level))]
    assert [slot for slot, rung in enumerate(rungs) if "is-here" in rung] == [level - 1]
    assert sum("is-reached" in rung for rung in rungs) == level - 1


def test_every_snapshot_sets_the_same_props():
    assert {name: set(value) for name, value in _props().items()} == {
        name: set(value) for name, value in _props(ENTRY, EARLIER, proposals=(PROPOSED,)).items()
    }


def test_every_level_and_measure_has_its_words_and_a_look_of_its_own():
    for texts in (INDONESIAN, ENGLISH):
        words = status_texts(texts.language)
        assert set(words.levels) == set(Level)
        assert set(words.measures) == set(Measure)
    assert len(set(LOOKS.values())) == len(Level)
