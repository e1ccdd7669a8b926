"""The words of the review page and of its exports in Indonesian."""

from types import MappingProxyType

from domain.cases import CaseColumn, Comparison
from domain.complaints import ComplaintState
from domain.composite import ScorePart
from domain.filters import Problem, Show
from domain.funnel import FunnelPlace
from domain.scoring import Tier
from domain.sla import SlaState
from layouts.text_hotspots import INDONESIAN as INDONESIAN_HOTSPOTS
from layouts.text_review_fields import Definition, Number, ReviewTexts

INDONESIAN = ReviewTexts(
    heading="Tinjauan kinerja",
    others="Perangkat daerah lain",
    as_of="per {instant}",
    closed="Tinjauan ini tidak untuk peran Anda.",
    way_out="Kembali ke 28 hari terakhir, tanpa saringan",
    problems=MappingProxyType(
        {
            Problem.AGENCY: "Perangkat daerah “{value}” tidak dikenal.",
            Problem.DAYS: "Periode “{value}” tidak ada. Pilih 7, 28, atau 90 hari, atau tanggal.",
            Problem.DATE: "“{value}” bukan tanggal. Tulis seperti 2026-11-22; tanggal awal dan akhir harus ada.",
            Problem.ORDER: "Tanggal awal sesudah tanggal akhir ({value}).",
            Problem.FUTURE: "Periode {value} belum mulai.",
            Problem.TOO_LONG: "Periode {value} lebih dari 366 hari. Pilih yang lebih pendek.",
            Problem.CATEGORY: "Kategori “{value}” tidak dikenal.",
            Problem.DISTRICT: "Kecamatan “{value}” tidak dikenal.",
            Problem.SHOW: "Daftar “{value}” tidak ada.",
        }
    ),
    peer_groups=MappingProxyType(
        {
            "technical": "dinas teknis",
            "counter": "dinas pelayanan",
            "staff": "unsur staf",
            "district": "kecamatan",
            "city": "perangkat daerah",
        }
    ),
    period="Periode",
    days="{n} hari",
    other_days="Tanggal",
    dates="Dari – sampai",
    all_categories="Semua kategori",
    all_districts="Semua kecamatan",
    category="Kategori",
    district="Kecamatan",
    refresh="Perbarui",
    dropdown=MappingProxyType(
        {
            "search": "Cari…",
            "clear_search": "Kosongkan",
            "clear_selection": "Kosongkan",
            "no_options_found": "Tidak ditemukan",
        }
    ),
    no_sensitive_in_district="Tanpa aduan yang tempatnya dirahasiakan.",
    open="Aktif",
    overdue="Terlambat",
    due_soon="Tenggat ≤ 1 HK",
    received="Masuk",
    resolved="Selesai",
    on_time="Tepat waktu",
    median="Waktu penyelesaian, median",
    p90="P90",
    overdue_note="{share} % dari aktif",
    due_soon_note="{n} belum mulai",
    of_n="{k} dari {n}",
    below_target="di bawah target {share} %",
    at_least="≥ {value}",
    working_days="HK",
    hours="jam",
    calendar_days="hari kalender",
    insufficient="data belum cukup (n = {n})",
    no_data="belum ada data",
    channels="masuk lewat: {channels}",
    trend="Masuk dan selesai",
    by_day="per hari",
    by_week="per pekan",
    partial="pudar: {unit} belum penuh",
    ages="Umur aduan aktif, hari kerja",
    age_labels=("0–1", "2–3", "4–7", "8–14", "15–30", "> 30"),
    cases_unit="aduan",
    peers="Tepat waktu di antara {group}",
    peers_note="titik: perkiraan, ditarik ke angka kota bila n kecil; garis: rentang 90 %",
    target="target {share} %",
    no_peers="Tidak ada perangkat daerah lain di kelompok ini.",
    own_insufficient="{agency}: data belum cukup (n = {n}, perlu {smallest})",
    others_insufficient="Data belum cukup (n < {smallest}): {names}",
    interval="rentang 90 %: {low}–{high} %",
    score="Skor di antara {group}",
    score_full="100: semua target tercapai",
    score_span="rentang 90 %: {low}–{high}",
    score_total="Skor",
    score_insufficient="data belum cukup: n = {n} (perlu {smallest}), {parts} indikator (perlu {needed})",
    tiers=MappingProxyType(
        {
            Tier.ABOVE: "di atas kelompoknya",
            Tier.AROUND: "setara dengan kelompoknya",
            Tier.BELOW: "di bawah kelompoknya",
        }
    ),
    tier_marks=MappingProxyType({Tier.ABOVE: "di atas", Tier.AROUND: "setara", Tier.BELOW: "di bawah"}),
    place="peringkat {best} dari {n}",
    places="peringkat {best}–{last} dari {n}",
    no_difference="tidak ada beda nyata di kelompok ini",
    part_headings=("Indikator", "Capaian", "n", "Perkiraan", "Target", "Bobot", "Sumbangan"),
    parts=MappingProxyType(
        {
            ScorePart.ON_TIME: "Selesai tepat waktu",
            ScorePart.FIRST_RESPONSE: "Respons awal tepat waktu",
            ScorePart.REOPENED: "Dibuka kembali",
            ScorePart.RATING: "Kepuasan pelapor (4–5 bintang)",
            ScorePart.EVIDENCE: "Bukti sebelum–sesudah lengkap",
        }
    ),
    at_most="≤ {value}",
    rated="{n} dari {total} pelapor menilai ({share} %)",
    peer_scores="Kelompok capaian, {group}",
    peer_scores_note="garis: rentang 90 %; rentang yang bersinggungan: tidak ada beda nyata",
    peer_scores_few="Data belum cukup: {names}",
    funnel="Tepat waktu dibandingkan dengan kota",
    funnel_note="titik: perangkat daerah; di dalam corong beda dari kota dapat terjadi secara kebetulan "
    "(putus-putus 95 %, penuh 99,8 %)",
    funnel_axis="aduan yang tenggatnya jatuh (n)",
    funnel_places=MappingProxyType(
        {
            FunnelPlace.WITHIN: "{agency}: di dalam corong",
            FunnelPlace.LOW: "{agency}: di bawah batas 95 %",
            FunnelPlace.HIGH: "{agency}: di atas batas 95 %",
            FunnelPlace.FAR_LOW: "{agency}: di bawah batas 99,8 %",
            FunnelPlace.FAR_HIGH: "{agency}: di atas batas 99,8 %",
        }
    ),
    city_share="kota {share} %",
    case_mix="Menurut kategori aduannya: {observed} tepat waktu, {expected} diharapkan; "
    "O/E {ratio} (rentang 90 %: {low}–{high})",
    alone="{share} % aduannya dari kategori yang hampir hanya ditanganinya sendiri: untuk itu O/E tidak membandingkan",
    today="Hari ini",
    queues="Antrean",
    waiting="{n} menunggu",
    minutes="mnt",
    posted_wait="tunggu {minutes} mnt menurut lokasi",
    attendance="Kehadiran",
    office="Kantor",
    field="Lapangan",
    present="{present} dari {expected}",
    small_unit="unit di bawah {unit} orang tidak ditampilkan",
    day_off="hari libur",
    not_begun="belum waktunya dinilai",
    no_sites="tidak ada lokasi antrean",
    cases="Daftar aduan",
    cases_of="{show}: {n} aduan",
    shows=MappingProxyType(
        {
            Show.ALL: "Semua dalam tinjauan",
            Show.OPEN: "Aktif",
            Show.OVERDUE: "Terlambat",
            Show.DUE_SOON: "Tenggat ≤ 1 HK",
            Show.RECEIVED: "Masuk dalam periode",
            Show.RESOLVED: "Selesai dalam periode",
            Show.MISSED: "Tenggat terlewat dalam periode",
        }
    ),
    columns=MappingProxyType(
        {
            CaseColumn.ID: "Nomor tiket",
            CaseColumn.CATEGORY: "Kategori",
            CaseColumn.WARD: "Kelurahan",
            CaseColumn.DISTRICT: "Kecamatan",
            CaseColumn.STATE: "Status",
            CaseColumn.OPENED: "Masuk",
            CaseColumn.DUE: "Tenggat",
            CaseColumn.CLOSED: "Ditutup",
            CaseColumn.VERIFY_BY: "Verifikasi sebelum",
            CaseColumn.TAKEN: "Lama (hari)",
            CaseColumn.TAKEN_NET: "Lama bersih (hari)",
            CaseColumn.LATENESS: "Terlambat (hari)",
            CaseColumn.HANDOFFS: "Pindah tangan",
            CaseColumn.DUPLICATE: INDONESIAN_HOTSPOTS.duplicate,
        }
    ),
    verification=MappingProxyType(
        {
            SlaState.ON_TIME: "sisa {time} kerja",
            SlaState.AT_RISK: "hampir lewat tenggat, sisa {time} kerja",
            SlaState.BREACHED: "lewat tenggat {time} kerja",
        }
    ),
    states=MappingProxyType(
        {
            ComplaintState.UNKNOWN: "Belum diketahui",
            ComplaintState.RECEIVED: "Diterima",
            ComplaintState.VERIFIED: "Terverifikasi",
            ComplaintState.ASSIGNED: "Diteruskan ke OPD",
            ComplaintState.IN_PROGRESS: "Ditindaklanjuti",
            ComplaintState.WAITING_REPORTER: "Menunggu pelapor",
            ComplaintState.AWAITING_VERIFICATION: "Menunggu verifikasi",
            ComplaintState.REOPENED: "Dibuka kembali",
            ComplaintState.RESOLVED: "Selesai",
            ComplaintState.REJECTED: "Bukan kewenangan",
            ComplaintState.DUPLICATE: "Laporan ganda",
            ComplaintState.ARCHIVED: "Diarsipkan",
        }
    ),
    hidden_place="dirahasiakan",
    bad_list="Urutan atau saringan daftar ini tidak dikenal. Muat ulang halaman.",
    csv="Unduh CSV",
    xlsx="Unduh Excel",
    busy="Unduhan lain sedang dibuat. Coba lagi sebentar.",
    definition="Definisi",
    formula="Rumus",
    denominator="Penyebut",
    window="Waktu",
    source="Sumber",
    definitions=MappingProxyType(
        {
            Number.OPEN: Definition(
                "aduan yang belum selesai, ditolak, ganda, atau diarsipkan (A02)",
                "tidak ada; jumlah",
                "saat ini, apa pun periodenya",
                "aliran aduan kota; aturan proyek",
            ),
            Number.OVERDUE: Definition(
                "aktif dan tenggatnya sudah lewat; selama menunggu pelapor jam berhenti (A03)",
                "aduan aktif, untuk persen",
                "saat ini",
                "tenggat: kebijakan kategori kota pada hari aduan masuk, atau dari sistem sumber",
            ),
            Number.DUE_SOON: Definition(
                "aktif, belum terlambat, sisa paling lama 1 hari kerja (A04)",
                "tidak ada; jumlah",
                "saat ini",
                "kalender kerja kota",
            ),
            Number.FLOW: Definition(
                "masuk: aduan yang diterima (A01); selesai: aduan yang diselesaikan",
                "tidak ada; jumlah. Yang selesai dapat masuk sebelum periode",
                "periode terpilih, hari menurut waktu kota, pekan mulai Senin",
                "aliran aduan kota",
            ),
            Number.ON_TIME: Definition(
                "selesai paling lambat pada tenggatnya (A07)",
                "aduan yang tenggatnya jatuh dalam periode; yang belum selesai dihitung gagal; "
                "ditolak, ganda, diarsipkan, dan yang jamnya berhenti tidak dihitung",
                "periode terpilih; perlu n ≥ {few}",
                "katalog indikator A07; target dari config.yaml",
            ),
            Number.RESOLUTION: Definition(
                "median dan P90 dari masuk sampai selesai, Kaplan–Meier: yang masih aktif dihitung "
                "“sekurang-kurangnya sekian” (A09). Hari kerja sejak hari terima "
                "(sesudah {cut_off}: hari kerja berikutnya)",
                "aduan yang masuk dalam periode, tanpa yang ditolak, ganda, atau diarsipkan",
                "periode terpilih, sampai saat ini; perlu n ≥ {few}. Waktu menunggu pelapor ikut dihitung",
                "katalog indikator A09; kalender kerja kota",
            ),
            Number.AGES: Definition(
                "hari kerja sejak hari terima sampai hari ini (A10)",
                "aduan aktif",
                "saat ini",
                "katalog indikator A10; kalender kerja kota",
            ),
            Number.PEERS: Definition(
                "bagian tepat waktu (A07), ditarik ke bagian seluruh kota sebesar {weight} aduan bayangan, "
                "dengan rentang Wilson 90 %: (k + {weight} × p kota) / (n + {weight})",
                "seperti “Tepat waktu”, untuk tiap perangkat daerah; kurang dari {smallest} aduan tidak dibandingkan",
                "periode dan saringan yang sama",
                "katalog indikator A07; kelompok menurut data kota",
            ),
            Number.SCORE: Definition(
                "rata-rata berbobot dari capaian dibagi target (0 sampai 1,2; bila lebih rendah lebih baik: target "
                "dibagi capaian), dikali 100. Perkiraan: capaian ditarik ke angka kota sebesar {score_weight} kasus "
                "bayangan. Sumbangan: perkiraan dibagi target, kali bobot; bobot indikator tanpa data dibagi ke yang "
                "lain",
                "tiap indikator menurut n-nya; dibuka kembali (A13): dari yang masuk paling sedikit {ripe_days} hari "
                "lalu dan pernah ditutup; kepuasan (A17) perlu {rated_few} penilaian. Skor perlu n ≥ {score_few} dan "
                "{score_parts} indikator",
                "{score_days} hari terakhir, apa pun periode dan saringannya",
                "usulan proyek, menurut CityScore Boston dengan perbaikan; bobot dan target dari config.yaml",
            ),
            Number.TIERS: Definition(
                "dua skor berbeda nyata bila rentangnya tidak bersinggungan. Di atas: pasti lebih baik daripada lebih "
                "dari separuh kelompoknya; di bawah: pasti lebih rendah; selebihnya setara. Peringkat: tempat yang "
                "mungkin",
                "perangkat daerah sejenis yang skornya ada",
                "{score_days} hari terakhir",
                "usulan proyek; bila semua sama baik, kebetulan memisahkan salah satunya pada paling banyak {error} % "
                "kelompok (simulasi)",
            ),
            Number.FUNNEL: Definition(
                "batas binomial eksak di sekitar bagian kota: di luar batas 95 % kebetulan jarang menjelaskan, di luar "
                "99,8 % hampir tidak. O/E: yang tepat waktu dibagi yang diharapkan bila tiap kategori berjalan seperti "
                "di seluruh kota (pembakuan tidak langsung), rentang Wilson 90 %",
                "aduan yang tenggatnya jatuh (A07), per perangkat daerah; n < {few} tidak digambar",
                "{score_days} hari terakhir, apa pun periode dan saringannya",
                "Spiegelhalter 2005 (diagram corong); katalog indikator A07",
            ),
            Number.QUEUES: Definition(
                "menunggu: sudah datang dan belum dipanggil (C01); tunggu: yang belum dipanggil dihitung paling "
                "sedikit selama itu (C02); sesuai janji (C03); tidak hadir dari yang dipanggil (C05); utilisasi: waktu "
                "melayani dibagi waktu loket buka (C06); datang sekarang: P50–P90 (C04); saran: loket satu jam lagi",
                "nomor antrean hari ini; sesuai janji: yang dipanggil, dan yang pergi atau masih menunggu lewat janji",
                "saat ini dan hari ini",
                "aliran antrean kota",
            ),
            Number.ATTENDANCE: Definition(
                "hadir dibagi terjadwal dikurangi izin sah (D01), per unit",
                "pegawai terjadwal tanpa yang berizin; unit di bawah {unit} orang tidak ditampilkan",
                "hari kerja ini",
                "aliran presensi; jadwal menurut data kota",
            ),
            Number.FIELD_WORK: Definition(
                "tugas terbuka dibagi tim berdinas (D05); median dan P90 sejak penugasan sampai tiba, dan di "
                "lokasi (D04)",
                "tugas hari ini; yang belum selesai dihitung paling sedikit selama itu",
                "saat ini dan hari ini",
                "aliran petugas; kapasitas menurut data kota dan sumbernya",
            ),
            Number.CASES: Definition(
                "aduan yang dihitung pada halaman ini; terlambat: hari kalender sesudah tenggat, "
                "dibulatkan ke atas sampai sepersepuluh; lama: hari kalender dari masuk sampai ditutup atau "
                "kini, lama bersih: tanpa waktu menunggu pelapor, kosong bila tidak pernah menunggu; "
                "sisa waktu verifikasi dihitung dalam jam layanan; "
                "pindah tangan: berapa kali dialihkan ke perangkat daerah lain",
                "sesuai saringan",
                "saat ini",
                "aliran aduan kota; kategori dan tempat aduan sensitif dirahasiakan, aduan pelanggaran tidak termasuk",
            ),
        }
    ),
    export_title="Daftar aduan {agency}, {city}",
    export_as_of="Keadaan per",
    export_period="Periode",
    export_filters="Saringan",
    export_none="tanpa saringan",
    export_rows="Baris",
    export_limit="{n} dari {total}: unduhan dibatasi {limit} baris, persempit saringan untuk sisanya",
    export_sorted="Urutan",
    comparisons=MappingProxyType(
        {
            Comparison.CONTAINS: "berisi",
            Comparison.STARTS_WITH: "diawali",
            Comparison.EQUAL: "=",
            Comparison.ABOVE: ">",
            Comparison.AT_LEAST: "≥",
            Comparison.BELOW: "<",
            Comparison.AT_MOST: "≤",
            Comparison.BETWEEN: "=",
        }
    ),
    ascending="naik",
    descending="turun",
    export_definitions="Definisi",
    sheet="Aduan",
    grid=MappingProxyType(
        {
            "contains": "Berisi",
            "startsWith": "Diawali",
            "equals": "Sama dengan",
            "lessThan": "Kurang dari",
            "greaterThan": "Lebih dari",
            "lessThanOrEqual": "Paling banyak",
            "greaterThanOrEqual": "Paling sedikit",
            "before": "Sebelum",
            "after": "Sesudah",
            "inRange": "Di antara",
            "inRangeStart": "Dari",
            "inRangeEnd": "Sampai",
            "filterOoo": "Saring…",
            "dateFormatOoo": "yyyy-mm-dd",
            "applyFilter": "Terapkan",
            "resetFilter": "Hapus",
            "clearFilter": "Kosongkan",
            "noRowsToShow": "Tidak ada aduan",
            "loadingOoo": "Memuat…",
            "loadingError": "Gagal dimuat",
            "sortAscending": "Urut naik",
            "sortDescending": "Urut turun",
            "sortUnSort": "Tanpa urutan",
            "pinColumn": "Sematkan kolom",
            "autosizeThisColumn": "Paskan kolom ini",
            "autosizeAllColumns": "Paskan semua kolom",
            "columnChooser": "Pilih kolom",
            "resetColumns": "Kembalikan kolom",
            "ariaFilterInput": "Isi saringan",
            "ariaFilteringOperator": "Cara menyaring",
        }
    ),
)
