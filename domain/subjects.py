"""Who a person is in what was reported, and what of an event is the person's: the rules of access and erasure.

A person may ask for all that is held of them, and for its deletion (UU 27/2022 Pasal 7 and 8; access within 3 x 24
hours, Pasal 32 (2); nothing that tells of another person, Pasal 33 letter b). The city's lawyer confirms it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import msgspec

from domain.events import PAYLOAD_BY_TYPE

ANSWER_WITHIN = timedelta(hours=3 * 24)
"""Access is given so long after the request came in, at the latest. Source: UU 27/2022 Pasal 32 (2)."""

CASE_KEYS: Mapping[str, str] = {
    "complaint": "complaint_id",
    "call": "call_id",
    "ticket": "ticket_id",
    "survey": "survey_id",
}
"""The kinds of things that are one person's, and the field of the contract that names each."""

FREE_CODES = ("reason", "outcome")
"""Fields of the contract that any short word may stand in, and that no number of the city is made of."""

NIK_DIGITS = 16
FEWEST_DIGITS = 8
COUNTRY = "62"
_CODE = re.compile(r"[a-z0-9_]{1,60}")
_DIGITS = re.compile(r"\d+")
_SPACED_DIGITS = re.compile(r"\d(?:[\s().+-]*\d)+")
_EMAIL = re.compile(r"[^\s\"'<>,;:()\\]+@[^\s\"'<>,;:()\\]+")
_UNREAD = msgspec.json.Decoder(dict[str, msgspec.Raw])


def answer_by(received: datetime) -> datetime:
    """Until when a request that came in at an aware instant must be answered: hours of the clock, no working days."""
    return received + ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Person:
    """What tells one person from another, as far as it was reported. Telephones are national digits without the 0."""

    niks: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def __or__(self, other: "Person") -> "Person":
        """Both as one."""
        return Person(
            self.niks | other.niks, self.phones | other.phones, self.emails | other.emails, self.names | other.names
        )

    @property
    def is_known(self) -> bool:
        """Whether anything tells this person from another; a name alone does not."""
        return bool(self.niks or self.phones or self.emails)

    def needles(self) -> frozenset[str]:
        """What to look for in a text; what is found must still be judged by `mentions`."""
        return self.niks | self.phones | self.emails


def person_of(reporter: object) -> Person:
    """The person in a field `reporter`, whatever shape it came in."""
    if not isinstance(reporter, Mapping):
        return Person()
    words = {name: str(reporter.get(name) or "").strip() for name in ("name", "nik", "phone", "email")}
    nik = "".join(_DIGITS.findall(words["nik"]))
    phone, name = national_number(words["phone"]), " ".join(words["name"].casefold().split())
    return Person(
        *(
            frozenset({found} if found else ())
            for found in (nik if len(nik) == NIK_DIGITS else "", phone, words["email"].casefold(), name)
        )
    )


def all_of(persons: Iterable[Person]) -> Person:
    """All as one person."""
    return reduce(lambda one, other: one | other, persons, Person())


def national_number(words: str) -> str:
    """The digits of a telephone without country and leading zero; empty for what is too short to be one."""
    digits = "".join(_DIGITS.findall(words))
    national = digits.removeprefix(COUNTRY) if digits.startswith(COUNTRY) else digits.lstrip("0")
    return national if len(national) >= FEWEST_DIGITS else ""


def is_same(person: Person, other: Person) -> bool:
    """Whether two are one: the same NIK; without a NIK on one side the same telephone or e-mail and no other name.

    A family shares a telephone, so another NIK or another name is another person.
    """
    if person.niks and other.niks:
        return bool(person.niks & other.niks)
    has_same_contact = bool(person.phones & other.phones or person.emails & other.emails)
    has_other_name = bool(person.names and other.names and not person.names & other.names)
    return has_same_contact and not has_other_name


def mentions(person: Person, words: str) -> bool:
    """Whether a text holds a NIK, a telephone or an e-mail address of a person; a name alone identifies nobody."""
    numbers = {*_DIGITS.findall(words), *("".join(_DIGITS.findall(run)) for run in _SPACED_DIGITS.findall(words))}
    if numbers & person.niks or {national_number(number) for number in numbers} & person.phones:
        return True
    return any(found.casefold().rstrip(".") in person.emails for found in _EMAIL.findall(words))


def mentions_in(person: Person, value: object) -> bool:
    """The same for anything that JSON can hold."""
    return mentions(person, json.dumps(value, ensure_ascii=False))


def without_person(event_type: str, data: bytes) -> bytes:
    """The payload of an event with what the contract names and the city's numbers are made of, and nothing else.

    Unknown fields and personal ones go, and of the free codes those that are words. What is left is as it came.
    """
    payload = PAYLOAD_BY_TYPE[event_type]
    named = [name for name in payload.__struct_fields__ if name not in payload.personal]
    values = _UNREAD.decode(data)
    kept = {name: values[name] for name in named if name in values and not _is_words(name, values[name])}
    return data if len(kept) == len(values) else msgspec.json.encode(kept)


def _is_words(name: str, value: msgspec.Raw) -> bool:
    if name not in FREE_CODES:
        return False
    words: Any = msgspec.json.decode(value)
    return not (isinstance(words, str) and _CODE.fullmatch(words) and not _DIGITS.search(words))
