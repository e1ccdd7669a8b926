"""What a password must be: long, not one that everybody tries first, and not the name of its owner.

After OWASP ASVS 5.0, 6.2: at least 12 characters here, 64 and more allowed, none cut off, no rule on their kinds.
"""

import unicodedata

SHORTEST, LONGEST = 12, 200

COMMON = frozenset(
    ("password", "kata sandi", "katasandi", "rahasia", "qwerty", "tangerang", "liveroom", "live room", "administrator")
)
"""A password is refused that is one of these with digits and signs around it."""


class PasswordError(ValueError):
    """A password that may not be used; says why, and never repeats it."""


def checked_password(password: str, login: str) -> str:
    """The password, normalised (NFKC). Raises PasswordError."""
    plain = unicodedata.normalize("NFKC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordError(f"expected {SHORTEST} to {LONGEST} characters, got {len(plain)}; a sentence is a good one")
    core = "".join(letter for letter in plain.casefold() if letter.isalpha() or letter == " ").strip()
    if core in COMMON or login.casefold() in plain.casefold():
        raise PasswordError("expected one that is neither a common word nor the login; a sentence is a good one")
    if len(set(plain)) < SHORTEST // 3:
        raise PasswordError("expected more than a few characters in turn; a sentence is a good one")
    return plain
