"""An agency among its peers: each a point with its interval against the target, never a race of bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

from domain.indicators.reviews import Peer
from domain.scoring import Tier
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet
from layouts.figures.standing_marks import StandingMark, bold, draw_standing, quiet
from layouts.text import percent

ROW = 26
SMALLEST_HEIGHT = 120
LOWEST_START = 0.6
"""The axis begins here, or lower where an interval does."""


def peers_figure(
    standings: Sequence[Peer], names: Sequence[str], own: str, target: float, words: tuple[str, str, str]
) -> go.Figure:
    """Best first; `names` go with the standings, `words` are the target's, the interval's and those for no data."""
    target_words, interval, nothing = words
    figure = sheet(max(SMALLEST_HEIGHT, ROW * len(standings) + 44), left=118, right=104, top=20)
    if not standings:
        return say_nothing_is_known(figure, nothing)
    for row, (peer, name) in enumerate(zip(standings, names, strict=True)):
        draw_standing(figure, row, _mark(peer, name, interval, is_own=peer.agency == own))
    start = min([LOWEST_START, *(peer.share.low - 0.02 for peer in standings)])
    figure.add_vline(x=target, line={"color": PAPER["faint"], "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=target, y=1, yref="paper", yanchor="bottom", text=target_words, showarrow=False, font={"size": 12}
    )
    tens = [ten for ten in range(0, 101, 10) if ten / 100 >= start]
    figure.update_xaxes(range=[start, 1.0], tickvals=[ten / 100 for ten in tens], ticktext=[f"{ten} %" for ten in tens])
    figure.update_yaxes(
        range=[len(standings) - 0.5, -0.5],
        tickvals=list(range(len(standings))),
        ticktext=[bold(name, is_own=peer.agency == own) for peer, name in zip(standings, names, strict=True)],
        ticksuffix="  ",
    )
    return figure


def _mark(peer: Peer, name: str, interval: str, *, is_own: bool) -> StandingMark:
    share = peer.share
    span = interval.format(low=percent(share.low), high=percent(share.high))
    return StandingMark(
        low=share.low,
        value=share.share,
        high=share.high,
        told=bold(f"{percent(share.share)} %  {quiet(f'n = {share.n}')}", is_own=is_own),
        hover=f"{name}<br>{percent(share.share)} %<br>{span}<br>{share.successes} / {share.n}",
        is_below=peer.tier is Tier.BELOW,
        is_own=is_own,
    )
