"""Codes of an authenticator app: each is good once, for as long as it is shown and half a minute around it."""

from datetime import datetime, timedelta
from hmac import compare_digest

from pyotp import TOTP
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from data_sources.access_tables import one_time_codes
from data_sources.store import Store
from data_sources.tokens import hash_of
from domain.clock import ONE_MS, epoch_ms

PURPOSE = "second factor"
STEPS = (-1, 0, 1)
KEPT = timedelta(minutes=5)
"""How long a used code is remembered; it is none any more long before."""


def use_code(store: Store, login: str, secret: str, code: str, now: datetime) -> bool:
    """Whether a code is right and was not used before; it is used now. Whoever read it over a shoulder comes late."""
    totp, typed = TOTP(secret), code.strip().encode()
    counters = [totp.timecode(now) + step for step in STEPS]
    right = [one for one in counters if compare_digest(totp.generate_otp(one).encode(), typed)]
    return bool(right) and _is_first(store, login, right[0], now)


def _is_first(store: Store, login: str, counter: int, now: datetime) -> bool:
    now_ms, table = epoch_ms(now), one_time_codes.c
    row = {
        "code_hash": hash_of(f"{PURPOSE} {login} {counter}"),
        "purpose": PURPOSE,
        "subject": login,
        "ends_ms": now_ms + KEPT // ONE_MS,
        "used_ms": now_ms,
    }
    try:
        with store.writing() as connection:
            connection.execute(delete(one_time_codes).where(table.purpose == PURPOSE, table.ends_ms < now_ms))
            connection.execute(insert(one_time_codes).values(**row))
    except IntegrityError:
        return False
    return True
