"""The hand-over sheet of a shift: a page that prints on A4, with remarks, and signed off by the next shift."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from domain.alarms.board import AlarmBoard
from domain.handover import AlarmLine, Handover, Note, Sheet, SheetRow
from domain.identity import Identity
from domain.profile import CityProfile
from domain.work_list import WorkKind
from layouts import text
from layouts.alarms import place_name, rule_words
from layouts.console import CONSOLE_PATH
from layouts.console_log import decision_row
from layouts.console_parts import desk_stores, field, tool
from layouts.door_parts import sign_out
from layouts.figures.paper import PAPER
from layouts.hotspots import category_name, ward_name
from layouts.ids import Id
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_alarms import alarm_texts
from layouts.text_console import console_texts
from layouts.text_review import moment

PARTS = ("calls", "incidents", "shelved", "owned", "came_overdue")
AFTER_CALLS = 1
"""Where the alarms stand among the parts: behind the calls."""

LONGEST_REMARKS = 4000


class AlarmNames(NamedTuple):
    """What the rules of alarms are called, and by the places of their alarms the feeds."""

    board: AlarmBoard
    feeds: Mapping[str, str]


def handover_layout(
    identity: Identity,
    sheet: Sheet,
    kept: Handover | None,
    previous: Handover | None,
    profile: CityProfile,
    texts: Texts,
    alarms: AlarmNames,
    *,
    is_simulated: bool,
) -> Component:
    """The page: the sheet of the shift that runs, and the last one before it, to be signed off."""
    words = console_texts(texts.language)
    return html.Main(
        [
            *desk_stores(),
            *([_previous(identity, previous, profile, texts, alarms)] if previous is not None else []),
            _page(sheet, kept, profile, texts, alarms, is_simulated=is_simulated),
            html.Div(className="desk-toast", role="status", **data_attributes(toast="")),
        ],
        className="handover",
        style={f"--{name}": value for name, value in PAPER.items()},
        **data_attributes(
            handover=str(sheet.shift.from_ms),
            action_store=Id.CONSOLE_ACTION.value,
            done_words=words.script["done"],
            failed_words=words.script["failed"],
        ),
    )


def _page(
    sheet: Sheet,
    kept: Handover | None,
    profile: CityProfile,
    texts: Texts,
    alarms: AlarmNames,
    *,
    is_simulated: bool,
) -> Component:
    words = console_texts(texts.language)
    remarks = kept.remarks if kept else ""
    is_signed = kept is not None and kept.is_signed
    state = (
        words.sheet_unsaved
        if kept is None
        else words.sheet_saved.format(name=kept.name, time=_clock(kept.sheet.made_ms, profile, texts))
    )
    tools = [
        html.A(words.back, href=CONSOLE_PATH, className="button"),
        html.Span(className="spacer"),
        *(
            []
            if is_signed
            else [html.Button(words.sheet_save, type="button", className="button", **tool("sheet-save"))]
        ),
        html.Button(words.sheet_print, type="button", className="button", **tool("print")),
        sign_out(texts),
    ]
    shown = kept.sheet if kept is not None and is_signed else sheet
    written = (
        html.P(remarks or words.sheet_empty, className="sheet-remarks")
        if is_signed
        else field("remarks", "textarea", words.remarks, words.remarks_placeholder, LONGEST_REMARKS, rows=5)
    )
    return html.Article(
        [
            html.Div(tools, className="sheet-tools"),
            *_head(shown, profile, texts, is_simulated=is_simulated),
            html.P(state, className="sheet-state"),
            *_parts(shown, profile, texts, alarms),
            html.Section(
                [html.H2(words.remarks), html.Div(remarks, hidden=True, **data_attributes(remarks_kept="")), written],
                className="sheet-part",
            ),
            _signature(kept, profile, texts),
        ],
        className="sheet",
    )


def _head(sheet: Sheet, profile: CityProfile, texts: Texts, *, is_simulated: bool) -> list[Component]:
    words, shift = console_texts(texts.language), sheet.shift
    begin, end, made = (_clock(at_ms, profile, texts) for at_ms in (shift.from_ms, shift.to_ms, sheet.made_ms))
    note = words.sheet_note.format(
        date=text.date(shift.from_ms, profile.timezone, texts), begin=begin, end=end, made=made
    )
    badge = [html.Span(texts.simulated_data, className="badge")] if is_simulated else []
    cut = [html.P(words.sheet_cut, className="sheet-cut")] if sheet.is_cut else []
    title = words.sheet_title.format(name=shift.name)
    return [html.P([profile.title, *badge], className="sheet-city"), html.H1(title), html.P(note), *cut]


def _parts(sheet: Sheet, profile: CityProfile, texts: Texts, alarms: AlarmNames) -> list[Component]:
    words = console_texts(texts.language)
    listed = [
        _part(
            name,
            _rows(getattr(sheet, name), profile, texts, alarms),
            len(getattr(sheet, name)),
            words.sheet_parts[name],
            words.sheet_empty,
        )
        for name in PARTS
    ]
    rang = [_alarm(one, sheet, profile, texts, alarms) for one in sheet.rang]
    lines = [html.Table(html.Tbody(rang), className="sheet-rows")] if rang else []
    n = sum(one.n for one in sheet.rang)
    listed.insert(AFTER_CALLS, _part("alarms", lines, n, words.sheet_parts["alarms"], words.sheet_empty))
    decided = [decision_row(one, profile, texts) for one in sheet.decisions]
    noted = [_note(one, profile, texts, alarms) for one in sheet.notes]
    return [
        *listed,
        _part("decisions", decided, len(decided), words.sheet_parts["decisions"], words.sheet_empty),
        _part("notes", noted, len(noted), words.sheet_parts["notes"], words.sheet_empty),
    ]


def _part(name: str, rows: Sequence[Component], n: int, title: str, nothing: str) -> Component:
    """One part; an empty one takes a line, so that a sheet fits its page."""
    if not rows:
        return html.Section(html.H2([title, html.Span(nothing)]), className="sheet-part is-empty")
    return html.Section([html.H2([title, html.Span(str(n))]), *rows], className=f"sheet-part is-{name}")


def _rows(rows: Sequence[SheetRow], profile: CityProfile, texts: Texts, alarms: AlarmNames) -> list[Component]:
    if not rows:
        return []
    return [html.Table(html.Tbody([_row(one, profile, texts, alarms) for one in rows]), className="sheet-rows")]


def _row(one: SheetRow, profile: CityProfile, texts: Texts, alarms: AlarmNames) -> Component:
    words, agency = console_texts(texts.language), profile.agencies.get(one.agency)
    site = profile.sites.get(one.what) if one.kind == WorkKind.QUEUE.value else None
    is_alarm = one.kind == WorkKind.ALARM.value
    named = rule_words(one.what, alarms.board.words, texts.language) if is_alarm else category_name(one.what, profile)
    what = site.short if site else named
    ticket = one.ref if one.kind == WorkKind.COMPLAINT.value else ""
    due = words.due.format(at=moment(one.due_ms, profile.timezone, texts)) if one.due_ms else ""
    until = [f"→ {moment(one.until_ms, profile.timezone, texts)}: {one.reason}"] if one.until_ms else []
    state = ", ".join([words.states[one.state], *([one.who] if one.who else []), *until])
    cells = [
        html.Td([html.B(what or words.kinds[one.kind]), html.Span(ticket)]),
        html.Td(ward_name(one.ward, profile)),
        html.Td(agency.short if agency else ""),
        html.Td(due),
        html.Td(state),
    ]
    return html.Tr(cells)


def _alarm(one: AlarmLine, sheet: Sheet, profile: CityProfile, texts: Texts, alarms: AlarmNames) -> Component:
    """A rule: how often it rang, where and when first, how its alarms stand, and who answered."""
    words, place = console_texts(texts.language), place_name(one.place, alarms.feeds, profile)
    shorts = [profile.agencies[code].short for code in one.agencies if code in profile.agencies]
    is_earlier = one.first_ms < sheet.shift.from_ms
    since = words.alarms_before if is_earlier else words.alarms_since.format(at=_clock(one.first_ms, profile, texts))
    stands = words.alarms_waiting if one.waiting else words.alarms_open if one.open else words.alarms_closed
    answered = [words.alarms_answered.format(names=", ".join(one.answered_by))] if one.answered_by else []
    cells = [
        html.Td(
            [
                html.B(rule_words(one.rule, alarms.board.words, texts.language)),
                html.Span(place or one.place),
            ]
        ),
        html.Td(alarm_texts(texts.language).times.format(n=one.n)),
        html.Td(", ".join(shorts)),
        html.Td(since),
        html.Td("; ".join([stands.format(open=one.open, waiting=one.waiting), *answered])),
    ]
    return html.Tr(cells)


def _note(one: Note, profile: CityProfile, texts: Texts, alarms: AlarmNames) -> Component:
    about = rule_words(one.ref, alarms.board.words, texts.language) if one.kind == WorkKind.ALARM.value else one.ref
    who = [html.B(_clock(one.at_ms, profile, texts)), html.Span(one.name), html.Span(about, className="desk-about")]
    return html.Article([html.P(who, className="desk-who"), html.P(one.text, className="desk-said")])


def _signature(kept: Handover | None, profile: CityProfile, texts: Texts) -> Component:
    words = console_texts(texts.language)
    made = kept.name if kept else ""
    signed = kept.signed_name if kept and kept.is_signed else ""
    at = moment(kept.signed_ms, profile.timezone, texts) if kept and kept.is_signed else ""
    said = words.sheet_signed.format(name=signed, at=at) if signed else words.sheet_unsigned
    boxes = [html.Div([html.Span(words.signature), html.B(name or NOTHING)]) for name in (made, signed)]
    return html.Footer([html.Div(boxes, className="sheet-signatures"), html.P(said)], className="sheet-sign")


def _previous(identity: Identity, one: Handover, profile: CityProfile, texts: Texts, alarms: AlarmNames) -> Component:
    """The sheet that the shift before left, with what it takes to sign it off."""
    words, shift = console_texts(texts.language), one.sheet.shift
    title = words.sheet_of.format(
        name=shift.name,
        date=text.date(shift.from_ms, profile.timezone, texts),
        begin=_clock(shift.from_ms, profile, texts),
        end=_clock(shift.to_ms, profile, texts),
    )
    can_sign = not one.is_signed and identity.subject != one.login
    marks = {**tool("sheet-sign"), **data_attributes(shift=str(shift.from_ms))}
    sign = [html.Button(words.sheet_sign, type="button", className="button is-strong", **marks)] if can_sign else []
    at = moment(one.signed_ms, profile.timezone, texts) if one.is_signed else ""
    said = words.sheet_signed.format(name=one.signed_name, at=at) if one.is_signed else words.sheet_unsigned
    remarks = [html.P(one.remarks, className="sheet-remarks")] if one.remarks else []
    return html.Details(
        [
            html.Summary([html.B(words.sheet_previous), html.Span(title), html.Span(said), *sign]),
            *_parts(one.sheet, profile, texts, alarms),
            *remarks,
        ],
        className="sheet is-previous",
        open=not one.is_signed,
    )


def _clock(at_ms: int, profile: CityProfile, texts: Texts) -> str:
    return text.clock(at_ms, profile.timezone, texts)
