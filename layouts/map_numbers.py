"""What the map is told by each frame, beside its points: colours of wards, numbers of areas, evidence, trails.

Each part is an unseen component whose `data-value` is JSON: the map draws from it, a callback never sees it. All of it
is text or a number; the browser sets it as text.
"""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.areas import AreaBoard, AreaNumbers, wards_of
from domain.choropleth import GOOD_WHEN_HIGH, AreaIndicator, Starts, steps
from domain.hotspots import Hotspot
from domain.map_steering import Steering
from domain.patterns import LocalIncident
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.hotspots import category_name, ward_name
from layouts.ids import map_part
from layouts.shell import Props, data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_map import MapTexts, map_texts

SHARES = frozenset({AreaIndicator.OVERDUE, AreaIndicator.ON_TIME})
UNKNOWN_STEP = "u"


def told(profile: CityProfile, prefix: str, has_controls: bool) -> list[Component]:
    """The unseen components; the numbers of areas and sites only where somebody can ask for them."""
    if not profile.wards:
        return [_slot(prefix, part) for part in ("evidence", "trails", "steering")]
    indicators = [_slot(prefix, f"indicator-{one}", map_indicator=one.value) for one in offered(profile)]
    areas = [_slot(prefix, f"area-{code}", map_area=code) for code in profile.districts] if has_controls else []
    sites = [_slot(prefix, "sites")] if has_controls and profile.sites else []
    return [*indicators, *areas, *sites, *(_slot(prefix, part) for part in ("evidence", "trails", "steering"))]


def _slot(prefix: str, part: str, **marks: str) -> Component:
    what = {"map_told": part.partition("-")[0], **marks}
    return html.Div(id=map_part(prefix, part), hidden=True, **data_attributes(value="", **what))


def offered(profile: CityProfile) -> list[AreaIndicator]:
    """What a city's wards may be coloured by: what it could ever know something of."""
    has_people = any(figure.district for figure in profile.figures)
    missing = {AreaIndicator.WAITING: not profile.sites, AreaIndicator.PER_1000: not has_people}
    return [one for one in AreaIndicator if not missing.get(one)]


def told_props(
    snapshot: Snapshot, profile: CityProfile, texts: Texts, prefix: str = "map", has_controls: bool = False
) -> Props:
    """What the parts say."""
    words = map_texts(texts.language)
    props: Props = {
        map_part(prefix, "evidence"): _value(evidence(snapshot, profile, texts, words)),
        map_part(prefix, "trails"): _value(_trails(snapshot)),
    }
    if not profile.wards:
        return props
    for one in offered(profile):
        props[map_part(prefix, f"indicator-{one}")] = _value(_coloured(one, snapshot.areas, profile, texts))
    if has_controls:
        for code in profile.districts:
            props[map_part(prefix, f"area-{code}")] = _value(_area(code, snapshot.areas, profile, texts, words))
        if profile.sites:
            props[map_part(prefix, "sites")] = _value(_sites(snapshot, profile, texts, words))
    return props


def steering_props(wish: Steering, prefix: str = "map") -> Props:
    """What turns a map from elsewhere: a frame, or a callback, carries it to the map of a prefix."""
    return {map_part(prefix, "steering"): _value(wish.told())}


def _value(what: Any) -> dict[str, object]:
    return {"data-value": json.dumps(what, ensure_ascii=False, separators=(",", ":"))}


# --- colours


def _coloured(one: AreaIndicator, areas: AreaBoard, profile: CityProfile, texts: Texts) -> Mapping[str, Any]:
    """One sign for each ward in the profile's order, and what the classes mean, lightest first."""
    starts = areas.starts.get(one)
    if starts is None or len(areas.open) != len(profile.wards):
        return {"steps": UNKNOWN_STEP * len(profile.wards), "labels": []}
    found = steps(areas.values(one, profile), starts, one in GOOD_WHEN_HIGH)
    drawn = "".join(UNKNOWN_STEP if step < 0 else str(step) for step in found.tolist())
    labels = class_labels(one, starts, texts)
    return {"steps": drawn, "labels": labels[::-1] if one in GOOD_WHEN_HIGH else labels}


def class_labels(one: AreaIndicator, starts: Starts, texts: Texts) -> list[str]:
    """What each class holds, from the lowest values to the highest."""
    words = map_texts(texts.language)
    if one in SHARES or any(start != int(start) for start in starts) or starts[0] != 1:
        shown = [text.percent(start) if one in SHARES else _short(start, texts) for start in starts]
        between = [f"{low}–{high}" for low, high in pairwise(shown)]
        return [words.below.format(value=shown[0]), *between, f"≥ {shown[-1]}"]
    whole = [int(start) for start in starts]
    ranges = [_range(low, high - 1, texts) for low, high in zip((0, *whole), whole, strict=False)]
    return [*ranges, f"≥ {text.whole(whole[-1], texts)}"]


def _short(value: float, texts: Texts) -> str:
    return text.whole(int(value), texts) if value == int(value) else text.fixed(value, 1, texts)


def _range(low: int, high: int, texts: Texts) -> str:
    return text.whole(low, texts) if low == high else f"{text.whole(low, texts)}–{text.whole(high, texts)}"


# --- numbers of one area


def _area(code: str, areas: AreaBoard, profile: CityProfile, texts: Texts, words: MapTexts) -> Mapping[str, Any]:
    """The facts of a district as [words, number], and of each of its wards as [place, open, overdue, on time]."""
    if len(areas.open) != len(profile.wards):
        return {"facts": [], "wards": []}
    numbers = areas.district(code, profile)
    facts = [[words.facts[one], _told(one, numbers, texts, words)] for one in offered(profile)]
    places = wards_of(code, profile)
    wards = [[place, *_ward(areas.ward(place), texts)] for place in places]
    is_all_told = all(areas.ward(place).on_time is not None for place in places)
    note = "" if is_all_told else f"{NOTHING} {words.too_few.format(n=areas.smallest_n)}"
    return {"facts": facts, "wards": wards, "note": note}


def _ward(numbers: AreaNumbers, texts: Texts) -> list[str]:
    return [text.whole(numbers.open, texts), text.whole(numbers.overdue, texts), _percent(numbers.on_time)]


def _told(one: AreaIndicator, numbers: AreaNumbers, texts: Texts, words: MapTexts) -> str:
    if one is AreaIndicator.OPEN:
        return text.whole(numbers.open, texts)
    if one is AreaIndicator.OVERDUE:
        return text.whole(numbers.overdue, texts)
    if one is AreaIndicator.ON_TIME:
        return _percent(numbers.on_time) if numbers.on_time is not None else words.too_few.format(n=numbers.smallest_n)
    if one is AreaIndicator.WAITING:
        return NOTHING if numbers.waiting is None else text.whole(numbers.waiting, texts)
    return NOTHING if numbers.per_1000 is None else text.fixed(numbers.per_1000, 1, texts)


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{text.percent(share)} %"


# --- sites


def _sites(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MapTexts) -> Mapping[str, list[str]]:
    """By the key of each site on the map: how many wait, and how its longest wait stands to the promise."""
    keys = {code: number for number, code in enumerate(profile.sites, start=1)}
    lines: dict[str, list[str]] = {}
    for queue in snapshot.services.queues.sites:
        if queue.site not in keys:
            continue
        waiting = words.site_waiting.format(n=text.whole(queue.people_waiting, texts))
        load = words.site_no_promise if queue.pressure is None else words.site_load
        known = [waiting, load.format(share=text.percent(queue.pressure or 0.0))]
        lines[str(keys[queue.site])] = known if queue.has_data else [words.site_silent]
    return lines


# --- why something is outlined


def evidence(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MapTexts) -> list[Mapping[str, Any]]:
    """Of each incident and hot-spot: its key on the map, a title, the lines that prove it, and its radius in metres.

    Incidents have a label as well, which stands on the map itself: nobody can touch a wall.
    """
    board = snapshot.patterns
    incidents = [_incident(one, profile, texts, words) for one in board.incidents]
    return [*incidents, *(_hotspot(one, board.hotspot_days, profile, texts, words) for one in board.hotspots)]


def _incident(one: LocalIncident, profile: CityProfile, texts: Texts, words: MapTexts) -> Mapping[str, Any]:
    proof = one.evidence
    counted = words.incident_line.format(
        n=text.whole(proof.observed, texts), hours=proof.hours, radius=text.whole(round(proof.radius_m), texts)
    )
    usual = words.usual.format(expected=text.fixed(proof.expected, 1, texts))
    lines = [ward_name(one.ward, profile), counted, usual, words.still_open.format(n=text.whole(one.open, texts))]
    return {
        "key": -one.key,
        "title": words.incident.format(what=category_name(one.category, profile)),
        "lines": [line for line in lines if line],
        "label": words.label.format(n=text.whole(proof.observed, texts), hours=proof.hours),
        "radius": round(proof.radius_m),
    }


def _hotspot(one: Hotspot, days: int, profile: CityProfile, texts: Texts, words: MapTexts) -> Mapping[str, Any]:
    counted = words.hotspot_line.format(n=text.whole(one.n, texts), days=days)
    lines = [ward_name(one.ward, profile), counted, words.still_open.format(n=text.whole(one.open, texts))]
    title = words.hotspot.format(what=category_name(one.category, profile))
    return {"key": one.key, "title": title, "lines": [line for line in lines if line]}


def _trails(snapshot: Snapshot) -> list[list[float]]:
    """Of each crew its places from the oldest to the newest, in one row: lat, lon, lat, lon."""
    return [[round(part, 5) for fix in trail.fixes for part in (fix.lat, fix.lon)] for trail in snapshot.trails]


def site_places(profile: CityProfile) -> list[list[Any]]:
    """The sites that have a place: key, name, lat, lon."""
    return [
        [key, site.short, site.lat, site.lon]
        for key, site in enumerate(profile.sites.values(), start=1)
        if site.lat is not None
    ]
