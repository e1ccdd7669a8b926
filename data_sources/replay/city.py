"""The city that a published file is about, as a folder of its own."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import yaml

from data_sources.replay.names import code_of
from data_sources.replay.plan import CategoryUse, ReplayPlan
from data_sources.replay.schema import FileSchema, ReplayError, WaitSchema

GENERATED = "# Generated from a published table"


def generate_city(plan: ReplayPlan, schema: FileSchema, folder: Path) -> None:
    """Write the folder of the city that a file is about: its agencies, categories and sites as they occur in it.

    It has no wards. Without a due date of the file nothing is promised. A folder that was not generated is never
    overwritten.
    """
    if not plan.events:
        raise ReplayError(f"{schema.title}: expected rows to make a city of, found none; choose another file")
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "city.yaml": _city_file(plan, schema),
        "calendar.yaml": _calendar_file(plan, schema),
        "categories.yaml": _categories_file(plan, schema),
        "policies.yaml": {"legal_limits": schema.city.legal_limits},
    }
    _check_is_ours(folder)
    for name, content in contents.items():
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
        (folder / name).write_text(f"{GENERATED}: {schema.title}\n{text}", encoding="utf-8")
    _write_agencies(folder / "agencies.csv", _agencies(plan), schema.title)
    if isinstance(schema, WaitSchema):
        _write_sites(folder, plan.sites, schema)


def _check_is_ours(folder: Path) -> None:
    city = folder / "city.yaml"
    if city.exists() and not city.read_text(encoding="utf-8").startswith(GENERATED):
        raise ReplayError(f"{folder}: expected an empty or generated folder, found a city's own; choose another path")


def _city_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    city = schema.city
    return {
        "name": city.name,
        "title": city.title,
        "timezone": schema.time.zone.key,
        "timezone_label": city.timezone_label,
        "bounds": city.bounds.model_dump(),
        "channels": {"names": list(plan.channels) or ["none"], "source": schema.title},
        "boundary_credit": city.boundary_credit,
    }


def _calendar_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    """Every usual working day counts: no holidays. A year more on either side leaves room for deadlines."""
    days = [*(event.at.date() for event in plan.events), *_due_days(plan)]
    week = schema.city.week
    return {
        "version": f"{schema.source}-1",
        "first_year": min(days).year - 1,
        "last_year": max(days).year + 1,
        "week": {"source": week.source, "hours": {day: list(hours) for day, hours in week.hours.items()}},
    }


def _due_days(plan: ReplayPlan) -> Iterator[date]:
    for event in plan.events:
        due_at = getattr(event.payload, "due_at", None)
        if isinstance(due_at, datetime):
            yield due_at.date()


def _categories_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    return {
        "weights": {"source": f"{schema.title}: rows of each category"},
        "response": {"days": 1, "source": "Default of this project; the file has no first response"},
        "categories": [_category(code, use, schema.title) for code, use in _categories(plan).items()],
    }


def _categories(plan: ReplayPlan) -> Mapping[str, CategoryUse]:
    """A city has at least one category, also where the file is about something else."""
    return plan.categories or {"none": CategoryUse("None in this file", 0, next(iter(plan.agencies), ""))}


def _category(code: str, use: CategoryUse, title: str) -> dict[str, object]:
    policy = {"code": f"{code}-none", "has_promise": False, "source": f"{title}: only its own due dates count"}
    return {
        "id": code,
        "label": use.label,
        "weight": use.rows,
        "routing": [{"agency": use.agency or _NO_AGENCY, "source": f"{title}: the agency with most of its rows"}],
        "policies": [policy],
    }


_NO_AGENCY = "unknown_agency"


def _agencies(plan: ReplayPlan) -> dict[str, str]:
    """Code to name; one more where a category never had an agency."""
    needs_more = any(not use.agency for use in _categories(plan).values())
    return dict(plan.agencies) | ({_NO_AGENCY: "Unknown agency"} if needs_more else {})


def _write_agencies(path: Path, agencies: Mapping[str, str], title: str) -> None:
    columns = ["code", "name", "short", "group", "district_code", "source"]
    _write_csv(path, columns, ([code, name, name, "city", "", title] for code, name in agencies.items()))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _write_sites(folder: Path, sites: Mapping[str, str], schema: WaitSchema) -> None:
    """The sites have no place: the file has none."""
    part, title = schema.sites, schema.title
    columns = ["code", "name", "short", "kind", "agency", "is_approximate", "counters_planned", "source"]
    agency = code_of(part.agency)
    rows = [[code, name, name, part.kind, agency, "true", "0", title] for code, name in sites.items()]
    _write_csv(folder / "sites.csv", columns, rows)
    _write_csv(
        folder / "services.csv",
        ["code", "name", "site_kinds", "source"],
        [[code_of(part.service), part.service, part.kind, f"{title}: no promise in the file"]],
    )
