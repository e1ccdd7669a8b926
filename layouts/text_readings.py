"""Why a reading has no number, in the languages of the screens."""

from collections.abc import Mapping

from domain.indicators.readings import Reason

_REASONS: Mapping[str, Mapping[Reason, str]] = {
    "id": {
        Reason.NO_DATA: "belum ada data",
        Reason.TOO_FEW: "data belum cukup",
        Reason.NOBODY_WAITS: "tidak ada yang menunggu",
        Reason.DAY_OFF: "hari libur",
        Reason.NOT_BEGUN: "jam kerja belum mulai",
        Reason.WRONG_SCHEDULE: "jumlah pegawai terjadwal tidak cocok",
        Reason.EACH_AGENCY: "satu angka per OPD, lihat bagiannya",
        Reason.EACH_CHANNEL: "satu angka per kanal, lihat bagiannya",
        Reason.WHOLE_CITY: "hanya ada untuk seluruh kota",
        Reason.NOT_RECORDED: "keadaan sumber pada saat itu tidak tercatat",
    },
    "en": {
        Reason.NO_DATA: "no data yet",
        Reason.TOO_FEW: "not enough data",
        Reason.NOBODY_WAITS: "nobody waits",
        Reason.DAY_OFF: "a day off",
        Reason.NOT_BEGUN: "the working day has not begun",
        Reason.WRONG_SCHEDULE: "the scheduled headcount does not fit",
        Reason.EACH_AGENCY: "one number for each agency, see its parts",
        Reason.EACH_CHANNEL: "one number for each channel, see its parts",
        Reason.WHOLE_CITY: "only for the whole city",
        Reason.NOT_RECORDED: "how the feeds were at that time was not recorded",
    },
}


def reason_words(reason: Reason, language: str) -> str:
    """A reason in words."""
    return _REASONS[language][reason]
