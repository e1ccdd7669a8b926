"""An agency among its peers: each a point with its interval against the target, never a race of bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

from domain.indicators.reviews import Peer
from domain.scoring import Tier
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet
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
        _draw(figure, row, peer, name, interval, is_own=peer.agency == own)
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
        ticktext=[_label(peer, name, own) for peer, name in zip(standings, names, strict=True)],
        ticksuffix="  ",
    )
    return figure


def _label(peer: Peer, name: str, own: str) -> str:
    return f"<b>{name}</b>" if peer.agency == own else name


def _draw(figure: go.Figure, row: int, peer: Peer, name: str, interval: str, *, is_own: bool) -> None:
    share = peer.share
    is_below = peer.tier is Tier.BELOW
    colour = PAPER["critical"] if is_below else PAPER["accent"] if is_own else PAPER["mark"]
    band = PAPER["critical-pale"] if is_below else PAPER["pale"]
    width = 7 if is_own else 4
    figure.add_scatter(
        x=[share.low, share.high], y=[row, row], mode="lines", line={"color": band, "width": width}, hoverinfo="skip"
    )
    span = interval.format(low=percent(share.low), high=percent(share.high))
    figure.add_scatter(
        x=[share.share],
        y=[row],
        mode="markers",
        marker={
            "color": colour,
            "size": 13 if is_own else 9,
            "symbol": "triangle-up" if is_below else "circle",
        },
        hovertemplate=f"{name}<br>{percent(share.share)} %<br>{span}<br>{share.successes} / {share.n}<extra></extra>",
    )
    words = f"{percent(share.share)} %  <span style='color:{PAPER['quiet']}'>n = {share.n}</span>"
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=row,
        text=f"<b>{words}</b>" if is_own else words,
        showarrow=False,
        font={"color": PAPER["ink"], "size": 12},
    )
