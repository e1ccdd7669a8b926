"""What citizens are promised at the sites of an agency: time, cost and procedure of each service."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.deadlines import Budget
from domain.profile import CityProfile, Service
from domain.promises import PromisedCost, PromisedSteps, PromisedTime, ServiceKind, ServicePromise
from layouts.text import Texts, whole
from layouts.text_promises import PromiseTexts, promise_texts

UNKNOWN = ServicePromise(ServiceKind.OTHER)


def promises_panel(agency: str, profile: CityProfile, texts: Texts) -> list[Component]:
    """The panel, for an agency that owns sites; what nobody is known to have promised is said to be unknown."""
    services = profile.services_of(agency)
    if not services:
        return []
    words, sources = promise_texts(texts.language), _sources(services)
    head = html.Div([html.H2(words.heading), html.Span(words.note, className="told")], className="card-head")
    columns = (words.service, words.time, words.cost, words.procedure)
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(column, scope="col") for column in columns])),
            html.Tbody([_row(service, sources, words, texts) for service in services]),
        ],
        className="promises",
    )
    notes = html.Ol([html.Li(source) for source in sources], className="promise-sources", title=words.source)
    return [html.Section([head, table, notes], className="card promised")]


def _sources(services: Sequence[Service]) -> list[str]:
    """All sources, each once, in the order in which they are first met."""
    promises = [service.promise for service in services if service.promise]
    parts = [part for one in promises for part in (one.time, one.cost, one.procedure) if part]
    return list(dict.fromkeys(part.source for part in parts))


def _row(service: Service, sources: Sequence[str], words: PromiseTexts, texts: Texts) -> Component:
    promise = service.promise or UNKNOWN
    time, cost, procedure = promise.time, promise.cost, promise.procedure
    kind = [html.Small(words.kinds[promise.kind])] if service.promise else []
    unknown = html.Td(words.unknown, className="is-unknown")
    return html.Tr(
        [
            html.Th([service.name, *kind], scope="row"),
            unknown if time is None else _cell(time_words(time, words, texts), time.source, sources),
            unknown if cost is None else _cell(cost_words(cost, words, texts), cost.source, sources),
            unknown if procedure is None else html.Td(_steps(procedure, sources)),
        ]
    )


def _cell(told: str, source: str, sources: Sequence[str]) -> Component:
    return html.Td([told, _number_of(source, sources)])


def _steps(procedure: PromisedSteps, sources: Sequence[str]) -> Component:
    *first, last = procedure.steps
    return html.Ol([*map(html.Li, first), html.Li([last, _number_of(procedure.source, sources)])])


def _number_of(source: str, sources: Sequence[str]) -> Component:
    """The number of a source in the list below the table."""
    return html.Sup(str(sources.index(source) + 1), title=source)


def time_words(time: PromisedTime, words: PromiseTexts, texts: Texts) -> str:
    """1 jam, paling lama 24 jam."""
    longest = _budget_words(time.longest, words, texts)
    if time.usual is None:
        return words.longest.format(longest=longest)
    return words.usual.format(usual=_budget_words(time.usual, words, texts), longest=longest)


def cost_words(cost: PromisedCost, words: PromiseTexts, texts: Texts) -> str:
    """Gratis, or Rp25.000."""
    return words.rupiah.format(n=whole(cost.rupiah, texts)) if cost.rupiah else words.free


def _budget_words(budget: Budget, words: PromiseTexts, texts: Texts) -> str:
    return words.clocks[budget.clock].format(n=whole(budget.amount, texts))
