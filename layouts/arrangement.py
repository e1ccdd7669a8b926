"""How a city arranges its wall: scenes, and for each kind of screen the grids in which a scene's panels stand.

A grid is drawn as in a style sheet: a row of words for each row of cells, and a panel covers the rectangle of its
name. A screen that holds little shows a scene in several parts, one after another.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from layouts.panel_names import MAPS, PanelName

EMPTY = "."
MAP_AREA = "map"


class ArrangementError(ValueError):
    """An arrangement that cannot be shown; says what was expected, what came and what to do."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells with the names of panels, row by row; columns and rows have shares of the width and of the height."""

    cells: tuple[tuple[str, ...], ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def panels(self) -> tuple[PanelName, ...]:
        """Every panel once, in reading order."""
        return tuple(dict.fromkeys(PanelName(cell) for row in self.cells for cell in row if cell != EMPTY))

    @property
    def template(self) -> str:
        """The grid as a style sheet has it; whichever map it is, it stands in the area of the map."""
        maps = {name.value: MAP_AREA for name in MAPS}
        rows = [
            f'"{" ".join(maps.get(cell, cell) for cell in row)}" minmax(0, {share:g}fr)'
            for row, share in zip(self.cells, self.rows, strict=True)
        ]
        return f"{' '.join(rows)} / {' '.join(f'minmax(0, {share:g}fr)' for share in self.columns)}"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the wall: its title by language, how long it stays, and its parts for each screen profile."""

    name: str
    titles: Mapping[str, str]
    parts: Mapping[str, tuple[Grid, ...]]
    dwell_seconds: float | None = None

    def title(self, language: str) -> str:
        """What it is called; its name where nobody called it anything in that language."""
        return self.titles.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on the wall at one time: a scene, or the n-th of the parts it is split into."""

    scene: Scene
    grid: Grid
    number: int
    of: int

    @property
    def name(self) -> str:
        """complaints, or complaints-2 where the scene is split."""
        return self.scene.name if self.of == 1 else f"{self.scene.name}-{self.number}"

    def title(self, language: str) -> str:
        """Aduan, or Aduan 1/2."""
        words = self.scene.title(language)
        return words if self.of == 1 else f"{words} {self.number}/{self.of}"


def grid_of(areas: Sequence[str], columns: Sequence[float] = (), rows: Sequence[float] = ()) -> Grid:
    """A grid from its drawing. Raises ArrangementError."""
    cells = tuple(tuple(line.split()) for line in areas)
    width = len(cells[0]) if cells else 0
    if not width or any(len(row) != width for row in cells):
        raise ArrangementError(
            f"areas: expected rows with the same number of names, got {' | '.join(areas) or 'none'}; "
            f"write a name once for each column that it covers, and {EMPTY} for an empty cell"
        )
    for word, given, needed in (("columns", columns, width), ("rows", rows, len(cells))):
        if given and len(given) != needed:
            raise ArrangementError(f"{word}: expected {needed} shares as areas has, got {len(given)}")
    _check_names(cells)
    return Grid(cells, tuple(columns) or (1.0,) * width, tuple(rows) or (1.0,) * len(cells))


def _check_names(cells: tuple[tuple[str, ...], ...]) -> None:
    names = dict.fromkeys(cell for row in cells for cell in row if cell != EMPTY)
    known = [name.value for name in PanelName]
    for name in names:
        if name not in known:
            raise ArrangementError(
                f"areas: there is no panel {name!r}; take one of {', '.join(known)}, or {EMPTY} for an empty cell"
            )
        if not _is_rectangle(name, cells):
            raise ArrangementError(f"areas: {name} must cover one rectangle; write its name in all cells of it")
    if len(maps := [name for name in names if name in MAPS]) > 1:
        raise ArrangementError(f"areas: a page has one map, got {' and '.join(maps)}; give the others their own part")


def _is_rectangle(name: str, cells: tuple[tuple[str, ...], ...]) -> bool:
    top, bottom, left, right = _reach(name, cells)
    inside = [cells[row][column] for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return all(cell == name for cell in inside)


def _reach(name: str, cells: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """Its first and last row, its first and last column."""
    rows = [row for row, line in enumerate(cells) if name in line]
    columns = [column for line in cells for column, cell in enumerate(line) if cell == name]
    return rows[0], rows[-1], min(columns), max(columns)


# --- what a city has no data for


def without(grid: Grid, missing: Collection[PanelName]) -> Grid | None:
    """The grid of a city that lacks some panels: the others take their room. None where fewer than half are left.

    A map is no reason for a scene by itself.
    """
    cells = [[EMPTY if cell in missing else cell for cell in row] for row in grid.cells]
    left = dict.fromkeys(cell for row in cells for cell in row if cell != EMPTY)
    told, wanted = (sum(name not in MAPS for name in names) for names in (left, grid.panels))
    if wanted and told < wanted / 2:
        return None
    if len(left) < len(grid.panels):
        while any(_grow(name, cells) for name in left):
            pass
    return Grid(tuple(tuple(row) for row in cells), grid.columns, grid.rows)


def _grow(name: str, cells: list[list[str]]) -> bool:
    """Take one more row or column of empty cells, below first; whether there was one."""
    top, bottom, left, right = _reach(name, cells)
    down, across = range(top, bottom + 1), range(left, right + 1)
    sides = (
        [(bottom + 1, column) for column in across],
        [(top - 1, column) for column in across],
        [(row, right + 1) for row in down],
        [(row, left - 1) for row in down],
    )
    for side in sides:
        if all(_is_empty(row, column, cells) for row, column in side):
            for row, column in side:
                cells[row][column] = name
            return True
    return False


def _is_empty(row: int, column: int, cells: list[list[str]]) -> bool:
    return 0 <= row < len(cells) and 0 <= column < len(cells[0]) and cells[row][column] == EMPTY


def parts_for(scenes: Sequence[Scene], screen: str, missing: Collection[PanelName] = ()) -> tuple[Part, ...]:
    """What a screen profile shows in turn, scene by scene; scenes without anything for the city are left out."""
    deck = []
    for scene in scenes:
        grids = [grid for one in scene.parts.get(screen, ()) if (grid := without(one, missing)) is not None]
        deck += [Part(scene, grid, number, len(grids)) for number, grid in enumerate(grids, 1)]
    return tuple(deck)
