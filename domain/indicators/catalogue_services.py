"""The rows of the catalogue that rest on calls to 112 (B), queues (C), and staff and crews (D)."""

from domain.indicators.indicator import Apart, Bounds, Clock, Indicator, Owner, Source, Target, Unit, Window
from domain.snapshot import Facts

_CALLS = (Facts.CALLS,)
_QUEUES = (Facts.QUEUES,)
_FIELD = (Facts.FIELD_WORK,)

CALL_ROWS = (
    Indicator(
        *("B01", "emergencies_today", Unit.CALLS, Window.TODAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PROPOSAL, _CALLS),
        is_of_city=True,
    ),
    Indicator(
        *("B01-LAIN", "other_calls", Unit.CALLS, Window.TODAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PROPOSAL, _CALLS),
        is_of_city=True,
    ),
    Indicator(
        *("B02", "prank_share", Unit.PERCENT, Window.LAST_DAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PRANKS, _CALLS),
        smallest_n=10,
        is_share=True,
        is_of_city=True,
    ),
    Indicator(
        *("B03", "response", Unit.MINUTES, Window.LAST_DAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.FIRE_LIMIT, _CALLS, Target(15, is_most=True), None, 10),
        is_of_city=True,
    ),
    Indicator(
        *("B04", "answer_time", Unit.PERCENT, Window.LAST_DAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PROPOSAL, _CALLS, Target(90), None, 10, True),
        is_of_city=True,
    ),
    Indicator(
        *("B05", "emergencies_waiting", Unit.CALLS, Window.NOW, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PROPOSAL, _CALLS, Target(0, is_most=True)),
        is_of_city=True,
    ),
    Indicator(
        *("B06", "units_busy", Unit.UNITS, Window.NOW, Clock.CALENDAR, Owner.EMERGENCY_CENTRE, Source.PROPOSAL),
        rests_on=_CALLS,
        is_of_city=True,
    ),
)

QUEUE_ROWS = (
    Indicator(
        *("C01", "waiting", Unit.PEOPLE, Window.NOW, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
        rests_on=_QUEUES,
    ),
    Indicator(
        *("C02", "longest_wait", Unit.MINUTES, Window.NOW, Clock.CALENDAR, Owner.SERVICE_SITE, Source.HOSPITAL_WAIT),
        rests_on=_QUEUES,
    ),
    Indicator(
        *("C02-P90", "wait_today", Unit.MINUTES, Window.TODAY, Clock.CALENDAR, Owner.SERVICE_SITE, Source.PROPOSAL),
        rests_on=_QUEUES,
        smallest_n=10,
    ),
    Indicator(
        *("C03", "within_target", Unit.PERCENT, Window.TODAY, Clock.CALENDAR, Owner.SERVICE_SITE),
        *(Source.HOSPITAL_WAIT, _QUEUES, Target(80), None, 10, True),
    ),
    Indicator(
        *("C04", "forecast_wait", Unit.MINUTES, Window.NOW, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
        rests_on=_QUEUES,
    ),
    Indicator(
        *("C05", "not_served", Unit.PERCENT, Window.TODAY, Clock.CALENDAR, Owner.SERVICE_SITE, Source.PROPOSAL),
        *(_QUEUES, Target(10, is_most=True), Bounds(10, 20, is_most=True), 10, True),
    ),
    Indicator(
        *("C06", "utilisation", Unit.PERCENT, Window.TODAY, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
        *(_QUEUES, Target(85, is_most=True), Bounds(85, 90, is_most=True, least=60), None, True),
    ),
    Indicator(
        *("C07", "counters", Unit.COUNTERS, Window.NOW, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
        *(_QUEUES, Target(100, is_of_n=True), Bounds(90, 75, is_of_n=True)),
        is_share=True,
    ),
    Indicator(
        *("C08", "promise_kept", Unit.PERCENT, Window.DAYS_28, Clock.WORKING_DAYS, Owner.SERVICE_SITE),
        *(Source.PROPOSAL, _QUEUES, Target(95), None, 10, True),
    ),
    Indicator(
        *("C09", "satisfaction", Unit.POINTS, Window.QUARTER, Clock.NONE, Owner.SERVICE_SITE),
        *(Source.SATISFACTION_RULE, _QUEUES, Target(76.61), None, 30),
    ),
)

STAFF_ROWS = (
    Indicator(
        *("D01", "attendance", Unit.PERCENT, Window.TODAY, Clock.SERVICE_HOURS, Owner.STAFF_OFFICE),
        *(Source.WORKING_HOURS, (Facts.ATTENDANCE,), Target(95), Bounds(95, 90), 10, True),
    ),
    Indicator(
        *("D02", "punctual", Unit.PERCENT, Window.TODAY, Clock.SERVICE_HOURS, Owner.STAFF_OFFICE),
        *(Source.WORKING_HOURS, (Facts.ATTENDANCE,), Target(95), None, 10, True),
    ),
    Indicator(
        *("D03", "crews", Unit.CREWS, Window.NOW, Clock.SERVICE_HOURS, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        rests_on=_FIELD,
    ),
    Indicator(
        *("D04", "arrival", Unit.MINUTES, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        rests_on=_FIELD,
        smallest_n=10,
    ),
    Indicator(
        *("D05", "workload", Unit.TASKS_A_CREW, Window.NOW, Clock.SERVICE_HOURS, Owner.FIELD_SUPERVISOR),
        *(Source.TREE_CREWS, _FIELD),
    ),
    Indicator(
        *("D06", "finished", Unit.TASKS, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        rests_on=_FIELD,
    ),
)

APP_ROWS = (
    Indicator(
        *("E01", "verified_accounts", Unit.ACCOUNTS, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        *(Source.CITY_FIGURES, (Apart.FIGURES,)),
        is_of_city=True,
    ),
    Indicator(
        *("E01-DL", "verified_of_downloads", Unit.PERCENT, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        *(Source.CITY_FIGURES, (Apart.FIGURES,)),
        is_share=True,
        is_of_city=True,
    ),
    Indicator(
        *("E01-POP", "verified_of_population", Unit.PERCENT, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        *(Source.CITY_FIGURES, (Apart.FIGURES,)),
        is_share=True,
        is_of_city=True,
    ),
    Indicator(
        *("E02", "verification", Unit.PERCENT, Window.DAYS_28, Clock.CALENDAR, Owner.APP_TEAM, Source.PROPOSAL),
        *((Apart.APP,), Target(80), None, 10, True, True),
    ),
    Indicator(
        *("E03", "active_accounts", Unit.PERCENT, Window.DAYS_30, Clock.CALENDAR, Owner.APP_TEAM, Source.PROPOSAL),
        *((Apart.APP,), None, None, None, True, True),
    ),
    Indicator(
        *("E04", "channel_share", Unit.PERCENT, Window.DAYS_28, Clock.CALENDAR, Owner.APP_TEAM, Source.PROPOSAL),
        *((Apart.APP, Facts.QUEUES), None, None, 10, True, True),
    ),
    Indicator(
        *("E05", "store_rating", Unit.STARS, Window.DAYS_90, Clock.CALENDAR, Owner.APP_TEAM, Source.PROPOSAL),
        *((Apart.APP,), None, None, 10),
        is_of_city=True,
    ),
    Indicator(
        *("E06", "app_errors", Unit.PERCENT, Window.LAST_DAY, Clock.CALENDAR, Owner.APP_TEAM, Source.PROPOSAL),
        *((Apart.APP,), Target(1, is_most=True), Bounds(1, 3, is_most=True), None, True, True),
    ),
)
