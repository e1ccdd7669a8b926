"""The light colours of the screens that are held in a hand: a tablet is read in daylight, from near."""

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#F5F7F9",
        "card": "#FFFFFF",
        "ink": "#1B2530",
        "quiet": "#566371",
        "rule": "#DDE3E9",
        "track": "#E6EBF0",
        "accent": "#0B6AA8",
        "good": "#3D6B4F",
        "critical": "#B23B00",
        "critical-soft": "#FBEFE9",
        "warning": "#8A6D00",
        "warning-soft": "#FBF5DC",
        "badge": "#F0E442",
        "info": "#0B6AA8",
        "dot": "#4E6173",
        "ward-border": "#FFFFFF",
        "district-border": "#7D8B99",
        "step-0": "#EDF1F4",
        "step-1": "#DEE7EE",
        "step-2": "#CBD9E4",
        "step-3": "#B3C8D9",
        "step-4": "#97B4CB",
    }
)
"""As on the wall, grey is normal, and a saturated colour comes with a shape or a word."""

TEXT_COLOURS = ("ink", "quiet", "accent", "good", "critical", "warning")


def light_variables() -> dict[str, str]:
    """The custom properties of the page."""
    return {f"--{name}": value for name, value in LIGHT.items()}
