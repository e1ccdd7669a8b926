"""What happened last: the ticker, and the newest event by the producer's time."""

from collections import deque
from dataclasses import dataclass

from domain.city import LiveCity
from domain.complaints import Complaint
from domain.events import Event
from domain.privacy import Sight
from domain.profile import CityProfile
from domain.secrecy import Secrecy, Secrets
from domain.snapshot import Newest, TickerItem

TICKER_LENGTH = 12
TICKER_TYPES = frozenset({"complaint.filed", "complaint.started", "complaint.resolved", "complaint.reopened"})


@dataclass(frozen=True, slots=True)
class _Told:
    event: Event
    complaint: Complaint


class News:
    """Listens to events in the order of their storing."""

    def __init__(self, profile: CityProfile) -> None:
        self._profile = profile
        self._secrets = Secrets.from_profile(profile)
        self._told: deque[_Told] = deque(maxlen=TICKER_LENGTH * 4)
        self._newest: _Told | None = None

    def tell(self, event: Event, complaint: Complaint) -> None:
        """Take note of an event; one ahead of the clock is never the newest.

        What turns out to be sensitive or about misconduct takes what was told of it before out of the ticker.
        """
        is_secret = self._secrets.of(complaint.category, complaint.classification) is not Secrecy.NONE
        if is_secret:
            self._forget(complaint.complaint_id)
        if event.is_skewed:
            return
        told = _Told(event, complaint)
        if self._newest is None or _order(event) >= _order(self._newest.event):
            self._newest = told
        if event.type in TICKER_TYPES and not is_secret:
            self._told.appendleft(told)

    def _forget(self, complaint_id: str) -> None:
        kept = (told for told in self._told if told.complaint.complaint_id != complaint_id)
        self._told = deque(kept, maxlen=self._told.maxlen)

    def newest_for(self, sight: Sight, city: LiveCity, lag_ms: int | None) -> Newest | None:
        """The newest event; where its complaint may not be seen, only that something happened."""
        if self._newest is None:
            return None
        event, complaint = self._newest.event, self._newest.complaint
        key = city.key_of(complaint.complaint_id) if sight.shows(complaint) and complaint.is_open else None
        return Newest(event.occurred_ms, event.position, key, lag_ms)

    @property
    def newest_position(self) -> str:
        """Where the newest event stands in its source, empty before the first."""
        return self._newest.event.position if self._newest else ""

    def ticker_for(self, sight: Sight) -> tuple[TickerItem, ...]:
        """The last things that happened, newest first, as far as an audience may know of them."""
        shown = [told for told in self._told if sight.shows(told.complaint)]
        shown.sort(key=lambda told: _order(told.event), reverse=True)
        return tuple(self._item(told) for told in shown[:TICKER_LENGTH])

    def _item(self, told: _Told) -> TickerItem:
        ward = self._profile.wards.get(told.complaint.ward)
        place = ward.district if ward else ""
        complaint = told.complaint
        return TickerItem(told.event.occurred_ms, told.event.type, complaint.category, place, complaint.agency)


def _order(event: Event) -> tuple[int, str]:
    return event.occurred_ms, event.event_id
