"""The words of the indicator catalogue: what a number is, how it is worked out, and of what it is a part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain.indicators.catalogue import Clock, Owner, Source, Unit, Window


class Words(NamedTuple):
    """One indicator in words; without a denominator it is a count or a duration."""

    label: str
    formula: str
    denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTexts:
    """All that a definition says, in one language."""

    formula: str
    denominator: str
    no_denominator: str
    window: str
    clock: str
    target: str
    no_target: str
    at_least: str
    at_most: str
    smallest_n: str
    source: str
    owner: str
    days: str
    units: Mapping[Unit, str]
    windows: Mapping[Window, str]
    clocks: Mapping[Clock, str]
    owners: Mapping[Owner, str]
    sources: Mapping[Source, str]
    words: Mapping[str, Words]
