"""docs/indicators.md, made from the catalogue and its words; a test fails when it lags."""

from domain.indicators.catalogue import CATALOGUE, Indicator
from domain.indicators.readings import NOT_COMPUTED
from layouts.mayor_definitions import basis_words, bounds_words, target_words
from layouts.text_indicators import indicator_texts

ENGLISH = indicator_texts("en")
INDONESIAN = indicator_texts("id")

INTRODUCTION = """\
# The indicators

What each number on the screens means. This page is generated from `domain/indicators/catalogue.py` and its words; a
test fails when it lags (`flask --app app contract` writes it anew). On the mayor's page, a touch on a number opens the
same words.

An installation may set other windows and targets for A05, A07 and A07-OPD in config.yaml; the screens tell those.
Thresholds without a law are proposals of this project, and marked so. Shares and percentiles of too few cases are
withheld: unknown is never shown as zero. Where no source of an installation brings what a row rests on, the row reads
"no data yet" (belum ada data).
"""


def indicator_files() -> dict[str, str]:
    """The page: its path in the project, and its text."""
    sections = (_section(indicator) for indicator in CATALOGUE.values())
    return {"docs/indicators.md": "\n".join([INTRODUCTION, _summary(), *sections])}


def _summary() -> str:
    rows = [
        f"| [{indicator.id}](#{_anchor(indicator)}) | {INDONESIAN.words[indicator.key].label} "
        f"| {ENGLISH.words[indicator.key].label} | {ENGLISH.units[indicator.unit]} | {_target(indicator)} |"
        for indicator in CATALOGUE.values()
    ]
    return "\n".join(["| id | Indonesian | English | unit | target |", "|---|---|---|---|---|", *rows, ""])


def _section(indicator: Indicator) -> str:
    label, formula, denominator = ENGLISH.words[indicator.key]
    lines = [
        f"## {indicator.id} {label}",
        "",
        f"*{INDONESIAN.words[indicator.key].label}*.{_not_computed(indicator)}",
        "",
        f"- {ENGLISH.numerator if denominator else ENGLISH.formula}: {formula}",
        f"- {ENGLISH.denominator}: {denominator or ENGLISH.no_denominator}",
        f"- Window: {ENGLISH.windows[indicator.window]}; clock: {ENGLISH.clocks[indicator.clock]}",
        f"- Target: {_target(indicator)}",
        *([f"- Bounds: {bounds_words(indicator.bounds, indicator.unit, ENGLISH)}"] if indicator.bounds else []),
        f"- Source: {ENGLISH.sources[indicator.source]}",
        f"- Rests on: {basis_words(indicator, ENGLISH)}",
        f"- Answers for it: {ENGLISH.owners[indicator.owner]}",
    ]
    if indicator.smallest_n is not None:
        lines.append(f"- {ENGLISH.smallest_n.format(n=indicator.smallest_n)}")
    return "\n".join([*lines, ""])


def _target(indicator: Indicator) -> str:
    return target_words(indicator.target, indicator.unit, ENGLISH)


def _not_computed(indicator: Indicator) -> str:
    return ' **Nothing computes it yet: it reads "no data yet".**' if indicator.key in NOT_COMPUTED else ""


def _anchor(indicator: Indicator) -> str:
    """As GitHub makes one of the heading."""
    heading = f"{indicator.id} {ENGLISH.words[indicator.key].label}".lower()
    return "".join(sign for sign in heading.replace(" ", "-") if sign.isalnum() or sign == "-")
