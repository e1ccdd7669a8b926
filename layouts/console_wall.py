"""The panel that steers the walls: which one, who drives it, and what it is asked to show."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.map_steering import MapLayer
from domain.profile import CityProfile
from domain.steering import WallMode
from layouts.arrangement import Scene
from layouts.console_parts import choice, field, tab, tool
from layouts.map_numbers import offered
from layouts.shell import data_attributes
from layouts.text_console_fields import ConsoleTexts
from layouts.text_map import map_texts


def wall_panel(
    profile: CityProfile, words: ConsoleTexts, scenes_: Sequence[Scene], language: str = "id"
) -> Sequence[Component]:
    """The controls; the script shows in them what the chosen wall was asked for."""
    scenes = [tab("scene", scene.name, scene.title(language)) for scene in scenes_]
    modes = [tab("mode", WallMode.GUEST.value, words.guest), tab("mode", WallMode.STAFF.value, words.staff)]
    layers = [
        html.Button(
            map_texts(language).layers[layer],
            type="button",
            className="desk-chip",
            **data_attributes(layer=layer.value),
        )
        for layer in MapLayer
    ]
    return [
        html.Div(className="desk-walls", role="group", **data_attributes(walls="", none=words.no_walls)),
        html.Div(
            [
                html.P(
                    [
                        html.Span(className="desk-driver", **data_attributes(driver="")),
                        html.Button(words.release, type="button", className="desk-button", **tool("release-wall")),
                    ],
                    className="desk-wheel",
                ),
                _group(words.mode, modes, "is-row", words.staff_not_allowed),
                _group(words.scene, [tab("scene", "", words.rotate), *scenes]),
                _group("", [tab("pinned", "1", words.pinned)], "is-bare"),
                html.Div(_focus(profile, words), className="desk-fields"),
                _group(words.layers, layers),
                html.Div(
                    [
                        choice("indicator", words.indicator, _indicators(profile, language), words.no_indicator),
                        html.Label(
                            [html.Span(words.minute), field("minute", "datetime-local", words.minute)],
                            className="desk-field",
                        ),
                    ],
                    className="desk-fields",
                ),
            ],
            className="desk-steering is-absent",
            **data_attributes(steering=""),
        ),
    ]


def _group(label: str, buttons: Sequence[Component], name: str = "", note: str = "") -> Component:
    head = [html.H3(label)] if label else []
    notes = [html.P(note, className="desk-note is-absent", **data_attributes(mode_note=""))] if note else []
    return html.Div([*head, html.Div(list(buttons), className="desk-group"), *notes], className=f"desk-part {name}")


def _focus(profile: CityProfile, words: ConsoleTexts) -> list[Component]:
    agencies = dict(sorted(((code, one.short) for code, one in profile.agencies.items()), key=lambda pair: pair[1]))
    sites = dict(sorted(((code, one.short) for code, one in profile.sites.items()), key=lambda pair: pair[1]))
    districts = dict(sorted(profile.districts.items(), key=lambda pair: pair[1]))
    return [
        choice("focus-district", words.district, districts, words.no_focus),
        choice("focus-agency", words.agency, agencies, words.no_focus),
        *([choice("focus-site", words.site, sites, words.no_focus)] if sites else []),
        html.Button(words.focus_case, type="button", className="desk-chip", **tool("focus-case")),
    ]


def _indicators(profile: CityProfile, language: str) -> dict[str, str]:
    """What the wards may be coloured by."""
    return {one.value: map_texts(language).indicators[one] for one in offered(profile)}
