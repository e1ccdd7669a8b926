"""Secrets that are handed out once: made from the system's randomness, and kept as hashes only."""

import hashlib
import secrets

TOKEN_BYTES = 32
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1: a code is read from one screen and typed on another."""

CODE_LENGTH, CODE_GROUP = 10, 5


def new_token() -> str:
    """256 random bits, as a cookie or an address carries them."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_password() -> str:
    """120 random bits, as a password for one time."""
    return secrets.token_urlsafe(15)


def new_code() -> str:
    """Fifty random bits for a person to type, as in `K7QXM-2RBWD`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:CODE_GROUP]}-{letters[CODE_GROUP:]}"


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has enough bits that a fast hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of_code(code: str) -> str:
    """As `hash_of`, of a code however it was typed."""
    return hash_of("".join(letter for letter in code.upper() if letter.isalnum()))
