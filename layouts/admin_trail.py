"""The audit trail and the configuration in force as administrators see them."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TextIO

from dash import html
from dash.development.base_component import Component

from domain.audit import Action, AuditPage, AuditRow, ChainState
from domain.configuration import DEFAULT, PROGRAM, ConfiguredValue, digest
from domain.identity import Role
from domain.profile import CityProfile
from layouts.admin_data import days
from layouts.admin_parts import card, chip, choice, field, pager, row, table, words_input
from layouts.ids import Id
from layouts.inert_cells import harmless
from layouts.review_export import BYTE_ORDER_MARK
from layouts.text import NOTHING, Texts, whole
from layouts.text_admin import admin_words
from layouts.text_review import local, moment

ROWS_A_PAGE = 50

# --- the trail


def audit_layout(chain: ChainState | None, profile: CityProfile, texts: Texts) -> Component:
    """The tab of the trail, still without rows."""
    words, data = admin_words(texts).trail, admin_words(texts).data
    actions = [(action.value, words.actions[action]) for action in Action]
    filters = html.Div(
        [
            field(words.at, days(Id.ADMIN_AUDIT_DATES, data.from_day, data.until_day)),
            field(words.action, choice(Id.ADMIN_AUDIT_ACTION, actions, texts, None, words.all_actions)),
            field(words.who, words_input(Id.ADMIN_AUDIT_WHO, words.holds)),
            field(words.subject, words_input(Id.ADMIN_AUDIT_SUBJECT, words.holds)),
            html.Span(className="spacer"),
            html.A(words.csv, id=Id.ADMIN_AUDIT_CSV, className="button", href="/admin/audit.csv"),
        ],
        className="filters",
    )
    check = html.Button(words.check, id=Id.ADMIN_CHAIN_CHECK, type="button", className="button")
    page = pager(Id.ADMIN_AUDIT_OLDER, Id.ADMIN_AUDIT_NEWER, Id.ADMIN_AUDIT_PAGE, Id.ADMIN_AUDIT_COUNT, texts)
    state = html.Div(chain_state(chain, profile, texts), id=Id.ADMIN_CHAIN)
    return html.Div(
        [card([state], words.chain, [check]), card([filters]), card([html.Div(id=Id.ADMIN_AUDIT), page])],
        className="stack",
    )


def chain_state(chain: ChainState | None, profile: CityProfile, texts: Texts) -> list[Component]:
    """What the latest check of the chain found."""
    words = admin_words(texts).trail
    if chain is None:
        return [html.P(words.chain_unknown, className="note")]
    report = chain.report
    at = words.chain_at.format(time=moment(chain.at_ms, profile.timezone, texts))
    if report.broken_at is not None:
        return [html.P([chip(words.chain_broken.format(row=whole(report.broken_at, texts)), "abnormal"), " ", at])]
    told = html.P([chip(words.chain_whole.format(n=whole(report.rows, texts))), " ", html.Span(at, className="note")])
    return [told, html.P([words.chain_hash, " ", html.Code(report.last_hash)], className="note")]


def audit_table(page: AuditPage, profile: CityProfile, texts: Texts) -> Component:
    """Some rows, the newest first."""
    words = admin_words(texts).trail
    if not page.rows:
        return html.P(words.no_rows, className="note")
    headings = (words.number, words.at, words.who, words.role, words.action, words.subject, words.detail)
    rows = [
        row(
            [
                whole(one.number, texts),
                local(one.at_ms, profile.timezone).strftime(f"%d/%m/%Y %H{texts.time_mark}%M{texts.time_mark}%S"),
                one.who,
                role_words(one.role, texts),
                action_words(one.action, texts),
                one.subject,
                html.Span(detail_words(one.detail, texts), className="detail"),
            ],
            numbers=(0,),
        )
        for one in page.rows
    ]
    return table(headings, rows, (0,))


def role_words(role: str, texts: Texts) -> str:
    """A role of the trail, which may be none or one of another time."""
    known = {one.value: words for one, words in admin_words(texts).people.roles.items() if isinstance(one, Role)}
    return known.get(role, role)


def action_words(action: str, texts: Texts) -> str:
    """An action of the trail, which may be one of another time."""
    return {one.value: words for one, words in admin_words(texts).trail.actions.items()}.get(action, action)


def detail_words(detail: str, texts: Texts) -> str:
    """The values of a detail on one line, in the words that are known."""
    values = json.loads(detail)
    return _value(values, texts, "; ", ": ") if isinstance(values, dict) else detail


def _value(value: object, texts: Texts, between: str = ", ", after: str = " ") -> str:
    if isinstance(value, Mapping):
        shown = ((name, inner) for name, inner in value.items() if inner not in ({}, [], ""))
        return between.join(f"{_word(name, texts)}{after}{_value(inner, texts)}" for name, inner in shown)
    if isinstance(value, list):
        return ", ".join(NOTHING if one is None else _value(one, texts) for one in value)
    return whole(value, texts) if isinstance(value, int) else _word(str(value), texts)


def _word(word: str, texts: Texts) -> str:
    roles = {one.value: words for one, words in admin_words(texts).people.roles.items()}
    return {**roles, **admin_words(texts).trail.details}.get(word, word)


def write_trail(file: TextIO, rows: Iterable[AuditRow], profile: CityProfile, texts: Texts) -> None:
    """The trail as comma-separated values; no cell can start a formula. Times are the city's, with their offset."""
    words = admin_words(texts).trail
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow((words.number, words.at, words.who, words.role, words.action, words.subject, words.detail, "hash"))
    for one in rows:
        at = local(one.at_ms, profile.timezone).replace(tzinfo=profile.timezone).isoformat(timespec="milliseconds")
        cells = (str(one.number), at, one.who, one.role, one.action, one.subject, one.detail, one.hash)
        writer.writerow([harmless(cell) for cell in cells])


# --- the configuration


def configuration_layout(values: Sequence[ConfiguredValue], texts: Texts) -> Component:
    """Every value in force with its source, section by section; what is no default stands out."""
    words = admin_words(texts).trail
    head = card(
        [
            html.P(words.configuration_note, className="note"),
            html.P([words.configuration_hash, " ", html.Code(digest(values))], className="note"),
        ]
    )
    sections = groupby(values, key=lambda one: one.key.partition(".")[0].partition("[")[0])
    single, cards = [], []
    for name, section in sections:
        lines = list(section)
        if len(lines) == 1 and lines[0].key == name:
            single.extend(lines)
        else:
            cards.append(card([_values(lines, texts)], name))
    return html.Div(
        [head, html.Div([card([_values(single, texts)], words.setting), *cards], className="sections")],
        className="stack",
    )


def _values(values: Sequence[ConfiguredValue], texts: Texts) -> Component:
    words = admin_words(texts).trail
    sources = {DEFAULT: words.default, PROGRAM: words.program}
    rows = [
        row(
            [html.Code(one.key.partition(".")[2] or one.key), html.Code(one.value), sources.get(one.source, one.source)]
        )
        for one in values
    ]
    return table((words.setting, words.configured, words.comes_from), rows)
