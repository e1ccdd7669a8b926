"""What a citizen is promised of a service: its kind, the steps, how long it takes and what it costs.

The parts of a service standard (UU 25/2009; PermenPANRB 15/2014) that a citizen asks for. None is what nobody is known
to have promised, which is not the same as nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.deadlines import Budget


class ServiceKind(StrEnum):
    """What a service is about: administrasi kependudukan, perizinan, pajak daerah, kesehatan, kecamatan, lain."""

    POPULATION = "population"
    PERMIT = "permit"
    TAX = "tax"
    HEALTH = "health"
    DISTRICT = "district"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PromisedSteps:
    """What a citizen does and meets, in order, in the city's language."""

    steps: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PromisedTime:
    """How long a complete application takes at most, and as a rule where that is said too."""

    longest: Budget
    source: str
    usual: Budget | None = None


@dataclass(frozen=True, slots=True)
class PromisedCost:
    """What a citizen pays, in rupiah; 0 is free."""

    rupiah: int
    source: str


@dataclass(frozen=True, slots=True)
class ServicePromise:
    """The promise for one service."""

    kind: ServiceKind
    procedure: PromisedSteps | None = None
    time: PromisedTime | None = None
    cost: PromisedCost | None = None
