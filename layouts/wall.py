"""The wall: one picture that a room reads, without a hand on it."""

from dash.development.base_component import Component

from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from layouts.agencies import agencies_panel, agency_props
from layouts.city_map import map_panel, map_props
from layouts.complaints import (
    complaint_props,
    complaints_panel,
    timeliness_panel,
    timeliness_props,
    wards_panel,
    wards_props,
)
from layouts.health import health_panel, health_props
from layouts.ids import Id
from layouts.shell import (
    Props,
    connection_banner,
    feed_props,
    header,
    header_props,
    newest_event,
    newest_event_props,
    page,
)
from layouts.text import Texts
from layouts.theme import ScreenProfile


def wall_layout(
    profile: CityProfile,
    boundaries: Boundaries,
    screen: ScreenProfile,
    texts: Texts,
    audience: str,
    tile_url: str | None = None,
) -> Component:
    """The page without values: the first frame brings them all."""
    children = [
        header(profile, texts),
        complaints_panel(texts),
        timeliness_panel(texts),
        *([wards_panel(texts)] if profile.wards else []),
        map_panel(profile, boundaries, texts, tile_url),
        agencies_panel(texts),
        health_panel(texts, audience),
        connection_banner(profile, texts),
        newest_event(),
    ]
    return page("wall", children, screen, audience)


def wall_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the wall that a snapshot decides, except the points of the map."""
    panels = [Id.COMPLAINTS_PANEL, Id.TIMELINESS_PANEL, Id.MAP_PANEL, Id.AGENCIES_PANEL]
    return {
        **feed_props(snapshot, [*panels, Id.WARDS_PANEL] if profile.wards else panels),
        **header_props(snapshot, profile, texts),
        **complaint_props(snapshot, texts),
        **timeliness_props(snapshot, texts),
        **wards_props(snapshot, profile, texts),
        **map_props(snapshot, profile, texts),
        **agency_props(snapshot, profile, texts),
        **health_props(snapshot, profile, texts),
        **newest_event_props(snapshot),
    }
