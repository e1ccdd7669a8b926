"""What is promised for each stage of a complaint, by category and classification, as rows with a validity.

A row may give a service target, a legal limit, or both side by side, in working days (hari kerja). Of several rows
that hold on a day the one that names more of the complaint wins; where none does, the category's own policy and the
general legal limits hold (see `domain/sla.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """The three clocks of a complaint: T1 first response, T2 resolution, T3 verification."""

    RESPONSE = "response"
    RESOLUTION = "resolution"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class StagePolicy:
    """One row; an empty category or classification means any. `valid_to` is the first day it no longer holds."""

    code: str
    stage: Stage
    target_days: int | None = None
    legal_days: int | None = None
    category: str = ""
    classification: str = ""
    valid_from: date = date.min
    valid_to: date = date.max
    source: str = ""
    is_provisional: bool = False

    @property
    def subject(self) -> tuple[Stage, str, str]:
        """What it is about; of one subject one row is in force on any day."""
        return self.stage, self.category, self.classification

    def holds(self, category: str, classification: str, day: date) -> bool:
        """Whether it is in force on a day for complaints of this kind."""
        is_meant = self.category in ("", category) and self.classification in ("", classification)
        return is_meant and self.valid_from <= day < self.valid_to

    @property
    def _names(self) -> tuple[bool, bool]:
        return bool(self.category), bool(self.classification)


@dataclass(frozen=True, slots=True)
class StagePromise:
    """What the rows say of one stage, None where no row does; `names_category` tells a row made for the category."""

    target_days: int | None = None
    legal_days: int | None = None
    names_category: bool = False


NO_PROMISE = StagePromise()


def stage_promise(
    policies: Iterable[StagePolicy], stage: Stage, category: str, classification: str, day: date
) -> StagePromise:
    """The target and the legal limit of a stage on a day, each by the most particular row that gives one."""
    found = [row for row in policies if row.stage is stage and row.holds(category, classification, day)]
    found.sort(key=lambda row: row._names)  # noqa: SLF001  # of its own module
    targets = [row for row in found if row.target_days is not None]
    limits = [row for row in found if row.legal_days is not None]
    if not targets and not limits:
        return NO_PROMISE
    return StagePromise(
        targets[-1].target_days if targets else None,
        limits[-1].legal_days if limits else None,
        bool(targets and targets[-1].category),
    )
