"""An identity provider on loopback: real HTTP, keys of its own, and every fault that a test asks it for."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT_ID, CLIENT_SECRET = "live-room", "rahasia penyedia"
Signer = Callable[[dict[str, Any]], str]


@cache
def rsa_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@cache
def ec_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


def signed(claims: dict[str, Any], key: RSAKey | ECKey, algorithm: str = "RS256", kid: str = "") -> str:
    return jwt.encode({"alg": algorithm, "kid": kid or key.kid}, claims, key, [algorithm])


def unsigned(claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none', 'kid': 'rsa-1'})}.{_part(claims)}."


def signed_with_public_key(claims: dict[str, Any]) -> str:
    """The classic confusion: what everybody knows of the key is the secret of a symmetric signature."""
    secret = OctKey.import_key(base64.b64encode(rsa_key("rsa-1").as_pem(private=False)).decode())
    registry = JWSRegistry(algorithms=["HS256"])
    return jwt.encode({"alg": "HS256", "kid": "rsa-1"}, claims, secret, ["HS256"], registry)


def _part(values: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


@dataclass
class Grant:
    """What the provider remembers of a code."""

    challenge: str
    nonce: str
    back: str
    is_used: bool = False


@dataclass
class MockProvider:
    """What it says and how; a test changes the fields."""

    now: Callable[[], datetime]
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1", "name": "Wati", "groups": ["wali-kota"]})
    overrides: dict[str, Any] = field(default_factory=dict)
    sign: Signer = field(default_factory=lambda: lambda claims: signed(claims, rsa_key("rsa-1")))
    published: list[Any] = field(default_factory=lambda: [rsa_key("rsa-1"), ec_key("ec-1")])
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    grants: dict[str, Grant] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def authorize(self, query: Mapping[str, str]) -> str:
        """The way back of a browser that came with these words, after its person signed in here."""
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT_ID
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe()
        self.grants[code] = Grant(query["code_challenge"], query["nonce"], query["redirect_uri"])
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: Mapping[str, str], authorization: str) -> tuple[int, Mapping[str, Any]]:
        """A token for a code, if the client, the address of return and the verifier are right."""
        secret = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {secret}":
            return 401, {"error": "invalid_client"}
        grant = self.grants.get(form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if grant is None or grant.is_used or grant.challenge != challenge or grant.back != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        grant.is_used = True
        access_token = secrets.token_urlsafe()
        at_hash = base64.urlsafe_b64encode(hashlib.sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()
        at = int(self.now().timestamp())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": at, "exp": at + 300, "nonce": grant.nonce}
        claims |= {"at_hash": at_hash, **self.claims, **self.overrides}
        id_token = self.sign({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": access_token, "token_type": "Bearer", "id_token": id_token}

    def document(self, path: str) -> Mapping[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            ends = {name: self.url + path for name, path in names.items()}
            return {"issuer": self.url, **ends, "end_session_endpoint": f"{self.url}/end", **self.metadata}
        return dict(KeySet(self.published).as_dict(private=False)) if path == "/keys" else None


@contextmanager
def running_provider(now: Callable[[], datetime]) -> Iterator[MockProvider]:
    """A provider that answers until the test is over."""
    provider = MockProvider(now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: MockProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif not self._is_faulty(parts.path):
                self._answer(200, provider.document(parts.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if not self._is_faulty("/token"):
                self._answer(*provider.token(form, self.headers.get("Authorization", "")))

        def _is_faulty(self, path: str) -> bool:
            provider.asked.append(path)
            fault = provider.faults.get(path, "")
            if fault == "hang":
                provider.released.wait(10)
            elif fault in ("drip", "stall", "cut"):
                self._begin(fault)
            elif fault == "garbage":
                self._send(200, b"<html>not json")
            elif fault == "endless":
                self._send(200, b'"' + b"x" * 1_000_000 + b'"')
            elif fault:
                self._send(int(fault), b"{}")
            return bool(fault)

        def _begin(self, fault: str) -> None:
            """The head of an answer, and then a byte now and then, nothing more, or the end of the connection."""
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            while fault != "cut" and not provider.released.wait(0.05):
                try:
                    self.wfile.write(b" " if fault == "drip" else b"")
                except OSError:  # the client went away: it had enough
                    return

        def _answer(self, status: int, document: Mapping[str, Any] | None) -> None:
            self._send(status if document is not None else 404, json.dumps(document).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # the client went away: it had enough
                return

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its name in the library
            """Nothing is told."""

    return Handler
