"""What every desk shows alike: how rows are handled, who is there, what walls are asked to show, what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.desk import Decision, Handling, Present
from domain.duty import ShiftBegin
from domain.steering import Steering, WallMode


@dataclass(frozen=True, slots=True)
class ConsoleRules:
    """What an installation sets for its desks.

    A list keeps its order for `hold_seconds` of the machine after an operator's last key. `shelve_hours` are what is
    offered, `desks` the names one may sit at, `indicators` those whose numbers a decision keeps.
    """

    hold_seconds: float = 20.0
    shelve_hours: tuple[float, ...] = (1, 4, 24)
    desks: tuple[str, ...] = ()
    shifts: tuple[ShiftBegin, ...] = ()
    indicators: tuple[str, ...] = ("A02", "A03", "A04", "B05", "C01")


@dataclass(frozen=True, slots=True)
class WallSeen:
    """A wall by its name; one that `is_staff_capable` was enrolled for staff."""

    name: str
    is_staff_capable: bool
    steering: Steering

    @property
    def shows_staff(self) -> bool:
        """Whether it may be given the staff's picture now: enrolled for it, and asked to."""
        return self.is_staff_capable and self.steering.view.mode is WallMode.STAFF


@dataclass(frozen=True, slots=True)
class DeskView:
    """One state of all desks; `revision` grows with each change of the store. `decisions` are those of the last day."""

    revision: int = 0
    handlings: Mapping[str, Handling] = field(default_factory=dict)
    present: tuple[Present, ...] = ()
    walls: tuple[WallSeen, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def wall(self, screen_id: str) -> WallSeen | None:
        """A wall by the id of its screen."""
        return next((one for one in self.walls if one.steering.wall == screen_id), None)

    def shows_staff(self, screen_id: str) -> bool:
        """Whether a screen may be given the staff's picture now; one that is not known may not."""
        wall = self.wall(screen_id)
        return wall is not None and wall.shows_staff
