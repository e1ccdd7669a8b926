"""A browser's page that remembers what the browser complained of."""

from playwright.sync_api import Page

from tests.browser.product import Product


class ListeningPage:
    """One page of the product; `complaints` are the warnings and errors of its console and scripts."""

    def __init__(self, page: Page, product: Product) -> None:
        self.page = page
        self.product = product
        self.complaints: list[str] = []
        page.on("console", lambda message: self._complain(message.type, message.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))

    def _complain(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{kind}: {text}")
