"""The list of a review: the grid asks for rows by their numbers, and gets them in the order that was asked for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update

from callbacks.access import ClosedReviewError, may_review
from callbacks.grid_models import ListError, case_query
from callbacks.review_choice import choice_at, code_in, words_in
from callbacks.services import Services
from domain.cases import CaseQuery
from domain.filters import FilterError, ReviewFilters
from layouts.ids import Id
from layouts.review_cases import BLOCK_ROWS, grid_row
from layouts.text import whole
from layouts.text_review import review_texts

MOST_ROWS = 10 * BLOCK_ROWS
LAST_PLACE = 2**31


def register(app: Dash, services: Services) -> None:
    """Connect the list."""

    @app.callback(
        Output(Id.REVIEW_CASES, "getRowsResponse"),
        Output(Id.REVIEW_CASES_TITLE, "children"),
        Output(Id.REVIEW_CSV, "href"),
        Output(Id.REVIEW_XLSX, "href"),
        Input(Id.REVIEW_CASES, "getRowsRequest"),
        State(Id.REVIEW_ADDRESS, "pathname"),
        State(Id.REVIEW_ADDRESS, "search"),
    )
    def show_cases(request: Any, pathname: str, search: str) -> tuple[Any, Any, Any, Any]:
        if not request:
            return no_update, no_update, no_update, no_update
        nothing = {"rowData": [], "rowCount": 0}
        try:
            filters = choice_at(pathname, words_in(search), services)
            query = case_query(filters, request.get("sortModel"), request.get("filterModel"), services.profile.timezone)
            rows, total = _rows(query, request, services)
        except (FilterError, ClosedReviewError):
            return nothing, "", None, None
        except ListError:
            return nothing, review_texts(services.texts).bad_list, None, None
        words = review_texts(services.texts)
        heading = words.cases_of.format(show=words.shows[filters.show], n=whole(total, services.texts))
        csv, xlsx = (download(code_in(pathname), kind, filters, request) for kind in ("csv", "xlsx"))
        return {"rowData": rows, "rowCount": total}, heading, csv, xlsx


def _rows(
    query: CaseQuery, request: Mapping[str, Any], services: Services
) -> tuple[Sequence[Mapping[str, object]], int]:
    start, end = _place(request.get("startRow")), _place(request.get("endRow"))
    if not start < end <= start + MOST_ROWS:
        raise ListError(f"expected at most {MOST_ROWS} rows, got {start} to {end}")
    with may_review(services, query.filters.agency).listing(query, start, end - start) as page:
        return [grid_row(case, services.profile, services.texts) for case in page.cases], page.total


def _place(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LAST_PLACE:
        raise ListError(f"expected the number of a row, got {value!r:.40}")
    return value


def download(agency: str, kind: str, filters: ReviewFilters, request: Mapping[str, Any]) -> str:
    """Where the list that is shown is downloaded."""
    models = {"sort": request.get("sortModel"), "where": request.get("filterModel")}
    shown = {name: json.dumps(model, separators=(",", ":")) for name, model in models.items() if model}
    return f"/agency/{agency}/cases.{kind}?{urlencode({**filters.query(), **shown})}"
