"""Words of signing in through the city's identity provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.single_sign_on import Refusal


@dataclass(frozen=True, slots=True)
class SignOnWords:
    """The words of one language; `{provider}` is the provider's name, `{login}` the account's."""

    sign_in_with: str
    or_with_account: str
    problems: Mapping[Refusal, str]
    code_heading: str
    code_button: str
    code_note: str
    code: str
    still_open_there: str
    signed_out: str
    signed_out_note: str
    sign_out_there: str


INDONESIAN = SignOnWords(
    sign_in_with="Masuk dengan {provider}",
    or_with_account="atau dengan akun lokal",
    problems=MappingProxyType(
        {
            Refusal.THROTTLED: "Terlalu banyak percobaan dari alamat ini. Coba lagi beberapa menit lagi.",
            Refusal.PROVIDER_AWAY: "{provider} tidak dapat dihubungi. Coba lagi nanti, atau masuk dengan akun lokal.",
            Refusal.PROVIDER_SLOW: "{provider} terlalu lama menjawab. Coba lagi nanti, atau masuk dengan akun lokal.",
            Refusal.PROVIDER_BROKEN: "{provider} memberi jawaban yang tidak dapat dipakai. Coba lagi nanti, atau masuk "
            "dengan akun lokal; bila berulang, beri tahu administrator.",
            Refusal.NOT_BEGUN_HERE: "Proses masuk ini tidak dimulai di peramban ini, sudah dipakai, atau kedaluwarsa. "
            "Mulai lagi.",
            Refusal.PROVIDER_REFUSED: "{provider} menolak atau membatalkan proses masuk ini. Mulai lagi.",
            Refusal.CODE_REFUSED: "{provider} tidak lagi menerima proses masuk ini; mungkin sudah dipakai. Mulai lagi.",
            Refusal.TOKEN: "Jawaban {provider} tidak lolos pemeriksaan, jadi tidak dipercaya. Mulai lagi; bila "
            "berulang, beri tahu administrator.",
            Refusal.NO_ROLE: "Anda dikenal {provider}, tetapi belum diberi peran di ruang ini. Mintalah peran kepada "
            "pengelola {provider}.",
            Refusal.NO_AGENCY: "Peran Anda milik perangkat daerah, tetapi {provider} tidak menyebut perangkat daerah "
            "yang mana. Beri tahu pengelola {provider}.",
            Refusal.DISABLED: "Akun {login} dinonaktifkan di sini. Hubungi administrator.",
            Refusal.NO_SECOND_FACTOR: "Administrator perlu kode autentikator, dan akun {login} belum memilikinya. "
            "Mintalah administrator lain mendaftarkannya.",
            Refusal.WRONG_SECOND_FACTOR: "Kode autentikator tidak cocok. Masuk lagi dengan {provider}.",
        }
    ),
    code_heading="Kode autentikator",
    code_button="Lanjut",
    code_note="{provider} mengenal Anda. Satu langkah lagi: kode dari aplikasi autentikator, satu kali percobaan.",
    code="Kode enam angka",
    still_open_there="Anda sudah keluar di sini. {provider} tidak dapat dihubungi, jadi sesi di sana mungkin masih "
    "terbuka; tutup peramban di komputer bersama.",
    signed_out="Sudah keluar",
    signed_out_note="Sesi di sini sudah berakhir. Sesi {provider} diakhiri juga …",
    sign_out_there="Akhiri sesi {provider}",
)

ENGLISH = SignOnWords(
    sign_in_with="Sign in with {provider}",
    or_with_account="or with a local account",
    problems=MappingProxyType(
        {
            Refusal.THROTTLED: "Too many attempts from this address. Try again in some minutes.",
            Refusal.PROVIDER_AWAY: "{provider} cannot be reached. Try again later, or sign in with a local account.",
            Refusal.PROVIDER_SLOW: "{provider} takes too long to answer. Try again later, or sign in with a local "
            "account.",
            Refusal.PROVIDER_BROKEN: "{provider} gave an answer that cannot be used. Try again later, or sign in with "
            "a local account; if it happens again, tell an administrator.",
            Refusal.NOT_BEGUN_HERE: "This sign-in was not begun in this browser, was used already, or is too old. "
            "Begin again.",
            Refusal.PROVIDER_REFUSED: "{provider} refused or cancelled this sign-in. Begin again.",
            Refusal.CODE_REFUSED: "{provider} no longer accepts this sign-in; it may have been used. Begin again.",
            Refusal.TOKEN: "The answer of {provider} did not pass the checks, so it is not believed. Begin again; if "
            "it happens again, tell an administrator.",
            Refusal.NO_ROLE: "{provider} knows you, but you have no role in this room yet. Ask who runs {provider} for "
            "one.",
            Refusal.NO_AGENCY: "Your role belongs to an agency, but {provider} does not say which. Tell who runs "
            "{provider}.",
            Refusal.DISABLED: "Account {login} is disabled here. Ask an administrator.",
            Refusal.NO_SECOND_FACTOR: "Administrators need an authenticator code, and account {login} has none yet. "
            "Ask another administrator to enrol it.",
            Refusal.WRONG_SECOND_FACTOR: "The authenticator code does not match. Sign in with {provider} again.",
        }
    ),
    code_heading="Authenticator code",
    code_button="Continue",
    code_note="{provider} knows you. One more step: the code of your authenticator app, one try.",
    code="Six-digit code",
    still_open_there="You are signed out here. {provider} cannot be reached, so the session there may still be open; "
    "close the browser on a shared computer.",
    signed_out="Signed out",
    signed_out_note="The session here has ended. The session of {provider} is being ended too …",
    sign_out_there="End the session of {provider}",
)

WORDS: Mapping[str, SignOnWords] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def sign_on_words(language: str) -> SignOnWords:
    """The words of a language of the screens."""
    return WORDS[language]
