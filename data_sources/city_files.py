"""Reads one file of a city's folder into its shape, or says what is wrong with it."""

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from data_sources.city_lines import Step, where_at

Shape = TypeVar("Shape", bound=BaseModel)


class CityFolderError(ValueError):
    """A city folder that cannot be used: the message names the file, the field and the value."""


def read_yaml(path: Path, shape: type[Shape]) -> Shape:
    """The content of a YAML file."""
    try:
        content = _parsed(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CityFolderError(f"{path}: the file is missing; write it as in another city's folder") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityFolderError(f"{path}: expected YAML in UTF-8, {error}") from error
    return _shaped(shape, content, lambda loc: where_at(path, loc))


def _parsed(text: str) -> object:
    """By libyaml, many times as fast; what it refuses is read again by the reader that shows the place in its words."""
    try:
        return yaml.load(text, yaml.CSafeLoader)
    except (AttributeError, yaml.YAMLError):  # a PyYAML that was built without libyaml has no such loader
        return yaml.safe_load(text)


def read_csv(path: Path, shape: type[Shape]) -> list[Shape]:
    """The rows of a CSV file; an empty cell counts as absent."""
    return [row for _, row in read_csv_lines(path, shape)]


def read_csv_lines(path: Path, shape: type[Shape]) -> list[tuple[int, Shape]]:
    """The rows of a CSV file, each with its line for whoever finds fault with several of them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="(cell beyond the header)")
            cells = [(reader.line_num, {key: value for key, value in row.items() if value}) for row in reader]
    except FileNotFoundError:
        raise CityFolderError(f"{path}: the file is missing; write it as in another city's folder") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise CityFolderError(f"{path}: expected CSV in UTF-8, {error}") from error
    return [(line, _shaped(shape, row, _on_line(path, line))) for line, row in cells]


def _on_line(path: Path, line: int) -> Callable[[Sequence[Step]], str]:
    return lambda _: f"{path}: line {line}"


def _shaped(shape: type[Shape], content: object, place: Callable[[Sequence[Step]], str]) -> Shape:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise CityFolderError("\n".join(f"{place(where)}: {told}" for where, told in problems_of(error))) from error


def problems_of(error: ValidationError) -> Iterator[tuple[Sequence[Step], str]]:
    """What is wrong with each field, as steps to it and words that say what came."""
    for problem in error.errors(include_url=False):
        yield problem["loc"], _problem(problem)


def _problem(problem: ErrorDetails) -> str:
    field = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
    match problem["type"]:
        case "missing":
            return f"{field}: required, but absent; add it"
        case "extra_forbidden":
            return f"{field}: unknown key with value {problem['input']!r}; remove or rename it"
        case _:
            return f"{field}: {problem['msg'].removeprefix('Value error, ')}, got {problem['input']!r}"
