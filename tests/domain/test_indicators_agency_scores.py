"""What a score counts: reopened, rated, answered and on time, each recounted plainly; and a board of peers."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case_mix import Tally
from domain.city import ComplaintFrame, complaint_frame
from domain.complaints import Complaint, ComplaintState
from domain.composite import ScorePart, ScoreRules
from domain.funnel import FunnelPlace
from domain.indicators.agency_scores import (
    CityTallies,
    complaint_tallies,
    rating_share,
    reopened_share,
    response_rate,
    score_board,
)
from tests.domain.lives import DAY_MS, NOW_MS, city

WINDOW_MS = 90 * DAY_MS
RESOLVED = ComplaintState.RESOLVED
states = st.sampled_from([ComplaintState.IN_PROGRESS, ComplaintState.REOPENED, RESOLVED, ComplaintState.REJECTED])
days_ago = st.integers(0, 120).map(lambda days: NOW_MS - days * DAY_MS)


def case(number: int = 1, **changes: object) -> Complaint:
    """A pothole, received and resolved 40 and 35 days ago."""
    values: dict[str, object] = {
        "agency": "DPUPR",
        "category": "pothole",
        "state": RESOLVED,
        "opened_ms": NOW_MS - 40 * DAY_MS,
        "closed_ms": NOW_MS - 35 * DAY_MS,
        **changes,
    }
    return Complaint(complaint_id=f"K-{number}", **values)  # type: ignore[arg-type]  # any field may be stated


def frame_of(complaints: Sequence[Complaint]) -> ComplaintFrame:
    return complaint_frame(complaints, city())


cases = st.lists(
    st.builds(
        case,
        agency=st.sampled_from(["DPUPR", "DLH"]),
        state=states,
        opened_ms=days_ago,
        closed_ms=days_ago,
        response_ms=st.one_of(st.just(0), days_ago),
        response_due_ms=st.one_of(st.just(0), days_ago),
        due_ms=st.one_of(st.just(0), days_ago),
        reopenings=st.integers(0, 2),
        stars=st.integers(0, 5),
    ),
    max_size=30,
)


@given(cases)
def test_reopened_and_rated_equal_a_plain_recount(complaints: list[Complaint]) -> None:
    frame, since = frame_of(complaints), NOW_MS - WINDOW_MS
    ripe = [
        one
        for one in complaints
        if since < one.opened_ms <= NOW_MS - 28 * DAY_MS and (one.state == RESOLVED or one.reopenings)
    ]
    resolved = [one for one in complaints if one.state == RESOLVED and since < one.closed_ms <= NOW_MS]
    rated = [one.stars for one in resolved if one.stars]
    reopened, rating, response = (
        reopened_share(frame, NOW_MS),
        rating_share(frame, NOW_MS),
        response_rate(frame, NOW_MS),
    )
    assert (reopened.successes, reopened.n) == (sum(one.reopenings > 0 for one in ripe), len(ripe))
    assert (rating.successes, rating.n) == (sum(stars >= 4 for stars in rated), len(rated))
    assert (response.successes, response.n) == (len(rated), len(resolved))


@given(cases)
def test_tallies_of_agencies_add_up_to_the_city(complaints: list[Complaint]) -> None:
    frame = frame_of(complaints)
    tallies = complaint_tallies(frame, NOW_MS, 90)
    for part, share in ((ScorePart.REOPENED, reopened_share), (ScorePart.RATING, rating_share)):
        whole = share(frame, NOW_MS)
        found = [parts[part] for parts in tallies.values() if part in parts]
        assert (sum(one.met for one in found), sum(one.n for one in found)) == (whole.successes, whole.n)


def test_young_cases_had_no_time_to_come_back() -> None:
    """Received 27 days ago, or before the window: not asked; 28 days ago: asked."""
    frame = frame_of([case(days, opened_ms=NOW_MS - days * DAY_MS) for days in (27, 28, 89, 90)])
    assert reopened_share(frame, NOW_MS).n == 2


def test_one_that_came_back_and_is_open_counts() -> None:
    """Else nobody would be late in admitting it."""
    back = case(state=ComplaintState.REOPENED, closed_ms=0, reopenings=1)
    assert reopened_share(frame_of([back, case(2)]), NOW_MS).successes == 1


@pytest.mark.parametrize(("n", "value"), [(29, None), (30, 1.0)])
def test_fewer_than_thirty_ratings_are_hidden(n: int, value: float | None) -> None:
    assert rating_share(frame_of([case(number, stars=4) for number in range(n)]), NOW_MS).value == value


# --- the board


def tallies(**on_time: tuple[int, int]) -> CityTallies:
    """On time as stated; answered, resolved for good and shown as often as everywhere."""
    same = {ScorePart.FIRST_RESPONSE: Tally(95, 100), ScorePart.REOPENED: Tally(5, 100)}
    parts = {agency: {ScorePart.ON_TIME: Tally(*tally), **same} for agency, tally in on_time.items()}
    return CityTallies(parts, {(agency, "pothole"): Tally(*tally) for agency, tally in on_time.items()}, {"DPUPR": 7})


def test_an_agency_stands_among_its_peers_and_the_funnel_has_the_city() -> None:
    counted = tallies(DPUPR=(150, 300), DLH=(285, 300), DISHUB=(10, 12), DISDUKCAPIL=(190, 200))
    board = score_board(counted, "DPUPR", city(), ScoreRules())
    assert [one.score.agency for one in board.standings] == ["DLH", "DPUPR"]
    assert board.standing is not None
    assert (board.standing.best_place, board.resolved) == (2, 7)
    assert "DISHUB" in {one.agency for one in board.insufficient}
    assert {point.agency for point in board.funnel} == {"DPUPR", "DLH", "DISHUB", "DISDUKCAPIL"}
    assert board.city == Tally(635, 812)
    assert board.own_point is not None
    assert board.own_point.place is FunnelPlace.FAR_LOW
    assert board.mix.ratio == pytest.approx(0.5 * 812 / 635)


def test_an_agency_that_the_city_does_not_know_changes_no_score() -> None:
    """Nor do complaints without an agency."""
    known = tallies(DPUPR=(250, 300), DLH=(285, 300))
    more = tallies(DPUPR=(250, 300), DLH=(285, 300), GONE=(0, 1_000))
    more.parts[""] = {ScorePart.ON_TIME: Tally(0, 1_000)}  # type: ignore[index]  # a dict of this test
    ours = score_board(known, "DPUPR", city(), ScoreRules())
    assert score_board(more, "DPUPR", city(), ScoreRules()) == ours


def test_without_data_nothing_is_said() -> None:
    board = score_board(CityTallies({}, {}, {}), "DPUPR", city(), ScoreRules())
    assert (board.standing, board.own.value, board.own.n, board.standings, board.funnel) == (None, None, 0, (), ())
