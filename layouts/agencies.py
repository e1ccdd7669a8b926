"""The leaderboard of agencies: each a point with its interval against the target, never a race of bars.

The rows are a fixed number of slots, so nothing moves when an agency joins or leaves; what does not fit is folded
out of the middle, where it matters least who is before whom.
"""

from dash import html
from dash.development.base_component import Component

from domain.indicators.complaints import AgencyBoard, AgencyStanding
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, agency_part, agency_row
from layouts.shell import Props, detail, panel, title
from layouts.text import Texts

ROWS = 8
"""Beside the other services; a city that has none of them shows more agencies."""

ROWS_ALONE = 16

AXIS_START = 0.6
"""Shares below this stand at the left edge of the plot; their number still says how low they are."""

Row = AgencyStanding | int | None
"""A standing, the number of agencies folded away, or nothing."""


def agencies_panel(texts: Texts, rows: int = ROWS) -> Component:
    """The rows and, below them, how many agencies have too few cases."""
    axis = html.Div(html.Div(html.Span(id=Id.AGENCIES_TARGET)), className="agency-axis")
    slots = html.Div([axis, *(_slot(slot) for slot in range(rows))], id=Id.AGENCIES_PLOT, className="agency-rows")
    rest = html.Div(id=Id.AGENCIES_REST, className="note agency-rest")
    return panel(Id.AGENCIES_PANEL, [title(texts.agencies, Id.AGENCIES_TITLE), slots, rest], texts)


def _slot(slot: int) -> Component:
    plot = html.Div([html.I(className="band"), html.I(className="point")], className="agency-plot")
    return html.Div(
        [
            html.Span(id=agency_part(slot, "name"), className="agency-name"),
            plot,
            html.I(id=agency_part(slot, "movement"), className="movement"),
            html.Span(id=agency_part(slot, "share"), className="agency-share"),
        ],
        id=agency_row(slot),
        className="agency is-vacant",
    )


def agency_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, rows: int = ROWS) -> Props:
    """The rows, the target line, and the line of those with too few cases."""
    board = snapshot.board
    props: Props = {
        Id.AGENCIES_TITLE: {"children": detail(texts.agencies.format(days=board.window_days))},
        Id.AGENCIES_PLOT: {"style": {"--target": position(board.target)}, "className": _plot_class(board)},
        Id.AGENCIES_TARGET: {"children": target_words(board, texts)},
        Id.AGENCIES_REST: {"children": _rest(board, texts)},
    }
    for slot, row in enumerate(folded(board.standings, rows)):
        props |= _row_props(slot, row, profile, texts)
    return props


def folded(standings: tuple[AgencyStanding, ...], rows: int) -> list[Row]:
    """Exactly `rows` entries: the best and the worst, with one that counts the middle where they do not all fit."""
    if len(standings) <= rows:
        return [*standings, *[None] * (rows - len(standings))]
    best = (rows - 1) // 2
    worst = rows - 1 - best
    return [*standings[:best], len(standings) - best - worst, *standings[-worst:]]


def _row_props(slot: int, row: Row, profile: CityProfile, texts: Texts) -> Props:
    if isinstance(row, AgencyStanding):
        return _standing_props(slot, row, profile)
    words = "" if row is None else texts.agencies_between.format(n=row)
    return _props(slot, "is-vacant" if row is None else "is-fold", {}, words)


def _standing_props(slot: int, standing: AgencyStanding, profile: CityProfile) -> Props:
    share = standing.share
    state = "is-below" if standing.tier is Tier.BELOW else "is-ranked"
    style = {"--low": position(share.low), "--high": position(share.high), "--share": position(share.share)}
    agency = profile.agencies.get(standing.agency)
    return _props(
        slot, state, style, agency.short if agency else standing.agency, standing.movement, text.percent(share.share)
    )


def _props(slot: int, state: str, style: dict[str, str], name: str, moved: int = 0, share: str = "") -> Props:
    return {
        agency_row(slot): {"className": f"agency {state}", "style": style},
        agency_part(slot, "name"): {"children": name},
        agency_part(slot, "movement"): {"className": movement(moved)},
        agency_part(slot, "share"): {"children": share},
    }


_MOVEMENTS = {-1: "is-down", 0: "", 1: "is-up"}


def movement(direction: int) -> str:
    """The class of the little arrow of a direction: -1, 0 or 1."""
    return f"movement {_MOVEMENTS[direction]}".strip()


def position(share: float) -> str:
    """Where a share stands on the axis, 0 to 1."""
    return f"{max(0.0, (share - AXIS_START) / (1 - AXIS_START)):.4f}"


def target_words(board: AgencyBoard, texts: Texts) -> str:
    """What stands at the target line: nothing while there are no agencies to hold against it."""
    return texts.target.format(share=text.percent(board.target)) if board.standings else ""


def _plot_class(board: AgencyBoard) -> str:
    """An empty board gives its room away."""
    return "agency-rows" if board.standings else "agency-rows is-empty"


def _rest(board: AgencyBoard, texts: Texts) -> str:
    if not board.insufficient:
        return "" if board.standings else texts.agencies_none
    words = texts.agencies_insufficient if board.standings else texts.agencies_all_insufficient
    return words.format(n=board.insufficient, smallest=board.smallest_n)
