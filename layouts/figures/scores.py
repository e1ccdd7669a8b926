"""Scores of a peer group: points with their intervals, in bands of no real difference."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import plotly.graph_objects as go

from domain.composite import Standing
from domain.scoring import Tier
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet

ROW = 26
SMALLEST_HEIGHT = 120
LOWEST_START = 95.0
"""The axis begins here, or lower where an interval does."""

LONGEST_BY_FIVE = 20.0
"""An axis of more points has a tick at every ten."""


def scores_figure(
    standings: Sequence[Standing],
    names: Mapping[str, str],
    own: str,
    told: Sequence[str],
    words: tuple[Mapping[Tier, str], str],
) -> go.Figure:
    """Best first; `told` are the scores in words, `words` those of the tiers and those for no data."""
    tiers, nothing = words
    figure = sheet(max(SMALLEST_HEIGHT, ROW * len(standings) + 48), left=118, right=_right(standings), top=18)
    if not standings:
        return say_nothing_is_known(figure, nothing)
    for row, (standing, score) in enumerate(zip(standings, told, strict=True)):
        mark = "" if standing.tier is Tier.AROUND else tiers[standing.tier]
        _draw(figure, row, standing, (score, mark), is_own=standing.score.agency == own)
    for row, (one, other) in enumerate(pairwise(standings)):
        if one.tier is not other.tier:
            figure.add_hline(y=row + 0.5, line={"color": PAPER["faint"], "width": 1})
    _set_axes(figure, standings, names, own)
    return figure


def _set_axes(figure: go.Figure, standings: Sequence[Standing], names: Mapping[str, str], own: str) -> None:
    """Points along, with the line of all targets; agencies down, the own one bold."""
    start = min([LOWEST_START, *(100 * standing.score.low - 1.5 for standing in standings)])
    end = max(100.0, *(100 * standing.score.high for standing in standings)) + 1
    step = 5 if end - start <= LONGEST_BY_FIVE else 10
    figure.add_vline(x=100, line={"color": PAPER["faint"], "width": 1, "dash": "dot"})
    figure.update_xaxes(range=[start, end], tickvals=[tick for tick in range(0, 121, step) if start <= tick <= end])
    shorts = {standing.score.agency: names[standing.score.agency] for standing in standings}
    figure.update_yaxes(
        range=[len(standings) - 0.5, -0.5],
        tickvals=list(range(len(standings))),
        ticktext=[f"<b>{short}</b>" if agency == own else short for agency, short in shorts.items()],
        ticksuffix="  ",
    )


def _right(standings: Sequence[Standing]) -> int:
    """The margin for the scores, wider where a tier stands beside one."""
    return 64 if all(standing.tier is Tier.AROUND for standing in standings) else 110


def _draw(figure: go.Figure, row: int, standing: Standing, words: tuple[str, str], *, is_own: bool) -> None:
    told, mark = words
    score, is_below = standing.score, standing.tier is Tier.BELOW
    colour = PAPER["critical"] if is_below else PAPER["accent"] if is_own else PAPER["mark"]
    band = PAPER["critical-pale"] if is_below else PAPER["pale"]
    figure.add_scatter(
        x=[100 * score.low, 100 * score.high],
        y=[row, row],
        mode="lines",
        line={"color": band, "width": 7 if is_own else 4},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[100 * (score.value or 0)],
        y=[row],
        mode="markers",
        marker={
            "color": colour,
            "size": 13 if is_own else 9,
            "symbol": "triangle-up" if is_below else "circle",
        },
        hovertemplate=f"{told}<br>n = {score.n}<extra></extra>",
    )
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=row,
        text=f"{f'<b>{told}</b>' if is_own else told}  <span style='color:{PAPER['quiet']}'>{mark}</span>",
        showarrow=False,
        font={"color": PAPER["ink"], "size": 12},
    )
