"""The numbers of a review: cards, charts and what is known of today, each with its definition at hand."""

from collections.abc import Sequence

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from domain.filters import ReviewFilters, Show
from domain.indicators.complaints import Share
from domain.indicators.durations import SMALLEST_N, Lasting
from domain.indicators.reviews import Peers, Review, TrendBin, is_daily
from domain.privacy import SMALLEST_UNIT
from domain.profile import CityProfile
from layouts import text
from layouts.channels import channel_words
from layouts.figures.ageing import ageing_figure
from layouts.figures.paper import NO_CONTROLS
from layouts.figures.peers import peers_figure
from layouts.figures.trend import trend_figure
from layouts.review import address
from layouts.text import NOTHING, Texts
from layouts.text_review import decimal, review_texts, short_day
from layouts.text_review_fields import Definition, Number

Children = list[Component]
Facts = dict[str, object]


def numbers(review: Review, profile: CityProfile, texts: Texts) -> Children:
    """All numbers but those of today."""
    facts = definition_facts(review, profile, texts)
    notes: Children = []
    if review.filters.district:
        notes = [html.P(review_texts(texts).no_sensitive_in_district, className="note")]
    return [
        *notes,
        html.Div(_cards(review, texts, facts), className="cards"),
        html.Div(
            [_trend(review, profile, texts, facts), _ages(review, texts, facts), _peers(review, profile, texts, facts)],
            className="charts",
        ),
    ]


def definition_facts(review: Review, profile: CityProfile, texts: Texts) -> Facts:
    """The values of this installation that definitions name."""
    peers = review.peers
    return {**city_facts(profile, texts), "weight": decimal(peers.prior_weight, texts), "smallest": peers.smallest_n}


def city_facts(profile: CityProfile, texts: Texts) -> Facts:
    """Those that hold for each review."""
    cut_off = profile.calendar.cut_off.strftime(f"%H{texts.time_mark}%M")
    return {"few": SMALLEST_N, "unit": SMALLEST_UNIT, "cut_off": cut_off}


def definition(number: Number, texts: Texts, facts: Facts) -> Component:
    """What a number means, folded away until somebody asks."""
    words = review_texts(texts)
    rows = zip(
        (words.formula, words.denominator, words.window, words.source), filled(number, texts, facts), strict=True
    )
    listed = [part for label, told in rows for part in (html.Dt(label), html.Dd(told))]
    mark = html.Summary("i", title=words.definition)
    return html.Details([mark, html.Dl(listed)], className="definition")


def filled(number: Number, texts: Texts, facts: Facts) -> Definition:
    """A definition with the values of this installation."""
    return Definition(*(part.format(**facts) for part in review_texts(texts).definitions[number]))


# --- cards


def _cards(review: Review, texts: Texts, facts: Facts) -> Children:
    words, counts, filters = review_texts(texts), review.counts, review.filters
    overdue_share = text.percent(counts.overdue / counts.open) if counts.open else "0"
    resolution = review.resolution
    return [
        _count(Number.OPEN, words.open, counts.open, "", Show.OPEN, filters, texts, facts),
        _count(
            Number.OVERDUE,
            words.overdue,
            counts.overdue,
            words.overdue_note.format(share=overdue_share),
            Show.OVERDUE,
            filters,
            texts,
            facts,
        ),
        _count(
            Number.DUE_SOON,
            words.due_soon,
            counts.due_soon,
            words.due_soon_note.format(n=text.whole(counts.due_soon_not_started, texts)),
            Show.DUE_SOON,
            filters,
            texts,
            facts,
        ),
        _on_time(review.on_time, filters, texts, facts),
        _card(
            Number.RESOLUTION,
            words.median,
            _lasting(resolution.median, texts),
            _p90_note(review, texts),
            texts,
            facts,
        ),
    ]


def _count(
    number: Number,
    label: str,
    count: int,
    note: str,
    show: Show,
    filters: ReviewFilters,
    texts: Texts,
    facts: Facts,
) -> Component:
    is_critical = number is Number.OVERDUE and count > 0
    value = dcc.Link(
        text.whole(count, texts),
        href=address(filters.agency, filters.showing(show).query()),
        className="is-critical" if is_critical else "",
    )
    return _card(number, label, [value], note, texts, facts)


def _on_time(share: Share, filters: ReviewFilters, texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    if share.value is None:
        note = words.insufficient.format(n=share.n) if share.n else words.no_data
        return _card(Number.ON_TIME, words.on_time, [NOTHING], note, texts, facts)
    missed = address(filters.agency, filters.showing(Show.MISSED).query())
    value = dcc.Link(text.percent(share.value), href=missed, className="is-critical" if share.is_below_target else "")
    of_n = words.of_n.format(k=text.whole(share.successes, texts), n=text.whole(share.n, texts))
    target = words.below_target if share.is_below_target else words.target
    note = f"{of_n} · {target.format(share=text.percent(share.target))}"
    return _card(Number.ON_TIME, words.on_time, [value, html.Span("%", className="unit")], note, texts, facts)


def _lasting(lasting: Lasting, texts: Texts) -> list[Component | str]:
    words = review_texts(texts)
    if lasting.days is None:
        return [NOTHING]
    return [_bounded(lasting, lasting.days, texts), html.Span(words.working_days, className="unit")]


def _p90_note(review: Review, texts: Texts) -> str:
    words, p90, median = review_texts(texts), review.resolution.p90, review.resolution.median
    if p90.days is None or median.hours is None:
        n = review.resolution.n
        return words.insufficient.format(n=n) if n else words.no_data
    hours = f"{_bounded(median, median.hours, texts, whole=True)} {words.hours}"
    return f"{hours} · {words.p90} {_bounded(p90, p90.days, texts)} {words.working_days} · n = {review.resolution.n}"


def _bounded(lasting: Lasting, value: float, texts: Texts, *, whole: bool = False) -> str:
    shown = decimal(round(value) if whole else value, texts)
    return review_texts(texts).at_least.format(value=shown) if lasting.is_at_least else shown


def _card(
    number: Number,
    label: str,
    value: Sequence[Component | str],
    note: str,
    texts: Texts,
    facts: Facts,
) -> Component:
    head = html.Div([html.H2(label), definition(number, texts, facts)], className="card-head")
    parts = [head, html.Div(list(value), className="big"), html.Div(note, className="note")]
    return html.Section(parts, className="card number")


# --- charts


def chart(
    number: Number,
    heading: str,
    parts: Sequence[Component],
    note: str,
    texts: Texts,
    facts: Facts,
) -> Component:
    """A card with a chart and what it means."""
    head = html.Div([html.H2(heading), definition(number, texts, facts)], className="card-head")
    return html.Section([head, html.Div(note, className="note"), *parts], className=f"card chart {number.value}")


def _trend(review: Review, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    unit = words.by_day if is_daily(review.window) else words.by_week
    labels = [_bin_label(one, profile, texts) for one in review.trend]
    figure = trend_figure(review.trend, labels, words.received, words.resolved, words.no_data)
    keys = [
        html.Span([html.I(className="key bar"), f"{words.received} {text.whole(review.received, texts)}"]),
        html.Span([html.I(className="key line"), f"{words.resolved} {text.whole(review.resolved, texts)}"]),
    ]
    partial = words.partial.format(unit=unit.rpartition(" ")[2])
    channels = channel_words(review.channels, texts)
    parts = [
        html.Div([*keys, html.Span(partial)], className="keys note"),
        chart_graph(figure),
        html.Div(words.channels.format(channels=channels) if channels else "", className="note"),
    ]
    return chart(Number.FLOW, f"{words.trend} {unit}", parts, "", texts, facts)


def _bin_label(one: TrendBin, profile: CityProfile, texts: Texts) -> str:
    return short_day(one.start_ms, profile.timezone, texts)


def _ages(review: Review, texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    figure = ageing_figure(review.ages, words.age_labels, words.cases_unit, words.no_data)
    return chart(Number.AGES, words.ages, [chart_graph(figure)], "", texts, facts)


def _peers(review: Review, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    words, peers = review_texts(texts), review.peers
    group = words.peer_groups.get(profile.agencies[peers.own].group, words.peer_groups["city"])
    names = [profile.agencies[peer.agency].short for peer in peers.standings]
    target = words.target.format(share=text.percent(peers.target))
    figure = peers_figure(peers.standings, names, peers.own, peers.target, (target, words.interval, words.no_data))
    rest = html.Div(_insufficient(peers, profile, texts), className="note")
    heading = words.peers.format(group=group)
    return chart(Number.PEERS, heading, [chart_graph(figure), rest], words.peers_note, texts, facts)


def _insufficient(peers: Peers, profile: CityProfile, texts: Texts) -> Children:
    """The agency itself first, by its number of cases; the others by name."""
    words, shorts = review_texts(texts), {code: agency.short for code, agency in profile.agencies.items()}
    lines = [
        words.own_insufficient.format(agency=shorts[code], n=n, smallest=peers.smallest_n)
        for code, n in peers.insufficient
        if code == peers.own
    ]
    others = [shorts[code] for code, _ in peers.insufficient if code != peers.own]
    if others:
        lines.append(words.others_insufficient.format(smallest=peers.smallest_n, names=", ".join(others)))
    if len(peers.standings) + len(peers.insufficient) == 1:
        lines.append(words.no_peers)
    return [html.Div(line) for line in lines]


def chart_graph(figure: go.Figure) -> Component:
    """A chart of its own height: a responsive one would shrink to nothing in a grid."""
    return dcc.Graph(figure=figure, config=NO_CONTROLS, style={"height": f"{figure.layout.height}px"})
