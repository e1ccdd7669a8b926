"""The mayor's page: the city in one minute, on a tablet or a telephone."""

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from layouts.adoption import has_adoption
from layouts.city_map import map_props, touch_map
from layouts.mayor_adoption import adoption_card, mayor_adoption_props
from layouts.mayor_agencies import agencies_card, agencies_props
from layouts.mayor_attention import attention_card, attention_props
from layouts.mayor_channels import channels_card, mayor_channels_props
from layouts.mayor_complaints import complaints_card, complaints_props
from layouts.mayor_definitions import definition_props, definitions_sheet
from layouts.mayor_header import header, header_props, paused_note, sources_card, sources_props, tabs
from layouts.mayor_parts import card, card_props, touched
from layouts.mayor_published import has_published, mayor_published_props, published_card
from layouts.mayor_queues import queues_card, queues_props
from layouts.mayor_services import crews_card, crews_props, emergencies_card, emergencies_props
from layouts.mayor_theme import light_variables
from layouts.shell import Props, connection_banner, data_attributes, newest_event, newest_event_props
from layouts.text import Texts
from layouts.text_mayor import MayorTexts, mayor_texts


def mayor_layout(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, audience: str, tile_url: str | None = None
) -> Component:
    """The page without values: the first frame brings them all."""
    words = mayor_texts(texts.language)
    cards = [
        attention_card(words, texts.language),
        complaints_card(texts, words),
        _map_card(profile, boundaries, texts, words, tile_url),
        agencies_card(texts, words),
        queues_card(texts, words),
        *([emergencies_card(texts, words)] if has_emergencies(profile) else []),
        crews_card(texts, words),
        sources_card(texts, words),
        channels_card(profile, texts, words),
        *([adoption_card(profile, texts, words)] if has_adoption(profile) else []),
        *([published_card(texts, words)] if has_published(profile) else []),
    ]
    return html.Main(
        [
            header(profile, texts, words),
            connection_banner(profile, texts),
            paused_note(words),
            html.Div(cards, className="mayor-cards"),
            tabs(words, () if has_emergencies(profile) else (Section.EMERGENCIES,)),
            definitions_sheet(words, texts.language),
            newest_event(),
        ],
        className="mayor",
        style=light_variables(),
        **data_attributes(live_audience=str(audience)),
    )


def _map_card(
    profile: CityProfile, boundaries: Boundaries, texts: Texts, words: MayorTexts, tile_url: str | None
) -> Component:
    both = [html.Span(words.enlarge, className="when-small"), html.Span(words.shrink, className="when-large")]
    enlarge = touched(both, "mayor-button", {"data-enlarges": "", "aria-pressed": "false"})
    heading = html.Div([html.H2(words.sections["map"]), enlarge], className="mayor-heading")
    return card(Section.MAP, heading, touch_map(profile, boundaries, texts, tile_url), texts)


def has_emergencies(profile: CityProfile) -> bool:
    """Whether the city takes emergency calls."""
    return bool(profile.call_classes)


def mayor_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the page that a snapshot decides, except the points of the map."""
    words = mayor_texts(texts.language)
    return {
        **card_props(snapshot, () if has_emergencies(profile) else (Section.EMERGENCIES,)),
        **header_props(snapshot, profile, texts, words),
        **attention_props(snapshot, profile, texts, words),
        **complaints_props(snapshot, texts, words),
        **map_props(snapshot, profile, texts, has_controls=True),
        **agencies_props(snapshot, profile, texts, words),
        **queues_props(snapshot, profile, texts, words),
        **(emergencies_props(snapshot, texts, words) if has_emergencies(profile) else {}),
        **crews_props(snapshot, texts, words),
        **mayor_channels_props(snapshot, profile, texts, words),
        **mayor_adoption_props(snapshot, profile, texts, words),
        **mayor_published_props(snapshot, profile, texts, words),
        **sources_props(snapshot, texts, words),
        **definition_props(snapshot, texts.language),
        **newest_event_props(snapshot),
    }
