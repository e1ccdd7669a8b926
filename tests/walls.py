"""The wall as it is shipped, for tests: its plan, its usual screen, and its page for a city."""

from functools import cache
from pathlib import Path

from dash.development.base_component import Component

from domain.privacy import Audience
from domain.profile import CityProfile
from geo.boundaries import Boundaries
from layouts.arrangement import Part, parts_for
from layouts.panels import missing_panels
from layouts.plan import WallPlan
from layouts.text import INDONESIAN, Texts
from layouts.wall import wall_layout
from rules_of_settings import plan_of
from settings import load_settings

ROOT = Path(__file__).resolve().parents[1]


@cache
def shipped_plan() -> WallPlan:
    """The plan of the config.yaml that is shipped."""
    return plan_of(load_settings(ROOT / "config.yaml"))


def wall_page(
    city: CityProfile,
    boundaries: Boundaries,
    texts: Texts = INDONESIAN,
    audience: Audience = Audience.WALL_GUEST,
    tile_url: str | None = None,
    screen: str = "",
) -> Component:
    """The page of a screen, by default of the usual one."""
    plan = shipped_plan()
    return wall_layout(city, boundaries, plan, plan.screen(screen), texts, audience, tile_url)


def scene_names(city: CityProfile, screen: str = "wall-165") -> list[str]:
    """The scenes of a city in their order."""
    return list(dict.fromkeys(part.scene.name for part in deck_of(city, screen)))


def deck_of(city: CityProfile, screen: str = "wall-165") -> tuple[Part, ...]:
    """What a screen shows in turn."""
    return parts_for(shipped_plan().scenes, shipped_plan().screens[screen].scenes_of, missing_panels(city))
