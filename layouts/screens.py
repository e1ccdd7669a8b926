"""The page of screens: how each unattended screen is, by what it told last. The worst stand first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
class FleetView:
    """What the page tells: the screens, by which rules, the server's `release`, and the `titles` of scenes.

    `pictures` is how it is with those of the pages that the viewer may be shown.
    """

    fleet: Fleet
    rules: ReportRules
    release: str
    titles: Mapping[str, str]
    texts: Texts
    pictures: Mapping[str, Pictured] = field(default_factory=dict)

    @property
    def own(self) -> ScreensTexts:
        """The words of this page."""
        return screens_texts(self.texts.language)

    def age(self, seconds: float | None) -> str:
        """Seconds in words."""
        return self.own.unknown if seconds is None else text.duration(seconds, self.texts)

    def ago(self, at_ms: int) -> str:
        """How long ago an instant was, in words."""
        return self.age(max(0.0, (self.fleet.now_ms - at_ms) / 1000))


def screens_layout(view: FleetView) -> Component:
    """The page with how the screens are now; it asks again every few seconds."""
    words, rules = view.own, view.rules
    lead = words.lead.format(
        seconds=f"{rules.every_seconds:g}",
        late=f"{rules.late_after_seconds:g}",
        lost=text.duration(rules.lost_after_seconds, view.texts),
    )
    title = [html.H1(words.heading), html.A(words.wall, href="/wall", className="others")]
    return html.Main(
        [
            dcc.Interval(id=Id.SCREENS_TICK, interval=TICK_MS),
            html.Header([html.Div(title, className="title")]),
            html.P(lead, className="note"),
            html.Div(screens_rows(view), id=Id.SCREENS_ROWS, className="card fleet"),
        ],
        className="review screens",
        style={f"--{name}": value for name, value in PAPER.items()},
    )


def screens_rows(view: FleetView) -> list[Component]:
    """A line that sums up, and a row for each browser of each screen that may come in."""
    found = lines(view.fleet, view.rules)
    if not found:
        return [html.P(view.own.none)]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in view.own.columns]))
    return [
        html.P(_summary(found, view), className="fleet-summary"),
        html.Table([head, html.Tbody([_row(line, view) for line in found])]),
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


def _summary(found: Sequence[Line], view: FleetView) -> str:
    names = {line.screen.identity.subject for line in found}
    bad = {line.screen.identity.subject for line in found if line.state is not ScreenState.ALIVE}
    template = view.own.summary if bad else view.own.all_alive
    return template.format(n=text.whole(len(bad), view.texts), all=text.whole(len(names), view.texts))


def _row(line: Line, view: FleetView) -> Component:
    cells = [_state(line, view), _screen(line, view), *_told(line.told, view)]
    named = zip(view.own.columns, cells, strict=True)
    return html.Tr(
        [html.Td(cell, **data_attributes(column=name)) for name, cell in named], className=f"is-{line.state.value}"
    )


def _two(first: str | Component, second: str) -> list[Component]:
    """A value and what is to be known of it."""
    return [html.Div(first), html.Div(second or NOTHING, className="note")]


def _state(line: Line, view: FleetView) -> list[Component]:
    mark = html.Span(view.own.states[line.state], className=f"mark {SHAPES[line.state]}")
    if line.told is None:
        return _two(mark, view.own.never)
    return _two(mark, view.own.ago.format(age=view.ago(line.told.at_ms)))


def _screen(line: Line, view: FleetView) -> list[Component]:
    identity = line.screen.identity
    return _two(html.B(identity.name), f"{view.own.roles.get(identity.role, identity.role.value)} · {identity.subject}")


def _told(told: Told | None, view: FleetView) -> list[list[Component]]:
    if told is None:
        return [_two(NOTHING, "") for _ in view.own.columns[2:]]
    report = told.report
    return [
        _picture(report, view),
        _memory(report, view),
        _resolution(report, view),
        _road(report, view),
        _release(report, view),
        _life(report, view),
    ]


def _picture(report: ScreenReport, view: FleetView) -> list[Component]:
    own, newest = view.own, _newest(report, view)
    if report.frozen_s:
        return [*_two(own.frozen.format(age=view.age(report.frozen_s)), newest), *_shot(report, view)]
    return [*_two(own.is_drawing.format(age=view.age(report.paint_age_s)), newest), *_shot(report, view)]


def _newest(report: ScreenReport, view: FleetView) -> str:
    if report.frame_age_s is None:
        return view.own.picture_unknown
    return view.own.picture_age.format(age=view.age(report.frame_age_s), n=report.seq)


def _road(report: ScreenReport, view: FleetView) -> list[Component]:
    """How it is told, and the scene it shows."""
    scene = view.own.scene.format(name=view.titles.get(report.scene, report.scene))
    return _two(view.own.roads[report.road], scene if report.scene else report.address)


def _shot(report: ScreenReport, view: FleetView) -> list[Component]:
    """The picture that the screen sent last, and the button that asks for one; nothing of what is not the viewer's."""
    pictured, own = view.pictures.get(report.page), view.own
    if pictured is None:
        return []
    asked = own.picture_asked.format(seconds=f"{view.rules.every_seconds:g}")
    button = html.Button(
        asked if pictured.is_wished else own.picture_ask,
        type="button",
        disabled=pictured.is_wished,
        **data_attributes(asks_picture=report.page),
    )
    if not pictured.at_ms:
        return [button]
    address = f"/screens/picture/{report.page}?{pictured.at_ms}"
    age = own.picture_of.format(age=view.ago(pictured.at_ms))
    picture = html.Img(src=address, alt=age, className="screen-picture")
    return [
        html.A(picture, href=address, target="_blank", rel="noopener", title=own.picture_note),
        html.Div(age, className="note"),
        button,
    ]


def _memory(report: ScreenReport, view: FleetView) -> list[Component]:
    if report.heap_mb is None:
        return _two(NOTHING, view.own.no_memory)
    limit = report.heap_limit_mb
    most = "" if limit is None else view.own.memory_of.format(mb=text.whole(round(limit), view.texts))
    return _two(f"{text.whole(round(report.heap_mb), view.texts)} MB", most)


def _resolution(report: ScreenReport, view: FleetView) -> list[Component]:
    own = view.own
    profile = own.profile.format(name=report.profile) if report.profile else own.usual_profile
    ratio = own.pixels.format(ratio=text.as_told(report.pixel_ratio, view.texts))
    return _two(f"{report.width_px} × {report.height_px}", f"{profile} · {ratio}")


def _release(report: ScreenReport, view: FleetView) -> list[Component]:
    if report.release == view.release:
        return _two(view.own.same_release, report.release)
    return _two(html.Span(view.own.old_release, className="mark is-late"), report.release)


def _life(report: ScreenReport, view: FleetView) -> list[Component]:
    own = view.own
    up = own.up.format(age=view.age(report.up_s))
    if not report.reloads or not report.last_reloads:
        return _two(up, own.no_reload)
    last = report.last_reloads[-1]
    told = own.last_reload.format(why=own.reasons[last.why], age=view.ago(last.at_ms))
    n = own.reloads.format(n=text.whole(report.reloads, view.texts))
    return _two(up, f"{n}, {told}")
