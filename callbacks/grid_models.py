"""What a grid sends, made into a list's order and filters: looked up in tables, refused when it is in none."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from callbacks.bodies import is_text
from domain.cases import (
    NEWEST_FIRST,
    NUMBER_COLUMNS,
    TIME_COLUMNS,
    UNSORTED_COLUMNS,
    CaseColumn,
    CaseCondition,
    CaseQuery,
    CaseSort,
    Comparison,
)
from domain.clock import epoch_ms
from domain.filters import ReviewFilters

LONGEST_TEXT = 100
TEXTS: Mapping[str, Comparison] = {
    "contains": Comparison.CONTAINS,
    "startsWith": Comparison.STARTS_WITH,
    "equals": Comparison.EQUAL,
}
NUMBERS: Mapping[str, Comparison] = {
    "equals": Comparison.EQUAL,
    "greaterThan": Comparison.ABOVE,
    "greaterThanOrEqual": Comparison.AT_LEAST,
    "lessThan": Comparison.BELOW,
    "lessThanOrEqual": Comparison.AT_MOST,
}


class ListError(ValueError):
    """An order or a filter that the list does not have."""


def case_query(filters: ReviewFilters, sorts: object, conditions: object, timezone: ZoneInfo) -> CaseQuery:
    """The list that a grid asks for. Raises ListError for what it does not have."""
    sorts, conditions = sorts or [], conditions or {}
    if not isinstance(sorts, list) or not isinstance(conditions, dict):
        raise ListError("expected a list of sorts and a table of filters")
    if len(sorts) > len(CaseColumn) or len(conditions) > len(CaseColumn):
        raise ListError("more sorts or filters than columns")
    asked = tuple(_sort(sort) for sort in sorts)
    met = tuple(_condition(name, model, timezone) for name, model in conditions.items())
    return CaseQuery(filters, asked or NEWEST_FIRST, met)


def _sort(model: object) -> CaseSort:
    if not isinstance(model, dict) or model.get("sort") not in ("asc", "desc"):
        raise ListError(f"expected a column and a direction, got {model!r:.80}")
    column = _column(model.get("colId"))
    if column in UNSORTED_COLUMNS:
        raise ListError(f"the list cannot be sorted by {column}")
    return CaseSort(column, model["sort"] == "desc")


def _column(name: object) -> CaseColumn:
    try:
        return CaseColumn(str(name))
    except ValueError:
        raise ListError(f"expected a column of the list, got {name!r:.40}") from None


def _condition(name: object, model: object, timezone: ZoneInfo) -> CaseCondition:
    column = _column(name)
    if not isinstance(model, dict):
        raise ListError(f"expected a filter, got {model!r:.80}")
    if column is CaseColumn.ID:
        return _text_condition(model)
    if column in TIME_COLUMNS:
        return _day_condition(column, model, timezone)
    if column in NUMBER_COLUMNS:
        return _number_condition(column, model)
    raise ListError(f"{column} has no filter")


def _known(table: Mapping[str, Comparison], word: object) -> Comparison:
    if not isinstance(word, str) or word not in table:
        raise ListError(f"expected one of {', '.join(table)}, got {word!r:.40}")
    return table[word]


def _text_condition(model: Mapping[str, Any]) -> CaseCondition:
    words = model.get("filter")
    if not isinstance(words, str) or not 0 < len(words) <= LONGEST_TEXT or not is_text(words):
        raise ListError(f"expected some words, got {words!r:.40}")
    return CaseCondition(CaseColumn.ID, _known(TEXTS, model.get("type")), words)


def _number_condition(column: CaseColumn, model: Mapping[str, Any]) -> CaseCondition:
    value = model.get("filter")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e6:
        raise ListError(f"expected a number, got {value!r:.40}")
    return CaseCondition(column, _known(NUMBERS, model.get("type")), value)


def _day_condition(column: CaseColumn, model: Mapping[str, Any], timezone: ZoneInfo) -> CaseCondition:
    """Whole city days: before a day, after it, on it, or from one to another."""
    first = _day(model.get("dateFrom"))
    starts, ends = _midnight_ms(first, timezone), _midnight_ms(first + timedelta(days=1), timezone)
    match model.get("type"):
        case "equals":
            return CaseCondition(column, Comparison.BETWEEN, starts, ends)
        case "lessThan":
            return CaseCondition(column, Comparison.BELOW, starts)
        case "greaterThan":
            return CaseCondition(column, Comparison.AT_LEAST, ends)
        case "inRange":
            last = _day(model.get("dateTo"))
            return CaseCondition(column, Comparison.BETWEEN, starts, _midnight_ms(last + timedelta(days=1), timezone))
        case other:
            raise ListError(f"expected a comparison of days, got {other!r:.40}")


def _day(word: object) -> date:
    try:
        day = date.fromisoformat(str(word)[:10])
    except ValueError:
        raise ListError(f"expected a day, got {word!r:.40}") from None
    if not 1970 < day.year < 9999:
        raise ListError(f"expected a day of these times, got {word!r:.40}")
    return day


def _midnight_ms(day: date, timezone: ZoneInfo) -> int:
    return epoch_ms(datetime.combine(day, time.min, tzinfo=timezone))
