"""The map as a component: wards by an indicator, districts by name, and points; with or without controls.

Polygons are dash-leaflet's; points, names, colours, controls and fitting to the panel are the work of map.js, whose
functions are named here. A wall has no controls; a tablet and a desk have the same map with them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from domain.map_points import NEAR_PRESSURE
from domain.map_steering import MapLayer
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from geo.layers import bounds_of, label_points
from layouts import text
from layouts.ids import Id
from layouts.map_numbers import offered, site_places, told, told_props
from layouts.panel_names import PanelName
from layouts.shell import Props, data_attributes, panel
from layouts.text import Texts
from layouts.text_hotspots import hotspot_texts
from layouts.text_map import map_texts
from layouts.theme import CHOROPLETH_STEPS

WARDS_LAYER, COMPLAINTS_LAYER, SITES_LAYER, CREWS_LAYER = "wards", "complaints", "sites", "crews"
HOTSPOTS_LAYER = "hotspots"
"""The names under which a frame carries points; the wards' colours count complaints, and stand only with them."""

PLACE_ZOOM = 14

TILE_CREDIT = "© OpenStreetMap contributors"

PREFIX = "map"
CASE_SEARCH = "/map/case"
"""Where a map asks for a complaint by its number; answered to those who may be listed single cases."""


@dataclass(frozen=True, slots=True)
class MapOptions:
    """What kind of map: `prefix` begins the ids of what frames tell it, `layers` are drawn at first.

    With `controls` it can be moved, searched and asked; `has_cases` lets complaints be searched by their number, for
    roles that may (the server judges again). `tile_url` is a network's map below; none is needed.
    """

    controls: bool = False
    prefix: str = PREFIX
    layers: tuple[MapLayer, ...] = (MapLayer.WARDS, MapLayer.COMPLAINTS, MapLayer.HOTSPOTS)
    has_cases: bool = False
    tile_url: str | None = None


def map_panel(
    profile: CityProfile,
    boundaries: Boundaries,
    texts: Texts,
    shown: Mapping[PanelName, Mapping[str, Any]],
    tile_url: str | None = None,
) -> Component:
    """The largest part, one map for all scenes that have one; each legend says which layers its scenes draw.

    `shown` has for each thing that the map may show the attributes of what stands in its scenes.

    A legend is the panel: it comes before the map, so that its feed's state can mark the map as well.
    """
    frame = map_frame(profile, boundaries, texts, MapOptions(tile_url=tile_url))
    credit = _credit(profile, boundaries, texts, tile_url)
    return html.Div([*_legends(profile, texts, shown), frame, credit], className="map")


def touch_map(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, tile_url: str | None = None
) -> Sequence[Component]:
    """The map for a screen that is held: it can be moved, searched and asked."""
    frame = map_frame(profile, boundaries, texts, MapOptions(controls=True, tile_url=tile_url))
    more = [
        *([_when_drawn(MapLayer.SITES, _site_row(texts))] if profile.sites else []),
        *([_when_drawn(MapLayer.CREWS, _crew_row(texts))] if profile.headcounts else []),
    ]
    legend = html.Div([*_complaint_rows(profile, texts), _hotspots_row(texts), *more], className="legend")
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


def _when_drawn(layer: MapLayer, row: Component) -> Component:
    """A row of the legend that is shown while its layer is."""
    return html.Div([row], className="is-absent", **data_attributes(map_legend=layer.value))


def map_frame(profile: CityProfile, boundaries: Boundaries, texts: Texts, options: MapOptions) -> Component:
    """The map alone, for any page: `map_props` fill it, its legend and its credit are the page's."""
    bounds = bounds_of(boundaries, profile)
    codes = {
        "wards": list(profile.wards),
        "districts": [ward.district_code for ward in profile.wards.values()],
        "sites": list(profile.sites),
    }
    more = _control_marks(profile, texts, options) if options.controls else {}
    marks = data_attributes(map_bounds=json.dumps(bounds), map_codes=json.dumps(codes), **more)
    parts = [_leaflet(profile, boundaries, bounds, options), *told(profile, options.prefix, options.controls)]
    return html.Div(parts, className="map-frame has-controls" if options.controls else "map-frame", **marks)


def _control_marks(profile: CityProfile, texts: Texts, options: MapOptions) -> Mapping[str, str]:
    """What the controls say and offer: words, places by name, layers and indicators."""
    words = map_texts(texts.language)
    layers = [layer for layer in MapLayer if _has_layer(layer, profile)]
    places = {
        "districts": [[code, name] for code, name in profile.districts.items()],
        "wards": [[code, ward.name, ward.district_code] for code, ward in profile.wards.items()],
        "sites": site_places(profile),
    }
    marks = {
        "map_controls": json.dumps(dict(words.controls), ensure_ascii=False),
        "map_places": json.dumps(places, ensure_ascii=False),
        "map_offers": json.dumps([[layer.value, words.layers[layer]] for layer in layers], ensure_ascii=False),
        "map_colours": json.dumps([[one.value, words.indicators[one]] for one in offered(profile)], ensure_ascii=False),
        "map_columns": json.dumps([words.facts[one] for one in list(words.facts)[:3]], ensure_ascii=False),
        "map_first": " ".join(layer.value for layer in options.layers),
    }
    return {**marks, **({"map_case": CASE_SEARCH} if options.has_cases else {})}


def _has_layer(layer: MapLayer, profile: CityProfile) -> bool:
    missing = {
        MapLayer.WARDS: not profile.wards,
        MapLayer.SITES: not profile.sites,
        MapLayer.CREWS: not profile.headcounts,
    }
    return not missing.get(layer)


def _leaflet(profile: CityProfile, boundaries: Boundaries, bounds: list[list[float]], options: MapOptions) -> Component:
    tiles = [dl.TileLayer(url=options.tile_url, opacity=0.35)] if options.tile_url else []
    leaflet: Component = dl.Map(
        [
            *tiles,
            dl.GeoJSON(
                data=_ward_features(profile, boundaries),
                style=_function("wardStyle"),
                onEachFeature=_function("onWard"),
                interactive=False,
            ),
            dl.GeoJSON(
                data=_district_features(boundaries),
                style=_function("districtStyle"),
                onEachFeature=_function("onDistrict"),
                interactive=False,
            ),
            dl.GeoJSON(data=_name_features(boundaries), pointToLayer=_function("districtName"), interactive=False),
        ],
        bounds=bounds,
        className="city-map",
        zoomSnap=0,
        **{name: options.controls and name in _TOUCHES for name in _INTERACTIONS},
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


def _district_features(boundaries: Boundaries) -> dict[str, Any]:
    return _collection(
        [
            _feature(feature["geometry"], code=feature["properties"]["code"])
            for feature in boundaries.districts["features"]
        ]
    )


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


def _legends(profile: CityProfile, texts: Texts, shown: Mapping[PanelName, Mapping[str, Any]]) -> list[Component]:
    complaints = shown[PanelName.MAP_COMPLAINTS]
    drawn = [
        (Id.MAP_COMPLAINTS_PANEL, complaints, f"{WARDS_LAYER} {COMPLAINTS_LAYER}", _complaint_rows(profile, texts)),
        (Id.MAP_SITES_PANEL, shown[PanelName.MAP_SITES], SITES_LAYER, [_site_row(texts)]),
        (Id.MAP_CREWS_PANEL, shown[PanelName.MAP_CREWS], CREWS_LAYER, [_crew_row(texts)]),
        *(
            [(Id.MAP_HOTSPOTS_PANEL, shown[PanelName.MAP_HOTSPOTS], HOTSPOTS_LAYER, [_hotspots_row(texts)])]
            if profile.wards
            else []
        ),
    ]
    return [
        panel(panel_id, [html.Div(rows, className="legend")], texts, {**scenes, **data_attributes(map_layers=layers)})
        for panel_id, scenes, layers, rows in drawn
    ]


def _complaint_rows(profile: CityProfile, texts: Texts) -> list[Component]:
    shapes = [
        _shape("triangle", texts.legend_overdue),
        _shape("diamond", texts.legend_due_soon),
        _shape("dot", texts.legend_active),
        _shape("ring", texts.legend_newest),
    ]
    return [html.Div(shapes, className="legend-row"), *([_classes_row(profile, texts)] if profile.wards else [])]


def _classes_row(profile: CityProfile, texts: Texts) -> Component:
    """What the colours of wards mean; map.js writes the classes of the indicator that is shown."""
    words = map_texts(texts.language)
    steps = [
        html.Span(
            [html.I(className=f"swatch swatch-{step}"), html.Span(**data_attributes(map_class=str(step)))],
            className="step",
        )
        for step in range(CHOROPLETH_STEPS)
    ]
    unknown = html.Span(
        [html.I(className="swatch is-unknown"), words.unknown],
        className="step is-absent",
        **data_attributes(map_unknown=""),
    )
    names = {one.value: words.indicators[one] for one in offered(profile)}
    title = html.Span(**data_attributes(map_title=json.dumps(names, ensure_ascii=False)))
    return html.Div([title, *steps, unknown], className="legend-row")


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
    load = html.Div([_shape("arc", map_texts(texts.language).legend_load)], className="legend-row is-short")
    return html.Div([html.Div(shapes, className="legend-row"), load], className="legend-rows")


def _crew_row(texts: Texts) -> Component:
    words = texts.services
    shapes = [
        _shape("square", words.legend_fresh),
        _shape("square is-fading", words.legend_fading),
        _shape("square is-hollow", words.legend_silent),
        _shape("nose", map_texts(texts.language).legend_heading),
    ]
    return html.Div(shapes, className="legend-row")


def _shape(shape: str, words: str) -> Component:
    return html.Span([html.I(className=f"shape {shape}"), words], className="entry")


def _credit(profile: CityProfile, boundaries: Boundaries, texts: Texts, tile_url: str | None) -> Component:
    approximate = texts.approximate if boundaries.is_approximate and profile.wards else ""
    parts = [approximate, boundaries.credit, TILE_CREDIT if tile_url else ""]
    return html.Div(" · ".join(part for part in parts if part), className="map-credit")


# --- what changes


def map_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, has_controls: bool = False) -> Props:
    """What a snapshot tells the map of a page, except its points."""
    return told_props(snapshot, profile, texts, PREFIX, has_controls)
