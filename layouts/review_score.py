"""The score of an agency: among its peers, opened into its parts, and its share on time beside the city's."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.composite import SEPARATION_ERROR, PartScore, ScorePart, is_level
from domain.indicators.agency_scores import REOPENED_AFTER_DAYS, SMALLEST_IN_FUNNEL, SMALLEST_RATED, ScoreBoard
from domain.profile import CityProfile
from domain.scoring import Tier
from layouts import text
from layouts.figures.funnel import funnel_figure
from layouts.figures.scores import scores_figure
from layouts.review_numbers import Children, Facts, chart, chart_graph, definition
from layouts.text import NOTHING, Texts
from layouts.text_review import decimal, hundredths, review_texts, tenths
from layouts.text_review_fields import Number

TOLD_ALONE = 0.2
"""The share of an agency's cases without comparison that is told."""


def score_section(board: ScoreBoard, profile: CityProfile, texts: Texts) -> Component:
    """Three cards: the score with its parts, the tiers of the peers, and the funnel."""
    facts = score_facts(board, texts)
    cards = [
        _score(board, profile, texts, facts),
        _tiers(board, profile, texts, facts),
        _funnel(board, profile, texts, facts),
    ]
    return html.Div(cards, className="charts score")


def score_facts(board: ScoreBoard, texts: Texts) -> Facts:
    """The values of this installation that the definitions of scores name."""
    rules = board.rules
    return {
        "score_days": rules.window_days,
        "score_few": rules.smallest_n,
        "score_parts": rules.smallest_parts,
        "score_weight": decimal(rules.prior_weight, texts),
        "rated_few": SMALLEST_RATED,
        "ripe_days": REOPENED_AFTER_DAYS,
        "few": SMALLEST_IN_FUNNEL,
        "error": text.percent(SEPARATION_ERROR),
    }


# --- the score and its parts


def _score(board: ScoreBoard, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    heading = words.score.format(group=_group(board, profile, texts))
    head = html.Div([html.H2(heading), definition(Number.SCORE, texts, facts)], className="card-head")
    return html.Section([head, *_value(board, texts), _parts(board, texts)], className="card chart score")


def _value(board: ScoreBoard, texts: Texts) -> Children:
    words, own = review_texts(texts), board.own
    if own.value is None:
        judged = sum(part.share is not None for part in own.parts)
        note = words.score_insufficient.format(
            n=own.n, smallest=board.rules.smallest_n, parts=judged, needed=board.rules.smallest_parts
        )
        return [html.Div(NOTHING, className="big"), html.Div(note, className="note")]
    span = words.score_span.format(low=points(own.low, texts), high=points(own.high, texts))
    standing = board.standing
    is_below = standing is not None and standing.tier is Tier.BELOW
    value = html.Span(points(own.value, texts), className="is-critical" if is_below else "")
    return [
        html.Div([value, html.Span(span, className="unit")], className="big"),
        html.Div(" · ".join([*_standing_words(board, texts), words.score_full]), className="note"),
    ]


def _standing_words(board: ScoreBoard, texts: Texts) -> list[str]:
    words, standing, n = review_texts(texts), board.standing, len(board.standings)
    if standing is None:
        return []
    if n == 1:
        return [words.no_peers.rstrip(".")]
    if is_level(board.standings):
        return [words.no_difference]
    place = words.place if standing.best_place == standing.last_place else words.places
    told = place.format(best=standing.best_place, last=standing.last_place, n=n)
    return [words.tiers[standing.tier], told]


def points(score: float, texts: Texts) -> str:
    """A score of 1 is 100 points; always with a tenth, so that columns and spans align."""
    return tenths(100 * score, texts)


def _parts(board: ScoreBoard, texts: Texts) -> Component:
    words = review_texts(texts)
    head = html.Thead(html.Tr([html.Th(heading, scope="col") for heading in words.part_headings]))
    rows = [_part(part, board, texts) for part in board.own.parts]
    total = "" if board.own.value is None else points(board.own.value, texts)
    foot = html.Tfoot(html.Tr([html.Th(words.score_total, scope="row", colSpan=6), html.Td(total)]))
    return html.Table([head, html.Tbody(rows), foot], className="parts")


def _part(part: PartScore, board: ScoreBoard, texts: Texts) -> Component:
    cells = [*_actual_cells(part, texts), _target(part, texts), f"{text.percent(part.rule.weight)} %"]
    contribution = NOTHING if part.contribution is None else points(part.contribution, texts)
    return html.Tr(
        [html.Th(_name(part, board, texts), scope="row"), *(html.Td(cell) for cell in (*cells, contribution))]
    )


def _name(part: PartScore, board: ScoreBoard, texts: Texts) -> Sequence[Component | str]:
    words = review_texts(texts)
    name = words.parts[part.part]
    if part.part is not ScorePart.RATING or not board.resolved:
        return [name]
    rated = words.rated.format(
        n=text.whole(part.tally.n, texts),
        total=text.whole(board.resolved, texts),
        share=text.percent(part.tally.n / board.resolved),
    )
    return [name, html.Div(rated, className="note")]


def _actual_cells(part: PartScore, texts: Texts) -> list[str]:
    """The share, its n, and the estimate that counts; withheld where n is too small."""
    n = text.whole(part.tally.n, texts)
    if part.share is None:
        return [NOTHING, n, NOTHING]
    actual = f"{tenths(100 * part.tally.met / part.tally.n, texts)} %"
    return [actual, n, f"{tenths(100 * part.share.share, texts)} %"]


def _target(part: PartScore, texts: Texts) -> str:
    words, value = review_texts(texts), f"{text.percent(part.rule.target)} %"
    return (words.at_most if part.rule.is_most else words.at_least).format(value=value)


# --- peers


def _tiers(board: ScoreBoard, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    words = review_texts(texts)
    told = [points(standing.score.value or 0, texts) for standing in board.standings]
    figure = scores_figure(board.standings, _shorts(profile), board.own.agency, told, (words.tier_marks, words.no_data))
    few = [profile.agencies[score.agency].short for score in board.insufficient]
    note = words.peer_scores_few.format(names=", ".join(few)) if few else ""
    parts = [chart_graph(figure), html.Div(note, className="note")]
    heading = words.peer_scores.format(group=_group(board, profile, texts))
    return chart(Number.TIERS, heading, parts, words.peer_scores_note, texts, facts)


def _group(board: ScoreBoard, profile: CityProfile, texts: Texts) -> str:
    groups = review_texts(texts).peer_groups
    return groups.get(profile.agencies[board.own.agency].group, groups["city"])


def _shorts(profile: CityProfile) -> dict[str, str]:
    return {code: agency.short for code, agency in profile.agencies.items()}


# --- funnel


def _funnel(board: ScoreBoard, profile: CityProfile, texts: Texts, facts: Facts) -> Component:
    words, city = review_texts(texts), board.city
    share = city.met / city.n if city.n else 0.0
    labels = (words.city_share.format(share=text.percent(share)), words.funnel_axis, words.no_data)
    figure = funnel_figure(board.funnel, _shorts(profile), board.own.agency, share, labels)
    told = [html.Div(line) for line in _place_words(board, profile, texts)]
    parts = [chart_graph(figure), html.Div(told, className="note")]
    return chart(Number.FUNNEL, words.funnel, parts, words.funnel_note, texts, facts)


def _place_words(board: ScoreBoard, profile: CityProfile, texts: Texts) -> list[str]:
    words, point, mix = review_texts(texts), board.own_point, board.mix
    short = profile.agencies[board.own.agency].short
    if point is None:
        return [words.own_insufficient.format(agency=short, n=mix.n, smallest=SMALLEST_IN_FUNNEL)]
    lines = [words.funnel_places[point.place].format(agency=short)]
    if mix.ratio is not None and mix.interval is not None:
        low, high = mix.interval
        values = {"ratio": hundredths(mix.ratio, texts), "low": hundredths(low, texts), "high": hundredths(high, texts)}
        counts = {"observed": text.whole(mix.observed, texts), "expected": tenths(mix.expected, texts)}
        lines.append(words.case_mix.format(**counts, **values))
    if mix.n and mix.alone / mix.n > TOLD_ALONE:
        lines.append(words.alone.format(share=text.percent(mix.alone / mix.n)))
    return lines
