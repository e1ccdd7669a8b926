"""The mayor's page in Indonesian."""

from types import MappingProxyType

from domain.attention import Kind
from domain.figures import DOWNLOADS, POPULATION, VERIFIED_ACCOUNTS
from domain.scoring import Tier
from layouts.text_mayor_fields import MayorTexts, Sentence

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
            "adoption": "Adopsi {app}",
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
            Kind.INCIDENT: Sentence(
                "Kejadian: {what}",
                ", {n} aduan berdekatan dalam {hours} jam, biasanya di bawah {usual}",
                " di {where}, {n} aduan berdekatan dalam {hours} jam, biasanya di bawah {usual}",
            ),
            Kind.OVERDUE: Sentence(
                "{n} aduan terlambat", " dari {open} aduan aktif", ", terbanyak di {names} ({most})"
            ),
            Kind.QUEUE_OVER_PROMISE: Sentence(
                "{names}",
                ": {people} orang menunggu lebih lama dari janji",
                ": tunggu terlama {minutes} menit, janji {promise}",
            ),
            Kind.DUE_SOON: Sentence("{n} aduan segera jatuh tempo", ", {not_started} belum mulai dikerjakan"),
            Kind.COUNTERS_CLOSED: Sentence("Loket buka {open} dari {planned}", " di tempat yang ada antreannya"),
            Kind.SLOW_RESPONSE: Sentence("Unit 112 tiba dalam {minutes} menit", " (P90), batas {target}"),
            Kind.CREWS_SILENT: Sentence("{n} tim lapangan tak terdengar", ", dari {on_duty} yang bertugas"),
            Kind.ON_TIME_LOW: Sentence("Selesai tepat waktu {share} %", ", target {target} % ({days} hari)"),
            Kind.FIRST_RESPONSE_LOW: Sentence("Respons awal {share} %", ", target {target} % ({days} hari)"),
            Kind.AGENCIES_BELOW: Sentence("{n} OPD di bawah target", ": {names}"),
            Kind.ATTENDANCE_LOW: Sentence("Kehadiran kantor {share} %", ", target {target} %"),
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
    promise="janji {minutes} mnt",
    promises="janji {shortest}–{longest} mnt",
    no_promise="tanpa janji",
    waiting="{n} menunggu",
    counters="loket {open} dari {planned}",
    posted="menurut lokasi",
    posted_too="+ {n} menurut lokasi",
    minutes="{minutes} mnt",
    at_least="≥ {minutes} mnt",
    queues_note="{n} menunggu di seluruh kota",
    queues_rest="{n} tempat lain lebih lancar",
    queues_silent="{n} belum mengirim data hari ini",
    queues_none="belum ada data antrean hari ini",
    figures=MappingProxyType(
        {
            "open": "aduan aktif",
            "overdue": "terlambat",
            "due_soon": "jatuh tempo ≤ 1 HK",
            "filed_today": "masuk hari ini",
            "on_time": "Selesai tepat waktu",
            "first_response": "Respons awal ≤ 3\N{NO-BREAK SPACE}HK",
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
            "verified_accounts": "akun terverifikasi",
            "verified_of_downloads": "dari unduhan",
            "verified_of_population": "dari penduduk",
        }
    ),
    longest="terlama {minutes} mnt",
    of_expected="n = {n}",
    of_agencies="dari {n}",
    of_received="dari {n} diterima",
    on_duty_notes="{n} menangani tugas",
    of_downloads="{n} unduhan, {period}",
    of_population="{n} penduduk, {period}",
    figure_names=MappingProxyType(
        {VERIFIED_ACCOUNTS: "akun terverifikasi", DOWNLOADS: "unduhan", POPULATION: "penduduk"}
    ),
    figure_sources="Sumber {names}: {source}.",
    day_off="hari libur",
)
