"""The open alarms on the mayor's page: the worst, whose they are, since when, and what is to be done."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.alarms.board import AlarmBoard, AlarmGroup
from domain.alarms.priority import Priority
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.alarms import LEVELS, owner_words, rule_words, where_words
from layouts.ids import Id, mayor_alarm
from layouts.shell import Props
from layouts.text import Texts
from layouts.text_alarms import AlarmTexts, alarm_texts
from layouts.text_review import moment

LINES = 4
DAY_MS = 24 * 3_600_000


def alarms_part(language: str) -> Component:
    """The alarms' slots under a heading; empty ones take no room."""
    words = alarm_texts(language)
    return html.Div(
        [
            html.H3([words.mayor_heading, html.Span(id=Id.MAYOR_ALARMS_STATE, className="mayor-note")]),
            html.Ul([_slot(slot) for slot in range(LINES)], className="mayor-lines"),
        ],
        id=Id.MAYOR_ALARMS,
        className="is-absent",
    )


def _slot(slot: int) -> Component:
    said = [
        html.Span(
            [html.B(id=mayor_alarm(slot, "what")), html.Span(id=mayor_alarm(slot, "where"))],
            className="mayor-alarm-what",
        ),
        html.Span(id=mayor_alarm(slot, "todo"), className="mayor-alarm-todo"),
        html.Span(id=mayor_alarm(slot, "whose"), className="mayor-note"),
    ]
    level = html.Span(id=mayor_alarm(slot, "level"), className="mayor-unseen")
    return html.Li([html.I(className="mayor-shape"), level, *said], id=mayor_alarm(slot, "line"), className="is-absent")


def urgent_groups(board: AlarmBoard) -> list[AlarmGroup]:
    """The critical and high ones, the worst first."""
    return [group for group in board.groups if group.priority <= Priority.HIGH]


def mayor_alarms_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The worst in their slots; how many wait, whether it is a flood, and how many lines found no room."""
    board, words, found = snapshot.alarms, alarm_texts(texts.language), urgent_groups(snapshot.alarms)
    is_shown = bool(found) or not board.is_known
    props: Props = {
        Id.MAYOR_ALARMS: {"className": "mayor-alarms" if is_shown else "is-absent"},
        Id.MAYOR_ALARMS_STATE: {"children": _state(board, len(board.groups) - min(len(found), LINES), words)},
    }
    for slot, group in zip_longest(range(LINES), found[:LINES]):
        props |= _slot_props(slot, group, snapshot, profile, texts)
    return props


def _state(board: AlarmBoard, more: int, words: AlarmTexts) -> str:
    if not board.is_known:
        return words.unknown
    waiting = sum(board.waiting.values())
    said = [words.waiting.format(n=waiting) if waiting else words.all_acknowledged]
    if board.flood_ms:
        said = [words.flood.format(n=board.flood_raised, minutes=f"{board.flood_minutes:g}")]
    return " · ".join([*said, *([words.more.format(n=more)] if more > 0 else [])])


def _slot_props(slot: int, group: AlarmGroup | None, snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    words, board = alarm_texts(texts.language), snapshot.alarms
    level = LEVELS[group.priority] if group else ""
    told = _told(group, snapshot, profile, texts) if group else {"what": "", "where": "", "todo": "", "whose": ""}
    waits = " is-waiting" if group and group.unacknowledged else ""
    todo = board.words[group.rule].todo.get(texts.language, "") if group and group.rule in board.words else ""
    return {
        mayor_alarm(slot, "line"): {"className": f"mayor-alarm is-{level}{waits}" if group else "is-absent"},
        mayor_alarm(slot, "level"): {"children": f"{words.levels[level]}: " if group else ""},
        **{mayor_alarm(slot, name): {"children": said} for name, said in (told | {"todo": todo}).items()},
    }


def _told(group: AlarmGroup, snapshot: Snapshot, profile: CityProfile, texts: Texts) -> dict[str, str]:
    words = alarm_texts(texts.language)
    times = f" {words.times.format(n=group.n)}" if group.n > 1 else ""
    where = where_words(group, snapshot, profile, words)
    answered = words.mayor_waiting if group.unacknowledged else words.mayor_answered
    whose = owner_words(group, profile, words) or where
    since = words.mayor_since.format(at=since_words(group.first_ms, snapshot.now_ms, profile, texts))
    return {
        "what": f"{rule_words(group.rule, snapshot.alarms.words, texts.language)}{times}",
        "where": f", {where}" if where else "",
        "whose": " · ".join(part for part in (whose, since, answered) if part),
    }


def since_words(at_ms: int, now_ms: int, profile: CityProfile, texts: Texts) -> str:
    """The time of today; of longer ago with its day."""
    if now_ms - at_ms < DAY_MS:
        return text.clock(at_ms, profile.timezone, texts)
    return moment(at_ms, profile.timezone, texts)
