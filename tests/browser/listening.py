"""A browser's page that remembers what the browser complained of."""

from playwright.sync_api import Page

from domain.identity import Role
from tests.browser.product import Product
from tests.signing_in import cookie


class ListeningPage:
    """One page of the product, opened by who has a role, or a session of one's own.

    `complaints` are its console's warnings and errors.
    """

    role = Role.WALL_GUEST

    def __init__(self, page: Page, product: Product, token: str = "") -> None:
        page.context.add_cookies([cookie(token or product.token(self.role), product.url)])
        self.page = page
        self.product = product
        self.complaints: list[str] = []
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{kind}: {text}")
