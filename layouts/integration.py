"""How the data come: which agencies are heard of, how reports change hands, whether every entry is accounted for."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.integration import HEARD_DAYS
from domain.profile import CityProfile
from domain.snapshot import BalanceTotals, FeedHealth, Snapshot
from layouts import text
from layouts.headlines import CALM, CRITICAL, facts, headline_props, headlines
from layouts.ids import Id, data_part
from layouts.shell import Props, detail, feed_props, panel, plain_panel, title
from layouts.text import NOTHING, Texts

FEEDS = 8
MINUTE_SECONDS = 60
HANDOFFS_DETAIL = data_part("handoffs-window")
BALANCE = ("received", "stored", "passing", "duplicates", "dead-lettered", "missing")


def integration_panel(texts: Texts) -> Component:
    """How many agencies are connected, and what is missing. It tells how the feeds are, so it carries none."""
    words = texts.services
    numbers = [
        (data_part("connected"), words.connected),
        (data_part("unheard"), words.unheard),
    ]
    return plain_panel("integration", [title(words.integration.format(days=HEARD_DAYS)), headlines(numbers)])


def handoffs_panel(texts: Texts) -> Component:
    """How often reports change hands."""
    words = texts.services
    numbers = [(data_part("handoffs"), words.handed_on), (data_part("handed-on-twice"), words.handed_on_twice)]
    return panel(Id.HANDOFFS_PANEL, [title(words.handoffs, HANDOFFS_DETAIL), headlines(numbers)], texts)


def roster_panel(profile: CityProfile, texts: Texts) -> Component:
    """Every agency in the city's order: connected, or not heard of."""
    names = [
        html.Span(agency.short, id=data_part("agency", slot), className="roster-name is-unknown")
        for slot, agency in enumerate(profile.agencies.values())
    ]
    words = texts.services
    key = [
        html.Span([html.I(className="shape dot"), words.roster_connected], className="entry"),
        html.Span([html.I(className="shape ring"), words.roster_unheard], className="entry"),
    ]
    grid = html.Div(names, className="roster-names")
    return plain_panel("roster", [title(words.roster), grid, html.Div(key, className="legend-row roster-key")])


def balance_panel(texts: Texts) -> Component:
    """What was received and what became of it."""
    words = texts.services
    labels = (words.received, words.stored, words.passing, words.duplicates, words.dead_lettered, words.missing)
    rows = [(data_part(part), label) for part, label in zip(BALANCE, labels, strict=True)]
    return plain_panel("balance", [title(words.balance), facts(rows)])


def feeds_panel(texts: Texts) -> Component:
    """Every feed with its state and when it was last heard of."""
    rows = [
        html.Div(
            [
                html.B(id=data_part("feed-name", slot)),
                html.Span(id=data_part("feed-stream", slot), className="note"),
                html.Span(id=data_part("feed-age", slot), className="feed-age"),
            ],
            id=data_part("feed", slot),
            className="feed-row is-absent",
        )
        for slot in range(FEEDS)
    ]
    return plain_panel("feed-list", [title(texts.services.feeds), html.Div(rows, className="facts")])


def integration_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All of this scene; nothing for a city without agencies."""
    if not profile.agencies:
        return {}
    return {
        **feed_props(snapshot, [Id.HANDOFFS_PANEL]),
        **_connected_props(snapshot, texts),
        **_roster_props(snapshot, profile),
        **_handoffs_props(snapshot, texts),
        **_balance_props(snapshot.balance, texts),
        **_feeds_props(snapshot, texts),
    }


def _connected_props(snapshot: Snapshot, texts: Texts) -> Props:
    state, words = snapshot.integration, texts.services
    return {
        **headline_props(data_part("connected"), str(state.connected), words.connected_note.format(n=state.in_scope)),
        **headline_props(data_part("unheard"), str(len(state.silent)), words.unheard_note.format(days=HEARD_DAYS)),
    }


def _roster_props(snapshot: Snapshot, profile: CityProfile) -> Props:
    silent = set(snapshot.integration.silent)
    return {
        data_part("agency", slot): {"className": f"roster-name {'is-unknown' if code in silent else 'is-good'}"}
        for slot, code in enumerate(profile.agencies)
    }


def _handoffs_props(snapshot: Snapshot, texts: Texts) -> Props:
    state = snapshot.integration
    words, twice = texts.services, text.whole(state.handed_on_twice, texts)
    share = text.percent(state.handed_on_twice / state.n) if state.n else "0"
    return {
        HANDOFFS_DETAIL: {"children": detail(texts.services.handoffs.format(days=state.window_days))},
        **headline_props(
            data_part("handoffs"),
            text.whole(state.handoffs, texts),
            words.of_filed.format(n=text.whole(state.n, texts)),
        ),
        **headline_props(data_part("handed-on-twice"), twice, words.share_of_filed.format(share=share)),
    }


def _balance_props(balance: BalanceTotals | None, texts: Texts) -> Props:
    def entries(count: int | None) -> str:
        return NOTHING if count is None else text.whole(count, texts)

    total = balance or BalanceTotals(0, 0, 0, 0, 0)
    counts = [total.received, total.stored, total.passing, total.duplicates, total.dead_lettered, total.missing]
    words = [entries(count if balance else None) for count in counts]
    props: Props = {data_part(part): {"children": word} for part, word in zip(BALANCE, words, strict=True)}
    props[data_part("missing")]["className"] = CRITICAL if total.missing else CALM
    return props


def _feeds_props(snapshot: Snapshot, texts: Texts) -> Props:
    props: Props = {}
    for slot, feed in zip_longest(range(FEEDS), snapshot.feeds[:FEEDS]):
        streams = dict(zip(("complaints", "queues", "activity"), texts.services.streams, strict=True))
        props |= {
            data_part("feed", slot): {"className": f"feed-row is-{feed.state.value}" if feed else "is-absent"},
            data_part("feed-name", slot): {"children": feed.label if feed else ""},
            data_part("feed-stream", slot): {"children": streams[feed.stream.value] if feed else ""},
            data_part("feed-age", slot): {"children": _age(feed, texts) if feed else ""},
        }
    return props


def _age(feed: FeedHealth, texts: Texts) -> str:
    """When it was last heard of, by the minute, so that a good feed does not change the screen each second."""
    words = texts.services
    if feed.age_seconds is None:
        return words.never
    if feed.age_seconds < MINUTE_SECONDS:
        return words.heard_now
    return words.heard.format(age=text.duration(feed.age_seconds, texts))
