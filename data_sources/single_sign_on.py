"""Signing in through the city's identity provider: authorization code with PKCE, state and nonce.

Every refusal is one row of the audit trail and one error with its reason; no session is left by it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from authlib.common.urls import add_params_to_uri
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from data_sources.access import Access
from data_sources.audit import Action, Entry, record
from data_sources.door import OF_A_PLACE
from data_sources.oidc_provider import OidcProvider
from data_sources.oidc_token import Expected, claims_of
from data_sources.provider_accounts import ProviderAccounts
from data_sources.sign_in_attempts import Attempt, Attempts
from data_sources.tokens import new_token
from domain.clock import epoch_ms
from domain.identity import Identity, Kind, Role
from domain.single_sign_on import (
    Arrival,
    ClaimRules,
    Departure,
    Refusal,
    SignOnError,
    identity_of,
    is_provided,
    login_of,
)

HOW = "single sign-on"
DEPARTURES = RateLimitItemPerMinute(60)
"""Sign-ins that may be begun from one address: each is a row for some minutes."""

LONGEST_ANSWER = 4096
PROVIDERS_FAULT = (Refusal.PROVIDER_AWAY, Refusal.PROVIDER_SLOW, Refusal.PROVIDER_BROKEN)
"""What nobody at this end can help; it does not count against the address."""

FAILED_THERE = ("server_error", "temporarily_unavailable")


class SingleSignOn:
    """What the web asks of the provider. May be called from any thread."""

    def __init__(
        self,
        access: Access,
        provider: OidcProvider,
        rules: ClaimRules,
        *,
        administrators_need_code: bool,
        signs_out_there: bool,
    ) -> None:
        self._access, self._provider, self._rules = access, provider, rules
        self._administrators_need_code, self._signs_out_there = administrators_need_code, signs_out_there
        self._clock = access.sessions.clock
        self._attempts = Attempts(access.store, self._clock)
        self._accounts = ProviderAccounts(access.store, self._clock)

    @cached_property
    def _limiter(self) -> FixedWindowRateLimiter:
        """Made at the first attempt, since its memory starts a timer of its own."""
        return FixedWindowRateLimiter(MemoryStorage())

    def begin(self, path: str, place: str) -> Departure:
        """Where a browser is sent; `path` is where it wanted to go here. Raises SignOnError."""
        self._refuse_throttled(place)
        if not self._limiter.hit(DEPARTURES, HOW, place):
            raise SignOnError(Refusal.THROTTLED, "too many sign-ins begun")
        with self._told(place):
            state, attempt = new_token(), Attempt(nonce=new_token(), verifier=new_token(), path=path)
            address = self._provider.authorization_url(state, attempt.nonce, attempt.verifier)
            return Departure(address, self._attempts.keep(attempt, state))

    def finish(self, answer: Mapping[str, str], browser: str, place: str) -> Arrival:
        """Who is back, by what the provider gave the browser and the secret that it kept. Raises SignOnError."""
        self._refuse_throttled(place)
        with self._told(place):
            attempt = self._taken(answer.get("state", ""), browser, is_code=False)
            code = self._code_in(answer)
            tokens = self._provider.exchange(code, attempt.verifier)
            claims = claims_of(tokens, self._expected(attempt), self._provider.keys(), self._provider.newer_keys)
            return self._admit(claims, attempt.path)

    def confirm(self, code: str, browser: str, place: str) -> Arrival:
        """Who gives the code of a second factor after the provider; one try for each sign-in. Raises SignOnError."""
        self._refuse_throttled(place)
        with self._told(place):
            state, _, secret = browser.partition(".")
            attempt = self._taken(state, secret, is_code=True)
            identity = self._accounts.who(attempt.login)
            if identity is None:
                raise SignOnError(Refusal.DISABLED, "the account is disabled here", attempt.subject, attempt.login)
            if not self._access.accounts.knows_code(attempt.login, code):
                raise SignOnError(Refusal.WRONG_SECOND_FACTOR, "second factor", attempt.subject, attempt.login)
            return Arrival(self._session(identity, attempt.subject), attempt.path)

    def way_out(self, login: str, back: str) -> str:
        """Where a session of the provider's ends too; empty where there is nothing to end. Raises SignOnError."""
        if not self._signs_out_there or not is_provided(login):
            return ""
        end = self._provider.metadata().end_session_endpoint
        client = self._provider.client
        params = [("client_id", client.client_id), ("post_logout_redirect_uri", client.address + back)]
        return str(add_params_to_uri(end, params)) if end else ""

    def _taken(self, state: str, browser: str, *, is_code: bool) -> Attempt:
        attempt = self._attempts.take(state, browser) if state and browser else None
        if attempt is None or bool(attempt.login) != is_code:
            raise SignOnError(Refusal.NOT_BEGUN_HERE, "state: unknown, used, too old, or of another browser")
        return attempt

    def _code_in(self, answer: Mapping[str, str]) -> str:
        issuer, error, code = (answer.get(name, "") for name in ("iss", "error", "code"))
        if (issuer or self._provider.metadata().tells_issuer) and issuer != self._provider.client.issuer:
            raise SignOnError(Refusal.TOKEN, f"iss of the answer: {issuer[:200]!r}")
        if error:
            refusal = Refusal.PROVIDER_BROKEN if error in FAILED_THERE else Refusal.PROVIDER_REFUSED
            raise SignOnError(refusal, f"error of the answer: {error[:80]}")
        if not code or len(code) > LONGEST_ANSWER:
            raise SignOnError(Refusal.PROVIDER_BROKEN, f"code: expected 1 to {LONGEST_ANSWER} characters")
        return code

    def _expected(self, attempt: Attempt) -> Expected:
        client = self._provider.client
        return Expected(client.issuer, client.client_id, attempt.nonce, self._clock.now(), client.clock_skew)

    def _admit(self, claims: Mapping[str, object], path: str) -> Arrival:
        subject = str(claims["sub"])
        identity = self._settled(claims, login_of(self._provider.client.issuer, subject))
        try:
            needs_code = self._needs_code(identity, has_code=self._accounts.settle(identity))
        except SignOnError as error:
            raise SignOnError(error.refusal, error.detail, subject, identity.subject) from error
        if not needs_code:
            return Arrival(self._session(identity, subject), path)
        state = new_token()
        waiting = Attempt(nonce="", verifier="", path=path, login=identity.subject, subject=subject)
        return Arrival(path=path, browser=f"{state}.{self._attempts.keep(waiting, state)}")

    def _settled(self, claims: Mapping[str, object], login: str) -> Identity:
        try:
            return identity_of(claims, login, self._rules)
        except SignOnError:
            self._accounts.end_sessions(login)
            raise

    def _needs_code(self, identity: Identity, *, has_code: bool) -> bool:
        is_due = self._administrators_need_code and identity.role is Role.ADMINISTRATOR
        if is_due and not has_code:
            raise SignOnError(Refusal.NO_SECOND_FACTOR, "an administrator without a second factor")
        return has_code

    def _session(self, identity: Identity, subject: str) -> str:
        detail = {"issuer": self._provider.client.issuer, "subject": subject}
        return self._access.sessions.start(Kind.ACCOUNT, identity, HOW, detail)

    def _refuse_throttled(self, place: str) -> None:
        if not self._limiter.test(OF_A_PLACE, HOW, place):
            raise SignOnError(Refusal.THROTTLED, "too many failures")

    @contextmanager
    def _told(self, place: str) -> Iterator[None]:
        """A refusal is told in the trail, and counts against the address where it is not the provider's fault."""
        try:
            yield
        except SignOnError as error:
            if error.refusal not in PROVIDERS_FAULT:
                self._limiter.hit(OF_A_PLACE, HOW, place)
            detail = {
                "how": HOW,
                "why": error.refusal.value,
                "detail": error.detail,
                "issuer": self._provider.client.issuer,
                "subject": error.subject,
                "from": place,
            }
            with self._access.store.writing() as connection:
                at_ms = epoch_ms(self._clock.now())
                record(connection, Entry(at_ms, "", "", Action.SIGN_IN_FAILED, error.login, detail))
            raise
