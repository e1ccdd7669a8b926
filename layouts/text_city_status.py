"""The words of the city's status: five levels, who set one, and what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.city_status import Level, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTexts:
    """One language; braces are filled by the panel."""

    title: str
    levels: Mapping[Level, str]
    unset: str
    unset_note: str
    set_by: str
    since: str
    roles: Mapping[str, str]
    proposed: str
    measures: Mapping[Measure, str]
    set_level: str
    reason: str


INDONESIAN = StatusTexts(
    title="Status kota",
    levels=MappingProxyType(
        {
            Level.NORMAL: "Normal",
            Level.WATCH: "Waspada",
            Level.READY: "Siaga",
            Level.EMERGENCY: "Darurat",
            Level.CRISIS: "Krisis",
        }
    ),
    unset="–",
    unset_note="belum ditetapkan",
    set_by="ditetapkan {who}, {time}",
    since="{date}, {time}",
    roles=MappingProxyType({"operator": "operator", "mayor": "wali kota", "administrator": "administrator"}),
    proposed="usulan {level}: {what}",
    measures=MappingProxyType(
        {
            Measure.INCIDENTS: "kejadian {value}",
            Measure.OVERDUE_SHARE: "aduan terlambat {value}",
            Measure.LONGEST_EMERGENCY_MINUTES: "darurat terlama {value} mnt",
            Measure.EMERGENCIES_WAITING: "darurat menunggu {value}",
            Measure.LOST_FEEDS: "sumber putus {value}",
            Measure.CRITICAL_ALARMS: "alarm kritis {value}",
        }
    ),
    set_level="Tetapkan",
    reason="Mengapa? Dibaca seluruh ruangan, tanpa nama orang.",
)

ENGLISH = StatusTexts(
    title="City status",
    levels=MappingProxyType(
        {
            Level.NORMAL: "Normal",
            Level.WATCH: "Watch",
            Level.READY: "Ready",
            Level.EMERGENCY: "Emergency",
            Level.CRISIS: "Crisis",
        }
    ),
    unset="–",
    unset_note="not set yet",
    set_by="set by the {who}, {time}",
    since="{date}, {time}",
    roles=MappingProxyType({"operator": "operator", "mayor": "mayor", "administrator": "administrator"}),
    proposed="{level} proposed: {what}",
    measures=MappingProxyType(
        {
            Measure.INCIDENTS: "incidents {value}",
            Measure.OVERDUE_SHARE: "overdue complaints {value}",
            Measure.LONGEST_EMERGENCY_MINUTES: "longest emergency {value} min",
            Measure.EMERGENCIES_WAITING: "emergencies waiting {value}",
            Measure.LOST_FEEDS: "lost feeds {value}",
            Measure.CRITICAL_ALARMS: "critical alarms {value}",
        }
    ),
    set_level="Set level",
    reason="Why? The whole room reads it; no person's name.",
)

_LANGUAGES: Mapping[str, StatusTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def status_texts(language: str) -> StatusTexts:
    """The words of a language."""
    return _LANGUAGES[language]
