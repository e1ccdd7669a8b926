"""The words of the indicator catalogue: what a number is, how it is worked out, and of what it is a part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain.indicators.catalogue import Basis, Clock, Level, Owner, Source, Unit, Window


class Words(NamedTuple):
    """One indicator in words. With a denominator it is a share, and `formula` tells its numerator."""

    label: str
    formula: str
    denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTexts:
    """All that a definition says, in one language.

    `up_to` and `from_on` tell bounds: of what is better the smaller, and of what is better the greater it is.
    """

    decimal_mark: str
    formula: str
    numerator: str
    denominator: str
    no_denominator: str
    window: str
    clock: str
    target: str
    no_target: str
    at_least: str
    at_most: str
    of_n: str
    bounds: str
    no_bounds: str
    up_to: str
    from_on: str
    below_least: str
    smallest_n: str
    rests_on: str
    source: str
    owner: str
    days: str
    units: Mapping[Unit, str]
    windows: Mapping[Window, str]
    clocks: Mapping[Clock, str]
    owners: Mapping[Owner, str]
    sources: Mapping[Source, str]
    bases: Mapping[Basis, str]
    levels: Mapping[Level, str]
    words: Mapping[str, Words]
