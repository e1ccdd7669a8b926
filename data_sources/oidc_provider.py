"""An OpenID Connect provider as this installation meets it: what it publishes, its keys, and the exchange of a code.

Nothing is fetched before somebody signs in. What it publishes is kept for a time; a failure is remembered for some
seconds, so that a provider that hangs does not hold everybody who presses the button.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from requests.exceptions import RequestException

from data_sources.oidc_http import bounded, document_at, provider_error
from domain.single_sign_on import Refusal, SignOnError

WELL_KNOWN = "/.well-known/openid-configuration"
CHALLENGE = "S256"
KEY_TYPES = ("RSA", "EC")
FAILURE_LASTS_SECONDS = 10.0
KEYS_AGAIN_SECONDS = 60.0
"""For an unknown key the keys are fetched once more, but not more often than this: anybody may send a strange token."""

T = TypeVar("T")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class OidcClient:
    """An installation as the provider knows it, and how long the provider is waited for."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    address: str
    """Of this server, as browsers know it: scheme, host and port, without a slash at the end."""

    back: str = "/sign-in/oidc/back"
    scopes: tuple[str, ...] = ("openid", "profile")
    ca_bundle: Path | None = None
    timeout_seconds: float = 5.0
    keep: timedelta = timedelta(hours=1)
    clock_skew: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider publishes of itself, as far as it is needed here."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    auth_method: str
    end_session_endpoint: str
    tells_issuer: bool


class OidcProvider:
    """A provider. May be called from any thread; `elapsed` is the machine's steady clock, in seconds."""

    def __init__(self, client: OidcClient, elapsed: Callable[[], float] = time.monotonic) -> None:
        self.client = client
        self._metadata = Kept(self._fetch_metadata, client.keep, elapsed)
        self._keys = Kept(self._fetch_keys, client.keep, elapsed)

    def metadata(self) -> Metadata:
        """What it publishes. Raises SignOnError."""
        return self._metadata.get()

    def keys(self) -> KeySet:
        """Its keys for signatures. Raises SignOnError."""
        return self._keys.get()

    def newer_keys(self) -> KeySet:
        """Its keys, fetched again where that was not done just now. Raises SignOnError."""
        return self._keys.get(KEYS_AGAIN_SECONDS)

    def authorization_url(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent to sign in. Raises SignOnError."""
        endpoint = self.metadata().authorization_endpoint
        with self._session() as session:
            url, _ = session.create_authorization_url(endpoint, state=state, code_verifier=verifier, nonce=nonce)
        return str(url)

    def exchange(self, code: str, verifier: str) -> Mapping[str, object]:
        """The tokens for a code. Raises SignOnError."""
        url, method = self.metadata().token_endpoint, self.metadata().auth_method
        with self._session(method) as session:
            try:
                tokens = session.fetch_token(url, code=code, code_verifier=verifier, allow_redirects=False)
            except AuthlibBaseError as error:
                raise _exchange_error(error) from error
            except (RequestException, OSError, ValueError, TypeError, KeyError) as error:
                raise provider_error(url, error) from error
        return dict(tokens)

    def _session(self, method: str | None = None) -> OAuth2Session:
        client = self.client
        session = OAuth2Session(
            client.client_id,
            client.client_secret or None,
            token_endpoint_auth_method=method,
            scope=" ".join(client.scopes),
            redirect_uri=client.address + client.back,
            code_challenge_method=CHALLENGE,
        )
        bounded(session, client.timeout_seconds, client.ca_bundle)
        return session

    def _fetch_metadata(self) -> Metadata:
        found = self._document(self.client.issuer.rstrip("/") + WELL_KNOWN)
        if found.get("issuer") != self.client.issuer:
            raise SignOnError(
                Refusal.PROVIDER_BROKEN,
                f"expected the issuer {self.client.issuer!r}, got {str(found.get('issuer'))[:200]!r}; "
                f"set sign_in.oidc.issuer to what the provider publishes",
            )
        return Metadata(
            self._endpoint(found, "authorization_endpoint"),
            self._endpoint(found, "token_endpoint"),
            self._endpoint(found, "jwks_uri"),
            self._auth_method(found),
            self._endpoint(found, "end_session_endpoint") if "end_session_endpoint" in found else "",
            found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _auth_method(self, found: Mapping[str, object]) -> str:
        """How the client shows its secret: in the header unless the provider takes it in the body alone."""
        if not self.client.client_secret:
            return "none"
        offered = found.get("token_endpoint_auth_methods_supported")
        in_body = isinstance(offered, list) and "client_secret_basic" not in offered and "client_secret_post" in offered
        return "client_secret_post" if in_body else "client_secret_basic"

    def _endpoint(self, found: Mapping[str, object], name: str) -> str:
        url = found.get(name)
        if not isinstance(url, str) or not is_protected(url, may_be_plain=is_loopback(self.client.issuer)):
            raise SignOnError(Refusal.PROVIDER_BROKEN, f"{name}: expected an https address, got {str(url)[:200]!r}")
        return url

    def _fetch_keys(self) -> KeySet:
        url = self.metadata().jwks_uri
        listed = self._document(url).get("keys")
        keys = [key for one in listed for key in _signing_key(one)] if isinstance(listed, list) else []
        if not keys:
            raise SignOnError(Refusal.PROVIDER_BROKEN, f"{url}: expected keys of {' or '.join(KEY_TYPES)}, got none")
        return KeySet(keys)

    def _document(self, url: str) -> Mapping[str, object]:
        return document_at(url, self.client.timeout_seconds, self.client.ca_bundle)


class Kept(Generic[T]):
    """A value that is fetched when it is first needed, kept for a time, and fetched by one thread at a time."""

    def __init__(self, fetch: Callable[[], T], lasts: timedelta, elapsed: Callable[[], float]) -> None:
        self._fetch, self._lasts, self._elapsed = fetch, lasts.total_seconds(), elapsed
        self._lock = Lock()
        self._value: tuple[float, T] | None = None
        self._failure: tuple[float, SignOnError] | None = None

    def get(self, youngest: float | None = None) -> T:
        """The value, not older than `youngest` seconds where given. Raises SignOnError, also the one of just now."""
        with self._lock:
            at, oldest = self._elapsed(), self._lasts if youngest is None else youngest
            if self._value is not None and at - self._value[0] < oldest:
                return self._value[1]
            if self._failure is not None and at - self._failure[0] < FAILURE_LASTS_SECONDS:
                known = self._failure[1]
                raise SignOnError(known.refusal, known.detail)
            return self._fetched()

    def _fetched(self) -> T:
        try:
            value = self._fetch()
        except SignOnError as error:
            self._failure = self._elapsed(), error
            raise
        self._value, self._failure = (self._elapsed(), value), None
        return value


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    return urlsplit(url).hostname in LOOPBACK


def is_protected(url: str, *, may_be_plain: bool = False) -> bool:
    """Whether what is sent to an address is encrypted; on this machine it need not be."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (may_be_plain and parts.scheme == "http"))


def _signing_key(listed: Any) -> list[Key]:
    """A key for signatures, or nothing: keys of other kinds and uses are none of ours."""
    if not isinstance(listed, dict) or listed.get("kty") not in KEY_TYPES or listed.get("use", "sig") != "sig":
        return []
    try:
        return [JWKRegistry.import_key(listed)]
    except (JoseError, ValueError, TypeError, KeyError):
        return []  # a key that cannot be read signs nothing that is believed


def _exchange_error(error: AuthlibBaseError) -> SignOnError:
    """An old or used code is the browser's, all else (a wrong secret) is between provider and installation."""
    refusal = Refusal.CODE_REFUSED if error.error == "invalid_grant" else Refusal.PROVIDER_BROKEN
    return SignOnError(refusal, f"token endpoint: {str(error.error)[:80]}")
