import math
import re
from itertools import combinations, pairwise, product

import pytest

from layouts.colours import LEAST_TEXT_CONTRAST, MOST_CONTRAST, Sight, contrast, difference, rgb, simulated
from layouts.theme import (
    BAND_ROWS,
    CAP_SHARE,
    SMALLEST_ARC_MINUTES,
    TEXT_ARC_MINUTES,
    THEMES,
    ScreenProfile,
    Theme,
    cap_height_mm,
    css_variables,
    font_share,
    lowest_text_contrast,
    text_budget,
)
from tests.walls import shipped_plan


@pytest.mark.parametrize(
    ("arc_minutes", "viewer_m", "height_mm"),
    [(16, 5, 23.3), (20, 5, 29.1), (60, 5, 87.3), (16, 3, 14.0), (20, 8, 46.5)],
)
def test_cap_heights_are_those_of_the_ergonomics_table(arc_minutes, viewer_m, height_mm) -> None:
    assert cap_height_mm(arc_minutes, viewer_m) == pytest.approx(height_mm, abs=0.06)


@pytest.mark.parametrize(
    ("diagonal", "floor", "row"), [(55, 102, 127), (75, 75, 93), (86, 65, 81), (98, 57, 72), (165, 34, 42)]
)
def test_font_sizes_are_those_of_the_table_of_screens_at_five_metres(diagonal, floor, row) -> None:
    screen = ScreenProfile(diagonal_inch=diagonal, viewer_m=5)
    assert 3840 * font_share(16, screen) == pytest.approx(floor, abs=1)
    assert 3840 * font_share(20, screen) == pytest.approx(row, abs=1)


@pytest.mark.parametrize("screen", shipped_plan().screens.values(), ids=lambda screen: screen.name)
def test_no_text_is_below_the_floor_at_the_farthest_seat(screen) -> None:
    for size in _sizes(screen):
        cap_mm = size * screen.width_mm * CAP_SHARE
        arc_minutes = math.degrees(2 * math.atan(cap_mm / 2 / (screen.viewer_m * 1000))) * 60
        assert arc_minutes >= SMALLEST_ARC_MINUTES


@pytest.mark.parametrize("screen", shipped_plan().screens.values(), ids=lambda screen: screen.name)
def test_a_crisis_makes_room_for_its_band_and_all_can_still_be_read(screen) -> None:
    _, high = text_budget(screen)
    share = float(css_variables(screen)["--crisis-share"])
    assert high / share - high == pytest.approx(BAND_ROWS, abs=0.01)
    assert share * min(TEXT_ARC_MINUTES.values()) >= SMALLEST_ARC_MINUTES


def test_there_are_three_sizes_each_half_as_large_again_as_the_one_before() -> None:
    angles = sorted(TEXT_ARC_MINUTES.values())
    assert len(angles) == 3
    assert all(larger >= 1.5 * smaller for smaller, larger in pairwise(angles))


def _sizes(screen):
    """The font sizes that the page really gets, as shares of its width."""
    told = css_variables(screen)
    match = re.fullmatch(r"calc\(([\d.]+) \* var\(--u\)\)", told["--px-per-arcmin"])
    assert match
    arcmin = float(match[1]) / 100
    found = [re.fullmatch(r"calc\(([\d.]+) \* var\(--px-per-arcmin\)\)", value) for value in told.values()]
    sizes = [float(match[1]) * arcmin for match in found if match]
    assert len(sizes) == len(TEXT_ARC_MINUTES)
    return sizes


LEAST = {"ink": 7, "quiet": 4.5, "critical-text": 4.5, "warning": 4.5, "info": 4.5, "critical": 3, "dot": 3}


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("name", LEAST)
def test_colours_stand_out_from_the_ground(name, theme) -> None:
    """WCAG: 4.5 for text, 3 for shapes; 7 for what is read most, and nothing glares above 15."""
    colours = THEMES[theme]
    assert LEAST[name] <= contrast(rgb(colours[name]), rgb(colours["ground"])) <= MOST_CONTRAST


@pytest.mark.parametrize("theme", Theme)
def test_each_step_of_the_choropleth_stands_out_more_than_the_one_before(theme) -> None:
    colours = THEMES[theme]
    steps = [contrast(rgb(colours[f"step-{step}"]), rgb(colours["ground"])) for step in range(5)]
    assert all(stronger > weaker for weaker, stronger in pairwise(steps))


def test_district_names_and_points_can_be_read_on_every_step() -> None:
    for theme, step in product(Theme, range(5)):
        ground = rgb(THEMES[theme][f"step-{step}"])
        assert contrast(rgb(THEMES[theme]["ink"]), ground) >= 3
        if theme is Theme.DARK:
            assert contrast(rgb(THEMES[theme]["warning"]), ground) >= 3


def test_at_night_text_keeps_its_contrast_on_every_screen_that_is_dimmed() -> None:
    dimmed = [screen for screen in shipped_plan().screens.values() if screen.night]
    assert dimmed
    for screen in dimmed:
        assert lowest_text_contrast(screen.theme, screen.night.level if screen.night else 0) >= LEAST_TEXT_CONTRAST


LEVELS = ("critical-text", "warning", "info", "quiet")
SEEN_AT_A_GLANCE = 15
"""Of CIE76; the levels differ in shape and word besides."""


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("sight", [None, *Sight])
def test_levels_are_told_apart_by_every_eye(theme, sight) -> None:
    seen = {name: rgb(THEMES[theme][name]) for name in LEVELS}
    if sight:
        seen = {name: simulated(colour, sight) for name, colour in seen.items()}
    apart = {(a, b): difference(seen[a], seen[b]) for a, b in combinations(LEVELS, 2)}
    assert min(apart.values()) >= SEEN_AT_A_GLANCE, apart


def test_the_simulation_leaves_grey_as_it_is() -> None:
    for sight in Sight:
        assert simulated(rgb("#808080"), sight) == pytest.approx(rgb("#808080"), abs=0.01)
