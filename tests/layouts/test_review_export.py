"""Downloads: what stands above the rows, that they are those of the grid, and that no cell starts a formula."""

import csv
import re
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases import CaseColumn, CaseCondition, CaseQuery, CaseSort, Comparison
from domain.filters import Period, ReviewFilters, Show
from layouts.inert_cells import FORMULA_STARTS, as_text, harmless, in_workbook, recovered
from layouts.review_cases import grid_row
from layouts.review_export import write_csv, write_workbook
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


SIGNS = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−", "﹦", "'", "", " =", "\u200b=", "\ufeff@"]
)
WORDS = st.builds(str.__add__, SIGNS, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
NUMBERS = st.from_regex(r"[0-9][0-9.,/:e-]{0,18}[0-9]", fullmatch=True)
SHOWN_STARTS = tuple("=+-@＝＋－＠−﹦")


def starts_a_formula(cell: str) -> bool:
    """Whether a spreadsheet may run it: by its first letter, or by the first that shows."""
    return cell.startswith(FORMULA_STARTS) or cell.lstrip(" \u200b\ufeff\u00a0").startswith(SHOWN_STARTS)


@given(WORDS | NUMBERS)
def test_harmless_words_never_start_a_formula_and_come_back(words: str) -> None:
    assert not starts_a_formula(harmless(words))
    assert not starts_a_formula(as_text(words))
    assert recovered(harmless(words)) == words
    assert recovered(as_text(words)) == words


@given(NUMBERS)
def test_a_text_of_digits_is_no_number(words: str) -> None:
    """A ticket 007 keeps its zeros, and one of twenty digits all of them."""
    assert as_text(words) == f"'{words}"


@pytest.mark.parametrize("words", ["K-0001", "Jalan berlubang", "RT 3", "", "Cibodas"])
def test_usual_words_stay_as_they_are(words: str) -> None:
    assert as_text(words) == words


@given(ticket=WORDS | NUMBERS, typed=WORDS)
@settings(max_examples=60)
def test_no_export_holds_a_formula_and_its_texts_come_back(ticket: str, typed: str) -> None:
    """Every cell of both files, whatever another system calls a ticket and whatever was typed into a filter."""
    query = replace(ALL, conditions=(CaseCondition(CaseColumn.ID, Comparison.EQUAL, typed),))
    reviews = FakeReviews([a_case(1, complaint_id=ticket)])
    lines = as_csv(reviews, query)
    assert not [cell for line in lines for cell in line if starts_a_formula(cell)]
    assert recovered(lines[-1][0]) == ticket
    cells, raw = as_workbook(reviews, query)
    assert unescaped(cells[-1][0]) == in_workbook(ticket)
    assert not [tag for tag in (b"<f>", b"<f ", b"hyperlink") if tag in sheet_xml(raw)]


def unescaped(cell: object) -> str:
    """A workbook's text as a spreadsheet shows it: _x000D_ is a carriage return (ECMA-376, ST_Xstring)."""
    words = "" if cell is None else str(cell)
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), words)


def test_what_no_workbook_can_hold_is_told() -> None:
    cells, _ = as_workbook(FakeReviews([a_case(1, complaint_id="K\ufffe\uffff1")]))
    assert cells[-1][0] == "K\ufffd\ufffd1"
