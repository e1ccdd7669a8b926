"""A city in which every name and every number of a ticket would run, were it taken for anything but text."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from domain.profile import CityProfile
from tests.browser.injections import INJECTIONS, short
from tests.browser.product import Fact, a_complaint
from tests.conftest import CITY

LONGEST_NAME, LONGEST_KEY = 80, 80
AGENCY = "DPUPR"


def a_name(numbers: "count[int]") -> str:
    """The next injection that a name of a city's folder can hold: one printed line."""
    while True:
        words = short(next(numbers), LONGEST_NAME)
        if words.isprintable() and words == words.strip():
            return words


def hostile_city(folder: Path) -> Path:
    """A copy of a city's folder with an injection for every name that a screen shows."""
    city, numbers = folder / "city", count()
    shutil.copytree(CITY, city)
    for file, columns in {"agencies": ("name", "short"), "sites": ("name", "short"), "services": ("name",)}.items():
        _rewrite(city / f"{file}.csv", lambda row, columns=columns: {one: a_name(numbers) for one in columns})  # type: ignore[misc]
    districts: dict[str, str] = {}

    def ward(row: Mapping[str, str]) -> dict[str, str]:
        code = row["district_code"]
        districts[code] = districts.get(code) or a_name(numbers)
        return {"name": a_name(numbers), "district": districts[code]}

    _rewrite(city / "wards.csv", ward)
    _relabel(city / "categories.yaml", numbers)
    return city


def _rewrite(path: Path, change: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **change(row)} for row in rows)


def _relabel(path: Path, numbers: "count[int]") -> None:
    known: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for category in known["categories"]:
        category["label"] = a_name(numbers)
    path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")


def hostile_complaints(profile: CityProfile) -> Iterator[Fact]:
    """Each injection as a ticket's number and as all words of its reporter; half of them late, in all wards."""
    now = datetime.now(UTC)
    wards = list(profile.wards.values())
    categories = [code for code, one in profile.categories.items() if not one.is_sensitive]
    for number, words in enumerate(INJECTIONS):
        ward, ticket = wards[number % len(wards)], ticket_of(number)
        reporter = {"name": words, "nik": words[:32], "phone": words[:32], "email": words, "address": words}
        changes = {
            "complaint_id": ticket,
            "category": categories[number % len(categories)],
            "agency": AGENCY,
            "ward": ward.code,
            "lat": ward.lat,
            "lon": ward.lon,
            "due_at": (now + timedelta(hours=number - 150)).isoformat(),
            "reporter": reporter,
            "text": words,
            words[:60]: words,
        }
        filed = now - timedelta(hours=2 * number + 1)
        yield "complaint.filed", filed, a_complaint(ticket) | changes
        yield "complaint.answered", filed + timedelta(minutes=20), {"complaint_id": ticket, "text": words}
        if number % 3 == 0:
            yield "complaint.rejected", now, {"complaint_id": f"gone-{number}", "reason": words[:60] or "x"}


def ticket_of(number: int) -> str:
    """The number of a ticket: the injection, cut where the contract allows no more, and made distinct."""
    return f"{INJECTIONS[number][: LONGEST_KEY - 5]} {number:03d}"
