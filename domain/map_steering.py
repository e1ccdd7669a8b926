"""What a map may be told from elsewhere: where to look, what to draw, and what to colour the wards by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.choropleth import AreaIndicator

Corners = tuple[float, float, float, float]
"""South, west, north, east, degrees."""


class MapLayer(StrEnum):
    """What can be drawn or left out."""

    WARDS = "wards"
    COMPLAINTS = "complaints"
    HOTSPOTS = "hotspots"
    SITES = "sites"
    CREWS = "crews"
    HEAT = "heat"


FOCUS_KINDS = ("district", "ward", "site", "case", "bounds")


class SteeringError(ValueError):
    """What was asked of a map makes no sense."""


@dataclass(frozen=True, slots=True)
class Steering:
    """One wish; None leaves a thing as it is. `number` grows with each wish, so that the same may be wished twice.

    `focus` is one of a district's or ward's code, a site's code, the key of a point, or corners.
    """

    number: int
    focus: tuple[str, str | int | Corners] | None = None
    layers: tuple[MapLayer, ...] | None = None
    indicator: AreaIndicator | None = None

    def told(self) -> dict[str, Any]:
        """As the browser reads it."""
        focus = None if self.focus is None else {self.focus[0]: self.focus[1]}
        layers = None if self.layers is None else [layer.value for layer in self.layers]
        return {"n": self.number, "focus": focus, "layers": layers, "indicator": self.indicator}


def steering(asked: Mapping[str, Any], number: int) -> Steering:
    """A wish from outside. Raises SteeringError, which says what was expected."""
    unknown = set(asked) - {"focus", "layers", "indicator"}
    if unknown:
        raise SteeringError(f"expected focus, layers or indicator, got {sorted(unknown)}; leave the rest away")
    return Steering(
        number, _focus(asked.get("focus")), _layers(asked.get("layers")), _indicator(asked.get("indicator"))
    )


def _focus(asked: Any) -> tuple[str, str | int | Corners] | None:
    if asked is None:
        return None
    if not isinstance(asked, dict) or len(asked) != 1 or next(iter(asked)) not in FOCUS_KINDS:
        raise SteeringError(f"focus: expected one of {', '.join(FOCUS_KINDS)} with its value, got {asked!r:.80}")
    kind, value = next(iter(asked.items()))
    if kind == "bounds":
        return kind, _corners(value)
    wanted = int if kind == "case" else str
    if not isinstance(value, wanted) or isinstance(value, bool) or not value:
        raise SteeringError(f"focus.{kind}: expected {'a key' if wanted is int else 'a code'}, got {value!r:.80}")
    return kind, value


def _corners(value: Any) -> Corners:
    is_four = isinstance(value, list | tuple) and len(value) == 4
    if not is_four or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        raise SteeringError(f"focus.bounds: expected [south, west, north, east], got {value!r:.80}")
    south, west, north, east = (float(one) for one in value)
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise SteeringError(f"focus.bounds: expected south below north and west before east, got {value!r:.80}")
    return south, west, north, east


def _layers(asked: Any) -> tuple[MapLayer, ...] | None:
    if asked is None:
        return None
    known = [layer.value for layer in MapLayer]
    if not isinstance(asked, list | tuple) or any(one not in known for one in asked):
        raise SteeringError(f"layers: expected some of {', '.join(known)}, got {asked!r:.80}")
    return tuple(MapLayer(one) for one in asked)


def _indicator(asked: Any) -> AreaIndicator | None:
    known = [one.value for one in AreaIndicator]
    if asked is not None and asked not in known:
        raise SteeringError(f"indicator: expected one of {', '.join(known)}, got {asked!r:.80}")
    return None if asked is None else AreaIndicator(asked)
