"""One line of a comparison: an interval, the value in it, and its words at the right; the own agency stands out."""

from dataclasses import dataclass

import plotly.graph_objects as go

from layouts.figures.paper import PAPER


@dataclass(frozen=True, slots=True)
class StandingMark:
    """What is drawn of one agency in a row: values along the axis, and words; `told` stand right, `hover` on touch."""

    low: float
    value: float
    high: float
    told: str
    hover: str
    is_below: bool
    is_own: bool


def draw_standing(figure: go.Figure, row: int, mark: StandingMark) -> None:
    """Add one line to a figure whose rows go down from 0."""
    colour = PAPER["critical"] if mark.is_below else PAPER["accent"] if mark.is_own else PAPER["mark"]
    figure.add_scatter(
        x=[mark.low, mark.high],
        y=[row, row],
        mode="lines",
        line={"color": PAPER["critical-pale"] if mark.is_below else PAPER["pale"], "width": 7 if mark.is_own else 4},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[mark.value],
        y=[row],
        mode="markers",
        marker={
            "color": colour,
            "size": 13 if mark.is_own else 9,
            "symbol": "triangle-up" if mark.is_below else "circle",
        },
        hovertemplate=f"{mark.hover}<extra></extra>",
    )
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=row,
        text=mark.told,
        showarrow=False,
        font={"color": PAPER["ink"], "size": 12},
    )


def quiet(words: str) -> str:
    """Words that stand back."""
    return f"<span style='color:{PAPER['quiet']}'>{words}</span>"


def bold(words: str, *, is_own: bool) -> str:
    """Words of the own agency."""
    return f"<b>{words}</b>" if is_own else words
