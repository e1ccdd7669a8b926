"""Cases and calls as operators open them, read from the store and narrowed by the privacy table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from data_sources.kinds import COMPLAINT
from data_sources.repository import Repository
from data_sources.tables import calls, complaints, tasks
from domain.case_file import CaseFile, case_clocks, case_events, evidence_of
from domain.cases import CaseColumn
from domain.clock import Clock, epoch_ms
from domain.complaints import Complaint
from domain.emergencies import Call
from domain.events import Event
from domain.field_work import Task
from domain.gatherings import AgencyPlaces
from domain.privacy import Audience, Viewer, case_fields
from domain.secrecy import Secrecy, Secrets

CALL, TASK = "call", "task"
OPERATOR = Viewer(Audience.OPERATOR)


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """Reads single cases; `places` are an agency's hot-spots and proposed duplicates. May be called from any thread."""

    repository: Repository
    clock: Clock
    places: Callable[[str], AgencyPlaces]

    def case(self, complaint_id: str) -> CaseFile | None:
        """A case as an operator may read it; None where there is none."""
        found = self._complaint(complaint_id)
        if found is None:
            return None
        secrets = Secrets.from_profile(self.repository.rules.profile)
        secrecy = secrets.of(found.category, found.classification)
        fields = case_fields(OPERATOR, found.agency, secrecy)
        return self._file(found, secrecy, CaseColumn.CATEGORY in fields) if fields else None

    def _file(self, one: Complaint, secrecy: Secrecy, is_told: bool) -> CaseFile:
        now_ms, is_misconduct = epoch_ms(self.clock.now()), secrecy is Secrecy.MISCONDUCT
        agency = "" if is_misconduct else one.agency
        original, repeats, spot = self._gathered(one) if is_told else ("", (), ())
        return CaseFile(
            complaint_id=one.complaint_id,
            secrecy=secrecy,
            state=one.state,
            opened_ms=one.opened_ms,
            closed_ms=one.closed_ms,
            category=one.category if is_told else "",
            channel="" if is_misconduct else one.channel,
            ward=one.ward if is_told else "",
            agency=agency,
            lat=one.lat if is_told else None,
            lon=one.lon if is_told else None,
            handoffs=one.handoffs,
            reopenings=one.reopenings,
            stars=one.stars,
            policy=one.policy if is_told else "",
            events=tuple(case_events(self._events(one.complaint_id), secrecy)),
            clocks=case_clocks(one, self.repository.rules_now(), now_ms),
            evidence=() if is_misconduct else evidence_of(self._tasks(one.complaint_id)),
            original=original,
            repeats=repeats,
            spot=spot,
            as_of_ms=now_ms,
        )

    def exists(self, complaint_id: str) -> bool:
        """Whether a case was filed."""
        return self._complaint(complaint_id) is not None

    def place(self, complaint_id: str) -> tuple[float, float, str] | None:
        """Latitude, longitude and category of a case that may be shown on a map; None for all others."""
        found = self.case(complaint_id)
        if found is None or not found.is_told or found.lat is None or found.lon is None:
            return None
        return found.lat, found.lon, found.category

    def call(self, call_id: str) -> Call | None:
        """A call to 112; None where there is none."""
        return next(iter(self.repository.entities(CALL, calls.c.call_id == call_id)), None)

    def _complaint(self, complaint_id: str) -> Complaint | None:
        found = self.repository.entities(COMPLAINT, complaints.c.complaint_id == complaint_id)
        return next((one for one in found if one.is_known), None)

    def _tasks(self, complaint_id: str) -> Iterator[Task]:
        return self.repository.entities(TASK, tasks.c.complaint_id == complaint_id)

    def _events(self, complaint_id: str) -> Sequence[Event]:
        return self.repository.events_of(COMPLAINT, complaint_id)

    def _gathered(self, one: Complaint) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """The earlier case that it may repeat, those that may repeat it, and the others of its hot-spot."""
        if not one.agency:
            return "", (), ()
        places = self.places(one.agency)
        repeats = tuple(sorted(case for case, first in places.originals.items() if first == one.complaint_id))
        spot = next((spot.case_ids for spot in places.spots if one.complaint_id in spot.case_ids), ())
        original = places.originals.get(one.complaint_id, "")
        return original, repeats, tuple(case for case in spot if case != one.complaint_id)
