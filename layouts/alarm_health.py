"""The health of the alarms in words: each measure with its target, for a terminal and for a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.alarms.board import Words
from domain.alarms.health import AlarmHealth, AlarmSource, Measure
from domain.alarms.priority import Priority
from layouts import text
from layouts.text import NOTHING, Texts, texts_for
from layouts.text_alarms import alarm_texts

Rules = Mapping[str, Words]
"""The words of the rules by their names."""


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words; `target` is empty where it has none, `is_beyond` says that it is missed.

    What is not judged is too little to be held against its target.
    """

    label: str
    value: str
    target: str = ""
    is_beyond: bool = False
    is_judged: bool = True


def health_lines(health: AlarmHealth, language: str) -> list[tuple[str, str]]:
    """For a terminal: each measure and its value, then the loudest sources with their places."""
    texts = texts_for(language)
    named = [(f"  {one.rule} {one.place}".rstrip(), text.whole(one.n, texts)) for one in health.top]
    return [*((one.label, _with_target(one, texts)) for one in measures(health, texts)), *named]


def _with_target(one: Told, texts: Texts) -> str:
    if not one.target or one.value == NOTHING:
        return one.value
    return f"{one.value} ({alarm_texts(texts.language).health_target.format(target=one.target)})"


def measures(health: AlarmHealth, texts: Texts) -> list[Told]:
    """Each measure, in the same order and number for every time."""
    words, rules, beyond, unjudged = alarm_texts(texts.language), health.rules, health.beyond, health.unjudged
    period, moment = text.as_told(rules.period_minutes, texts), text.as_told(rules.chatter_minutes, texts)
    most = rules.most_in_period * rules.operators
    standing = words.health_standing.format(hours=text.as_told(rules.standing_hours, texts))
    chattering = words.health_chattering.format(times=rules.chatter_times, minutes=moment)

    def judged(label: str, value: str, measure: Measure, limit: float, unit: str = "") -> Told:
        target = f"{'≤ ' if limit else ''}{text.as_told(limit, texts)}{unit}"
        return Told(label, value, target, measure in beyond, is_judged=measure not in unjudged)

    return [
        Told(words.health_n, text.whole(health.n, texts)),
        judged(words.health_rate.format(minutes=period), _rate(health, texts), Measure.RATE, rules.good_rate),
        judged(words.health_peak.format(minutes=period), text.whole(health.peak, texts), Measure.PEAK, most),
        judged(
            words.health_crowded.format(most=most, minutes=period),
            _percent(health.crowded, texts),
            Measure.CROWDED,
            rules.crowded_percent,
            " %",
        ),
        judged(*_share(health, Priority.CRITICAL, texts), Measure.CRITICAL, rules.critical_percent, " %"),
        judged(*_share(health, Priority.HIGH, texts), Measure.HIGH, rules.high_percent, " %"),
        Told(*_share(health, Priority.MEDIUM, texts)),
        Told(*_share(health, Priority.LOW, texts)),
        judged(standing, _standing(health, texts), Measure.STANDING, rules.standing_most),
        judged(chattering, text.whole(len(health.chattering), texts), Measure.CHATTERING, 0),
        Told(words.health_answer, _answer(health, texts)),
        judged(
            words.health_top_share.format(n=rules.top),
            _percent(health.top_share, texts),
            Measure.TOP,
            rules.top_percent,
            " %",
        ),
    ]


def _rate(health: AlarmHealth, texts: Texts) -> str:
    return NOTHING if health.rate is None else text.fixed(health.rate, 2, texts)


def _percent(share: float | None, texts: Texts) -> str:
    return NOTHING if share is None else f"{text.tenths(share, texts)} %"


def _share(health: AlarmHealth, priority: Priority, texts: Texts) -> tuple[str, str]:
    """What a priority is called, and its share of all alarms with how many they are."""
    words, n, of = alarm_texts(texts.language), health.mix.get(priority, 0), sum(health.mix.values())
    label = words.health_mix.format(priority=words.priorities[priority.word])
    return label, f"{text.tenths(n / of, texts)} % (n = {text.whole(n, texts)})" if of else NOTHING


def _standing(health: AlarmHealth, texts: Texts) -> str:
    return f"{text.whole(len(health.standing), texts)} / {text.whole(health.open, texts)}"


def _answer(health: AlarmHealth, texts: Texts) -> str:
    if health.answer_minutes is None:
        return NOTHING
    return f"{text.duration(60 * health.answer_minutes, texts)} (n = {text.whole(health.answered, texts)})"


def told_sources(sources: tuple[AlarmSource, ...], rules: Rules) -> list[AlarmSource]:
    """Sources as a page may tell them: those of single cases as one line for their rule."""
    found: dict[tuple[str, str], int] = {}
    for one in sources:
        words = rules.get(one.rule)
        key = (one.rule, one.place if words is not None and not words.is_of_cases else "")
        found[key] = found.get(key, 0) + one.n
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return [AlarmSource(rule, place, n) for (rule, place), n in ranked]
