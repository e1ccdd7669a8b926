"""The words of the page of screens, and of what a page says when there is a new version of it, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.identity import Role
from domain.screen_reports import Reason, Road, ScreenState

SCREENS_PATH = "/screens"


@dataclass(frozen=True, slots=True)
class ScreensTexts:
    """`lead`, `ago`, `limit`, `up`, `reloads`, `browsers` and the like have the places that their names say."""

    heading: str
    lead: str
    none: str
    wall: str
    columns: tuple[str, ...]
    states: Mapping[ScreenState, str]
    roles: Mapping[Role, str]
    roads: Mapping[Road, str]
    reasons: Mapping[Reason, str]
    summary: str
    all_alive: str
    no_screens: str
    ago: str
    never: str
    is_drawing: str
    unknown: str
    picture_age: str
    picture_unknown: str
    frozen: str
    memory_of: str
    no_memory: str
    pixels: str
    profile: str
    usual_profile: str
    same_release: str
    old_release: str
    up: str
    no_reload: str
    reloads: str
    last_reload: str
    new_release: str
    reload_now: str
    how_they_are: str
    scene: str
    picture_ask: str
    picture_asked: str
    picture_of: str
    picture_note: str


_INDONESIAN = ScreensTexts(
    heading="Layar",
    lead="Tiap layar melapor tiap {seconds} dtk. Lama: tanpa laporan atau gambar baru lebih dari {late} dtk; "
    "hilang: tanpa laporan lebih dari {lost}.",
    none="Belum ada layar terdaftar. Tambahkan dengan: flask --app app screen add NAMA",
    wall="Dinding",
    columns=("Keadaan", "Layar", "Gambar", "Memori", "Resolusi", "Jalur", "Versi", "Hidup selama"),
    states=MappingProxyType(
        {
            ScreenState.ALIVE: "hidup",
            ScreenState.FROZEN: "beku",
            ScreenState.LATE: "lama",
            ScreenState.LOST: "hilang",
            ScreenState.NEVER: "belum pernah",
        }
    ),
    roles=MappingProxyType({Role.WALL_GUEST: "dinding tamu", Role.WALL_STAFF: "dinding staf"}),
    roads=MappingProxyType(
        {Road.SOCKET: "soket", Road.LONG_POLLING: "tanya panjang", Road.POLLING: "tanya tiap detik"}
    ),
    reasons=MappingProxyType(
        {
            Reason.RELEASE: "versi baru",
            Reason.NIGHT: "malam",
            Reason.THREAD: "halaman macet",
            Reason.DRAWING: "gambar berhenti",
            Reason.FRAMES: "bingkai tertinggal",
        }
    ),
    summary="{n} dari {all} layar tidak hidup",
    all_alive="{all} layar hidup",
    no_screens="tidak ada layar",
    ago="{age} lalu",
    never="tidak pernah melapor",
    is_drawing="digambar {age} lalu",
    unknown="tidak diketahui",
    picture_age="bingkai {n}, terbaru {age} lalu",
    picture_unknown="belum ada bingkai",
    frozen="tidak menjawab {age}",
    memory_of="dari {mb} MB",
    no_memory="peramban tidak memberi tahu",
    pixels="rasio {ratio}",
    profile="{name}",
    usual_profile="profil bawaan",
    same_release="terbaru",
    old_release="lama",
    up="{age}",
    no_reload="tanpa muat ulang",
    reloads="muat ulang {n}×",
    last_reload="terakhir {why}, {age} lalu",
    new_release="Versi baru tersedia. Muat ulang bila pekerjaan Anda selesai.",
    reload_now="Muat ulang",
    how_they_are="Keadaan tiap layar: versi, gambar terakhir, memori, jalur",
    scene="adegan {name}",
    picture_ask="Tangkapan layar",
    picture_asked="Diminta, tiba dalam {seconds} dtk",
    picture_of="tangkapan {age} lalu",
    picture_note="Halaman sebagaimana digambar peramban layar itu; panel mati atau masukan yang salah tidak terlihat",
)

_ENGLISH = ScreensTexts(
    heading="Screens",
    lead="Each screen reports every {seconds} s. Late: no report or no new picture for more than {late} s; "
    "lost: no report for more than {lost}.",
    none="No screen is enrolled yet. Add one with: flask --app app screen add NAME",
    wall="Wall",
    columns=("State", "Screen", "Picture", "Memory", "Resolution", "Road", "Version", "Up for"),
    states=MappingProxyType(
        {
            ScreenState.ALIVE: "alive",
            ScreenState.FROZEN: "frozen",
            ScreenState.LATE: "late",
            ScreenState.LOST: "lost",
            ScreenState.NEVER: "never seen",
        }
    ),
    roles=MappingProxyType({Role.WALL_GUEST: "guests' wall", Role.WALL_STAFF: "staff wall"}),
    roads=MappingProxyType(
        {Road.SOCKET: "socket", Road.LONG_POLLING: "long polling", Road.POLLING: "asks every second"}
    ),
    reasons=MappingProxyType(
        {
            Reason.RELEASE: "new version",
            Reason.NIGHT: "night",
            Reason.THREAD: "page stood still",
            Reason.DRAWING: "drawing stopped",
            Reason.FRAMES: "frames fell behind",
        }
    ),
    summary="{n} of {all} screens are not alive",
    all_alive="{all} screens alive",
    no_screens="no screens",
    ago="{age} ago",
    never="never reported",
    is_drawing="drawn {age} ago",
    unknown="unknown",
    picture_age="frame {n}, newest {age} ago",
    picture_unknown="no frame yet",
    frozen="no answer for {age}",
    memory_of="of {mb} MB",
    no_memory="not told by the browser",
    pixels="ratio {ratio}",
    profile="{name}",
    usual_profile="default profile",
    same_release="newest",
    old_release="old",
    up="{age}",
    no_reload="no reload",
    reloads="{n} reloads",
    last_reload="last: {why}, {age} ago",
    new_release="There is a new version. Reload when your work is done.",
    reload_now="Reload",
    how_they_are="How each screen is: version, last picture, memory, road",
    scene="scene {name}",
    picture_ask="Screenshot",
    picture_asked="Asked for, comes within {seconds} s",
    picture_of="screenshot {age} ago",
    picture_note="The page as the screen's own browser drew it; a dead panel or a wrong input cannot be seen",
)


def screens_texts(language: str) -> ScreensTexts:
    """The words of a language."""
    return _INDONESIAN if language == "id" else _ENGLISH
