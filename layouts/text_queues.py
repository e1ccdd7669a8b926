"""Words on forecasts of waits, advice on counters and the load of crews, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.indicators.forecasts import WaitForecast
from layouts.text import NOTHING, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTexts:
    """The words of one language. Braces are filled by the panel that uses the text."""

    forecast: str
    forecast_column: str
    below_upper: str
    advice: str
    advice_at: str
    enough: str
    more: str
    no_more_planned: str
    utilisation: str
    served_of: str

    site: str
    waiting: str
    wait: str
    within: str
    no_show: str
    use: str
    counters: str
    now: str
    posted: str
    details: str
    line_waiting: str
    line_wait: str
    untested: str
    staffing: str
    too_little: str
    calibration: str
    calibrated: str
    model_name: str
    model: str
    footnote: str
    footnote_few: str

    on_site: str
    per_crew: str
    distance: str
    metres: str
    crews_title: str
    load: str
    load_told: str
    arrive: str
    leg_told: str
    no_crews: str
    few_crews: str
    capacity: str
    capacity_told: str
    answered: str


INDONESIAN = QueueTexts(
    forecast="Perkiraan tunggu, datang sekarang",
    forecast_column="nanti",
    below_upper="≤ batas atas",
    advice="Saran 1 jam",
    advice_at="saran: {site}",
    enough="loket cukup",
    more="+{n} loket",
    no_more_planned="kurang {n}, rencana habis",
    utilisation="utilisasi loket",
    served_of="{served} / {issued}",
    site="Lokasi",
    waiting="Menunggu · diambil",
    wait="Tunggu P50 · P90, mnt",
    within="Sesuai janji",
    no_show="Tidak hadir",
    use="Utilisasi",
    counters="Loket · rencana",
    now="Datang sekarang, mnt",
    posted="{minutes} mnt menurut lokasi",
    details="Dasar perkiraan dan saran",
    line_waiting="{n} menunggu",
    line_wait="datang sekarang {band} mnt",
    untested="dari lama layanan dan loket buka, belum teruji",
    staffing="{arrivals} datang dalam 1 jam terakhir, {held} mnt tiap nomor di loket: {open} loket memanggil "
    "{expected} % dalam {target} mnt; untuk {share} % perlu {needed} loket",
    too_little="saran: data belum cukup",
    calibration="Perkiraan di sini",
    calibrated="{share} % dari {n} perkiraan hari ini di bawah batas atasnya",
    model_name="Hitungan saran",
    model="Erlang C untuk satu jam: datang dan dilayani secara acak dengan laju tetap, tidak ada yang pergi, antrean "
    "yang sudah ada tidak dihitung. Tanpa saran di luar jam layanan, tanpa janji, dan bila yang datang kurang dari 10.",
    footnote="Perkiraan: P50–P90, dibulatkan ke atas. {share} % dari {n} perkiraan sekota hari ini di bawah "
    "batas atasnya; yang wajar {least}–{most} %.",
    footnote_few="Perkiraan: belum cukup data hari ini.",
    on_site="kerja di lokasi",
    per_crew="tugas per tim",
    distance="jarak bukti",
    metres="{median} m, P90 {p90} m",
    crews_title="Tim lapangan",
    load="Tugas per tim",
    load_told="{load} · {tasks} tugas terbuka, {crews} tim berdinas",
    arrive="Tugas sampai tiba",
    leg_told="median {median} mnt, P90 {p90} mnt · n = {n}",
    no_crews="tidak ada tim berdinas",
    few_crews="tidak ditampilkan: kurang dari {n} tim berdinas, di sini atau di satu OPD lain",
    capacity="{name}, kapasitas {low}–{high} sehari ({crews} tim)",
    capacity_told="{open} terbuka, {finished} selesai hari ini",
    answered="dijawab ≤ {seconds} dtk, 24 jam",
)

ENGLISH = QueueTexts(
    forecast="Forecast wait, coming now",
    forecast_column="next",
    below_upper="≤ upper end",
    advice="Advice, 1 h",
    advice_at="advice: {site}",
    enough="counters suffice",
    more="+{n} counters",
    no_more_planned="{n} short, plan used up",
    utilisation="counter utilisation",
    served_of="{served} / {issued}",
    site="Site",
    waiting="Waiting · issued",
    wait="Wait P50 · P90, min",
    within="As promised",
    no_show="Not come",
    use="Utilisation",
    counters="Counters · plan",
    now="Coming now, min",
    posted="{minutes} min as posted there",
    details="What forecast and advice rest on",
    line_waiting="{n} waiting",
    line_wait="coming now {band} min",
    untested="from service times and open counters, not tested yet",
    staffing="{arrivals} came in the last hour, {held} min at the counter each: {open} counters call {expected} % "
    "within {target} min; {share} % would take {needed}",
    too_little="advice: too few data",
    calibration="Forecasts here",
    calibrated="{share} % of {n} forecasts of today stayed below their upper end",
    model_name="How advice is worked out",
    model="Erlang C for one hour: people come and are served at random at a steady pace, nobody leaves, and those who "
    "wait already are not counted. No advice outside service hours, without a promise, or when fewer than 10 came.",
    footnote="Forecast: P50–P90, rounded up. {share} % of {n} of the city's forecasts of today stayed below "
    "their upper end; {least}–{most} % is sound.",
    footnote_few="Forecast: too few data today.",
    on_site="work on site",
    per_crew="tasks a crew",
    distance="evidence distance",
    metres="{median} m, P90 {p90} m",
    crews_title="Field crews",
    load="Tasks a crew",
    load_told="{load} · {tasks} open tasks, {crews} crews on duty",
    arrive="Task to arrival",
    leg_told="median {median} min, P90 {p90} min · n = {n}",
    no_crews="no crew on duty",
    few_crews="not shown: fewer than {n} crews on duty, here or at one other agency",
    capacity="{name}, capacity {low}–{high} a day ({crews} crews)",
    capacity_told="{open} open, {finished} finished today",
    answered="answered ≤ {seconds} s, 24 h",
)

_LANGUAGES: Mapping[str, QueueTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def queue_texts(texts: Texts) -> QueueTexts:
    """These words in the language of the screens."""
    return _LANGUAGES[texts.language]


def band(wait: WaitForecast | None, texts: Texts) -> str:
    """20–45: half wait less than the first, nine in ten less than the second; one number where both are the same."""
    if wait is None:
        return NOTHING
    if wait.is_at_least:
        return texts.services.at_least.format(value=wait.upper_minutes)
    ends = dict.fromkeys((wait.median_minutes, wait.upper_minutes))
    return "–".join(str(minutes) for minutes in ends)
