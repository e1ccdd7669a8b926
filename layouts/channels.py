"""By which channels citizens come, on the wall: complaints by channel, and queue numbers booked online by service."""

from collections.abc import Sequence
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.channels import ChannelCounts, ServiceChannels
from domain.profile import ChannelKind, CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.headlines import headline_props, headlines
from layouts.ids import Id, adoption_part
from layouts.shell import Props, feed_props, is_heard, panel, title
from layouts.text import NOTHING, Texts
from layouts.text_adoption import AdoptionTexts, adoption_texts

CHANNELS = 5
SERVICES = 6
KINDS = {ChannelKind.APP: "by-app", ChannelKind.WEB: "by-web"}
TITLE = adoption_part("channels-detail")
JOINED = " · "


def channels_panel(profile: CityProfile, texts: Texts) -> Component:
    """What came by the app and what by the web site, and under them the channels with most complaints."""
    words = adoption_texts(texts)
    numbers = [(adoption_part("by-app"), words.by_app), (adoption_part("by-web"), words.by_web)]
    rows = _bars("channel", min(CHANNELS, len(profile.channels)))
    return panel(Id.CHANNELS_PANEL, [title(words.channels, TITLE), headlines(numbers), rows], texts)


def tickets_panel(profile: CityProfile, texts: Texts) -> Component:
    """The first services of the city's list, and the channels of which no stream tells."""
    words = adoption_texts(texts)
    unheard = [
        html.Div([html.Span(name), html.Span(words.unheard, className="note")], className="fact")
        for name in profile.unheard_channels
    ]
    rows = _bars("service", min(SERVICES, len(profile.services)))
    note = html.Div(words.tickets_note, className="note")
    return panel(Id.TICKETS_PANEL, [title(words.tickets), rows, *unheard, note], texts)


def _bars(kind: str, rows: int) -> Component:
    slots = [
        html.Div(
            [
                html.Span(id=adoption_part(f"{kind}-name", slot)),
                html.I(className="bar"),
                html.B(id=adoption_part(f"{kind}-share", slot)),
                html.Span(id=adoption_part(f"{kind}-n", slot), className="note"),
            ],
            id=adoption_part(f"{kind}-row", slot),
            className="bar-row share-row",
        )
        for slot in range(rows)
    ]
    return html.Div(slots, className="bar-rows")


def channel_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Both panels, as far as the city has them."""
    words, came_by = adoption_texts(texts), snapshot.channels
    props: Props = {
        **feed_props(snapshot, [Id.CHANNELS_PANEL]),
        TITLE: {"children": words.channels[words.channels.index(",") :].format(days=came_by.complaints.window_days)},
        **_kind_props(came_by.complaints, profile, texts, words, is_heard(snapshot, Facts.COMPLAINTS)),
        **_complaint_props(came_by.complaints, min(CHANNELS, len(profile.channels)), texts),
    }
    if not profile.services:
        return props
    return {
        **props,
        **feed_props(snapshot, [Id.TICKETS_PANEL], Facts.QUEUES),
        **_service_props(came_by.services, profile, texts, words),
    }


def _kind_props(
    counts: ChannelCounts, profile: CityProfile, texts: Texts, words: AdoptionTexts, is_known: bool
) -> Props:
    props: Props = {}
    for kind, part in KINDS.items():
        count = counts.of_kind(kind, profile.channel_kinds)
        share = None if count is None or not is_known else counts.share(count)
        note = words.sample.format(n=text.whole(counts.n, texts)) if share is not None else _why_none(count, words)
        value = NOTHING if share is None else text.tenths(share, texts)
        props |= headline_props(adoption_part(part), value, note, unit="" if share is None else "%")
    return props


def _why_none(count: int | None, words: AdoptionTexts) -> str:
    return words.no_data if count is None or not count else words.too_few


def _complaint_props(counts: ChannelCounts, slots: int, texts: Texts) -> Props:
    props: Props = {}
    used = [entry for entry in counts.counts if entry[1]]
    for slot, entry in zip_longest(range(slots), used[:slots]):
        name, count = entry or ("", 0)
        share = counts.share(count) if entry else None
        props |= _row_props("channel", slot, name, share, text.whole(count, texts) if entry else "", texts)
    return props


def _service_props(
    services: Sequence[ServiceChannels], profile: CityProfile, texts: Texts, words: AdoptionTexts
) -> Props:
    slots = min(SERVICES, len(profile.services))
    props: Props = {}
    for slot, one in zip_longest(range(slots), services[:slots]):
        name = NOTHING if one is None else profile.services[one.service].name
        n = "" if one is None else words.sample.format(n=text.whole(one.n, texts))
        props |= _row_props("service", slot, name, one.online_share if one else None, n, texts)
    return props


def _row_props(kind: str, slot: int, name: str, share: float | None, n: str, texts: Texts) -> Props:
    told = "" if not name else NOTHING if share is None else f"{text.tenths(share, texts)} %"
    return {
        adoption_part(f"{kind}-row", slot): {"style": {"--share": f"{share or 0:.3f}"}},
        adoption_part(f"{kind}-name", slot): {"children": name},
        adoption_part(f"{kind}-share", slot): {"children": told},
        adoption_part(f"{kind}-n", slot): {"children": n},
    }


def channel_words(complaints: ChannelCounts, texts: Texts) -> str:
    """Every channel that was used, most first: Web 46,8 % · WhatsApp 26,5 %."""
    shares = [(channel, complaints.share(count)) for channel, count in complaints.counts if count]
    return JOINED.join(f"{channel} {text.tenths(share, texts)} %" for channel, share in shares if share is not None)
