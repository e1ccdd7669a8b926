"""The past for the screens: what they showed, minute by minute, and what is known of it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from data_sources.as_of import History, Knowledge
from data_sources.frozen import RECORD_HOLDS, frozen_frame, record_at
from data_sources.store import Store
from data_sources.tables import events, frozen_frames
from domain.clock import Clock, epoch_ms
from domain.indicators.readings import Reading
from domain.past import PastPicture, PastSpan
from domain.privacy import Audience
from domain.snapshot import Snapshot

LONGEST_GAP = RECORD_HOLDS
"""The last picture is one of an instant for so long: an accelerated clock passes ten minutes in a second."""


@dataclass(frozen=True, slots=True)
class StorePast:
    """Answers from the frames that were frozen, and from the store's events."""

    history: History
    store: Store
    clock: Clock

    def now(self) -> datetime:
        """The city's now, UTC."""
        return self.clock.now()

    def picture(self, audience: Audience, at: datetime) -> PastPicture | None:
        """What an audience's screens showed at an instant, as it was known then; None where nothing was kept."""
        found = frozen_frame(self.store, audience.value, at)
        if found is None or epoch_ms(at) - found.at_ms > LONGEST_GAP / timedelta(milliseconds=1):
            return None
        return PastPicture(found.at_ms, found.frame)

    def snapshot(self, audience: Audience, at: datetime) -> Snapshot:
        """What an audience would see of an instant, with all that is known of it now.

        Raises AsOfError for an instant still to come, CalendarRangeError beyond the calendar.
        """
        question = self.history.question(at, audience.value, "", Knowledge.NOW.value)
        self.history.require_past(question, self.clock.now())
        return self.history.snapshot(question, record_at(self.store, at))

    def readings(self, audience: Audience, at: datetime, *, is_known_now: bool) -> tuple[Reading, ...]:
        """Every indicator at an instant, as it is known now or was known then. Raises as `snapshot`."""
        knowledge = Knowledge.NOW if is_known_now else Knowledge.THEN
        question = self.history.question(at, audience.value, "", knowledge.value)
        self.history.require_past(question, self.clock.now())
        return self.history.readings(question)

    def span(self, audience: Audience) -> PastSpan:
        """From when on there are pictures of an audience, and events, and how far the city has come (epoch ms)."""
        frames = select(func.min(frozen_frames.c.at_ms)).where(frozen_frames.c.audience == audience.value)
        filed = select(func.min(events.c.occurred_ms)).where(events.c.kind == "complaint")
        with self.store.reading() as connection:
            first_picture, first_event = connection.scalar(frames), connection.scalar(filed)
        return PastSpan(first_picture, first_event, epoch_ms(self.clock.now()))
