"""The words of the review page and of its exports in English."""

from types import MappingProxyType

from domain.cases import CaseColumn, Comparison
from domain.complaints import ComplaintState
from domain.composite import ScorePart
from domain.filters import Problem, Show
from domain.funnel import FunnelPlace
from domain.scoring import Tier
from domain.sla import SlaState
from layouts.text_hotspots import ENGLISH as ENGLISH_HOTSPOTS
from layouts.text_review_fields import Definition, Number, ReviewTexts

ENGLISH = ReviewTexts(
    heading="Performance review",
    others="Other agencies",
    as_of="as of {instant}",
    closed="This review is not for your role.",
    way_out="Back to the last 28 days, without filters",
    problems=MappingProxyType(
        {
            Problem.AGENCY: "There is no agency “{value}”.",
            Problem.DAYS: "There is no period “{value}”. Choose 7, 28 or 90 days, or dates.",
            Problem.DATE: "“{value}” is no date. Write it as 2026-11-22; a first and a last date are needed.",
            Problem.ORDER: "The first date comes after the last ({value}).",
            Problem.FUTURE: "The period {value} has not begun.",
            Problem.TOO_LONG: "The period {value} is longer than 366 days. Choose a shorter one.",
            Problem.CATEGORY: "There is no category “{value}”.",
            Problem.DISTRICT: "There is no district “{value}”.",
            Problem.SHOW: "There is no list “{value}”.",
        }
    ),
    peer_groups=MappingProxyType(
        {
            "technical": "technical agencies",
            "counter": "service agencies",
            "staff": "staff agencies",
            "district": "districts",
            "city": "agencies",
        }
    ),
    period="Period",
    days="{n} days",
    other_days="Dates",
    dates="From – to",
    all_categories="All categories",
    all_districts="All districts",
    category="Category",
    district="District",
    refresh="Refresh",
    dropdown=MappingProxyType(
        {"search": "Search…", "clear_search": "Clear", "clear_selection": "Clear", "no_options_found": "Nothing found"}
    ),
    no_sensitive_in_district="Without cases whose place is confidential.",
    open="Open",
    overdue="Overdue",
    due_soon="Due ≤ 1 day",
    received="Received",
    resolved="Resolved",
    on_time="On time",
    median="Resolution time, median",
    p90="P90",
    overdue_note="{share} % of open",
    due_soon_note="{n} not started",
    of_n="{k} of {n}",
    below_target="below the target of {share} %",
    at_least="≥ {value}",
    working_days="wd",
    hours="h",
    calendar_days="calendar days",
    insufficient="too few data (n = {n})",
    no_data="no data yet",
    channels="received by: {channels}",
    trend="Received and resolved",
    by_day="by day",
    by_week="by week",
    partial="faded: {unit} not complete",
    ages="Age of open cases, working days",
    age_labels=("0–1", "2–3", "4–7", "8–14", "15–30", "> 30"),
    cases_unit="cases",
    peers="On time among {group}",
    peers_note="point: estimate, pulled to the city's where n is small; line: 90 % interval",
    target="target {share} %",
    no_peers="There is no other agency in this group.",
    own_insufficient="{agency}: too few data (n = {n}, needs {smallest})",
    others_insufficient="Too few data (n < {smallest}): {names}",
    interval="90 % interval: {low}–{high} %",
    score="Score among {group}",
    score_full="100: every target is met",
    score_span="90 % interval: {low}–{high}",
    score_total="Score",
    score_insufficient="too few data: n = {n} (needs {smallest}), {parts} indicators (needs {needed})",
    tiers=MappingProxyType(
        {
            Tier.ABOVE: "above its group",
            Tier.AROUND: "level with its group",
            Tier.BELOW: "below its group",
        }
    ),
    tier_marks=MappingProxyType({Tier.ABOVE: "above", Tier.AROUND: "level", Tier.BELOW: "below"}),
    place="place {best} of {n}",
    places="place {best}–{last} of {n}",
    no_difference="no real difference in this group",
    part_headings=("Indicator", "Actual", "n", "Estimate", "Target", "Weight", "Contribution"),
    parts=MappingProxyType(
        {
            ScorePart.ON_TIME: "Resolved on time",
            ScorePart.FIRST_RESPONSE: "First response on time",
            ScorePart.REOPENED: "Reopened",
            ScorePart.RATING: "Reporters satisfied (4–5 stars)",
            ScorePart.EVIDENCE: "Evidence before and after complete",
        }
    ),
    at_most="≤ {value}",
    rated="{n} of {total} reporters rated ({share} %)",
    peer_scores="Tiers of {group}",
    peer_scores_note="line: 90 % interval; intervals that touch: no real difference",
    peer_scores_few="Too few data: {names}",
    funnel="On time, compared with the city",
    funnel_note="points: agencies; inside the funnel chance may explain the difference from the city "
    "(dashed 95 %, solid 99.8 %)",
    funnel_axis="cases whose deadline fell (n)",
    funnel_places=MappingProxyType(
        {
            FunnelPlace.WITHIN: "{agency}: inside the funnel",
            FunnelPlace.LOW: "{agency}: below the 95 % limit",
            FunnelPlace.HIGH: "{agency}: above the 95 % limit",
            FunnelPlace.FAR_LOW: "{agency}: below the 99.8 % limit",
            FunnelPlace.FAR_HIGH: "{agency}: above the 99.8 % limit",
        }
    ),
    city_share="city {share} %",
    case_mix="By its own categories: {observed} on time, {expected} expected; "
    "O/E {ratio} (90 % interval: {low}–{high})",
    alone="{share} % of its cases are of categories that hardly anyone else has: for those O/E compares nothing",
    today="Today",
    queues="Queues",
    waiting="{n} waiting",
    minutes="min",
    posted_wait="wait {minutes} min as posted there",
    attendance="Attendance",
    office="Office",
    field="Field",
    present="{present} of {expected}",
    small_unit="units of fewer than {unit} people are not shown",
    day_off="day off",
    not_begun="too early to say",
    no_sites="no place with a queue",
    cases="Cases",
    cases_of="{show}: {n} cases",
    shows=MappingProxyType(
        {
            Show.ALL: "All in this review",
            Show.OPEN: "Open",
            Show.OVERDUE: "Overdue",
            Show.DUE_SOON: "Due ≤ 1 day",
            Show.RECEIVED: "Received in the period",
            Show.RESOLVED: "Resolved in the period",
            Show.MISSED: "Deadline missed in the period",
        }
    ),
    columns=MappingProxyType(
        {
            CaseColumn.ID: "Ticket",
            CaseColumn.CATEGORY: "Category",
            CaseColumn.WARD: "Ward",
            CaseColumn.DISTRICT: "District",
            CaseColumn.STATE: "State",
            CaseColumn.OPENED: "Received",
            CaseColumn.DUE: "Deadline",
            CaseColumn.CLOSED: "Closed",
            CaseColumn.VERIFY_BY: "Verify by",
            CaseColumn.TAKEN: "Taken (days)",
            CaseColumn.TAKEN_NET: "Taken, net (days)",
            CaseColumn.LATENESS: "Late (days)",
            CaseColumn.HANDOFFS: "Hand-offs",
            CaseColumn.DUPLICATE: ENGLISH_HOTSPOTS.duplicate,
        }
    ),
    verification=MappingProxyType(
        {
            SlaState.ON_TIME: "{time} of service time left",
            SlaState.AT_RISK: "nearly due, {time} of service time left",
            SlaState.BREACHED: "overdue by {time} of service time",
        }
    ),
    states=MappingProxyType(
        {
            ComplaintState.UNKNOWN: "Not known yet",
            ComplaintState.RECEIVED: "Received",
            ComplaintState.VERIFIED: "Verified",
            ComplaintState.ASSIGNED: "Assigned",
            ComplaintState.IN_PROGRESS: "In progress",
            ComplaintState.WAITING_REPORTER: "Waiting for the reporter",
            ComplaintState.AWAITING_VERIFICATION: "To be verified",
            ComplaintState.REOPENED: "Reopened",
            ComplaintState.RESOLVED: "Resolved",
            ComplaintState.REJECTED: "Out of authority",
            ComplaintState.DUPLICATE: "Duplicate",
            ComplaintState.ARCHIVED: "Archived",
        }
    ),
    hidden_place="confidential",
    bad_list="This list has no such order or filter. Load the page again.",
    csv="Download CSV",
    xlsx="Download Excel",
    busy="Another download is being made. Try again in a moment.",
    definition="Definition",
    formula="Formula",
    denominator="Of",
    window="Time",
    source="Source",
    definitions=MappingProxyType(
        {
            Number.OPEN: Definition(
                "cases that are not resolved, rejected, duplicate or archived (A02)",
                "none; a count",
                "now, whatever the period",
                "the city's stream of complaints; a rule of this project",
            ),
            Number.OVERDUE: Definition(
                "open and past its deadline; the clock stands still while the reporter is waited for (A03)",
                "open cases, for the percentage",
                "now",
                "deadline: the city's policy of the category on the day of receipt, or the source system's own",
            ),
            Number.DUE_SOON: Definition(
                "open, not overdue, with at most 1 working day left (A04)",
                "none; a count",
                "now",
                "the city's working calendar",
            ),
            Number.FLOW: Definition(
                "received: cases that came in (A01); resolved: cases that were settled",
                "none; counts. What was resolved may have come in before the period",
                "the chosen period, days by the city's time, weeks from Monday",
                "the city's stream of complaints",
            ),
            Number.ON_TIME: Definition(
                "resolved by the deadline (A07)",
                "cases whose deadline fell in the period; unfinished ones count as failed; rejected, duplicate and "
                "archived ones and those whose clock stands still are left out",
                "the chosen period; needs n ≥ {few}",
                "indicator catalogue A07; target from config.yaml",
            ),
            Number.RESOLUTION: Definition(
                "median and P90 from receipt to resolution, Kaplan–Meier: open ones count as “at least so long” (A09). "
                "Working days from the day of receipt (after {cut_off}: the next working day)",
                "cases received in the period, without rejected, duplicate and archived ones",
                "the chosen period, up to now; needs n ≥ {few}. Waiting for the reporter is included",
                "indicator catalogue A09; the city's working calendar",
            ),
            Number.AGES: Definition(
                "working days from the day of receipt to today (A10)",
                "open cases",
                "now",
                "indicator catalogue A10; the city's working calendar",
            ),
            Number.PEERS: Definition(
                "on-time share (A07), pulled to the whole city's by {weight} imaginary cases, "
                "with Wilson's 90 % interval: (k + {weight} × p city) / (n + {weight})",
                "as for “On time”, for each agency; fewer than {smallest} cases are not compared",
                "the same period and filters",
                "indicator catalogue A07; groups of the city's data",
            ),
            Number.SCORE: Definition(
                "weighted mean of actual by target (0 to 1.2; where lower is better: target by actual), times 100. "
                "Estimate: the actual share pulled to the city's by {score_weight} imaginary cases. Contribution: "
                "estimate by target, times weight; the weight of indicators without data goes to the others",
                "each indicator by its n; reopened (A13): of those received at least {ripe_days} days ago that were "
                "ever closed; satisfaction (A17) needs {rated_few} ratings. A score needs n ≥ {score_few} and "
                "{score_parts} indicators",
                "the last {score_days} days, whatever the period and the filters",
                "a proposal of this project, after Boston's CityScore with repairs; weights and targets from "
                "config.yaml",
            ),
            Number.TIERS: Definition(
                "two scores differ when their intervals do not touch. Above: surely better than more than half of its "
                "group; below: surely worse; else level. Place: those that it may hold",
                "agencies of the same kind that have a score",
                "the last {score_days} days",
                "a proposal of this project; where all do alike, chance sets one apart in at most {error} % of groups "
                "(simulated)",
            ),
            Number.FUNNEL: Definition(
                "exact binomial limits around the city's share: beyond 95 % chance seldom explains it, beyond 99.8 % "
                "hardly. O/E: on time by what is expected if each category went as in the whole city (indirect "
                "standardisation), Wilson's 90 % interval",
                "cases whose deadline fell (A07), by agency; n < {few} is not drawn",
                "the last {score_days} days, whatever the period and the filters",
                "Spiegelhalter 2005 (funnel plots); indicator catalogue A07",
            ),
            Number.QUEUES: Definition(
                "waiting: has come and was not called (C01); wait: who was not called yet counts as at least so long "
                "(C02); as promised (C03); not come of those called (C05); utilisation: serving of open counter time "
                "(C06); coming now: P50–P90 (C04); advice: counters for the next hour",
                "tickets of today",
                "now and today",
                "the city's stream of queues",
            ),
            Number.ATTENDANCE: Definition(
                "present of scheduled less excused (D01), by unit",
                "scheduled staff without those excused; units of fewer than {unit} people are not shown",
                "this working day",
                "the stream of attendance; the schedule of the city's data",
            ),
            Number.FIELD_WORK: Definition(
                "open tasks by crews on duty (D05); median and P90 from order to arrival, and on site (D04)",
                "tasks of today; unfinished ones count as at least so long",
                "now and today",
                "the stream of field work; capacities by the city's data and their source",
            ),
            Number.CASES: Definition(
                "the cases counted on this page; late: calendar days past the deadline, up to the next tenth; "
                "taken: calendar days from receipt to closing or to now, net: without the wait for the reporter, empty "
                "where there was none; the time left for a verification is service time; hand-offs: how often "
                "it was passed on to another agency",
                "as filtered",
                "now",
                "the city's stream of complaints; category and place of sensitive cases are confidential, "
                "reports on misconduct are left out",
            ),
        }
    ),
    export_title="Cases of {agency}, {city}",
    export_as_of="As of",
    export_period="Period",
    export_filters="Filters",
    export_none="no filters",
    export_rows="Rows",
    export_limit="{n} of {total}: a download has at most {limit} rows, narrow the filters for the rest",
    export_sorted="Order",
    comparisons=MappingProxyType(
        {
            Comparison.CONTAINS: "contains",
            Comparison.STARTS_WITH: "begins with",
            Comparison.EQUAL: "=",
            Comparison.ABOVE: ">",
            Comparison.AT_LEAST: "≥",
            Comparison.BELOW: "<",
            Comparison.AT_MOST: "≤",
            Comparison.BETWEEN: "=",
        }
    ),
    ascending="ascending",
    descending="descending",
    export_definitions="Definitions",
    sheet="Cases",
    grid=MappingProxyType({}),
)
