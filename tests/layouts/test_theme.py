import math
import re
from itertools import pairwise

import pytest

from layouts.theme import (
    CAP_SHARE,
    PALETTE,
    SMALLEST_ARC_MINUTES,
    TEXT_ARC_MINUTES,
    ScreenProfile,
    cap_height_mm,
    css_variables,
    font_share,
)


@pytest.mark.parametrize(
    ("arc_minutes", "viewer_m", "height_mm"),
    [(16, 5, 23.3), (20, 5, 29.1), (60, 5, 87.3), (16, 3, 14.0), (20, 8, 46.5)],
)
def test_cap_heights_are_those_of_the_ergonomics_table(arc_minutes, viewer_m, height_mm) -> None:
    assert cap_height_mm(arc_minutes, viewer_m) == pytest.approx(height_mm, abs=0.06)


def test_the_wall_of_six_metres_has_rows_of_52_device_pixels_at_4k() -> None:
    assert 3840 * font_share(20, ScreenProfile()) == pytest.approx(51.7, abs=0.1)


@pytest.mark.parametrize("screen", [ScreenProfile(), ScreenProfile(1660, 16 / 9, 5), ScreenProfile(9000, 32 / 9, 14)])
def test_no_text_is_below_the_floor_at_the_farthest_seat(screen) -> None:
    for size in _sizes(screen):
        cap_mm = size * screen.width_mm * CAP_SHARE
        arc_minutes = math.degrees(2 * math.atan(cap_mm / 2 / (screen.viewer_m * 1000))) * 60
        assert arc_minutes >= SMALLEST_ARC_MINUTES


def test_there_are_three_sizes_each_half_as_large_again_as_the_one_before() -> None:
    angles = sorted(TEXT_ARC_MINUTES.values())
    assert len(angles) == 3
    assert all(larger >= 1.5 * smaller for smaller, larger in pairwise(angles))


def _sizes(screen):
    """The font sizes that the page really gets, as shares of its width."""
    found = [re.fullmatch(r"calc\(([\d.]+) \* var\(--u\)\)", value) for value in css_variables(screen).values()]
    sizes = [float(match[1]) / 100 for match in found if match]
    assert len(sizes) == len(TEXT_ARC_MINUTES)
    return sizes


@pytest.mark.parametrize(
    ("name", "least"),
    [("ink", 7), ("quiet", 7), ("critical-text", 4.5), ("warning", 4.5), ("info", 4.5), ("critical", 3)],
)
def test_colours_stand_out_from_the_ground(name, least) -> None:
    """WCAG: 4.5 for text, 3 for shapes; 7 preferred in a control room, and nothing glares above 15."""
    contrast = _contrast(PALETTE[name], PALETTE["ground"])
    assert least <= contrast <= 15


def test_each_step_of_the_choropleth_is_lighter_than_the_one_before() -> None:
    steps = [_luminance(PALETTE[f"step-{step}"]) for step in range(5)]
    assert all(lighter > darker for darker, lighter in pairwise(steps))


def test_district_names_and_points_can_be_read_on_every_step() -> None:
    for step in range(5):
        assert _contrast(PALETTE["ink"], PALETTE[f"step-{step}"]) >= 3
        assert _contrast(PALETTE["warning"], PALETTE[f"step-{step}"]) >= 3


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
