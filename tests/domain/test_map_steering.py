"""What a map may be told: a wish that makes sense is taken, any other is refused with what was expected."""

import pytest

from domain.choropleth import AreaIndicator
from domain.map_steering import MapLayer, Steering, SteeringError, steering


def test_a_whole_wish_is_told_as_the_browser_reads_it() -> None:
    asked = {"focus": {"district": "36.71.01"}, "layers": ["wards", "sites"], "indicator": "on_time"}
    wish = steering(asked, 3)
    assert wish == Steering(3, ("district", "36.71.01"), (MapLayer.WARDS, MapLayer.SITES), AreaIndicator.ON_TIME)
    assert wish.told() == {"n": 3, **asked}


def test_what_is_not_wished_stays_as_it_is() -> None:
    assert steering({}, 1).told() == {"n": 1, "focus": None, "layers": None, "indicator": None}
    assert steering({"layers": []}, 1).layers == ()


@pytest.mark.parametrize(
    "focus", [{"bounds": [-6.3, 106.5, -6.1, 106.8]}, {"case": 17}, {"ward": "36.71.01.1001"}, {"site": "MPP"}]
)
def test_every_kind_of_place_may_be_looked_at(focus: dict[str, object]) -> None:
    kind, value = next(iter(focus.items()))
    told = steering({"focus": focus}, 1).told()["focus"]
    assert (list(told), list(told[kind]) if kind == "bounds" else told[kind]) == ([kind], value)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"zoom": 3}, "zoom"),
        ({"focus": {"street": "x"}}, "district, ward, site, case, bounds"),
        ({"focus": {"ward": "a", "site": "b"}}, "expected one of"),
        ({"focus": {"ward": 3}}, "a code"),
        ({"focus": {"ward": ""}}, "a code"),
        ({"focus": {"case": "K-1"}}, "a key"),
        ({"focus": {"case": True}}, "a key"),
        ({"focus": {"bounds": [1, 2, 3]}}, "south, west, north, east"),
        ({"focus": {"bounds": [-6.1, 106.5, -6.3, 106.8]}}, "south below north"),
        ({"focus": {"bounds": [float("nan"), 106.5, -6.1, 106.8]}}, "south below north"),
        ({"layers": ["roads"]}, "complaints"),
        ({"layers": "wards"}, "complaints"),
        ({"indicator": "anger"}, "on_time"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], words: str) -> None:
    with pytest.raises(SteeringError, match=words):
        steering(asked, 1)
