"""The words of the indicator catalogue: what a number is, how it is worked out, and of what it is a part."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from domain.indicators.catalogue import Clock, Owner, Source, Unit, Window


class Words(NamedTuple):
    """One indicator in words; without a denominator it is a count or a duration."""

    label: str
    formula: str
    denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTexts:
    """All that a definition says, in one language."""

    formula: str
    denominator: str
    no_denominator: str
    window: str
    clock: str
    target: str
    no_target: str
    at_least: str
    at_most: str
    smallest_n: str
    source: str
    owner: str
    days: str
    units: Mapping[Unit, str]
    windows: Mapping[Window, str]
    clocks: Mapping[Clock, str]
    owners: Mapping[Owner, str]
    sources: Mapping[Source, str]
    words: Mapping[str, Words]


INDONESIAN = IndicatorTexts(
    formula="Cara hitung",
    denominator="Pembagi",
    no_denominator="tidak ada: ini jumlah, bukan bagian",
    window="Rentang",
    clock="Jam yang dipakai",
    target="Target",
    no_target="tidak ada target",
    at_least="paling sedikit {value} {unit}",
    at_most="paling banyak {value} {unit}",
    smallest_n="Disembunyikan bila kurang dari {n} kasus.",
    source="Dasar",
    owner="Penanggung jawab",
    days="{days} hari terakhir",
    units=MappingProxyType(
        {
            Unit.COMPLAINTS: "aduan",
            Unit.CALLS: "panggilan",
            Unit.PEOPLE: "orang",
            Unit.COUNTERS: "loket",
            Unit.CREWS: "tim",
            Unit.UNITS: "unit",
            Unit.TASKS: "tugas",
            Unit.AGENCIES: "OPD",
            Unit.ENTRIES: "catatan",
            Unit.PERCENT: "%",
            Unit.MINUTES: "menit",
            Unit.SECONDS: "detik",
        }
    ),
    windows=MappingProxyType(
        {
            Window.NOW: "saat ini",
            Window.TODAY: "hari ini, sejak tengah malam",
            Window.LAST_HOUR: "60 menit terakhir",
            Window.LAST_DAY: "24 jam terakhir",
            Window.DAYS_7: "7 hari terakhir",
            Window.DAYS_28: "28 hari terakhir",
            Window.DAYS_90: "90 hari terakhir",
        }
    ),
    clocks=MappingProxyType(
        {
            Clock.CALENDAR: "jam berjalan, siang dan malam",
            Clock.WORKING_DAYS: "hari kerja; libur dan cuti bersama tidak dihitung",
            Clock.SERVICE_HOURS: "jam layanan atau jam dinas",
        }
    ),
    owners=MappingProxyType(
        {
            Owner.COMPLAINTS_DESK: "pengelola aduan kota",
            Owner.LEAD_AGENCY: "OPD yang menangani",
            Owner.EMERGENCY_CENTRE: "pusat panggilan 112",
            Owner.SERVICE_SITE: "kepala tempat layanan",
            Owner.STAFF_OFFICE: "pengelola kepegawaian",
            Owner.FIELD_SUPERVISOR: "pengawas lapangan OPD",
            Owner.DATA_TEAM: "tim data Live Room",
        }
    ),
    sources=MappingProxyType(
        {
            Source.PROPOSAL: "usulan proyek ini",
            Source.LAKSA: "angka harian LAKSA, 2025",
            Source.CITY_DEADLINES: "tenggat per kategori aduan, kebijakan kota",
            Source.LEGAL_RESPONSE: "PermenPANRB 62/2018: tanggapan pertama 3 hari kerja",
            Source.FIRE_LIMIT: "waktu tanggap kebakaran 15 menit, Kemendagri",
            Source.HOSPITAL_WAIT: "Kepmenkes 129/2008 untuk rawat jalan; selebihnya usulan",
            Source.WORKING_HOURS: "jam kerja Perpres 21/2023; target usulan proyek ini",
        }
    ),
    words=MappingProxyType(
        {
            "filed_today": Words("Aduan masuk hari ini", "Semua aduan yang diterima dari semua kanal."),
            "open": Words("Aduan aktif", "Aduan yang belum selesai, ditolak, duplikat, atau diarsipkan."),
            "overdue": Words(
                "Aduan terlambat",
                "Aduan aktif yang sudah melewati tenggatnya. Selama menunggu jawaban pelapor, jam berhenti.",
            ),
            "due_soon": Words(
                "Segera jatuh tempo",
                "Aduan aktif yang belum terlambat dan tenggatnya paling lama satu hari kerja lagi.",
            ),
            "first_response": Words(
                "Respons awal tepat waktu",
                "Aduan yang mendapat tanggapan pertama sebelum batas hukum 3 hari kerja.",
                "Semua aduan yang batas tanggapannya jatuh dalam rentang ini.",
            ),
            "on_time": Words(
                "Selesai tepat waktu",
                "Aduan yang selesai sebelum tenggatnya. Yang belum selesai dihitung gagal.",
                "Semua aduan yang tenggatnya jatuh dalam rentang ini, kecuali ditolak, duplikat, dan diarsipkan.",
            ),
            "agency_on_time": Words(
                "Tepat waktu per OPD",
                "Bagian yang selesai sebelum tenggat, ditarik ke rata-rata kota bila kasusnya sedikit. Garis tebal "
                "adalah rentang 90 %: OPD disebut di bawah atau di atas hanya bila seluruh rentangnya demikian.",
                "Semua aduan OPD itu yang tenggatnya jatuh dalam rentang ini.",
            ),
            "evidence": Words(
                "Bukti lengkap",
                "Tugas selesai dengan foto sebelum dan sesudah, paling jauh 100 m dari lokasi, dan waktu yang sah.",
                "Tugas yang selesai hari ini dan lokasinya diketahui.",
            ),
            "emergencies_today": Words("Darurat 112 hari ini", "Panggilan 112 yang berupa keadaan darurat."),
            "other_calls": Words(
                "Panggilan 112 lain", "Panggilan informasi, iseng, dan hening. Tidak pernah dijumlah dengan darurat."
            ),
            "response": Words(
                "Waktu tanggap 112 (P90)",
                "Dari sepuluh kejadian darurat, sembilan didatangi dalam waktu ini, sejak panggilan diterima. Yang "
                "masih menunggu ikut dihitung.",
            ),
            "emergencies_waiting": Words(
                "Darurat menunggu unit", "Kejadian darurat terbuka yang belum didatangi satu unit pun."
            ),
            "units_busy": Words("Unit bertugas", "Unit yang dikirim ke panggilan yang masih terbuka."),
            "waiting": Words("Menunggu sekarang", "Orang yang sudah hadir, bernomor hari ini, dan belum dipanggil."),
            "longest_wait": Words(
                "Tunggu terlama",
                "Tunggu terlama dari yang belum dipanggil, sejak mengambil nomor atau hadir. Garis tegak pada batang "
                "adalah janji layanan: 30 menit untuk administrasi (usulan), 60 menit untuk rawat jalan.",
            ),
            "wait_today": Words(
                "Waktu tunggu hari ini (P90)",
                "Dari sepuluh orang, sembilan menunggu paling lama selama ini. Yang pergi atau masih menunggu ikut "
                "dihitung.",
            ),
            "counters": Words(
                "Loket buka",
                "Loket yang dilaporkan buka.",
                "Loket yang direncanakan buka pada jam layanan, di tempat yang mengirim data.",
            ),
            "attendance": Words(
                "Kehadiran kantor",
                "Pegawai kantor yang hadir. Terlambat bukan tidak hadir. Unit di bawah 10 orang tidak ditampilkan.",
                "Pegawai terjadwal dikurangi yang izin sah.",
            ),
            "crews": Words(
                "Tim lapangan",
                "Tim dengan dinas yang sedang berjalan. Siap: tanpa tugas. Tak terdengar: lebih dari 10 menit tanpa "
                "posisi. Di luar dinas tidak ada yang diikuti.",
            ),
            "arrival": Words(
                "Tugas sampai tiba (median)",
                "Setengah dari tugas hari ini didatangi dalam waktu ini sejak diberikan. Yang belum tiba ikut dihitung.",
            ),
            "finished": Words("Tugas selesai hari ini", "Tugas lapangan yang dinyatakan selesai."),
            "freshness": Words(
                "Umur data",
                "Waktu sejak kabar terbaru dari sumber mana pun, ditambah waktu sejak layar ini diperbarui.",
            ),
            "integration": Words(
                "OPD terhubung",
                "OPD yang terdengar lewat sumber data yang sekarang sehat.",
                "Semua OPD kota.",
            ),
            "balance": Words(
                "Selisih catatan", "Catatan yang diterima dikurangi yang tersimpan, ganda, ditolak, atau menunggu."
            ),
        }
    ),
)

ENGLISH = IndicatorTexts(
    formula="How it is worked out",
    denominator="Of what",
    no_denominator="nothing: this is a count, not a share",
    window="Window",
    clock="Clock",
    target="Target",
    no_target="no target",
    at_least="at least {value} {unit}",
    at_most="at most {value} {unit}",
    smallest_n="Withheld for fewer than {n} cases.",
    source="Source",
    owner="Answers for it",
    days="last {days} days",
    units=MappingProxyType(
        {
            Unit.COMPLAINTS: "complaints",
            Unit.CALLS: "calls",
            Unit.PEOPLE: "people",
            Unit.COUNTERS: "counters",
            Unit.CREWS: "crews",
            Unit.UNITS: "units",
            Unit.TASKS: "tasks",
            Unit.AGENCIES: "agencies",
            Unit.ENTRIES: "entries",
            Unit.PERCENT: "%",
            Unit.MINUTES: "minutes",
            Unit.SECONDS: "seconds",
        }
    ),
    windows=MappingProxyType(
        {
            Window.NOW: "this instant",
            Window.TODAY: "today, since midnight",
            Window.LAST_HOUR: "last 60 minutes",
            Window.LAST_DAY: "last 24 hours",
            Window.DAYS_7: "last 7 days",
            Window.DAYS_28: "last 28 days",
            Window.DAYS_90: "last 90 days",
        }
    ),
    clocks=MappingProxyType(
        {
            Clock.CALENDAR: "every hour, day and night",
            Clock.WORKING_DAYS: "working days; holidays and collective leave do not count",
            Clock.SERVICE_HOURS: "opening hours or duty hours",
        }
    ),
    owners=MappingProxyType(
        {
            Owner.COMPLAINTS_DESK: "the city's complaints desk",
            Owner.LEAD_AGENCY: "the agency in charge",
            Owner.EMERGENCY_CENTRE: "the 112 call centre",
            Owner.SERVICE_SITE: "the head of the site",
            Owner.STAFF_OFFICE: "the staff office",
            Owner.FIELD_SUPERVISOR: "the agency's field supervisor",
            Owner.DATA_TEAM: "the Live Room's data team",
        }
    ),
    sources=MappingProxyType(
        {
            Source.PROPOSAL: "a proposal of this project",
            Source.LAKSA: "LAKSA's daily numbers, 2025",
            Source.CITY_DEADLINES: "deadlines by category of complaint, the city's policy",
            Source.LEGAL_RESPONSE: "PermenPANRB 62/2018: first answer within 3 working days",
            Source.FIRE_LIMIT: "15 minutes to a fire, Ministry of Home Affairs",
            Source.HOSPITAL_WAIT: "Kepmenkes 129/2008 for outpatients; else a proposal",
            Source.WORKING_HOURS: "working hours of Perpres 21/2023; the target is a proposal of this project",
        }
    ),
    words=MappingProxyType(
        {
            "filed_today": Words("Complaints filed today", "All complaints received, from every channel."),
            "open": Words("Open complaints", "Complaints not resolved, rejected, duplicate or archived."),
            "overdue": Words(
                "Overdue complaints",
                "Open complaints past their deadline. While the reporter's answer is awaited, the clock stands still.",
            ),
            "due_soon": Words(
                "Due soon", "Open complaints not yet overdue, with at most one working day to their deadline."
            ),
            "first_response": Words(
                "First response on time",
                "Complaints first answered within the legal limit of 3 working days.",
                "All complaints whose limit for an answer fell in the window.",
            ),
            "on_time": Words(
                "Resolved on time",
                "Complaints resolved by their deadline. Unfinished ones count as failed.",
                "All complaints whose deadline fell in the window, except rejected, duplicate and archived ones.",
            ),
            "agency_on_time": Words(
                "On time by agency",
                "The share resolved by the deadline, drawn to the city's mean where cases are few. The thick line is "
                "the 90 % interval: an agency is called below or above only where all of its interval is.",
                "All complaints of the agency whose deadline fell in the window.",
            ),
            "evidence": Words(
                "Evidence complete",
                "Tasks finished with photos before and after, at most 100 m from the place, at a valid time.",
                "Tasks finished today whose place is known.",
            ),
            "emergencies_today": Words("112 emergencies today", "Calls to 112 that are emergencies."),
            "other_calls": Words(
                "Other 112 calls", "Information, prank and silent calls. Never added to the emergencies."
            ),
            "response": Words(
                "112 response time (P90)",
                "Of ten emergencies, nine were reached within this time of the call. Those still waiting are counted.",
            ),
            "emergencies_waiting": Words(
                "Emergencies waiting for a unit", "Open emergencies that no unit has reached yet."
            ),
            "units_busy": Words("Units on duty", "Units sent to calls that are still open."),
            "waiting": Words("Waiting now", "People who are here, hold a number of today and were not called."),
            "longest_wait": Words(
                "Longest wait",
                "The longest of those not called yet, since they took a number or arrived. The upright line on the "
                "bar is the promise: 30 minutes for offices (a proposal), 60 minutes for outpatients.",
            ),
            "wait_today": Words(
                "Wait today (P90)",
                "Of ten people, nine waited at most this long. Those who left or still wait are counted.",
            ),
            "counters": Words(
                "Counters open",
                "Counters reported open.",
                "Counters planned to be open in service hours, at sites that send data.",
            ),
            "attendance": Words(
                "Office attendance",
                "Office staff present. Late is not absent. Units of fewer than 10 people are not shown.",
                "Staff scheduled, less those excused.",
            ),
            "crews": Words(
                "Field crews",
                "Crews on duty. Available: without a task. Silent: more than 10 minutes without a position. Off duty "
                "nobody is followed.",
            ),
            "arrival": Words(
                "Task to arrival (median)",
                "Half of today's tasks were reached within this time of being given. Those not reached are counted.",
            ),
            "finished": Words("Tasks finished today", "Field tasks declared finished."),
            "freshness": Words(
                "Age of the data",
                "The time since the latest word from any source, and since this screen was last brought up to date.",
            ),
            "integration": Words(
                "Agencies connected",
                "Agencies heard through a source that is healthy now.",
                "All agencies of the city.",
            ),
            "balance": Words(
                "Entries unaccounted for", "Entries received less those stored, duplicate, rejected or waiting."
            ),
        }
    ),
)

_LANGUAGES = {"id": INDONESIAN, "en": ENGLISH}


def indicator_texts(language: str) -> IndicatorTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
