"""What a page sends to a callback: compared with what the app declares, before anything reads it.

The names in it must be the declared ones; only values are the page's own, and those must be of their property's type.
So a callback may trust the type of what it gets, and an error in one is an error of ours.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

Declared = Mapping[str, Any]
"""Callbacks as Dash keeps them: by their output, each with `inputs` and `state` as lists of id and property."""

TYPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("pathname", "search", "hash", "href", "start_date", "end_date"), (str,)),
    **dict.fromkeys(("n_clicks", "n_intervals", "n_submit"), (int,)),
    "getRowsRequest": (dict,),
}
"""The type of a value by its property; each may also be absent. What is not here is checked by its callback."""

DEEPEST = 12
"""Levels of a value; the filters of a list have four."""

LARGEST = 2**63
"""Whole numbers beyond are none that a store can compare with."""


class BodyError(ValueError):
    """A body that no page of ours sends."""


def read_body(raw: bytes, declared: Declared) -> str:
    """The output of the callback that a body calls, checked. Raises BodyError."""
    body = _parsed(raw)
    output = body.get("output")
    if not isinstance(output, str) or output not in declared:
        raise BodyError("expected the output of a callback that exists")
    callback = declared[output]
    _check_outputs(output, body.get("outputs"))
    for part in ("inputs", "state"):
        _check_values(part, body.get(part, []), callback[part])
    _check_changed(body.get("changedPropIds", []), declared)
    return output


def is_text(words: str) -> bool:
    """Whether a store and a page can keep words: no NUL, and no half of a pair of surrogates."""
    return "\0" not in words and not any("\ud800" <= letter <= "\udfff" for letter in words)


def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BodyError("expected JSON") from None
    if not isinstance(body, dict):
        raise BodyError("expected an object")
    _check_plain(body)
    return body


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check_plain(value: object, depth: int = 0) -> None:
    """Only what a store can keep: no NUL, no half a character, no endless number, and not too deep."""
    if depth > DEEPEST:
        raise BodyError(f"expected at most {DEEPEST} levels")
    if isinstance(value, str):
        if not is_text(value):
            raise BodyError("expected text without NUL and without half characters")
    elif isinstance(value, int | float):
        if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= LARGEST):
            raise BodyError("expected finite numbers, and whole ones below 2^63")
    elif isinstance(value, dict):
        for key, one in value.items():
            _check_plain(key, depth + 1)
            _check_plain(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check_plain(one, depth + 1)


def _check_outputs(output: str, given: object) -> None:
    """As the page's renderer writes them: one as an object, several as a list."""
    is_many = output.startswith("..")
    names = output.strip(".").split("...") if is_many else [output]
    told = given if is_many else [given]
    if not isinstance(told, list) or [_name(one) for one in told] != [name.partition("@")[0] for name in names]:
        raise BodyError("expected the outputs of the callback, by id and property")


def _check_values(part: str, given: object, declared: Sequence[Mapping[str, str]]) -> None:
    if not isinstance(given, list) or [_name(one) for one in given] != [_name(one) for one in declared]:
        raise BodyError(f"expected the {part} of the callback, by id and property")
    for one in given:
        value, types = one.get("value"), TYPES.get(one["property"])
        is_right = types is None or value is None or (isinstance(value, types) and not isinstance(value, bool))
        if not is_right:
            expected = " or ".join(known.__name__ for known in types or ())
            raise BodyError(f"{one['property']}: expected {expected}, got {type(value).__name__}")


def _check_changed(given: object, declared: Declared) -> None:
    known = {_name(one) for callback in declared.values() for part in ("inputs", "state") for one in callback[part]}
    if not isinstance(given, list) or not all(isinstance(one, str) and one in known for one in given):
        raise BodyError("changedPropIds: expected a list of properties that callbacks listen to")


def _name(part: object) -> str | None:
    """`id.property` of a part of a body; nothing where it is none."""
    if not isinstance(part, dict) or not isinstance(part.get("id"), str) or not isinstance(part.get("property"), str):
        return None
    return f"{part['id']}.{part['property'].partition('@')[0]}"
