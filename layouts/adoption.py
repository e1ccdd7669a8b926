"""How far the citizens took up the city's app, on the wall: slow facts, each told with its period."""

from dash import html
from dash.development.base_component import Component

from domain.figures import VERIFIED_ACCOUNTS, Figure
from domain.indicators.adoption import Adoption, Ratio, adoption, adoption_by_district
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.headlines import facts, headline_props, headlines
from layouts.ids import adoption_part
from layouts.shell import Props, detail, plain_panel, title
from layouts.text import NOTHING, Texts
from layouts.text_adoption import AdoptionTexts, adoption_texts

PERIOD = adoption_part("period")
VERIFIED = adoption_part("verified")
OF_POPULATION = adoption_part("of-population")
DOWNLOADS = adoption_part("downloads")
ACTIVE, APPROVED, FAILING = (adoption_part(part) for part in ("active", "approved", "failing"))
NO_DISTRICT = adoption_part("no-district")
DISTRICTS = 13


def has_adoption(profile: CityProfile) -> bool:
    """Whether the city has an app and counts who uses it."""
    return any(figure.name == VERIFIED_ACCOUNTS for figure in profile.figures)


def adoption_panel(profile: CityProfile, texts: Texts) -> Component:
    """Verified accounts, of the downloads and of the population; below them who uses the app, and how it works."""
    words = adoption_texts(texts)
    numbers = [(VERIFIED, texts.services.verified), (OF_POPULATION, texts.services.of_population)]
    rows = [
        (DOWNLOADS, texts.services.downloads),
        (ACTIVE, words.active),
        (APPROVED, words.approved),
        (FAILING, words.failing),
    ]
    return plain_panel("adoption", [title(_title(profile, "", texts), PERIOD), headlines(numbers), facts(rows)])


def _title(profile: CityProfile, period: str, texts: Texts) -> str:
    return texts.services.adoption.format(app=profile.citizen_app, period=period)


def adoption_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The newest figures that are stored; nothing for a city without the panel."""
    if not has_adoption(profile):
        return {}
    state, words = adoption(snapshot.figures), adoption_texts(texts)
    period = _title(profile, state.verified.period, texts) if state.verified else ""
    return {
        PERIOD: {"children": detail(period)},
        **_verified_props(state, texts),
        **_population_props(state, texts),
        DOWNLOADS: {"children": _counted(state.downloads, texts) if state.downloads else NOTHING},
        ACTIVE: {"children": ratio_words(state.active, texts, words)},
        APPROVED: {"children": ratio_words(state.approved, texts, words)},
        FAILING: {"children": ratio_words(state.failing, texts, words)},
    }


def ratio_words(ratio: Ratio, texts: Texts, words: AdoptionTexts) -> str:
    """A share with its period, or that nobody supplied it."""
    if ratio.value is None or ratio.part is None:
        return words.no_data
    return words.of_period.format(share=text.tenths(ratio.value, texts), period=ratio.part.period)


def _verified_props(state: Adoption, texts: Texts) -> Props:
    value, unit = headline_of(state.verified, texts)
    share = state.of_downloads
    note = "" if share is None else texts.services.of_downloads.format(share=text.tenths(share, texts))
    return headline_props(VERIFIED, value, note, unit=unit)


def _population_props(state: Adoption, texts: Texts) -> Props:
    share, people = state.of_population, state.population
    if share is None or people is None:
        return headline_props(OF_POPULATION, NOTHING, texts.no_data)
    return headline_props(OF_POPULATION, text.tenths(share, texts), _counted(people, texts), unit="%")


def _counted(figure: Figure, texts: Texts) -> str:
    return texts.services.counted.format(count=in_words(figure, texts), period=figure.period)


def headline_of(figure: Figure | None, texts: Texts) -> tuple[str, str]:
    """A count and its unit, or a dash where there is none: 495 and rb."""
    return (NOTHING, "") if figure is None else text.headline(int(figure.value), texts)


def in_words(figure: Figure | None, texts: Texts) -> str:
    """A count within a sentence: 1,28 jt."""
    return " ".join(part for part in headline_of(figure, texts) if part)


# --- by district


def districts_panel(profile: CityProfile, texts: Texts) -> Component:
    """The share of each district's people with a verified account; one line while nobody counts by district."""
    rows = [
        html.Div(
            [html.Span(name), html.B(id=adoption_part("district", slot))],
            id=adoption_part("district-row", slot),
            className="fact is-absent",
        )
        for slot, name in enumerate(list(profile.districts.values())[:DISTRICTS])
    ]
    words = adoption_texts(texts)
    children = [title(words.by_district), html.Div(id=NO_DISTRICT, className="note"), html.Div(rows, className="facts")]
    return plain_panel("adoption-districts", children)


def district_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The districts in the city's order."""
    known = adoption_by_district(snapshot.figures, profile.districts)
    words = adoption_texts(texts)
    props: Props = {NO_DISTRICT: {"children": "" if known else words.no_district}}
    for slot, code in enumerate(list(profile.districts)[:DISTRICTS]):
        props[adoption_part("district-row", slot)] = {"className": "fact" if known else "fact is-absent"}
        props[adoption_part("district", slot)] = {"children": _district(known.get(code), texts, words)}
    return props


def _district(state: Adoption | None, texts: Texts, words: AdoptionTexts) -> str:
    if state is None:
        return words.no_data
    if state.of_population is not None:
        return f"{text.tenths(state.of_population, texts)} %"
    return in_words(state.verified, texts) if state.verified else words.no_data
