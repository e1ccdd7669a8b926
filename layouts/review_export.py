"""A list of cases as a file: CSV or a workbook, with what was asked, as of when, and what the words mean.

No cell can start a formula: ticket numbers come from other systems, and a spreadsheet runs what begins like one.
"""

import csv
from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO, TextIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.cases import TIME_COLUMNS, CaseColumn, CaseCondition, CasePage, CaseQuery, CaseSort, Comparison
from domain.filters import Show
from domain.profile import CityProfile
from layouts.inert_cells import as_text, harmless, in_workbook
from layouts.review import chosen_words, instant_words
from layouts.review_cases import Cell, as_shown, case_cells, cell_text
from layouts.review_numbers import city_facts, filled
from layouts.text import Texts, whole
from layouts.text_review import decimal, review_texts
from layouts.text_review_fields import Number, ReviewTexts

BYTE_ORDER_MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""

DEFINED_BY_SHOW: Mapping[Show, Number] = {
    Show.OPEN: Number.OPEN,
    Show.OVERDUE: Number.OVERDUE,
    Show.DUE_SOON: Number.DUE_SOON,
    Show.RECEIVED: Number.FLOW,
    Show.RESOLVED: Number.FLOW,
    Show.MISSED: Number.ON_TIME,
}
WIDTHS = (26, 26, 20, 18, 36, 17, 17, 17, 16, 16, 16, 14, 17, 26)


def head_lines(query: CaseQuery, page: CasePage, limit: int, profile: CityProfile, texts: Texts) -> list[list[str]]:
    """What stands above the rows: title, as of when, period, filters, order, how many, and definitions."""
    words, filters = review_texts(texts), query.filters
    title = words.export_title.format(agency=profile.agencies[filters.agency].name, city=profile.name)
    period = f"{as_shown(page.window.from_ms + 1, profile, texts)} – {as_shown(page.window.to_ms, profile, texts)}"
    narrowed = [*chosen_words(filters, profile, texts), *(_condition(one, profile, texts) for one in query.conditions)]
    return [
        [title],
        [words.export_as_of, f"{instant_words(page.now_ms, profile, texts)} ({profile.timezone.key})"],
        [words.export_period, period],
        [words.cases, words.shows[filters.show]],
        [words.export_filters, "; ".join(narrowed) or words.export_none],
        [words.export_sorted, ", ".join(_order(sort, words) for sort in query.sorts)],
        [words.export_rows, _count(page.total, limit, texts)],
        *([words.definition, line] for line in _definitions(filters.show, profile, texts)),
        [],
    ]


def _order(sort: CaseSort, words: ReviewTexts) -> str:
    return f"{words.columns[sort.column]} ({words.descending if sort.is_descending else words.ascending})"


def _count(total: int, limit: int, texts: Texts) -> str:
    if total <= limit:
        return whole(total, texts)
    numbers = {"n": whole(limit, texts), "total": whole(total, texts), "limit": whole(limit, texts)}
    return review_texts(texts).export_limit.format(**numbers)


def _condition(condition: CaseCondition, profile: CityProfile, texts: Texts) -> str:
    words, value = review_texts(texts), condition.value
    if condition.column in TIME_COLUMNS:
        edges = [condition.value, *([condition.until] if condition.comparison is Comparison.BETWEEN else [])]
        value = " – ".join(as_shown(int(edge), profile, texts) for edge in edges)
    elif not isinstance(value, str):
        value = decimal(value, texts)
    return f"{words.columns[condition.column]} {words.comparisons[condition.comparison]} {value}"


def _definitions(show: Show, profile: CityProfile, texts: Texts) -> list[str]:
    """Of the list, and of the number whose cases it holds."""
    words, facts = review_texts(texts), city_facts(profile, texts)
    labels = (words.formula, words.denominator, words.window, words.source)
    numbers = [Number.CASES, *([DEFINED_BY_SHOW[show]] if show in DEFINED_BY_SHOW else [])]
    told = [zip(labels, filled(number, texts, facts), strict=True) for number in numbers]
    return ["; ".join(f"{label}: {part}" for label, part in parts) for parts in told]


# --- files


def write_csv(file: TextIO, query: CaseQuery, page: CasePage, limit: int, profile: CityProfile, texts: Texts) -> None:
    """The list as comma-separated values, row by row; each cell reads as in the grid."""
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    for line in [*head_lines(query, page, limit, profile, texts), _headings(texts)]:
        writer.writerow([harmless(words) for words in line])
    for case in page.cases:
        cells = case_cells(case, profile, texts)
        writer.writerow(
            [as_text(cell) if isinstance(cell, str) else harmless(cell_text(cell, texts)) for cell in cells]
        )


def write_workbook(
    file: BinaryIO, query: CaseQuery, page: CasePage, limit: int, profile: CityProfile, texts: Texts
) -> None:
    """The list as a workbook, row by row: instants and numbers are such, all words are text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(review_texts(texts).sheet)
    bold = book.add_format({"bold": True})
    instant = book.add_format({"num_format": f"dd/mm/yyyy hh\\{texts.time_mark}mm", "align": "left"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    head = head_lines(query, page, limit, profile, texts)
    for row, line in enumerate([*head, _headings(texts)]):
        for column, words in enumerate(line):
            sheet.write_string(row, column, in_workbook(words), bold if row in (0, len(head)) else None)
    for row, case in enumerate(page.cases, start=len(head) + 1):
        for column, cell in enumerate(case_cells(case, profile, texts)):
            _write_cell(sheet, row, column, cell, instant)
    last = len(head) + max(1, min(page.total, limit))
    sheet.autofilter(len(head), 0, last, len(CaseColumn) - 1)
    book.close()


def _headings(texts: Texts) -> list[str]:
    return [review_texts(texts).columns[column] for column in CaseColumn]


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, instant: Format) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, instant)
    elif isinstance(cell, str):
        sheet.write_string(row, column, in_workbook(cell))
    elif cell is not None:
        sheet.write_number(row, column, cell)
