"""The look of charts on a light page: one palette, little ink, no controls."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

PAPER: Mapping[str, str] = MappingProxyType(
    {
        "ground": "#F5F7F9",
        "card": "#FFFFFF",
        "ink": "#1B2530",
        "quiet": "#566371",
        "rule": "#DDE3E9",
        "mark": "#3B4A59",
        "faint": "#8D9AA7",
        "pale": "#B9C4CF",
        "critical": "#B23B00",
        "critical-pale": "#D99070",
        "warning": "#8A6D00",
        "accent": "#0B6AA8",
    }
)
"""Grey is normal; a saturated colour always means something, and a shape or a word goes with it."""

NO_CONTROLS: Any = {"displayModeBar": False, "responsive": True}
"""What `dcc.Graph` takes as its config; never changed."""


def sheet(height: int, left: int = 40, right: int = 12, top: int = 8) -> go.Figure:
    """An empty chart."""
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": left, "r": right, "t": top, "b": 28},
        paper_bgcolor=PAPER["card"],
        plot_bgcolor=PAPER["card"],
        font={"family": "Inter, Noto Sans, sans-serif", "size": 13, "color": PAPER["quiet"]},
        showlegend=False,
        dragmode=False,
        hoverlabel={"bgcolor": PAPER["card"], "font": {"color": PAPER["ink"], "size": 13}},
    )
    axes = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "linecolor": PAPER["rule"]}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    return figure


def say_nothing_is_known(figure: go.Figure, words: str) -> go.Figure:
    """A chart without data says so, instead of drawing a zero."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=words, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    return figure
