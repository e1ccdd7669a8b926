"""Complaints that events speak of although their filing never came: they are in no state, and count nowhere (F03)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.complaints import Complaint, ComplaintState
from domain.live_table import Rows

UNFILED_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("state", np.int8),
        ("closed_ms", np.int64),
        ("changed_ms", np.int64),
    ]
)
"""Neither category nor class came, so how secret such a case is nobody knows: its agency and place are not kept."""


@dataclass(frozen=True, slots=True)
class Unfiled:
    """One of them: where its events left it, and when the last of them happened."""

    complaint_id: str
    state: ComplaintState
    changed_ms: int


def unfiled_values(complaint: Complaint) -> tuple[object, ...]:
    """One row of `UNFILED_DTYPE`, without its key and revision."""
    return (complaint.state, complaint.closed_ms, complaint.changed_ms)


def unfiled_of(ids: Sequence[str], rows: Rows) -> Sequence[Unfiled]:
    """The cases of these rows, the newest first."""
    cases = (
        Unfiled(complaint_id, ComplaintState(int(state)), int(changed_ms))
        for complaint_id, state, changed_ms in zip(ids, rows["state"], rows["changed_ms"], strict=True)
    )
    return sorted(cases, key=lambda case: (-case.changed_ms, case.complaint_id))
