"""A city arranges its wall in config.yaml: what is drawn there is shown, and what cannot be is told with its remedy."""

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import Audience
from layouts.arrangement import EMPTY, ArrangementError, Grid, Part, Scene, grid_of, parts_for, without
from layouts.panel_names import MAPS, PanelName
from layouts.panels import PANELS, missing_panels
from layouts.text import ENGLISH, INDONESIAN
from layouts.theme import text_budget
from layouts.wall import wall_layout
from rules_of_settings import plan_of
from settings import SettingsError, load_settings
from tests.factories import tangerang
from tests.fakes import approximate_boundaries
from tests.walls import deck_of, shipped_plan

CITY = tangerang()
PLAN = shipped_plan()

OWN_WALL = """
wall:
  profile: lobby
  screens: {Ruang rapat: meeting}
  profiles:
    lobby: {resolution: [1920, 1080], diagonal_inch: 86, viewer_m: 4, theme: light}
    meeting: {resolution: [3840, 2160], diagonal_inch: 65, viewer_m: 3, like: lobby}
  scenes:
    - name: counter-hall
      title: {id: Loket, en: Counters}
      dwell_seconds: 45
      grids:
        - profiles: [lobby]
          parts:
            - columns: [2, 1]
              rows: [3, 1]
              areas:
                - queues-ranked queues-now
                - queues-ranked queues-today
            - areas:
                - map-sites hotspots
"""


def _loaded(tmp_path, text):
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def _attributes(page, name):
    return [getattr(item, name) for item in page._traverse() if hasattr(item, name)]


def test_a_city_arranges_its_own_wall_without_code(tmp_path):
    """Two screens of its own, one scene in two parts, a light theme, and times of its own."""
    plan = plan_of(_loaded(tmp_path, OWN_WALL))
    screen = plan.screen("", "Lobi")
    page = wall_layout(CITY, approximate_boundaries(), plan, screen, ENGLISH, Audience.WALL_GUEST)
    assert _attributes(page, "data-scene-mark") == ["counter-hall-1", "counter-hall-2"]
    assert _attributes(page, "data-scene-title") == ["Counters 1/2", "Counters 2/2"]
    assert _attributes(page, "data-dwell-seconds") == ["22.5", "22.5"]
    assert _attributes(page, "data-grid")[0] == (
        '"queues-ranked queues-now" minmax(0, 3fr) "queues-ranked queues-today" minmax(0, 1fr)'
        " / minmax(0, 2fr) minmax(0, 1fr)"
    )
    shown = {
        item.style["gridArea"] for item in page._traverse() if hasattr(item, "data-shown") and item.className == "cell"
    }
    assert shown == {"queues-ranked", "queues-now", "queues-today"}
    assert getattr(page, "data-theme") == "light"
    assert plan.screen("", "Ruang rapat").name == "meeting"
    assert plan.screen("meeting", "Lobi").scenes_of == "lobby"


def _changed(*pairs):
    text = OWN_WALL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("pairs", "place", "words"),
    [
        (
            [("queues-today", "quues-today")],
            "wall.scenes.0.grids.0.parts.0",
            r"no panel 'quues-today'; take one of .*queues-today",
        ),
        ([("profiles: [lobby]", "profiles: [lobi]")], "wall", r"profiles.lobby: no scene names 'lobby'; add it"),
        ([("profiles: [lobby]", "profiles: [lobby, lobi]")], "wall", r"no profile lobi; take some of lobby"),
        ([("profile: lobby", "profile: hall")], "wall", r"profile: expected one of lobby, meeting, got 'hall'"),
        (
            [("Ruang rapat: meeting", "Ruang rapat: x")],
            "wall",
            r"screens.Ruang rapat: expected one of lobby, meeting, got 'x'",
        ),
        (
            [("rows: [3, 1]", "rows: [3, 1, 1]")],
            "wall.scenes.0.grids.0.parts.0",
            r"rows: expected 2 shares as areas has, got 3",
        ),
        ([("map-sites hotspots", "map-sites map-crews")], "wall.scenes.0.grids.0.parts.1", "one map"),
        (
            [("- queues-ranked queues-today", "- queues-now queues-ranked")],
            "wall.scenes.0.grids.0.parts.0",
            "must cover one rectangle",
        ),
        (
            [("map-sites hotspots", "map-sites hotspots\n                - map-sites")],
            "wall.scenes.0.grids.0.parts.1",
            "same number of names",
        ),
        ([("profile: lobby", "width_mm: 6000\n  profile: lobby")], "wall", r"width_mm: a wall now has profiles"),
        (
            [("theme: light", "theme: light, night: {begins: '22:00', ends: '05:00', level: 0.4}")],
            "wall.profiles.lobby",
            "night.level: at 0.4",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value[:4] != "wall" else "",
)
def test_what_cannot_be_shown_stops_the_start_with_file_key_and_remedy(tmp_path, pairs, place, words):
    with pytest.raises(SettingsError) as raised:
        _loaded(tmp_path, _changed(*pairs))
    told = str(raised.value)
    assert str(tmp_path / "config.yaml") in told
    assert f"  {place}" in told
    assert re.search(words, told), told


def test_a_profile_that_there_is_not_is_told_with_those_that_there_are():
    with pytest.raises(ArrangementError, match=r"expected one of wall-165, .*got 'tv-7'"):
        PLAN.screen("tv-7")


def test_what_is_shipped_is_what_an_installation_has_that_says_nothing(tmp_path):
    assert plan_of(_loaded(tmp_path, "wall: {language: en}")) == PLAN


@pytest.mark.parametrize("screen", PLAN.screens)
def test_every_screen_shows_every_scene(screen):
    assert {part.scene.name for part in deck_of(CITY, screen)} == {scene.name for scene in PLAN.scenes}


def test_every_panel_but_one_by_district_stands_somewhere_on_the_usual_wall():
    shown = {name for part in deck_of(CITY) for name in part.grid.panels}
    assert {*PANELS, *MAPS} - shown == set()


def test_every_panel_has_a_builder():
    assert set(PANELS) == set(PanelName) - set(MAPS)


def test_the_usual_wall_puts_a_column_on_each_of_its_panels_so_that_no_seam_cuts_a_word():
    """Its columns end at a third and at two thirds of the width, where the seams of three panels are."""
    seams = PLAN.screens["wall-165"].bezels.across
    for part in deck_of(CITY):
        if len(part.grid.columns) > 1:
            shares = part.grid.columns
            assert shares == shares[::-1], part.name  # else the gaps shift the ends away from the thirds
            ends = {round(sum(shares[: place + 1]) / sum(shares), 6) for place in range(len(shares))}
            assert {round(seam / seams, 6) for seam in range(1, seams)} <= ends, part.name


def test_a_75_inch_screen_at_five_metres_holds_few_lines():
    wide, high = text_budget(PLAN.screens["tv-75"])
    assert (round(wide), round(high)) == (41, 23)


# --- what a city lacks


def test_of_a_panel_that_is_missing_the_others_take_the_room():
    grid = grid_of(["agencies", "queues-brief", "."], rows=[2, 1, 1])
    assert without(grid, {PanelName.QUEUES_BRIEF}) == Grid((("agencies",),) * 3, (1.0,), (2, 1, 1))


def test_a_scene_of_which_little_is_left_is_left_out():
    grid = grid_of(["emergencies-now map-crews hotspots", "emergencies-today map-crews hotspots"])
    assert without(grid, {PanelName.EMERGENCIES_NOW, PanelName.EMERGENCIES_TODAY}) is None
    assert without(grid_of(["map-sites queues-now"]), {PanelName.QUEUES_NOW}) is None


GRIDS = [part.grid for screen in PLAN.screens for part in deck_of(CITY, screen)]


@given(st.sampled_from(GRIDS), st.sets(st.sampled_from(sorted(PanelName)), max_size=8))
def test_what_is_left_is_still_a_grid(grid, missing):
    """Rectangles of the same panels less those that are missing, each with at least the room it had."""
    left = without(grid, missing)
    if left is None:
        return
    assert grid_of([" ".join(row) for row in left.cells], left.columns, left.rows) == left
    assert set(left.panels) == set(grid.panels) - missing
    for row, column in product(range(len(grid.cells)), range(len(grid.columns))):
        if (name := grid.cells[row][column]) not in missing and name != EMPTY:
            assert left.cells[row][column] == name


def test_parts_are_numbered_and_share_a_name():
    scene = Scene("queues", {"id": "Antrean"}, {"tv": (grid_of(["queues-now"]), grid_of(["queues-today"]))})
    first, second = parts_for([scene], "tv")
    assert (first.name, second.title("id"), second.title("en")) == ("queues-1", "Antrean 2/2", "queues 2/2")
    assert parts_for([scene], "another") == ()
    assert [part.name for part in parts_for([scene], "tv", {PanelName.QUEUES_NOW})] == ["queues"]
    assert isinstance(first, Part)


def test_titles_are_complete_in_both_languages():
    for scene in PLAN.scenes:
        assert {INDONESIAN.language, ENGLISH.language} <= set(scene.titles)


def test_missing_panels_follow_what_the_city_has():
    assert missing_panels(CITY) == frozenset()
    lacking = missing_panels(replace(CITY, sites={}))
    assert {PanelName.QUEUES_NOW, PanelName.MAP_SITES} <= set(lacking)
