"""The indicator catalogue in Indonesian."""

from types import MappingProxyType

from domain.indicators.catalogue import Apart, Clock, Level, Owner, Source, Unit, Window
from domain.snapshot import Facts
from layouts.text_indicator_rows_id import ROWS
from layouts.text_indicators_fields import IndicatorTexts

INDONESIAN = IndicatorTexts(
    decimal_mark=",",
    formula="Cara hitung",
    numerator="Yang dihitung (pembilang)",
    denominator="Dari apa (penyebut)",
    no_denominator="tidak ada: ini bukan bagian dari sesuatu",
    window="Rentang",
    clock="Jam yang dipakai",
    target="Target",
    no_target="tidak ada target",
    at_least="paling sedikit {value} {unit}",
    at_most="paling banyak {value} {unit}",
    of_n="% dari n",
    bounds="Batas",
    no_bounds="tidak ada batas",
    up_to="baik sampai {good} {unit}, dipantau sampai {watch} {unit}, buruk di atasnya",
    from_on="baik mulai {good} {unit}, dipantau mulai {watch} {unit}, buruk di bawahnya",
    below_least="; di bawah {least} {unit} juga dipantau",
    smallest_n="Disembunyikan bila kurang dari {n} kasus.",
    rests_on="Sumber data",
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
            Unit.ACCOUNTS: "akun",
            Unit.PERCENT: "%",
            Unit.TASKS_A_CREW: "tugas per tim",
            Unit.PLACES: "titik",
            Unit.HANDOFFS: "kali",
            Unit.POINTS: "poin",
            Unit.STARS: "bintang",
            Unit.WORKING_DAYS: "hari kerja",
            Unit.HOURS: "jam",
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
            Window.MINUTES_15: "15 menit terakhir",
            Window.DAYS_30: "30 hari terakhir",
            Window.MONTH: "satu bulan penerimaan",
            Window.QUARTER: "satu triwulan",
            Window.AS_TOLD: "periode yang tertulis di samping angkanya",
        }
    ),
    clocks=MappingProxyType(
        {
            Clock.CALENDAR: "jam berjalan, siang dan malam",
            Clock.WORKING_DAYS: "hari kerja; libur dan cuti bersama tidak dihitung",
            Clock.SERVICE_HOURS: "jam layanan atau jam dinas",
            Clock.NONE: "tidak ada: angka terbitan, bukan hitungan waktu",
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
            Owner.APP_TEAM: "pengelola aplikasi warga",
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
            Source.LAKSA_TOTALS: "angka LAKSA 2024 dan 2025 seperti diterbitkan kota",
            Source.LEGAL_RESOLUTION: "PermenPANRB 62/2018: 5, 14, atau 60 hari kerja menurut kelas aduan",
            Source.REPEATS: "jarak 50 m menurut aplikasi aduan Ponorogo; selebihnya usulan proyek ini",
            Source.PRANKS: "angka panggilan 112 Diskominfo, 2024 dan 2025",
            Source.SATISFACTION_RULE: "PermenPANRB 14/2017, Survei Kepuasan Masyarakat",
            Source.TREE_CREWS: "kapasitas tim pohon, Banten Ekspres 24 November 2025; selebihnya usulan",
            Source.CITY_FIGURES: "angka terbitan tentang kota, masing-masing dengan periode dan sumbernya",
        }
    ),
    bases=MappingProxyType(
        {
            Facts.COMPLAINTS: "aduan",
            Facts.CALLS: "panggilan 112",
            Facts.QUEUES: "antrean",
            Facts.ATTENDANCE: "presensi",
            Facts.FIELD_WORK: "petugas lapangan",
            Apart.FEEDS: "keadaan sumber data itu sendiri",
            Apart.FIGURES: "angka terbitan tentang kota",
            Apart.APP: "catatan aplikasi warga; belum ada aliran yang membawanya",
        }
    ),
    levels=MappingProxyType({Level.GOOD: "baik", Level.WATCH: "perlu dipantau", Level.BAD: "buruk"}),
    words=MappingProxyType(ROWS),
)
