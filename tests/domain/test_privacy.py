"""What each audience may know: the table, and that no view of any city holds more than the table allows."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.health import FeedMonitor, FeedRules
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Snapshots, Targets
from domain import events as ev
from domain.areas import AreaBoard
from domain.cases import CaseColumn
from domain.city import NO_CODE, LiveCity, complaint_frame
from domain.complaints import Complaint
from domain.news import News
from domain.points import POINT_DTYPE
from domain.privacy import (
    ALL_FIELDS,
    NOTHING,
    PERMISSIONS,
    SCREEN_AUDIENCES,
    Audience,
    Kinds,
    Precision,
    Scope,
    Sight,
    Viewer,
    case_fields,
    end_of,
    sight_of,
    sights,
)
from domain.secrecy import Secrecy, Secrets
from domain.trails import Fix, Trail
from geo.layers import snap_arrays
from tests.busy_windows import two_lost_cases
from tests.domain.lives import NOW, NOW_MS, city, some_complaints

SIGHTS = sights(city(), snap_arrays)
GUEST, STAFF = SIGHTS[Audience.WALL_GUEST], SIGHTS[Audience.WALL_STAFF]
SENSITIVE = frozenset(code for code, category in city().categories.items() if category.is_sensitive)
SECRETS = Secrets.from_profile(city())
MISCONDUCT = ev.ComplaintClass.WITH_OVERSIGHT.value
HEAD = sight_of(Viewer(Audience.AGENCY_HEAD, next(iter(city().agencies))), city(), snap_arrays)
EVERYBODY = [sight_of(Viewer(one), city(), snap_arrays) for one in Audience if one is not Audience.AGENCY_HEAD] + [HEAD]


def complaints_of_all_kinds(seed: int, count: int) -> list[Complaint]:
    """Every seventh is a report on misconduct, whatever its category."""
    complaints = some_complaints(seed, count)
    for complaint in complaints[::7]:
        complaint.classification = MISCONDUCT
    return complaints


cities = st.builds(complaints_of_all_kinds, st.integers(0, 10_000), st.integers(0, 80))


def is_told(complaint: Complaint) -> bool:
    return complaint.category not in SENSITIVE and complaint.classification != MISCONDUCT


class StoppedClock:
    is_real = False

    def now(self) -> datetime:
        return NOW


def places(complaints: Sequence[Complaint]) -> set[tuple[float, float]]:
    return {(one.lat, one.lon) for one in complaints if one.lat is not None and one.lon is not None}


def grid_of(complaints: Sequence[Complaint]) -> set[tuple[float, float]]:
    found = np.array(sorted(places(complaints)), dtype=np.float64).reshape(-1, 2)
    lats, lons = snap_arrays(found[:, 0], found[:, 1])
    return set(zip(lats.tolist(), lons.tolist(), strict=True))


def an_event(complaint: Complaint, event_type: str = "complaint.filed") -> ev.Event:
    payload = ev.PAYLOAD_BY_TYPE["complaint.verified"](complaint_id=complaint.complaint_id)
    number = int(complaint.complaint_id.partition("-")[2])
    return ev.Event(
        event_id=f"e-{complaint.complaint_id}",
        type=event_type,
        kind="complaint",
        entity_id=complaint.complaint_id,
        occurred_ms=NOW_MS - 1000 + number,
        received_ms=NOW_MS,
        source="laksa",
        payload=payload,
        data=b"{}",
        position=f"{NOW_MS}-{number}",
    )


def snapshots_of(complaints: Sequence[Complaint]) -> tuple[Snapshots, LiveCity]:
    """All audiences' snapshots of a city in which each complaint was just filed."""
    live, news = LiveCity(city()), News(city())
    live.load(complaints, NOW)
    for complaint in complaints:
        news.tell(an_event(complaint), complaint)
    machine = MachineTime(lambda: 0.0, lambda: NOW_MS)
    maker = SnapshotMaker(city(), SIGHTS, Targets(), StoppedClock(), machine)
    return maker.make(live, news, FeedMonitor([], FeedRules(), machine.elapsed)), live


def test_the_city_has_sensitive_categories() -> None:
    """Else the tests below would say nothing."""
    assert {"ambulance"} < SENSITIVE
    assert len(SENSITIVE) < len(city().categories)


@given(cities)
def test_a_guest_sees_no_sensitive_case_and_no_exact_place(complaints: list[Complaint]) -> None:
    seen = GUEST.frame_for_map(complaint_frame(complaints, city()))
    assert not {seen.codes.categories[code] for code in seen.rows["category"]} & SENSITIVE
    placed = seen.rows[~np.isnan(seen.rows["lat"])]
    assert set(zip(placed["lat"].tolist(), placed["lon"].tolist(), strict=True)) <= grid_of(complaints)


@given(cities)
def test_everything_else_is_shown_to_a_guest(complaints: list[Complaint]) -> None:
    frame = complaint_frame(complaints, city())
    seen = GUEST.frame_for_map(frame)
    assert len(seen.rows) == sum(is_told(complaint) for complaint in complaints)
    assert STAFF.frame_for_map(frame).rows["key"].tolist() == seen.rows["key"].tolist()


@given(cities)
def test_hiding_leaves_the_city_itself_as_it_is(complaints: list[Complaint]) -> None:
    frame = complaint_frame(complaints, city())
    before = frame.rows.copy()
    GUEST.frame_for_map(frame)
    assert frame.rows.tobytes() == before.tobytes()


@given(cities)
def test_nothing_in_a_guests_snapshot_tells_of_a_sensitive_case(complaints: list[Complaint]) -> None:
    """Not the map, not the wards, not the ticker, not the newest event."""
    snapshots, live = snapshots_of(complaints)
    guest = snapshots[Audience.WALL_GUEST]
    hidden = [complaint for complaint in complaints if not is_told(complaint)]
    hidden_keys = {live.key_of(complaint.complaint_id) for complaint in hidden}
    assert not set(guest.points["key"].tolist()) & hidden_keys
    assert not {item.category for item in guest.ticker} & SENSITIVE
    assert guest.newest is None or guest.newest.point_key is None or guest.newest.point_key not in hidden_keys
    shown = [one for one in complaints if one.is_open and one.ward and is_told(one)]
    assert guest.ward_open.sum() == len(shown)


@given(cities)
def test_no_exact_place_is_in_a_guests_snapshot(complaints: list[Complaint]) -> None:
    guest = snapshots_of(complaints)[0][Audience.WALL_GUEST]
    shown = set(zip(guest.points["lat"].tolist(), guest.points["lon"].tolist(), strict=True))
    assert shown <= grid_of(complaints)


def told_of_areas(board: AreaBoard) -> list[object]:
    columns = (board.open, board.overdue, board.timeliness.due, board.timeliness.met)
    return [*(column.tolist() for column in columns), dict(board.starts)]


@given(cities)
def test_a_guests_snapshot_without_the_sensitive_cases_is_the_same_map(complaints: list[Complaint]) -> None:
    """A stranger cannot tell from the map whether there were any."""
    usual = [complaint for complaint in complaints if is_told(complaint)]
    with_them, _ = snapshots_of(complaints)
    without, _ = snapshots_of(usual)
    fields = ["lat", "lon", "kind", "age"]
    maps = [snapshots[Audience.WALL_GUEST] for snapshots in (with_them, without)]
    assert sorted(maps[0].points[fields].tolist()) == sorted(maps[1].points[fields].tolist())
    assert maps[0].ward_open.tolist() == maps[1].ward_open.tolist()
    assert told_of_areas(maps[0].areas) == told_of_areas(maps[1].areas)


def test_what_turns_out_to_be_misconduct_leaves_the_ticker() -> None:
    """A source may correct its class after it was told."""
    (before,) = some_complaints(1, 1)
    before.category = "pothole"
    news, after = News(city()), msgspec.structs.replace(before, classification=MISCONDUCT)
    news.tell(an_event(before), before)
    assert len(news.ticker_for(GUEST)) == 1
    news.tell(an_event(before), after)
    assert news.ticker_for(GUEST) == news.ticker_for(STAFF) == ()


def test_staff_see_every_harmless_case_at_its_place() -> None:
    complaints = complaints_of_all_kinds(5, 60)
    staff = snapshots_of(complaints)[0][Audience.WALL_STAFF]
    drawn = [one for one in complaints if one.is_open and one.lat is not None and is_told(one)]
    assert set(zip(staff.points["lat"].tolist(), staff.points["lon"].tolist(), strict=True)) == places(drawn)


def test_a_category_that_the_city_no_longer_knows_is_hidden_from_all() -> None:
    """It may have been a sensitive one; nobody can tell any more."""
    (forgotten,) = some_complaints(1, 1)
    forgotten.category, forgotten.lat, forgotten.lon = "taken_out", -6.18, 106.63
    frame = complaint_frame([forgotten], city())
    for sight in EVERYBODY:
        assert len(sight.frame_for_map(frame).rows) == 0
        assert not sight.shows(forgotten)


# --- the table


def test_each_audience_has_its_row() -> None:
    """Nothing is allowed by being forgotten."""
    assert list(PERMISSIONS) == list(Audience)
    assert set(sights(city(), snap_arrays)) == set(SCREEN_AUDIENCES)


def test_an_agency_head_is_the_head_of_an_agency() -> None:
    for audience, agency in ((Audience.AGENCY_HEAD, ""), (Audience.MAYOR, "DLH"), (Audience.WALL_GUEST, "DLH")):
        with pytest.raises(ValueError, match="expected an agency for an agency head only"):
            Viewer(audience, agency)


@pytest.mark.parametrize("audience", list(Audience))
def test_misconduct_and_sensitive_cases_have_no_place_in_any_list(audience: Audience) -> None:
    permission = PERMISSIONS[audience]
    told = permission.sensitive | permission.misconduct
    assert not told & {CaseColumn.CATEGORY, CaseColumn.WARD, CaseColumn.DISTRICT}
    assert permission.misconduct <= permission.sensitive <= permission.ordinary


def test_strangers_and_the_mayor_are_listed_no_single_case() -> None:
    for audience in {*SCREEN_AUDIENCES, Audience.ADMINISTRATOR} - {Audience.OPERATOR}:
        assert {case_fields(Viewer(audience), "DLH", secrecy) for secrecy in Secrecy} == {NOTHING}


def test_tickets_in_no_state_are_told_in_part_and_never_on_a_wall() -> None:
    """Whole to operators, who may be listed any case; their end to the mayor and administrators."""
    found = two_lost_cases(NOW_MS)
    told = {sight.audience: [case.complaint_id for case in sight.cases_told(found).cases] for sight in EVERYBODY}
    ends, nothing = ["…4118", "…3904"], list[str]()
    assert told == {
        Audience.WALL_GUEST: nothing,
        Audience.WALL_STAFF: nothing,
        Audience.OPERATOR: ["LAKSA-24118", "LAKSA-23904"],
        Audience.MAYOR: ends,
        Audience.AGENCY_HEAD: nothing,
        Audience.ADMINISTRATOR: ends,
    }
    assert {sight.cases_told(found).gap for sight in EVERYBODY} == {2}


@pytest.mark.parametrize(("ticket", "end"), [("LAKSA-24118", "…4118"), ("K-17", "…17"), ("abc", "…c"), ("7", "…")])
def test_the_end_of_a_ticket_is_at_most_half_of_it(ticket: str, end: str) -> None:
    assert end_of(ticket) == end


def test_an_agency_head_is_listed_the_own_cases_only_and_no_misconduct() -> None:
    head = Viewer(Audience.AGENCY_HEAD, "DLH")
    assert case_fields(head, "DLH", Secrecy.NONE) == ALL_FIELDS
    assert CaseColumn.ID in case_fields(head, "DLH", Secrecy.SENSITIVE)
    assert case_fields(head, "DLH", Secrecy.MISCONDUCT) == NOTHING
    assert {case_fields(head, agency, secrecy) for agency in ("DPUPR", "") for secrecy in Secrecy} == {NOTHING}


@pytest.mark.parametrize(
    ("category", "classification", "secrecy"),
    [
        ("pothole", "without_oversight", Secrecy.NONE),
        ("pothole", MISCONDUCT, Secrecy.MISCONDUCT),
        ("violence_women_children", "without_oversight", Secrecy.SENSITIVE),
        ("hospital", MISCONDUCT, Secrecy.MISCONDUCT),
        ("extortion", "information_request", Secrecy.MISCONDUCT),
        ("staff_discipline", "without_oversight", Secrecy.MISCONDUCT),
        ("taken_out", "aspiration", Secrecy.SENSITIVE),
        ("", "", Secrecy.SENSITIVE),
    ],
)
def test_how_secret_a_complaint_is(category: str, classification: str, secrecy: Secrecy) -> None:
    assert SECRETS.of(category, classification) is secrecy


# --- every view


def drawn_places(sight: Sight, complaints: Sequence[Complaint]) -> set[tuple[float, float]]:
    rows = sight.frame_for_map(complaint_frame(complaints, city())).rows
    placed = rows[~np.isnan(rows["lat"])]
    return set(zip(placed["lat"].tolist(), placed["lon"].tolist(), strict=True))


@given(cities)
def test_the_live_city_itself_holds_no_place_of_a_secret_case(complaints: list[Complaint]) -> None:
    """Nor its category; and of misconduct no agency, so that no number of an agency counts it."""
    for one, row in zip(complaints, complaint_frame(complaints, city()).rows, strict=True):
        secrecy = SECRETS.of(one.category, one.classification)
        is_known = (row["category"] != NO_CODE, row["ward"] != NO_CODE, not np.isnan(row["lat"]))
        assert secrecy is Secrecy.NONE or is_known == (False, False, False)
        assert secrecy is not Secrecy.MISCONDUCT or row["agency"] == NO_CODE


@given(cities)
def test_no_view_draws_more_than_the_table_allows(complaints: list[Complaint]) -> None:
    ward_points = {(ward.lat, ward.lon) for ward in city().wards.values()}
    for sight in EVERYBODY:
        seen = [one for one in complaints if is_told(one) and sight.shows(one)]
        allowed = {
            Precision.NONE: set(),
            Precision.GRID: grid_of(seen),
            Precision.WARD: ward_points,
            Precision.EXACT: places(seen),
        }
        assert drawn_places(sight, complaints) <= allowed[sight.permission.points], sight.audience


@given(cities)
def test_a_view_shows_the_cases_of_its_scope(complaints: list[Complaint]) -> None:
    for sight in EVERYBODY:
        permission, own = sight.permission, sight.viewer.agency
        expected = [
            is_told(one)
            and permission.kinds is Kinds.HARMLESS
            and (permission.scope is Scope.CITYS or one.agency == own)
            for one in complaints
        ]
        assert [sight.shows(one) for one in complaints] == expected
        assert len(sight.frame_for_map(complaint_frame(complaints, city())).rows) == sum(expected)


def test_crews_are_dots_at_the_precision_of_the_table() -> None:
    crews = np.zeros(1, dtype=POINT_DTYPE)
    crews["lat"], crews["lon"] = -6.178312, 106.631945
    on_grid = [one[0] for one in snap_arrays(crews["lat"], crews["lon"])]
    expected = {Precision.NONE: [], Precision.GRID: on_grid, Precision.EXACT: [-6.178312, 106.631945]}
    for sight in EVERYBODY:
        seen = sight.points_for_map(crews)
        assert [*seen["lat"], *seen["lon"]] == expected[sight.permission.crews], sight.audience


def test_trails_are_told_to_staff_and_operators_at_their_precision() -> None:
    """Places on one corner of the grid are one place; a crew that never left it has no more than that."""
    fixes = (Fix(1, -6.178312, 106.631945), Fix(2, -6.178319, 106.631949), Fix(3, -6.188312, 106.631945))
    lats, lons = snap_arrays([fixes[0].lat, fixes[2].lat], [fixes[0].lon, fixes[2].lon])
    on_grid = (Fix(1, float(lats[0]), float(lons[0])), Fix(3, float(lats[1]), float(lons[1])))
    expected = {Audience.WALL_STAFF: (Trail(7, on_grid),), Audience.OPERATOR: (Trail(7, fixes),)}
    for sight in EVERYBODY:
        assert sight.trails({7: fixes, 8: fixes[:1]}) == expected.get(sight.audience, ()), sight.audience
