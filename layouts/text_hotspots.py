"""The words for hot-spots, incidents and proposed duplicates, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotTexts:
    """The words of one language. What follows the first comma of a title gives way to a late or lost mark."""

    title: str
    none: str
    incident: str
    not_judged: str
    legend_incident: str
    legend_hotspot: str

    card: str
    card_note: str
    card_none: str
    columns: tuple[str, ...]
    more_cases: str
    incident_line: str
    duplicate: str


INDONESIAN = HotspotTexts(
    title="Titik rawan, {n} dalam {days} hari",
    none="tidak ada",
    incident="Kejadian",
    not_judged="Kejadian: data belum cukup",
    legend_incident="kejadian",
    legend_hotspot="titik rawan",
    card="Titik rawan berulang: {n}",
    card_note=(
        "Paling sedikit {smallest} aduan sejenis dalam radius {radius} m selama {days} hari, "
        "tanpa yang ganda, ditolak, atau diarsipkan (A18)"
    ),
    card_none="Tidak ada titik rawan berulang.",
    columns=("Kategori", "Kelurahan", "Aduan", "Aktif", "Pertama", "Terakhir", "Nomor aduan"),
    more_cases="dan {n} lagi",
    incident_line=": {n} aduan sejak {since}. Terbanyak {observed} dalam {hours} jam, biasanya di bawah {usual}.",
    duplicate="Mungkin ganda dengan",
)

ENGLISH = HotspotTexts(
    title="Hot-spots, {n} in {days} days",
    none="none",
    incident="Incident",
    not_judged="Incidents: not enough data",
    legend_incident="incident",
    legend_hotspot="hot-spot",
    card="Repeat hot-spots: {n}",
    card_note=(
        "At least {smallest} complaints of one category within {radius} m in {days} days, without duplicate, rejected "
        "and archived ones (A18)"
    ),
    card_none="There are no repeat hot-spots.",
    columns=("Category", "Ward", "Cases", "Open", "First", "Last", "Case numbers"),
    more_cases="and {n} more",
    incident_line=": {n} complaints since {since}. At most {observed} within {hours} h, usually below {usual}.",
    duplicate="Possibly a duplicate of",
)

_LANGUAGES: Mapping[str, HotspotTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def hotspot_texts(language: str) -> HotspotTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
