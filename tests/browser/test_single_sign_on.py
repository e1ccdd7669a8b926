"""The way through an identity provider in a browser, under our own rules: there, back, and out at both ends."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from app import create_app
from data_sources.access import Access
from data_sources.clock import SystemClock
from data_sources.oidc_provider import OidcClient, OidcProvider
from data_sources.sessions import SessionLimits
from data_sources.single_sign_on import SingleSignOn
from data_sources.store import migrate, open_store
from domain.identity import Role
from domain.single_sign_on import ClaimRules, RoleRow
from tests.access.mock_provider import CLIENT_ID, CLIENT_SECRET, MockProvider, running_provider
from tests.browser.wall import PATIENCE_MS, new_page
from tests.conftest import ROOT
from tests.fakes import fake_services

pytestmark = pytest.mark.browser

TABLET = (1180, 820)


@dataclass(frozen=True)
class Place:
    """A door of ours, and the provider that it trusts; to the browser they are two sites."""

    url: str
    provider: MockProvider


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url, ROOT / "migrations")
    store, clock = open_store(url), SystemClock()
    access = Access.of(store, clock, SessionLimits())
    services = fake_services(door=access.door)
    with running_provider(clock.now) as provider:
        server = make_server("127.0.0.1", 0, lambda environ, start: app(environ, start), threaded=True)
        address = f"http://localhost:{server.server_port}"
        sign_on = SingleSignOn(
            access,
            OidcProvider(OidcClient(provider.url, CLIENT_ID, CLIENT_SECRET, address)),
            ClaimRules((RoleRow("wali-kota", Role.MAYOR),)),
            administrators_need_code=True,
            signs_out_there=True,
        )
        app = create_app(services=replace(services, single_sign_on=sign_on, provider_label="SSO Kota"))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield Place(address, provider)
        server.shutdown()
        server.server_close()
        thread.join()
    store.dispose()


def test_a_person_goes_through_the_provider_and_out_at_both_ends(browser: Browser, place: Place) -> None:
    page = new_page(browser, TABLET)
    page.goto(f"{place.url}/sign-in?next=/password")
    page.get_by_role("link", name="Masuk dengan SSO Kota").click()
    expect(page).to_have_url(f"{place.url}/password", timeout=PATIENCE_MS)
    page.evaluate("""() => {
        const form = document.createElement("form");
        form.action = "/sign-out"; form.method = "post";
        document.body.append(form); form.submit();
    }""")
    page.wait_for_url(f"{place.provider.url}/end?**", timeout=PATIENCE_MS)
    page.goto(f"{place.url}/password")
    expect(page).to_have_url(f"{place.url}/sign-in?next=/password", timeout=PATIENCE_MS)
