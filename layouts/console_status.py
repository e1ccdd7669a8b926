"""The city's status on the desk: which level holds and why, what rules propose, and a form for the next level."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.city_status import LONGEST_REASON, Level
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts.city_status import proposal_words, who_words
from layouts.console_parts import field, select, tool
from layouts.ids import Id
from layouts.text import Texts
from layouts.text_city_status import status_texts


def status_form(texts: Texts) -> Sequence[Component]:
    """What holds, five levels to choose from, why, and a button; the reason is read by the whole room."""
    words = status_texts(texts.language)
    levels = [(str(level.value), f"{level.value} {words.levels[level]}") for level in Level]
    return [
        html.H3(words.title),
        html.Div(html.P(words.unset_note, className="desk-note"), id=Id.CONSOLE_LEVEL),
        field("status-reason", "textarea", words.reason, words.reason, LONGEST_REASON, rows=2),
        html.Div(
            [
                select("level", levels, words.title),
                html.Button(words.set_level, type="button", className="desk-button is-strong", **tool("set-status")),
            ],
            className="desk-wheel",
        ),
    ]


def level_lines(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> list[Component]:
    """The level with its reason, who set it when, and each proposal."""
    words, current = status_texts(texts.language), snapshot.status.current
    proposed = [proposal_words(one, texts, words) for one in snapshot.status.proposals]
    if current is None:
        said = [html.P(words.unset_note, className="desk-note")]
    else:
        who = who_words(current, profile, texts, words)
        said = [
            html.P([html.B(words.levels[current.level]), f" · {current.reason}"], className="desk-said"),
            html.P(who, className="desk-note"),
        ]
    return [*said, *(html.P(one, className="desk-note") for one in proposed)]


def decision_words(level: Level, reason: str, texts: Texts) -> str:
    """How a level that was set stands among the shift's decisions."""
    words = status_texts(texts.language)
    return f"{words.title}: {words.levels[level]}. {' '.join(reason.split())}"
