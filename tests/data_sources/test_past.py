"""Pictures of past minutes, from the store."""

from datetime import UTC, datetime, timedelta

import pytest

from data_sources.as_of import AsOfError, History
from data_sources.frozen import Freezer
from data_sources.past import StorePast
from data_sources.repository import Repository
from data_sources.snapshot_maker import Targets
from data_sources.store import Store
from domain.clock import epoch_ms
from domain.past import PastPicture, PastSpan
from domain.privacy import Audience, sights
from tests.factories import a_snapshot

pytestmark = pytest.mark.services

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


class StillClock:
    is_real = True

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def past(store: Store, repository: Repository) -> StorePast:
    """A past with one picture of the guests' wall, of noon; the city has come to one o'clock."""
    profile = repository.rules.profile
    freezer = Freezer(store, StillClock(NOON), lambda: 0.0, {"wall-guest": lambda: b"{}"}, lambda: a_snapshot(profile))
    freezer.step()
    history = History(repository, sights(profile, lambda lat, lon: (lat, lon)), Targets())
    return StorePast(history, store, StillClock(NOON + timedelta(hours=1)))


@pytest.mark.parametrize(("minutes", "found"), [(-1, False), (0, True), (14, True), (15, True), (16, False)])
def test_a_picture_stands_for_a_while_and_for_its_audience_alone(past: StorePast, minutes: int, found: bool) -> None:
    at = NOON + timedelta(minutes=minutes)
    expected = PastPicture(epoch_ms(NOON), b"{}") if found else None
    assert past.picture(Audience.WALL_GUEST, at) == expected
    assert past.picture(Audience.WALL_STAFF, at) is None


def test_how_far_one_may_look(past: StorePast) -> None:
    last_ms = epoch_ms(NOON + timedelta(hours=1))
    assert past.span(Audience.WALL_GUEST) == PastSpan(epoch_ms(NOON), None, last_ms)
    assert past.span(Audience.WALL_STAFF).first_ms(is_known_now=False) == last_ms


def test_what_is_known_now_of_an_instant_is_a_snapshot_of_it(past: StorePast) -> None:
    snapshot = past.snapshot(Audience.WALL_GUEST, NOON)
    assert (snapshot.now_ms, snapshot.audience, snapshot.counts.open) == (epoch_ms(NOON), "wall-guest", 0)
    assert {one.id for one in past.readings(Audience.WALL_GUEST, NOON, is_known_now=False)} >= {"A02", "C01"}


def test_what_is_still_to_come_is_refused(past: StorePast) -> None:
    with pytest.raises(AsOfError, match="still to come"):
        past.snapshot(Audience.WALL_GUEST, NOON + timedelta(days=1))
