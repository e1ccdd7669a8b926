"""The city that is made of a file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_sources.city_files import CityFolderError
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.replay.city import generate_city
from data_sources.replay.plan import ReplayPlan
from data_sources.replay.schema import ReplayError
from domain.complaints import Complaint, ComplaintRules, ComplaintState, StoredFact, fold_complaint
from tests.data_sources.replay.rows import NEW_YORK, Reader, a_row, an_open_row


def fold(plan: ReplayPlan, city_folder: Path) -> dict[str, Complaint]:
    rules = ComplaintRules(load_city(city_folder), load_legal_limits(city_folder))
    facts: dict[str, list[StoredFact]] = {}
    for event in plan.events:
        fact = StoredFact(int(event.at.timestamp() * 1000), event.event_id, event.payload)
        facts.setdefault(event.payload.entity_id, []).append(fact)
    return {key: fold_complaint(key, each, rules) for key, each in facts.items()}


def test_a_city_is_made_of_the_file(tmp_path: Path, read: Reader) -> None:
    """Agencies and categories as they occur, each category led by the agency that has most of it; no wards."""
    plan = read(
        a_row(),
        a_row(SRRecordID="18-2"),
        a_row(SRRecordID="18-3", Agency="Housing"),
        a_row(SRRecordID="18-4", Agency="Housing", SRType="HSG-Graffiti", MethodReceived="API"),
    )
    generate_city(plan, read.schema, tmp_path / "city")
    city = load_city(tmp_path / "city")
    assert {code: agency.name for code, agency in city.agencies.items()} == {
        "housing": "Housing",
        "solid_waste": "Solid Waste",
    }
    assert [category.label for category in city.categories.values()] == ["HSG-Graffiti", "SW-Dirty Alley"]
    assert city.lead_agency("sw_dirty_alley", None, plan.events[0].at.date()) == "solid_waste"
    assert (city.name, city.timezone, city.timezone_label) == ("Baltimore", NEW_YORK, "ET")
    assert (tuple(city.channels), dict(city.wards)) == (("API", "Phone"), {})
    assert city.calendar.is_working_day(datetime(2018, 7, 4, tzinfo=UTC).date())
    assert not city.calendar.is_working_day(datetime(2018, 7, 7, tzinfo=UTC).date())


def test_a_city_is_made_again_over_itself_but_never_over_another(tmp_path: Path, read: Reader) -> None:
    plan = read(a_row())
    generate_city(plan, read.schema, tmp_path / "city")
    generate_city(plan, read.schema, tmp_path / "city")
    city_file = tmp_path / "city" / "city.yaml"
    city_file.write_text("name: Kota Tangerang\n")
    with pytest.raises(ReplayError, match="expected an empty or generated folder"):
        generate_city(plan, read.schema, tmp_path / "city")
    assert city_file.read_text() == "name: Kota Tangerang\n"


def test_a_file_without_a_readable_row_makes_no_city(tmp_path: Path, read: Reader) -> None:
    with pytest.raises(ReplayError, match="expected rows to make a city of, found none"):
        generate_city(read(a_row(SRStatus="?")), read.schema, tmp_path / "city")


def test_only_the_file_sets_deadlines(tmp_path: Path, read: Reader) -> None:
    """A complaint without a due date of its own has no deadline in the generated city, and is never overdue."""
    plan = read(a_row(), an_open_row(SRRecordID="18-2", DueDate=""))
    generate_city(plan, read.schema, tmp_path / "city")
    complaints = fold(plan, tmp_path / "city")
    assert complaints["18-1"].due_ms == int(datetime(2018, 4, 23, 9, 30, 13, tzinfo=UTC).timestamp() * 1000)
    assert complaints["18-1"].state == ComplaintState.RESOLVED
    assert (complaints["18-2"].due_ms, complaints["18-2"].is_open) == (0, True)


def test_a_policy_promises_or_it_does_not(tmp_path: Path, read: Reader) -> None:
    """A target beside `has_promise: false` is a contradiction, and so is a promise without one."""
    generate_city(read(a_row()), read.schema, tmp_path / "city")
    path = tmp_path / "city" / "categories.yaml"
    generated = path.read_text()
    path.write_text(generated.replace("has_promise: false", "has_promise: false\n    resolution_days: 5"))
    with pytest.raises(CityFolderError, match="expected no resolution_days and no resolution_minutes"):
        load_city(tmp_path / "city")
    path.write_text(generated.replace("has_promise: false", "has_promise: true"))
    with pytest.raises(CityFolderError, match="expected either resolution_days or resolution_minutes"):
        load_city(tmp_path / "city")


def test_a_closing_in_the_second_of_the_filing_folds_to_a_closed_complaint(tmp_path: Path, read: Reader) -> None:
    plan = read(a_row(CloseDate=a_row()["CreatedDate"]))
    generate_city(plan, read.schema, tmp_path / "city")
    complaint = fold(plan, tmp_path / "city")["18-1"]
    assert (complaint.state, complaint.closed_ms) == (ComplaintState.RESOLVED, complaint.opened_ms)


def test_a_part_of_a_plan_holds_what_happened_after_one_instant_and_up_to_another(read: Reader) -> None:
    plan = read(a_row(), a_row(SRRecordID="18-2", CreatedDate="04/18/2018 12:00:00 PM"))
    instants = [event.at for event in plan.events]
    assert plan.part(until=instants[1]).events == plan.events[:2]
    assert plan.part(after=instants[1]).events == plan.events[2:]
    assert plan.part(instants[0], instants[1]).events == plan.events[1:2]
