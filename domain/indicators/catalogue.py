"""The catalogue: what each number on a screen means. Its words are in `layouts/text_indicators.py`.

Windows, clocks, targets and bounds here are those that the indicators' functions have by default; an installation may
set others for some (config.yaml), and a snapshot says which hold. The rows are those of the city's catalogue of 47, and
some more (their ids have an addition, or a number beyond those).
"""

from collections.abc import Mapping

from domain.indicators.catalogue_complaints import COMPLAINT_ROWS
from domain.indicators.catalogue_data import DATA_ROWS
from domain.indicators.catalogue_services import APP_ROWS, CALL_ROWS, QUEUE_ROWS, STAFF_ROWS
from domain.indicators.indicator import (
    Apart,
    Basis,
    Bounds,
    Clock,
    Indicator,
    Level,
    Owner,
    Source,
    Target,
    Unit,
    Window,
)

__all__ = [
    "CATALOGUE",
    "Apart",
    "Basis",
    "Bounds",
    "Clock",
    "Indicator",
    "Level",
    "Owner",
    "Source",
    "Target",
    "Unit",
    "Window",
    "by_key",
]

_ALL = (*COMPLAINT_ROWS, *CALL_ROWS, *QUEUE_ROWS, *STAFF_ROWS, *APP_ROWS, *DATA_ROWS)

CATALOGUE: Mapping[str, Indicator] = {indicator.id: indicator for indicator in _ALL}


def by_key(key: str) -> Indicator:
    """The indicator that a number on a screen shows."""
    return _BY_KEY[key]


_BY_KEY = {indicator.key: indicator for indicator in _ALL}
