"""Agencies by tier on the mayor's page: three bands, each agency with its interval against the target."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.indicators.catalogue import by_key
from domain.indicators.complaints import AgencyStanding
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, mayor_agency, mayor_tier
from layouts.mayor_parts import card, explained
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_mayor import MayorTexts

ROWS = 8
"""Agencies shown in a band; the others of it are counted, since within a band nobody is better than another."""

TIERS = (Tier.BELOW, Tier.AROUND, Tier.ABOVE)
AXIS_START = 0.6


def agencies_card(texts: Texts, words: MayorTexts) -> Component:
    """The bands, worst first, and so the agencies within them."""
    axis = html.Div(html.Span(id=Id.MAYOR_AGENCIES_TARGET), className="mayor-axis")
    bands = html.Div([axis, *(_band(tier, words) for tier in TIERS)], id=Id.MAYOR_AGENCIES_PLOTS)
    rest = html.P(id=Id.MAYOR_AGENCIES_REST, className="mayor-note")
    return card(Section.AGENCIES, html.H2(id=Id.MAYOR_AGENCIES_TITLE), [bands, rest], texts)


def _band(tier: Tier, words: MayorTexts) -> Component:
    heading = [html.Span(words.tiers[tier]), html.Span(id=mayor_tier(tier, "count"), className="mayor-count")]
    rest = html.Div(id=mayor_tier(tier, "rest"), className="mayor-note")
    return html.Div(
        [html.H3(heading), *(_row(tier, slot) for slot in range(ROWS)), rest], className=f"mayor-tier is-{tier.value}"
    )


def _row(tier: Tier, slot: int) -> Component:
    plot = html.Span([html.I(className="mayor-band"), html.I(className="mayor-point")], className="mayor-plot")
    parts = [
        html.Span(id=mayor_agency(tier, slot, "name"), className="mayor-name"),
        plot,
        html.Span(id=mayor_agency(tier, slot, "share"), className="mayor-share"),
    ]
    return explained(by_key("agency_on_time").id, parts, "mayor-row is-absent", mayor_agency(tier, slot, "row"))


def agencies_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """The agencies of each band, and how many are not shown."""
    board = snapshot.board
    props: Props = {
        Id.MAYOR_AGENCIES_TITLE: {"children": words.sections["agencies"].format(days=board.window_days)},
        Id.MAYOR_AGENCIES_PLOTS: {"style": {"--target": _position(board.target)}},
        Id.MAYOR_AGENCIES_TARGET: {
            "children": words.target.format(share=text.percent(board.target)) if board.standings else ""
        },
        Id.MAYOR_AGENCIES_REST: {
            "children": words.agencies_rest.format(n=board.insufficient, smallest=board.smallest_n)
            if board.insufficient
            else ""
        },
    }
    for tier in TIERS:
        standings = [standing for standing in reversed(board.standings) if standing.tier is tier]
        props |= _band_props(tier, standings, profile, texts, words)
    return props


def _band_props(
    tier: Tier, standings: list[AgencyStanding], profile: CityProfile, texts: Texts, words: MayorTexts
) -> Props:
    more = len(standings) - ROWS
    rest = words.tier_rest.format(n=more) if more > 0 else "" if standings else words.tier_none
    props: Props = {
        mayor_tier(tier, "count"): {"children": text.whole(len(standings), texts)},
        mayor_tier(tier, "rest"): {"children": rest},
    }
    for slot, standing in zip_longest(range(ROWS), standings[:ROWS]):
        props |= _row_props(tier, slot, standing, profile)
    return props


def _row_props(tier: Tier, slot: int, standing: AgencyStanding | None, profile: CityProfile) -> Props:
    row, name, share = (mayor_agency(tier, slot, part) for part in ("row", "name", "share"))
    if standing is None:
        return {row: {"className": "mayor-row is-absent", "style": {}}, name: {"children": ""}, share: {"children": ""}}
    agency, shrunken = profile.agencies.get(standing.agency), standing.share
    places = {"--low": shrunken.low, "--high": shrunken.high, "--share": shrunken.share}
    return {
        row: {"className": "mayor-row", "style": {key: _position(value) for key, value in places.items()}},
        name: {"children": agency.short if agency else standing.agency},
        share: {"children": text.percent(shrunken.share)},
    }


def _position(share: float) -> str:
    """Where a share stands on the axis, 0 to 1."""
    return f"{max(0.0, (share - AXIS_START) / (1 - AXIS_START)):.4f}"
