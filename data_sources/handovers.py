"""Hand-over sheets in the store: made again as often as needed, until the next shift signs one off."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Row, insert, select, update

from data_sources.audit import Action, Entry, record
from data_sources.desk_tables import handovers
from data_sources.store import Store
from domain.clock import Clock, epoch_ms
from domain.handover import Handover, Sheet
from domain.identity import Identity

LONGEST_REMARKS = 4000


class HandoverError(ValueError):
    """A sheet that cannot be stored or signed off; the first argument is which problem it is."""


@dataclass(frozen=True, slots=True)
class Handovers:
    """The sheets, one a shift; `machine` is the machine's clock, by which the audit trail is told."""

    store: Store
    machine: Clock

    def of_shift(self, shift_from_ms: int) -> Handover | None:
        """The sheet of the shift that began at an instant, None before one was stored."""
        with self.store.reading() as connection:
            row = connection.execute(select(handovers).where(handovers.c.shift_from_ms == shift_from_ms)).first()
        return None if row is None else _handover(row)

    def latest_before(self, shift_from_ms: int) -> Handover | None:
        """The last sheet of an earlier shift."""
        earlier = select(handovers).where(handovers.c.shift_from_ms < shift_from_ms)
        with self.store.reading() as connection:
            row = connection.execute(earlier.order_by(handovers.c.shift_from_ms.desc()).limit(1)).first()
        return None if row is None else _handover(row)

    def keep(self, by: Identity, sheet: Sheet, remarks: str) -> Handover:
        """Store a sheet with its remarks, or replace it while nobody signed it. Raises HandoverError."""
        if len(remarks) > LONGEST_REMARKS:
            raise HandoverError("too_long")
        values = {
            "shift_to_ms": sheet.shift.to_ms,
            "shift": sheet.shift.name,
            "made_ms": sheet.made_ms,
            "login": by.subject,
            "name": by.name,
            "sheet": msgspec.to_builtins(sheet),
            "remarks": remarks.strip(),
        }
        is_it = handovers.c.shift_from_ms == sheet.shift.from_ms
        with self.store.writing() as connection:
            current = connection.execute(select(handovers).where(is_it)).first()
            if current is not None and current.signed_ms:
                raise HandoverError("signed")
            if current is None:
                nobody = {"signed_by": "", "signed_name": "", "signed_ms": 0}
                connection.execute(insert(handovers).values(shift_from_ms=sheet.shift.from_ms, **values, **nobody))
            else:
                connection.execute(update(handovers).where(is_it).values(**values))
            now_ms = epoch_ms(self.machine.now())
            subject = f"{sheet.shift.name} {sheet.shift.from_ms}"
            record(connection, Entry(now_ms, by.subject, by.role.value, Action.HANDED_OVER, subject))
        return Handover(sheet, by.subject, by.name, remarks.strip())

    def sign(self, by: Identity, shift_from_ms: int, at_ms: int) -> Handover:
        """Sign a sheet off for the next shift; not by who made it, and once. Raises HandoverError."""
        is_it = handovers.c.shift_from_ms == shift_from_ms
        with self.store.writing() as connection:
            row = connection.execute(select(handovers).where(is_it)).first()
            if row is None:
                raise HandoverError("none")
            if row.signed_ms:
                raise HandoverError("signed")
            if row.login == by.subject:
                raise HandoverError("own")
            signed = {"signed_by": by.subject, "signed_name": by.name, "signed_ms": at_ms}
            connection.execute(update(handovers).where(is_it).values(**signed))
            entry = Entry(epoch_ms(self.machine.now()), by.subject, by.role.value, Action.HANDOVER_SIGNED, row.shift)
            record(connection, entry)
            return _handover(connection.execute(select(handovers).where(is_it)).one())


def _handover(row: Row[tuple[object, ...]]) -> Handover:
    sheet = msgspec.convert(row.sheet, Sheet)
    return Handover(sheet, row.login, row.name, row.remarks, row.signed_by, row.signed_name, row.signed_ms)
