"""Colours and sizes: text is declared in arc-minutes at the farthest viewer's eye and becomes a share of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import radians, tan
from types import MappingProxyType

CAP_SHARE = 0.72
"""Height of a capital or a digit as a share of the font size, in Inter."""

SMALLEST_ARC_MINUTES = 16.0
"""Below this nothing can be read from the farthest seat (NUREG-0700, ISO 9241-3)."""

TEXT_ARC_MINUTES: Mapping[str, float] = MappingProxyType({"text-row": 20.0, "text-title": 30.0, "text-headline": 60.0})
"""The three sizes of the wall, each at least one and a half times the next smaller (MIL-STD-1472)."""

PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#0E1419",
        "ink": "#C9D1D9",
        "quiet": "#9AA4B2",
        "rule": "#26313C",
        "track": "#222D38",
        "critical-text": "#FF6B3D",
        "critical": "#D55E00",
        "warning": "#F0E442",
        "info": "#56B4E9",
        "dot": "#9FB0C2",
        "ward-border": "#0E1419",
        "district-border": "#7C8B9B",
        "step-0": "#161F28",
        "step-1": "#1E2B38",
        "step-2": "#283B4D",
        "step-3": "#345069",
        "step-4": "#436A8C",
    }
)
"""Grey is normal; a saturated colour always means something, and never alone: a shape or a word goes with it."""

CHOROPLETH_STEPS = 5


@dataclass(frozen=True, slots=True)
class ScreenProfile:
    """A screen and who reads it: its width in millimetres, its shape, and the distance of the farthest viewer."""

    width_mm: float = 6000.0
    aspect: float = 16 / 9
    viewer_m: float = 10.0


def cap_height_mm(arc_minutes: float, viewer_m: float) -> float:
    """How tall a capital must be to fill an angle at the viewer's eye: 2 · D · tan(angle / 2)."""
    return 2 * viewer_m * 1000 * tan(radians(arc_minutes / 60) / 2)


def font_share(arc_minutes: float, screen: ScreenProfile) -> float:
    """The font size as a share of the screen's width, the same picture at any number of pixels."""
    return cap_height_mm(arc_minutes, screen.viewer_m) / CAP_SHARE / screen.width_mm


def arc_minutes_floor_share(screen: ScreenProfile) -> float:
    """The smallest font size that may be used, as a share of the screen's width."""
    return font_share(SMALLEST_ARC_MINUTES, screen)


def css_variables(screen: ScreenProfile) -> dict[str, str]:
    """The custom properties of the page: `--u` is a hundredth of the picture's width, the sizes are multiples of it."""
    sizes = {
        f"--{name}": f"calc({100 * font_share(angle, screen):.4f} * var(--u))"
        for name, angle in TEXT_ARC_MINUTES.items()
    }
    colours = {f"--{name}": value for name, value in PALETTE.items()}
    return {"--aspect": f"{screen.aspect:.4f}", **sizes, **colours}
