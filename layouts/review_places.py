"""Where an agency's cases gather: what is emerging now, and its repeat hot-spots with their cases."""

from collections.abc import Sequence
from math import floor

from dash import html
from dash.development.base_component import Component

from domain.gatherings import AgencyPlaces, SpotCases
from domain.patterns import LocalIncident
from domain.profile import CityProfile
from layouts.hotspots import category_name, ward_name
from layouts.text import NOTHING, Texts, whole
from layouts.text_hotspots import hotspot_texts
from layouts.text_review import moment, short_day

SPOTS_SHOWN = 8
CASES_SHOWN = 3


def places_section(
    places: AgencyPlaces, incidents: Sequence[LocalIncident], profile: CityProfile, texts: Texts
) -> Component:
    """The incidents in a line each, then the largest hot-spots."""
    words, rules = hotspot_texts(texts.language), places.rules
    note = words.card_note.format(smallest=rules.smallest_n, radius=f"{rules.radius_m:g}", days=rules.days)
    head = html.Div(html.H2(words.card.format(n=whole(len(places.spots), texts))), className="card-head")
    lines = [_incident(one, profile, texts) for one in incidents]
    table = [_table(places.spots, profile, texts)] if places.spots else [html.P(words.card_none)]
    return html.Section([head, html.P(note, className="quiet"), *lines, *table], className="card places")


def _incident(one: LocalIncident, profile: CityProfile, texts: Texts) -> Component:
    words, evidence = hotspot_texts(texts.language), one.evidence
    where = ward_name(one.ward, profile)
    lead = f"{words.incident}: {category_name(one.category, profile)}{', ' if where else ''}{where}"
    rest = words.incident_line.format(
        n=whole(one.n, texts),
        since=moment(one.start_ms, profile.timezone, texts),
        observed=whole(evidence.observed, texts),
        hours=evidence.hours,
        usual=floor(evidence.expected) + 1,
    )
    return html.P([html.I(className="shape hexagon"), html.B(lead), rest], className="incident")


def _table(spots: Sequence[SpotCases], profile: CityProfile, texts: Texts) -> Component:
    words = hotspot_texts(texts.language)
    head = html.Thead(html.Tr([html.Th(name) for name in words.columns]))
    rows = [html.Tr([html.Td(cell) for cell in _cells(one, profile, texts)]) for one in spots[:SPOTS_SHOWN]]
    table = html.Table([head, html.Tbody(rows)])
    more = len(spots) - SPOTS_SHOWN
    rest = [html.P(words.more_cases.format(n=whole(more, texts)), className="quiet")] if more > 0 else []
    return html.Div([table, *rest], className="places-table")


def _cells(one: SpotCases, profile: CityProfile, texts: Texts) -> Sequence[str]:
    spot = one.spot
    return [
        category_name(spot.category, profile),
        ward_name(spot.ward, profile) or NOTHING,
        whole(spot.n, texts),
        whole(spot.open, texts),
        short_day(spot.first_ms, profile.timezone, texts),
        short_day(spot.last_ms, profile.timezone, texts),
        _cases(one.case_ids, texts),
    ]


def _cases(ids: Sequence[str], texts: Texts) -> str:
    """The newest cases first, since they are those to work on."""
    shown, more = list(reversed(ids))[:CASES_SHOWN], len(ids) - CASES_SHOWN
    rest = [hotspot_texts(texts.language).more_cases.format(n=whole(more, texts))] if more > 0 else []
    return ", ".join([*shown, *rest])
