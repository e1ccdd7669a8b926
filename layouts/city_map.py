"""The map: wards by their open complaints, districts by name, and each open complaint as a point.

Polygons are dash-leaflet's; points, names and fitting to the panel are drawn by map.js, whose functions are named here.
"""

import json
from collections.abc import Sequence
from typing import Any

import dash_leaflet as dl
import numpy as np
from dash import html
from dash.development.base_component import Component
from numpy.typing import NDArray

from domain.map_points import NEAR_PRESSURE
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from geo.layers import bounds_of, label_points
from layouts import text
from layouts.ids import Id, map_class
from layouts.scenes import Scene, standing_in
from layouts.shell import Props, data_attributes, panel
from layouts.text import Texts
from layouts.text_hotspots import hotspot_texts
from layouts.theme import CHOROPLETH_STEPS

WARDS_LAYER, COMPLAINTS_LAYER, SITES_LAYER, CREWS_LAYER = "wards", "complaints", "sites", "crews"
HOTSPOTS_LAYER = "hotspots"
"""The names under which a frame carries points; the wards' colours count complaints, and stand only with them."""

PLACE_ZOOM = 14

MAP_SCENES = {
    Scene.OVERVIEW: Id.MAP_COMPLAINTS_PANEL,
    Scene.COMPLAINTS: Id.MAP_COMPLAINTS_PANEL,
    Scene.QUEUES: Id.MAP_SITES_PANEL,
    Scene.EMPLOYEES: Id.MAP_CREWS_PANEL,
    Scene.EMERGENCIES: Id.MAP_CREWS_PANEL,
}
"""The scenes with the map, and the legend of each."""

TILE_CREDIT = "© OpenStreetMap contributors"

CLASS_STARTS = ((1, 2, 3, 5), (1, 3, 6, 10), (1, 5, 10, 20), (1, 10, 20, 40), (1, 25, 50, 100), (1, 50, 100, 200))
"""Where the steps above zero begin: round numbers that change rarely, so the map does not change its colours."""


def map_panel(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, scenes: Sequence[Scene], tile_url: str | None = None
) -> Component:
    """The largest part, one map for all scenes that have one; each legend says which layers its scenes draw.

    A legend is the panel: it comes before the map, so that its feed's state can mark the map as well.
    """
    bounds = bounds_of(boundaries, profile)
    frame = html.Div(
        _leaflet(profile, boundaries, bounds, tile_url),
        className="map-frame",
        **data_attributes(map_bounds=json.dumps(bounds)),
    )
    credit = _credit(profile, boundaries, texts, tile_url)
    mapped = [scene for scene in MAP_SCENES if scene in scenes]
    return html.Div([*_legends(profile, texts, mapped), frame, credit], className="map", **standing_in(*mapped))


def touch_map(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, tile_url: str | None = None
) -> Sequence[Component]:
    """The map of complaints for a screen that is held: it can be moved and drawn closer."""
    bounds = bounds_of(boundaries, profile)
    frame = html.Div(
        _leaflet(profile, boundaries, bounds, tile_url, is_touched=True),
        className="map-frame",
        **data_attributes(map_bounds=json.dumps(bounds)),
    )
    legend = html.Div([*_complaint_rows(profile, texts), _hotspots_row(texts)], className="legend")
    return [frame, legend, _credit(profile, boundaries, texts, tile_url)]


def place_map(
    lat: float, lon: float, ward: str, profile: CityProfile, boundaries: Boundaries, tile_url: str | None = None
) -> Component:
    """A small map of one place, with the wards of its district around it."""
    known = profile.wards.get(ward)
    near = {code for code, one in profile.wards.items() if known and one.district_code == known.district_code}
    shapes = [feature for feature in boundaries.wards["features"] if feature["properties"]["code"] in near]
    features = _collection([_feature(feature["geometry"], index=-1) for feature in shapes])
    leaflet: Component = dl.Map(
        [
            *([dl.TileLayer(url=tile_url, opacity=0.35)] if tile_url else []),
            dl.GeoJSON(data=features, style=_function("districtStyle"), interactive=False),
            dl.CircleMarker(center=[lat, lon], radius=7, className="place-mark", interactive=False),
        ],
        center=[lat, lon],
        zoom=PLACE_ZOOM,
        className="place-map",
        attributionControl=False,
        scrollWheelZoom=False,
    )
    return leaflet


def _leaflet(
    profile: CityProfile,
    boundaries: Boundaries,
    bounds: list[list[float]],
    tile_url: str | None,
    is_touched: bool = False,
) -> Component:
    tiles = [dl.TileLayer(url=tile_url, opacity=0.35)] if tile_url else []
    leaflet: Component = dl.Map(
        [
            *tiles,
            dl.GeoJSON(
                id=Id.MAP_WARDS,
                data=_ward_features(profile, boundaries),
                style=_function("wardStyle"),
                hideout={"steps": ""},
                interactive=False,
            ),
            dl.GeoJSON(data=_shapes_only(boundaries.districts), style=_function("districtStyle"), interactive=False),
            dl.GeoJSON(data=_name_features(boundaries), pointToLayer=_function("districtName"), interactive=False),
        ],
        bounds=bounds,
        className="city-map",
        zoomSnap=0,
        **{name: is_touched and name in _TOUCHES for name in _INTERACTIONS},
    )
    return leaflet


_INTERACTIONS = (
    *("zoomControl", "attributionControl", "keyboard", "dragging", "scrollWheelZoom", "doubleClickZoom"),
    *("touchZoom", "boxZoom", "trackViewport", "zoomAnimation", "fadeAnimation", "markerZoomAnimation"),
)
"""Nobody touches a wall; what is moved by accident stays moved."""

_TOUCHES = ("zoomControl", "doubleClickZoom", "touchZoom")


def _function(name: str) -> dict[str, str]:
    return {"variable": f"liveRoom.{name}"}


def _ward_features(profile: CityProfile, boundaries: Boundaries) -> dict[str, Any]:
    """Each ward with its index in the profile, by which it finds its step."""
    index = {code: position for position, code in enumerate(profile.wards)}
    return _collection(
        [
            _feature(feature["geometry"], index=index.get(feature["properties"]["code"], -1))
            for feature in boundaries.wards["features"]
        ]
    )


def _shapes_only(features: dict[str, Any]) -> dict[str, Any]:
    return _collection([_feature(feature["geometry"]) for feature in features["features"]])


def _name_features(boundaries: Boundaries) -> dict[str, Any]:
    return _collection(
        [
            _feature({"type": "Point", "coordinates": [point.lon, point.lat]}, name=point.name)
            for point in label_points(boundaries)
        ]
    )


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


# --- legend and credit


def _legends(profile: CityProfile, texts: Texts, scenes: Sequence[Scene]) -> list[Component]:
    drawn = {
        Id.MAP_COMPLAINTS_PANEL: (f"{WARDS_LAYER} {COMPLAINTS_LAYER}", _complaint_rows(profile, texts)),
        Id.MAP_SITES_PANEL: (SITES_LAYER, [_site_row(texts)]),
        Id.MAP_CREWS_PANEL: (CREWS_LAYER, [_crew_row(texts)]),
    }
    legends = []
    for panel_id, (layers, rows) in drawn.items():
        its_scenes = [scene for scene in scenes if MAP_SCENES[scene] is panel_id]
        if its_scenes:
            marks = {**standing_in(*its_scenes), **data_attributes(map_layers=layers)}
            legends.append(panel(panel_id, [html.Div(rows, className="legend")], texts, marks))
    return [*legends, *_hotspots_legend(texts, scenes)] if profile.wards else legends


def _hotspots_legend(texts: Texts, scenes: Sequence[Scene]) -> list[Component]:
    """A legend beside that of the complaints, with a layer more, where complaints are looked at more closely."""
    if Scene.COMPLAINTS not in scenes:
        return []
    marks = {**standing_in(Scene.COMPLAINTS), **data_attributes(map_layers=HOTSPOTS_LAYER)}
    return [panel(Id.MAP_HOTSPOTS_PANEL, [html.Div(_hotspots_row(texts), className="legend")], texts, marks)]


def _complaint_rows(profile: CityProfile, texts: Texts) -> list[Component]:
    shapes = [
        _shape("triangle", texts.legend_overdue),
        _shape("diamond", texts.legend_due_soon),
        _shape("dot", texts.legend_active),
        _shape("ring", texts.legend_newest),
    ]
    steps = [
        html.Span([html.I(className=f"swatch swatch-{step}"), html.Span(id=map_class(step))], className="step")
        for step in range(CHOROPLETH_STEPS)
    ]
    wards = html.Div([html.Span(texts.legend_wards), *steps], className="legend-row")
    return [html.Div(shapes, className="legend-row"), *([wards] if profile.wards else [])]


def _hotspots_row(texts: Texts) -> Component:
    words = hotspot_texts(texts.language)
    shapes = [_shape("hexagon", words.legend_incident), _shape("ring is-hotspot", words.legend_hotspot)]
    return html.Div(shapes, className="legend-row is-short")


def _site_row(texts: Texts) -> Component:
    words = texts.services
    shapes = [
        _shape("triangle", words.legend_over),
        _shape("diamond", words.legend_near.format(share=text.percent(NEAR_PRESSURE))),
        _shape("dot is-site", words.legend_kept),
        _shape("ring is-calm", words.legend_no_data),
    ]
    return html.Div(shapes, className="legend-row")


def _crew_row(texts: Texts) -> Component:
    words = texts.services
    shapes = [
        _shape("square", words.legend_fresh),
        _shape("square is-fading", words.legend_fading),
        _shape("square is-hollow", words.legend_silent),
    ]
    return html.Div(shapes, className="legend-row")


def _shape(shape: str, words: str) -> Component:
    return html.Span([html.I(className=f"shape {shape}"), words], className="entry")


def _credit(profile: CityProfile, boundaries: Boundaries, texts: Texts, tile_url: str | None) -> Component:
    approximate = texts.approximate if boundaries.is_approximate and profile.wards else ""
    parts = [approximate, boundaries.credit, TILE_CREDIT if tile_url else ""]
    return html.Div(" · ".join(part for part in parts if part), className="map-credit")


# --- what changes


def map_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The step of each ward, one digit each, and what the steps mean."""
    if not profile.wards:
        return {}
    starts = _class_starts(snapshot.ward_open)
    steps = np.searchsorted(starts, snapshot.ward_open, side="right")
    return {
        Id.MAP_WARDS: {"hideout": {"steps": "".join(map(str, steps))}},
        **{map_class(step): {"children": label} for step, label in enumerate(_class_labels(starts, texts))},
    }


def _class_starts(ward_open: NDArray[np.int64]) -> tuple[int, ...]:
    most = int(ward_open.max(initial=0))
    return next((starts for starts in CLASS_STARTS if most < 2 * starts[-1]), CLASS_STARTS[-1])


def _class_labels(starts: tuple[int, ...], texts: Texts) -> list[str]:
    ends = [start - 1 for start in starts]
    ranges = [_range(low, high, texts) for low, high in zip((0, *starts), ends, strict=False)]
    return [*ranges, f"≥ {text.whole(starts[-1], texts)}"]


def _range(low: int, high: int, texts: Texts) -> str:
    return text.whole(low, texts) if low == high else f"{text.whole(low, texts)}–{text.whole(high, texts)}"
