"""How far the citizens took up the city's app, on the wall: slow facts, each told with its period."""

from dash.development.base_component import Component

from domain.figures import VERIFIED_ACCOUNTS, Figure
from domain.indicators.adoption import Adoption, adoption
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.headlines import facts, headline_props, headlines
from layouts.ids import adoption_part
from layouts.shell import Props, detail, plain_panel, title
from layouts.text import NOTHING, Texts

PERIOD = adoption_part("period")
VERIFIED = adoption_part("verified")
OF_POPULATION = adoption_part("of-population")
DOWNLOADS = adoption_part("downloads")


def has_adoption(profile: CityProfile) -> bool:
    """Whether the city has an app and counts who uses it."""
    return any(figure.name == VERIFIED_ACCOUNTS for figure in profile.figures)


def adoption_panel(profile: CityProfile, texts: Texts) -> Component:
    """Verified accounts, of the downloads and of the population; the downloads below them, for they are no users."""
    words = texts.services
    numbers = [(VERIFIED, words.verified), (OF_POPULATION, words.of_population)]
    return plain_panel(
        "adoption",
        [title(_title(profile, "", texts), PERIOD), headlines(numbers), facts([(DOWNLOADS, words.downloads)])],
    )


def _title(profile: CityProfile, period: str, texts: Texts) -> str:
    return texts.services.adoption.format(app=profile.citizen_app, period=period)


def adoption_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The newest figures that are stored; nothing for a city without the panel."""
    if not has_adoption(profile):
        return {}
    state = adoption(snapshot.figures)
    period = _title(profile, state.verified.period, texts) if state.verified else ""
    return {
        PERIOD: {"children": detail(period)},
        **_verified_props(state, texts),
        **_population_props(state, texts),
        DOWNLOADS: {"children": _counted(state.downloads, texts) if state.downloads else NOTHING},
    }


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
