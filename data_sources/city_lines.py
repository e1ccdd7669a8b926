"""Where in a file of a city's folder something stands: asked for only when a fault is told."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

NAMING = ("id", "code", "agency", "name", "day")
"""The keys by which a row is told from others, in a table as in a list."""

Step = str | int


def where(path: Path, code: str, nth: int = 1) -> str:
    """The file, and the line of the nth row that bears a code; the file alone where there is none."""
    found = list(_lines_of(path, code))
    return f"{path}: line {found[nth - 1]}" if len(found) >= nth else str(path)


def where_at(path: Path, steps: Sequence[Step]) -> str:
    """The file, and the line of what a path of keys and places leads to, or of as much of it as there is."""
    node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"))
    line = 1 if node is None else node.start_mark.line + 1
    for step in steps:
        found = _child(node, step)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return f"{path}: line {line}"


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _lines_of(path: Path, code: str) -> Iterator[int]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if code in (row.get(name) for name in NAMING):
                    yield reader.line_num
        return
    node = yaml.compose(path.read_text(encoding="utf-8"))
    yield from _named(node, code)


def _named(node: yaml.Node | None, code: str) -> Iterator[int]:
    """The lines of all mappings that bear a code, in the order of the file."""
    if isinstance(node, yaml.MappingNode):
        if any(key.value in NAMING and value.value == code for key, value in node.value):
            yield node.start_mark.line + 1
        children = [value for _, value in node.value]
    else:
        children = node.value if isinstance(node, yaml.SequenceNode) else []
    for child in children:
        yield from _named(child, code)
