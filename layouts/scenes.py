"""What the browser needs to show the scenes of the wall in turn: it shows one part at a time and knows no panel.

A cell of the page names the parts in which it stands; the deck has for each part its grid, its title and its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.arrangement import Part
from layouts.shell import data_attributes


@dataclass(frozen=True, slots=True)
class Turning:
    """How the scenes follow one another: seconds of each, of a spotlight and the least of one page of a list.

    From level `crisis_from` of the city's status the scenes of `crisis_scenes` come first, in their order.
    """

    dwell_seconds: float = 30.0
    spotlight_seconds: float = 60.0
    page_seconds: float = 8.0
    crisis_from: int = 4
    crisis_scenes: tuple[str, ...] = ()


def standing_in(parts: Sequence[Part], first: str) -> dict[str, Any]:
    """The attributes of what stands in these parts; before any script runs, the first of the deck is what is shown."""
    names = [part.name for part in parts]
    return data_attributes(scene=" ".join(names), **({"shown": ""} if first in names else {}))


def deck(parts: Sequence[Part], turning: Turning, language: str) -> Component:
    """A thin mark of which part is shown; the browser finds there all that it needs to turn."""
    marks = [
        html.I(
            **data_attributes(
                scene_mark=part.name,
                scene_of=part.scene.name,
                grid=part.grid.template,
                scene_title=part.title(language),
                dwell_seconds=f"{(part.scene.dwell_seconds or turning.dwell_seconds) / part.of:g}",
            )
        )
        for part in parts
    ]
    told = data_attributes(
        scene_deck="",
        spotlight_seconds=f"{turning.spotlight_seconds:g}",
        page_seconds=f"{turning.page_seconds:g}",
        crisis_from=str(turning.crisis_from),
        crisis_scenes=" ".join(turning.crisis_scenes),
    )
    return html.Div(marks, className="progress", **told)
