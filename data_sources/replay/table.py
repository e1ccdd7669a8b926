"""The records of a CSV file with the lines they start on; a broken one spoils no other."""

import csv
import gzip
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from data_sources.replay.plan import Fault, RejectedRow

Record = tuple[int, list[str]]


def open_table(path: Path) -> IO[str]:
    """Bytes that are no UTF-8 are kept apart as surrogates, so that they spoil only their own row."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="")
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


class Lines:
    """The lines of a file, counted; those of a broken record can be read anew."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._file)
        self._taken.append(line)
        self.number += 1
        return line

    def begin_record(self) -> int:
        """The number of the line on which the next record starts."""
        self._taken.clear()
        return self.number + 1

    def skip_one_line_only(self) -> None:
        """Give back all lines of the record but its first: a quote without an end must not swallow those after it."""
        rest = self._taken[1:]
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)


def records(lines: Lines, width: int) -> Iterator[Record | RejectedRow]:
    """Each record with the line on which it starts; a record may span lines. Blank lines are none."""
    reader = csv.reader(lines)
    while True:
        line = lines.begin_record()
        try:
            cells = next(reader)
            problem = "" if len(cells) in (0, width) else f"{len(cells)} cells, expected {width}"
        except StopIteration:
            return
        except csv.Error as error:
            cells, problem = [], str(error)
        if problem:
            lines.skip_one_line_only()
            yield RejectedRow(line, Fault.MALFORMED_ROW, problem)
        elif cells:
            yield line, cells
