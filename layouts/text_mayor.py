"""The words of the mayor's page: sentences that stand by themselves, in the city's language and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from domain.attention import Kind
from domain.scoring import Tier


class Sentence(NamedTuple):
    """What is wrong, and what else there is to say of it. Braces are filled with the numbers of an `Attention`.

    `more` takes the place of `rest` where there is something particular to tell: an agency, a promise.
    """

    lead: str
    rest: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MayorTexts:
    """The words of one language."""

    greetings: tuple[str, str, str, str]
    age: str
    age_unknown: str
    paused: str
    pause: str
    resume: str
    close: str
    about: str
    enlarge: str
    shrink: str
    sections: Mapping[str, str]
    tabs: Mapping[str, str]

    attention: str
    calm: str
    more: str
    levels: tuple[str, str]
    sentences: Mapping[Kind, Sentence]
    others_too: str
    joined: str

    feeds_good: str
    feeds_bad: str
    feeds_none: str

    of_open: str
    started: str
    since: str
    target: str
    below: str
    sample: str
    too_few: str
    no_data: str
    legend_queue: str

    tiers: Mapping[Tier, str]
    tier_rest: str
    tier_none: str
    agencies_rest: str

    promise: str
    promises: str
    no_promise: str
    waiting: str
    counters: str
    posted: str
    minutes: str
    at_least: str
    queues_note: str
    queues_rest: str
    queues_none: str

    figures: Mapping[str, str]
    longest: str
    of_expected: str
    of_agencies: str
    of_received: str
    on_duty_notes: str
    day_off: str


INDONESIAN = MayorTexts(
    greetings=("Selamat pagi", "Selamat siang", "Selamat sore", "Selamat malam"),
    age="data {age} lalu",
    age_unknown="data belum ada",
    paused="Pembaruan dijeda: angka dan peta berhenti di sini. Peringatan tetap berjalan.",
    pause="Jeda",
    resume="Lanjutkan",
    close="Tutup",
    about="Apa arti angka ini?",
    enlarge="Perbesar peta",
    shrink="Kecilkan peta",
    sections=MappingProxyType(
        {
            "attention": "Perlu perhatian",
            "complaints": "Aduan",
            "map": "Peta aduan terbuka",
            "agencies": "Perangkat daerah, tepat waktu {days} hari",
            "queues": "Antrean layanan",
            "emergencies": "Darurat 112",
            "crews": "Petugas dan pegawai",
            "sources": "Sumber data",
        }
    ),
    tabs=MappingProxyType(
        {"attention": "Ringkas", "map": "Peta", "agencies": "OPD", "queues": "Antrean", "emergencies": "112"}
    ),
    attention="Perlu perhatian",
    calm="Tidak ada yang perlu perhatian",
    more="dan {n} hal lain di bawah ini",
    levels=("Kritis", "Peringatan"),
    sentences=MappingProxyType(
        {
            Kind.EMERGENCIES_WAITING: Sentence("{n} darurat 112", " menunggu unit, terlama {minutes} menit"),
            Kind.FEEDS_LOST: Sentence("Feed {names} putus", ": angka di bagiannya tidak mutakhir"),
            Kind.OVERDUE: Sentence(
                "{n} aduan terlambat", " dari {open} aduan aktif", ", terbanyak di {names} ({most})"
            ),
            Kind.QUEUE_OVER_PROMISE: Sentence(
                "{names}",
                ": {people} orang menunggu lebih lama dari janji",
                ": tunggu terlama {minutes} menit, janji {promise}",
            ),
            Kind.DUE_SOON: Sentence("{n} aduan segera jatuh tempo", ", {not_started} belum mulai dikerjakan"),
            Kind.COUNTERS_CLOSED: Sentence("Loket buka {open} dari {planned}", " di tempat yang mengirim data"),
            Kind.SLOW_RESPONSE: Sentence("Unit 112 tiba dalam {minutes} menit", " (P90), batas {target}"),
            Kind.CREWS_SILENT: Sentence("{n} tim lapangan tak terdengar", ", dari {on_duty} yang bertugas"),
            Kind.ON_TIME_LOW: Sentence("Selesai tepat waktu {share} %", ", target {target} ({days} hari)"),
            Kind.FIRST_RESPONSE_LOW: Sentence("Respons awal {share} %", ", target {target} ({days} hari)"),
            Kind.AGENCIES_BELOW: Sentence("{n} OPD di bawah target", ": {names}"),
            Kind.ATTENDANCE_LOW: Sentence("Kehadiran kantor {share} %", ", target {target}"),
            Kind.FEEDS_LATE: Sentence("Feed {names} lama", ": kabar terakhirnya sudah lewat waktu"),
            Kind.FEEDS_UNKNOWN: Sentence("Belum ada kabar", " dari {names}"),
            Kind.ENTRIES_MISSING: Sentence("{n} catatan tidak cocok", " dari {received} yang diterima"),
        }
    ),
    others_too="; {n} tempat lain juga",
    joined=" dan ",
    feeds_good="{n} sumber baik",
    feeds_bad="{n} dari {all} sumber baik",
    feeds_none="belum ada sumber",
    of_open="{share} % dari aktif",
    started="{n} belum mulai",
    since="sejak {time}",
    target="target {share} %",
    below="di bawah target {share} %",
    sample="n = {n}, {days} hari",
    too_few="data belum cukup",
    no_data="belum ada data",
    legend_queue="tunggu terlama terhadap janji",
    tiers=MappingProxyType(
        {Tier.BELOW: "Di bawah target", Tier.AROUND: "Sekitar target", Tier.ABOVE: "Di atas target"}
    ),
    tier_rest="dan {n} OPD lain",
    tier_none="tidak ada",
    agencies_rest="{n} OPD lain: data belum cukup (n < {smallest})",
    promise="janji {minutes}",
    promises="janji {shortest}–{longest}",
    no_promise="tanpa janji",
    waiting="{n} menunggu",
    counters="loket {open} dari {planned}",
    posted="diumumkan",
    minutes="{minutes} mnt",
    at_least="≥ {minutes} mnt",
    queues_note="{n} menunggu di seluruh kota",
    queues_rest="{n} tempat lain lebih lancar, {silent} belum mengirim data hari ini",
    queues_none="belum ada data antrean hari ini",
    figures=MappingProxyType(
        {
            "open": "aduan aktif",
            "overdue": "terlambat",
            "due_soon": "jatuh tempo ≤ 1 HK",
            "filed_today": "masuk hari ini",
            "on_time": "Selesai tepat waktu",
            "first_response": "Respons awal ≤ 3 HK",
            "emergencies_waiting": "menunggu unit",
            "response": "waktu tanggap, P90",
            "units_busy": "unit bertugas",
            "emergencies_today": "darurat hari ini",
            "other_calls": "panggilan lain",
            "crews": "tim bertugas",
            "available": "tim siap",
            "silent": "tak terdengar",
            "arrival": "tugas sampai tiba, median",
            "evidence": "bukti lengkap",
            "finished": "tugas selesai hari ini",
            "attendance": "kehadiran kantor",
            "waiting": "menunggu sekarang",
            "wait_today": "tunggu hari ini, P90",
            "counters": "loket buka",
            "integration": "OPD terhubung",
            "balance": "selisih catatan",
            "freshness": "umur data",
        }
    ),
    longest="terlama {minutes} mnt",
    of_expected="n = {n}",
    of_agencies="dari {n}",
    of_received="dari {n} diterima",
    on_duty_notes="{n} menangani tugas",
    day_off="hari libur",
)

ENGLISH = MayorTexts(
    greetings=("Good morning", "Good afternoon", "Good afternoon", "Good evening"),
    age="data {age} old",
    age_unknown="no data yet",
    paused="Updates are paused: numbers and map stand still here. Warnings go on.",
    pause="Pause",
    resume="Resume",
    close="Close",
    about="What does this number mean?",
    enlarge="Enlarge the map",
    shrink="Shrink the map",
    sections=MappingProxyType(
        {
            "attention": "Needs attention",
            "complaints": "Complaints",
            "map": "Map of open complaints",
            "agencies": "Agencies, on time in {days} days",
            "queues": "Service queues",
            "emergencies": "112 emergencies",
            "crews": "Crews and staff",
            "sources": "Data sources",
        }
    ),
    tabs=MappingProxyType(
        {"attention": "Summary", "map": "Map", "agencies": "Agencies", "queues": "Queues", "emergencies": "112"}
    ),
    attention="Needs attention",
    calm="Nothing needs attention",
    more="and {n} more below",
    levels=("Critical", "Warning"),
    sentences=MappingProxyType(
        {
            Kind.EMERGENCIES_WAITING: Sentence("112 emergencies waiting: {n}", ", the longest for {minutes} minutes"),
            Kind.FEEDS_LOST: Sentence("Feed {names} is lost", ": its numbers are out of date"),
            Kind.OVERDUE: Sentence("Overdue complaints: {n}", " of {open} open", ", most at {names} ({most})"),
            Kind.QUEUE_OVER_PROMISE: Sentence(
                "{names}",
                ": people waiting longer than promised: {people}",
                ": longest wait {minutes} minutes, promise {promise}",
            ),
            Kind.DUE_SOON: Sentence("Complaints due soon: {n}", ", not started: {not_started}"),
            Kind.COUNTERS_CLOSED: Sentence("Counters open: {open} of {planned}", " at sites that send data"),
            Kind.SLOW_RESPONSE: Sentence("112 units arrive within {minutes} minutes", " (P90), limit {target}"),
            Kind.CREWS_SILENT: Sentence("Field crews not heard: {n}", " of {on_duty} on duty"),
            Kind.ON_TIME_LOW: Sentence("Resolved on time {share} %", ", target {target} ({days} days)"),
            Kind.FIRST_RESPONSE_LOW: Sentence("First response {share} %", ", target {target} ({days} days)"),
            Kind.AGENCIES_BELOW: Sentence("Agencies below target: {n}", " ({names})"),
            Kind.ATTENDANCE_LOW: Sentence("Office attendance {share} %", ", target {target}"),
            Kind.FEEDS_LATE: Sentence("Feed {names} is late", ": its last word is overdue"),
            Kind.FEEDS_UNKNOWN: Sentence("No word yet", " from {names}"),
            Kind.ENTRIES_MISSING: Sentence("Entries unaccounted for: {n}", " of {received} received"),
        }
    ),
    others_too="; other sites too: {n}",
    joined=" and ",
    feeds_good="sources good: {n}",
    feeds_bad="sources good: {n} of {all}",
    feeds_none="no sources yet",
    of_open="{share} % of open",
    started="{n} not started",
    since="since {time}",
    target="target {share} %",
    below="below target {share} %",
    sample="n = {n}, {days} days",
    too_few="too few data",
    no_data="no data yet",
    legend_queue="longest wait against the promise",
    tiers=MappingProxyType({Tier.BELOW: "Below target", Tier.AROUND: "Around target", Tier.ABOVE: "Above target"}),
    tier_rest="and {n} more agencies",
    tier_none="none",
    agencies_rest="{n} other agencies: too few data (n < {smallest})",
    promise="promise {minutes}",
    promises="promise {shortest}–{longest}",
    no_promise="no promise",
    waiting="{n} waiting",
    counters="counters {open} of {planned}",
    posted="posted",
    minutes="{minutes} min",
    at_least="≥ {minutes} min",
    queues_note="{n} waiting in the city",
    queues_rest="{n} other sites run better, {silent} sent no data today",
    queues_none="no queue data today",
    figures=MappingProxyType(
        {
            "open": "open complaints",
            "overdue": "overdue",
            "due_soon": "due ≤ 1 day",
            "filed_today": "filed today",
            "on_time": "Resolved on time",
            "first_response": "Reply ≤ 3 days",
            "emergencies_waiting": "waiting for a unit",
            "response": "response time, P90",
            "units_busy": "units on duty",
            "emergencies_today": "emergencies today",
            "other_calls": "other calls",
            "crews": "crews on duty",
            "available": "crews available",
            "silent": "not heard",
            "arrival": "task to arrival, median",
            "evidence": "evidence complete",
            "finished": "tasks finished today",
            "attendance": "office attendance",
            "waiting": "waiting now",
            "wait_today": "wait today, P90",
            "counters": "counters open",
            "integration": "agencies connected",
            "balance": "unaccounted for",
            "freshness": "age of the data",
        }
    ),
    longest="longest {minutes} min",
    of_expected="n = {n}",
    of_agencies="of {n}",
    of_received="of {n} received",
    on_duty_notes="{n} on a task",
    day_off="day off",
)

_LANGUAGES = {"id": INDONESIAN, "en": ENGLISH}


def mayor_texts(language: str) -> MayorTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
