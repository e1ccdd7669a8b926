"""The funnel: every agency's share by its number of cases, between the limits of chance."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from domain.funnel import ALARM, WARNING, FunnelPlace, Limits, funnel_limits
from domain.indicators.agency_scores import FunnelPoint
from layouts.figures.paper import PAPER, say_nothing_is_known, sheet
from layouts.text import percent

HEIGHT = 290
CURVE_POINTS = 90
TICKS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
FAR = (FunnelPlace.FAR_LOW, FunnelPlace.FAR_HIGH)


def funnel_figure(
    points: Sequence[FunnelPoint], names: Mapping[str, str], own: str, city_share: float, words: tuple[str, str, str]
) -> go.Figure:
    """`names` are by agency; `words` are the city's share's, the axis's and those for no data."""
    city_words, axis, nothing = words
    figure = sheet(HEIGHT, left=48, right=72, top=12)
    if not points:
        return say_nothing_is_known(figure, nothing)
    sizes = [point.tally.n for point in points]
    ends = min(sizes) * 0.85, max(sizes) * 1.25
    lowest = _draw_limits(figure, city_share, *ends)
    _draw_points(figure, [point for point in points if point.agency != own], names, ends)
    _draw_own(figure, [point for point in points if point.agency == own], names, ends)
    figure.add_hline(y=city_share, line={"color": PAPER["faint"], "width": 1, "dash": "dot"})
    figure.add_annotation(x=1, xref="paper", xanchor="left", xshift=6, y=city_share, text=city_words, showarrow=False)
    _set_axes(figure, ends, min([lowest, *(point.tally.met / point.tally.n for point in points)]), axis)
    return figure


def _draw_limits(figure: go.Figure, share: float, first: float, last: float) -> float:
    """Both pairs of limits, without the teeth that whole cases give them; the lowest of the inner ones is returned."""
    sizes = sorted({max(1, round(n)) for n in np.geomspace(first, last, CURVE_POINTS)})
    inner = [funnel_limits(share, n, WARNING) for n in sizes]
    outer = [funnel_limits(share, n, ALARM) for n in sizes]
    _draw_pair(figure, sizes, inner, "dash")
    _draw_pair(figure, sizes, outer, "solid")
    return min(limits.low for limits in inner)


def _draw_pair(figure: go.Figure, sizes: Sequence[int], limits: Sequence[Limits], dash: str) -> None:
    line = {"color": PAPER["pale"], "width": 1.2, "dash": dash}
    lows = np.minimum.accumulate([one.low for one in reversed(limits)])[::-1]
    highs = np.maximum.accumulate([one.high for one in reversed(limits)])[::-1]
    for bounds in (lows.tolist(), highs.tolist()):
        figure.add_scatter(x=list(sizes), y=bounds, mode="lines", line=line, hoverinfo="skip")


def _draw_points(
    figure: go.Figure, points: Sequence[FunnelPoint], names: Mapping[str, str], ends: tuple[float, float]
) -> None:
    """Those far out have their names beside them, and are of another shape."""
    figure.add_scatter(
        x=[point.tally.n for point in points],
        y=[point.tally.met / point.tally.n for point in points],
        mode="markers+text",
        text=[names[point.agency] if point.place in FAR else "" for point in points],
        textposition=[_name_side(point, ends) for point in points],
        textfont={"size": 11, "color": PAPER["quiet"]},
        marker={
            "color": [_colour(point) for point in points],
            "size": 8,
            "symbol": [_symbol(point) for point in points],
        },
        customdata=[_told(point, names) for point in points],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _draw_own(
    figure: go.Figure, points: Sequence[FunnelPoint], names: Mapping[str, str], ends: tuple[float, float]
) -> None:
    for point in points:
        figure.add_scatter(
            x=[point.tally.n],
            y=[point.tally.met / point.tally.n],
            mode="markers+text",
            text=[f"<b>{names[point.agency]}</b>"],
            textposition=_name_side(point, ends),
            textfont={"size": 13, "color": PAPER["ink"]},
            marker={
                "color": PAPER["critical"] if point.place is FunnelPlace.FAR_LOW else PAPER["accent"],
                "size": 13,
                "symbol": _symbol(point),
            },
            customdata=[_told(point, names)],
            hovertemplate="%{customdata}<extra></extra>",
        )


def _name_side(point: FunnelPoint, ends: tuple[float, float]) -> str:
    """A name goes where the picture has room: towards its middle."""
    return "middle left" if point.tally.n**2 > ends[0] * ends[1] else "middle right"


def _colour(point: FunnelPoint) -> str:
    return PAPER["critical"] if point.place is FunnelPlace.FAR_LOW else PAPER["mark"]


def _symbol(point: FunnelPoint) -> str:
    return {FunnelPlace.FAR_LOW: "triangle-up", FunnelPlace.FAR_HIGH: "diamond"}.get(point.place, "circle")


def _told(point: FunnelPoint, names: Mapping[str, str]) -> str:
    met, n = point.tally
    return f"{names[point.agency]}<br>{percent(met / n)} %<br>{met} / {n}"


def _set_axes(figure: go.Figure, ends: tuple[float, float], lowest: float, axis: str) -> None:
    start = max(0.0, lowest - 0.04)
    ticks = [tick for tick in TICKS if ends[0] <= tick <= ends[1]]
    tens = [ten for ten in range(0, 101, 10) if ten / 100 >= start]
    figure.update_xaxes(
        type="log", range=[float(np.log10(end)) for end in ends], tickvals=ticks, ticktext=[str(tick) for tick in ticks]
    )
    figure.update_xaxes(title={"text": axis, "font": {"size": 12}, "standoff": 6})
    figure.update_yaxes(
        range=[start, 1.03], tickvals=[ten / 100 for ten in tens], ticktext=[f"{ten} %" for ten in tens]
    )
    figure.update_layout(margin={"b": 44})
