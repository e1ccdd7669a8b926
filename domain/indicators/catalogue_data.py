"""The rows of the catalogue about the data themselves (F)."""

from domain.indicators.indicator import Apart, Bounds, Clock, Indicator, Owner, Source, Target, Unit, Window
from domain.snapshot import Facts

_FEEDS = (Apart.FEEDS,)

DATA_ROWS = (
    Indicator(
        *("F01", "freshness", Unit.SECONDS, Window.NOW, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        *(_FEEDS, Target(60, is_most=True), Bounds(60, 300, is_most=True)),
        is_of_city=True,
    ),
    Indicator(
        *("F02", "integration", Unit.AGENCIES, Window.DAYS_7, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        *(_FEEDS, Target(100, is_of_n=True)),
        is_share=True,
    ),
    Indicator(
        *("F03", "complaint_gap", Unit.COMPLAINTS, Window.NOW, Clock.NONE, Owner.DATA_TEAM, Source.LAKSA_TOTALS),
        *((Facts.COMPLAINTS,), Target(0, is_most=True)),
        is_of_city=True,
    ),
    Indicator(
        *("F03-TERBIT", "published_gap", Unit.COMPLAINTS, Window.AS_TOLD, Clock.NONE, Owner.COMPLAINTS_DESK),
        *(Source.LAKSA_TOTALS, (Apart.FIGURES,), Target(0, is_most=True)),
        is_of_city=True,
    ),
    Indicator(
        *("F03-JALAN", "balance", Unit.ENTRIES, Window.NOW, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        *(_FEEDS, Target(0, is_most=True)),
        is_of_city=True,
    ),
    Indicator(
        *("F04", "completeness", Unit.PERCENT, Window.DAYS_28, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        *((Facts.COMPLAINTS,), Target(98), None, 10, True, True),
    ),
    Indicator(
        *("F05", "lag", Unit.SECONDS, Window.MINUTES_15, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        *(_FEEDS, Target(5, is_most=True), None, 10),
        is_of_city=True,
    ),
)
