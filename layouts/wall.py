"""The wall: one picture that a room reads, without a hand on it; its scenes follow one another slowly."""

from collections.abc import Iterable, Sequence

from dash import html
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
from layouts.agencies import agency_props
from layouts.arrangement import ArrangementError, Part, Scene, parts_for
from layouts.city_map import map_panel, map_props
from layouts.city_status import status_band, status_mark, status_props
from layouts.complaints import complaint_props, timeliness_props
from layouts.health import health_panel, health_props
from layouts.ids import Id
from layouts.panel_names import MAPS, PanelName
from layouts.panels import PANELS, agency_rows, has_channels, missing_panels
from layouts.plan import WallPlan
from layouts.scenes import deck, standing_in
from layouts.shell import (
    Props,
    connection_banner,
    data_attributes,
    feed_props,
    header,
    header_props,
    newest_event,
    newest_event_props,
    page,
)
from layouts.spotlight import spotlight, spotlight_props
from layouts.text import Texts
from layouts.text_door import door_words
from layouts.theme import ScreenProfile


def wall_layout(
    profile: CityProfile,
    boundaries: Boundaries,
    plan: WallPlan,
    screen: ScreenProfile,
    texts: Texts,
    audience: str,
    tile_url: str | None = None,
) -> Component:
    """The page of one screen without values: the first frame brings them all. Raises ArrangementError."""
    parts = parts_for(plan.scenes, screen.scenes_of, missing_panels(profile))
    if not parts:
        raise ArrangementError(
            f"profile {screen.name}: no scene of wall.scenes has anything for it; add {screen.scenes_of} to one of them"
        )
    cells = [*_cells(profile, texts, parts), _map_cell(profile, boundaries, texts, parts, tile_url)]
    children = [
        header(profile, texts, status_mark(texts)),
        status_band(texts),
        deck(parts, plan.turning, texts.language),
        html.Div(cells, className="stage", style={"gridTemplate": parts[0].grid.template}),
        health_panel(texts, audience),
        alarms.alarm_strip(texts, audience),
        connection_banner(profile, texts),
        newest_event(),
        spotlight(),
    ]
    marks = {**_night(profile, screen), **data_attributes(demonstration=door_words(texts.language).demonstration)}
    return page("wall", children, screen, audience, marks)


def scenes_of(plan: WallPlan, screen: ScreenProfile, profile: CityProfile) -> tuple[Scene, ...]:
    """The scenes that a screen shows of a city, in their order."""
    parts = parts_for(plan.scenes, screen.scenes_of, missing_panels(profile))
    return tuple({part.scene.name: part.scene for part in parts}.values())


def _night(profile: CityProfile, screen: ScreenProfile) -> dict[str, str]:
    """What the browser needs to dim a screen by the city's clock; nothing for one that stays as it is."""
    if screen.night is None:
        return {}
    begins, ends = (f"{at:%H:%M}" for at in (screen.night.begins, screen.night.ends))
    level, zone = f"{screen.night.level:g}", profile.timezone.key
    return data_attributes(night_begins=begins, night_ends=ends, night_level=level, time_zone=zone)


def _cells(profile: CityProfile, texts: Texts, parts: Sequence[Part]) -> Iterable[Component]:
    """Every panel of the city once, in its area; what no scene has stays unseen, since frames tell of it as well."""
    missing = missing_panels(profile)
    for name, rule in PANELS.items():
        if name not in missing:
            shown = standing_in(_with([name], parts), parts[0].name)
            yield html.Div(rule.build(profile, texts), className="cell", style={"gridArea": name.value}, **shown)


def _map_cell(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, parts: Sequence[Part], tile_url: str | None
) -> Component:
    legends = {name: standing_in(_with([name], parts), parts[0].name) for name in MAPS}
    both = [PanelName.MAP_COMPLAINTS, PanelName.MAP_HOTSPOTS]
    legends[PanelName.MAP_COMPLAINTS] = standing_in(_with(both, parts), parts[0].name)
    cell = map_panel(profile, boundaries, texts, legends, tile_url)
    return html.Div(cell, className="cell", style={"gridArea": "map"}, **standing_in(_with(MAPS, parts), parts[0].name))


def _with(names: Sequence[PanelName], parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if set(names) & set(part.grid.panels)]


def wall_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the wall that a snapshot decides, except the points of the map."""
    return {
        **feed_props(snapshot, _complaint_panels(profile)),
        **header_props(snapshot, profile, texts),
        **status_props(snapshot, profile, texts),
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
        **spotlight_props(snapshot),
    }


def adoption_scene_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All of the scene of adoption and channels; nothing for a city without it."""
    if not has_channels(profile):
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
