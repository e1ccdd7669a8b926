"""The page of screens: how each unattended screen is, by what it told last. The worst stand first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from domain.screen_reports import (
    Fleet,
    Pictured,
    ReportRules,
    ScreenReport,
    ScreenSeen,
    ScreenState,
    Told,
    current,
    state_of,
)
from layouts import text
from layouts.figures.paper import PAPER
from layouts.ids import Id
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_screens import ScreensTexts, screens_texts

TICK_MS = 5000

WORST_FIRST = (ScreenState.LOST, ScreenState.FROZEN, ScreenState.LATE, ScreenState.NEVER, ScreenState.ALIVE)

SHAPES = {
    ScreenState.ALIVE: "is-good",
    ScreenState.FROZEN: "is-frozen",
    ScreenState.LATE: "is-late",
    ScreenState.LOST: "is-lost",
    ScreenState.NEVER: "is-unknown",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a screen, one of the browsers that show it, and how that one is."""

    screen: ScreenSeen
    told: Told | None
    state: ScreenState


@dataclass(frozen=True, slots=True)
class _Words:
    texts: Texts
    own: ScreensTexts
    release: str
    titles: Mapping[str, str]
    now_ms: int
    pictures: Mapping[str, Pictured]
    rules: ReportRules

    def age(self, seconds: float | None) -> str:
        return self.own.unknown if seconds is None else text.duration(seconds, self.texts)


def screens_layout(
    fleet: Fleet,
    rules: ReportRules,
    release: str,
    titles: Mapping[str, str],
    texts: Texts,
    pictures: Mapping[str, Pictured],
) -> Component:
    """The page with how the screens are now; it asks again every few seconds."""
    words = screens_texts(texts.language)
    lead = words.lead.format(
        seconds=f"{rules.every_seconds:g}",
        late=f"{rules.late_after_seconds:g}",
        lost=text.duration(rules.lost_after_seconds, texts),
    )
    rows = screens_rows(fleet, rules, release, titles, texts, pictures)
    title = [html.H1(words.heading), html.A(words.wall, href="/wall", className="others")]
    return html.Main(
        [
            dcc.Interval(id=Id.SCREENS_TICK, interval=TICK_MS),
            html.Header([html.Div(title, className="title")]),
            html.P(lead, className="note"),
            html.Div(rows, id=Id.SCREENS_ROWS, className="card fleet"),
        ],
        className="review screens",
        style={f"--{name}": value for name, value in PAPER.items()},
    )


def screens_rows(
    fleet: Fleet,
    rules: ReportRules,
    release: str,
    titles: Mapping[str, str],
    texts: Texts,
    pictures: Mapping[str, Pictured],
) -> list[Component]:
    """A line that sums up, and a row for each browser of each screen that may come in.

    `titles` are those of scenes, `pictures` how it is with those of the pages that the viewer may be shown.
    """
    words = _Words(texts, screens_texts(texts.language), release, titles, fleet.now_ms, pictures, rules)
    found = lines(fleet, rules)
    if not found:
        return [html.P(words.own.none)]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in words.own.columns]))
    return [
        html.P(_summary(found, words), className="fleet-summary"),
        html.Table([head, html.Tbody([_row(line, words) for line in found])]),
    ]


def lines(fleet: Fleet, rules: ReportRules) -> Sequence[Line]:
    """What is shown, the worst first, then by name."""
    found = [
        Line(screen, told, state_of(told, fleet.now_ms, rules))
        for screen in fleet.screens
        if not screen.is_revoked
        for told in current(screen.reports, fleet.now_ms, rules) or (None,)
    ]
    return sorted(found, key=lambda line: (WORST_FIRST.index(line.state), line.screen.identity.name))


def _summary(found: Sequence[Line], words: _Words) -> str:
    names = {line.screen.identity.subject for line in found}
    bad = {line.screen.identity.subject for line in found if line.state is not ScreenState.ALIVE}
    template = words.own.summary if bad else words.own.all_alive
    return template.format(n=text.whole(len(bad), words.texts), all=text.whole(len(names), words.texts))


def _row(line: Line, words: _Words) -> Component:
    cells = [_state(line, words), _screen(line, words), *_told(line.told, words)]
    named = zip(words.own.columns, cells, strict=True)
    return html.Tr(
        [html.Td(cell, **data_attributes(column=name)) for name, cell in named], className=f"is-{line.state.value}"
    )


def _two(first: str | Component, second: str) -> list[Component]:
    """A value and what is to be known of it."""
    return [html.Div(first), html.Div(second or NOTHING, className="note")]


def _state(line: Line, words: _Words) -> list[Component]:
    mark = html.Span(words.own.states[line.state], className=f"mark {SHAPES[line.state]}")
    if line.told is None:
        return _two(mark, words.own.never)
    return _two(mark, words.own.ago.format(age=words.age((words.now_ms - line.told.at_ms) / 1000)))


def _screen(line: Line, words: _Words) -> list[Component]:
    identity = line.screen.identity
    return _two(
        html.B(identity.name), f"{words.own.roles.get(identity.role, identity.role.value)} · {identity.subject}"
    )


def _told(told: Told | None, words: _Words) -> list[list[Component]]:
    if told is None:
        return [_two(NOTHING, "") for _ in words.own.columns[2:]]
    report = told.report
    return [
        _picture(report, words),
        _memory(report, words),
        _resolution(report, words),
        _road(report, words),
        _release(report, words),
        _life(report, words),
    ]


def _picture(report: ScreenReport, words: _Words) -> list[Component]:
    own, newest = words.own, _newest(report, words)
    if report.frozen_s:
        return [*_two(own.frozen.format(age=words.age(report.frozen_s)), newest), *_shot(report, words)]
    return [*_two(own.is_drawing.format(age=words.age(report.paint_age_s)), newest), *_shot(report, words)]


def _newest(report: ScreenReport, words: _Words) -> str:
    if report.frame_age_s is None:
        return words.own.picture_unknown
    return words.own.picture_age.format(age=words.age(report.frame_age_s), n=report.seq)


def _road(report: ScreenReport, words: _Words) -> list[Component]:
    """How it is told, and the scene it shows."""
    scene = words.own.scene.format(name=words.titles.get(report.scene, report.scene))
    return _two(words.own.roads[report.road], scene if report.scene else report.address)


def _shot(report: ScreenReport, words: _Words) -> list[Component]:
    """The picture that the screen sent last, and the button that asks for one; nothing of what is not the viewer's."""
    pictured, own = words.pictures.get(report.page), words.own
    if pictured is None:
        return []
    asked = own.picture_asked.format(seconds=f"{words.rules.every_seconds:g}")
    button = html.Button(
        asked if pictured.is_wished else own.picture_ask,
        type="button",
        disabled=pictured.is_wished,
        **data_attributes(asks_picture=report.page),
    )
    if not pictured.at_ms:
        return [button]
    address = f"/screens/picture/{report.page}?{pictured.at_ms}"
    age = own.picture_of.format(age=words.age((words.now_ms - pictured.at_ms) / 1000))
    picture = html.Img(src=address, alt=age, className="screen-picture")
    return [
        html.A(picture, href=address, target="_blank", rel="noopener", title=own.picture_note),
        html.Div(age, className="note"),
        button,
    ]


def _memory(report: ScreenReport, words: _Words) -> list[Component]:
    if report.heap_mb is None:
        return _two(NOTHING, words.own.no_memory)
    limit = report.heap_limit_mb
    most = "" if limit is None else words.own.memory_of.format(mb=text.whole(round(limit), words.texts))
    return _two(f"{text.whole(round(report.heap_mb), words.texts)} MB", most)


def _resolution(report: ScreenReport, words: _Words) -> list[Component]:
    own = words.own
    profile = own.profile.format(name=report.profile) if report.profile else own.usual_profile
    ratio = own.pixels.format(ratio=text.as_told(report.pixel_ratio, words.texts))
    return _two(f"{report.width_px} × {report.height_px}", f"{profile} · {ratio}")


def _release(report: ScreenReport, words: _Words) -> list[Component]:
    if report.release == words.release:
        return _two(words.own.same_release, report.release)
    return _two(html.Span(words.own.old_release, className="mark is-late"), report.release)


def _life(report: ScreenReport, words: _Words) -> list[Component]:
    own = words.own
    up = own.up.format(age=words.age(report.up_s))
    if not report.reloads or not report.last_reloads:
        return _two(up, own.no_reload)
    last = report.last_reloads[-1]
    ago = max(0.0, (words.now_ms - last.at_ms) / 1000)
    told = own.last_reload.format(why=own.reasons[last.why], age=words.age(ago))
    n = own.reloads.format(n=text.whole(report.reloads, words.texts))
    return _two(up, f"{n}, {told}")
