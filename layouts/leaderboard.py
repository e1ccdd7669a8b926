"""The scene of the whole leaderboard: two columns, three bands instead of ranks, and who has too few cases by name."""

from collections.abc import Collection, Sequence
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.complaints import AgencyBoard, AgencyStanding
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import Snapshot
from layouts import text
from layouts.agencies import movement, position, target_words
from layouts.ids import Id, leaderboard_part
from layouts.shell import Props, detail, holding, panel, title
from layouts.text import NO_BREAK, Texts

BANDS = (Tier.ABOVE, Tier.AROUND, Tier.BELOW)
COLUMNS = 2

Entry = AgencyStanding | Tier
"""A standing, or the heading of a band."""


def leaderboard_panel(profile: CityProfile, texts: Texts) -> Component:
    """Two columns of slots, enough for every agency and the three headings, and the names of the others."""
    half = slots_of(profile) // COLUMNS
    columns = [_column(column, range(column * half, (column + 1) * half)) for column in range(COLUMNS)]
    too_few = html.Div(
        [
            title(texts.services.too_few, Id.LEADERBOARD_TOO_FEW_TITLE),
            html.Div(html.Span(id=Id.LEADERBOARD_TOO_FEW), **holding([_names(profile)])),
        ],
        className="too-few",
    )
    return panel(
        Id.LEADERBOARD_PANEL,
        [
            title(texts.agencies, Id.LEADERBOARD_TITLE),
            html.Div(columns, id=Id.LEADERBOARD_PLOT, className="board"),
            too_few,
        ],
        texts,
    )


def slots_of(profile: CityProfile) -> int:
    """An even number of slots that hold every agency and every heading."""
    return 2 * -(-(len(profile.agencies) + len(BANDS)) // 2)


def _column(column: int, slots: Sequence[int]) -> Component:
    target = html.Div(html.Span(id=leaderboard_part("target", column)))
    axis = html.Div([target, html.Span("n", className="agency-cases")], className="agency-axis")
    return html.Div([axis, *(_slot(slot) for slot in slots)], className="agency-rows")


def _slot(slot: int) -> Component:
    plot = html.Div([html.I(className="band"), html.I(className="point")], className="agency-plot")
    return html.Div(
        [
            html.Span(id=leaderboard_part("name", slot), className="agency-name"),
            plot,
            html.I(id=leaderboard_part("movement", slot), className="movement"),
            html.Span(id=leaderboard_part("share", slot), className="agency-share"),
            html.Span(id=leaderboard_part("cases", slot), className="agency-cases"),
        ],
        id=leaderboard_part("row", slot),
        className="agency is-vacant",
    )


def leaderboard_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Every standing in its band, halved into two columns."""
    if not profile.agencies:
        return {}
    board, words = snapshot.board, texts.services
    props: Props = {
        Id.LEADERBOARD_TITLE: {"children": detail(texts.agencies.format(days=board.window_days))},
        Id.LEADERBOARD_PLOT: {
            "style": {"--target": position(board.target)},
            "className": "board" if board.standings else "board is-empty",
        },
        Id.LEADERBOARD_TOO_FEW_TITLE: {"children": detail(words.too_few.format(n=board.smallest_n))},
        Id.LEADERBOARD_TOO_FEW: {"children": _too_few(board, profile)},
    }
    for column in range(COLUMNS):
        props[leaderboard_part("target", column)] = {"children": target_words(board, texts)}
    half = slots_of(profile) // COLUMNS
    for start, entries in zip((0, half), halves(banded(board.standings)), strict=True):
        for slot, entry in zip_longest(range(half), entries[:half]):
            props |= _entry_props(start + slot, entry, profile, texts)
    return props


def banded(standings: Sequence[AgencyStanding]) -> list[Entry]:
    """The standings, best first, each band under its heading; a band without agencies has none."""
    entries: list[Entry] = []
    for band in BANDS:
        members = [standing for standing in standings if standing.tier is band]
        entries += [band, *members] if members else []
    return entries


def halves(entries: Sequence[Entry]) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Two columns of the same length, the first one longer by one; no heading stands last in the first."""
    middle = (len(entries) + 1) // 2
    if middle and isinstance(entries[middle - 1], Tier):
        middle -= 1
    return entries[:middle], entries[middle:]


def _entry_props(slot: int, entry: Entry | None, profile: CityProfile, texts: Texts) -> Props:
    if entry is None:
        return _props(slot, "is-vacant", {}, ("", "", ""))
    if isinstance(entry, Tier):
        return _props(slot, "is-band", {}, (_band_words(entry, texts), "", ""))
    share, agency = entry.share, profile.agencies.get(entry.agency)
    style = {"--low": position(share.low), "--high": position(share.high), "--share": position(share.share)}
    values = (agency.short if agency else entry.agency, text.percent(share.share), text.whole(share.n, texts))
    state = "is-below" if entry.tier is Tier.BELOW else "is-ranked"
    return _props(slot, state, style, values, entry.movement)


def _props(slot: int, state: str, style: dict[str, str], values: tuple[str, str, str], moved: int = 0) -> Props:
    props: Props = {
        leaderboard_part("row", slot): {"className": f"agency {state}", "style": style},
        leaderboard_part("movement", slot): {"className": movement(moved)},
    }
    for part, value in zip(("name", "share", "cases"), values, strict=True):
        props[leaderboard_part(part, slot)] = {"children": value}
    return props


def _band_words(band: Tier, texts: Texts) -> str:
    words = texts.services
    return {Tier.ABOVE: words.above, Tier.AROUND: words.around, Tier.BELOW: words.below}[band]


def _too_few(board: AgencyBoard, profile: CityProfile) -> str:
    """The names of the agencies that are not on the board, in the city's order."""
    return _names(profile, {standing.agency for standing in board.standings})


def _names(profile: CityProfile, without: Collection[str] = ()) -> str:
    return ", ".join(
        agency.short.replace(" ", NO_BREAK) for code, agency in profile.agencies.items() if code not in without
    )
