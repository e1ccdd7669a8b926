"""The real clock: the one place that asks the machine what time it is."""

from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    is_real = True

    def now(self) -> datetime:
        """The machine's now, UTC."""
        return datetime.now(UTC)
