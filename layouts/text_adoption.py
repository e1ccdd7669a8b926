"""The words of adoption and channels, of the store's reviews and of published indexes: both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.figures import (
    ACTIVE_ACCOUNTS,
    APP_FAILURES,
    DOWNLOADS,
    IKM,
    IMDI,
    OMBUDSMAN,
    POPULATION,
    SPBE,
    VERIFICATIONS_WITHIN_DAY,
    VERIFIED_ACCOUNTS,
)
from domain.indicators.store_rating import Topic
from layouts.text import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionTexts:
    """The words of one language. What follows the first comma of a title gives way to a late or lost mark."""

    no_data: str
    too_few: str
    active: str
    approved: str
    failing: str
    of_period: str
    by_district: str
    no_district: str

    channels: str
    by_app: str
    by_web: str
    sample: str
    tickets: str
    tickets_note: str
    unheard: str

    reviews: str
    reviews_name: str
    stars: str
    one_star: str
    span: str
    old: str
    trend: str
    topics: Mapping[Topic, str]
    topics_title: str
    caveats: str
    caveat: str
    problems: str
    unreadable: str

    indexes: str
    index_names: Mapping[str, str]
    not_filled: str
    other_edition: str
    margin: str
    national: str
    interval: str
    grades: Mapping[str, str]
    grade_withheld: str
    n_not_told: str
    source: str
    figure_names: Mapping[str, str]


INDONESIAN = AdoptionTexts(
    no_data="belum ada data",
    too_few="data belum cukup",
    active="aktif 30 hari",
    approved="verif. ≤ 24 jam",
    failing="sesi dengan galat",
    of_period="{share} %, {period}",
    by_district="Akun terverifikasi, dari penduduk",
    no_district="belum ada data per kecamatan",
    channels="Kanal aduan, {days} hari",
    by_app="lewat aplikasi",
    by_web="lewat situs web",
    sample="n = {n}",
    tickets="Nomor antrean daring, hari ini",
    tickets_note="aplikasi atau situs: tidak dibedakan",
    unheard="belum ada data",
    reviews="Ulasan toko, {span}",
    reviews_name="ulasan toko",
    stars="bintang",
    one_star="bintang 1",
    span="{first}–{last}",
    old="data lama",
    trend="Rata-rata tiap bulan, n ≥ 10",
    topics=MappingProxyType(
        {
            Topic.VERIFICATION: "verifikasi",
            Topic.LOGIN: "login",
            Topic.BUG: "galat",
            Topic.SLOW: "lambat",
            Topic.STORAGE: "memori",
        }
    ),
    topics_title="disebut",
    caveats="Sumber dan cara membaca",
    caveat=(
        "Toko hanya memuat ulasan yang berteks, jadi ini bukan peringkat toko seluruhnya. Topik dicocokkan dengan "
        "daftar kata pendek, bukan dinilai. Ulasan bertanggal suntingan terakhirnya. Bulan dengan kurang dari 10 "
        "ulasan tidak diberi rata-rata."
    ),
    problems="{n} baris tidak terbaca: {first}",
    unreadable="berkas tidak terbaca",
    indexes="Indeks terbitan, edisi",
    index_names=MappingProxyType({SPBE: "SPBE", IMDI: "IMDI", IKM: "IKM", OMBUDSMAN: "Ombudsman"}),
    not_filled="belum diisi",
    other_edition="pita {edition}",
    margin="± {margin}",
    national="nasional {value}",
    interval="{low}–{high}",
    grades=MappingProxyType({"A": "sangat baik", "B": "baik", "C": "kurang baik", "D": "tidak baik"}),
    grade_withheld="mutu tidak diberi, n = {n}",
    n_not_told="n tidak disebut",
    source="Sumber {name}: {source}, per {day}.",
    figure_names=MappingProxyType(
        {
            VERIFIED_ACCOUNTS: "akun terverifikasi",
            DOWNLOADS: "unduhan",
            POPULATION: "penduduk",
            ACTIVE_ACCOUNTS: "akun aktif",
            VERIFICATIONS_WITHIN_DAY: "verifikasi",
            APP_FAILURES: "galat",
        }
    ),
)

ENGLISH = AdoptionTexts(
    no_data="no data yet",
    too_few="not enough data",
    active="active in 30 days",
    approved="verified ≤ 24 h",
    failing="sessions with errors",
    of_period="{share} %, {period}",
    by_district="Verified accounts, of people",
    no_district="no data by district yet",
    channels="Channels of complaints, {days} days",
    by_app="by app",
    by_web="by web site",
    sample="n = {n}",
    tickets="Numbers booked online, today",
    tickets_note="app or web site: not told apart",
    unheard="no data yet",
    reviews="Store reviews, {span}",
    reviews_name="store reviews",
    stars="stars",
    one_star="one star",
    span="{first}–{last}",
    old="old data",
    trend="Mean of each month, n ≥ 10",
    topics=MappingProxyType(
        {
            Topic.VERIFICATION: "verification",
            Topic.LOGIN: "login",
            Topic.BUG: "errors",
            Topic.SLOW: "slowness",
            Topic.STORAGE: "storage",
        }
    ),
    topics_title="mentioned",
    caveats="Sources, and how to read them",
    caveat=(
        "The store shows reviews with text only, so this is not the store's whole rating. Topics match a short list "
        "of words, nothing is judged. A review is dated by its last edit. A month of fewer than 10 reviews has no mean."
    ),
    problems="{n} lines could not be read: {first}",
    unreadable="the file cannot be read",
    indexes="Published indexes, edition",
    index_names=MappingProxyType({SPBE: "SPBE", IMDI: "IMDI", IKM: "IKM", OMBUDSMAN: "Ombudsman"}),
    not_filled="not filled in",
    other_edition="bands of {edition}",
    margin="± {margin}",
    national="country {value}",
    interval="{low}–{high}",
    grades=MappingProxyType({"A": "very good", "B": "good", "C": "less good", "D": "not good"}),
    grade_withheld="no grade, n = {n}",
    n_not_told="n not told",
    source="Source of {name}: {source}, as of {day}.",
    figure_names=MappingProxyType(
        {
            VERIFIED_ACCOUNTS: "verified accounts",
            DOWNLOADS: "downloads",
            POPULATION: "population",
            ACTIVE_ACCOUNTS: "active accounts",
            VERIFICATIONS_WITHIN_DAY: "verifications",
            APP_FAILURES: "errors",
        }
    ),
)

_LANGUAGES: Mapping[str, AdoptionTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def adoption_texts(texts: Texts) -> AdoptionTexts:
    """These words in the language of the screens."""
    return _LANGUAGES[texts.language]
