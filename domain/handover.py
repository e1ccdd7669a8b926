"""The hand-over sheet of a shift: what the next operators must know, as plain values that can be stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.desk import Decision, DeskAct, DeskEntry, DeskState, DutyShift, Handling
from domain.work_list import WorkBoard, WorkItem, WorkKind, is_lost


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the work list as it stood: its codes, its clock, and who has it."""

    kind: str
    ref: str
    what: str
    ward: str
    agency: str
    due_ms: int
    state: str
    who: str
    until_ms: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """The alarms of one rule that rang in a shift or are open at its end: `n` of them, `waiting` for somebody's answer.

    `first_ms` is when the first of them rang, 0 where that was before the shift and it is over; `place` is where.
    `answered_by` are those who acknowledged any of them in the shift, in their order.
    """

    rule: str
    n: int
    open: int
    waiting: int
    first_ms: int
    place: str
    agencies: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One note on a row: who wrote it when."""

    at_ms: int
    name: str
    kind: str
    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a shift hands over as of `made_ms`. `came_overdue` fell due since the shift began and is open still.

    `is_cut` says that the work list was longer than it is told, so that rows may be missing.
    """

    shift: DutyShift
    made_ms: int
    rang: tuple[AlarmLine, ...] = ()
    incidents: tuple[SheetRow, ...] = ()
    calls: tuple[SheetRow, ...] = ()
    shelved: tuple[SheetRow, ...] = ()
    owned: tuple[SheetRow, ...] = ()
    came_overdue: tuple[SheetRow, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = field(default_factory=tuple)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Handover:
    """A stored sheet with the remarks of who made it; `signed_ms` is 0 until the next shift signs it off."""

    sheet: Sheet
    login: str
    name: str
    remarks: str
    signed_by: str = ""
    signed_name: str = ""
    signed_ms: int = 0

    @property
    def is_signed(self) -> bool:
        """Whether the next shift has it."""
        return bool(self.signed_ms)


def drafted(
    shift: DutyShift,
    board: WorkBoard,
    handlings: Mapping[str, Handling],
    entries: Iterable[DeskEntry],
    decisions: Sequence[Decision],
    now_ms: int,
    rang: Sequence[AlarmLine] = (),
) -> Sheet:
    """The sheet of a shift from the work list and what was done in it.

    `entries`, `decisions` and `rang` are the shift's.
    """
    rows = [(item, _row(item, handlings.get(item.key, Handling()), now_ms)) for item in board.items]
    of_kind = {kind: tuple(row for item, row in rows if item.kind is kind) for kind in WorkKind}
    return Sheet(
        shift=shift,
        made_ms=now_ms,
        rang=tuple(rang),
        incidents=of_kind[WorkKind.INCIDENT],
        calls=of_kind[WorkKind.CALL],
        shelved=tuple(row for _, row in rows if row.state == DeskState.SHELVED),
        owned=tuple(row for _, row in rows if row.state == DeskState.OWNED),
        came_overdue=tuple(row for item, row in rows if _came_overdue(item, shift, now_ms)),
        decisions=tuple(decisions),
        notes=tuple(
            Note(one.at_ms, one.by_name, one.kind, one.ref, one.text)
            for one in sorted(entries, key=lambda one: one.at_ms)
            if one.act is DeskAct.COMMENT
        ),
        is_cut=bool(board.left_out),
    )


def _came_overdue(item: WorkItem, shift: DutyShift, now_ms: int) -> bool:
    return item.kind is WorkKind.COMPLAINT and is_lost(item, now_ms) and item.due_ms >= shift.from_ms


def _row(item: WorkItem, handling: Handling, now_ms: int) -> SheetRow:
    state = handling.state(now_ms)
    is_shelved = state is DeskState.SHELVED
    return SheetRow(
        kind=item.kind.value,
        ref=item.ref,
        what=item.what,
        ward=item.ward,
        agency=item.agency,
        due_ms=item.due_ms,
        state=state.value,
        who=handling.shelved_by if is_shelved else handling.owner_name,
        until_ms=handling.shelved_until_ms if is_shelved else 0,
        reason=handling.reason if is_shelved else "",
    )
