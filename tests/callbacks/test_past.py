"""The time machine over HTTP: whose past, of which minute, and what a question that cannot be answered is told."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app import create_app
from domain.clock import epoch_ms
from domain.identity import Identity
from domain.privacy import SCREEN_AUDIENCES, Audience
from layouts.ids import Id
from tests.factories import a_snapshot, tangerang
from tests.fakes import GUEST_SCREEN, HEAD_OF_DLH, MAYOR, OPERATOR, FakeDoor, FakePast, FakeSnapshots, fake_services
from tests.visiting import browse, call

CITY = tangerang()
MINUTE = datetime(2026, 11, 20, 3, 26, tzinfo=UTC)
MINUTE_MS = epoch_ms(MINUTE)
PICTURE = b'{"seq":7,"props":{"a":{"children":"then"}}}'


class Past:
    """A server with a past, and who visits it."""

    def __init__(self, visitor: Identity = OPERATOR, known_now: bool = True) -> None:
        snapshots = FakeSnapshots()
        self.past = FakePast({MINUTE_MS: PICTURE}, a_snapshot(CITY, now_ms=MINUTE_MS) if known_now else None)
        services = replace(fake_services(snapshots, door=FakeDoor(visitor)), past=self.past)
        self.server = create_app(services=services)
        snapshots.publish(*(a_snapshot(CITY, audience=audience.value) for audience in SCREEN_AUDIENCES))

    def ask(self, **query: str) -> Any:
        return browse(self.server).get("/live/past", query_string={"at": "2026-11-20T10:26+07:00", **query})

    def compare(self, **data: str) -> str:
        answer = call(self.server, f"{Id.PAST_COMPARISON}.children", {f"{Id.PAST_COMPARED}.data": data})
        return answer.get_data(as_text=True)


def test_a_minute_is_what_its_screens_showed() -> None:
    answer = Past().ask().get_json()
    assert (answer["at_ms"], answer["known"]) == (MINUTE_MS, "then")
    assert answer["frame"]["props"] == {"a": {"children": "then"}}
    assert answer["first_ms"] == answer["last_ms"] == MINUTE_MS


def test_a_minute_that_was_not_kept_has_no_picture_and_says_how_far_one_may_look() -> None:
    answer = Past().ask(at="2026-11-20T10:27+07:00")
    assert answer.status_code == 200
    assert answer.get_json() == {"first_ms": MINUTE_MS, "last_ms": MINUTE_MS, "known": "then", "frame": None}


def test_what_is_known_now_is_drawn_from_the_store_and_once_a_minute() -> None:
    past = Past()
    answers = [past.ask(known="now", at=f"2026-11-20T10:26:{second}+07:00").get_json() for second in ("00", "59")]
    assert answers[0] == answers[1]
    assert answers[0]["frame"]["full"] is True
    assert answers[0]["frame"]["props"][Id.HEADER_CLOCK] == {"children": "10.26"}
    assert past.past.asked == [(Audience.WALL_GUEST, MINUTE)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"at": ""}, "at: expected a time as 2026-03-13T10:00+07:00, got ''"),
        ({"at": "2026-11-20T10:26"}, "with its offset"),
        ({"at": "9" * 500}, "got '999"),
        ({"known": "tomorrow"}, "known: expected then or now, got 'tomorrow'"),
    ],
)
def test_a_question_that_cannot_be_understood_is_told_what_was_expected(query: dict[str, str], words: str) -> None:
    answer = Past().ask(**query)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]


def test_an_instant_that_cannot_be_told_of_is_refused_in_words() -> None:
    answer = Past(known_now=False).ask(known="now")
    assert (answer.status_code, "still to come" in answer.get_json()["error"]) == (400, True)


@pytest.mark.parametrize(
    ("visitor", "audience", "status"),
    [
        (OPERATOR, "wall-staff", 200),
        (MAYOR, "wall-staff", 403),
        (MAYOR, "wall-guest", 200),
        (GUEST_SCREEN, "wall-guest", 200),
        (GUEST_SCREEN, "wall-staff", 403),
        (HEAD_OF_DLH, "wall-guest", 403),
    ],
    ids=lambda one: one.role.value if isinstance(one, Identity) else str(one),
)
def test_nobody_sees_more_of_the_past_than_of_the_present(visitor: Identity, audience: str, status: int) -> None:
    assert Past(visitor).ask(audience=audience).status_code == status


def test_the_past_stands_beside_the_present() -> None:
    words = Past().compare(at="2026-11-20T10:26+07:00", known="now")
    assert "A02" in words
    assert "20 Nov 10.26" in words


def test_a_comparison_that_cannot_be_made_says_why() -> None:
    assert "at: expected a time" in Past().compare(at="yesterday")


def test_a_comparison_is_for_who_leads() -> None:
    assert "A02" not in Past(GUEST_SCREEN).compare(at="2026-11-20T10:26+07:00", known="now")
