"""The head and the foot of the mayor's page: how old the data is, which sources it rests on, and the pause."""

from collections.abc import Collection
from itertools import zip_longest
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.clock import from_epoch_ms
from domain.profile import CityProfile
from domain.snapshot import FeedHealth, Snapshot
from layouts import text
from layouts.door_parts import sign_out
from layouts.health import feed_words
from layouts.ids import Id, mayor_feed, mayor_section
from layouts.mayor_parts import card, count_props, explained, figure, figure_props, touched
from layouts.shell import Props, data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_indicator_page import INDICATORS_PATH, page_texts
from layouts.text_mayor import MayorTexts

FEEDS = 8

MIDDAY, AFTERNOON, EVENING, NIGHT_ENDS = 11, 15, 18, 4
"""The hours at which Indonesian greetings change."""


def header(profile: CityProfile, texts: Texts, words: MayorTexts) -> Component:
    """It stays in view: greeting, badges, age of the data, clock, sources and pause."""
    return html.Header(
        [
            html.Div(
                [
                    html.H1(id=Id.MAYOR_GREETING),
                    html.Span(
                        [
                            html.Span(texts.simulated_data, id=Id.MAYOR_SIMULATED_DATA, className="is-absent"),
                            html.Span(texts.simulated_clock, id=Id.MAYOR_SIMULATED_CLOCK, className="is-absent"),
                        ],
                        className="mayor-badges",
                    ),
                    html.Span(id=Id.MAYOR_DATE, className="mayor-note"),
                ],
                className="mayor-hello",
            ),
            html.Div([_age(texts, words), _clock(profile), _feeds(), _indicators(texts)], className="mayor-state"),
            _pause(words),
            sign_out(texts),
        ],
        className="mayor-header",
    )


def _age(texts: Texts, words: MayorTexts) -> Component:
    """The browser fills it in by its own clock: a page that stands still must be seen to grow old."""
    marks = data_attributes(
        live="age",
        age_text=words.age,
        unknown_text=words.age_unknown,
        units=f"{texts.second} {texts.minute} {texts.hour}",
    )
    return explained("F01", [html.Span(words.age_unknown, className="mayor-age", **marks)], "mayor-fact")


def _clock(profile: CityProfile) -> Component:
    return html.Span([html.Span(NOTHING, id=Id.MAYOR_CLOCK), f" {profile.timezone_label}"], className="mayor-clock")


def _feeds() -> Component:
    target = mayor_section(Section.SOURCES.value)
    return html.A(id=Id.MAYOR_FEEDS, href=f"#{target}", className="mayor-fact mayor-feeds")


def _indicators(texts: Texts) -> Component:
    """The way to every number; on a telephone it stands at the foot of the page."""
    return html.A(page_texts(texts.language).heading, href=INDICATORS_PATH, className="mayor-fact mayor-all")


def _pause(words: MayorTexts) -> Component:
    """Both words are there; the page's state shows one of them."""
    both = [html.Span(words.pause, className="when-live"), html.Span(words.resume, className="when-paused")]
    return touched(both, "mayor-button mayor-pause", {"data-pauses": "", "aria-pressed": "false"})


def paused_note(words: MayorTexts) -> Component:
    """What is seen while the picture stands still."""
    return html.P(words.paused, className="mayor-paused when-paused", role="status")


def header_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """What changes in the header; the clock by the minute."""
    zone = profile.timezone
    hour = from_epoch_ms(snapshot.now_ms).astimezone(zone).hour
    level = "" if all(feed.is_healthy for feed in snapshot.feeds) else "is-warning"
    return {
        Id.MAYOR_GREETING: {"children": greeting(hour, words)},
        Id.MAYOR_SIMULATED_DATA: {"className": _badge(snapshot.is_simulated_data)},
        Id.MAYOR_SIMULATED_CLOCK: {"className": _badge(snapshot.is_simulated_clock)},
        Id.MAYOR_DATE: {"children": text.date(snapshot.now_ms, zone, texts)},
        Id.MAYOR_CLOCK: {"children": text.clock(snapshot.now_ms, zone, texts)},
        Id.MAYOR_FEEDS: {
            "children": feeds_summary(snapshot, words),
            "className": f"mayor-fact mayor-feeds {level}".strip(),
        },
    }


def greeting(hour: int, words: MayorTexts) -> str:
    """Selamat pagi, siang, sore or malam."""
    morning, noon, afternoon, night = words.greetings
    if NIGHT_ENDS <= hour < MIDDAY:
        return morning
    if MIDDAY <= hour < AFTERNOON:
        return noon
    return afternoon if AFTERNOON <= hour < EVENING else night


def feeds_summary(snapshot: Snapshot, words: MayorTexts) -> str:
    """How many sources are well."""
    good, total = sum(feed.is_healthy for feed in snapshot.feeds), len(snapshot.feeds)
    if not total:
        return words.feeds_none
    return words.feeds_good.format(n=total) if good == total else words.feeds_bad.format(n=good, all=total)


def _badge(is_shown: bool) -> str:
    return "mayor-badge" if is_shown else "is-absent"


# --- the foot


def tabs(words: MayorTexts, without: Collection[Section] = ()) -> Component:
    """The ways through a long page, under the thumb, to the sections that there are."""
    here: dict[str, Any] = {"aria-current": "true"}
    first, *_ = words.tabs
    links = [
        html.A(label, href=f"#{mayor_section(name)}", **(here if name == first else {}))
        for name, label in words.tabs.items()
        if name not in without
    ]
    return html.Nav(links, className="mayor-tabs", **data_attributes(follows=""))


def sources_card(texts: Texts, words: MayorTexts) -> Component:
    """Each feed, how much of the city is connected, and whether the books balance."""
    feeds = html.Div([_feed(slot) for slot in range(FEEDS)], className="mayor-feed-list")
    numbers = html.Div([figure(key, words) for key in ("integration", "balance")], className="mayor-figures")
    latency = html.P(
        id=Id.HEALTH_LATENCY, className="mayor-note", **data_attributes(live="latency", decimal_mark=texts.decimal_mark)
    )
    everything = html.A(page_texts(texts.language).all_of_them, href=INDICATORS_PATH, className="mayor-button")
    return card(Section.SOURCES, words.sections["sources"], [feeds, numbers, latency, everything], texts)


def _feed(slot: int) -> Component:
    name, state = html.B(id=mayor_feed(slot, "name")), html.Span(id=mayor_feed(slot, "state"))
    return explained("F01", [html.I(className="mayor-shape"), name, " ", state], "is-absent", mayor_feed(slot, "row"))


def sources_props(snapshot: Snapshot, texts: Texts, words: MayorTexts) -> Props:
    """The feeds in their slots; the latency is measured by each screen for itself."""
    joined, balance = snapshot.integration, snapshot.balance
    props: Props = {
        **count_props("integration", joined.connected, texts, words.of_agencies.format(n=joined.in_scope)),
        **(
            figure_props("balance", None, words.no_data)
            if balance is None
            else count_props(
                "balance",
                balance.missing,
                texts,
                words.of_received.format(n=text.whole(balance.received, texts)),
                "is-warning" if balance.missing else "",
            )
        ),
    }
    for slot, feed in zip_longest(range(FEEDS), snapshot.feeds[:FEEDS]):
        props |= _feed_props(slot, feed, texts)
    return props


def _feed_props(slot: int, feed: FeedHealth | None, texts: Texts) -> Props:
    return {
        mayor_feed(slot, "row"): {"className": f"mayor-feed is-{feed.state.value}" if feed else "is-absent"},
        mayor_feed(slot, "name"): {"children": feed.label if feed else ""},
        mayor_feed(slot, "state"): {"children": feed_words(feed, texts) if feed else ""},
    }
