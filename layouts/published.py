"""What others say of the city, on the wall: reviews in the app's store, and indexes that are published once a year.

Neither is measured here and neither goes into a score; each stands with its period, and an index with its bands.
"""

from dash import html
from dash.development.base_component import Component

from domain.figures import IKM
from domain.indicators.published import PUBLISHED, PublishedIndex, SurveyedIndex, published_index
from domain.indicators.store_rating import TREND_MONTHS, Rating, RatingMonth, StoreReviews, Topic
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.headlines import headline_props, headlines
from layouts.ids import adoption_part
from layouts.shell import Props, plain_panel, title
from layouts.text import NOTHING, Texts
from layouts.text_adoption import AdoptionTexts, adoption_texts

SPAN = adoption_part("reviews-span")
STARS, ONE_STAR = adoption_part("stars"), adoption_part("one-star")
TOPICS = adoption_part("topics")
REVIEWS_SOURCE = adoption_part("reviews-source")
TREND_FROM, TREND_TO = adoption_part("trend-from"), adoption_part("trend-to")
FEWEST_STARS, MOST_STARS = 1, 5
SHOWN_TOPICS = 3
JOINED = " · "


# --- reviews


def reviews_panel(texts: Texts) -> Component:
    """The newest months together, month by month below, and what they speak of."""
    words = adoption_texts(texts)
    bars = [html.I(id=adoption_part("month", slot), className="hour-bar") for slot in range(TREND_MONTHS)]
    marks = [html.Span(id=TREND_FROM), html.Span(words.trend, className="note"), html.Span(id=TREND_TO)]
    children = [
        title(words.reviews, SPAN),
        headlines([(STARS, words.stars), (ONE_STAR, words.one_star)]),
        html.Div(bars, className="hour-bars"),
        html.Div(marks, className="month-marks"),
        html.Div(id=TOPICS),
        html.Div(id=REVIEWS_SOURCE, className="note"),
    ]
    return plain_panel("reviews", children)


def reviews_props(snapshot: Snapshot, texts: Texts) -> Props:
    """What is known of the store's reviews."""
    words, reviews = adoption_texts(texts), snapshot.reviews
    recent = reviews.recent
    return {
        SPAN: {"children": f", {span_words(recent, texts, words)}" if recent else ""},
        **_recent_props(recent, texts, words),
        **_trend_props(reviews, texts),
        TOPICS: {"children": topic_words(recent, words) if recent else ""},
        REVIEWS_SOURCE: {"children": source_words(reviews, words)},
    }


def _recent_props(recent: Rating | None, texts: Texts, words: AdoptionTexts) -> Props:
    if recent is None:
        return {**headline_props(STARS, NOTHING, words.no_data), **headline_props(ONE_STAR, NOTHING, words.no_data)}
    note = words.sample.format(n=text.whole(recent.n, texts))
    if recent.mean is None or recent.one_star is None:
        return {**headline_props(STARS, NOTHING, words.too_few), **headline_props(ONE_STAR, NOTHING, note)}
    return {
        **headline_props(STARS, text.fixed(recent.mean, 1, texts), note, unit="/ 5"),
        **headline_props(ONE_STAR, text.tenths(recent.one_star, texts), words.old if recent.is_old else "", unit="%"),
    }


def _trend_props(reviews: StoreReviews, texts: Texts) -> Props:
    trend = reviews.trend or ((None, None),) * TREND_MONTHS
    props: Props = {
        adoption_part("month", slot): {"style": {"--all": f"{_height(month):.3f}"}}
        for slot, (_, month) in enumerate(trend)
    }
    first, last = trend[0][0], trend[-1][0]
    props[TREND_FROM] = {"children": text.month(first, texts) if first else ""}
    props[TREND_TO] = {"children": text.month(last, texts) if last else ""}
    return props


def _height(month: RatingMonth | None) -> float:
    """The mean stars of a month as a share of the scale; nothing where there are too few."""
    mean = month.mean if month else None
    return 0.0 if mean is None else (mean - FEWEST_STARS) / (MOST_STARS - FEWEST_STARS)


def span_words(rating: Rating, texts: Texts, words: AdoptionTexts) -> str:
    """Des 2025–Feb 2026."""
    return words.span.format(first=text.month(rating.first_day, texts), last=text.month(rating.last_day, texts))


def topic_words(rating: Rating, words: AdoptionTexts, shown: int = SHOWN_TOPICS) -> str:
    """What the newest reviews mention most: lambat 6, login 4."""
    ranked = sorted(Topic, key=lambda topic: -rating.mentions.get(topic, 0))[:shown]
    named = [f"{words.topics[topic]} {rating.mentions[topic]}" for topic in ranked if rating.mentions.get(topic, 0)]
    return f"{words.topics_title}: {', '.join(named)}" if named else ""


def source_words(reviews: StoreReviews, words: AdoptionTexts) -> str:
    """Who counted, in short; or what was wrong with the file."""
    if reviews.problems and not reviews.trend:
        return words.unreadable
    return reviews.source.partition(",")[0] if reviews.trend else ""


# --- indexes


def indexes_panel(texts: Texts) -> Component:
    """Each index with its value, its band and its period."""
    words = adoption_texts(texts)
    rows = [
        html.Div(
            [
                html.Span(words.index_names[name]),
                html.B(id=index_part(name, "value")),
                html.Span(id=index_part(name, "band")),
                html.Span(id=index_part(name, "period"), className="note"),
                html.Span(id=index_part(name, "about"), className="note index-about"),
            ],
            className="index-row",
        )
        for name in PUBLISHED
    ]
    return plain_panel("indexes", [title(words.indexes), html.Div(rows, className="index-rows")])


def index_part(name: str, part: str) -> str:
    """One text of an index: value, band or period."""
    return adoption_part(f"index-{name}-{part}")


def index_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The newest value of each; that of another edition's bands says so."""
    words = adoption_texts(texts)
    props: Props = {}
    for name in PUBLISHED:
        value, band, period = index_words(snapshot, profile, name, texts, words)
        props[index_part(name, "value")] = {"children": value}
        props[index_part(name, "band")] = {"children": band}
        props[index_part(name, "period")] = {"children": period}
        props[index_part(name, "about")] = {"children": about_words(snapshot, profile, name, texts, words)}
    return props


def index_words(
    snapshot: Snapshot, profile: CityProfile, name: str, texts: Texts, words: AdoptionTexts
) -> tuple[str, str, str]:
    """The value of an index, its band and its period; a dash and why there is none."""
    if name == IKM and snapshot.surveyed is not None:
        return _surveyed_words(snapshot.surveyed, texts, words)
    index = published_index(name, snapshot.figures, profile.bands)
    if index.figure is None:
        return NOTHING, words.no_data if name == IKM else words.not_filled, ""
    return text.as_told(index.figure.value, texts), _band_words(index, texts, words), index.figure.period


def about_words(snapshot: Snapshot, profile: CityProfile, name: str, texts: Texts, words: AdoptionTexts) -> str:
    """How far a value may err, of which edition its bands are, and the country's value for the same period."""
    if name == IKM and snapshot.surveyed is not None:
        result = snapshot.surveyed.result
        if result.low is None or result.high is None:
            return ""
        bounds = words.interval.format(low=text.fixed(result.low, 1, texts), high=text.fixed(result.high, 1, texts))
        return JOINED.join([words.sample.format(n=text.whole(result.n, texts)), bounds])
    index = published_index(name, snapshot.figures, profile.bands)
    told = [
        words.margin.format(margin=text.fixed(index.margin, 1, texts)) if index.margin is not None else "",
        words.other_edition.format(edition=profile.bands[name].edition)
        if index.band and index.is_other_edition
        else "",
        words.national.format(value=text.as_told(index.national.value, texts)) if index.national else "",
    ]
    return JOINED.join(part for part in told if part)


def _band_words(index: PublishedIndex, texts: Texts, words: AdoptionTexts) -> str:
    if index.name == IKM:
        return words.n_not_told  # without the answers there is no telling whether they are enough for a grade
    return "" if index.band is None else index.band.label(texts.language).lower()


def _surveyed_words(surveyed: SurveyedIndex, texts: Texts, words: AdoptionTexts) -> tuple[str, str, str]:
    result, period = surveyed.result, surveyed.survey.period
    if result.index is None:
        return NOTHING, words.too_few, period
    if result.grade is None:
        return text.fixed(result.index, 2, texts), words.grade_withheld.format(n=result.n), period
    grade = f"{result.grade.value}, {words.grades[result.grade]}"
    return text.fixed(result.index, 2, texts), grade, period
