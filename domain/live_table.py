"""A live set as columns: rows of one NumPy type, an id -> row index, patched in O(1) by one thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]
FIRST_CAPACITY = 1024
LEFT_REMEMBERED = 10_000
"""How many that left are remembered; folds overtake each other only within a moment."""


class Entity(Protocol):
    """What a live set holds: a fold over events, with the number of the store's commit that made it."""

    revision: int

    @property
    def entity_id(self) -> str:
        """The id within its kind."""


E = TypeVar("E", bound=Entity)


class LiveTable(Generic[E]):
    """The live set of one kind of thing. Not thread-safe: one owner.

    `dtype` has the columns `key` (a number of its own that names a row on a map) and `revision`; `values` gives the
    others, in order; `is_live` says whether a thing belongs to the set at an instant.
    """

    def __init__(
        self, dtype: np.dtype[Any], values: Callable[[E], tuple[object, ...]], is_live: Callable[[E, datetime], bool]
    ) -> None:
        if dtype.names is None or dtype.names[:2] != ("key", "revision"):
            raise ValueError(f"a live table's columns begin with key and revision, got {dtype.names}")
        self._values = values
        self._is_live = is_live
        self._rows: Rows = np.zeros(FIRST_CAPACITY, dtype=dtype)
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._left: dict[str, int] = {}  # the revision at which something left, for folds that come too late
        self._next_key = 1

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, entity_id: object) -> bool:
        return entity_id in self._row_of

    def apply(self, entity: E, now: datetime) -> None:
        """Patch one: add, replace or, when it has left the live set, remove it. An older fold is ignored."""
        entity_id = entity.entity_id
        row = self._row_of.get(entity_id)
        if self._revision_of(entity_id, row) > entity.revision:
            return
        if not self._is_live(entity, now):
            self._remove(entity_id, entity.revision)
            return
        if row is None:
            row = self._append(entity_id)
        self._rows[row] = (self._rows["key"][row], entity.revision, *self._values(entity))

    def load(self, entities: Iterable[E], now: datetime) -> None:
        """Rebuild from the store."""
        for entity in entities:
            self.apply(entity, now)

    def drop(self, gone: NDArray[np.bool_]) -> None:
        """Remove the rows of a mask, in row order."""
        ids = [(self._ids[row], int(self._rows["revision"][row])) for row in np.flatnonzero(gone)]
        for entity_id, revision in ids:
            self._remove(entity_id, revision)

    @property
    def live_rows(self) -> Rows:
        """The rows of this instant, in place: for the owner only."""
        return self._rows[: len(self._ids)]

    def copy_rows(self) -> Rows:
        """The rows of this instant, as a copy that stays as it is."""
        return self.live_rows.copy()

    def ids(self) -> Sequence[str]:
        """Ids in row order."""
        return tuple(self._ids)

    def key_of(self, entity_id: str) -> int | None:
        """The number that names a thing on the map, while it is live."""
        row = self._row_of.get(entity_id)
        return None if row is None else int(self._rows["key"][row])

    def _append(self, entity_id: str) -> int:
        row = len(self._ids)
        if row == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(row, dtype=self._rows.dtype)])
        self._ids.append(entity_id)
        self._left.pop(entity_id, None)
        self._row_of[entity_id] = row
        self._rows["key"][row] = self._next_key
        self._next_key += 1
        return row

    def _revision_of(self, entity_id: str, row: int | None) -> int:
        return self._left.get(entity_id, 0) if row is None else int(self._rows["revision"][row])

    def _remove(self, entity_id: str, revision: int) -> None:
        self._left.pop(entity_id, None)
        self._left[entity_id] = revision
        if len(self._left) > LEFT_REMEMBERED:
            del self._left[next(iter(self._left))]
        row = self._row_of.pop(entity_id, None)
        if row is None:
            return
        last = self._ids.pop()
        if last != entity_id:
            self._rows[row] = self._rows[len(self._ids)]
            self._ids[row] = last
            self._row_of[last] = row


def index_of(codes: Sequence[str]) -> Mapping[str, int]:
    """The column code of each code: its place."""
    return {code: position for position, code in enumerate(codes)}


def name_number(name: str) -> int:
    """A number that stands for a name in columns, the same in every table and process; 0 for no name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True) if name else 0
