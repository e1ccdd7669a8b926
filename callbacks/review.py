"""The review of one agency: its address holds the choice, the choice decides the numbers and the list."""

from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update
from dash.development.base_component import Component

from callbacks import review_cases, review_export
from callbacks.access import ClosedReviewError, audiences_for, may_review
from callbacks.announced import announce
from callbacks.gate import place
from callbacks.review_choice import Controls, choice_at, code_in, words_in
from callbacks.services import Services
from callbacks.surfaces import PAGES
from domain.filters import FilterError, ReviewFilters
from domain.identity import Identity
from domain.patterns import of_agency
from domain.privacy import Audience
from layouts.ids import Id
from layouts.review import (
    DATES,
    agencies_layout,
    closed_layout,
    heading_note,
    problem_panel,
    review_layout,
    search_of,
)
from layouts.review_numbers import definition_facts, numbers
from layouts.review_places import places_section
from layouts.review_score import score_section
from layouts.review_today import today
from layouts.text_alarms import ALARMS_PATH

CONTROLS = (
    (Id.REVIEW_PERIOD, "value"),
    (Id.REVIEW_DATES, "start_date"),
    (Id.REVIEW_DATES, "end_date"),
    (Id.REVIEW_CATEGORY, "value"),
    (Id.REVIEW_DISTRICT, "value"),
    (Id.REVIEW_SHOW, "value"),
)

FORGET_ROWS = """(_search, _clicks, id) => {
  try {
    window.dash_ag_grid.getApi(id).purgeInfiniteCache();
  } catch {
    return; // no grid yet: it asks by itself when it is there
  }
}"""
"""The grid asks anew after another choice, and keeps its order and the filters of its columns."""


def review_page(pathname: str, identity: Identity, services: Services) -> Component:
    """The review of the agency in the address, or which agencies there are; to each only what is theirs."""
    agency = services.profile.agencies.get(code_in(pathname))
    if agency is None:
        return agencies_layout(services.profile, services.texts, code_in(pathname), identity.may_review)
    if not identity.may_review(agency.code):
        services.door.refused(identity, f"review of {agency.code}", place())
        return closed_layout(services.texts)
    has_indicators = Audience.MAYOR in audiences_for(identity, services)
    has_alarms = identity.role in PAGES[ALARMS_PATH]
    return review_layout(agency, services.profile, services.texts, has_indicators=has_indicators, has_alarms=has_alarms)


def register(app: Dash, services: Services) -> None:
    """Connect the page; its list and its downloads have files of their own."""
    agency = next(iter(services.profile.agencies.values()))
    announce(app, [review_layout(agency, services.profile, services.texts)])
    search, path = Input(Id.REVIEW_ADDRESS, "search"), State(Id.REVIEW_ADDRESS, "pathname")
    refresh = Input(Id.REVIEW_REFRESH, "n_clicks")

    @app.callback(
        Output(Id.REVIEW_ADDRESS, "search"),
        Output(Id.REVIEW_DATES_ROW, "className"),
        *(Output(*control) for control in CONTROLS),
        path,
        search,
        *(Input(*control) for control in CONTROLS),
    )
    def keep_choice_in_address(pathname: str, search: str, *values: Any) -> list[Any]:
        if ctx.triggered_id in {component for component, _ in CONTROLS}:
            return choose(Controls(*values), pathname, search, services)
        return follow(pathname, search, services)

    @app.callback(
        Output(Id.REVIEW_BODY, "children"),
        Output(Id.REVIEW_AS_OF, "children"),
        Output(Id.REVIEW_PROBLEM, "children"),
        Output(Id.REVIEW_LIST, "hidden"),
        path,
        search,
        refresh,
    )
    def show_review(pathname: str, search: str, _clicks: int | None) -> tuple[Any, Any, Any, bool]:
        try:
            filters = choice_at(pathname, words_in(search), services)
        except FilterError as error:
            return [], "", problem_panel(error, code_in(pathname), services.texts), True
        except ClosedReviewError:
            return [], "", closed_layout(services.texts), True
        body, told = review_body(filters, services)
        return body, told, [], False

    forget: Any = app.clientside_callback  # the one function of Dash without types
    forget(FORGET_ROWS, search, refresh, State(Id.REVIEW_CASES, "id"))
    review_cases.register(app, services)
    review_export.register(app.server, services)


def choose(controls: Controls, pathname: str, search: str, services: Services) -> list[Any]:
    """The address of what was chosen; one that says the same is left as it is. Half a period waits for its end."""
    row = "" if controls.period == DATES else "is-absent"
    same = [no_update] * len(CONTROLS)
    if controls.is_half:
        return [no_update, row, *same]
    try:
        words = choice_at(pathname, controls.words(), services).query()
    except (FilterError, ClosedReviewError):
        words = dict(controls.words())
    return [no_update if words == words_in(search) else search_of(words), row, *same]


def follow(pathname: str, search: str, services: Services) -> list[Any]:
    """The controls of an address; one that is wrong leaves them as they are."""
    try:
        filters = choice_at(pathname, words_in(search), services)
    except (FilterError, ClosedReviewError):
        return [no_update] * (2 + len(CONTROLS))
    today_ = services.profile.calendar.local_date(may_review(services, filters.agency).now())
    controls = Controls.of(filters, today_)
    row = "" if controls.period == DATES else "is-absent"
    values = (controls.period, controls.first, controls.last, controls.category, controls.district, controls.show)
    return [no_update, row, *values]


def review_body(filters: ReviewFilters, services: Services) -> tuple[list[Component], list[Component]]:
    """The numbers of a choice and of today, and as of when."""
    profile, texts = services.profile, services.texts
    reviews = may_review(services, filters.agency)
    review, scores = reviews.review(filters), reviews.scores(filters.agency)
    facts = definition_facts(review, profile, texts)
    snapshot = services.snapshots.latest(services.audiences[0])
    incidents = list(of_agency(snapshot.patterns, filters.agency)) if snapshot else []
    body = [
        *numbers(review, profile, texts),
        score_section(scores, profile, texts),
        places_section(reviews.places(filters.agency), incidents, profile, texts),
        today(snapshot, filters.agency, profile, texts, facts),
    ]
    is_simulated = snapshot is not None and (snapshot.is_simulated_data or snapshot.is_simulated_clock)
    return body, heading_note(review.now_ms, is_simulated, profile, texts)
