"""The page of indicators at a desk: every row of the catalogue with its value and all that explains it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from domain.indicators.catalogue import CATALOGUE, Indicator, Level
from domain.indicators.readings import Known, Reading, readings
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from domain.unfiled import Unfiled
from layouts import text
from layouts.figures.paper import PAPER
from layouts.ids import Id, indicator_part
from layouts.indicator_numbers import Words, words_of
from layouts.indicator_rows import level_of, row, row_props
from layouts.review import heading_note, instant_words
from layouts.shell import Props, connection_banner, data_attributes
from layouts.text import Texts
from layouts.text_review import review_texts

POLL_MS = 5000
RECONCILED = "complaint_gap"
"""The row whose cases are named below it."""


def indicators_layout(profile: CityProfile, texts: Texts, audience: str, snapshot: Snapshot | None) -> Component:
    """The page with the values of a snapshot; later ones are asked for every few seconds, and what changed is set.

    Its pulses come by the live channel, so a lost connection is told at once; the channel itself draws nothing here.
    """
    words = words_of(texts, profile)
    props: Props = {} if snapshot is None else indicators_props(snapshot, profile, texts)
    return html.Main(
        [
            dcc.Interval(id=Id.INDICATORS_TICK, interval=POLL_MS),
            dcc.Store(id=Id.INDICATORS_VALUES, data=None if snapshot is None else dict(props)),
            dcc.Store(id=Id.INDICATORS_SHOWN),
            _header(words, props),
            connection_banner(profile, texts),
            *_groups(words, props),
        ],
        className="review indicators",
        style={f"--{name}": value for name, value in PAPER.items()},
        **data_attributes(live_audience=audience, live_paused="true"),
    )


def _header(words: Words, props: Props) -> Component:
    page = words.page
    title = [
        html.H1(page.heading),
        html.A(page.mayor, href="/mayor", className="others"),
        html.A(page.agencies, href="/agency", className="others"),
    ]
    as_of: Any = props.get(Id.INDICATORS_AS_OF, {"children": page.no_values})
    abnormal: Any = props.get(Id.INDICATORS_ABNORMAL, {})
    ways = [
        html.Nav([html.A(name, href=f"#group-{letter}") for letter, name in page.groups.items()]),
        html.Span(id=Id.INDICATORS_ABNORMAL, className="abnormal", **abnormal),
    ]
    return html.Div(
        [
            html.Header(
                [
                    html.Div(title, className="title"),
                    html.Span(className="spacer"),
                    html.Span(id=Id.INDICATORS_AS_OF, className="as-of", **as_of),
                ]
            ),
            html.Div(ways, className="ways"),
        ],
        className="indicators-head",
    )


def _groups(words: Words, props: Props) -> list[Component]:
    grouped = groupby(CATALOGUE.values(), key=lambda indicator: indicator.id[0])
    return [
        html.P(words.page.lead, className="note"),
        *(_group(one, list(rows), words, props) for one, rows in grouped),
    ]


def _group(letter: str, rows: Sequence[Indicator], words: Words, props: Props) -> Component:
    content: list[Component] = []
    for indicator in rows:
        content.append(row(indicator, props, words))
        if indicator.key == RECONCILED:
            cases: Any = props.get(Id.INDICATORS_CASES, {"className": "is-absent"})
            content.append(html.Div(id=Id.INDICATORS_CASES, **cases))
    heading = html.H2(words.page.groups[letter])
    return html.Section([heading, *content], id=f"group-{letter}", className="card group")


# --- values


def indicators_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the page that a snapshot decides."""
    words = words_of(texts, profile)
    found = read(snapshot)
    is_simulated = snapshot.is_simulated_data or snapshot.is_simulated_clock
    props: Props = {
        Id.INDICATORS_AS_OF: {"children": heading_note(snapshot.now_ms, is_simulated, profile, texts)},
        Id.INDICATORS_ABNORMAL: _summary(found, snapshot, words),
        Id.INDICATORS_CASES: _cases(snapshot, words),
    }
    for reading in found:
        props |= row_props(reading, snapshot, words)
    return props


def read(snapshot: Snapshot) -> Sequence[Reading]:
    """Every indicator of the catalogue as the page tells it."""
    return readings(snapshot, Known(snapshot.facts, snapshot.now_ms))


def _summary(found: Sequence[Reading], snapshot: Snapshot, words: Words) -> dict[str, object]:
    """How many numbers are out of bounds, as links to them."""
    abnormal = [one for one in found if level_of(one, snapshot) in (Level.WATCH, Level.BAD)]
    if not abnormal:
        return {"children": words.page.abnormal_none}
    links = [html.A(one.id, href=f"#{indicator_part(one.id, 'row')}") for one in abnormal]
    return {"children": [html.Span(words.page.abnormal.format(n=len(abnormal))), *links]}


def _cases(snapshot: Snapshot, words: Words) -> dict[str, object]:
    """The cases of the reconciliation, where their tickets may be told."""
    found = snapshot.reconciliation
    if not found.cases:
        return {"children": [], "className": "is-absent"}
    more = found.gap - len(found.cases)
    rest = [html.P(words.page.cases_more.format(n=text.whole(more, words.texts)), className="note")] if more else []
    lines = [html.Li(_case_words(case, words)) for case in found.cases]
    return {"children": [html.H4(words.page.cases), html.Ul(lines), *rest], "className": "residual"}


def _case_words(case: Unfiled, words: Words) -> list[Component]:
    states = review_texts(words.texts).states
    left = words.page.case_left.format(
        state=states.get(case.state, case.state.name.lower()),
        instant=instant_words(case.changed_ms, words.profile, words.texts),
    )
    return [html.B(case.complaint_id), html.Span(left, className="note")]
