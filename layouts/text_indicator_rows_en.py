"""Every row of the indicator catalogue in English."""

from collections.abc import Mapping

from layouts.text_indicators_fields import Words

ROWS: Mapping[str, Words] = {
    "filed_today": Words("Complaints filed today", "All complaints received, from every channel."),
    "open": Words("Open complaints", "Complaints not resolved, rejected, duplicate or archived."),
    "overdue": Words(
        "Overdue complaints",
        "Open complaints past their deadline. While the reporter's answer is awaited, the clock stands still.",
    ),
    "due_soon": Words("Due soon", "Open complaints not yet overdue, with at most one working day to their deadline."),
    "first_response": Words(
        "First response on time",
        "Complaints first answered within the legal limit of 3 working days.",
        "All complaints whose limit for an answer fell in the window.",
    ),
    "response_time": Words(
        "First response (median)",
        "Half of the complaints had their first answer within this time of their receipt. Of complaints received in"
        ' the window; those not answered yet enter as "at least so long" (Kaplan-Meier).',
    ),
    "on_time": Words(
        "Resolved on time",
        "Complaints resolved by their deadline. Unfinished ones count as failed.",
        "All complaints whose deadline fell in the window, except rejected, duplicate and archived ones.",
    ),
    "agency_on_time": Words(
        "On time by agency",
        "Complaints resolved by the deadline; the share is drawn to the city's mean where cases are few. The thick "
        "line is the 90 % interval: an agency is called below or above only where all of its interval is.",
        "All complaints of the agency whose deadline fell in the window; none on misconduct.",
    ),
    "legal_limit": Words(
        "Within the legal limit",
        "Complaints resolved by their legal limit: 5 working days for requests for information and aspirations, 14 for "
        "complaints without oversight, 60 for those with oversight. Unfinished ones count as failed.",
        "All complaints whose legal limit fell in the window, except rejected, duplicate and archived ones.",
    ),
    "resolution_time": Words(
        "Resolution time (median)",
        "Half of the complaints were resolved within so many working days of the day of receipt (day 0). Of complaints "
        'received in the window; unfinished ones enter as "at least so long" (Kaplan-Meier). Each category is a part.',
    ),
    "resolution_p90": Words(
        "Resolution time (P90)",
        "Of ten complaints, nine were resolved within so many working days; worked out as the median is. Each category "
        "is a part.",
    ),
    "ages": Words(
        "Age of open complaints",
        "Open complaints received more than 60 working days ago, the longest legal limit. Its parts: all open "
        "complaints by their age in working days.",
    ),
    "cohort_done": Words(
        "Cohort completion",
        "Complaints received in one month that are resolved by now. The number is that of the last full month; each"
        " month is a part. Maturity tells how many of them are closed or past their deadline: a young month will "
        "still rise.",
        "All complaints received in that month, whatever became of them.",
    ),
    "backlog_28": Words(
        "Backlog balance, 28 days",
        "Complaints received less those closed (resolved, rejected, duplicate or archived) in the window. Above "
        "zero the open complaints grow. What was reopened no longer counts as closed.",
    ),
    "backlog_7": Words(
        "Backlog balance, 7 days",
        "Complaints received less those closed (resolved, rejected, duplicate or archived) in the window. Above "
        "zero the open complaints grow. What was reopened no longer counts as closed.",
    ),
    "reopened": Words(
        "Reopened",
        "Complaints that were reopened after they had been closed.",
        "Complaints received at least 28 days ago that were resolved, or reopened since.",
    ),
    "handed_on": Words(
        "Handed on twice or more",
        "Complaints that were passed from one agency to another at least twice. Nobody's fault: their deadlines do not "
        "begin anew.",
        "All complaints received in the window.",
    ),
    "handoffs": Words(
        "Hand-offs per complaint",
        "How many times a complaint was passed from one agency to another, the mean of all received in the window.",
    ),
    "out_of_authority": Words(
        "Out of authority",
        "Complaints that were rejected: not a matter of the city, or not a complaint.",
        "All complaints received in the window.",
    ),
    "rating": Words(
        "Reporters satisfied",
        "Ratings of 4 or 5 stars. How many of those asked did rate stands beside it.",
        "Resolved complaints that their reporter rated.",
    ),
    "hot_spots": Words(
        "Repeated hot spots",
        "Places with at least three complaints of one category within 50 m and within the window.",
    ),
    "evidence": Words(
        "Evidence complete",
        "Tasks finished with photos before and after, at most 100 m from the place, at a valid time.",
        "Tasks finished today whose place is known.",
    ),
    "emergencies_today": Words("112 emergencies today", "Calls to 112 that are emergencies."),
    "other_calls": Words("Other 112 calls", "Information, prank and silent calls. Never added to the emergencies."),
    "prank_share": Words(
        "Share of prank calls",
        "Calls to 112 whose class is a prank or a silent call. For reference: they fell by 28.6 % from 2024 to 2025.",
        "All answered calls to 112 received in the window, emergencies too.",
    ),
    "response": Words(
        "112 response time (P90)",
        "Of ten emergencies, nine were reached within this time of the call. Those still waiting are counted.",
    ),
    "answer_time": Words(
        "112 answer time",
        "Calls to 112 that were answered within 10 seconds.",
        "Answered calls whose ringing was told. Those who hung up before are not reported.",
    ),
    "emergencies_waiting": Words("Emergencies waiting for a unit", "Open emergencies that no unit has reached yet."),
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
    "within_target": Words(
        "Waits within the target",
        "People called within the time promised: 30 minutes for offices (a proposal), 60 minutes for outpatients.",
        "All who were called, and those who left or still wait after that time. Who left before it, or waits for less "
        "as yet, is not counted: that is not decided.",
    ),
    "forecast_wait": Words(
        "Wait to expect",
        "How long somebody who comes now will wait in the longest line: those ahead and oneself, at the pace of the "
        "calls of the last 30 minutes. The band from P50 to P90 is learnt from today's forecasts and the waits that "
        "followed, rounded up to 5 minutes. Sound while 80 to 95 % stay below its upper end.",
    ),
    "not_served": Words(
        "No-shows and abandoned numbers",
        "Numbers skipped since nobody came, cancelled, or abandoned before they were called.",
        "All numbers taken today that no longer wait.",
    ),
    "utilisation": Words(
        "Counter utilisation",
        "Time in which counters serve somebody, each service at most today's P99. Above 85 to 90 % waits explode.",
        "Time in which counters are open.",
    ),
    "counters": Words(
        "Counters open",
        "Counters reported open.",
        "Counters planned to be open in service hours, at sites that send data.",
    ),
    "promise_kept": Words(
        "Promises kept",
        "Documents finished within the promised time, in service hours.",
        "All documents whose promise fell due in the window.",
    ),
    "satisfaction": Words(
        "Satisfaction index (IKM)",
        "The mean of the survey's nine elements, each with a weight of 1/9 on a scale of 1 to 4, times 25. A from "
        "88.31, B from 76.61, C from 65.00. The grade is given only where there are enough answers.",
    ),
    "attendance": Words(
        "Office attendance",
        "Office staff present. Late is not absent. Units of fewer than 10 people are not shown.",
        "Staff scheduled, less those excused.",
    ),
    "punctual": Words(
        "On time in the morning",
        "Staff who checked in by the beginning of their hours, with a tolerance.",
        "Staff who are present and whose check-in has a time.",
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
    "workload": Words(
        "Load per crew",
        "Open tasks divided by the crews on duty. For reference: four tree crews, together 15 to 20 trees a day.",
    ),
    "finished": Words("Tasks finished today", "Field tasks declared finished."),
    "verified_accounts": Words(
        "Verified accounts",
        "Accounts of the citizens' app that were verified. A download is no user: one person may download many times.",
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
    "verification": Words(
        "Verifications that succeed",
        "Accounts verified within 24 hours of being submitted. How long it took (median) and why others were refused "
        "stands beside it.",
        "All accounts submitted in the window.",
    ),
    "active_accounts": Words(
        "Active in a month",
        "Verified accounts that used at least one service in the window.",
        "All verified accounts.",
    ),
    "channel_share": Words(
        "Share of channels",
        "Complaints received by each channel; of today's queue numbers those booked online, for each service. By which "
        "app or page a number was booked no stream tells.",
        "All complaints received in the window; all of today's numbers of the service.",
    ),
    "store_rating": Words(
        "Rating in the app stores",
        "The mean of the stars given in the app stores in the window. The share of 1 star stands beside it.",
    ),
    "app_errors": Words(
        "Errors of the app",
        "Sessions that ended in a server error (5xx) or a crash.",
        "All sessions of the app in the window.",
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
    "complaint_gap": Words(
        "Reconciliation of complaints",
        "Complaints known less the sum of all their states: those in no state, and those that other events speak of "
        "although their filing never came in. It must be zero; what remains is named one by one.",
    ),
    "published_gap": Words(
        "Reconciliation of published totals",
        "Complaints received as published, less those resolved, in process and waiting. The number is that of the "
        "newest period; each period is a part. Only totals are published: the cases are not known.",
    ),
    "balance": Words("Entries unaccounted for", "Entries received less those stored, duplicate, rejected or waiting."),
    "completeness": Words(
        "Completeness and places",
        "Complaints with a known category, class and agency, and a point inside the city's boundary.",
        "All complaints received in the window.",
    ),
    "lag": Words(
        "End-to-end lag (P95)",
        "Of a hundred times, 95 times the newest event was drawn within this time of entering its stream. Measured "
        "until the picture is computed; its way to the screen is not included.",
    ),
}
