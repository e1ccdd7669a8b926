"""Marked persons in every personal and free field of every type of event, also where the contract names no field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from data_sources.contract_examples import EXAMPLES, SOURCES
from data_sources.stream_entry import EntryFields, encode_entry
from domain.events import PAYLOADS, ComplaintClass, Heartbeat, Payload, Stream
from domain.profile import CityProfile

MARKS = re.compile(rb"kenari|knr|3671990077|0812555077|rahasia-", re.IGNORECASE)
"""What no screen, file, command or log may hold: persons, their words, and the tickets of reports on misconduct."""

SECRET_PLACE = (-6.1123, 106.6789)
USUAL_PLACE = (-6.1729, 106.6319)
KEYS = ("call_id", "ticket_id", "survey_id", "shift_id", "crew_id", "task_id", "original_id")
MISCONDUCT_EVERY = 5
CLOSING = ("complaint.rejected", "complaint.duplicate", "complaint.archived")
"""Told of another complaint, so that those that are filed stay open and are drawn."""

POISON_EVERY = 2
AGENCIES = ("DPUPR", "DISHUB", "DLH", "DP3AP2KB", "DINSOS", "INSP")


class Marked(NamedTuple):
    """One entry of a stream."""

    stream: Stream
    fields: EntryFields


def marks_in(outputs: Iterable[bytes]) -> set[bytes]:
    """The marks that were found."""
    return {found for output in outputs for found in MARKS.findall(output)}


def person(number: int) -> dict[str, str]:
    """A reporter, with all that the contract has of one."""
    return {
        "name": f"Siti Kenari {number}",
        "nik": f"3671990077{number:06d}",
        "phone": f"0812555077{number:03d}",
        "email": f"kenari{number}@example.net",
        "address": f"Jl. Kenari No. {number}",
    }


def words(number: int) -> str:
    """What somebody wrote, with a name, a number, a plate and an address in it."""
    return f"Saya Siti Kenari {number}, 0812555077{number:03d}, mobil B {number} KNR, di Jl. Kenari No. {number}"


def unnamed(number: int) -> dict[str, object]:
    """Fields that no model names: the contract keeps them."""
    return {
        "nama_pelapor": f"Siti Kenari {number}",
        "plat_nomor": f"B {number} KNR",
        "alamat": f"Jl. Kenari No. {number}",
        "pelapor": {"nik": f"3671990077{number:06d}", "anak": [{"nama": f"Kenari {number}"}]},
        "catatan": [words(number)],
    }


def free_codes(event_type: str, number: int) -> dict[str, object]:
    """Fields of the contract that any short word may stand in, and that identify somebody in careless hands."""
    fields = {
        "complaint.rejected": {"reason": f"Siti Kenari {number}"},
        "call.dispatched": {"unit_id": f"B {number} KNR"},
        "call.arrived": {"unit_id": f"B {number} KNR"},
        "call.closed": {"outcome": f"Kenari {number} dirawat"},
        "task.assigned": {"employee_id": f"3671990077{number:06d}", "crew_id": f"B {number} KNR"},
        "position.reported": {"crew_id": f"B {number} KNR"},
    }
    by_kind = {
        "attendance": {"employee_id": f"3671990077{number:06d}"},
        "shift": {"crew_id": f"B {number} KNR"},
    }
    return dict(fields.get(event_type) or by_kind.get(event_type.partition(".")[0], {}))


def marked_entries(count: int, profile: CityProfile, now: datetime) -> Iterator[Marked]:
    """Rounds of all types, a life of everything in each, and entries that cannot be read; at least so many."""
    for number in range(-(-count // len(PAYLOADS))):
        began = now - timedelta(minutes=60 + 10 * number)
        for minute, payload in enumerate(PAYLOADS):
            yield _marked(payload, number, began + timedelta(minutes=minute), profile)
        if number % POISON_EVERY == 0:
            yield from _poisoned(number, began)


def _marked(payload: type[Payload], number: int, at: datetime, profile: CityProfile) -> Marked:
    event_type = payload.type
    stream = Stream.COMPLAINTS if payload is Heartbeat else payload.stream
    personal = {"reporter": person(number), "text": words(number)}
    data = {**unnamed(number), **personal, **_values(event_type, number, profile), **free_codes(event_type, number)}
    return Marked(stream, encode_entry(event_type, f"{event_type}-{number}", at, SOURCES[stream], data))


def _values(event_type: str, number: int, profile: CityProfile) -> dict[str, object]:
    """The example of a type as a fact of its round."""
    values = {key: value for key, value in EXAMPLES[event_type].items() if key not in ("reporter", "text")}
    values |= {key: f"{key}-{number}" for key in KEYS if key in values}
    if "complaint_id" in values:
        values["complaint_id"] = ticket(number) + ("-B" if event_type in CLOSING else "")
    if event_type == "complaint.assigned":
        values["agency"] = AGENCIES[number % len(AGENCIES)]
    if event_type == "complaint.filed":
        values["category"] = category(number, profile)
        values["classification"] = _class(number).value
    if event_type == "call.received":
        values["category"] = sorted(profile.call_classes)[number % len(profile.call_classes)]
    if "lat" in values:
        is_secret = is_misconduct(number) or profile.categories[category(number, profile)].is_sensitive
        values["lat"], values["lon"] = SECRET_PLACE if is_secret else USUAL_PLACE
    return values


def category(number: int, profile: CityProfile) -> str:
    """The category of a round's complaint: all of them in turn."""
    return list(profile.categories)[number % len(profile.categories)]


def is_misconduct(number: int) -> bool:
    """Whether a round's complaint is a report on misconduct."""
    return number % MISCONDUCT_EVERY == 0


def ticket(number: int) -> str:
    """The ticket of a round's complaint."""
    return f"RAHASIA-{number}" if is_misconduct(number) else f"K-{number:05d}"


def _class(number: int) -> ComplaintClass:
    return ComplaintClass.WITH_OVERSIGHT if is_misconduct(number) else ComplaintClass.WITHOUT_OVERSIGHT


# --- entries that cannot be read


def _poisoned(number: int, at: datetime) -> Iterator[Marked]:
    for name, fields in _mistakes(number, at).items():
        yield Marked(Stream.COMPLAINTS, {**fields, "id": f"poison-{number}-{name}"})


def _mistakes(number: int, at: datetime) -> dict[str, EntryFields]:
    return {
        **{name: _filed(at, number, **changes) for name, changes in _wrong_fields(number).items()},
        "not-json": _filed(at, number) | {"data": b'{"text":"' + words(number).encode() + b'",'},
        "bad-utf8": _filed(at, number) | {"data": words(number).encode() + b"\xff"},
        "only-words": _filed(at, number) | {"data": b'["' + words(number).encode() + b'"]'},
        "type": _filed(at, number) | {"type": f"Siti Kenari {number}"},
        "version": _filed(at, number) | {"v": f"Siti Kenari {number}"},
        "time": _filed(at, number) | {"at": words(number)},
    }


def _wrong_fields(number: int) -> dict[str, Mapping[str, object]]:
    return {
        "reporter": {"reporter": words(number)},
        "nik": {"reporter": {"nik": {"nomor": person(number)["nik"]}}},
        "text": {"text": [words(number)]},
        "long-text": {"text": words(number) * 60},
        "category": {"category": words(number)},
        "number-for-code": {"category": int(person(number)["nik"])},
        "channel": {"channel": person(number)["nik"]},
        "ward": {"ward": person(number)["phone"]},
        "class": {"classification": person(number)["email"]},
        "no-key": {"complaint_id": {"pelapor": person(number)}},
        "outside": {"lat": -5.912345, "lon": 106.654321},
    }


def _filed(at: datetime, number: int, **changes: object) -> EntryFields:
    data = {"complaint_id": f"P-{number}", "category": "pothole", "channel": "LAKSA", **unnamed(number), **changes}
    return encode_entry("complaint.filed", "", at, SOURCES[Stream.COMPLAINTS], data)
