"""What came in and what was resolved, bin by bin."""

from collections.abc import Sequence

import plotly.graph_objects as go

from domain.indicators.reviews import TrendBin
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet

HEIGHT = 220
FADED = 0.35
FEW = 3
"""Up to so many complaints each has a line of its own."""


def trend_figure(
    bins: Sequence[TrendBin], labels: Sequence[str], received: str, resolved: str, nothing: str
) -> go.Figure:
    """Bars for what came in, a line for what was resolved; bins that are not full are faded."""
    figure = sheet(HEIGHT, left=34)
    if not any(one.received or one.resolved for one in bins):
        return say_nothing_is_known(figure, nothing)
    places = list(range(len(bins)))
    figure.add_bar(
        x=places,
        y=[one.received for one in bins],
        name=received,
        marker={"color": PAPER["pale"], "opacity": [FADED if one.is_partial else 1 for one in bins]},
        customdata=list(labels),
        hovertemplate=f"%{{customdata}}<br>{received}: %{{y}}<extra></extra>",
    )
    figure.add_scatter(
        x=places,
        y=[one.resolved for one in bins],
        name=resolved,
        mode="lines+markers",
        line={"color": PAPER["accent"], "width": 2},
        marker={"size": 6, "color": PAPER["accent"], "opacity": [FADED if one.is_partial else 1 for one in bins]},
        customdata=list(labels),
        hovertemplate=f"%{{customdata}}<br>{resolved}: %{{y}}<extra></extra>",
    )
    step = max(1, -(-len(bins) // 8))
    figure.update_xaxes(tickvals=places[::step], ticktext=list(labels)[::step], tickangle=0)
    most = max(max(one.received, one.resolved) for one in bins)
    every = {"dtick": 1} if most <= FEW else {"nticks": 4}  # a fraction of a complaint is none
    figure.update_yaxes(rangemode="tozero", showgrid=True, gridcolor=PAPER["rule"], tickformat="d", **every)
    figure.update_layout(bargap=0.25)
    return figure
