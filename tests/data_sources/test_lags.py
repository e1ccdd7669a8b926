"""How long events took to a picture, over the last minutes of the machine."""

from data_sources.lags import LAG_SECONDS, SMALLEST_N, Lags
from domain.snapshot import Lag


def test_the_lag_is_the_95th_percentile_of_the_pictures_that_had_news() -> None:
    lags = Lags()
    for second in range(100):
        lags.tell(float(second), 1_000 if second < 90 else 4_000)
    assert lags.lag(100.0) == Lag(100, 4.0)


def test_a_few_pictures_tell_no_percentile() -> None:
    lags = Lags()
    for second in range(SMALLEST_N - 1):
        lags.tell(float(second), 50)
    assert lags.lag(60.0) == Lag(SMALLEST_N - 1, None)


def test_what_was_longer_ago_is_forgotten() -> None:
    lags = Lags()
    for second in range(20):
        lags.tell(float(second), 9_000)
    assert lags.lag(19.0 + LAG_SECONDS - 0.5) == Lag(1, None)
    for second in range(20):
        lags.tell(2_000.0 + second, 500)
    assert lags.lag(2_020.0) == Lag(20, 0.5)
