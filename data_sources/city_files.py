"""Reads one file of a city's folder into its shape, or says what is wrong with it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)


class CityFolderError(ValueError):
    """A city folder that cannot be used: the message names the file, the field and the value."""


def read_yaml(path: Path, shape: type[Shape]) -> Shape:
    """The content of a YAML file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CityFolderError(f"{path}: the file is missing; write it as in another city's folder") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityFolderError(f"{path}: expected YAML in UTF-8, {error}") from error
    return _shaped(path, shape, content)


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
    return [(line, _shaped(path, shape, row, f"line {line}: ")) for line, row in cells]


def _shaped(path: Path, shape: type[Shape], content: object, where: str = "") -> Shape:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise CityFolderError("\n".join(f"{path}: {where}{text}" for text in problems_of(error))) from error


def problems_of(error: ValidationError) -> Iterator[str]:
    """What is wrong with each field, and what came."""
    for problem in error.errors(include_url=False):
        field = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
        match problem["type"]:
            case "missing":
                yield f"{field}: required, but absent; add it"
            case "extra_forbidden":
                yield f"{field}: unknown key with value {problem['input']!r}; remove or rename it"
            case _:
                yield f"{field}: {problem['msg'].removeprefix('Value error, ')}, got {problem['input']!r}"
