"""The words of the page of indicators, in the languages of the screens."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

INDICATORS_PATH = "/indicators"
"""The address of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTexts:
    """All that the page says beside the catalogue."""

    heading: str
    all_of_them: str
    lead: str
    groups: Mapping[str, str]
    mayor: str
    agencies: str
    period: str
    row_as_of: str
    n: str
    target: str
    source: str
    no_source: str
    not_computed: str
    details: str
    definition: str
    cases: str
    cases_more: str
    case_left: str
    parts: Mapping[str, str]
    mature: str
    month: str
    age: str
    abnormal_none: str
    abnormal: str
    no_values: str


INDONESIAN = PageTexts(
    heading="Indikator",
    all_of_them="Semua indikator",
    lead="Setiap angka dengan jumlah kasus, rentang, dan waktu hitungnya. Warna hanya pada yang di luar batas.",
    groups=MappingProxyType(
        {
            "A": "Aduan",
            "B": "Panggilan 112",
            "C": "Antrean layanan",
            "D": "Pegawai dan tim lapangan",
            "E": "Adopsi aplikasi",
            "F": "Data",
        }
    ),
    mayor="Wali kota",
    agencies="Perangkat daerah",
    period="periode {period}",
    row_as_of="per {time}",
    n="n = {n}",
    target="target {target}",
    source="sumber: {feeds}",
    no_source="tidak ada sumber di sini",
    not_computed="belum dihitung",
    details="Rincian",
    definition="Definisi {label}",
    cases="Kasus yang tidak berada di keadaan mana pun",
    cases_more="dan {n} kasus lagi",
    case_left="terakhir: {state}, {instant}",
    parts=MappingProxyType(
        {
            "usual": "biasanya pada jam ini",
            "came_in": "diterima",
            "was_closed": "ditutup",
            "answered": "pelapor yang menilai",
            "office": "kantor",
            "field": "lapangan",
            "median": "median antrean itu",
            "below_upper": "tunggu hari ini di bawah batas atas",
            "no_show": "tidak hadir saat dipanggil",
            "abandoned": "ditinggal sebelum dipanggil",
            "forgotten": "layanan yang tampak lupa ditutup",
            "heard": "terdengar",
            "accept": "sampai diterima",
            "travel": "perjalanan",
            "on_site": "kerja di lokasi",
            "distance_median_m": "jarak bukti dari tugas, median",
            "distance_p90_m": "jarak bukti dari tugas, P90",
            "near": "bukti di dekat tugas",
            "one_star": "bintang 1",
        }
    ),
    mature="matang {share} %",
    month="{month} {year}",
    age="{days} HK",
    abnormal_none="Tidak ada angka di luar batas",
    abnormal="{n} angka di luar batas",
    no_values="Belum ada keadaan kota yang terhitung.",
)

ENGLISH = PageTexts(
    heading="Indicators",
    all_of_them="All indicators",
    lead="Each number with its cases, its window, and when it was computed. Colour marks what is out of bounds.",
    groups=MappingProxyType(
        {
            "A": "Complaints",
            "B": "Calls to 112",
            "C": "Service queues",
            "D": "Staff and field crews",
            "E": "Adoption of the app",
            "F": "Data",
        }
    ),
    mayor="Mayor",
    agencies="Agencies",
    period="period {period}",
    row_as_of="as of {time}",
    n="n = {n}",
    target="target {target}",
    source="source: {feeds}",
    no_source="no source here",
    not_computed="not computed yet",
    details="Parts",
    definition="Definition of {label}",
    cases="Cases in no state",
    cases_more="and {n} more",
    case_left="last: {state}, {instant}",
    parts=MappingProxyType(
        {
            "usual": "usual by this time",
            "came_in": "received",
            "was_closed": "closed",
            "answered": "reporters who rated",
            "office": "offices",
            "field": "field staff",
            "median": "median of that line",
            "below_upper": "waits of today below their upper end",
            "no_show": "not there when called",
            "abandoned": "gone before being called",
            "forgotten": "services that seem to be forgotten",
            "heard": "heard of lately",
            "accept": "until accepted",
            "travel": "on the way",
            "on_site": "work on site",
            "distance_median_m": "evidence to task, median",
            "distance_p90_m": "evidence to task, P90",
            "near": "evidence near its task",
            "one_star": "one star",
        }
    ),
    mature="{share} % mature",
    month="{month} {year}",
    age="{days} working days",
    abnormal_none="No number is out of bounds",
    abnormal="{n} numbers out of bounds",
    no_values="No state of the city has been computed yet.",
)

_LANGUAGES = {"id": INDONESIAN, "en": ENGLISH}


def page_texts(language: str) -> PageTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
