"""A workbook as its reader sees it: the cells of its first sheet, with Python's standard library."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet counts days from here, and knows no zones


def sheet_xml(raw: bytes) -> bytes:
    """The first sheet."""
    with ZipFile(BytesIO(raw)) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def parts_of(raw: bytes) -> list[str]:
    """The names of all files in it."""
    with ZipFile(BytesIO(raw)) as parts:
        return parts.namelist()


def cells_of(raw: bytes, columns: int = 14) -> list[list[str | float | None]]:
    """Rows of cells; a row that was not written is empty."""
    rows: dict[int, list[str | float | None]] = {}
    for cell in ElementTree.fromstring(sheet_xml(raw)).iter(f"{MAIN}c"):
        letters, number = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.attrib["r"]).groups()  # type: ignore[union-attr]
        row = rows.setdefault(int(number), [None] * columns)
        row[ord(letters) - ord("A")] = _value(cell)
    return [rows.get(number, [None] * columns) for number in range(1, max(rows) + 1)]


def _value(cell: ElementTree.Element) -> str | float | None:
    if cell.attrib.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{MAIN}t"))
    value = cell.find(f"{MAIN}v")
    return None if value is None else float(value.text or 0)


def instant(days: float) -> datetime:
    """A cell's number of days as an instant, to the second."""
    return FIRST_DAY + timedelta(seconds=round(days * 86_400))
