"""Sends a message through Apprise: mail, chat, SMS, or JSON to a server of the city's own."""

from typing import Any

import apprise

from data_sources.alarm_outbox import Target

NO_URL = "no address: the environment variable of this target is empty"


class TargetError(ValueError):
    """A target that cannot be told; its address is never shown, since it holds secrets."""


def check_target(target: Target, agencies: frozenset[str]) -> None:
    """Refuse what cannot be used before anything is to be sent. Raises TargetError."""
    if target.agency and target.agency not in agencies:
        raise TargetError(f"alarms.notify, {target.name}, agency: expected one of the city, got {target.agency!r}")
    for place, url in enumerate(target.urls, start=1):
        if apprise.Apprise.instantiate(url) is None:
            raise TargetError(
                f"alarms.notify, {target.name}: address {place} of its variable is none that Apprise knows; "
                "expected something like mailto://… or json://…"
            )


def send(target: Target, title: str, body: str) -> str:
    """Send to all addresses of a target; the reason why not all took it, empty where all did."""
    if not target.urls:
        return NO_URL
    service = apprise.Apprise()
    for url in target.urls:
        service.add(url)
    capture: Any = apprise.LogCapture  # without types
    with capture(level=apprise.logging.WARNING, fmt="%(message)s") as said:
        if service.notify(title=title, body=body):
            return ""
        return last_line(said.getvalue()) or "not delivered, and no reason was given"


def last_line(words: str) -> str:
    """The last line of some words."""
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")
