"""What a wall is told of its steering: never more than strangers may see, unless it shows the staff's picture.

The server resolves what a desk asked to look at, so that a wall is sent a place and a name, and never a ticket.
"""

from typing import Any

from callbacks.services import Services
from domain.desk_view import WallSeen
from domain.privacy import Audience
from domain.steering import FocusKind, Steering, WallView
from geo.layers import snap
from layouts import text
from layouts.map_numbers import offered

Message = dict[str, Any]
NOBODY: Message = {"scene": "", "pinned": False, "layers": [], "indicator": "", "focus": None, "at": 0, "driver": ""}


def wall_room(screen_id: str) -> str:
    """The room of a screen's sockets: what is said there reaches no other wall."""
    return f"wall:{screen_id}"


def wall_message(screen_id: str, services: Services) -> Message:
    """What a screen is told: what to show, whose picture it may ask for, and who drives since when."""
    wall = services.desk.view.wall(screen_id)
    if wall is None:
        return {**NOBODY, "audience": Audience.WALL_GUEST.value}
    return _message(wall, wall.steering, services)


def _message(wall: WallSeen, steering: Steering, services: Services) -> Message:
    view, audience = steering.view, Audience.WALL_STAFF if wall.shows_staff else Audience.WALL_GUEST
    return {
        "scene": view.scene,
        "pinned": view.is_pinned,
        "layers": list(view.layers),
        "indicator": view.indicator or next(iter(offered(services.profile))).value,
        "focus": focus_told(view, services, is_exact=wall.shows_staff),
        "at": view.at_ms,
        "minute": text.clock(view.at_ms, services.profile.timezone, services.texts) if view.at_ms else "",
        "driver": steering.driver_name,
        "since": text.clock(steering.since_ms, services.profile.timezone, services.texts) if steering.driver else "",
        "audience": audience.value,
    }


def focus_told(view: WallView, services: Services, *, is_exact: bool) -> Message | None:
    """What to look at, by a name and, where there is one, a place: exact for staff, on the 200 m grid for strangers.

    None where nothing was asked for, where it does not exist, or where it may not be shown on any wall.
    """
    profile, code = services.profile, view.focus_code
    match view.focus:
        case FocusKind.DISTRICT if code in profile.districts:
            return {"kind": "district", "code": code, "name": profile.districts[code], **_around(code, services)}
        case FocusKind.AGENCY if code in profile.agencies:
            return {"kind": "agency", "code": code, "name": profile.agencies[code].short}
        case FocusKind.SITE if code in profile.sites:
            site = profile.sites[code]
            return {"kind": "site", "code": code, "name": site.short, "lat": site.lat, "lon": site.lon}
        case FocusKind.CASE:
            return _case(code, services, is_exact=is_exact)
    return None


def _case(code: str, services: Services, *, is_exact: bool) -> Message | None:
    found = services.cases.place(code)
    if found is None:
        return None
    lat, lon, category = found
    lat, lon = (lat, lon) if is_exact else snap(lat, lon)
    known = services.profile.categories.get(category)
    return {"kind": "case", "code": "", "name": known.label if known else category, "lat": lat, "lon": lon}


def _around(district: str, services: Services) -> Message:
    """The rectangle of a district: around its drawn border, else around its wards' points."""
    for feature in services.boundaries.districts["features"]:
        if feature["properties"].get("code") == district:
            lons, lats = zip(*_points(feature["geometry"]["coordinates"]), strict=True)
            return {"bounds": [[min(lats), min(lons)], [max(lats), max(lons)]]}
    wards = [ward for ward in services.profile.wards.values() if ward.district_code == district]
    south_west = [min(ward.lat for ward in wards), min(ward.lon for ward in wards)]
    return {"bounds": [south_west, [max(ward.lat for ward in wards), max(ward.lon for ward in wards)]]}


def _points(coordinates: Any) -> list[tuple[float, float]]:
    """All points of a polygon's or a multipolygon's rings."""
    if isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [point for part in coordinates for point in _points(part)]
