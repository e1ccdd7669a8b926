"""The indicator catalogue in English."""

from types import MappingProxyType

from domain.indicators.catalogue import Apart, Clock, Level, Owner, Source, Unit, Window
from domain.snapshot import Facts
from layouts.text_indicator_rows_en import ROWS
from layouts.text_indicators_fields import IndicatorTexts

ENGLISH = IndicatorTexts(
    decimal_mark=".",
    formula="How it is worked out",
    numerator="What is counted (numerator)",
    denominator="Of what (denominator)",
    no_denominator="nothing: this is not a share",
    window="Window",
    clock="Clock",
    target="Target",
    no_target="no target",
    at_least="at least {value} {unit}",
    at_most="at most {value} {unit}",
    of_n="% of n",
    bounds="Bounds",
    no_bounds="no bounds",
    up_to="good up to {good} {unit}, to be watched up to {watch} {unit}, bad above",
    from_on="good from {good} {unit}, to be watched from {watch} {unit}, bad below",
    below_least="; to be watched below {least} {unit} too",
    smallest_n="Withheld for fewer than {n} cases.",
    rests_on="Rests on",
    source="Source",
    owner="Answers for it",
    days="last {days} days",
    units=MappingProxyType(
        {
            Unit.COMPLAINTS: "complaints",
            Unit.CALLS: "calls",
            Unit.PEOPLE: "people",
            Unit.COUNTERS: "counters",
            Unit.CREWS: "crews",
            Unit.UNITS: "units",
            Unit.TASKS: "tasks",
            Unit.AGENCIES: "agencies",
            Unit.ENTRIES: "entries",
            Unit.ACCOUNTS: "accounts",
            Unit.PERCENT: "%",
            Unit.TASKS_A_CREW: "tasks a crew",
            Unit.PLACES: "places",
            Unit.HANDOFFS: "times",
            Unit.POINTS: "points",
            Unit.STARS: "stars",
            Unit.WORKING_DAYS: "working days",
            Unit.HOURS: "hours",
            Unit.MINUTES: "minutes",
            Unit.SECONDS: "seconds",
        }
    ),
    windows=MappingProxyType(
        {
            Window.NOW: "this instant",
            Window.TODAY: "today, since midnight",
            Window.LAST_HOUR: "last 60 minutes",
            Window.LAST_DAY: "last 24 hours",
            Window.DAYS_7: "last 7 days",
            Window.DAYS_28: "last 28 days",
            Window.DAYS_90: "last 90 days",
            Window.MINUTES_15: "last 15 minutes",
            Window.DAYS_30: "last 30 days",
            Window.MONTH: "one month of receipt",
            Window.QUARTER: "one quarter",
            Window.AS_TOLD: "the period that stands beside the number",
        }
    ),
    clocks=MappingProxyType(
        {
            Clock.CALENDAR: "every hour, day and night",
            Clock.WORKING_DAYS: "working days; holidays and collective leave do not count",
            Clock.SERVICE_HOURS: "opening hours or duty hours",
            Clock.NONE: "none: a published figure, not a measured time",
        }
    ),
    owners=MappingProxyType(
        {
            Owner.COMPLAINTS_DESK: "the city's complaints desk",
            Owner.LEAD_AGENCY: "the agency in charge",
            Owner.EMERGENCY_CENTRE: "the 112 call centre",
            Owner.SERVICE_SITE: "the head of the site",
            Owner.STAFF_OFFICE: "the staff office",
            Owner.FIELD_SUPERVISOR: "the agency's field supervisor",
            Owner.DATA_TEAM: "the Live Room's data team",
            Owner.APP_TEAM: "those who run the citizens' app",
        }
    ),
    sources=MappingProxyType(
        {
            Source.PROPOSAL: "a proposal of this project",
            Source.LAKSA: "LAKSA's daily numbers, 2025",
            Source.CITY_DEADLINES: "deadlines by category of complaint, the city's policy",
            Source.LEGAL_RESPONSE: "PermenPANRB 62/2018: first answer within 3 working days",
            Source.FIRE_LIMIT: "15 minutes to a fire, Ministry of Home Affairs",
            Source.HOSPITAL_WAIT: "Kepmenkes 129/2008 for outpatients; else a proposal",
            Source.WORKING_HOURS: "working hours of Perpres 21/2023; the target is a proposal of this project",
            Source.LAKSA_TOTALS: "LAKSA's totals of 2024 and 2025, as the city published them",
            Source.LEGAL_RESOLUTION: "PermenPANRB 62/2018: 5, 14 or 60 working days by class of complaint",
            Source.REPEATS: "50 m as in Ponorogo's complaints application; else a proposal of this project",
            Source.PRANKS: "Diskominfo's numbers of 112 calls, 2024 and 2025",
            Source.SATISFACTION_RULE: "PermenPANRB 14/2017, the survey of satisfaction",
            Source.TREE_CREWS: "capacity of tree crews, Banten Ekspres, 24 November 2025; else a proposal",
            Source.CITY_FIGURES: "figures published about the city, each with its period and source",
        }
    ),
    bases=MappingProxyType(
        {
            Facts.COMPLAINTS: "complaints",
            Facts.CALLS: "calls to 112",
            Facts.QUEUES: "queues",
            Facts.ATTENDANCE: "attendance",
            Facts.FIELD_WORK: "field work",
            Apart.FEEDS: "how the sources themselves are",
            Apart.FIGURES: "figures published about the city",
            Apart.APP: "what the citizens' app counts; no stream brings it yet",
        }
    ),
    levels=MappingProxyType({Level.GOOD: "good", Level.WATCH: "to be watched", Level.BAD: "bad"}),
    words=MappingProxyType(ROWS),
)
