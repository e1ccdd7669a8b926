"""A second city of data files alone: its folder loads, a day of it goes down the road, and every page shows it.

What it has no file for (sites, services, staff, emergency calls) is missing without a word of another city.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from data_sources.city_feeds import load_feeds
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.decode import Decoder
from data_sources.ingest import sorted_out
from data_sources.repository import Batch, Repository
from data_sources.simulator.city import SimulatedCity
from data_sources.simulator.config import SimulatorConfig, load_simulator_config
from data_sources.store import migrate, open_store
from data_sources.stream import FIRST_POSITION, as_fields
from data_sources.stream_entry import EntryFields
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.profile import ChannelKind, CityProfile
from domain.snapshot import Facts, Snapshot
from geo.boundaries import Boundaries, load_boundaries
from geo.locate import Locator
from layouts.mayor import mayor_layout, mayor_props
from layouts.review import agencies_layout, review_layout
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.wall import wall_props
from tests.conftest import ROOT
from tests.data_sources.road import DrawnCity
from tests.walls import scene_names, wall_page

FOLDER = ROOT / "cities" / "baltimore"
OTHER_CITY = ("Tangerang", "LAKSA", "WIB", "Jakarta", "112")
LANGUAGES = pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
DAYS = 8
BATCH = 2_000


@pytest.fixture(scope="module")
def baltimore() -> CityProfile:
    return load_city(FOLDER)


@pytest.fixture(scope="module")
def boundaries(baltimore: CityProfile) -> Boundaries:
    return load_boundaries(None, baltimore)


@pytest.fixture(scope="module")
def brief() -> SimulatorConfig:
    """Complaints that live a week at most: a short past is enough."""
    return load_simulator_config(FOLDER / "simulator.yaml").model_copy(update={"longest_life_days": 7})


# --- the folder


def test_the_folder_describes_a_city(baltimore: CityProfile) -> None:
    assert (baltimore.name, baltimore.timezone.key, baltimore.timezone_label) == ("Baltimore", "America/New_York", "ET")
    assert len(baltimore.agencies) == 16
    assert len(baltimore.districts) == 9
    assert len(baltimore.wards) > 200
    assert {category.agency_on(date(2026, 3, 2)) for category in baltimore.categories.values()} <= set(
        baltimore.agencies
    )
    assert baltimore.channel_kinds["Web"] is ChannelKind.WEB


def test_what_it_has_no_file_for_it_has_not(baltimore: CityProfile) -> None:
    assert not any((baltimore.sites, baltimore.services, baltimore.headcounts, baltimore.call_classes))
    assert not any((baltimore.bands, baltimore.surveys, baltimore.citizen_app))
    assert scene_names(baltimore) == ["overview", "complaints", "agencies", "integration", "status"]


def test_its_promises_are_the_due_dates_of_its_own_requests(baltimore: CityProfile) -> None:
    """The median due date of potholes and of grass in the published sample, in working days."""
    days = {code: category.policy_on(date(2026, 3, 2)) for code, category in baltimore.categories.items()}
    assert (days["pothole"].resolution_days, days["high_grass"].resolution_days) == (1, 22)
    assert all("median of" in policy.source for policy in days.values())


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 27), "American Indian Heritage Day"),
    ],
)
def test_holidays_are_those_of_the_country_and_of_maryland(baltimore: CityProfile, day: date, name: str) -> None:
    assert baltimore.calendar.day_name(day) == name
    assert not baltimore.calendar.is_working_day(day)


def test_it_knows_no_ramadan(baltimore: CityProfile) -> None:
    assert baltimore.calendar.periods == ()


def test_its_producers_are_its_own() -> None:
    (feed,) = load_feeds(FOLDER / "feeds.yaml")
    assert (feed.code, feed.stream, feed.brings) == ("311", Stream.COMPLAINTS, frozenset({Facts.COMPLAINTS}))
    assert load_feeds(Path("nowhere") / "feeds.yaml") == ()


# --- a day of it


@dataclass
class StillClock:
    at: datetime
    is_real = False

    def now(self) -> datetime:
        return self.at


def told(baltimore: CityProfile, config: SimulatorConfig, boundaries: Boundaries, now: datetime) -> list[EntryFields]:
    """The entries of a week and a day."""
    city = SimulatedCity(baltimore, config, 7, DAYS, boundaries, load_legal_limits(FOLDER))
    (source,) = city.sources
    source.begin(now)
    return source.timeline.due_until(now)


@pytest.fixture(scope="module", params=["spring", "autumn"])
def snapshot(
    request: pytest.FixtureRequest,
    baltimore: CityProfile,
    brief: SimulatorConfig,
    boundaries: Boundaries,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Snapshot]:
    """The city on the Monday after its clocks were changed, in the evening; all came by the decoder and the store."""
    day = {"spring": (2026, 3, 9), "autumn": (2026, 11, 2)}[request.param]
    now = datetime(*day, 19, 0, tzinfo=baltimore.timezone)
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}"
    migrate(url, ROOT / "migrations")
    store = open_store(url)
    repository = Repository(store, ComplaintRules(baltimore, load_legal_limits(FOLDER)))
    drawn = DrawnCity(baltimore, StillClock(now))
    decoder = Decoder(baltimore, Locator(boundaries))
    entries = told(baltimore, brief, boundaries, now)
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        decoded = [decoder.decode(as_fields(entry), "0-1", Stream.COMPLAINTS, now) for entry in batch]
        before, after = f"{start}-0" if start else FIRST_POSITION, f"{start + len(batch)}-0"
        sorted_ = sorted_out(Batch("complaints", before, after, len(batch)), decoded)
        assert not sorted_.rejected
        drawn.hub.submit(repository.save(sorted_))
    yield drawn.draw()
    store.dispose()


def test_a_day_of_the_city_is_seen(snapshot: Snapshot, baltimore: CityProfile) -> None:
    assert snapshot.counts.filed_today > 20
    assert snapshot.counts.open > 20
    assert snapshot.day.is_working_day
    assert snapshot.ward_open.sum() > 0
    assert dict(snapshot.channels.complaints.counts)["Phone"] > dict(snapshot.channels.complaints.counts)["API"] > 0
    assert snapshot.services.queues.sites == ()


def props_of(snapshot: Snapshot, baltimore: CityProfile, texts: Texts) -> dict[str, dict[str, dict[str, object]]]:
    return {"wall": wall_props(snapshot, baltimore, texts), "mayor": mayor_props(snapshot, baltimore, texts)}


def pages(baltimore: CityProfile, boundaries: Boundaries, texts: Texts) -> dict[str, Component]:
    return {
        "wall": wall_page(baltimore, boundaries, texts),
        "mayor": mayor_layout(baltimore, boundaries, texts, "mayor"),
        "agencies": agencies_layout(baltimore, texts),
        "agency": review_layout(baltimore.agencies["DOT"], baltimore, texts),
    }


def ids(page: Component) -> Sequence[str]:
    traversed: Iterator[Any] = page._traverse()  # type: ignore[no-untyped-call]  # Dash declares no types here
    return [str(item.id) for item in traversed if getattr(item, "id", None)]


@LANGUAGES
def test_every_page_shows_it_and_every_prop_has_its_place(
    snapshot: Snapshot, baltimore: CityProfile, boundaries: Boundaries, texts: Texts
) -> None:
    built = pages(baltimore, boundaries, texts)
    for name, props in props_of(snapshot, baltimore, texts).items():
        known = ids(built[name])
        assert len(known) == len(set(known))
        assert set(props) <= set(known), name


@LANGUAGES
def test_no_page_and_no_frame_speaks_of_another_city(
    snapshot: Snapshot, baltimore: CityProfile, boundaries: Boundaries, texts: Texts
) -> None:
    for name, page in pages(baltimore, boundaries, texts).items():
        assert [word for word in OTHER_CITY if any(word in said for said in words(page))] == [], name
    for name, props in props_of(snapshot, baltimore, texts).items():
        said = [str(value) for each in props.values() for prop, value in each.items() if prop == "children"]
        assert [word for word in OTHER_CITY if any(word in one for one in said)] == [], name


def words(page: Component) -> Iterator[str]:
    """What a page says, but for its sheet of definitions: those are of the catalogue, for all cities alike."""
    if "mayor-sheet" in str(getattr(page, "className", "")):
        return
    children = getattr(page, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if isinstance(child, Component):
            yield from words(child)
        elif isinstance(child, str):
            yield child


def test_its_clock_keeps_the_hour_of_the_city(snapshot: Snapshot, baltimore: CityProfile) -> None:
    """19:00 is 23:00 UTC in summer time and 00:00 in winter time."""
    shown = wall_props(snapshot, baltimore, ENGLISH)["header-clock"]["children"]
    at = datetime.fromtimestamp(snapshot.now_ms / 1000, UTC)
    assert shown == "19:00"
    assert at.hour == (23 if at.month == 3 else 0)
