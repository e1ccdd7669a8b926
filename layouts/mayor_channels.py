"""The channels on the mayor's page: what came by the app and by the web site, and what was booked online."""

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.indicators.channels import ChannelCounts, ServiceChannels
from domain.profile import ChannelKind, CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.channels import channel_words
from layouts.ids import Id
from layouts.mayor_parts import card, figure, figure_props
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_mayor import MayorTexts

KINDS = {"by_app": ChannelKind.APP, "by_web": ChannelKind.WEB}
TICKETS = "tickets_online"
DEFINED = "channel_share"


def channels_card(profile: CityProfile, texts: Texts, words: MayorTexts) -> Component:
    """Two shares of complaints, one of queue numbers where the city has queues, and every channel by name."""
    keys = [*KINDS, *([TICKETS] if profile.services else [])]
    numbers = html.Div([figure(key, words, DEFINED) for key in keys], className="mayor-figures is-list")
    named = html.P(id=Id.MAYOR_CHANNELS, className="mayor-note")
    return card(Section.CHANNELS, words.sections["channels"], [numbers, named], texts)


def mayor_channels_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """Complaints of the window, and today's queue numbers."""
    complaints, tickets = snapshot.channels.complaints, snapshot.channels.tickets
    props: Props = {Id.MAYOR_CHANNELS: {"children": channel_words(complaints, texts)}}
    for key, kind in KINDS.items():
        count = complaints.of_kind(kind, profile.channel_kinds)
        props |= _share_props(key, count, complaints, texts, words)
    return props | (_ticket_props(tickets, texts, words) if profile.services else {})


def _share_props(key: str, count: int | None, complaints: ChannelCounts, texts: Texts, words: MayorTexts) -> Props:
    if count is None or not complaints.n:
        return figure_props(key, None, words.no_data)
    share = complaints.share(count)
    if share is None:
        return figure_props(key, None, words.too_few)
    note = words.sample.format(n=text.whole(complaints.n, texts), days=complaints.window_days)
    return figure_props(key, text.tenths(share, texts), note, "%")


def _ticket_props(tickets: ServiceChannels, texts: Texts, words: MayorTexts) -> Props:
    if tickets.online_share is None:
        return figure_props(TICKETS, None, words.too_few if tickets.n else words.no_data)
    note = words.of_expected.format(n=text.whole(tickets.n, texts))
    return figure_props(TICKETS, text.tenths(tickets.online_share, texts), note, "%")
