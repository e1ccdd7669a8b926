"""The words of service promises in both languages; steps and sources are the city's own, in its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.deadlines import BudgetClock
from domain.promises import ServiceKind


@dataclass(frozen=True)
class PromiseTexts:
    """Headings and phrases; braces are filled with numbers that are already words."""

    heading: str
    note: str
    service: str
    time: str
    cost: str
    procedure: str
    unknown: str
    free: str
    rupiah: str
    longest: str
    usual: str
    source: str
    clocks: Mapping[BudgetClock, str]
    kinds: Mapping[ServiceKind, str]


INDONESIAN = PromiseTexts(
    heading="Janji layanan",
    note="waktu sejak berkas lengkap",
    service="Layanan",
    time="Waktu",
    cost="Biaya",
    procedure="Prosedur",
    unknown="belum diketahui",
    free="gratis",
    rupiah="Rp{n}",
    longest="paling lama {longest}",
    usual="{usual}, paling lama {longest}",
    source="Sumber",
    clocks=MappingProxyType(
        {
            BudgetClock.WORKING_DAYS: "{n} hari kerja",
            BudgetClock.HOURS: "{n} jam",
            BudgetClock.SERVICE_MINUTES: "{n} menit layanan",
        }
    ),
    kinds=MappingProxyType(
        {
            ServiceKind.POPULATION: "administrasi kependudukan",
            ServiceKind.PERMIT: "perizinan",
            ServiceKind.TAX: "pajak daerah",
            ServiceKind.HEALTH: "kesehatan",
            ServiceKind.DISTRICT: "layanan kecamatan",
            ServiceKind.OTHER: "lainnya",
        }
    ),
)

ENGLISH = PromiseTexts(
    heading="Service promises",
    note="time from a complete application",
    service="Service",
    time="Time",
    cost="Cost",
    procedure="Procedure",
    unknown="not known",
    free="free of charge",
    rupiah="Rp{n}",
    longest="at most {longest}",
    usual="{usual}, at most {longest}",
    source="Source",
    clocks=MappingProxyType(
        {
            BudgetClock.WORKING_DAYS: "{n} working days",
            BudgetClock.HOURS: "{n} h",
            BudgetClock.SERVICE_MINUTES: "{n} service minutes",
        }
    ),
    kinds=MappingProxyType(
        {
            ServiceKind.POPULATION: "civil registration",
            ServiceKind.PERMIT: "permits",
            ServiceKind.TAX: "local taxes",
            ServiceKind.HEALTH: "health",
            ServiceKind.DISTRICT: "district services",
            ServiceKind.OTHER: "other",
        }
    ),
)


def promise_texts(language: str) -> PromiseTexts:
    """The words of a language."""
    return {"id": INDONESIAN, "en": ENGLISH}[language]
