"""All screen wording, and the formats of numbers, dates and durations: Indonesian first, English complete.

The only place, besides working_time.py, where city time is local time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime
from itertools import product
from math import floor
from types import MappingProxyType
from zoneinfo import ZoneInfo

from domain import events as ev
from domain.clock import from_epoch_ms
from domain.snapshot import CityDay, FeedState
from layouts.text_services import ENGLISH_SERVICES, INDONESIAN_SERVICES, ServiceTexts

NOTHING = "–"
"""Stands where a value is not known; never a zero."""

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The words of one language. Braces are filled by the functions below or by the panel that uses the text."""

    language: str
    decimal_mark: str
    thousands_mark: str
    time_mark: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    second: str
    minute: str
    hour: str
    day: str

    status_normal: str
    status_attention: str
    status_late: str
    status_lost: str
    status_unknown: str
    working_day: str
    closed_day: str
    holiday: str
    simulated_data: str
    simulated_clock: str
    guest: str
    steered: str
    steered_past: str
    no_page: str
    no_profile: str

    thousand: str
    million: str

    complaints: str
    open: str
    open_note: str
    overdue: str
    overdue_note: str
    due_soon: str
    due_soon_note: str
    filed_today: str
    filed_today_note: str

    most_open: str

    timeliness: str
    on_time: str
    first_response: str
    target: str
    sample: str
    sample_days: str
    insufficient: str
    no_data: str

    legend_overdue: str
    legend_due_soon: str
    legend_active: str
    legend_newest: str
    approximate: str

    agencies: str
    agencies_none: str
    agencies_between: str
    agencies_insufficient: str
    agencies_all_insufficient: str

    feed_states: Mapping[FeedState, str]
    feed_too_quiet: str
    panel_late: str
    panel_lost: str
    latency: str
    connection_lost: str
    connection_never: str
    event_phrases: Mapping[str, str]
    services: ServiceTexts


INDONESIAN = Texts(
    language="id",
    decimal_mark=",",
    thousands_mark=".",
    time_mark=".",
    weekdays=("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    months=(
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    date="{weekday}, {day} {month} {year}",
    second="dtk",
    minute="mnt",
    hour="jam",
    day="hari",
    status_normal="Kota normal",
    status_attention="Perlu perhatian",
    status_late="Data lama",
    status_lost="Data putus",
    status_unknown="Belum diketahui",
    working_day="Hari kerja",
    closed_day="Hari libur",
    holiday="Libur: {name}",
    simulated_data="SIMULASI",
    simulated_clock="WAKTU SIMULASI",
    guest="mode tamu",
    steered="Dikemudikan: {name}, {time}",
    steered_past="MENIT LAMPAU {time}",
    thousand="rb",
    million="jt",
    no_page="Halaman {path} tidak ada. Buka /wall.",
    no_profile="Profil layar {profile} tidak ada. Pilih salah satu: {known}.",
    complaints="Aduan",
    open="aktif",
    open_note="di {n} kelurahan",
    overdue="terlambat",
    overdue_note="{share} % dari aktif",
    due_soon="tenggat ≤ 1 HK",
    due_soon_note="{n} belum mulai",
    filed_today="masuk hari ini",
    filed_today_note="sejak {time}",
    most_open="Kelurahan, aktif terbanyak",
    timeliness="Ketepatan waktu, {days} hari",
    on_time="Tepat waktu",
    first_response="Respons ≤ 3 HK",
    target="target {share} %",
    sample="n = {n}",
    sample_days="n = {n}, {days} hari",
    insufficient="data belum cukup",
    no_data="belum ada data",
    legend_overdue="terlambat",
    legend_due_soon="tenggat ≤ 1 HK",
    legend_active="aktif, pudar bila lama",
    legend_newest="terbaru",
    approximate="batas perkiraan",
    agencies="Perangkat daerah, tepat waktu {days} hari",
    agencies_none="belum ada data",
    agencies_between="{n} OPD lain di antaranya",
    agencies_insufficient="{n} OPD lain: data belum cukup (n < {smallest})",
    agencies_all_insufficient="{n} OPD: data belum cukup (n < {smallest})",
    feed_states=MappingProxyType(
        {
            FeedState.GOOD: "baik",
            FeedState.QUIET: "tenang",
            FeedState.LATE: "lama",
            FeedState.LOST: "putus",
            FeedState.UNKNOWN: "belum diketahui",
        }
    ),
    feed_too_quiet="sepi",
    panel_late="DATA LAMA",
    panel_lost="PUTUS",
    latency="sumber → layar {s} dtk",
    connection_lost="PUTUS: data tidak mutakhir sejak {time} ({age})",
    connection_never="Belum tersambung ke server ({age})",
    event_phrases=MappingProxyType(
        {
            ev.ComplaintFiled.type: "masuk",
            ev.ComplaintVerified.type: "terverifikasi",
            ev.ComplaintAssigned.type: "",
            ev.ComplaintAnswered.type: "dijawab",
            ev.ComplaintStarted.type: "dikerjakan",
            ev.ComplaintWaitingReporter.type: "menunggu pelapor",
            ev.ComplaintResumed.type: "dilanjutkan",
            ev.ComplaintCompleted.type: "menunggu verifikasi",
            ev.ComplaintResolved.type: "selesai",
            ev.ComplaintReopened.type: "dibuka kembali",
            ev.ComplaintRejected.type: "ditolak",
            ev.ComplaintDuplicate.type: "duplikat",
            ev.ComplaintArchived.type: "diarsipkan",
            ev.ComplaintRated.type: "dinilai",
            ev.CallReceived.type: "panggilan 112",
            ev.CallDispatched.type: "unit berangkat",
            ev.CallArrived.type: "unit tiba",
            ev.CallClosed.type: "panggilan selesai",
        }
    ),
    services=INDONESIAN_SERVICES,
)

ENGLISH = Texts(
    language="en",
    decimal_mark=".",
    thousands_mark=",",
    time_mark=":",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    date="{weekday}, {day} {month} {year}",
    second="s",
    minute="min",
    hour="h",
    day="days",
    status_normal="City normal",
    status_attention="Needs attention",
    status_late="Data late",
    status_lost="Data lost",
    status_unknown="Not known yet",
    working_day="Working day",
    closed_day="Day off",
    holiday="Holiday: {name}",
    simulated_data="SIMULATION",
    simulated_clock="SIMULATED TIME",
    guest="guest mode",
    steered="Driven by {name}, {time}",
    steered_past="PAST MINUTE {time}",
    thousand="k",
    million="M",
    no_page="There is no page {path}. Open /wall.",
    no_profile="There is no screen profile {profile}. Choose one of {known}.",
    complaints="Complaints",
    open="open",
    open_note="in {n} wards",
    overdue="overdue",
    overdue_note="{share} % of open",
    due_soon="due ≤ 1 day",
    due_soon_note="{n} not started",
    filed_today="filed today",
    filed_today_note="since {time}",
    most_open="Wards, most open",
    timeliness="Timeliness, {days} days",
    on_time="On time",
    first_response="Reply ≤ 3 days",
    target="target {share} %",
    sample="n = {n}",
    sample_days="n = {n}, {days} days",
    insufficient="too few data",
    no_data="no data yet",
    legend_overdue="overdue",
    legend_due_soon="due ≤ 1 day",
    legend_active="open, fading with age",
    legend_newest="newest",
    approximate="approximate borders",
    agencies="Agencies, on time in {days} days",
    agencies_none="no data yet",
    agencies_between="{n} more agencies in between",
    agencies_insufficient="{n} other agencies: too few data (n < {smallest})",
    agencies_all_insufficient="{n} agencies: too few data (n < {smallest})",
    feed_states=MappingProxyType(
        {
            FeedState.GOOD: "good",
            FeedState.QUIET: "quiet",
            FeedState.LATE: "late",
            FeedState.LOST: "lost",
            FeedState.UNKNOWN: "not known yet",
        }
    ),
    feed_too_quiet="nothing for",
    panel_late="DATA LATE",
    panel_lost="LOST",
    latency="source → screen {s} s",
    connection_lost="LOST: data not current since {time} ({age})",
    connection_never="Not yet connected to the server ({age})",
    event_phrases=MappingProxyType(
        {
            ev.ComplaintFiled.type: "filed",
            ev.ComplaintVerified.type: "verified",
            ev.ComplaintAssigned.type: "",
            ev.ComplaintAnswered.type: "answered",
            ev.ComplaintStarted.type: "started",
            ev.ComplaintWaitingReporter.type: "waiting for the reporter",
            ev.ComplaintResumed.type: "resumed",
            ev.ComplaintCompleted.type: "to be verified",
            ev.ComplaintResolved.type: "resolved",
            ev.ComplaintReopened.type: "reopened",
            ev.ComplaintRejected.type: "rejected",
            ev.ComplaintDuplicate.type: "duplicate",
            ev.ComplaintArchived.type: "archived",
            ev.ComplaintRated.type: "rated",
            ev.CallReceived.type: "112 call",
            ev.CallDispatched.type: "unit sent",
            ev.CallArrived.type: "unit on site",
            ev.CallClosed.type: "call closed",
        }
    ),
    services=ENGLISH_SERVICES,
)

_LANGUAGES = {texts.language: texts for texts in (INDONESIAN, ENGLISH)}


def texts_for(language: str) -> Texts:
    """The words of a language code; an unknown code says which ones there are."""
    try:
        return _LANGUAGES[language]
    except KeyError:
        raise LookupError(f"language {language!r} has no texts; choose one of {', '.join(_LANGUAGES)}") from None


# --- numbers


def whole(value: int, texts: Texts) -> str:
    """1043 as 1.043."""
    return f"{value:,}".replace(",", texts.thousands_mark)


def headline(value: int, texts: Texts, exact_below: int = 10_000) -> tuple[str, str]:
    """A number that must fit its place, and its unit: 1043 stays 1.043, 12874 becomes 12,8 and rb (ribu).

    From a million on it has two decimals: 1912679 becomes 1,91 and jt (juta).
    """
    if value < exact_below:
        return whole(value, texts), ""
    if value >= 1_000_000:
        return f"{value // 1_000_000}{texts.decimal_mark}{value % 1_000_000 // 10_000:02d}", texts.million
    thousands, rest = divmod(value, 1000)
    if thousands >= 100:
        return whole(thousands, texts), texts.thousand
    return f"{thousands}{texts.decimal_mark}{rest // 100}", texts.thousand


def percent(share: float) -> str:
    """A share as whole percent, rounded down: what misses a target never reads as having met it."""
    return str(floor(share * 100 + 1e-9))


def tenths(share: float, texts: Texts) -> str:
    """A share that is held against no target as percent with one decimal: 38,7."""
    return f"{share * 100:.1f}".replace(".", texts.decimal_mark)


def fixed(value: float, digits: int, texts: Texts) -> str:
    """A number with so many digits after its mark: 43,81."""
    return f"{value:.{digits}f}".replace(".", texts.decimal_mark)


def as_told(value: float, texts: Texts) -> str:
    """A published number without digits that it was not told with, two at most: 43,81 and 74."""
    return fixed(value, 2, texts).rstrip("0").removesuffix(texts.decimal_mark)


# --- time


def day(at: calendar_date, texts: Texts) -> str:
    """4 Maret 2022."""
    return f"{at.day} {texts.months[at.month - 1]} {at.year}"


def month(day: calendar_date, texts: Texts) -> str:
    """Feb 2026."""
    return f"{texts.months[day.month - 1][:3]} {day.year}"


def date(now_ms: int, timezone: ZoneInfo, texts: Texts) -> str:
    """Minggu, 22 November 2026."""
    at = _local(now_ms, timezone)
    weekday, month = texts.weekdays[at.weekday()], texts.months[at.month - 1]
    return texts.date.format(weekday=weekday, day=at.day, month=month, year=at.year)


def dates(texts: Texts) -> list[str]:
    """Every date of a year in the room that it takes: each weekday in each month, with two digits for the day."""
    days = product(texts.weekdays, texts.months)
    return [texts.date.format(weekday=weekday, day=28, month=month, year=2028) for weekday, month in days]


def clock(now_ms: int, timezone: ZoneInfo, texts: Texts) -> str:
    """09.47."""
    return _local(now_ms, timezone).strftime(f"%H{texts.time_mark}%M")


def midnight(texts: Texts) -> str:
    """00.00."""
    return f"00{texts.time_mark}00"


def duration(seconds: float, texts: Texts) -> str:
    """4 dtk, 7 mnt, 3 jam, 2 hari: whole units, rounded down."""
    if seconds < 60:
        return f"{int(seconds)} {texts.second}"
    if seconds < 3600:
        return f"{int(seconds // 60)} {texts.minute}"
    if seconds < 48 * 3600:
        return f"{int(seconds // 3600)} {texts.hour}"
    return f"{int(seconds // 86_400)} {texts.day}"


def _local(ms: int, timezone: ZoneInfo) -> datetime:
    return from_epoch_ms(ms).astimezone(timezone)


# --- phrases


def day_kind(day: CityDay, texts: Texts) -> str:
    """Hari kerja, Libur: Natal, or Hari libur for a weekend without a name."""
    if day.is_working_day:
        return texts.working_day
    return texts.holiday.format(name=day.name) if day.name else texts.closed_day


def event_line(what: str, place: str, agency: str, event_type: str, texts: Texts) -> str:
    """Lampu jalan padam, Karawaci → Dishub, selesai. Parts that are not known are left out."""
    where = ", ".join(part for part in (what, place) if part)
    to_whom = " → ".join(part for part in (where, agency) if part)
    return ", ".join(part for part in (to_whom, texts.event_phrases.get(event_type, "")) if part)
