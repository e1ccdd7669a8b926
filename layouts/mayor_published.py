"""What others say of the city, on the mayor's page: store reviews, the satisfaction index, and yearly indexes."""

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.figures import IKM, IMDI, OMBUDSMAN, SPBE
from domain.indicators.published import published_index
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, mayor_index
from layouts.mayor_parts import card, figure, figure_props
from layouts.published import JOINED, about_words, index_words, span_words, topic_words
from layouts.shell import Props
from layouts.text import NOTHING, Texts
from layouts.text_adoption import AdoptionTexts, adoption_texts
from layouts.text_mayor import MayorTexts

YEARLY = (SPBE, IMDI, OMBUDSMAN)
ALL_TOPICS = 5


def has_published(profile: CityProfile) -> bool:
    """Whether there is anything that others could say of it here: an app, surveys, or indexes with bands."""
    return bool(profile.citizen_app or profile.surveys or profile.bands)


def published_card(texts: Texts, words: MayorTexts) -> Component:
    """Reviews and the satisfaction index as numbers, yearly indexes as rows; how to read them at a touch."""
    more = adoption_texts(texts)
    numbers = [figure("store_rating", words), figure("one_star", words, "store_rating"), figure("satisfaction", words)]
    rows = html.Dl([_index(name, more) for name in YEARLY], className="mayor-indexes")
    caveats = html.Details(
        [html.Summary(more.caveats), html.P(more.caveat), html.P(id=Id.MAYOR_PUBLISHED_SOURCES)],
        className="mayor-note mayor-caveats",
    )
    topics = html.P(id=Id.MAYOR_REVIEWS_TOPICS, className="mayor-note")
    children = [html.Div(numbers, className="mayor-figures is-list"), topics, rows, caveats]
    return card(Section.PUBLISHED, words.sections["published"], children, texts)


def _index(name: str, words: AdoptionTexts) -> Component:
    value: list[Component | str] = [
        html.B(id=mayor_index(name, "value")),
        " ",
        html.Span(id=mayor_index(name, "band")),
        html.Span(id=mayor_index(name, "about"), className="mayor-note"),
    ]
    return html.Div([html.Dt(words.index_names[name]), html.Dd(value)])


def mayor_published_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """The newest of each; nothing for a city without the card."""
    if not has_published(profile):
        return {}
    more, recent = adoption_texts(texts), snapshot.reviews.recent
    props: Props = {
        **_review_props(snapshot, texts, words, more),
        **_satisfaction_props(snapshot, profile, texts, more),
        Id.MAYOR_REVIEWS_TOPICS: {"children": topic_words(recent, more, ALL_TOPICS) if recent else ""},
        Id.MAYOR_PUBLISHED_SOURCES: {"children": " ".join(_sources(snapshot, profile, texts, more))},
    }
    for name in YEARLY:
        value, band, period = index_words(snapshot, profile, name, texts, more)
        about = JOINED.join(part for part in (period, about_words(snapshot, profile, name, texts, more)) if part)
        props[mayor_index(name, "value")] = {"children": value}
        props[mayor_index(name, "band")] = {"children": band}
        props[mayor_index(name, "about")] = {"children": about}
    return props


def _review_props(snapshot: Snapshot, texts: Texts, words: MayorTexts, more: AdoptionTexts) -> Props:
    recent = snapshot.reviews.recent
    if recent is None or recent.mean is None or recent.one_star is None:
        why = words.no_data if recent is None else words.too_few
        return {**figure_props("store_rating", None, why), **figure_props("one_star", None, why)}
    span = [span_words(recent, texts, more), *([more.old] if recent.is_old else [])]
    n = words.of_expected.format(n=text.whole(recent.n, texts))
    return {
        **figure_props("store_rating", text.fixed(recent.mean, 1, texts), ", ".join([n, *span]), "/ 5"),
        **figure_props("one_star", text.tenths(recent.one_star, texts), n, "%"),
    }


def _satisfaction_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, more: AdoptionTexts) -> Props:
    value, band, period = index_words(snapshot, profile, IKM, texts, more)
    about = about_words(snapshot, profile, IKM, texts, more)
    note = JOINED.join(part for part in (band, period, about) if part)
    return figure_props("satisfaction", None if value == NOTHING else value, note)


def _sources(snapshot: Snapshot, profile: CityProfile, texts: Texts, more: AdoptionTexts) -> list[str]:
    told: list[str] = []
    for name in (*YEARLY, IKM):
        index = published_index(name, snapshot.figures, profile.bands)
        if index.figure:
            told.append(_source(more.index_names[name], index.figure.source, text.day(index.figure.as_of, texts), more))
    if snapshot.surveyed:
        survey = snapshot.surveyed.survey
        told.append(_source(more.index_names[IKM], survey.source, text.day(survey.as_of, texts), more))
    reviews = snapshot.reviews
    if reviews.recent:
        told.append(_source(more.reviews_name, reviews.source, text.month(reviews.recent.last_day, texts), more))
    if reviews.problems:
        told.append(more.problems.format(n=len(reviews.problems), first=_without_folder(reviews.problems[0])))
    return told


def _source(name: str, source: str, day: str, more: AdoptionTexts) -> str:
    return more.source.format(name=name, source=source, day=day)


def _without_folder(problem: str) -> str:
    """The name of a file is enough on a screen; its folder is the installation's business."""
    path, colon, rest = problem.partition(": ")
    return path.rpartition("/")[2] + colon + rest
