"""The past as a screen asks for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastPicture:
    """What an audience's screens showed at `at_ms` (epoch ms): the JSON bytes of the whole frame."""

    at_ms: int
    frame: bytes


@dataclass(frozen=True, slots=True)
class PastSpan:
    """How far back one may look (epoch ms): at pictures that were kept, and at events; None where there are none."""

    first_picture_ms: int | None
    first_event_ms: int | None
    last_ms: int

    def first_ms(self, *, is_known_now: bool) -> int:
        """The earliest instant that can be shown; the last where nothing can."""
        first = self.first_event_ms if is_known_now else self.first_picture_ms
        return self.last_ms if first is None else min(first, self.last_ms)
