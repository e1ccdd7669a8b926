"""The queues at an agency's sites, one line a site: today's shares, a forecast, and advice with what it rests on."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.indicators.forecasts import Calibration, ForecastBoard, ForecastRules, LineForecast
from domain.indicators.queues import SiteQueue
from domain.indicators.staffed import Staffing
from domain.profile import CityProfile
from domain.survival import Percentile
from layouts import text
from layouts.queue_forecasts import band_at
from layouts.text import NOTHING, Texts
from layouts.text_queues import QueueTexts, band, queue_texts
from layouts.text_review import decimal, review_texts
from layouts.text_services import percentile_minutes

Cells = tuple[str | Component, ...]


def queue_table(
    queues: Sequence[SiteQueue], sites: Sequence[str], forecasts: ForecastBoard, profile: CityProfile, texts: Texts
) -> list[Component]:
    """The sites in the order of the board, worst first, then those that are silent; and how forecasts came out."""
    words = queue_texts(texts)
    names = ("site", "waiting", "wait", "within", "no_show", "use", "counters", "now", "advice")
    head = html.Thead(html.Tr([html.Th(getattr(words, name), className=f"of-{name}") for name in names]))
    known = {queue.site: queue for queue in queues if queue.has_data}
    rows = [_row(profile.sites[code].short, _cells(queue, forecasts, profile, texts)) for code, queue in known.items()]
    silent = (review_texts(texts).no_data,)
    rows += [_row(profile.sites[code].short, silent) for code in sites if code not in known]
    note = html.P(_footnote(forecasts.calibration, texts), className="note")
    return [html.Table([head, html.Tbody(rows)], className="parts queues"), note]


def _row(name: str, cells: Cells) -> Component:
    if len(cells) == 1:
        return html.Tr([html.Th(name), html.Td(cells[0], colSpan=8)])
    hidden = (None, "wait", None, "no_show", "use", None, None, None)
    columns = [html.Td(cell, className=f"of-{part}" if part else "") for cell, part in zip(cells, hidden, strict=True)]
    return html.Tr([html.Th(name), *columns])


def _cells(queue: SiteQueue, forecasts: ForecastBoard, profile: CityProfile, texts: Texts) -> Cells:
    if not queue.gives_numbers:
        return (posted_words(queue, texts),)
    counters = queue.counters
    return (
        f"{text.whole(queue.tickets.waiting, texts)} · {text.whole(queue.tickets.issued, texts)}",
        f"{_minutes(queue.wait_median, texts)} · {_minutes(queue.wait_today, texts)}",
        _share(queue.within_target.value),
        _share(queue.no_show.value),
        _share(queue.utilisation),
        f"{counters.open} · {counters.planned}" if counters.planned else str(counters.open),
        band_at(forecasts, queue.site, texts),
        _advice(queue.site, forecasts, profile, texts),
    )


def posted_words(queue: SiteQueue, texts: Texts) -> str:
    """What a site without numbers tells itself, or that it told of nothing but closed counters."""
    words, posted = review_texts(texts), queue.posted
    if posted is None:
        return words.waiting.format(n=0)
    waiting = [] if posted.waiting is None else [words.waiting.format(n=text.whole(posted.waiting, texts))]
    return " · ".join([*waiting, words.posted_wait.format(minutes=round(posted.minutes))])


def _minutes(found: Percentile, texts: Texts) -> str:
    return percentile_minutes(found, texts.services)


def _share(value: float | None) -> str:
    return NOTHING if value is None else f"{text.percent(value)} %"


def _footnote(found: Calibration, texts: Texts) -> str:
    words, rules = queue_texts(texts), ForecastRules()
    if found.below is None:
        return words.footnote_few
    ends = {"least": text.percent(rules.least_below), "most": text.percent(rules.most_below)}
    return words.footnote.format(share=text.percent(found.below), n=text.whole(found.n, texts), **ends)


# --- advice, and what it rests on


def _advice(site: str, forecasts: ForecastBoard, profile: CityProfile, texts: Texts) -> Component:
    """The advice in a word; a touch opens the numbers of each line."""
    words, lines = queue_texts(texts), forecasts.of_site(site)
    advised = [line.staffing for line in lines if line.staffing is not None]
    if not lines:
        return html.Span(NOTHING)
    rows = [_line(line, profile, texts) for line in lines]
    rows += [(words.calibration, _calibrated(forecasts.by_site.get(site), texts)), (words.model_name, words.model)]
    listed = [part for name, told in rows for part in (html.Dt(name), html.Dd(told))]
    basis = html.Details([html.Summary("i", title=words.details), html.Dl(listed)], className="definition")
    return html.Div([html.Span(_in_a_word(advised, words)), basis], className="why")


def _in_a_word(advised: Sequence[Staffing], words: QueueTexts) -> str:
    if not advised:
        return NOTHING
    more, lacking = sum(one.more for one in advised), sum(one.lacking for one in advised)
    if more:
        return words.more.format(n=more)
    is_short = any(one.lacking and not one.more for one in advised)
    return words.no_more_planned.format(n=lacking) if is_short else words.enough


def _line(line: LineForecast, profile: CityProfile, texts: Texts) -> tuple[str, str]:
    words = queue_texts(texts)
    names = ", ".join(profile.services[code].name for code in line.services)
    parts = [words.line_waiting.format(n=text.whole(line.waiting, texts))]
    if line.wait is not None:
        parts.append(words.line_wait.format(band=band(line.wait, texts)))
        parts += [] if line.wait.is_tested else [words.untested]
    parts.append(words.too_little if line.staffing is None else _staffing(line.staffing, texts))
    return names or NOTHING, " · ".join(parts)


def _staffing(found: Staffing, texts: Texts) -> str:
    return queue_texts(texts).staffing.format(
        arrivals=found.arrivals_per_hour,
        held=decimal(found.held_minutes, texts),
        open=found.open,
        expected=text.percent(found.expected),
        target=f"{found.target_minutes:g}",
        share=text.percent(found.share),
        needed=found.needed,
    )


def _calibrated(found: Calibration | None, texts: Texts) -> str:
    if found is None or found.below is None:
        return queue_texts(texts).footnote_few
    return queue_texts(texts).calibrated.format(share=text.percent(found.below), n=text.whole(found.n, texts))
