"""Downloads: what stands above the rows, that they are those of the grid, and that no cell starts a formula."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import CaseColumn, CaseCondition, CaseQuery, CaseSort, Comparison
from domain.filters import Period, ReviewFilters, Show
from layouts.review_cases import grid_row
from layouts.review_export import FORMULA_STARTS, harmless, write_csv, write_workbook
from layouts.text import ENGLISH, INDONESIAN, Texts
from tests.factories import NOW_MS, tangerang
from tests.fake_reviews import FakeReviews, a_case
from tests.workbook import cells_of, instant, parts_of, sheet_xml

CITY = tangerang()
ALL = CaseQuery(ReviewFilters("DPUPR", Period(90)))
ATTACKS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x","y")']


def as_csv(
    reviews: FakeReviews, query: CaseQuery = ALL, limit: int = 1000, texts: Texts = INDONESIAN
) -> list[list[str]]:
    file = StringIO()
    with reviews.listing(query, 0, limit) as page:
        write_csv(file, query, page, limit, CITY, texts)
    words = file.getvalue()
    assert words.startswith("\ufeff")
    return list(csv.reader(StringIO(words.removeprefix("\ufeff"))))


def as_workbook(
    reviews: FakeReviews, query: CaseQuery = ALL, limit: int = 1000
) -> tuple[list[list[str | float | None]], bytes]:
    file = BytesIO()
    with reviews.listing(query, 0, limit) as page:
        write_workbook(file, query, page, limit, CITY, INDONESIAN)
    return cells_of(file.getvalue()), file.getvalue()


def split(lines: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """What stands above the empty line, and the table below it."""
    gap = next(number for number, line in enumerate(lines) if not any(line))
    return lines[:gap], lines[gap + 1 :]


# --- equal to the grid


@pytest.mark.parametrize("show", [Show.ALL, Show.OVERDUE, Show.RESOLVED])
def test_a_csv_file_holds_the_rows_of_the_grid(show: Show) -> None:
    query = replace(ALL, filters=ALL.filters.showing(show), sorts=(CaseSort(CaseColumn.LATENESS, is_descending=True),))
    reviews = FakeReviews()
    _, (headings, *rows) = split(as_csv(reviews, query))
    with reviews.listing(query, 0, 1000) as page:
        grid = [[str(grid_row(case, CITY, INDONESIAN)[column]) for column in CaseColumn] for case in page.cases]
    assert rows == grid != []
    assert headings[:2] == ["Nomor tiket", "Kategori"]


def test_a_workbook_holds_them_as_instants_and_numbers() -> None:
    """So that a spreadsheet can sort and count; shown, they read as in the grid."""
    reviews = FakeReviews([a_case(3, due_ms=NOW_MS - 86_400_000, handoffs=2)])
    cells, _ = as_workbook(reviews)
    row = cells[-1]
    assert row[0] == "K-0003"
    assert isinstance(row[5], float)
    assert instant(row[5]).isoformat() == "2026-11-20T09:47:20"
    assert row[7:] in ([None, 3, None, 1, 2, None, None], [None, 3, None, 1, 2, None, ""])


# --- what stands above


def test_the_first_lines_say_what_this_is() -> None:
    query = CaseQuery(
        ReviewFilters("DPUPR", Period(28), "pothole", "36.71.07", Show.OVERDUE),
        (CaseSort(CaseColumn.LATENESS, is_descending=True),),
        (
            CaseCondition(CaseColumn.HANDOFFS, Comparison.AT_LEAST, 1),
            CaseCondition(CaseColumn.ID, Comparison.CONTAINS, "=K"),
        ),
    )
    head, _ = split(as_csv(FakeReviews(), query))
    said = {line[0]: line[1] for line in head[1:]}
    assert head[0] == ["Daftar aduan Dinas Pekerjaan Umum dan Penataan Ruang, Kota Tangerang"]
    assert said["Keadaan per"] == "Senin, 23 November 2026, 09.47 WIB (Asia/Jakarta)"
    assert said["Periode"] == "26/10/2026 09.47 WIB – 23/11/2026 09.47 WIB"
    assert said["Saringan"] == (
        f"Kategori: Jalan berlubang; Kecamatan: {CITY.districts['36.71.07']}; Pindah tangan ≥ 1; Nomor tiket berisi =K"
    )
    assert said["Urutan"] == "Terlambat (hari) (turun)"
    definitions = [line[1] for line in head if line[0] == "Definisi"]
    assert len(definitions) == 2
    assert all(word in definitions[1] for word in ("Rumus: ", "Penyebut: ", "Waktu: ", "Sumber: "))


def test_a_workbook_begins_with_the_same_lines() -> None:
    reviews = FakeReviews()
    head, _ = split(as_csv(reviews))
    cells, _ = as_workbook(reviews)
    assert [[cell for cell in row if cell is not None] for row in cells[: len(head)]] == head


def test_what_was_left_out_is_told() -> None:
    """A download that is not all says so in its head."""
    head, (_, *rows) = split(as_csv(FakeReviews(), limit=7))
    said = {line[0]: line[1] for line in head[1:]}
    assert len(rows) == 7
    assert said["Baris"] == "7 dari 50: unduhan dibatasi 7 baris, persempit saringan untuk sisanya"


def test_a_file_in_english_is_english() -> None:
    head, (headings, *_) = split(as_csv(FakeReviews(), texts=ENGLISH))
    assert head[1][0] == "As of"
    assert headings == [
        *("Ticket", "Category", "Ward", "District", "State", "Received", "Deadline", "Closed"),
        *("Taken (days)", "Taken, net (days)", "Late (days)", "Hand-offs", "Verify by", "Possibly a duplicate of"),
    ]


# --- formulas


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_file_starts_a_formula(attack: str) -> None:
    """Ticket numbers come from other systems; so may whatever was typed into a filter."""
    query = replace(ALL, conditions=(CaseCondition(CaseColumn.ID, Comparison.EQUAL, attack),))
    lines = as_csv(FakeReviews([a_case(1, complaint_id=attack)]), query)
    assert [cell for line in lines for cell in line if cell.startswith(FORMULA_STARTS)] == []
    assert lines[-1][0] == f"'{attack}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_a_workbook_are_words(attack: str) -> None:
    """No formula, no link: text cells only."""
    cells, raw = as_workbook(FakeReviews([a_case(1, complaint_id=attack)]))
    sheet = sheet_xml(raw)
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert not [name for name in parts_of(raw) if "external" in name.lower()]
    assert str(cells[-1][0]).replace("_x000D_", "\r") in (attack, attack.replace("\r", "\n"))


@given(st.text(max_size=30))
def test_harmless_words_never_start_a_formula(words: str) -> None:
    assert not harmless(words).startswith(FORMULA_STARTS)
    assert harmless(words).removeprefix("'") == words.removeprefix("'")
