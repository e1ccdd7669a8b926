"""The words of the mayor's page: sentences that stand by themselves, in the city's language and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain.attention import Kind
from domain.scoring import Tier


class Sentence(NamedTuple):
    """What is wrong, and what else there is to say of it. Braces are filled with the numbers of an `Attention`.

    `more` takes the place of `rest` where there is something particular to tell: an agency, a promise.
    """

    lead: str
    rest: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MayorTexts:
    """The words of one language."""

    greetings: tuple[str, str, str, str]
    age: str
    age_unknown: str
    paused: str
    pause: str
    resume: str
    close: str
    about: str
    enlarge: str
    shrink: str
    sections: Mapping[str, str]
    tabs: Mapping[str, str]

    attention: str
    calm: str
    more: str
    levels: tuple[str, str]
    sentences: Mapping[Kind, Sentence]
    others_too: str
    joined: str

    feeds_good: str
    feeds_bad: str
    feeds_none: str

    of_open: str
    started: str
    since: str
    target: str
    below: str
    sample: str
    too_few: str
    no_data: str
    legend_queue: str

    tiers: Mapping[Tier, str]
    tier_rest: str
    tier_none: str
    agencies_rest: str

    promise: str
    promises: str
    no_promise: str
    waiting: str
    counters: str
    posted: str
    posted_too: str
    minutes: str
    at_least: str
    queues_note: str
    queues_rest: str
    queues_silent: str
    queues_none: str

    figures: Mapping[str, str]
    longest: str
    of_expected: str
    of_agencies: str
    of_received: str
    on_duty_notes: str
    of_downloads: str
    of_population: str
    figure_sources: str
    day_off: str
