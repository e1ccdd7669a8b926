"""The operators' desk: the work list, what was opened of it, the walls and the decisions of the shift.

The page is built without values; the frames bring the rows and how they are handled, and console.js draws the list:
rows must neither jump nor lose their cursor, which no server can know of.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.alarms.board import AlarmBoard, first_of_many
from domain.clock import from_epoch_ms
from domain.desk import LONGEST_TEXT
from domain.desk_alarms import with_alarms
from domain.desk_view import ConsoleRules, DeskView, WallSeen
from domain.duty import shift_at
from domain.identity import Identity
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from domain.work_list import WorkItem, WorkKind, WorkRules, band
from layouts import text
from layouts.alarms import alarm_props, feed_names, flood_lines, rule_words, sound_button
from layouts.arrangement import Scene
from layouts.console_log import decision_rows, log_panel
from layouts.console_parts import desk_stores, field, select, tab, tool
from layouts.console_status import level_lines
from layouts.console_wall import wall_panel
from layouts.door_parts import sign_out
from layouts.hotspots import category_name, ward_name
from layouts.ids import Id
from layouts.shell import Props, city_status, connection_banner, data_attributes, newest_event, newest_event_props
from layouts.text import NOTHING, Texts
from layouts.text_alarms import ALARMS_PATH, alarm_texts
from layouts.text_console import console_texts
from layouts.text_console_fields import ConsoleTexts
from layouts.text_indicator_page import INDICATORS_PATH, page_texts
from layouts.text_screens import SCREENS_PATH, screens_texts
from layouts.theme import PALETTE

CONSOLE_PATH, HANDOVER_PATH = "/console", "/console/handover"
DESK_SIZES = {"text-row": "13px"}
"""The map's names on a desk."""


def desk_variables() -> dict[str, str]:
    """The custom properties of the page: the wall's colours at a desk's sizes."""
    return {f"--{name}": value for name, value in {**PALETTE, **DESK_SIZES}.items()}


def console_layout(
    identity: Identity,
    profile: CityProfile,
    texts: Texts,
    audience: str,
    rules: ConsoleRules,
    scenes: Sequence[Scene] = (),
) -> Component:
    """The page without values."""
    words = console_texts(texts.language)
    latency = data_attributes(live="latency", decimal_mark=texts.decimal_mark)
    return html.Main(
        [
            *desk_stores(),
            _header(profile, texts, words),
            connection_banner(profile, texts),
            html.Div([_list(profile, words), _side(profile, texts, words, rules, scenes)], className="desk-body"),
            *_dialogs(words, rules),
            newest_event(),
            html.Div(html.Span(id=Id.HEALTH_LATENCY, **latency), hidden=True),
        ],
        className="desk",
        style=desk_variables(),
        **_marks(identity, profile, texts, words, rules, audience),
    )


def _marks(
    identity: Identity, profile: CityProfile, texts: Texts, words: ConsoleTexts, rules: ConsoleRules, audience: str
) -> dict[str, Any]:
    """What the page's script must know: who looks, which components it sets, and its words."""
    said = {"script": dict(words.script), "kinds": dict(words.kinds), "clocks": dict(words.clocks)}
    units = [texts.minute, texts.hour, texts.day]
    shown = {**said, "states": dict(words.states), "units": units, "noRows": words.no_rows, "more": words.more_rows}
    return data_attributes(
        live_audience=str(audience),
        console=identity.subject,
        name=identity.name,
        hold_seconds=f"{rules.hold_seconds:g}",
        time_zone=profile.timezone.key,
        time_mark=texts.time_mark,
        words=json.dumps(shown, ensure_ascii=False),
        open_store=Id.CONSOLE_OPEN.value,
        action_store=Id.CONSOLE_ACTION.value,
    )


def _header(profile: CityProfile, texts: Texts, words: ConsoleTexts) -> Component:
    units = f"{texts.second} {texts.minute} {texts.hour}"
    age = data_attributes(live="age", age_text=words.age, unknown_text=words.age_unknown, units=units)
    return html.Header(
        [
            html.H1([html.B(words.title), html.Span(profile.name, className="desk-city")]),
            html.Span(id=Id.CONSOLE_STATUS, className="mark is-unknown"),
            html.Span(texts.simulated_data, id=Id.CONSOLE_SIMULATED_DATA, className="is-absent"),
            html.Span(texts.simulated_clock, id=Id.CONSOLE_SIMULATED_CLOCK, className="is-absent"),
            html.Span(className="spacer"),
            html.Span(className="desk-present", **data_attributes(present="", nobody=words.nobody_here)),
            html.Span(id=Id.CONSOLE_SHIFT, className="desk-shift"),
            html.Span(words.age_unknown, className="desk-age", **age),
            html.Span([html.B(NOTHING, id=Id.CONSOLE_CLOCK), f" {profile.timezone_label}"], className="desk-clock"),
            html.A(words.handover_link, href=HANDOVER_PATH, className="desk-link"),
            html.A(alarm_texts(texts.language).health_link, href=ALARMS_PATH, className="desk-link"),
            html.A(page_texts(texts.language).heading, href=INDICATORS_PATH, className="desk-link"),
            html.A(screens_texts(texts.language).heading, href=SCREENS_PATH, className="desk-link"),
            html.Span(sound_button(texts), id=Id.ALARMS_STRIP, className="desk-sound"),
            html.Button("?", type="button", className="desk-help", title=words.keys_title, **tool("help")),
            sign_out(texts),
        ],
        className="desk-header",
    )


def _pairs(names: Mapping[str, str], everything: str) -> list[tuple[str, str]]:
    return [("", everything), *sorted(names.items(), key=lambda pair: pair[1])]


# --- the list


def _list(profile: CityProfile, words: ConsoleTexts) -> Component:
    kinds = [tab("kind", "", words.all_kinds), *(tab("kind", kind.value, words.kinds[kind]) for kind in WorkKind)]
    agencies = {code: agency.short for code, agency in profile.agencies.items()}
    filters = [
        html.Div(kinds, className="desk-kinds", role="group"),
        html.Span(className="spacer"),
        *(
            html.Button([label, html.I()], type="button", className="desk-chip", **data_attributes(toggles=name))
            for name, label in (("mine", words.mine), ("unowned", words.unowned), ("shelved", words.shelved))
        ),
    ]
    chosen = [
        select("district", _pairs(profile.districts, words.all_districts), words.district),
        select("agency", _pairs(agencies, words.all_agencies), words.agency),
        field("search", "search", words.search, words.search, 80),
        html.Span(className="spacer"),
        html.Button(type="button", className="desk-changed is-absent", **tool("reorder")),
        html.Span(className="desk-count", **data_attributes(counts="")),
    ]
    head = html.Div([html.Span(label) for label in words.columns], className="work-head")
    rows = html.Div(
        html.P(words.waiting_first, className="work-empty"),
        className="work-rows",
        role="listbox",
        tabIndex=0,
        **{**data_attributes(work_rows=""), "aria-label": words.title},
    )
    return html.Section(
        [
            html.Div(filters, className="desk-filters"),
            html.Div(chosen, className="desk-filters"),
            head,
            rows,
            html.P(className="work-more is-absent", **data_attributes(more="")),
            html.Div(id=Id.CONSOLE_FLOOD, className="is-absent", role="status"),
        ],
        className="desk-list",
    )


# --- what stands beside it


def _side(
    profile: CityProfile, texts: Texts, words: ConsoleTexts, rules: ConsoleRules, scenes: Sequence[Scene]
) -> Component:
    tabs = html.Div([tab("pane", name, label) for name, label in words.tabs.items()], className="desk-tabs")
    case = html.Div(html.P(words.empty_detail, className="desk-hint"), id=Id.CONSOLE_DETAIL, className="desk-case")
    panes = [
        html.Div(case, className="desk-pane", **data_attributes(pane_of="case")),
        html.Div(
            wall_panel(profile, words, scenes, texts.language), className="desk-pane", **data_attributes(pane_of="wall")
        ),
        html.Div(log_panel(texts, words, rules), className="desk-pane", **data_attributes(pane_of="log")),
    ]
    return html.Section([tabs, *panes], className="desk-side", **data_attributes(pane_shown="case"))


def _dialogs(words: ConsoleTexts, rules: ConsoleRules) -> list[Component]:
    keys = [html.Div([html.Kbd(key), html.Span(label)], className="desk-key") for key, label in words.keys]
    hours = [tab("hours", f"{hours:g}", words.hours.format(n=f"{hours:g}")) for hours in rules.shelve_hours]
    shelve = [
        html.H2(words.shelve_title),
        field("reason", "textarea", words.shelve_reason, words.shelve_reason, LONGEST_TEXT),
        html.Div([html.Span(words.shelve_for), *hours], className="desk-hours"),
        _buttons(words, "shelve-save"),
    ]
    comment = [
        html.H2(words.comment_title),
        field("comment", "textarea", words.comment_title, words.comment_placeholder, LONGEST_TEXT, rows=4),
        _buttons(words, "comment-save"),
    ]
    confirm = [
        html.P(className="desk-question", **data_attributes(question="")),
        html.Div(
            [
                html.Button(words.cancel, type="button", className="desk-button", **tool("cancel")),
                html.Button(words.take_over, type="button", className="desk-button is-strong", **tool("confirm")),
            ],
            className="desk-buttons",
        ),
    ]
    return [
        _dialog("keys", [html.H2(words.keys_title), html.Div(keys, className="desk-keys")]),
        _dialog("shelve", shelve),
        _dialog("comment", comment),
        _dialog("confirm", confirm),
        html.Div(className="desk-toast", role="status", **data_attributes(toast="")),
    ]


def _dialog(name: str, children: Sequence[Component]) -> Component:
    """A box above the page; the script opens it, Esc closes it."""
    return html.Dialog(list(children), className="desk-dialog", **data_attributes(dialog=name))


def _buttons(words: ConsoleTexts, name: str) -> Component:
    return html.Div(
        [
            html.Button(words.cancel, type="button", className="desk-button", **tool("cancel")),
            html.Button(words.save, type="button", className="desk-button is-strong", **tool(name)),
        ],
        className="desk-buttons",
    )


# --- what changes


def console_props(
    snapshot: Snapshot,
    view: DeskView,
    connected: frozenset[str],
    profile: CityProfile,
    texts: Texts,
    rules: ConsoleRules,
) -> Props:
    """Everything on the desk that a snapshot or the desks decide."""
    words = console_texts(texts.language)
    level, status = city_status(snapshot, texts)
    badge = "desk-badge" if snapshot.is_simulated_data else "is-absent"
    clock_badge = "desk-badge" if snapshot.is_simulated_clock else "is-absent"
    return {
        Id.CONSOLE_WORK: {"data": work_data(snapshot, profile, texts.language)},
        Id.CONSOLE_DESK: {"data": desk_data(with_alarms(view, snapshot.alarms), connected, profile, texts)},
        Id.CONSOLE_CLOCK: {"children": text.clock(snapshot.now_ms, profile.timezone, texts)},
        Id.CONSOLE_STATUS: {"children": status, "className": f"mark {level}"},
        Id.CONSOLE_SHIFT: {"children": shift_words(snapshot.now_ms, profile, texts, words, rules)},
        Id.CONSOLE_SIMULATED_DATA: {"className": badge},
        Id.CONSOLE_SIMULATED_CLOCK: {"className": clock_badge},
        Id.CONSOLE_LEVEL: {"children": level_lines(snapshot, profile, texts)},
        Id.CONSOLE_DECISIONS: {"children": _decisions(snapshot, view, profile, texts, rules)},
        Id.CONSOLE_FLOOD: flood_props(snapshot, profile, texts),
        **_sound_props(snapshot, profile, texts),
        **newest_event_props(snapshot),
    }


def _sound_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Which alarms wait, for the desk's tones; it shows them in its list."""
    told = alarm_props(snapshot, profile, texts)[Id.ALARMS_STRIP]
    return {Id.ALARMS_STRIP: {name: value for name, value in told.items() if name.startswith("data-")}}


def flood_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> dict[str, Any]:
    """In a flood that it is one, and its rules with what came first; below the rows, which stay where they are."""
    lines = flood_lines(snapshot, profile, texts)
    head, *rules = lines or [""]
    children = [html.B(head), html.Ul([html.Li(line) for line in rules])]
    return {"children": children if lines else [], "className": "desk-flood" if lines else "is-absent"}


def _decisions(
    snapshot: Snapshot, view: DeskView, profile: CityProfile, texts: Texts, rules: ConsoleRules
) -> list[Component]:
    """Those of the shift that runs."""
    shift = shift_at(from_epoch_ms(snapshot.now_ms), rules.shifts, profile.timezone)
    return decision_rows([one for one in view.decisions if one.at_ms >= shift.from_ms], profile, texts)


def shift_words(now_ms: int, profile: CityProfile, texts: Texts, words: ConsoleTexts, rules: ConsoleRules) -> str:
    """Regu Pagi 07.00–14.00; a city without shifts has none."""
    shift = shift_at(from_epoch_ms(now_ms), rules.shifts, profile.timezone)
    if not shift.name:
        return words.no_shift
    begin, end = (text.clock(at_ms, profile.timezone, texts) for at_ms in (shift.from_ms, shift.to_ms))
    return words.shift.format(name=shift.name, begin=begin, end=end)


def work_data(snapshot: Snapshot, profile: CityProfile, language: str) -> dict[str, Any]:
    """The rows in their order, as the script reads them: codes for its filters, names for its reader."""
    board = snapshot.work
    firsts, feeds = first_of_many(snapshot.alarms.alarms), feed_names(snapshot)
    rows = [
        {**row_data(item, profile, snapshot.alarms, language), **_first(item, firsts), **_feed(item, feeds)}
        for item in board.items
    ]
    bands = [int(band(item, board.as_of_ms, WorkRules())) for item in board.items]
    return {"rows": [{**row, "b": place} for row, place in zip(rows, bands, strict=True)], "more": board.left_out}


def _first(item: WorkItem, firsts: Mapping[int, int]) -> dict[str, int]:
    """Of an alarm that came first among others of its group, how many these are."""
    n = firsts.get(int(item.ref), 0) if item.kind is WorkKind.ALARM else 0
    return {"f": n} if n else {}


def _feed(item: WorkItem, feeds: Mapping[str, str]) -> dict[str, str]:
    """Of an alarm about a feed what the feed is called."""
    return {"t": feeds[item.place]} if item.place in feeds else {}


def row_data(item: WorkItem, profile: CityProfile, alarms: AlarmBoard, language: str) -> dict[str, Any]:
    """One row; what is not known of it is empty."""
    ward, agency = profile.wards.get(item.ward), profile.agencies.get(item.agency)
    where = [part for part in (ward_name(item.ward, profile), ward.district if ward else "") if part]
    return {
        "k": item.kind.value,
        "r": item.ref,
        "w": what_words(item, profile, alarms, language),
        "p": ", ".join(dict.fromkeys(where)),
        "d": ward.district_code if ward else "",
        "a": item.agency,
        "s": agency.short if agency else "",
        "due": item.due_ms,
        "at": item.since_ms,
        "stop": item.stopped_ms,
        "c": item.clock.value,
        "n": item.n,
        "t": place_words(item, profile),
    }


def what_words(item: WorkItem, profile: CityProfile, alarms: AlarmBoard, language: str) -> str:
    """What a row is about; empty where its category is not told."""
    if item.kind is WorkKind.ALARM:
        return rule_words(item.what, alarms.words, language)
    if item.kind is WorkKind.QUEUE:
        site = profile.sites.get(item.what)
        return site.short if site else item.what
    return category_name(item.what, profile)


def place_words(item: WorkItem, profile: CityProfile) -> str:
    """Where an alarm is: a site by its name, a ticket as it is."""
    site = profile.sites.get(item.place)
    return site.short if site else item.place


def desk_data(view: DeskView, connected: frozenset[str], profile: CityProfile, texts: Texts) -> dict[str, Any]:
    """How rows are handled, who is there, and what the walls are asked to show."""
    handlings = {
        key: {
            "ack": one.acknowledged_by,
            "own": one.owner,
            "name": one.owner_name or one.by_name,
            "until": one.shelved_until_ms,
            "untilWords": text.clock(one.shelved_until_ms, profile.timezone, texts) if one.shelved_until_ms else "",
            "why": one.reason,
            "notes": one.comments,
        }
        for key, one in view.handlings.items()
    }
    present = [
        {"who": one.login, "name": one.name, "desk": one.desk, "since": _clock(one.since_ms, profile, texts)}
        for one in view.present
    ]
    walls = [wall_data(wall, wall.steering.wall in connected, profile, texts) for wall in view.walls]
    return {"handlings": handlings, "present": present, "walls": walls}


def wall_data(wall: WallSeen, is_connected: bool, profile: CityProfile, texts: Texts) -> dict[str, Any]:
    """One wall as its panel shows it."""
    steering, view = wall.steering, wall.steering.view
    return {
        "id": steering.wall,
        "name": wall.name,
        "isStaff": wall.is_staff_capable,
        "isOn": is_connected,
        "driver": steering.driver,
        "driverName": steering.driver_name,
        "since": _clock(steering.since_ms, profile, texts) if steering.driver else "",
        "view": {
            "scene": view.scene,
            "focus": view.focus.value,
            "code": view.focus_code,
            "layers": list(view.layers),
            "indicator": view.indicator,
            "pinned": view.is_pinned,
            "mode": view.mode.value,
            "at": view.at_ms,
        },
    }


def _clock(at_ms: int, profile: CityProfile, texts: Texts) -> str:
    return text.clock(at_ms, profile.timezone, texts)
