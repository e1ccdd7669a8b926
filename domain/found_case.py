"""One complaint that was searched for by its number: as much of it as who asks may be listed."""

from dataclasses import dataclass

from domain.cases import CaseColumn
from domain.complaints import Complaint
from domain.privacy import PERMISSIONS, Precision, Viewer, case_fields
from domain.secrecy import Secrets


@dataclass(frozen=True, slots=True)
class FoundCase:
    """What is told; empty or None where it may not be, or is not known. `opened_ms` is milliseconds since 1970 UTC."""

    complaint_id: str
    state: int
    agency: str
    opened_ms: int
    category: str = ""
    ward: str = ""
    lat: float | None = None
    lon: float | None = None


def found_case(complaint: Complaint | None, viewer: Viewer, secrets: Secrets) -> FoundCase | None:
    """The case for one who looks; None where there is none, or none that may be listed: both look the same.

    Its place is told only with its category and ward, and only where places may be known exactly.
    """
    if complaint is None or not complaint.is_known:
        return None
    fields = case_fields(viewer, complaint.agency, secrets.of(complaint.category, complaint.classification))
    if CaseColumn.ID not in fields:
        return None
    is_placed = {CaseColumn.CATEGORY, CaseColumn.WARD} <= fields
    is_exact = is_placed and PERMISSIONS[viewer.audience].points is Precision.EXACT
    return FoundCase(
        complaint.complaint_id,
        complaint.state,
        complaint.agency,
        complaint.opened_ms,
        complaint.category if CaseColumn.CATEGORY in fields else "",
        complaint.ward if CaseColumn.WARD in fields else "",
        complaint.lat if is_exact else None,
        complaint.lon if is_exact else None,
    )
