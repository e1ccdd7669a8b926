"""The wall: one picture that a room reads, without a hand on it; its scenes follow one another slowly."""

from collections.abc import Sequence

from dash.development.base_component import Component

from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from layouts import (
    adoption,
    alarms,
    channels,
    emergencies,
    field_work,
    hotspots,
    integration,
    leaderboard,
    places,
    published,
    queues,
    staffing,
)
from layouts.agencies import ROWS, ROWS_ALONE, agencies_panel, agency_props
from layouts.city_map import map_panel, map_props
from layouts.complaints import complaint_props, complaints_panel, timeliness_panel, timeliness_props
from layouts.health import health_panel, health_props
from layouts.ids import Id
from layouts.queue_forecasts import forecast_panel
from layouts.scenes import Scene, column, deck, progress
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

DWELL_SECONDS = 30.0
"""How long a scene stays, unless the installation says otherwise: seventeen lines at three words a second."""


def wall_layout(
    profile: CityProfile,
    boundaries: Boundaries,
    screen: ScreenProfile,
    texts: Texts,
    audience: str,
    tile_url: str | None = None,
    dwell_seconds: float = DWELL_SECONDS,
) -> Component:
    """The page without values: the first frame brings them all."""
    scenes = deck(profile)
    children = [
        header(profile, texts),
        progress(scenes, dwell_seconds),
        *_columns(profile, texts, scenes),
        map_panel(profile, boundaries, texts, scenes, tile_url),
        health_panel(texts, audience),
        alarms.alarm_strip(texts, audience),
        connection_banner(profile, texts),
        newest_event(),
    ]
    return page("wall", children, screen, audience)


def _columns(profile: CityProfile, texts: Texts, scenes: Sequence[Scene]) -> list[Component]:
    """What stands beside the map, or instead of it; only of scenes that this city has."""
    overview, complaints = Scene.OVERVIEW, Scene.COMPLAINTS
    built = [
        column("left", [complaints_panel(texts), timeliness_panel(texts)], overview, complaints),
        *([column("left low", [places.wards_panel(texts)], overview)] if profile.wards else []),
        column("left low", [places.ageing_panel(texts)], complaints),
        column("right", _overview_right(profile, texts, scenes), overview),
        *([column("right", _complaints_right(profile, texts), complaints)] if profile.wards else []),
    ]
    builders = {
        Scene.QUEUES: _queues_columns,
        Scene.EMPLOYEES: _employees_columns,
        Scene.EMERGENCIES: _emergencies_columns,
        Scene.AGENCIES: _agencies_columns,
        Scene.INTEGRATION: _integration_columns,
        Scene.ADOPTION: _adoption_columns,
    }
    for scene, build in builders.items():
        if scene in scenes:
            built += build(profile, texts)
    return built


def _overview_right(profile: CityProfile, texts: Texts, scenes: Sequence[Scene]) -> list[Component]:
    brief = [
        *([field_work.crews_brief_panel(texts)] if Scene.EMPLOYEES in scenes else []),
        *([emergencies.emergencies_brief_panel(texts)] if Scene.EMERGENCIES in scenes else []),
    ]
    return [
        agencies_panel(texts, agency_rows(profile)),
        *([queues.queues_brief_panel(texts)] if Scene.QUEUES in scenes else []),
        *([column("briefs", brief, Scene.OVERVIEW)] if brief else []),
    ]


def agency_rows(profile: CityProfile) -> int:
    """How many rows of agencies the overview has room for."""
    return ROWS if {Scene.QUEUES, Scene.EMPLOYEES} & set(deck(profile)) else ROWS_ALONE


def _complaints_right(profile: CityProfile, texts: Texts) -> list[Component]:
    return [places.districts_panel(texts, profile), hotspots.hotspots_panel(texts)]


def _queues_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    left = [queues.queues_now_panel(texts), forecast_panel(texts), queues.queues_today_panel(texts)]
    return [
        column("left", left, Scene.QUEUES),
        column("right", [queues.queues_ranked_panel(texts, profile)], Scene.QUEUES),
    ]


def _employees_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    left = [
        staffing.attendance_panel(texts),
        staffing.each_unit_panel(texts, profile),
        staffing.units_panel(texts),
    ]
    right = [
        field_work.crews_now_panel(texts),
        field_work.crews_times_panel(texts),
        field_work.crews_today_panel(texts),
    ]
    return [column("left", left, Scene.EMPLOYEES), column("right", right, Scene.EMPLOYEES)]


def _emergencies_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    crews = [emergencies.emergency_crews_panel(texts)] if profile.headcounts else []
    left = [emergencies.emergencies_now_panel(texts), *crews]
    right = [emergencies.emergencies_today_panel(texts), emergencies.emergencies_hours_panel(texts)]
    return [column("left", left, Scene.EMERGENCIES), column("right", right, Scene.EMERGENCIES)]


def _agencies_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    return [column("wide", [leaderboard.leaderboard_panel(profile, texts)], Scene.AGENCIES)]


def _integration_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    left = [
        integration.integration_panel(texts),
        integration.handoffs_panel(texts),
    ]
    right = [integration.feeds_panel(texts), integration.balance_panel(texts)]
    return [
        column("left", left, Scene.INTEGRATION),
        column("middle", [integration.roster_panel(profile, texts)], Scene.INTEGRATION),
        column("right", right, Scene.INTEGRATION),
    ]


def _adoption_columns(profile: CityProfile, texts: Texts) -> list[Component]:
    counted = [adoption.adoption_panel(profile, texts), adoption.districts_panel(profile, texts)]
    tickets = [channels.tickets_panel(profile, texts)] if profile.services else []
    right = [published.reviews_panel(texts), published.indexes_panel(texts)]
    return [
        *([column("left", counted, Scene.ADOPTION)] if adoption.has_adoption(profile) else []),
        column("middle", [channels.channels_panel(profile, texts), *tickets], Scene.ADOPTION),
        column("right", right, Scene.ADOPTION),
    ]


def wall_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the wall that a snapshot decides, except the points of the map."""
    return {
        **feed_props(snapshot, _complaint_panels(profile)),
        **header_props(snapshot, profile, texts),
        **complaint_props(snapshot, texts),
        **timeliness_props(snapshot, texts),
        **places.wards_props(snapshot, profile, texts),
        **places.places_props(snapshot, profile, texts),
        **hotspots.hotspots_props(snapshot, profile, texts),
        **map_props(snapshot, profile, texts),
        **agency_props(snapshot, profile, texts, agency_rows(profile)),
        **queues.queue_props(snapshot, profile, texts),
        **staffing.attendance_props(snapshot, profile, texts),
        **field_work.crew_props(snapshot, profile, texts),
        **emergencies.emergency_props(snapshot, profile, texts),
        **leaderboard.leaderboard_props(snapshot, profile, texts),
        **integration.integration_props(snapshot, profile, texts),
        **adoption_scene_props(snapshot, profile, texts),
        **health_props(snapshot, profile, texts),
        **alarms.alarm_props(snapshot, profile, texts),
        **newest_event_props(snapshot),
    }


def adoption_scene_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All of the scene of adoption and channels; nothing for a city without it."""
    if Scene.ADOPTION not in deck(profile):
        return {}
    return {
        **adoption.adoption_props(snapshot, profile, texts),
        **(adoption.district_props(snapshot, profile, texts) if adoption.has_adoption(profile) else {}),
        **channels.channel_props(snapshot, profile, texts),
        **published.reviews_props(snapshot, texts),
        **published.index_props(snapshot, profile, texts),
    }


def _complaint_panels(profile: CityProfile) -> list[Id]:
    panels = [Id.COMPLAINTS_PANEL, Id.TIMELINESS_PANEL, Id.AGEING_PANEL, Id.AGENCIES_PANEL, Id.MAP_COMPLAINTS_PANEL]
    if profile.wards:
        panels += [Id.WARDS_PANEL, Id.DISTRICTS_PANEL, Id.HOTSPOTS_PANEL, Id.MAP_HOTSPOTS_PANEL]
    return [*panels, Id.LEADERBOARD_PANEL] if profile.agencies else panels
