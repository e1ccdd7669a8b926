"""Steering a wall from a desk: what it is asked to show, who drives it, and how another takes it over.

A wall that nobody drives shows its scenes in turn, in guest mode. `since_ms` is the city's clock, which people read;
`touched_ms` is the machine's, by which an idle driver loses the wheel.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

MINUTE_MS = 60_000


class WallMode(StrEnum):
    """Whose picture a wall may show: that of strangers, or that of staff where the screen is enrolled for it."""

    GUEST = "guest"
    STAFF = "staff"


class FocusKind(StrEnum):
    """What a wall looks at more closely."""

    NONE = ""
    DISTRICT = "district"
    AGENCY = "agency"
    SITE = "site"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class WallView:
    """What a wall is asked to show; what is empty it decides by itself. `at_ms` is a minute of the past, 0 for now."""

    scene: str = ""
    focus: FocusKind = FocusKind.NONE
    focus_code: str = ""
    layers: tuple[str, ...] = ()
    indicator: str = ""
    is_pinned: bool = False
    mode: WallMode = WallMode.GUEST
    at_ms: int = 0


USUAL_VIEW = WallView()


@dataclass(frozen=True, slots=True)
class SteeringRules:
    """After how many minutes of the machine's clock without a touch a wall drives itself again."""

    idle_minutes: float = 15.0


@dataclass(frozen=True, slots=True)
class Steering:
    """A wall's state: its view, and who drives since when; nobody where `driver` is empty."""

    wall: str
    view: WallView = field(default_factory=WallView)
    driver: str = ""
    driver_name: str = ""
    since_ms: int = 0
    touched_ms: int = 0

    @property
    def is_driven(self) -> bool:
        """Whether somebody drives."""
        return bool(self.driver)


class DrivenByOtherError(ValueError):
    """Somebody else drives this wall, and nobody has confirmed to take it over."""

    def __init__(self, steering: Steering) -> None:
        super().__init__(f"wall {steering.wall}: driven by {steering.driver_name}; confirm to take it over")
        self.steering = steering


@dataclass(frozen=True, slots=True)
class Hand:
    """Who reaches for the wheel, at an instant of the city's clock and of the machine's."""

    login: str
    name: str
    now_ms: int
    machine_ms: int
    is_confirmed: bool = False


def steered(current: Steering, view: WallView, hand: Hand, rules: SteeringRules) -> Steering:
    """The wall after a hand asked for a view. Raises DrivenByOtherError where another drives and was not asked."""
    current = settled(current, hand.machine_ms, rules)
    if current.is_driven and current.driver != hand.login and not hand.is_confirmed:
        raise DrivenByOtherError(current)
    since_ms = current.since_ms if current.driver == hand.login else hand.now_ms
    return Steering(current.wall, view, hand.login, hand.name, since_ms, hand.machine_ms)


def released(current: Steering, hand: Hand) -> Steering:
    """The wall after its driver lets go. Raises DrivenByOtherError where another drives."""
    if current.is_driven and current.driver != hand.login:
        raise DrivenByOtherError(current)
    return Steering(current.wall)


def settled(current: Steering, machine_ms: int, rules: SteeringRules) -> Steering:
    """The wall as it is by itself: an idle driver has let go, and with the driver goes all that was asked for."""
    is_idle = machine_ms - current.touched_ms > rules.idle_minutes * MINUTE_MS
    return Steering(current.wall) if current.is_driven and is_idle else current


def guest_safe(view: WallView, *, is_staff_capable: bool) -> WallView:
    """The view as a screen may show it: staff mode only where the screen was enrolled for staff."""
    return view if is_staff_capable else replace(view, mode=WallMode.GUEST)
