"""HTTP to an identity provider: one attempt with a time limit for all of it, a largest answer, and no redirects."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnectionError
from requests.exceptions import ReadTimeout, RequestException
from requests.exceptions import Timeout as SlowError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from domain.single_sign_on import Refusal, SignOnError

MOST_BYTES = 512 * 1024
"""Of an answer; large providers publish some tens of kilobytes of keys."""

PIECE = 16 * 1024


class BoundedAdapter(HTTPAdapter):
    """Reads the whole answer within one time limit; who sends a byte a second is not waited for."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def send(self, request: PreparedRequest, *_: object, verify: Any = True, **more: Any) -> Response:
        """The answer with its body. Raises RequestException."""
        ends = time.monotonic() + self._seconds
        response = super().send(
            request,
            stream=True,
            timeout=self._seconds,
            verify=verify,
            cert=more.get("cert"),
            proxies=more.get("proxies"),
        )
        try:
            response._content = self._body(response, ends)  # noqa: SLF001  # as requests itself keeps what was read
        except ReadTimeoutError as error:
            raise ReadTimeout(error, request=request) from error
        except HTTPError as error:
            raise NoConnectionError(error, request=request) from error
        finally:
            response.close()
        return response

    def _body(self, response: Response, ends: float) -> bytes:
        body = bytearray()
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > MOST_BYTES:
                raise RequestException(f"expected at most {MOST_BYTES} bytes, got more", response=response)
            if time.monotonic() > ends:
                raise ReadTimeout(f"expected the answer within {self._seconds:g} s", response=response)
        return bytes(body)


def bounded(session: Session, seconds: float, ca_bundle: Path | None) -> Session:
    """A session that keeps the limits; `ca_bundle` holds the certificates to trust instead of the usual ones."""
    session.verify = str(ca_bundle) if ca_bundle else True
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, BoundedAdapter(seconds))
    return session


def document_at(url: str, seconds: float, ca_bundle: Path | None) -> Mapping[str, object]:
    """A JSON object that the provider publishes. Raises SignOnError."""
    with bounded(Session(), seconds, ca_bundle) as session:
        try:
            response = session.get(url, headers={"Accept": "application/json"}, allow_redirects=False)
            if response.status_code != 200:
                raise SignOnError(Refusal.PROVIDER_BROKEN, f"{url}: HTTP {response.status_code}")
            found = response.json()
        except (RequestException, OSError, ValueError) as error:
            raise provider_error(url, error) from error
    if not isinstance(found, dict):
        raise SignOnError(Refusal.PROVIDER_BROKEN, f"{url}: expected a JSON object, got {type(found).__name__}")
    return cast("dict[str, object]", found)


def provider_error(url: str, error: Exception) -> SignOnError:
    """What went wrong with a provider, as a refusal: away, slow, or answering what cannot be used."""
    if isinstance(error, SlowError):
        refusal = Refusal.PROVIDER_SLOW
    elif isinstance(error, NoConnectionError):
        refusal = Refusal.PROVIDER_AWAY
    else:
        refusal = Refusal.PROVIDER_BROKEN
    return SignOnError(refusal, f"{url}: {type(error).__name__}")
