"""Every row of the indicator catalogue in Indonesian."""

from collections.abc import Mapping

from layouts.text_indicators_fields import Words

ROWS: Mapping[str, Words] = {
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
    "response_time": Words(
        "Waktu respons awal (median)",
        "Setengah aduan mendapat tanggapan pertama dalam waktu ini sejak diterima. Dihitung dari aduan yang diterima "
        'dalam rentang ini; yang belum ditanggapi ikut sebagai "paling sedikit selama ini" (Kaplan-Meier).',
    ),
    "on_time": Words(
        "Selesai tepat waktu",
        "Aduan yang selesai sebelum tenggatnya. Yang belum selesai dihitung gagal.",
        "Semua aduan yang tenggatnya jatuh dalam rentang ini, kecuali ditolak, duplikat, dan diarsipkan.",
    ),
    "agency_on_time": Words(
        "Tepat waktu per OPD",
        "Aduan yang selesai sebelum tenggat; bagiannya ditarik ke rata-rata kota bila kasusnya sedikit. Garis tebal "
        "adalah rentang 90 %: OPD disebut di bawah atau di atas hanya bila seluruh rentangnya demikian.",
        "Semua aduan OPD itu yang tenggatnya jatuh dalam rentang ini; aduan pelanggaran tidak termasuk.",
    ),
    "legal_limit": Words(
        "Kepatuhan batas hukum",
        "Aduan yang selesai paling lambat pada batas hukumnya: 5 hari kerja untuk permintaan informasi dan "
        "aspirasi, 14 untuk pengaduan tak berkadar pengawasan, 60 untuk yang berkadar pengawasan. Yang belum "
        "selesai dihitung gagal.",
        "Semua aduan yang batas hukumnya jatuh dalam rentang ini, kecuali ditolak, duplikat, dan diarsipkan.",
    ),
    "resolution_time": Words(
        "Waktu penyelesaian (median)",
        "Setengah aduan selesai dalam sekian hari kerja sejak hari diterima (hari 0). Dihitung dari aduan yang "
        'diterima dalam rentang ini; yang belum selesai ikut sebagai "paling sedikit selama ini" (Kaplan-Meier). '
        "Tiap kategori adalah bagiannya.",
    ),
    "resolution_p90": Words(
        "Waktu penyelesaian (P90)",
        "Dari sepuluh aduan, sembilan selesai dalam sekian hari kerja; dihitung seperti mediannya. Tiap kategori "
        "adalah bagiannya.",
    ),
    "ages": Words(
        "Umur aduan aktif",
        "Aduan aktif yang diterima lebih dari 60 hari kerja lalu, batas hukum yang terpanjang. Bagiannya: semua aduan "
        "aktif menurut umur dalam hari kerja.",
    ),
    "cohort_done": Words(
        "Tingkat penyelesaian kohort",
        "Aduan yang diterima dalam satu bulan dan sekarang selesai. Angkanya dari bulan penuh terakhir; tiap bulan "
        "adalah bagiannya. Kematangan mengatakan berapa yang sudah ditutup atau lewat tenggatnya: bulan muda masih "
        "akan naik.",
        "Semua aduan yang diterima dalam bulan itu, apa pun keadaannya sekarang.",
    ),
    "backlog_28": Words(
        "Neraca aduan 28 hari",
        "Aduan yang diterima dikurangi yang ditutup (selesai, ditolak, duplikat, atau diarsipkan) dalam rentang "
        "ini. Di atas nol: aduan aktif bertambah. Yang dibuka kembali tidak lagi dihitung ditutup.",
    ),
    "backlog_7": Words(
        "Neraca aduan 7 hari",
        "Aduan yang diterima dikurangi yang ditutup (selesai, ditolak, duplikat, atau diarsipkan) dalam rentang "
        "ini. Di atas nol: aduan aktif bertambah. Yang dibuka kembali tidak lagi dihitung ditutup.",
    ),
    "reopened": Words(
        "Dibuka kembali",
        "Aduan yang dibuka kembali sesudah ditutup.",
        "Aduan yang masuk paling sedikit 28 hari lalu dan selesai, atau sejak itu dibuka kembali.",
    ),
    "handed_on": Words(
        "Pindah tangan dua kali atau lebih",
        "Aduan yang sedikitnya dua kali diteruskan dari satu OPD ke OPD lain. Bukan kesalahan siapa pun: tenggatnya"
        " tidak mulai dari awal.",
        "Semua aduan yang diterima dalam rentang ini.",
    ),
    "handoffs": Words(
        "Pindah tangan per aduan",
        "Rata-rata berapa kali satu aduan diteruskan dari satu OPD ke OPD lain, dari semua aduan yang diterima dalam "
        "rentang ini.",
    ),
    "out_of_authority": Words(
        "Bukan kewenangan",
        "Aduan yang ditolak: bukan kewenangan kota, atau bukan aduan.",
        "Semua aduan yang diterima dalam rentang ini.",
    ),
    "rating": Words(
        "Kepuasan pelapor",
        "Penilaian 4 atau 5 bintang. Berapa pelapor yang menilai ditulis di sampingnya.",
        "Aduan selesai yang dinilai pelapornya.",
    ),
    "hot_spots": Words(
        "Titik rawan berulang",
        "Tempat dengan sedikitnya tiga aduan berkategori sama dalam jarak 50 m dan rentang ini.",
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
    "prank_share": Words(
        "Porsi panggilan iseng",
        "Panggilan 112 yang tergolong iseng atau hening. Rujukan: turun 28,6 % dari 2024 ke 2025.",
        "Semua panggilan 112 yang terjawab dalam rentang ini, termasuk darurat.",
    ),
    "response": Words(
        "Waktu tanggap 112 (P90)",
        "Dari sepuluh kejadian darurat, sembilan didatangi dalam waktu ini, sejak panggilan diterima. Yang "
        "masih menunggu ikut dihitung.",
    ),
    "answer_time": Words(
        "Waktu jawab 112",
        "Panggilan 112 yang dijawab dalam 10 detik.",
        "Panggilan terjawab yang lama deringnya tercatat. Yang putus sebelum dijawab tidak dilaporkan.",
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
        "Dari sepuluh orang, sembilan menunggu paling lama selama ini. Yang pergi atau masih menunggu ikut dihitung.",
    ),
    "within_target": Words(
        "Tunggu sesuai target",
        "Orang yang dipanggil dalam waktu yang dijanjikan: 30 menit untuk administrasi (usulan), 60 menit untuk rawat "
        "jalan.",
        "Semua yang dipanggil, dan yang pergi atau masih menunggu sesudah waktu itu lewat. Yang pergi atau masih "
        "menunggu sebelum waktu itu lewat tidak dihitung: belum ada jawabnya.",
    ),
    "forecast_wait": Words(
        "Perkiraan tunggu",
        "Berapa lama orang yang datang sekarang akan menunggu di antrean terlama: yang di depannya dan dia sendiri, "
        "menurut laju panggilan 30 menit terakhir. Rentang P50 sampai P90 dipelajari dari perkiraan hari ini dan "
        "tunggu yang menyusul, dibulatkan ke atas sampai 5 menit. Wajar bila 80 sampai 95 % di bawah batas atas.",
    ),
    "not_served": Words(
        "Tidak hadir atau ditinggal",
        "Nomor yang dilewati karena orangnya tidak hadir, dibatalkan, atau ditinggal sebelum dipanggil.",
        "Semua nomor yang diambil hari ini dan sudah tidak menunggu.",
    ),
    "utilisation": Words(
        "Utilisasi loket",
        "Waktu loket melayani orang, tiap layanan paling lama P99 hari ini. Di atas 85 sampai 90 % waktu tunggu "
        "melonjak.",
        "Waktu loket buka.",
    ),
    "counters": Words(
        "Loket buka",
        "Loket yang dilaporkan buka.",
        "Loket yang direncanakan buka pada jam layanan, di tempat yang mengirim data.",
    ),
    "promise_kept": Words(
        "Selesai sesuai janji",
        "Dokumen yang selesai dalam jangka waktu yang dijanjikan, pada jam layanan.",
        "Semua dokumen yang janjinya jatuh tempo dalam rentang ini.",
    ),
    "satisfaction": Words(
        "Indeks Kepuasan Masyarakat (IKM)",
        "Rata-rata sembilan unsur survei, masing-masing berbobot 1/9 pada skala 1 sampai 4, kali 25. A mulai 88,31; B "
        "mulai 76,61; C mulai 65,00. Nilai huruf hanya diberikan bila jawabannya cukup.",
    ),
    "attendance": Words(
        "Kehadiran kantor",
        "Pegawai kantor yang hadir. Terlambat bukan tidak hadir. Unit di bawah 10 orang tidak ditampilkan.",
        "Pegawai terjadwal dikurangi yang izin sah.",
    ),
    "punctual": Words(
        "Datang tepat waktu",
        "Pegawai yang masuk paling lambat pada jam mulainya, dengan toleransi.",
        "Pegawai yang hadir dan jam masuknya tercatat.",
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
    "workload": Words(
        "Beban per tim",
        "Tugas terbuka dibagi tim yang berdinas. Rujukan: empat tim pohon, bersama 15 sampai 20 pohon sehari.",
    ),
    "finished": Words("Tugas selesai hari ini", "Tugas lapangan yang dinyatakan selesai."),
    "verified_accounts": Words(
        "Akun terverifikasi",
        "Akun aplikasi warga yang sudah diverifikasi. Unduhan bukan pengguna: satu orang dapat mengunduh berkali-kali.",
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
    "verification": Words(
        "Verifikasi berhasil",
        "Akun yang diverifikasi dalam 24 jam sejak diajukan. Lamanya (median) dan alasan penolakan ditulis di "
        "sampingnya.",
        "Semua akun yang diajukan dalam rentang ini.",
    ),
    "active_accounts": Words(
        "Pengguna aktif bulanan",
        "Akun terverifikasi yang memakai sedikitnya satu layanan dalam rentang ini.",
        "Semua akun terverifikasi.",
    ),
    "channel_share": Words(
        "Porsi kanal",
        "Aduan yang masuk lewat tiap kanal; dari nomor antrean hari ini, yang dipesan daring untuk tiap layanan. Lewat "
        "aplikasi atau situs mana nomor dipesan tidak diceritakan aliran mana pun.",
        "Semua aduan yang masuk dalam rentang ini; semua nomor antrean layanan itu hari ini.",
    ),
    "store_rating": Words(
        "Ulasan toko aplikasi",
        "Rata-rata bintang di toko aplikasi dalam rentang ini. Porsi 1 bintang ditulis di sampingnya.",
    ),
    "app_errors": Words(
        "Galat aplikasi",
        "Sesi yang berakhir dengan galat server (5xx) atau macet.",
        "Semua sesi aplikasi dalam rentang ini.",
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
    "complaint_gap": Words(
        "Rekonsiliasi aduan",
        "Aduan yang dikenal dikurangi jumlah semua keadaannya: yang tidak berada di keadaan mana pun, dan yang disebut "
        "kejadian lain padahal laporannya tidak pernah masuk. Harus nol; sisanya disebut satu per satu.",
    ),
    "published_gap": Words(
        "Rekonsiliasi angka terbitan",
        "Aduan masuk menurut angka yang diterbitkan, dikurangi selesai, proses, dan menunggu. Angkanya dari periode "
        "terbaru; tiap periode adalah bagiannya. Hanya jumlahnya yang diterbitkan: kasusnya tidak diketahui.",
    ),
    "balance": Words(
        "Selisih catatan", "Catatan yang diterima dikurangi yang tersimpan, ganda, ditolak, atau menunggu."
    ),
    "completeness": Words(
        "Kelengkapan dan geokode",
        "Aduan dengan kategori, kelas, dan OPD yang dikenal, dan titik di dalam batas kota.",
        "Semua aduan yang diterima dalam rentang ini.",
    ),
    "lag": Words(
        "Latensi ujung ke ujung (P95)",
        "Dari seratus kali, 95 kali kejadian terbaru sudah tergambar dalam waktu ini sejak masuk ke alirannya. Diukur "
        "sampai gambarnya dihitung; perjalanan ke layar tidak termasuk.",
    ),
}
