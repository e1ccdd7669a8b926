"""A department head's review of one agency at a desk: what is chosen, the numbers, and the cases behind them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from domain.filters import PERIOD_DAYS, USUAL_DAYS, FilterError, ReviewFilters
from domain.profile import Agency, CityProfile
from layouts import text
from layouts.door_parts import sign_out
from layouts.figures.paper import PAPER
from layouts.ids import Id
from layouts.review_cases import list_panel
from layouts.review_promises import promises_panel
from layouts.text import Texts
from layouts.text_alarms import ALARMS_PATH, alarm_texts
from layouts.text_indicator_page import INDICATORS_PATH, page_texts
from layouts.text_review import review_texts

DATES = "dates"
"""The choice of a period by its days."""


def review_layout(
    agency: Agency, profile: CityProfile, texts: Texts, *, has_indicators: bool = False, has_alarms: bool = False
) -> Component:
    """The page without numbers: they come with the choice that its address holds.

    `has_indicators` and `has_alarms` say whether who looks may open these pages.
    """
    return _page(
        [
            dcc.Location(id=Id.REVIEW_ADDRESS, refresh=False),
            _header(agency, texts, has_indicators=has_indicators, has_alarms=has_alarms),
            _choices(profile, texts),
            html.Div(id=Id.REVIEW_PROBLEM, role="alert"),
            html.Div(id=Id.REVIEW_BODY, className="body"),
            list_panel(texts),
            *promises_panel(agency.code, profile, texts),
        ]
    )


def closed_layout(texts: Texts) -> Component:
    """The page where nobody may look."""
    return _page([html.P(review_texts(texts).closed, className="card")])


def agencies_layout(
    profile: CityProfile, texts: Texts, unknown: str = "", may_read: Callable[[str], bool] = lambda _: True
) -> Component:
    """Which agencies there are, after a word that the one asked for is not among them."""
    words = review_texts(texts)
    problem = [html.P(problem_words(unknown, texts), className="problem", role="alert")] if unknown else []
    groups: dict[str, list[Component]] = {}
    for agency in filter(lambda one: may_read(one.code), profile.agencies.values()):
        link = html.Li(dcc.Link(agency.name, href=address(agency.code)), className="agency-link")
        groups.setdefault(agency.group, []).append(link)
    cards = [
        html.Section([html.H2(_group_words(group, texts)), html.Ul(links, className="agency-links")], className="card")
        for group, links in groups.items()
    ]
    return _page([html.H1(words.heading), *problem, html.Div(cards, className="agency-groups")])


def _group_words(group: str, texts: Texts) -> str:
    names = review_texts(texts).peer_groups
    name = names.get(group, names["city"])
    return name[:1].upper() + name[1:]


def problem_words(unknown_agency: str, texts: Texts) -> str:
    """What is wrong with an agency that is none."""
    return next(
        words.format(value=unknown_agency[:40])
        for problem, words in review_texts(texts).problems.items()
        if problem.value == "agency"
    )


def problem_panel(error: FilterError, agency: str, texts: Texts) -> Component:
    """What is wrong with a choice, and the way out of it."""
    words = review_texts(texts)
    return html.Div(
        [
            html.P(words.problems[error.problem].format(value=error.value)),
            dcc.Link(words.way_out, href=address(agency), className="button"),
        ],
        className="card problem",
    )


def address(agency: str, query: Mapping[str, str] | None = None) -> str:
    """The address of a review."""
    return f"/agency/{agency}{search_of(query or {})}"


def search_of(query: Mapping[str, str]) -> str:
    """The query part of an address, empty without words."""
    return f"?{urlencode(query)}" if query else ""


def heading_note(now_ms: int, is_simulated: bool, profile: CityProfile, texts: Texts) -> list[Component]:
    """As of when, and whether anything of it was made up."""
    badge = [html.Span(texts.simulated_data, className="badge")] if is_simulated else []
    words = review_texts(texts).as_of.format(instant=instant_words(now_ms, profile, texts))
    return [*badge, html.Span(words)]


def instant_words(now_ms: int, profile: CityProfile, texts: Texts) -> str:
    """Senin, 23 November 2026, 09.47 WIB."""
    date, clock = text.date(now_ms, profile.timezone, texts), text.clock(now_ms, profile.timezone, texts)
    return f"{date}, {clock} {profile.timezone_label}"


def chosen_words(filters: ReviewFilters, profile: CityProfile, texts: Texts) -> list[str]:
    """The filters beside the period, in words."""
    words = review_texts(texts)
    chosen = []
    if filters.category:
        chosen.append(f"{words.category}: {profile.categories[filters.category].label}")
    if filters.district:
        chosen.append(f"{words.district}: {profile.districts[filters.district]}")
    return chosen


def _page(children: list[Component]) -> Component:
    return html.Main(children, className="review", style={f"--{name}": value for name, value in PAPER.items()})


def _header(agency: Agency, texts: Texts, *, has_indicators: bool, has_alarms: bool) -> Component:
    parts = [
        html.H1(agency.short),
        html.Span(agency.name, className="full-name"),
        dcc.Link(review_texts(texts).others, href="/agency", className="others"),
        *(
            [html.A(page_texts(texts.language).heading, href=INDICATORS_PATH, className="others")]
            if has_indicators
            else []
        ),
        *([html.A(alarm_texts(texts.language).health, href=ALARMS_PATH, className="others")] if has_alarms else []),
    ]
    title = html.Div(parts, className="title")
    return html.Header(
        [title, html.Span(className="spacer"), html.Span(id=Id.REVIEW_AS_OF, className="as-of"), sign_out(texts)]
    )


def _choices(profile: CityProfile, texts: Texts) -> Component:
    words = review_texts(texts)
    periods = [{"label": words.days.format(n=days), "value": str(days)} for days in PERIOD_DAYS]
    labels = sorted(
        (category.label, code) for code, category in profile.categories.items() if not category.is_sensitive
    )
    districts = sorted((name, code) for code, name in profile.districts.items())
    controls = [
        dcc.RadioItems(
            [*periods, {"label": words.other_days, "value": DATES}],
            str(USUAL_DAYS),
            id=Id.REVIEW_PERIOD,
            inline=True,
            className="periods",
        ),
        html.Div(
            dcc.DatePickerRange(id=Id.REVIEW_DATES, display_format="DD/MM/YYYY", first_day_of_week=1),
            id=Id.REVIEW_DATES_ROW,
            className="is-absent",
        ),
        _dropdown(Id.REVIEW_CATEGORY, labels, words.all_categories, dict(words.dropdown)),
        _dropdown(Id.REVIEW_DISTRICT, districts, words.all_districts, dict(words.dropdown)),
        html.Span(className="spacer"),
        html.Button(words.refresh, id=Id.REVIEW_REFRESH, className="button", type="button"),
    ]
    return html.Div(controls, className="choices")


def _dropdown(component: Id, choices: list[tuple[str, str]], everything: str, words: Any) -> Component:
    options = [{"label": label, "value": value} for label, value in choices]
    return dcc.Dropdown(
        options,
        id=component,
        placeholder=everything,
        labels=words,
        maxHeight=320,
        className="choice",
    )
