"""Scores of a peer group: points with their intervals, in bands of no real difference."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import plotly.graph_objects as go

from domain.composite import Standing
from domain.scoring import Tier
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet
from layouts.figures.standing_marks import StandingMark, bold, draw_standing, quiet

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
        draw_standing(figure, row, _mark(standing, (score, mark), is_own=standing.score.agency == own))
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
        ticktext=[bold(short, is_own=agency == own) for agency, short in shorts.items()],
        ticksuffix="  ",
    )


def _right(standings: Sequence[Standing]) -> int:
    """The margin for the scores, wider where a tier stands beside one."""
    return 64 if all(standing.tier is Tier.AROUND for standing in standings) else 110


def _mark(standing: Standing, words: tuple[str, str], *, is_own: bool) -> StandingMark:
    (told, mark), score = words, standing.score
    return StandingMark(
        low=100 * score.low,
        value=100 * (score.value or 0),
        high=100 * score.high,
        told=f"{bold(told, is_own=is_own)}  {quiet(mark)}",
        hover=f"{told}<br>n = {score.n}",
        is_below=standing.tier is Tier.BELOW,
        is_own=is_own,
    )
