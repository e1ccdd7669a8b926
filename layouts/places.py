"""Where and for how long complaints are open: wards, districts and ages as rows with quiet bars."""

from collections.abc import Sequence

import numpy as np
from dash import html
from dash.development.base_component import Component

from domain.map_points import AGE_STEPS_DAYS
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, place_part, ward_part
from layouts.shell import Props, panel, title
from layouts.text import NOTHING, Texts

WARDS = 3
DISTRICTS = 13
AGES = len(AGE_STEPS_DAYS) + 1

Row = tuple[str, int]
"""A name and a count."""

# --- the few wards of the overview


def wards_panel(texts: Texts) -> Component:
    """Where most complaints are open: the names that go with the darkest and the lightest of the map."""
    rows = [
        html.Div([html.Span(id=ward_part(slot, "name")), html.B(id=ward_part(slot, "open"))], className="fact")
        for slot in range(WARDS)
    ]
    return panel(Id.WARDS_PANEL, [title(texts.most_open), html.Div(rows, className="facts")], texts)


def wards_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The wards with the most open complaints; of equals, the one that stands first in the city's list.

    Nothing for a city without wards: its page has no such panel.
    """
    if not profile.wards:
        return {}
    props: Props = {}
    for slot, row in enumerate(_padded(_most(ward_rows(snapshot, profile)), WARDS)):
        props[ward_part(slot, "name")] = {"children": row[0] if row else NOTHING}
        props[ward_part(slot, "open")] = {"children": text.whole(row[1], texts) if row else ""}
    return props


# --- rows with bars


def ageing_panel(texts: Texts) -> Component:
    """How old the open complaints on the map are."""
    return panel(Id.AGEING_PANEL, [title(texts.services.ageing), _bars("ages", AGES)], texts)


def districts_panel(texts: Texts, profile: CityProfile) -> Component:
    """Open complaints of each district."""
    rows = min(DISTRICTS, len(profile.districts))
    return panel(Id.DISTRICTS_PANEL, [title(texts.services.districts), _bars("districts", rows)], texts)


def _bars(kind: str, rows: int) -> Component:
    slots = [
        html.Div(
            [
                html.Span(id=place_part(kind, slot, "name")),
                html.I(className="bar"),
                html.B(id=place_part(kind, slot, "n")),
            ],
            id=place_part(kind, slot, "row"),
            className="bar-row",
        )
        for slot in range(rows)
    ]
    return html.Div(slots, className="bar-rows")


def places_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The rows of the scene of complaints; a bar is a share of the longest of its list."""
    ages = _bar_props("ages", age_rows(snapshot), AGES, texts)
    if not profile.wards:
        return ages
    districts = district_rows(snapshot, profile)
    return {
        **ages,
        **_bar_props("districts", districts, min(DISTRICTS, len(districts)), texts),
    }


def _bar_props(kind: str, rows: Sequence[Row], slots: int, texts: Texts) -> Props:
    longest = max((count for _, count in rows), default=0) or 1
    props: Props = {}
    for slot, row in enumerate(_padded(rows, slots)):
        share = row[1] / longest if row else 0.0
        props[place_part(kind, slot, "row")] = {"style": {"--share": f"{share:.3f}"}}
        props[place_part(kind, slot, "name")] = {"children": row[0] if row else NOTHING}
        props[place_part(kind, slot, "n")] = {"children": text.whole(row[1], texts) if row else ""}
    return props


def ward_rows(snapshot: Snapshot, profile: CityProfile) -> list[Row]:
    """Open complaints by ward, most first."""
    names = [ward.name for ward in profile.wards.values()]
    order = np.argsort(-snapshot.ward_open, kind="stable")
    return [(names[int(i)], int(snapshot.ward_open[i])) for i in order if i < len(names)]


def district_rows(snapshot: Snapshot, profile: CityProfile) -> list[Row]:
    """Open complaints by district, most first; only those with a known ward."""
    counts = dict.fromkeys(profile.districts, 0)
    for ward, count in zip(profile.wards.values(), snapshot.ward_open, strict=False):
        counts[ward.district_code] += int(count)
    rows = [(profile.districts[code], count) for code, count in counts.items()]
    return sorted(rows, key=lambda row: -row[1])


def age_rows(snapshot: Snapshot) -> list[Row]:
    """How many of the complaints on the map stand at each step of age, youngest first."""
    counts = np.bincount(snapshot.points["age"], minlength=AGES)
    starts = (0, *AGE_STEPS_DAYS)
    return [(_age_words(starts, step), int(counts[step])) for step in range(AGES)]


def _age_words(starts: Sequence[int], step: int) -> str:
    if step == len(starts) - 1:
        return f"≥ {starts[step]}"
    first, last = starts[step], starts[step + 1] - 1
    return str(first) if first == last else f"{first}–{last}"


def _most(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row[1]]


def _padded(rows: Sequence[Row], slots: int) -> list[Row | None]:
    return [*rows[:slots], *[None] * (slots - len(rows))]
