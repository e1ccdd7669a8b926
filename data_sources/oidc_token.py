"""The ID token: whose it is, from whom, for whom, for how long, and for which sign-in.

After OpenID Connect Core 1.0, 3.1.3.7. The signature is checked even though the token comes straight from the provider.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import Token

from domain.single_sign_on import Refusal, SignOnError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key that only the provider has: neither `none`, nor one by a secret that is shared or public."""

LONGEST_SUBJECT = 255
"""In ASCII characters, says OpenID Connect Core 1.0, 2."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token of one sign-in must say."""

    issuer: str
    client_id: str
    nonce: str
    now: datetime
    clock_skew: timedelta


def claims_of(
    tokens: Mapping[str, object], expected: Expected, keys: KeySet, newer_keys: Callable[[], KeySet]
) -> Mapping[str, object]:
    """The claims of an answer's ID token, all checked; `newer_keys` is for a key not known. Raises SignOnError."""
    raw = tokens.get("id_token")
    if not isinstance(raw, str):
        raise SignOnError(Refusal.PROVIDER_BROKEN, "expected an id_token; is `openid` among the scopes?")
    try:
        token = _signed(raw, keys, newer_keys)
        _check(token, str(tokens.get("access_token") or ""), expected)
    except (JoseError, ValueError, TypeError) as error:
        raise SignOnError(Refusal.TOKEN, f"ID token: {str(error)[:160] or type(error).__name__}") from error
    return token.claims


def _signed(raw: str, keys: KeySet, newer_keys: Callable[[], KeySet]) -> Token:
    try:
        return jwt.decode(raw, keys, list(ALGORITHMS))
    except InvalidKeyIdError:
        return jwt.decode(raw, newer_keys(), list(ALGORITHMS))


def _check(token: Token, access_token: str, expected: Expected) -> None:
    subject, at_hash = token.claims.get("sub"), token.claims.get("at_hash", "")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not isinstance(at_hash, str):
        raise ValueError(f"sub: expected 1 to {LONGEST_SUBJECT} characters, got {str(subject)[:40]!r}")
    options = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "nonce": {"essential": True, "value": expected.nonce},
    }
    params = {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, options, params)
    claims.validate(int(expected.now.timestamp()), int(expected.clock_skew.total_seconds()))
