"""Entries as the city's own system would write them."""

from datetime import datetime

import pytest

from data_sources.stream_entry import encode_entry


def test_an_entry_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        encode_entry("heartbeat", "1", datetime(2026, 1, 1), "laksa", {})  # noqa: DTZ001
