"""The words of the time machine, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PAST_PATH = "/past"


@dataclass(frozen=True, slots=True)
class PastTexts:
    """`band` and `nothing` have {at}, `words_then` and `words_now` say how the past is known."""

    heading: str
    band: str
    not_live: str
    nothing: str
    refused: str
    loading: str
    words_then: str
    words_now: str
    known: str
    play: str
    pause: str
    speed: str
    earlier_hour: str
    earlier: str
    later: str
    later_hour: str
    clock: str
    day: str
    slider: str
    compare: str
    close: str
    live: str
    indicator: str
    at_that_time: str
    at_present: str
    change: str
    no_present: str
    problem: str
    scenes: Mapping[str, str]
    locale: str


_INDONESIAN = PastTexts(
    heading="Mesin waktu",
    band="MASA LALU {at}",
    not_live="BUKAN LANGSUNG",
    nothing="Tidak ada gambar tersimpan untuk {at}",
    refused="Waktu ini tidak dapat ditampilkan",
    loading="memuat …",
    words_then="seperti diketahui saat itu",
    words_now="seperti diketahui sekarang",
    known="Diketahui",
    play="Putar",
    pause="Jeda",
    speed="Kecepatan",
    earlier_hour="− 1 jam",
    earlier="− 1 mnt",
    later="+ 1 mnt",
    later_hour="+ 1 jam",
    clock="Jam",
    day="Hari",
    slider="Waktu dalam hari itu",
    compare="Bandingkan dengan kini",
    close="Tutup",
    live="Kembali ke langsung",
    indicator="Indikator",
    at_that_time="saat itu",
    at_present="kini",
    change="selisih",
    no_present="belum ada data kini",
    problem="Perbandingan tidak dapat dihitung: {problem}",
    scenes=MappingProxyType(
        {
            "overview": "Ikhtisar",
            "complaints": "Aduan",
            "queues": "Antrean",
            "employees": "Pegawai dan petugas",
            "emergencies": "Siaga 112",
            "agencies": "Perangkat daerah",
            "integration": "Integrasi",
            "adoption": "Adopsi dan kanal",
        }
    ),
    locale="id-ID",
)

_ENGLISH = PastTexts(
    heading="Time machine",
    band="THE PAST {at}",
    not_live="NOT LIVE",
    nothing="No picture was kept of {at}",
    refused="This instant cannot be shown",
    loading="loading …",
    words_then="as it was known then",
    words_now="as it is known now",
    known="Known",
    play="Play",
    pause="Pause",
    speed="Speed",
    earlier_hour="− 1 h",
    earlier="− 1 min",
    later="+ 1 min",
    later_hour="+ 1 h",
    clock="Time",
    day="Day",
    slider="Time of that day",
    compare="Compare with now",
    close="Close",
    live="Back to live",
    indicator="Indicator",
    at_that_time="then",
    at_present="now",
    change="difference",
    no_present="no data of now yet",
    problem="The comparison cannot be computed: {problem}",
    scenes=MappingProxyType(
        {
            "overview": "Overview",
            "complaints": "Complaints",
            "queues": "Queues",
            "employees": "Staff and crews",
            "emergencies": "Siaga 112",
            "agencies": "Agencies",
            "integration": "Integration",
            "adoption": "Adoption and channels",
        }
    ),
    locale="en-GB",
)

_TEXTS: Mapping[str, PastTexts] = MappingProxyType({"id": _INDONESIAN, "en": _ENGLISH})


def past_texts(language: str) -> PastTexts:
    """The words of a language, id or en."""
    return _TEXTS[language]
