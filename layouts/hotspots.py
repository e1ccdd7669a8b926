"""Where complaints gather, on the wall: incidents first, since they are exceptions; then the hot-spots, calm."""

from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from domain.patterns import PatternBoard
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.ids import Id, hotspot_part
from layouts.shell import Props, detail, is_heard, panel, title
from layouts.text import Texts
from layouts.text_hotspots import HotspotTexts, hotspot_texts

ROWS = 6


class _Row(NamedTuple):
    state: str
    mark: str
    what: str
    where: str = ""
    n: str = ""


_VACANT = _Row("is-vacant", "", "")


def hotspots_panel(texts: Texts) -> Component:
    """A fixed number of rows, so that nothing moves when one comes or goes."""
    slots = html.Div([_slot(slot) for slot in range(ROWS)], className="hotspot-rows")
    heading = title(hotspot_texts(texts.language).title, Id.HOTSPOTS_TITLE)
    return panel(Id.HOTSPOTS_PANEL, [heading, slots], texts)


def _slot(slot: int) -> Component:
    mark, after = html.B(id=hotspot_part("mark", slot)), html.Span(id=hotspot_part("after", slot))
    both = [
        html.Span([mark, after], className="hotspot-incident"),
        html.Span(id=hotspot_part("what", slot), className="hotspot-plain"),
    ]
    what = html.Span(both, className="hotspot-what")
    where = html.Span(id=hotspot_part("where", slot), className="hotspot-where")
    count = html.B(id=hotspot_part("n", slot))
    parts = [html.I(className="shape"), what, where, count]
    return html.Div(parts, id=hotspot_part("row", slot), className=f"hotspot {_VACANT.state}")


def hotspots_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The rows; nothing for a city without wards, whose page has no such panel."""
    if not profile.wards:
        return {}
    board, words = snapshot.patterns, hotspot_texts(texts.language)
    heading = words.title.format(n=text.whole(len(board.hotspots), texts), days=board.hotspot_days)
    is_known = is_heard(snapshot, Facts.COMPLAINTS)
    rows = _rows(board, profile, texts, words) if is_known else [_Row("is-note", "", texts.no_data)]
    props: Props = {Id.HOTSPOTS_TITLE: {"children": detail(heading) if is_known else ""}}
    for slot, row in enumerate([*rows[:ROWS], *[_VACANT] * (ROWS - len(rows))]):
        props |= _row_props(slot, row)
    return props


def _rows(board: PatternBoard, profile: CityProfile, texts: Texts, words: HotspotTexts) -> list[_Row]:
    incidents = [
        _Row("is-incident", f"{words.incident}: ", *_place(one.category, one.ward, profile), text.whole(one.n, texts))
        for one in board.incidents
    ]
    spots = [
        _Row("is-hotspot", "", *_place(one.category, one.ward, profile), text.whole(one.n, texts))
        for one in board.hotspots
    ]
    notes = [] if board.is_judged else [_Row("is-note", "", words.not_judged)]
    return [*incidents, *notes, *(spots or [_Row("is-note", "", words.none)])]


def _place(category: str, ward: str, profile: CityProfile) -> tuple[str, str]:
    return category_name(category, profile), ward_name(ward, profile)


def category_name(code: str, profile: CityProfile) -> str:
    """What a category is called."""
    known = profile.categories.get(code)
    return known.label if known else code


def ward_name(code: str, profile: CityProfile) -> str:
    """What a ward is called; nothing where the place lies in none that is known."""
    known = profile.wards.get(code)
    return known.name if known else ""


def _row_props(slot: int, row: _Row) -> Props:
    return {
        hotspot_part("row", slot): {"className": f"hotspot {row.state}"},
        hotspot_part("mark", slot): {"children": row.mark},
        hotspot_part("after", slot): {"children": row.what if row.mark else ""},
        hotspot_part("what", slot): {"children": "" if row.mark else row.what},
        hotspot_part("where", slot): {"children": row.where},
        hotspot_part("n", slot): {"children": row.n},
    }
