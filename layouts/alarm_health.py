"""The health of the alarms in words: rows for a terminal, and a section that any page may embed."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from domain.alarms.board import Words
from domain.alarms.health import AlarmHealth, AlarmSource
from domain.alarms.priority import Priority
from layouts import text
from layouts.text import NOTHING, Texts, texts_for
from layouts.text_alarms import alarm_texts

Rules = Mapping[str, Words]
"""The words of the rules by their names."""


def health_section(health: AlarmHealth, rules: Rules, texts: Texts) -> Component:
    """The measures as a section of a page; of rules that watch single cases no place is told."""
    words = alarm_texts(texts.language)
    rows = [_fact(label, value) for label, value in measures(health, texts)]
    loud = [_fact(source_words(one, rules, texts), text.whole(one.n, texts)) for one in _told(health.top, rules)] or [
        html.P(words.health_none)
    ]
    return html.Section(
        [
            html.H2(words.health),
            html.Dl(rows, className="alarm-health-measures"),
            html.H3(words.health_top),
            html.Dl(loud, className="alarm-health-sources"),
        ],
        className="alarm-health",
    )


def _fact(label: str, value: str) -> Component:
    return html.Div([html.Dt(label), html.Dd(value)], className="alarm-health-fact")


def health_lines(health: AlarmHealth, language: str) -> list[tuple[str, str]]:
    """For a terminal: each measure and its value, then the loudest sources with their places."""
    texts = texts_for(language)
    named = [(f"  {one.rule} {one.place}".rstrip(), text.whole(one.n, texts)) for one in health.top]
    return [*measures(health, texts), *named]


def measures(health: AlarmHealth, texts: Texts) -> list[tuple[str, str]]:
    """Each measure and its value, with what is aimed at."""
    words, rules = alarm_texts(texts.language), health.rules
    period, moment = text.as_told(rules.period_minutes, texts), text.as_told(rules.chatter_minutes, texts)
    most = rules.most_in_period * rules.operators
    return [
        (words.health_n, text.whole(health.n, texts)),
        (words.health_rate.format(minutes=period), _rate(health, texts)),
        (words.health_peak.format(minutes=period), text.whole(health.peak, texts)),
        (words.health_crowded.format(most=most, minutes=period), _percent(health.crowded, texts)),
        (words.health_mix, _mix(health, texts)),
        (words.health_standing.format(hours=text.as_told(rules.standing_hours, texts)), _standing(health, texts)),
        (words.health_chattering.format(times=rules.chatter_times, minutes=moment), _chattering(health, texts)),
        (words.health_answer, _answer(health, texts)),
        (words.health_top, _top(health, texts)),
    ]


def _rate(health: AlarmHealth, texts: Texts) -> str:
    if health.rate is None:
        return NOTHING
    target = alarm_texts(texts.language).health_target.format(target="≤ " + text.as_told(health.rules.good_rate, texts))
    return f"{text.fixed(health.rate, 2, texts)} ({target})"


def _percent(share: float | None, texts: Texts) -> str:
    return NOTHING if share is None else f"{text.tenths(share, texts)} %"


def _mix(health: AlarmHealth, texts: Texts) -> str:
    words, n = alarm_texts(texts.language), sum(health.mix.values())
    if not n:
        return NOTHING
    return ", ".join(
        f"{words.priorities[one.word]} {text.whole(health.mix.get(one, 0), texts)} "
        f"({text.tenths(health.mix.get(one, 0) / n, texts)} %)"
        for one in Priority
    )


def _standing(health: AlarmHealth, texts: Texts) -> str:
    return f"{text.whole(len(health.standing), texts)} / {text.whole(health.open, texts)}"


def _chattering(health: AlarmHealth, texts: Texts) -> str:
    return text.whole(len(health.chattering), texts)


def _answer(health: AlarmHealth, texts: Texts) -> str:
    if health.answer_minutes is None:
        return NOTHING
    return f"{text.duration(60 * health.answer_minutes, texts)} (n = {text.whole(health.answered, texts)})"


def _top(health: AlarmHealth, texts: Texts) -> str:
    if health.top_share is None:
        return alarm_texts(texts.language).health_none
    share = text.tenths(health.top_share, texts)
    return f"{len(health.top)}: " + alarm_texts(texts.language).health_top_share.format(share=share)


def _told(sources: tuple[AlarmSource, ...], rules: Rules) -> list[AlarmSource]:
    """Sources as they may be told: those of single cases as one line for their rule."""
    found: dict[tuple[str, str], int] = {}
    for one in sources:
        words = rules.get(one.rule)
        key = (one.rule, one.place if words is not None and not words.is_of_cases else "")
        found[key] = found.get(key, 0) + one.n
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return [AlarmSource(rule, place, n) for (rule, place), n in ranked]


def source_words(source: AlarmSource, rules: Rules, texts: Texts) -> str:
    """A rule in its words, and its place."""
    words = rules.get(source.rule)
    label = words.label.get(texts.language, source.rule) if words else source.rule
    return f"{label} · {source.place}" if source.place else label
