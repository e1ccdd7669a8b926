"""The mayor's minute: what needs attention first, in sentences; each leads to its section and to its definition."""

from collections.abc import Callable, Mapping
from itertools import zip_longest
from math import floor

from dash import html
from dash.development.base_component import Component

from domain.attention import Attention, Kind, Section, Severity, attentions
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.hotspots import category_name, ward_name
from layouts.ids import Id, mayor_attention, mayor_section
from layouts.mayor_alarms import alarms_part, mayor_alarms_props, urgent_groups
from layouts.mayor_parts import touched
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_mayor import MayorTexts, Sentence

LINES = 6

NAMES_TOLD = 3

_SHARES = ("share", "target")


def attention_card(words: MayorTexts, language: str) -> Component:
    """The slots of the open alarms, which ask for an answer, then of the sentences; empty ones take no room."""
    lines = [_line(slot, words) for slot in range(LINES)]
    return html.Section(
        [
            html.H2(words.attention),
            alarms_part(language),
            html.P(html.Span(words.calm), id=Id.MAYOR_CALM, className="mayor-calm is-absent"),
            html.Ul(lines, className="mayor-lines"),
            html.P(id=Id.MAYOR_MORE, className="mayor-more"),
        ],
        id=mayor_section("attention"),
        className="mayor-card mayor-attention",
        tabIndex=-1,
    )


def _line(slot: int, words: MayorTexts) -> Component:
    sentence = html.Span(
        [
            html.B(id=mayor_attention(slot, "lead")),
            html.Span(id=mayor_attention(slot, "rest")),
        ]
    )
    level = html.Span(id=mayor_attention(slot, "level"), className="mayor-unseen")
    link = html.A([html.I(className="mayor-shape"), level, sentence], id=mayor_attention(slot, "link"), href="#")
    marks = {"data-explains": "", "aria-label": words.about, "aria-haspopup": "dialog"}
    about = touched(["i"], "mayor-about", marks, mayor_attention(slot, "about"))
    return html.Li([link, about], id=mayor_attention(slot, "line"), className="is-absent")


def attention_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """The worst things in their slots, how many more there are, or that all is well."""
    found = attentions(snapshot, profile)
    more = len(found) - LINES
    is_calm = not found and snapshot.alarms.is_known and not urgent_groups(snapshot.alarms)
    props: Props = {
        Id.MAYOR_CALM: {"className": "mayor-calm" if is_calm else "mayor-calm is-absent"},
        Id.MAYOR_MORE: {"children": words.more.format(n=more) if more > 0 else ""},
    }
    for slot, item in zip_longest(range(LINES), found[:LINES]):
        props |= _line_props(slot, item, profile, texts, words)
    return props | mayor_alarms_props(snapshot, profile, texts)


def _line_props(slot: int, item: Attention | None, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    lead, rest = sentence_of(item, profile, texts, words) if item else ("", "")
    level = "is-critical" if item and item.severity is Severity.CRITICAL else "is-warning"
    section = item.section if item else Section.COMPLAINTS
    return {
        mayor_attention(slot, "line"): {"className": f"mayor-line {level}" if item else "is-absent"},
        mayor_attention(slot, "level"): {"children": f"{words.levels[item.severity]}: " if item else ""},
        mayor_attention(slot, "link"): {"href": f"#{mayor_section(section.value)}"},
        mayor_attention(slot, "lead"): {"children": _together(lead)},
        mayor_attention(slot, "rest"): {"children": _together(rest)},
        mayor_attention(slot, "about"): {"data-explains": item.indicator if item else ""},
    }


def _together(words: str) -> str:
    """A number and its per cent sign stay on one line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


# --- sentences


def sentence_of(item: Attention, profile: CityProfile, texts: Texts, words: MayorTexts) -> tuple[str, str]:
    """What is wrong, and the rest of the sentence."""
    sentence = words.sentences[item.kind]
    what, where = [*(_name(code, profile) for code in item.names), "", ""][:2]
    values = {**_numbers(item.numbers, texts), "names": _names(item, profile, words), "what": what, "where": where}
    rest = (_particular(item, sentence) or sentence.rest).format(**values)
    return sentence.lead.format(**values), rest + _others(item, words)


def _particular(item: Attention, sentence: Sentence) -> str:
    return sentence.more if _IS_PARTICULAR.get(item.kind, _has_names)(item) else ""


def _has_names(item: Attention) -> bool:
    return bool(item.names)


_IS_PARTICULAR: Mapping[Kind, Callable[[Attention], bool]] = {
    Kind.QUEUE_OVER_PROMISE: lambda item: "promise" in item.numbers,
    Kind.INCIDENT: lambda item: len(item.names) > 1,
}
"""What there must be to tell, where that is not just names."""


def _others(item: Attention, words: MayorTexts) -> str:
    others = int(item.numbers["n"]) - 1 if item.kind is Kind.QUEUE_OVER_PROMISE else 0
    return words.others_too.format(n=others) if others > 0 else ""


def _numbers(numbers: Mapping[str, float], texts: Texts) -> dict[str, str]:
    return {name: _number(name, value, texts) for name, value in numbers.items()}


def _number(name: str, value: float, texts: Texts) -> str:
    if name in _SHARES and value <= 1:
        return text.percent(value)
    return text.whole(floor(value), texts)


def _names(item: Attention, profile: CityProfile, words: MayorTexts) -> str:
    names = [_name(code, profile) for code in item.names]
    told, rest = names[:NAMES_TOLD], len(names) - NAMES_TOLD
    if rest > 0:
        return ", ".join(told) + f" (+{rest})"
    return words.joined.join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)


def _name(code: str, profile: CityProfile) -> str:
    """The short name of an agency or a site, the name of a category or a ward; a feed's label stands for itself."""
    known = profile.sites.get(code) or profile.agencies.get(code)
    if known:
        return known.short
    return category_name(code, profile) if code in profile.categories else ward_name(code, profile) or code
