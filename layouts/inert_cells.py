"""Cells of exported files that no spreadsheet runs or rewrites: tickets and words come from other systems.

A CSV cell that would be read as anything but its text gets an apostrophe in front; so does one that has one already,
so that taking one away gives the text back, letter by letter. A workbook says of each cell what it is.
"""

import re
from unicodedata import category, normalize

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")
MARK = "'"
_FORMULA_SIGNS = "=+-@\u2212"
_NUMBER_LIKE = re.compile(r"[\d.,:/\s%eE-]*\d[\d.,:/\s%eE-]*")
_NO_XML = re.compile(r"[\ufffe\uffff\ud800-\udfff]")


def harmless(words: str) -> str:
    """Words that no spreadsheet takes for a formula, whatever invisible letters or other width stand in front."""
    return MARK + words if words.startswith((MARK, *FORMULA_STARTS)) or _first(words) in _FORMULA_SIGNS else words


def as_text(words: str) -> str:
    """The same for a text that may look like a number, a date or a share: it keeps its zeros and its digits."""
    return MARK + words if _NUMBER_LIKE.fullmatch(words) else harmless(words)


def recovered(cell: str) -> str:
    """The words that were made harmless."""
    return cell.removeprefix(MARK)


def in_workbook(words: str) -> str:
    """Words as a workbook can hold them: what XML forbids, which no reader could open, is told as such."""
    return _NO_XML.sub("\ufffd", words)


def _first(words: str) -> str:
    """The first letter that shows, in its usual width; a space where none does."""
    shown = next((letter for letter in words if category(letter)[0] not in "ZC"), " ")
    return normalize("NFKC", shown)[:1]
