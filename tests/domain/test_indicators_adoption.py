"""Adoption of the city's app: verified accounts, of what, and what is not known."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.figures import (
    ACTIVE_ACCOUNTS,
    APP_FAILURES,
    APP_SESSIONS,
    DOWNLOADS,
    POPULATION,
    VERIFICATIONS_SUBMITTED,
    VERIFICATIONS_WITHIN_DAY,
    VERIFIED_ACCOUNTS,
    Figure,
    latest,
)
from domain.indicators.adoption import adoption, adoption_by_district

NAMES = (VERIFIED_ACCOUNTS, DOWNLOADS, POPULATION)


def a_figure(name: str, value: float, period: str = "2024", as_of: date = date(2024, 12, 31)) -> Figure:
    return Figure(name, period, value, "of something", f"source of {name}", as_of)


ACCOUNTS = a_figure(VERIFIED_ACCOUNTS, 495_000)
LOADED = a_figure(DOWNLOADS, 1_280_000)
PEOPLE = a_figure(POPULATION, 1_912_679, "2023", date(2023, 12, 31))


def test_verified_accounts_of_downloads_and_of_the_population_by_hand() -> None:
    """495 / 1280 and 495,000 / 1,912,679, each with the period, day and source of what it is measured against."""
    state = adoption([PEOPLE, LOADED, ACCOUNTS])
    assert state.of_downloads == 0.38671875
    assert state.of_population is not None
    assert round(state.of_population, 4) == 0.2588
    assert (state.verified, state.downloads, state.population) == (ACCOUNTS, LOADED, PEOPLE)


def test_the_newest_count_is_held_against_figures_of_its_own_period() -> None:
    """Accounts of 2025 are no share of the downloads of 2026."""
    accounts = a_figure(VERIFIED_ACCOUNTS, 600_000, "2025", date(2025, 12, 31))
    loaded = [LOADED, *(a_figure(DOWNLOADS, n, period, date(int(period), 6, 30)) for n, period in _LATER)]
    assert adoption([ACCOUNTS, accounts, *loaded]).of_downloads == 0.4


_LATER = ((1_500_000, "2025"), (3_000_000, "2026"))


def test_without_figures_of_its_period_the_newest_are_taken() -> None:
    older = a_figure(POPULATION, 1_900_000, "2022", date(2022, 12, 31))
    assert adoption([ACCOUNTS, PEOPLE, older]).population == PEOPLE


def test_what_is_not_known_is_never_zero() -> None:
    nothing = adoption([])
    assert (nothing.verified, nothing.of_downloads, nothing.of_population) == (None, None, None)
    assert adoption([LOADED, PEOPLE]).of_downloads is None
    assert adoption([ACCOUNTS]).of_population is None
    assert adoption([ACCOUNTS, a_figure(DOWNLOADS, 0)]).of_downloads is None, "of nothing there is no share"
    assert adoption([a_figure(VERIFIED_ACCOUNTS, 0), LOADED]).of_downloads == 0, "none verified is known to be none"


FIGURES = st.lists(
    st.builds(
        a_figure,
        st.sampled_from((*NAMES, "imdi")),
        st.integers(0, 10_000_000).map(float),
        st.sampled_from(("2023", "2024", "2025")),
        st.dates(date(2023, 1, 1), date(2026, 12, 31)),
    ),
    max_size=12,
    unique_by=lambda figure: (figure.name, figure.period),
)


@given(FIGURES, st.randoms())
def test_a_share_is_known_exactly_when_both_its_figures_are(figures: list[Figure], chance: Random) -> None:
    """The newest accounts count, whatever the order of the figures."""
    state = adoption(figures)
    shuffled = sorted(figures, key=lambda _: chance.random())
    assert adoption(shuffled) == state
    assert state.verified == latest(figures, VERIFIED_ACCOUNTS)
    for share, whole in ((state.of_downloads, state.downloads), (state.of_population, state.population)):
        assert (share is not None) == bool(state.verified and whole and whole.value)
        if share is not None and state.verified and whole:
            assert abs(share * whole.value - state.verified.value) < 1e-3


# --- who uses it, and how it works

SUBMITTED, APPROVED = (
    a_figure(VERIFICATIONS_SUBMITTED, 400, "2026-10"),
    a_figure(VERIFICATIONS_WITHIN_DAY, 300, "2026-10"),
)


def test_active_accounts_verifications_and_failures_by_hand() -> None:
    """99,000 / 495,000, 300 / 400 and 12 / 4,800: each of its own period."""
    told = [ACCOUNTS, a_figure(ACTIVE_ACCOUNTS, 99_000), SUBMITTED, APPROVED]
    told += [a_figure(APP_SESSIONS, 4_800, "2026-10"), a_figure(APP_FAILURES, 12, "2026-10")]
    state = adoption(told)
    assert (state.active.value, state.approved.value, state.failing.value) == (0.2, 0.75, 0.0025)


def test_of_another_period_no_share_is_made() -> None:
    """Verifications of October are no part of those submitted in September."""
    state = adoption([APPROVED, a_figure(VERIFICATIONS_SUBMITTED, 400, "2026-09")])
    assert state.approved.part == APPROVED
    assert state.approved.value is None
    assert adoption([ACCOUNTS]).active.part is None


def test_districts_have_figures_of_their_own() -> None:
    """Those of a district never count for the city, nor the city's for a district."""
    north = [replace(ACCOUNTS, value=900, district="N"), replace(PEOPLE, value=3_600, district="N")]
    by_district = adoption_by_district([ACCOUNTS, PEOPLE, *north], {"S": "South", "N": "North"})
    assert list(by_district) == ["N"]
    assert by_district["N"].of_population == 0.25
    assert by_district["N"].downloads is None
    assert adoption([ACCOUNTS, *north]).verified == ACCOUNTS
    assert adoption(north).verified is None
    assert adoption_by_district([ACCOUNTS], {"N": "North"}) == {}
