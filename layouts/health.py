"""What the screen rests on: the state of each feed, how long a fact takes to get here, and the latest events."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.privacy import Audience
from domain.profile import CityProfile
from domain.snapshot import Facts, FeedHealth, FeedState, Snapshot, TickerItem
from layouts import text
from layouts.ids import Id, feed_part, feed_slot, ticker_slot
from layouts.shell import Props, data_attributes, feed_codes, holding
from layouts.text import NO_BREAK, NOTHING, Texts

FEEDS = 6
TICKER_LINES = 4


def health_panel(texts: Texts, audience: str) -> Component:
    """Two strips under everything else. They carry no feed of their own: they say how the feeds are."""
    marks = {**data_attributes(of_guests=""), **({} if audience == Audience.WALL_GUEST else {"hidden": True})}
    guest = [html.Span(texts.guest, **marks)]
    feeds = [_feed(slot) for slot in range(FEEDS)]
    latency = html.Span(
        id=Id.HEALTH_LATENCY,
        className="latency",
        **data_attributes(live="latency", decimal_mark=texts.decimal_mark),
        **holding([texts.latency.format(s=f"< 0{texts.decimal_mark}1")]),
    )
    lines = [html.Span(id=ticker_slot(slot), className="ticker-line") for slot in range(TICKER_LINES)]
    return html.Footer(
        [
            html.Div([*feeds, html.Span(className="spacer"), *guest, latency], className="feeds"),
            html.Div(lines, id=Id.TICKER, className="ticker", **data_attributes(feed="")),
        ],
        className="health",
    )


def _feed(slot: int) -> Component:
    name = html.B(id=feed_part(slot, "name"))
    state = html.Span(id=feed_part(slot, "state"))
    return html.Span([name, state], id=feed_slot(slot), className="is-absent")


# --- feeds


def health_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Feeds and ticker; the latency is measured by each screen for itself."""
    ticker: Props = {Id.TICKER: {"data-feed": feed_codes(snapshot, Facts.COMPLAINTS)}}
    return {**_feeds_props(snapshot, texts), **ticker, **_ticker_props(snapshot, profile, texts)}


def _feeds_props(snapshot: Snapshot, texts: Texts) -> Props:
    props: Props = {}
    for slot, feed in zip_longest(range(FEEDS), snapshot.feeds[:FEEDS]):
        props |= _feed_props(slot, feed, texts)
    return props


def _feed_props(slot: int, feed: FeedHealth | None, texts: Texts) -> Props:
    return {
        feed_slot(slot): {"className": f"feed is-{feed.state.value}" if feed else "is-absent"},
        feed_part(slot, "name"): {"children": feed.label if feed else ""},
        feed_part(slot, "state"): {"children": _strip_words(feed, texts) if feed else ""},
    }


def _strip_words(feed: FeedHealth, texts: Texts) -> str:
    """The same in the room of the strip, where an age is told as a whole or not at all."""
    if feed.data_age_seconds is None:
        return NOTHING if feed.state == FeedState.UNKNOWN else texts.feed_states[feed.state]
    words, _, unit = feed_words(feed, texts).rpartition(" ")
    return f"{words}{NO_BREAK}{unit}"


def feed_words(feed: FeedHealth, texts: Texts) -> str:
    """The state and, once it is no longer good, for how long nothing was heard, or nothing happened.

    A good feed's age would change this line, and so every screen, each second, and tell nobody anything.
    """
    words = texts.feed_states[feed.state]
    age = feed.data_age_seconds
    if age is None:
        return words
    silence = "" if feed.silent_seconds is None else f": {texts.feed_too_quiet}"
    return f"{words}{silence} {text.duration(_coarse(age), texts)}"


def _coarse(seconds: float) -> float:
    """Below a minute by steps of five seconds; above it the minutes are coarse enough."""
    return seconds // 5 * 5 if seconds < 60 else seconds


# --- ticker


def _ticker_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    props: Props = {}
    for slot, item in zip_longest(range(TICKER_LINES), snapshot.ticker[:TICKER_LINES]):
        time = text.clock(item.occurred_ms, profile.timezone, texts) if item else ""
        words = _ticker_words(item, profile, texts) if item else ""
        props[ticker_slot(slot)] = {"children": words, "data-time": time}
    return props


def _ticker_words(item: TickerItem, profile: CityProfile, texts: Texts) -> str:
    category = profile.categories.get(item.category)
    agency = profile.agencies.get(item.agency)
    what = category.label if category else item.category
    return text.event_line(
        what, _place(item.place, profile), agency.short if agency else item.agency, item.event_type, texts
    )


def _place(place: str, profile: CityProfile) -> str:
    """A ward's or a district's name for its code; a name stays as it is."""
    ward = profile.wards.get(place)
    return ward.name if ward else profile.districts.get(place, place)
