"""What the review page and its exports say: the names of all their words, and which numbers have a definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.cases import CaseColumn, Comparison
from domain.complaints import ComplaintState
from domain.composite import ScorePart
from domain.filters import Problem, Show
from domain.funnel import FunnelPlace
from domain.scoring import Tier
from domain.sla import SlaState

Words = Mapping[str, str]


class Number(StrEnum):
    """The numbers of the page, each with a definition."""

    OPEN = "open"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    FLOW = "flow"
    ON_TIME = "on_time"
    RESOLUTION = "resolution"
    AGES = "ages"
    PEERS = "peers"
    SCORE = "score"
    TIERS = "tiers"
    FUNNEL = "funnel"
    QUEUES = "queues"
    ATTENDANCE = "attendance"
    FIELD_WORK = "field_work"
    CASES = "cases"


class Definition(NamedTuple):
    """What a number means: how it is made, of how many, over which time, and where the rule comes from."""

    formula: str
    denominator: str
    window: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTexts:
    """The words of one language. Braces are filled by the panel that uses the text."""

    heading: str
    others: str
    as_of: str
    closed: str
    way_out: str
    problems: Mapping[Problem, str]
    peer_groups: Words

    period: str
    days: str
    other_days: str
    dates: str
    all_categories: str
    all_districts: str
    category: str
    district: str
    refresh: str
    dropdown: Words
    no_sensitive_in_district: str

    open: str
    overdue: str
    due_soon: str
    received: str
    resolved: str
    on_time: str
    median: str
    p90: str
    overdue_note: str
    due_soon_note: str
    of_n: str
    below_target: str
    at_least: str
    working_days: str
    hours: str
    calendar_days: str
    insufficient: str
    no_data: str

    channels: str
    trend: str
    by_day: str
    by_week: str
    partial: str
    ages: str
    age_labels: tuple[str, ...]
    cases_unit: str
    peers: str
    peers_note: str
    target: str
    no_peers: str
    own_insufficient: str
    others_insufficient: str
    interval: str

    score: str
    score_full: str
    score_span: str
    score_total: str
    score_insufficient: str
    tiers: Mapping[Tier, str]
    tier_marks: Mapping[Tier, str]
    place: str
    places: str
    no_difference: str
    part_headings: tuple[str, str, str, str, str, str, str]
    parts: Mapping[ScorePart, str]
    at_most: str
    rated: str
    peer_scores: str
    peer_scores_note: str
    peer_scores_few: str
    funnel: str
    funnel_note: str
    funnel_axis: str
    funnel_places: Mapping[FunnelPlace, str]
    city_share: str
    case_mix: str
    alone: str

    today: str
    queues: str
    waiting: str
    minutes: str
    posted_wait: str
    attendance: str
    office: str
    field: str
    present: str
    small_unit: str
    day_off: str
    not_begun: str
    no_sites: str

    cases: str
    cases_of: str
    shows: Mapping[Show, str]
    columns: Mapping[CaseColumn, str]
    states: Mapping[ComplaintState, str]
    verification: Mapping[SlaState, str]
    hidden_place: str
    bad_list: str
    csv: str
    xlsx: str
    busy: str

    definition: str
    formula: str
    denominator: str
    window: str
    source: str
    definitions: Mapping[Number, Definition]

    export_title: str
    export_as_of: str
    export_period: str
    export_filters: str
    export_none: str
    export_rows: str
    export_limit: str
    export_sorted: str
    comparisons: Mapping[Comparison, str]
    ascending: str
    descending: str
    export_definitions: str
    sheet: str

    grid: Words
