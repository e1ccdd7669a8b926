"""The words for alarms, in both languages. The rules bring their own from config.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.identity import Role

ALARMS_PATH = "/alarms"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmTexts:
    """The words of one language. Levels are written in capitals wherever they stand beside their shape."""

    critical: str
    levels: Mapping[str, str]
    shelved: str
    waiting: str
    all_acknowledged: str
    flood: str
    more: str
    unknown: str
    times: str
    first: str
    several_agencies: str
    no_agency: str
    taken: str
    returned: str
    escalated: str
    roles: Mapping[str, str]
    sound_off: str
    sound_on: str
    sound_test: str

    mayor_heading: str
    mayor_since: str
    mayor_waiting: str
    mayor_answered: str

    health: str
    health_n: str
    health_rate: str
    health_peak: str
    health_crowded: str
    health_mix: str
    health_standing: str
    health_chattering: str
    health_answer: str
    health_top: str
    health_top_share: str
    health_none: str
    health_target: str
    health_lead: str
    health_agency: str
    health_columns: tuple[str, str]
    health_hours: str
    health_days: str
    health_beyond: str
    health_unjudged: str
    health_sources: str
    health_source_columns: tuple[str, str, str]
    health_untold: str
    health_back: str
    health_link: str
    priorities: Mapping[str, str]


INDONESIAN = AlarmTexts(
    critical="{n} alarm kritis",
    levels={"critical": "KRITIS", "warning": "PERINGATAN", "info": "INFO"},
    shelved="{n} dikesampingkan",
    waiting="{n} belum ditanggapi",
    all_acknowledged="semua sudah ditanggapi",
    flood="BANJIR ALARM {n}/{minutes} mnt",
    more="+{n} lagi",
    unknown="Alarm belum diketahui",
    times="{n}×",
    first="pertama",
    several_agencies="{n} OPD",
    no_agency="tanpa OPD",
    taken="ditangani",
    returned="sudah normal",
    escalated="ke {role}",
    roles={
        Role.OPERATOR: "operator",
        Role.AGENCY_HEAD: "kepala OPD",
        Role.AGENCY_STAFF: "staf OPD",
        Role.MAYOR: "wali kota",
        Role.ADMINISTRATOR: "administrator",
    },
    sound_off="suara belum aktif",
    sound_on="suara aktif",
    sound_test="uji suara",
    mayor_heading="Alarm terbuka",
    mayor_since="sejak {at}",
    mayor_waiting="belum ditanggapi",
    mayor_answered="sudah ditanggapi",
    health="Kesehatan alarm",
    health_n="Alarm",
    health_rate="Alarm per {minutes} mnt per operator",
    health_peak="Terbanyak dalam {minutes} mnt",
    health_crowded="Bagian waktu dengan lebih dari {most} per {minutes} mnt",
    health_mix="Prioritas {priority}",
    health_standing="Terbuka lebih dari {hours} jam",
    health_chattering="Sumber yang berulang-ulang ({times} kali dalam {minutes} mnt)",
    health_answer="Median sampai ditanggapi",
    health_top="Sumber terbanyak",
    health_top_share="Bagian dari {n} sumber terbanyak",
    health_none="tidak ada",
    health_target="sasaran {target}",
    health_lead="Keadaan {date} pukul {time}. Waktu saat instalasi tidak berjalan terhitung tenang. "
    "Sasaran menurut ISA-18.2 dan EEMUA 191, seperti dikutip sumber lain; diatur di alarms.health.",
    health_agency="Hanya alarm {agency}.",
    health_columns=("Ukuran", "Sasaran"),
    health_hours="{n} jam terakhir",
    health_days="{n} hari terakhir",
    health_beyond="melewati sasaran",
    health_unjudged="terlalu sedikit untuk dinilai",
    health_sources="Sumber terbanyak, {n} hari terakhir",
    health_source_columns=("Sumber", "Berbunyi", "Bagian"),
    health_untold="Apa dan di mana alarm berbunyi hanya untuk operator dan OPD.",
    health_back="Meja operator",
    health_link="Alarm",
    priorities={"critical": "kritis", "high": "tinggi", "medium": "sedang", "low": "rendah"},
)

ENGLISH = AlarmTexts(
    critical="Critical alarms: {n}",
    levels={"critical": "CRITICAL", "warning": "WARNING", "info": "INFO"},
    shelved="{n} shelved",
    waiting="{n} not acknowledged",
    all_acknowledged="all acknowledged",
    flood="ALARM FLOOD {n}/{minutes} min",
    more="+{n} more",
    unknown="Alarms not known yet",
    times="{n}×",
    first="first",
    several_agencies="{n} agencies",
    no_agency="no agency",
    taken="taken",
    returned="normal again",
    escalated="to {role}",
    roles={
        Role.OPERATOR: "operator",
        Role.AGENCY_HEAD: "agency head",
        Role.AGENCY_STAFF: "agency staff",
        Role.MAYOR: "mayor",
        Role.ADMINISTRATOR: "administrator",
    },
    sound_off="sound is not active",
    sound_on="sound is active",
    sound_test="test sound",
    mayor_heading="Open alarms",
    mayor_since="since {at}",
    mayor_waiting="not acknowledged",
    mayor_answered="acknowledged",
    health="Health of the alarms",
    health_n="Alarms",
    health_rate="Alarms in {minutes} min, each operator",
    health_peak="Most in {minutes} min",
    health_crowded="Share of time with more than {most} in {minutes} min",
    health_mix="Priority {priority}",
    health_standing="Open for more than {hours} h",
    health_chattering="Chattering sources ({times} times in {minutes} min)",
    health_answer="Median until acknowledged",
    health_top="Loudest sources",
    health_top_share="Share of the {n} loudest sources",
    health_none="none",
    health_target="target {target}",
    health_lead="As of {date}, {time}. Time in which the installation did not run counts as calm. "
    "Targets after ISA-18.2 and EEMUA 191, as quoted by other sources; set in alarms.health.",
    health_agency="Alarms of {agency} only.",
    health_columns=("Measure", "Target"),
    health_hours="Last {n} h",
    health_days="Last {n} days",
    health_beyond="beyond the target",
    health_unjudged="too few to be judged",
    health_sources="Loudest sources, last {n} days",
    health_source_columns=("Source", "Rang", "Share"),
    health_untold="What rang and where is for operators and agencies only.",
    health_back="Operators' desk",
    health_link="Alarms",
    priorities={"critical": "critical", "high": "high", "medium": "medium", "low": "low"},
)

_LANGUAGES: Mapping[str, AlarmTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def alarm_texts(language: str) -> AlarmTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
