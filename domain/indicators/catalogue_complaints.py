"""The rows of the catalogue that rest on complaints (A)."""

from domain.indicators.indicator import Bounds, Clock, Indicator, Owner, Source, Target, Unit, Window
from domain.snapshot import Facts

_COMPLAINTS = (Facts.COMPLAINTS,)

COMPLAINT_ROWS = (
    Indicator(
        *("A01", "filed_today", Unit.COMPLAINTS, Window.TODAY, Clock.CALENDAR, Owner.COMPLAINTS_DESK, Source.LAKSA),
        rests_on=_COMPLAINTS,
    ),
    Indicator(
        *("A02", "open", Unit.COMPLAINTS, Window.NOW, Clock.CALENDAR, Owner.COMPLAINTS_DESK, Source.PROPOSAL),
        rests_on=_COMPLAINTS,
    ),
    Indicator(
        *("A03", "overdue", Unit.COMPLAINTS, Window.NOW, Clock.WORKING_DAYS, Owner.LEAD_AGENCY, Source.CITY_DEADLINES),
        rests_on=_COMPLAINTS,
        target=Target(0, is_most=True),
        bounds=Bounds(5, 10, is_most=True, is_of_n=True),
    ),
    Indicator(
        *("A04", "due_soon", Unit.COMPLAINTS, Window.NOW, Clock.WORKING_DAYS, Owner.LEAD_AGENCY, Source.CITY_DEADLINES),
        rests_on=_COMPLAINTS,
    ),
    Indicator(
        *("A05", "first_response", Unit.PERCENT, Window.DAYS_28, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.LEGAL_RESPONSE, _COMPLAINTS, Target(95), Bounds(95, 85), 10, True),
    ),
    Indicator(
        *("A06", "response_time", Unit.HOURS, Window.DAYS_28, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        *(_COMPLAINTS, Target(24, is_most=True), Bounds(24, 72, is_most=True), 10),
    ),
    Indicator(
        *("A07", "on_time", Unit.PERCENT, Window.DAYS_28, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, _COMPLAINTS, Target(90), Bounds(90, 75), 10, True),
    ),
    Indicator(
        *("A07-OPD", "agency_on_time", Unit.PERCENT, Window.DAYS_90, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, _COMPLAINTS, Target(90), Bounds(90, 75), 20, True),
    ),
    Indicator(
        *("A08", "legal_limit", Unit.PERCENT, Window.DAYS_90, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.LEGAL_RESOLUTION, _COMPLAINTS, Target(100), Bounds(98, 95), 10, True),
    ),
    Indicator(
        *("A09", "resolution_time", Unit.WORKING_DAYS, Window.DAYS_90, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, _COMPLAINTS),
        smallest_n=10,
    ),
    Indicator(
        *("A09-P90", "resolution_p90", Unit.WORKING_DAYS, Window.DAYS_90, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, _COMPLAINTS),
        smallest_n=10,
    ),
    Indicator(
        *("A10", "ages", Unit.COMPLAINTS, Window.NOW, Clock.WORKING_DAYS, Owner.LEAD_AGENCY, Source.LEGAL_RESOLUTION),
        rests_on=_COMPLAINTS,
        target=Target(0, is_most=True),
    ),
    Indicator(
        *("A11", "cohort_done", Unit.PERCENT, Window.MONTH, Clock.CALENDAR, Owner.COMPLAINTS_DESK),
        *(Source.LAKSA_TOTALS, _COMPLAINTS),
        smallest_n=10,
        is_share=True,
    ),
    Indicator(
        *("A12", "backlog_28", Unit.COMPLAINTS, Window.DAYS_28, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        rests_on=_COMPLAINTS,
        target=Target(0, is_most=True),
    ),
    Indicator(
        *("A12-7", "backlog_7", Unit.COMPLAINTS, Window.DAYS_7, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        rests_on=_COMPLAINTS,
        target=Target(0, is_most=True),
    ),
    Indicator(
        *("A13", "reopened", Unit.PERCENT, Window.DAYS_90, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        *(_COMPLAINTS, Target(5, is_most=True), Bounds(5, 10, is_most=True), 10, True),
    ),
    Indicator(
        *("A14", "handed_on", Unit.PERCENT, Window.DAYS_90, Clock.NONE, Owner.COMPLAINTS_DESK, Source.PROPOSAL),
        *(_COMPLAINTS, Target(15, is_most=True), None, 10, True),
    ),
    Indicator(
        *("A14-AVG", "handoffs", Unit.HANDOFFS, Window.DAYS_90, Clock.NONE, Owner.COMPLAINTS_DESK, Source.PROPOSAL),
        rests_on=_COMPLAINTS,
        smallest_n=10,
    ),
    Indicator(
        *("A15", "out_of_authority", Unit.PERCENT, Window.DAYS_28, Clock.CALENDAR, Owner.COMPLAINTS_DESK),
        *(Source.PROPOSAL, _COMPLAINTS),
        smallest_n=10,
        is_share=True,
    ),
    Indicator(
        *("A16", "evidence", Unit.PERCENT, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        *((Facts.FIELD_WORK,), Target(95), None, 10, True),
    ),
    Indicator(
        *("A17", "rating", Unit.PERCENT, Window.DAYS_90, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        *(_COMPLAINTS, Target(80), None, 30, True),
    ),
    Indicator(
        *("A18", "hot_spots", Unit.PLACES, Window.DAYS_90, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.REPEATS),
        rests_on=_COMPLAINTS,
    ),
)
