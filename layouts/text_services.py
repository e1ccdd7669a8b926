"""Screen wording of queues, staff, crews, emergencies and data, and the format of minutes: both languages."""

from dataclasses import dataclass
from math import ceil

from domain.survival import Percentile

UNKNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceTexts:
    """The words of one language. What follows the first comma of a title gives way to a late or lost mark."""

    at_least: str
    minute_short: str

    districts: str
    ageing: str

    queues: str
    queues_now: str
    queues_today: str
    queues_ranked: str
    site: str
    waiting_short: str
    longest_brief: str
    counters_short: str
    people: str
    longest_short: str
    promise: str
    waiting: str
    waiting_note: str
    longest: str
    p90: str
    p90_note: str
    sample: str
    counters: str
    counters_note: str
    counters_unplanned: str
    served: str
    within: str
    no_show: str
    abandoned: str
    sites_rest: str
    sites_silent: str
    sites_posted: str
    legend_over: str
    legend_near: str
    legend_kept: str
    legend_no_data: str

    attendance: str
    office: str
    field: str
    each_unit: str
    units_below: str
    office_short: str
    field_short: str
    punctual: str
    units_rest: str
    units_more: str
    units_hidden: str
    day_off: str
    not_begun: str

    crews: str
    crews_now: str
    on_duty: str
    on_duty_note: str
    available: str
    on_task: str
    on_task_note: str
    silent: str
    silent_note: str
    arrive_short: str
    times: str
    median: str
    p90_column: str
    n_column: str
    accepted: str
    arrived: str
    tasks_today: str
    finished: str
    evidence: str
    legend_fresh: str
    legend_fading: str
    legend_silent: str

    emergencies: str
    emergencies_now: str
    emergency_short: str
    waiting_unit: str
    waiting_unit_note: str
    longest_emergency: str
    reference: str
    response: str
    response_note: str
    units_busy: str
    units_busy_note: str
    calls_today: str
    emergency_calls: str
    emergency_calls_note: str
    other_calls: str
    other_calls_note: str
    calls_by_hour: str
    most_an_hour: str

    board: str
    above: str
    around: str
    below: str
    too_few: str

    integration: str
    connected: str
    connected_note: str
    unheard: str
    unheard_note: str
    handoffs: str
    handed_on: str
    handed_on_twice: str
    of_filed: str
    share_of_filed: str
    roster: str
    roster_connected: str
    roster_unheard: str
    adoption: str
    verified: str
    of_downloads: str
    of_population: str
    counted: str
    downloads: str
    balance: str
    received: str
    stored: str
    passing: str
    duplicates: str
    dead_lettered: str
    missing: str
    feeds: str
    streams: tuple[str, str, str]
    heard_now: str
    heard: str
    never: str


INDONESIAN_SERVICES = ServiceTexts(
    at_least="≥ {value}",
    minute_short="mnt",
    districts="Kecamatan, aduan aktif",
    ageing="Umur aduan di peta, hari",
    queues="Antrean",
    queues_now="Antrean, sekarang",
    queues_today="Nomor antrean, hari ini",
    queues_ranked="Lokasi, terlama terhadap janji {minutes} mnt",
    site="lokasi",
    waiting_short="tunggu",
    longest_brief="terlama",
    counters_short="loket",
    people="org",
    longest_short="mnt",
    promise="janji",
    waiting="menunggu",
    waiting_note="di {n} lokasi",
    longest="menit terlama",
    p90="menit, P90",
    p90_note="{minutes} mnt, n = {n}",
    sample="n = {n}",
    counters="loket buka",
    counters_note="dari {n} rencana",
    counters_unplanned="di luar jam layanan",
    served="dilayani",
    within="dipanggil sesuai janji",
    no_show="tidak hadir",
    abandoned="ditinggal",
    sites_rest="{n} lokasi lain",
    sites_silent="{n} tanpa data",
    sites_posted="{sign} diumumkan",
    legend_over="lewat janji",
    legend_near="≥ {share} % janji",
    legend_kept="sesuai janji",
    legend_no_data="tanpa data",
    attendance="Kehadiran, unit ≥ {n} orang",
    office="Kantor",
    field="Lapangan",
    each_unit="Tiap unit, 80–100 %",
    units_below="Unit, di bawah {share} %",
    office_short="kantor",
    field_short="lapangan",
    punctual="kantor, tepat waktu",
    units_rest="{n} unit lain ≥ {share} %",
    units_more="{n} unit lagi",
    units_hidden="unit kecil, tak tampil",
    day_off="hari libur",
    not_begun="belum waktunya",
    crews="Petugas lapangan",
    crews_now="Petugas lapangan, sekarang",
    on_duty="siaga",
    on_duty_note="tim",
    available="tersedia",
    on_task="bertugas",
    on_task_note="{n} tugas di tangan",
    silent="tanpa kabar",
    silent_note="> {n} mnt",
    arrive_short="mnt tiba",
    times="Waktu tugas, menit hari ini",
    median="median",
    p90_column="P90",
    n_column="n",
    accepted="diterima",
    arrived="tiba di lokasi",
    tasks_today="Tugas, hari ini",
    finished="selesai",
    evidence="bukti lengkap",
    legend_fresh="petugas, posisi ≤ 2 mnt",
    legend_fading="2–10 mnt",
    legend_silent="> 10 mnt",
    emergencies="Siaga",
    emergencies_now="Siaga 112, sekarang",
    emergency_short="darurat",
    waiting_unit="menunggu unit",
    waiting_unit_note="dari {n} terbuka",
    longest_emergency="menit terlama",
    reference="acuan {n} mnt",
    response="menit tanggap",
    response_note="P90, n = {n}",
    units_busy="unit bertugas",
    units_busy_note="dikirim",
    calls_today="Panggilan, hari ini",
    emergency_calls="darurat",
    emergency_calls_note="perlu unit",
    other_calls="panggilan lain",
    other_calls_note="informasi, iseng",
    calls_by_hour="Panggilan tiap jam, 24 jam",
    most_an_hour="tertinggi {n}",
    board="Perangkat daerah, tepat waktu {days} hari",
    above="di atas target",
    around="sekitar target",
    below="di bawah target",
    too_few="Data belum cukup, n < {n}",
    integration="Integrasi, {days} hari",
    connected="OPD terhubung",
    connected_note="dari {n} OPD",
    unheard="belum terdengar",
    unheard_note="{days} hari terakhir",
    handoffs="Pindah tangan, {days} hari",
    handed_on="perpindahan",
    handed_on_twice="≥ 2 kali",
    of_filed="{n} aduan",
    share_of_filed="{share} % aduan",
    roster="Perangkat daerah, aliran data",
    roster_connected="terhubung",
    roster_unheard="belum terdengar",
    adoption="Adopsi {app}, {period}",
    verified="akun terverifikasi",
    of_downloads="{share} % unduhan",
    of_population="dari penduduk",
    counted="{count}, {period}",
    downloads="unduhan",
    balance="Neraca entri, semua sumber",
    received="diterima",
    stored="tersimpan",
    passing="denyut, menunggu",
    duplicates="ganda",
    dead_lettered="ditolak",
    missing="hilang",
    feeds="Sumber, terakhir terdengar",
    streams=("aduan", "antrean", "kegiatan"),
    heard_now="< 1 mnt",
    heard="{age}",
    never="belum pernah",
)

ENGLISH_SERVICES = ServiceTexts(
    at_least="≥ {value}",
    minute_short="min",
    districts="Districts, open complaints",
    ageing="Age on the map, days",
    queues="Queues",
    queues_now="Queues, now",
    queues_today="Queue numbers, today",
    queues_ranked="Sites, longest to promise of {minutes} min",
    site="site",
    waiting_short="waiting",
    longest_brief="longest",
    counters_short="open",
    people="ppl",
    longest_short="min",
    promise="promise",
    waiting="waiting",
    waiting_note="at {n} sites",
    longest="longest minutes",
    p90="minutes, P90",
    p90_note="{minutes} min, n = {n}",
    sample="n = {n}",
    counters="counters open",
    counters_note="of {n} planned",
    counters_unplanned="outside service hours",
    served="served",
    within="called as promised",
    no_show="not come",
    abandoned="given up",
    sites_rest="{n} more sites",
    sites_silent="{n} without data",
    sites_posted="{sign} posted",
    legend_over="over promise",
    legend_near="≥ {share} % of it",
    legend_kept="within promise",
    legend_no_data="no data",
    attendance="Attendance, units ≥ {n} people",
    office="Offices",
    field="Field",
    each_unit="Each unit, 80–100 %",
    units_below="Units, below {share} %",
    office_short="office",
    field_short="field",
    punctual="offices, on time",
    units_rest="{n} more units ≥ {share} %",
    units_more="{n} more units",
    units_hidden="small units, not shown",
    day_off="day off",
    not_begun="too early to say",
    crews="Field crews",
    crews_now="Field crews, now",
    on_duty="on duty",
    on_duty_note="crews",
    available="available",
    on_task="busy",
    on_task_note="{n} tasks in hand",
    silent="silent",
    silent_note="> {n} min",
    arrive_short="min trip",
    times="Task times, minutes today",
    median="median",
    p90_column="P90",
    n_column="n",
    accepted="accepted",
    arrived="on site",
    tasks_today="Tasks, today",
    finished="finished",
    evidence="complete evidence",
    legend_fresh="crew, position ≤ 2 min",
    legend_fading="2–10 min",
    legend_silent="> 10 min",
    emergencies="Call",
    emergencies_now="Call 112, now",
    emergency_short="urgent",
    waiting_unit="wait for a unit",
    waiting_unit_note="of {n} open",
    longest_emergency="longest minutes",
    reference="reference {n} min",
    response="min to site",
    response_note="P90, n = {n}",
    units_busy="units busy",
    units_busy_note="sent",
    calls_today="Calls, today",
    emergency_calls="emergencies",
    emergency_calls_note="need a unit",
    other_calls="other calls",
    other_calls_note="questions, pranks",
    calls_by_hour="Calls by hour, 24 h",
    most_an_hour="most {n}",
    board="Agencies, on time in {days} days",
    above="above target",
    around="around target",
    below="below target",
    too_few="Too few data, n < {n}",
    integration="Integration, {days} days",
    connected="connected",
    connected_note="of {n} agencies",
    unheard="not heard",
    unheard_note="in {days} days",
    handoffs="Hand-offs, {days} days",
    handed_on="hand-offs",
    handed_on_twice="twice or more",
    of_filed="{n} complaints",
    share_of_filed="{share} % of them",
    roster="Agencies, data feeds",
    roster_connected="connected",
    roster_unheard="not heard",
    adoption="Adoption of {app}, {period}",
    verified="verified accounts",
    of_downloads="{share} % downloads",
    of_population="of the population",
    counted="{count}, {period}",
    downloads="downloads",
    balance="Balance, all sources",
    received="received",
    stored="stored",
    passing="heartbeats, waiting",
    duplicates="duplicate",
    dead_lettered="rejected",
    missing="missing",
    feeds="Sources, last heard",
    streams=("complaints", "queues", "activity"),
    heard_now="< 1 min",
    heard="{age}",
    never="never",
)


def minutes(value: float | None) -> str:
    """Whole minutes, rounded up: a wait beyond its promise never reads as having kept it."""
    return UNKNOWN if value is None else str(ceil(value - 1e-9))


def percentile_minutes(percentile: Percentile, texts: ServiceTexts) -> str:
    """A percentile in whole minutes; a lower bound is called one."""
    if percentile.minutes is None:
        return UNKNOWN
    value = minutes(percentile.minutes)
    return texts.at_least.format(value=value) if percentile.is_at_least else value
