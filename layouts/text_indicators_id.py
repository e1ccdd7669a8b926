"""The indicator catalogue in Indonesian."""

from types import MappingProxyType

from domain.indicators.catalogue import Clock, Owner, Source, Unit, Window
from layouts.text_indicators_fields import IndicatorTexts, Words

INDONESIAN = IndicatorTexts(
    formula="Cara hitung",
    denominator="Pembagi",
    no_denominator="tidak ada: ini bukan bagian dari sesuatu",
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
            Unit.ACCOUNTS: "akun",
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
            Source.CITY_FIGURES: "angka terbitan tentang kota, masing-masing dengan periode dan sumbernya",
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
                "Semua aduan OPD itu yang tenggatnya jatuh dalam rentang ini; aduan pelanggaran tidak termasuk.",
            ),
            "reopened": Words(
                "Dibuka kembali",
                "Aduan yang dibuka kembali sesudah ditutup.",
                "Aduan yang masuk paling sedikit 28 hari lalu dan selesai, atau sejak itu dibuka kembali.",
            ),
            "rating": Words(
                "Kepuasan pelapor",
                "Penilaian 4 atau 5 bintang. Berapa pelapor yang menilai ditulis di sampingnya.",
                "Aduan selesai yang dinilai pelapornya.",
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
                "Setengah tugas hari ini didatangi dalam waktu ini sejak diberikan. Yang belum tiba ikut dihitung.",
            ),
            "finished": Words("Tugas selesai hari ini", "Tugas lapangan yang dinyatakan selesai."),
            "verified_accounts": Words(
                "Akun terverifikasi",
                "Akun aplikasi warga yang sudah diverifikasi. Unduhan bukan pengguna: satu orang dapat mengunduh "
                "berkali-kali.",
            ),
            "verified_of_downloads": Words(
                "Akun terverifikasi dari unduhan",
                "Akun terverifikasi dibagi jumlah unduhan.",
                "Semua unduhan untuk periode yang sama; bila tidak ada, jumlah terbaru yang diketahui.",
            ),
            "verified_of_population": Words(
                "Akun terverifikasi dari penduduk",
                "Akun terverifikasi dibagi jumlah penduduk.",
                "Penduduk menurut register untuk periode yang sama; bila tidak ada, jumlah terbaru yang diketahui.",
            ),
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
