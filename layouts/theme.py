"""Colours and sizes: text is declared in arc-minutes at the farthest viewer's eye and becomes a share of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from math import hypot, radians, tan
from types import MappingProxyType

from layouts.colours import contrast, dimmed, rgb

CAP_SHARE = 0.72
"""Height of a capital or a digit as a share of the font size, in Inter."""

SMALLEST_ARC_MINUTES = 16.0
"""Below this nothing can be read from the farthest seat (NUREG-0700, ISO 9241-3)."""

BAND_ROWS = 2.25
"""How high the band of a crisis is with the room around it, in rows' font sizes (assets/style.css)."""

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

LIGHT_PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#EDF0F3",
        "ink": "#1B2530",
        "quiet": "#4E5A67",
        "rule": "#CBD3DB",
        "track": "#D6DDE4",
        "critical-text": "#7A1500",
        "critical": "#B23B00",
        "warning": "#806300",
        "info": "#0B6AA8",
        "dot": "#4E6173",
        "ward-border": "#F5F7F9",
        "district-border": "#6B7987",
        "step-0": "#E1E7EC",
        "step-1": "#CDD9E3",
        "step-2": "#B5C8D7",
        "step-3": "#97B4CB",
        "step-4": "#6189A9",
    }
)
"""The same meanings on a light ground, for a bright room."""


class Theme(StrEnum):
    """A dark room is read on dark, a bright one on light; the two are never mixed on one screen."""

    DARK = "dark"
    LIGHT = "light"


THEMES: Mapping[Theme, Mapping[str, str]] = MappingProxyType({Theme.DARK: PALETTE, Theme.LIGHT: LIGHT_PALETTE})

TEXT_COLOURS = ("ink", "quiet", "critical-text", "warning", "info")
"""What words may be written in."""

CHOROPLETH_STEPS = 5

MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Bezels:
    """The seams of a screen made of several: so many panels across and down, and how wide a seam is."""

    across: int = 1
    down: int = 1
    mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Night:
    """When a screen is dimmed, by the city's clock, and to which share of its brightness."""

    begins: time
    ends: time
    level: float


@dataclass(frozen=True, slots=True)
class ScreenProfile:
    """A screen and who reads it: pixels, diagonal in inches, distance of the farthest viewer, seams, theme, night."""

    name: str = "wall-165"
    width_px: int = 3840
    height_px: int = 2160
    diagonal_inch: float = 165.0
    viewer_m: float = 6.0
    bezels: Bezels = Bezels()
    theme: Theme = Theme.DARK
    night: Night | None = None
    like: str = ""

    @property
    def scenes_of(self) -> str:
        """The profile whose scenes it shows: its own, unless it is said to be like another."""
        return self.like or self.name

    @property
    def aspect(self) -> float:
        """Width to height."""
        return self.width_px / self.height_px

    @property
    def width_mm(self) -> float:
        """How wide the picture is, with square pixels."""
        return self.diagonal_inch * MM_PER_INCH * self.aspect / hypot(self.aspect, 1)

    @property
    def palette(self) -> Mapping[str, str]:
        """Its colours."""
        return THEMES[self.theme]


def lowest_text_contrast(theme: Theme, level: float) -> float:
    """The contrast of the quietest text with its ground, at a share of the screen's brightness."""
    colours = {name: dimmed(rgb(value), level) for name, value in THEMES[theme].items()}
    return min(contrast(colours[name], colours["ground"]) for name in TEXT_COLOURS)


def cap_height_mm(arc_minutes: float, viewer_m: float) -> float:
    """How tall a capital must be to fill an angle at the viewer's eye: 2 · D · tan(angle / 2)."""
    return 2 * viewer_m * 1000 * tan(radians(arc_minutes / 60) / 2)


def font_share(arc_minutes: float, screen: ScreenProfile) -> float:
    """The font size as a share of the screen's width, the same picture at any number of pixels."""
    return cap_height_mm(arc_minutes, screen.viewer_m) / CAP_SHARE / screen.width_mm


def text_budget(screen: ScreenProfile) -> tuple[float, float]:
    """How wide and how high a screen is in rows' font sizes: what all of its text must fit into."""
    wide = 1 / font_share(TEXT_ARC_MINUTES["text-row"], screen)
    return wide, wide / screen.aspect


def crisis_share(screen: ScreenProfile) -> float:
    """How large all is drawn in a crisis: smaller by the room of the band, so that no scene has less than usual."""
    _, high = text_budget(screen)
    return high / (high + BAND_ROWS)


def css_variables(screen: ScreenProfile) -> dict[str, str]:
    """The custom properties of the page: `--u` is a hundredth of the picture's width, the sizes are arc-minutes.

    `--px-per-arcmin` is the font size whose capital fills one arc-minute: within 0.01 % of the rule up to a degree.
    """
    sizes = {f"--{name}": f"calc({angle:g} * var(--px-per-arcmin))" for name, angle in TEXT_ARC_MINUTES.items()}
    colours = {f"--{name}": value for name, value in screen.palette.items()}
    arcmin = f"calc({100 * font_share(1, screen):.6f} * var(--u))"
    shape = {"--aspect": f"{screen.aspect:.4f}", "--crisis-share": f"{crisis_share(screen):.4f}"}
    return {**shape, "--px-per-arcmin": arcmin, **sizes, **colours}
