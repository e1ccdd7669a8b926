"""The scenes of the wall: which a city has something for, and what the browser needs to show them in turn.

A part of the page names the scenes in which it stands; the browser shows one scene at a time and knows no ids.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.profile import CityProfile
from layouts.shell import data_attributes


class Scene(StrEnum):
    """The scenes in their order; `/wall?scene=queues` pins one."""

    OVERVIEW = "overview"
    COMPLAINTS = "complaints"
    QUEUES = "queues"
    EMPLOYEES = "employees"
    EMERGENCIES = "emergencies"
    AGENCIES = "agencies"
    INTEGRATION = "integration"
    ADOPTION = "adoption"


def deck(profile: CityProfile) -> tuple[Scene, ...]:
    """The scenes for which a city has something to show."""
    missing = {
        Scene.QUEUES: not profile.sites,
        Scene.EMPLOYEES: not profile.headcounts,
        Scene.EMERGENCIES: not profile.call_classes,
        Scene.AGENCIES: not profile.agencies,
        Scene.INTEGRATION: not profile.agencies,
        Scene.ADOPTION: not (profile.citizen_app or profile.bands),
    }
    return tuple(scene for scene in Scene if not missing.get(scene))


def standing_in(*scenes: Scene) -> dict[str, Any]:
    """The attributes of a part that stands in these scenes; before any script runs, the overview is what is shown."""
    shown = {"shown": ""} if Scene.OVERVIEW in scenes else {}
    return data_attributes(scene=" ".join(scenes), **shown)


def column(side: str, panels: Sequence[Component], *scenes: Scene) -> Component:
    """One side of the wall in some scenes: panels under one another, left, right or over the whole width."""
    return html.Div(list(panels), className=f"column {side}", **standing_in(*scenes))


def progress(scenes: Sequence[Scene], dwell_seconds: float) -> Component:
    """A thin mark of which scene is shown; the browser finds there for how long each stays."""
    marks = [html.I(**data_attributes(scene_mark=scene)) for scene in scenes]
    return html.Div(marks, className="progress", **data_attributes(scene_deck="", dwell_seconds=f"{dwell_seconds:g}"))
