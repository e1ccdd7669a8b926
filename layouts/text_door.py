"""Words of the door: signing in, a screen's code, a new password."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.passwords import LONGEST, SHORTEST


@dataclass(frozen=True, slots=True)
class DoorWords:
    """The words of one language."""

    sign_in: str
    sign_in_button: str
    login: str
    password: str
    code: str
    wrong: str
    throttled: str
    screen: str
    screen_button: str
    screen_code: str
    screen_note: str
    wrong_code: str
    is_a_screen: str
    is_a_person: str
    wrong_link: str
    new_password: str
    new_password_button: str
    old: str
    new: str
    again: str
    differ: str
    bad_password: str
    must_change: str
    demonstration: str
    not_yours: str
    sign_out: str


INDONESIAN = DoorWords(
    sign_in="Masuk",
    sign_in_button="Masuk",
    login="Nama akun",
    password="Kata sandi",  # noqa: S106  # a label
    code="Kode autentikator (bila dipakai)",
    wrong="Nama akun, kata sandi, atau kode tidak cocok.",
    throttled="Terlalu banyak percobaan dari alamat ini. Coba lagi beberapa menit lagi.",
    screen="Daftarkan layar",
    screen_button="Daftarkan",
    screen_code="Kode sekali pakai",
    screen_note="Administrator membuat kode untuk layar ini; kode berlaku sepuluh menit.",
    wrong_code="Kode tidak dikenal, sudah dipakai, atau kedaluwarsa. Minta kode baru kepada administrator.",
    is_a_screen="Ini layar tanpa papan ketik? Daftarkan dengan kode",
    is_a_person="Masuk dengan akun",
    wrong_link="Tautan tidak dikenal atau sudah tidak berlaku. Masuk dengan akun.",
    new_password="Kata sandi baru",  # noqa: S106
    new_password_button="Simpan",  # noqa: S106
    old="Kata sandi sekarang",
    new=f"Kata sandi baru, {SHORTEST} sampai {LONGEST} huruf",
    again="Ulangi kata sandi baru",
    differ="Kedua kata sandi baru tidak sama.",
    bad_password=f"Pilih {SHORTEST} sampai {LONGEST} huruf yang bukan kata umum dan bukan nama akun; kalimat itu baik.",
    must_change="Kata sandi sekali pakai harus diganti dahulu.",
    demonstration="MODE DEMO",
    not_yours="Halaman ini tidak untuk peran Anda.",
    sign_out="Keluar",
)

ENGLISH = DoorWords(
    sign_in="Sign in",
    sign_in_button="Sign in",
    login="Account name",
    password="Password",  # noqa: S106
    code="Authenticator code (if used)",
    wrong="Account name, password or code do not match.",
    throttled="Too many attempts from this address. Try again in some minutes.",
    screen="Enrol a screen",
    screen_button="Enrol",
    screen_code="One-time code",
    screen_note="An administrator makes a code for this screen; it is valid for ten minutes.",
    wrong_code="This code is not known, was used, or is too old. Ask an administrator for a new one.",
    is_a_screen="A screen without a keyboard? Enrol it with a code",
    is_a_person="Sign in with an account",
    wrong_link="This link is not known or no longer valid. Sign in with an account.",
    new_password="New password",  # noqa: S106
    new_password_button="Save",  # noqa: S106
    old="Password now",
    new=f"New password, {SHORTEST} to {LONGEST} characters",
    again="New password again",
    differ="The two new passwords differ.",
    bad_password=f"Choose {SHORTEST} to {LONGEST} characters, no common word and not the account; a sentence is good.",
    must_change="A one-time password must be changed first.",
    demonstration="DEMO MODE",
    not_yours="This page is not for your role.",
    sign_out="Sign out",
)

WORDS: Mapping[str, DoorWords] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def door_words(language: str) -> DoorWords:
    """The words of a language of the screens."""
    return WORDS[language]
