"""The list of cases: one set of cells for the grid and for the exports, so that both say the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from domain.cases import NUMBER_COLUMNS, TIME_COLUMNS, UNSORTED_COLUMNS, Case, CaseColumn
from domain.complaints import ComplaintState
from domain.filters import Show
from domain.profile import CityProfile
from layouts.ids import Id
from layouts.text import Texts, duration
from layouts.text_review import decimal, local, moment, review_texts

Cell = str | int | float | datetime | None
"""An instant is a local datetime without zone; None is an empty cell."""

BLOCK_ROWS = 100
GRID_HEIGHT_PX = 440
WIDTHS: Mapping[CaseColumn, int] = {
    CaseColumn.ID: 178,
    CaseColumn.CATEGORY: 124,
    CaseColumn.WARD: 128,
    CaseColumn.DISTRICT: 112,
    CaseColumn.STATE: 136,
    CaseColumn.OPENED: 134,
    CaseColumn.DUE: 134,
    CaseColumn.CLOSED: 134,
    CaseColumn.VERIFY_BY: 134,
    CaseColumn.TAKEN: 76,
    CaseColumn.TAKEN_NET: 76,
    CaseColumn.LATENESS: 98,
    CaseColumn.HANDOFFS: 76,
    CaseColumn.DUPLICATE: 150,
}
"""The least of each column, in pixels."""

SHARES: Mapping[CaseColumn, int] = {CaseColumn.CATEGORY: 190, CaseColumn.WARD: 150}
"""What a wider window gives to the columns of long words; to the others as their widths are."""


def case_cells(case: Case, profile: CityProfile, texts: Texts) -> Sequence[Cell]:
    """One row, in the order of the columns."""
    words = review_texts(texts)
    category, ward = profile.categories.get(case.category), profile.wards.get(case.ward)
    hidden = words.hidden_place if case.is_hidden else ""
    instants = (case.opened_ms, case.due_ms, case.closed_ms, case.verify_by_ms)
    opened, due, closed, verify_by = (local(ms, profile.timezone) if ms else None for ms in instants)
    return [
        case.complaint_id,
        category.label if category else hidden or case.category,
        ward.name if ward else hidden,
        ward.district if ward else hidden,
        state_words(case, texts),
        opened,
        due,
        closed,
        case.taken_days,
        case.net_days,
        case.late_days,
        case.handoffs,
        verify_by,
        case.possible_original,
    ]


def state_words(case: Case, texts: Texts) -> str:
    """Menunggu verifikasi, sisa 9 jam: the state, and how the deadline of a verification stands."""
    words = review_texts(texts)
    state = words.states[ComplaintState(case.state)]
    if case.verification is None:
        return state
    left = duration(abs(case.verification.left_ms) / 1000, texts)
    return f"{state}, {words.verification[case.verification.state].format(time=left)}"


def cell_text(cell: Cell, texts: Texts) -> str:
    """A cell as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime(f"%d/%m/%Y %H{texts.time_mark}%M")
    return decimal(cell, texts) if isinstance(cell, int | float) else cell


def grid_row(case: Case, profile: CityProfile, texts: Texts) -> dict[str, object]:
    """One row of the grid: the words of its cells, by column."""
    cells = zip(CaseColumn, case_cells(case, profile, texts), strict=True)
    return {column.value: cell_text(cell, texts) for column, cell in cells} | {"is_late": case.late_ms > 0}


def list_panel(texts: Texts) -> Component:
    """The list with its title, which cases it shows, and its downloads."""
    words = review_texts(texts)
    shows = [{"label": label, "value": show.value} for show, label in words.shows.items()]
    downloads = [
        html.A(words.csv, id=Id.REVIEW_CSV, className="button"),
        html.A(words.xlsx, id=Id.REVIEW_XLSX, className="button"),
    ]
    head = [
        html.H2(words.cases, id=Id.REVIEW_CASES_TITLE),
        html.Span(className="spacer"),
        dcc.Dropdown(
            shows,
            Show.ALL.value,
            id=Id.REVIEW_SHOW,
            clearable=False,
            searchable=False,
            maxHeight=320,
            className="choice wide",
        ),
        *downloads,
    ]
    return html.Section(
        [html.Div(head, className="card-head"), _grid(texts)], id=Id.REVIEW_LIST, className="card cases"
    )


def _grid(texts: Texts) -> Component:
    grid: Component = dag.AgGrid(
        id=Id.REVIEW_CASES,
        rowModelType="infinite",
        columnDefs=[_column(column, texts) for column in CaseColumn],
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        getRowId="params.data.id",
        rowClassRules={"is-late": "params.data && params.data.is_late"},
        dashGridOptions={
            "cacheBlockSize": BLOCK_ROWS,
            "maxConcurrentDatasourceRequests": 1,  # the grid has one place for a question and one for its answer
            "infiniteInitialRowCount": 1,
            "maxBlocksInCache": 20,
            "rowHeight": 34,
            "headerHeight": 56,
            "enableCellTextSelection": True,
            "enableBrowserTooltips": True,
            "suppressCellFocus": False,
            "localeText": dict(review_texts(texts).grid),
        },
        style={"height": f"{GRID_HEIGHT_PX}px", "width": "100%"},
    )
    return grid


def _column(column: CaseColumn, texts: Texts) -> dict[str, Any]:
    is_number_or_time = column in (*TIME_COLUMNS, *NUMBER_COLUMNS)
    definition: dict[str, Any] = {
        "field": column.value,
        "headerName": review_texts(texts).columns[column],
        "minWidth": WIDTHS[column],
        "flex": SHARES.get(column, WIDTHS[column]),
        "tooltipField": column.value,
        "wrapHeaderText": True,
        "sortingOrder": ["desc", "asc", None] if is_number_or_time else ["asc", "desc", None],
    }
    if column is CaseColumn.ID:
        return (
            definition | _filter("agTextColumnFilter", ["contains", "startsWith", "equals"]) | _pinned("left", column)
        )
    if column in UNSORTED_COLUMNS:
        return definition | {"sortable": False}
    if column in TIME_COLUMNS:
        return definition | _filter("agDateColumnFilter", ["inRange", "equals", "lessThan", "greaterThan"])
    if column in NUMBER_COLUMNS:
        kinds = ["greaterThanOrEqual", "greaterThan", "equals", "lessThanOrEqual", "lessThan"]
        return definition | _filter("agNumberColumnFilter", kinds) | {"type": "rightAligned"} | _aside(column)
    return definition


def _aside(column: CaseColumn) -> dict[str, Any]:
    """How late a case is stays in sight where the window is too narrow for all columns."""
    return _pinned("right", column) if column is CaseColumn.LATENESS else {}


def _pinned(side: str, column: CaseColumn) -> dict[str, Any]:
    """At a side of the list, as wide as its words: what is pinned has no share of a wider window."""
    return {"pinned": side, "flex": None, "width": WIDTHS[column]}


def _filter(kind: str, options: list[str]) -> dict[str, Any]:
    """One condition at a time, applied when the person says so."""
    params = {"filterOptions": options, "maxNumConditions": 1, "buttons": ["reset", "apply"], "closeOnApply": True}
    return {"filter": kind, "filterParams": params}


def as_shown(ms: int, profile: CityProfile, texts: Texts) -> str:
    """An instant as the list has it, with the zone."""
    return f"{moment(ms, profile.timezone, texts)} {profile.timezone_label}"
