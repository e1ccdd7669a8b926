"""The indicator catalogue in English."""

from types import MappingProxyType

from domain.indicators.catalogue import Clock, Owner, Source, Unit, Window
from layouts.text_indicators_fields import IndicatorTexts, Words

ENGLISH = IndicatorTexts(
    formula="How it is worked out",
    denominator="Of what",
    no_denominator="nothing: this is not a share",
    window="Window",
    clock="Clock",
    target="Target",
    no_target="no target",
    at_least="at least {value} {unit}",
    at_most="at most {value} {unit}",
    smallest_n="Withheld for fewer than {n} cases.",
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
            Source.CITY_FIGURES: "figures published about the city, each with its period and source",
        }
    ),
    words=MappingProxyType(
        {
            "filed_today": Words("Complaints filed today", "All complaints received, from every channel."),
            "open": Words("Open complaints", "Complaints not resolved, rejected, duplicate or archived."),
            "overdue": Words(
                "Overdue complaints",
                "Open complaints past their deadline. While the reporter's answer is awaited, the clock stands still.",
            ),
            "due_soon": Words(
                "Due soon", "Open complaints not yet overdue, with at most one working day to their deadline."
            ),
            "first_response": Words(
                "First response on time",
                "Complaints first answered within the legal limit of 3 working days.",
                "All complaints whose limit for an answer fell in the window.",
            ),
            "on_time": Words(
                "Resolved on time",
                "Complaints resolved by their deadline. Unfinished ones count as failed.",
                "All complaints whose deadline fell in the window, except rejected, duplicate and archived ones.",
            ),
            "agency_on_time": Words(
                "On time by agency",
                "The share resolved by the deadline, drawn to the city's mean where cases are few. The thick line is "
                "the 90 % interval: an agency is called below or above only where all of its interval is.",
                "All complaints of the agency whose deadline fell in the window; none on misconduct.",
            ),
            "reopened": Words(
                "Reopened",
                "Complaints that were reopened after they had been closed.",
                "Complaints received at least 28 days ago that were resolved, or reopened since.",
            ),
            "rating": Words(
                "Reporters satisfied",
                "Ratings of 4 or 5 stars. How many of those asked did rate stands beside it.",
                "Resolved complaints that their reporter rated.",
            ),
            "evidence": Words(
                "Evidence complete",
                "Tasks finished with photos before and after, at most 100 m from the place, at a valid time.",
                "Tasks finished today whose place is known.",
            ),
            "emergencies_today": Words("112 emergencies today", "Calls to 112 that are emergencies."),
            "other_calls": Words(
                "Other 112 calls", "Information, prank and silent calls. Never added to the emergencies."
            ),
            "response": Words(
                "112 response time (P90)",
                "Of ten emergencies, nine were reached within this time of the call. Those still waiting are counted.",
            ),
            "emergencies_waiting": Words(
                "Emergencies waiting for a unit", "Open emergencies that no unit has reached yet."
            ),
            "units_busy": Words("Units on duty", "Units sent to calls that are still open."),
            "waiting": Words("Waiting now", "People who are here, hold a number of today and were not called."),
            "longest_wait": Words(
                "Longest wait",
                "The longest of those not called yet, since they took a number or arrived. The upright line on the "
                "bar is the promise: 30 minutes for offices (a proposal), 60 minutes for outpatients.",
            ),
            "wait_today": Words(
                "Wait today (P90)",
                "Of ten people, nine waited at most this long. Those who left or still wait are counted.",
            ),
            "counters": Words(
                "Counters open",
                "Counters reported open.",
                "Counters planned to be open in service hours, at sites that send data.",
            ),
            "attendance": Words(
                "Office attendance",
                "Office staff present. Late is not absent. Units of fewer than 10 people are not shown.",
                "Staff scheduled, less those excused.",
            ),
            "crews": Words(
                "Field crews",
                "Crews on duty. Available: without a task. Silent: more than 10 minutes without a position. Off duty "
                "nobody is followed.",
            ),
            "arrival": Words(
                "Task to arrival (median)",
                "Half of today's tasks were reached within this time of being given. Those not reached are counted.",
            ),
            "finished": Words("Tasks finished today", "Field tasks declared finished."),
            "verified_accounts": Words(
                "Verified accounts",
                "Accounts of the citizens' app that were verified. A download is no user: one person may download many "
                "times.",
            ),
            "verified_of_downloads": Words(
                "Verified accounts of downloads",
                "Verified accounts divided by downloads.",
                "All downloads told for the same period; where there are none, the newest number known.",
            ),
            "verified_of_population": Words(
                "Verified accounts of the population",
                "Verified accounts divided by inhabitants.",
                "The registered population for the same period; where there is none, the newest number known.",
            ),
            "freshness": Words(
                "Age of the data",
                "The time since the latest word from any source, and since this screen was last brought up to date.",
            ),
            "integration": Words(
                "Agencies connected",
                "Agencies heard through a source that is healthy now.",
                "All agencies of the city.",
            ),
            "balance": Words(
                "Entries unaccounted for", "Entries received less those stored, duplicate, rejected or waiting."
            ),
        }
    ),
)
