"""Pictures of what screens show, asked for by people: in memory only, the newest of each page, for some minutes."""

from threading import Lock

from data_sources.audit import Entry, record
from data_sources.store import Store
from domain.audit import Action
from domain.clock import Clock, epoch_ms
from domain.identity import Identity
from domain.privacy import Audience
from domain.screen_reports import Pictured, ScreenPicture

WAIT_MS = 60_000
"""A page that has not answered by then is not waited for: it was closed, or another release runs on it."""

KEEP_MS = 10 * 60_000
MOST_PAGES = 20
"""Of which pictures are kept, the newest: at most some five megabytes."""


class ScreenPictures:
    """What was asked for and what came. May be called from any thread; `clock` is the machine's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._wishes: dict[str, tuple[str, int]] = {}
        self._pictures: dict[str, ScreenPicture] = {}

    def ask(self, page: str, screen: str, by: Identity) -> None:
        """Wish for a picture of a screen's page; it is told in the audit trail."""
        at_ms = self._now_ms()
        entry = Entry(at_ms, by.subject, by.role.value, Action.SCREEN_PICTURED, screen)
        with self._store.writing() as connection:
            record(connection, entry)
        with self._lock:
            self._wishes = {one: wish for one, wish in self._wishes.items() if at_ms - wish[1] <= WAIT_MS}
            self._wishes[page] = (screen, at_ms)

    def is_wished(self, page: str, screen: str) -> bool:
        """Whether somebody waits for a picture of this page of this screen."""
        with self._lock:
            wished, at_ms = self._wishes.get(page, ("", 0))
        return wished == screen and self._now_ms() - at_ms <= WAIT_MS

    def keep(self, page: str, screen: str, audience: Audience, jpeg: bytes) -> bool:
        """Take a picture that was wished for; False where nobody waits for it."""
        if not self.is_wished(page, screen):
            return False
        with self._lock:
            self._wishes.pop(page, None)
            self._pictures.pop(page, None)
            self._pictures[page] = ScreenPicture(audience, self._now_ms(), jpeg)
            while len(self._pictures) > MOST_PAGES:
                del self._pictures[next(iter(self._pictures))]
        return True

    def of(self, page: str) -> ScreenPicture | None:
        """The newest picture of a page, unless it is too old to say anything."""
        with self._lock:
            found = self._pictures.get(page)
            if found is None or self._now_ms() - found.at_ms <= KEEP_MS:
                return found
            del self._pictures[page]
            return None

    def state(self, page: str, screen: str) -> Pictured:
        """How it is with the picture of a page."""
        found = self.of(page)
        return Pictured(self.is_wished(page, screen), found.audience if found else None, found.at_ms if found else 0)

    def _now_ms(self) -> int:
        return epoch_ms(self._clock.now())
