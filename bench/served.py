"""The product on a shifted clock, as a process of its own: `python -m bench.served SECONDS_AHEAD`."""

import sys
from collections.abc import Sequence
from datetime import timedelta

from app import create_app
from bench.moment import ShiftedClock
from data_sources.installation import Installation, Source
from running import Address, Greeting, serve
from settings import load_settings


def main(seconds_ahead: float) -> None:
    """Serve the installation of the settings until a signal ends it."""
    settings = load_settings()
    server = create_app(settings, clock=ShiftedClock(timedelta(seconds=seconds_ahead)))
    serve(server, Address(settings.server.host, settings.server.port), _nothing_more, Greeting())


def _nothing_more(_: Installation) -> Sequence[Source]:
    return ()


if __name__ == "__main__":
    main(float(sys.argv[1]))
