"""How old the open cases are."""

from collections.abc import Sequence

import plotly.graph_objects as go

from layouts.figures.paper import PAPER, say_nothing_is_known, sheet

HEIGHT = 220


def ageing_figure(counts: Sequence[int], labels: Sequence[str], unit: str, nothing: str) -> go.Figure:
    """One bar for each age, oldest at the bottom, with its count beside it."""
    figure = sheet(HEIGHT, left=52, right=36)
    if not sum(counts):
        return say_nothing_is_known(figure, nothing)
    figure.add_bar(
        x=list(counts),
        y=list(labels),
        orientation="h",
        marker={"color": PAPER["faint"]},
        text=[str(count) if count else "0" for count in counts],
        textposition="outside",
        textfont={"color": PAPER["ink"]},
        cliponaxis=False,
        hovertemplate=f"%{{y}}: %{{x}} {unit}<extra></extra>",
    )
    figure.update_xaxes(visible=False, range=[0, max(counts) * 1.08])
    figure.update_yaxes(type="category", autorange="reversed", ticksuffix="  ")
    figure.update_layout(bargap=0.3, margin={"b": 6})
    return figure
