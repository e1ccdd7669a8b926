"""The city's app on the mayor's page: how many verified accounts, of what, and who says so."""

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.figures import Figure
from domain.indicators.adoption import Adoption, Ratio, adoption
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.adoption import has_adoption, headline_of, in_words
from layouts.ids import Id
from layouts.mayor_parts import card, figure, figure_props
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_adoption import adoption_texts
from layouts.text_mayor import MayorTexts

FIGURES = ("verified_accounts", "verified_of_downloads", "verified_of_population")
SUPPLIED = ("active_accounts", "verification", "app_errors")
"""What the app counts of itself: known as far as somebody supplies it."""


def adoption_card(profile: CityProfile, texts: Texts, words: MayorTexts) -> Component:
    """How many, who uses it and how it works, and where that comes from."""
    numbers = html.Div([figure(key, words) for key in (*FIGURES, *SUPPLIED)], className="mayor-figures is-list")
    sources = html.P(id=Id.MAYOR_ADOPTION_SOURCES, className="mayor-note")
    title = words.sections["adoption"].format(app=profile.citizen_app)
    return card(Section.ADOPTION, title, [numbers, sources], texts)


def mayor_adoption_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """The newest figures that are stored; nothing for a city without the card."""
    if not has_adoption(profile):
        return {}
    state = adoption(snapshot.figures)
    return {
        **_verified_props(state, texts, words),
        **_share_props("verified_of_downloads", state.of_downloads, state.downloads, words.of_downloads, texts, words),
        **_share_props(
            "verified_of_population", state.of_population, state.population, words.of_population, texts, words
        ),
        **_ratio_props("active_accounts", state.active, texts, words),
        **_ratio_props("verification", state.approved, texts, words),
        **_ratio_props("app_errors", state.failing, texts, words),
        Id.MAYOR_ADOPTION_SOURCES: {"children": _sources(state, texts, words)},
    }


def _verified_props(state: Adoption, texts: Texts, words: MayorTexts) -> Props:
    if state.verified is None:
        return figure_props("verified_accounts", None, words.no_data)
    value, unit = headline_of(state.verified, texts)
    return figure_props("verified_accounts", value, state.verified.period, unit)


def _share_props(
    key: str, share: float | None, whole: Figure | None, note: str, texts: Texts, words: MayorTexts
) -> Props:
    if share is None or whole is None:
        return figure_props(key, None, words.no_data)
    return figure_props(key, text.tenths(share, texts), note.format(n=in_words(whole, texts), period=whole.period), "%")


def _ratio_props(key: str, ratio: Ratio, texts: Texts, words: MayorTexts) -> Props:
    if ratio.value is None or ratio.part is None or ratio.whole is None:
        return figure_props(key, None, words.no_data)
    note = words.of_expected.format(n=in_words(ratio.whole, texts))
    return figure_props(key, text.tenths(ratio.value, texts), f"{note}, {ratio.part.period}", "%")


def _sources(state: Adoption, texts: Texts, words: MayorTexts) -> str:
    """Each source once, with what it tells."""
    named: dict[str, list[str]] = {}
    ratios = (state.active.part, state.approved.part, state.failing.part)
    for told in (state.verified, state.downloads, state.population, *ratios):
        if told:
            named.setdefault(told.source, []).append(adoption_texts(texts).figure_names[told.name])
    return " ".join(
        words.figure_sources.format(names=", ".join(names), source=source) for source, names in named.items()
    )
