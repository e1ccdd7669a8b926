"""A row of the indicator catalogue in words: what it aims at, where its bounds are, what it rests on."""

from domain.indicators.catalogue import Bounds, Indicator, Target, Unit
from layouts.text_indicators import IndicatorTexts


def definition_rows(indicator: Indicator, texts: IndicatorTexts) -> list[tuple[str, str]]:
    """The terms of a definition and what they say, in the order in which they are told."""
    _, formula, denominator = texts.words[indicator.key]
    return [
        (texts.numerator if denominator else texts.formula, formula),
        (texts.denominator, denominator or texts.no_denominator),
        (texts.window, texts.windows[indicator.window]),
        (texts.clock, texts.clocks[indicator.clock]),
        (texts.target, target_words(indicator.target, indicator.unit, texts)),
        (texts.bounds, bounds_words(indicator.bounds, indicator.unit, texts)),
        (texts.source, texts.sources[indicator.source]),
        (texts.rests_on, basis_words(indicator, texts)),
        (texts.owner, texts.owners[indicator.owner]),
    ]


def target_words(target: Target | None, unit: Unit, texts: IndicatorTexts) -> str:
    """What is aimed at."""
    if target is None:
        return texts.no_target
    if target.is_most and not target.value:
        return f"0 {texts.units[unit]}"
    template = texts.at_most if target.is_most else texts.at_least
    return template.format(value=_number(target.value, texts), unit=texts.of_n if target.is_of_n else texts.units[unit])


def bounds_words(bounds: Bounds | None, unit: Unit, texts: IndicatorTexts) -> str:
    """Where good ends and bad begins."""
    if bounds is None:
        return texts.no_bounds
    named = {name: _number(value, texts) for name, value in (("good", bounds.good), ("watch", bounds.watch))}
    unit_words = texts.of_n if bounds.is_of_n else texts.units[unit]
    words = (texts.up_to if bounds.is_most else texts.from_on).format(**named, unit=unit_words)
    if bounds.least is None:
        return words
    return words + texts.below_least.format(least=_number(bounds.least, texts), unit=unit_words)


def basis_words(indicator: Indicator, texts: IndicatorTexts) -> str:
    """What a number rests on."""
    return "; ".join(texts.bases[basis] for basis in indicator.rests_on)


def _number(value: float, texts: IndicatorTexts) -> str:
    return f"{value:g}".replace(".", texts.decimal_mark)
