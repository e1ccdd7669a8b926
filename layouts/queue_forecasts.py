"""Forecasts on the wall: how far the day's forecasts could be trusted, and where another counter would help."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.forecasts import Calibration, ForecastBoard, ForecastRules, LineForecast
from domain.profile import CityProfile
from layouts import text
from layouts.headlines import WARNING
from layouts.ids import Id, queue_part
from layouts.shell import Props, panel, title
from layouts.text import NOTHING, Texts
from layouts.text_queues import band, queue_texts

ADVISED = 2
"""So many lines are named; more are counted."""


def forecast_panel(texts: Texts) -> Component:
    """The calibration, and the lines that lack most."""
    words = queue_texts(texts)
    calibration = html.Div(
        [html.Span(words.below_upper), html.B(NOTHING, id=queue_part("calibration"))], className="fact"
    )
    rows = html.Div([calibration, *map(_advice_row, range(ADVISED))], className="facts")
    return panel(Id.QUEUES_FORECAST_PANEL, [title(words.forecast), rows], texts)


def _advice_row(slot: int) -> Component:
    parts = [html.Span(id=queue_part("advice-name", slot)), html.B(id=queue_part("advice", slot))]
    return html.Div(parts, id=queue_part("advice-row", slot), className="fact is-absent")


def forecast_props(board: ForecastBoard, profile: CityProfile, texts: Texts) -> Props:
    """Both; where nothing can be said of counters, nothing is."""
    words, advised = queue_texts(texts), board.advised()
    props: Props = {queue_part("calibration"): _calibration(board.calibration, texts)}
    for slot, line in zip_longest(range(ADVISED), advised[:ADVISED]):
        name, value = _advice(line, profile, texts) if line else ("", "")
        if slot == 0 and not advised:
            is_known = any(one.staffing is not None for one in board.lines)
            name, value = words.advice, words.enough if is_known else NOTHING
        props |= {
            queue_part("advice-row", slot): {"className": "fact" if name else "fact is-absent"},
            queue_part("advice-name", slot): {"children": name},
            queue_part("advice", slot): {"children": value},
        }
    return props


def _calibration(found: Calibration, texts: Texts) -> dict[str, object]:
    """Marked only where more waits were longer than told than may be: a band that is too wide promises too much."""
    if found.below is None:
        return {"children": NOTHING, "className": ""}
    sample = texts.services.sample.format(n=text.whole(found.n, texts))
    is_low = found.below < ForecastRules().least_below
    return {"children": f"{text.percent(found.below)} %, {sample}", "className": WARNING if is_low else ""}


def _advice(line: LineForecast, profile: CityProfile, texts: Texts) -> tuple[str, str]:
    words, site = queue_texts(texts), profile.sites.get(line.site)
    more = line.staffing.more if line.staffing else 0
    return words.advice_at.format(site=site.short if site else line.site), words.more.format(n=more)


def band_at(board: ForecastBoard, site: str, texts: Texts) -> str:
    """The band of the line of a site in which one waits longest; only such as the day has tested."""
    wait = board.longest_at(site)
    return band(wait if wait is not None and wait.is_tested else None, texts)
