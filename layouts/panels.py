"""The registry of the wall's panels: what each is made of, and whether a city has anything to show in it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dash.development.base_component import Component

from domain.profile import CityProfile
from layouts import (
    adoption,
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
from layouts.agencies import ROWS, ROWS_ALONE, agencies_panel
from layouts.city_status import status_panel
from layouts.complaints import complaints_panel, timeliness_panel
from layouts.panel_names import PanelName
from layouts.queue_forecasts import forecast_panel
from layouts.text import Texts

Build = Callable[[CityProfile, Texts], Component]
Has = Callable[[CityProfile], object]


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How a panel is built, and what a city must have for it."""

    build: Build
    has: Has = lambda _: True


def _words_only(build: Callable[[Texts], Component], has: Has = lambda _: True) -> PanelRule:
    return PanelRule(lambda _, texts: build(texts), has)


def _wards(profile: CityProfile) -> object:
    return profile.wards


def _sites(profile: CityProfile) -> object:
    return profile.sites


def _staff(profile: CityProfile) -> object:
    return profile.headcounts


def _calls(profile: CityProfile) -> object:
    return profile.call_classes


def _agencies(profile: CityProfile) -> object:
    return profile.agencies


def has_channels(profile: CityProfile) -> bool:
    """Whether the city tells of its app or of indexes; only then do its channels have a scene."""
    return bool(profile.citizen_app or profile.bands)


def agency_rows(profile: CityProfile) -> int:
    """How many rows of agencies the overview has room for."""
    return ROWS if profile.sites or profile.headcounts else ROWS_ALONE


PANELS: Mapping[PanelName, PanelRule] = MappingProxyType(
    {
        PanelName.CITY_STATUS: _words_only(status_panel),
        PanelName.COMPLAINTS: _words_only(complaints_panel),
        PanelName.TIMELINESS: _words_only(timeliness_panel),
        PanelName.WARDS: _words_only(places.wards_panel, _wards),
        PanelName.AGEING: _words_only(places.ageing_panel),
        PanelName.DISTRICTS: PanelRule(lambda profile, texts: places.districts_panel(texts, profile), _wards),
        PanelName.HOTSPOTS: _words_only(hotspots.hotspots_panel, _wards),
        PanelName.AGENCIES: PanelRule(lambda profile, texts: agencies_panel(texts, agency_rows(profile))),
        PanelName.LEADERBOARD: PanelRule(leaderboard.leaderboard_panel, _agencies),
        PanelName.QUEUES_BRIEF: _words_only(queues.queues_brief_panel, _sites),
        PanelName.QUEUES_NOW: _words_only(queues.queues_now_panel, _sites),
        PanelName.QUEUES_FORECAST: _words_only(forecast_panel, _sites),
        PanelName.QUEUES_TODAY: _words_only(queues.queues_today_panel, _sites),
        PanelName.QUEUES_RANKED: PanelRule(lambda profile, texts: queues.queues_ranked_panel(texts, profile), _sites),
        PanelName.ATTENDANCE: _words_only(staffing.attendance_panel, _staff),
        PanelName.EACH_UNIT: PanelRule(lambda profile, texts: staffing.each_unit_panel(texts, profile), _staff),
        PanelName.UNITS: _words_only(staffing.units_panel, _staff),
        PanelName.CREWS_BRIEF: _words_only(field_work.crews_brief_panel, _staff),
        PanelName.CREWS_NOW: _words_only(field_work.crews_now_panel, _staff),
        PanelName.CREWS_TIMES: _words_only(field_work.crews_times_panel, _staff),
        PanelName.CREWS_TODAY: _words_only(field_work.crews_today_panel, _staff),
        PanelName.EMERGENCIES_BRIEF: _words_only(emergencies.emergencies_brief_panel, _calls),
        PanelName.EMERGENCIES_NOW: _words_only(emergencies.emergencies_now_panel, _calls),
        PanelName.EMERGENCIES_HOURS: _words_only(emergencies.emergencies_hours_panel, _calls),
        PanelName.EMERGENCIES_TODAY: _words_only(emergencies.emergencies_today_panel, _calls),
        PanelName.EMERGENCIES_CREWS: _words_only(
            emergencies.emergency_crews_panel, lambda profile: profile.call_classes and profile.headcounts
        ),
        PanelName.INTEGRATION: _words_only(integration.integration_panel, _agencies),
        PanelName.HANDOFFS: _words_only(integration.handoffs_panel, _agencies),
        PanelName.ROSTER: PanelRule(integration.roster_panel, _agencies),
        PanelName.FEED_LIST: _words_only(integration.feeds_panel, _agencies),
        PanelName.BALANCE: _words_only(integration.balance_panel, _agencies),
        PanelName.ADOPTION: PanelRule(
            adoption.adoption_panel, lambda profile: has_channels(profile) and adoption.has_adoption(profile)
        ),
        PanelName.ADOPTION_DISTRICTS: PanelRule(
            adoption.districts_panel, lambda profile: has_channels(profile) and adoption.has_adoption(profile)
        ),
        PanelName.CHANNELS: PanelRule(channels.channels_panel, has_channels),
        PanelName.TICKETS: PanelRule(
            channels.tickets_panel, lambda profile: has_channels(profile) and profile.services
        ),
        PanelName.REVIEWS: _words_only(published.reviews_panel, has_channels),
        PanelName.INDEXES: _words_only(published.indexes_panel, has_channels),
    }
)
"""Every panel but the map, of which a page has one for all that it may show."""

MAP_NEEDS: Mapping[PanelName, Has] = MappingProxyType(
    {
        PanelName.MAP_COMPLAINTS: lambda _: True,
        PanelName.MAP_HOTSPOTS: lambda _: True,
        PanelName.MAP_SITES: _sites,
        PanelName.MAP_CREWS: _staff,
    }
)


def missing_panels(profile: CityProfile) -> Collection[PanelName]:
    """The panels for which a city has nothing to show."""
    needs = {**{name: rule.has for name, rule in PANELS.items()}, **MAP_NEEDS}
    return frozenset(name for name, has in needs.items() if not has(profile))
