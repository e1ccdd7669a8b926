"""Signing in through a provider on loopback: who comes in as what, and every way in which nobody does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from app import create_app
from callbacks import gate, headers, sign_in, single_sign_on
from callbacks.services import Services
from data_sources.access import Access
from data_sources.audit import ChainWatch, entries
from data_sources.door import Door as RealDoor
from data_sources.oidc_provider import OidcClient, OidcProvider
from data_sources.single_sign_on import SingleSignOn
from data_sources.store import Store, open_store
from domain.identity import Identity, Role
from domain.single_sign_on import ClaimRules, Refusal, RoleRow, login_of
from layouts.text_sign_on import WORDS
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door
from tests.access.mock_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    MockProvider,
    ec_key,
    rsa_key,
    running_provider,
    signed,
    signed_with_public_key,
    unsigned,
)
from tests.fakes import fake_services
from tests.signing_in import COOKIE
from tests.visiting import browse

RULES = ClaimRules(
    (
        RoleRow("admin", Role.ADMINISTRATOR),
        RoleRow("wali-kota", Role.MAYOR),
        RoleRow("kadis", Role.AGENCY_HEAD),
        RoleRow("kadis-pupr", Role.AGENCY_HEAD, ("DPUPR",)),
        RoleRow("petugas", Role.OPERATOR),
    ),
    agencies_claim="opd",
    agencies=frozenset({"DPUPR", "DLH"}),
)
SSO_COOKIE = "liveroom-sso"
FRAME = "/live/frame"
PATIENCE, IMPATIENCE = 3.0, 0.4


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest) -> str:
    """What is proved here does not hang on the database; the tests that do run on both."""
    url: str = request.getfixturevalue(f"migrated_{'sqlite' if request.param == 'sqlite' else 'postgres'}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.dispose()


@dataclass
class World:
    """A provider, and a server of ours that trusts it."""

    provider: MockProvider
    door: Door
    server: Flask
    sign_on: SingleSignOn

    def browser(self) -> FlaskClient:
        return browse(self.server)

    def depart(self, client: FlaskClient, path: str = "") -> TestResponse:
        return client.get("/sign-in/oidc", query_string={"next": path} if path else {})

    def way_back(self, departure: TestResponse) -> str:
        """What the provider sends the browser to, without the server's own address."""
        assert departure.status_code == 303, departure.text
        answer = requests.get(departure.headers["Location"], allow_redirects=False, timeout=5)
        return answer.headers["Location"].removeprefix("http://localhost")

    def sign_in(self, client: FlaskClient | None = None, path: str = "") -> TestResponse:
        client = client or self.browser()
        return client.get(self.way_back(self.depart(client, path)))

    def sessions(self) -> int:
        return len(self.door.sessions.living())

    def refusals(self) -> list[dict[str, Any]]:
        rows = entries(self.door.store)
        return [json.loads(str(row.detail)) for row in rows if row.action == "sign-in failed"]

    def assert_refused(
        self, answer: TestResponse, status: int, refusal: Refusal, client: FlaskClient | None = None
    ) -> None:
        """The right page, no session, and one row."""
        assert answer.status_code == status, answer.text
        words = WORDS["id"].problems[refusal].format(provider="SSO Kota", login=login_of(self.provider.url, "u-1"))
        assert words in answer.text
        assert 'action="/sign-in"' in answer.text
        assert f"{COOKIE}=" not in "; ".join(answer.headers.getlist("Set-Cookie"))
        assert self.sessions() == 0
        (row,) = self.refusals()
        assert row["why"] == refusal.value
        assert row["issuer"] == self.provider.url
        assert client is None or client.get(FRAME).status_code == 401


@pytest.fixture
def provider(door: Door) -> Iterator[MockProvider]:
    with running_provider(door.clock.now) as running:
        yield running


@pytest.fixture
def world(door: Door, provider: MockProvider) -> World:
    return a_world(door, provider)


@pytest.fixture
def whole_world(door: Door, provider: MockProvider) -> World:
    return a_world(door, provider, create_app_of)


def create_app_of(services: Services) -> Flask:
    return create_app(services=services)


def door_alone(services: Services) -> Flask:
    """The gate, the headers and the door as the app has them, and one address behind them: made quickly."""
    server = Flask("door")
    gate.register(server, services.door, services.is_tls, dict)
    headers.register(server, list, services.tile_url, services.is_tls)
    sign_in.register(server, services)
    single_sign_on.register(server, services)
    server.add_url_rule(FRAME, view_func=lambda: "")
    return server


def a_world(door: Door, provider: MockProvider, app_of: Callable[[Services], Flask] = door_alone, **how: Any) -> World:
    """A server with a provider; `how` changes the client's fields."""
    real = RealDoor(door.accounts, door.sessions, door.screens)
    access = Access(door.store, door.accounts, door.sessions, door.screens, real, ChainWatch(door.store, door.clock))
    client = OidcClient(provider.url, CLIENT_ID, CLIENT_SECRET, "http://localhost", timeout_seconds=PATIENCE)
    sign_on = SingleSignOn(
        access,
        OidcProvider(replace(client, **how), door.clock.elapsed),
        RULES,
        administrators_need_code=True,
        signs_out_there=True,
    )
    services = replace(fake_services(door=real), single_sign_on=sign_on, provider_label="SSO Kota")
    return World(provider, door, app_of(services), sign_on)


def who(world: World, client: FlaskClient) -> Identity:
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    session = world.door.sessions.who(cookie.value)
    assert session is not None
    return session.identity


# --- coming in


@pytest.mark.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("groups", "more", "role", "agencies", "home"),
    [
        (["wali-kota"], {}, Role.MAYOR, (), "/mayor"),
        ("petugas", {}, Role.OPERATOR, (), "/console"),
        (["kadis-pupr", "lain"], {}, Role.AGENCY_HEAD, ("DPUPR",), "/agency/DPUPR"),
        (["kadis"], {"opd": ["DLH", "NONE"]}, Role.AGENCY_HEAD, ("DLH",), "/agency/DLH"),
        (["petugas", "wali-kota"], {}, Role.MAYOR, (), "/mayor"),
    ],
)
def test_a_person_of_the_provider_comes_in_by_her_role(
    whole_world: World, groups: object, more: dict[str, object], role: Role, agencies: tuple[str, ...], home: str
) -> None:
    world = whole_world
    world.provider.claims |= {"groups": groups, **more}
    client = world.browser()
    answer = world.sign_in(client)
    assert answer.status_code == 303
    assert answer.headers["Location"] == home
    login = login_of(world.provider.url, "u-1")
    assert who(world, client) == Identity(login, "Wati", role, agencies)
    assert client.get(FRAME).status_code != 401
    told = [(row.action, row.who) for row in entries(world.door.store)]
    assert told == [("account added", "identity provider"), ("signed in", login)]
    detail = json.loads(list(entries(world.door.store))[-1].detail)
    assert detail == {"how": "single sign-on", "issuer": world.provider.url, "subject": "u-1"}


def test_the_page_of_the_door_leads_there_by_a_link_that_no_form_rule_stops(world: World) -> None:
    page = world.browser().get("/sign-in?next=/mayor")
    assert 'href="/sign-in/oidc?next=/mayor"' in page.text
    assert "Masuk dengan SSO Kota" in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


def test_without_a_provider_there_is_no_such_address(door: Door) -> None:
    server = create_app(services=fake_services(door=RealDoor(door.accounts, door.sessions, door.screens)))
    client = browse(server)
    assert [client.get(f"/sign-in/oidc{more}").status_code for more in ("", "/back", "/code")] == [404] * 3
    assert "/sign-in/oidc" not in client.get("/sign-in").text


def test_nothing_is_fetched_before_somebody_comes(world: World) -> None:
    world.browser().get("/sign-in")
    assert world.provider.asked == []
    world.sign_in()
    world.sign_in()
    documents = [path for path in world.provider.asked if path != "/token"]
    assert documents == ["/.well-known/openid-configuration", "/keys"]


def test_who_wanted_to_go_somewhere_is_led_there(world: World) -> None:
    assert world.sign_in(path="/indicators?x=1").headers["Location"] == "/indicators?x=1"


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_off_the_site(world: World, path: str) -> None:
    assert world.sign_in(path=path).headers["Location"] == "/mayor"


def test_each_sign_in_is_a_session_of_its_own(world: World) -> None:
    """A cookie that somebody planted before is worth nothing afterwards."""
    client = world.browser()
    client.set_cookie(COOKIE, "planted")
    world.sign_in(client)
    first = client.get_cookie(COOKIE)
    world.sign_in(client)
    second = client.get_cookie(COOKIE)
    assert first is not None
    assert second is not None
    assert len({first.value, second.value, "planted"}) == 3


def test_the_secret_of_the_way_is_kept_from_scripts_and_gone_afterwards(world: World) -> None:
    client = world.browser()
    departure = world.depart(client)
    cookie = departure.headers["Set-Cookie"]
    assert cookie.startswith(f"{SSO_COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get_cookie(SSO_COOKIE) is not None
    client.get(world.way_back(departure))
    assert client.get_cookie(SSO_COOKIE) is None


def test_a_key_of_another_kind_and_the_newest_key_are_believed(world: World) -> None:
    world.provider.sign = lambda claims: signed(claims, ec_key("ec-1"), "ES256")
    assert world.sign_in().status_code == 303
    world.provider.published = [rsa_key("rsa-2")]
    world.provider.sign = lambda claims: signed(claims, rsa_key("rsa-2"))
    world.door.clock.pass_by(seconds=61)
    assert world.sign_in().status_code == 303
    assert world.provider.asked.count("/keys") == 2


def test_an_audience_of_several_needs_us_as_the_authorized_party(world: World) -> None:
    world.provider.overrides = {"aud": [CLIENT_ID, "other"], "azp": CLIENT_ID}
    assert world.sign_in().status_code == 303


# --- who stays out: the answer does not fit


def test_an_answer_that_was_not_asked_for_opens_nothing(world: World) -> None:
    client = world.browser()
    world.depart(client)
    world.assert_refused(client.get("/sign-in/oidc/back?code=x&state=forged"), 400, Refusal.NOT_BEGUN_HERE, client)


def test_another_browser_cannot_use_the_answer(world: World) -> None:
    """Somebody who is led to another's way back is not signed in as the other."""
    back = world.way_back(world.depart(world.browser()))
    victim = world.browser()
    world.depart(victim)
    world.assert_refused(victim.get(back), 400, Refusal.NOT_BEGUN_HERE, victim)


def test_an_answer_is_good_for_once(world: World) -> None:
    client = world.browser()
    departure = world.depart(client)
    secret = client.get_cookie(SSO_COOKIE)
    assert secret is not None
    back = world.way_back(departure)
    assert client.get(back).status_code == 303
    world.door.sessions.sign_out(client.get_cookie(COOKIE).value)  # type: ignore[union-attr]  # it was just set
    client.set_cookie(SSO_COOKIE, secret.value)
    world.assert_refused(client.get(back), 400, Refusal.NOT_BEGUN_HERE, client)


def test_an_answer_may_not_be_late(world: World) -> None:
    client = world.browser()
    back = world.way_back(world.depart(client))
    world.door.clock.pass_by(minutes=10)
    world.assert_refused(client.get(back), 400, Refusal.NOT_BEGUN_HERE, client)


def test_a_code_that_was_used_is_refused_by_the_provider(world: World) -> None:
    client = world.browser()
    back = world.way_back(world.depart(client))
    for grant in world.provider.grants.values():
        grant.is_used = True
    world.assert_refused(client.get(back), 400, Refusal.CODE_REFUSED, client)


def test_the_provider_gets_the_verifier_of_this_sign_in(world: World) -> None:
    """A code that was begun with another challenge is worth nothing."""
    client = world.browser()
    back = world.way_back(world.depart(client))
    for grant in world.provider.grants.values():
        grant.challenge = "another"
    world.assert_refused(client.get(back), 400, Refusal.CODE_REFUSED, client)


@pytest.mark.parametrize(
    ("answer", "status", "refusal"),
    [
        ("error=access_denied", 403, Refusal.PROVIDER_REFUSED),
        ("error=server_error", 502, Refusal.PROVIDER_BROKEN),
        ("", 502, Refusal.PROVIDER_BROKEN),
        ("code=x&iss=https://evil.example", 401, Refusal.TOKEN),
    ],
)
def test_an_answer_without_a_good_code(world: World, answer: str, status: int, refusal: Refusal) -> None:
    client = world.browser()
    state = parse_qs(urlsplit(world.depart(client).headers["Location"]).query)["state"][0]
    world.assert_refused(client.get(f"/sign-in/oidc/back?state={state}&{answer}"), status, refusal, client)


# --- who stays out: the ID token is not to be believed

LATE, SOON = -400, 400
TOKENS: dict[str, Callable[[MockProvider, int], dict[str, Any]]] = {
    "wrong nonce": lambda provider, now: {"nonce": "another"},
    "no nonce": lambda provider, now: {"nonce": None},
    "wrong audience": lambda provider, now: {"aud": "another"},
    "several audiences without azp": lambda provider, now: {"aud": [CLIENT_ID, "another"]},
    "wrong azp": lambda provider, now: {"azp": "another"},
    "wrong issuer": lambda provider, now: {"iss": "https://evil.example"},
    "expired": lambda provider, now: {"exp": now + LATE},
    "no end": lambda provider, now: {"exp": None},
    "an end that never comes": lambda provider, now: {"exp": float("nan")},
    "not yet valid": lambda provider, now: {"nbf": now + SOON},
    "from the future": lambda provider, now: {"iat": now + SOON},
    "no beginning": lambda provider, now: {"iat": None},
    "no subject": lambda provider, now: {"sub": None},
    "empty subject": lambda provider, now: {"sub": ""},
    "endless subject": lambda provider, now: {"sub": "x" * 256},
    "another access token": lambda provider, now: {"at_hash": "another"},
}
SIGNERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": unsigned,
    "HS256 with the public key": signed_with_public_key,
    "unknown key": lambda claims: signed(claims, rsa_key("stranger")),
    "another's signature": lambda claims: signed(claims, rsa_key("stranger"), kid="rsa-1"),
    "a changed payload": lambda claims: "{}.{}x.{}".format(*signed(claims, rsa_key("rsa-1")).split(".")),
    "no token at all": lambda claims: "not.a.token",
    "half a token": lambda claims: "x",
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_that_says_what_is_not_so(world: World, name: str) -> None:
    world.provider.overrides = TOKENS[name](world.provider, int(world.door.clock.now().timestamp()))
    client = world.browser()
    world.assert_refused(world.sign_in(client), 401, Refusal.TOKEN, client)


@pytest.mark.parametrize("name", SIGNERS)
def test_a_token_that_the_provider_did_not_sign(world: World, name: str) -> None:
    world.provider.sign = SIGNERS[name]
    client = world.browser()
    world.assert_refused(world.sign_in(client), 401, Refusal.TOKEN, client)


def test_for_strange_keys_the_provider_is_not_asked_again_and_again(world: World) -> None:
    world.sign_in()
    world.provider.sign = SIGNERS["unknown key"]
    world.door.clock.pass_by(seconds=61)
    assert [world.sign_in().status_code for _ in range(5)] == [401] * 5
    assert world.provider.asked.count("/keys") == 2


# --- who stays out: the provider cannot be used


@pytest.mark.parametrize(
    ("fault", "status", "refusal"),
    [
        ("500", 502, Refusal.PROVIDER_BROKEN),
        ("302", 502, Refusal.PROVIDER_BROKEN),
        ("garbage", 502, Refusal.PROVIDER_BROKEN),
        ("endless", 502, Refusal.PROVIDER_BROKEN),
        ("hang", 504, Refusal.PROVIDER_SLOW),
        ("drip", 504, Refusal.PROVIDER_SLOW),
        ("stall", 504, Refusal.PROVIDER_SLOW),
        ("cut", 503, Refusal.PROVIDER_AWAY),
    ],
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_in_trouble(
    door: Door, provider: MockProvider, path: str, fault: str, status: int, refusal: Refusal
) -> None:
    world = a_world(door, provider, timeout_seconds=IMPATIENCE)
    world.provider.faults[path] = fault
    client = world.browser()
    departure = world.depart(client)
    is_told_at_once = departure.status_code != 303
    assert is_told_at_once == path.startswith("/.well-known")
    answer = departure if is_told_at_once else client.get(world.way_back(departure))
    world.assert_refused(answer, status, refusal, client)


def test_a_provider_that_is_away_hinders_no_local_account(door: Door, provider: MockProvider) -> None:
    world = a_world(door, replace(provider, url="http://127.0.0.1:9"))
    client = world.browser()
    world.assert_refused(world.depart(client), 503, Refusal.PROVIDER_AWAY, client)
    door.accounts.add(Identity("wati", "Wati", Role.MAYOR), GOOD_PASSWORD, ADMINISTRATOR)
    assert client.post("/sign-in", data={"login": "wati", "password": GOOD_PASSWORD}).status_code == 303


def test_a_provider_that_hangs_is_waited_for_once_and_found_again(door: Door, provider: MockProvider) -> None:
    """Whoever presses the button meanwhile is told at once; some seconds later it is asked again."""
    world = a_world(door, provider, timeout_seconds=IMPATIENCE)
    world.provider.faults["/.well-known/openid-configuration"] = "hang"
    assert [world.depart(world.browser()).status_code for _ in range(4)] == [504] * 4
    assert len(world.provider.asked) == 1
    world.provider.faults.clear()
    world.door.clock.pass_by(seconds=11)
    assert world.sign_in().status_code == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://x/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": 5},
    ],
)
def test_a_provider_that_says_of_itself_what_cannot_be(world: World, metadata: dict[str, object]) -> None:
    world.provider.metadata = metadata
    client = world.browser()
    departure = world.depart(client)
    world.assert_refused(departure, 502, Refusal.PROVIDER_BROKEN, client)


def test_a_provider_without_a_key_that_fits(world: World) -> None:
    world.provider.published = []
    world.assert_refused(world.sign_in(), 502, Refusal.PROVIDER_BROKEN)


def test_a_wrong_secret_of_the_installation_is_no_fault_of_the_person(door: Door, provider: MockProvider) -> None:
    world = a_world(door, provider, client_secret="salah")
    world.assert_refused(world.sign_in(), 502, Refusal.PROVIDER_BROKEN)
    assert world.refusals()[0]["detail"] == "token endpoint: invalid_client"


# --- who stays out: the person


@pytest.mark.parametrize(
    ("claims", "refusal"),
    [
        ({"groups": ["lain"]}, Refusal.NO_ROLE),
        ({"groups": None}, Refusal.NO_ROLE),
        ({"groups": {"wali-kota": True}}, Refusal.NO_ROLE),
        ({"groups": ["kadis"]}, Refusal.NO_AGENCY),
        ({"groups": ["kadis"], "opd": ["NONE"]}, Refusal.NO_AGENCY),
    ],
)
def test_a_person_without_a_role_here(world: World, claims: dict[str, object], refusal: Refusal) -> None:
    world.provider.claims |= claims
    client = world.browser()
    world.assert_refused(world.sign_in(client), 403, refusal, client)
    assert world.refusals()[0]["subject"] == "u-1"


def test_a_disabled_account_stays_out(world: World) -> None:
    world.sign_in()
    login = login_of(world.provider.url, "u-1")
    world.door.accounts.set_disabled(login, is_disabled=True, by=ADMINISTRATOR)
    client = world.browser()
    answer = world.sign_in(client)
    world.assert_refused(answer, 403, Refusal.DISABLED, client)
    assert login in answer.text


@pytest.mark.parametrize("groups", [["petugas"], ["kadis-pupr"], []])
def test_another_role_ends_the_older_sessions(world: World, groups: list[str]) -> None:
    """Also a role that is gone: who signs in and is refused is in nowhere any more."""
    older = world.browser()
    world.sign_in(older)
    same = world.browser()
    world.sign_in(same)
    world.door.clock.pass_by(seconds=2)
    assert older.get(FRAME).status_code != 401
    world.provider.claims["groups"] = groups
    newer = world.browser()
    world.sign_in(newer)
    world.door.clock.pass_by(seconds=2)
    assert [older.get(FRAME).status_code, same.get(FRAME).status_code] == [401, 401]
    assert (newer.get(FRAME).status_code == 401) == (groups == [])


def test_no_password_and_no_role_are_given_to_a_person_of_the_provider(world: World) -> None:
    world.sign_in()
    login = login_of(world.provider.url, "u-1")
    with pytest.raises(ValueError, match="from the identity provider; change it there"):
        world.door.accounts.set_password(login, GOOD_PASSWORD, ADMINISTRATOR)
    with pytest.raises(ValueError, match="from the identity provider; change it there"):
        world.door.accounts.set_role(login, Identity(login, "x", Role.OPERATOR), ADMINISTRATOR)
    with pytest.raises(ValueError, match="kept for the identity provider"):
        world.door.accounts.add(Identity("sso-wati", "x", Role.OPERATOR), GOOD_PASSWORD, ADMINISTRATOR)


# --- a code of ours after the provider


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enrolled(world: World) -> str:
    """An administrator of the provider, refused once and then given a second factor."""
    world.provider.claims["groups"] = ["admin"]
    client = world.browser()
    world.assert_refused(world.sign_in(client), 403, Refusal.NO_SECOND_FACTOR, client)
    login = login_of(world.provider.url, "u-1")
    world.door.accounts.set_second_factor(login, SECRET, ADMINISTRATOR)
    return login


def test_an_administrator_is_asked_for_a_code_of_ours(world: World) -> None:
    login = enrolled(world)
    client = world.browser()
    asked = world.sign_in(client, "/indicators")
    assert asked.headers["Location"] == "/sign-in/oidc/code"
    assert world.sessions() == 0
    assert "Kode enam angka" in client.get("/sign-in/oidc/code").text
    answer = client.post("/sign-in/oidc/code", data={"code": TOTP(SECRET).at(world.door.clock.now())})
    assert answer.headers["Location"] == "/indicators"
    assert who(world, client).subject == login


def test_a_wrong_code_is_one_try(world: World) -> None:
    enrolled(world)
    client = world.browser()
    world.sign_in(client)
    right = TOTP(SECRET).at(world.door.clock.now())
    secret = client.get_cookie(SSO_COOKIE)
    assert secret is not None
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert client.post("/sign-in/oidc/code", data={"code": wrong}).status_code == 401
    client.set_cookie(SSO_COOKIE, secret.value)
    assert client.post("/sign-in/oidc/code", data={"code": right}).status_code == 400
    assert world.sessions() == 0
    assert [row["why"] for row in world.refusals()[1:]] == ["wrong second factor", "not begun here"]


def test_a_code_alone_lets_nobody_in(world: World) -> None:
    """Not without the way through the provider, and not in place of its end."""
    client = world.browser()
    world.depart(client)
    world.assert_refused(
        client.post("/sign-in/oidc/code", data={"code": "123456"}), 400, Refusal.NOT_BEGUN_HERE, client
    )


# --- too often, and out again


def test_who_fails_too_often_waits_and_nobody_else_does(world: World) -> None:
    client = world.browser()
    answers = [client.get(f"/sign-in/oidc/back?state={number}").status_code for number in range(32)]
    assert answers == [400] * 30 + [429] * 2
    assert world.depart(client).status_code == 429
    assert len(world.refusals()) == 30
    other = world.browser()
    other.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert world.sign_in(other).status_code == 303


def test_sign_ins_that_are_only_begun_are_few(world: World) -> None:
    answers = [world.depart(world.browser()).status_code for _ in range(62)]
    assert answers == [303] * 60 + [429] * 2


def test_signing_out_ends_the_session_here_and_leads_to_its_end_there(world: World) -> None:
    client = world.browser()
    world.sign_in(client)
    page = client.post("/sign-out")
    assert page.status_code == 200
    assert f'content="0;url={world.provider.url}/end?client_id=live-room&amp;post_logout_redirect_uri=' in page.text
    assert client.get_cookie(COOKIE) is None
    assert world.sessions() == 0


def test_signing_out_works_while_the_provider_is_away(world: World) -> None:
    client = world.browser()
    world.sign_in(client)
    world.provider.faults["/.well-known/openid-configuration"] = "500"
    world.door.clock.pass_by(minutes=59)
    client.get(FRAME)
    world.door.clock.pass_by(minutes=2)
    answer = client.post("/sign-out")
    assert answer.status_code == 502
    assert "Anda sudah keluar di sini" in answer.text
    assert world.sessions() == 0


def test_a_local_account_signs_out_as_ever(world: World) -> None:
    world.door.accounts.add(Identity("wati", "Wati", Role.MAYOR), GOOD_PASSWORD, ADMINISTRATOR)
    client = world.browser()
    client.post("/sign-in", data={"login": "wati", "password": GOOD_PASSWORD})
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert world.provider.asked == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_refusal_has_words(language: str) -> None:
    assert set(WORDS[language].problems) == set(Refusal)
