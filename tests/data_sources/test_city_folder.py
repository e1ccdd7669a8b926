"""The city folder: Tangerang as shipped, a minimal city, and each way a folder can be wrong."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml

from data_sources.city_files import CityFolderError
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from domain.profile import CityProfile, UnknownCodeError

TANGERANG = Path(__file__).parents[2] / "cities" / "tangerang"


@pytest.fixture(scope="module")
def tangerang() -> CityProfile:
    return load_city(TANGERANG)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Tangerang to spoil."""
    return Path(shutil.copytree(TANGERANG, tmp_path / "city"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The least that makes a city: no wards, no holidays country, no week."""
    (tmp_path / "city.yaml").write_text(
        "{name: Baltimore, title: Baltimore Live Room, timezone: America/New_York, timezone_label: ET,"
        " bounds: {south: 39.19, west: -76.72, north: 39.38, east: -76.52, source: test},"
        " channels: {names: [API], source: test}}"
    )
    (tmp_path / "agencies.csv").write_text("code,name,short\nDOT,Department of Transportation,DOT\n")
    (tmp_path / "categories.yaml").write_text(
        "{weights: {source: test}, response: {days: 1, source: test}, categories: [{id: pothole, label: Pothole,"
        " routing: [{agency: DOT, source: test}], policies: [{code: p-1, resolution_days: 2, source: test}]}]}"
    )
    (tmp_path / "calendar.yaml").write_text(
        "{version: '1', first_year: 2024, last_year: 2025,"
        " closed_days: [{day: 2024-07-04, name: Independence Day, source: test}]}"
    )
    return tmp_path


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, f"{old!r} is no longer in the file that the test spoils"
        return text.replace(old, new, 1)

    return change


def added(line: str) -> Callable[[str], str]:
    return lambda text: f"{text.rstrip()}\n{line}\n"


# --- Tangerang


def test_tangerang_has_its_41_agencies_13_districts_and_104_wards(tangerang: CityProfile) -> None:
    assert len(tangerang.agencies) == 41
    assert len(tangerang.districts) == 13
    assert len(tangerang.wards) == 104
    assert (tangerang.title, tangerang.timezone.key, tangerang.timezone_label) == (
        "Tangerang Live Room",
        "Asia/Jakarta",
        "WIB",
    )


def test_each_district_of_tangerang_has_its_agency_in_order(tangerang: CityProfile) -> None:
    led = {agency.district_code: agency for agency in tangerang.agencies.values() if agency.district_code}
    for number, (code, name) in enumerate(tangerang.districts.items(), start=1):
        assert led[code].code == f"KEC-{number:02}"
        assert led[code].name == f"Kecamatan {name}"
        assert led[code].group == "district"


@pytest.mark.parametrize(
    ("category", "day", "agency"),
    [
        ("street_light_out", date(2026, 3, 1), "DISHUB"),
        ("fire", date(2026, 3, 1), "BPBD"),
        ("tree_risk", date(2025, 12, 31), "DISBUDPAR"),
        ("tree_risk", date(2026, 1, 1), "DLH"),
        ("ward_service", date(2026, 3, 1), "KEC-05"),
    ],
)
def test_routing_is_dated_and_follows_the_district(
    tangerang: CityProfile, category: str, day: date, agency: str
) -> None:
    assert tangerang.lead_agency(category, "36.71.05.1001", day) == agency


def test_the_sites_of_tangerang_stand_in_their_wards_and_say_that_this_is_approximate(tangerang: CityProfile) -> None:
    assert len([site for site in tangerang.sites.values() if site.kind == "district_office"]) == 13
    assert {"MPP", "DISDUKCAPIL", "DISDUKCAPIL-TANGCITY", "BAPENDA", "RSUD", "PKM-PETIR"} <= set(tangerang.sites)
    for site in tangerang.sites.values():
        assert site.is_approximate
        assert site.lat is not None
        assert site.counters_planned > 0
    assert tangerang.sites["RSUD"].lat == tangerang.wards["36.71.01.1006"].lat
    places = {(site.lat, site.lon) for site in tangerang.sites.values()}
    assert len(places) == len(tangerang.sites)


def test_every_promise_of_a_wait_has_a_source_and_every_kind_of_site_a_service(tangerang: CityProfile) -> None:
    assert all(service.source for service in tangerang.services.values())
    served = {kind for service in tangerang.services.values() for kind in service.site_kinds}
    assert served == {site.kind for site in tangerang.sites.values()}
    assert tangerang.services["outpatient"].wait_target_minutes == 60
    assert tangerang.services["other_institution"].wait_target_minutes is None


def test_a_city_without_sites_and_services_has_none(small: Path) -> None:
    city = load_city(small)
    assert (city.sites, city.services) == ({}, {})


def test_an_unplaced_site_without_a_ward_has_no_place(small: Path) -> None:
    (small / "sites.csv").write_text(
        "code,name,short,kind,agency,is_approximate,counters_planned,source\nDMV,DMV,DMV,office,DOT,true,4,test\n"
    )
    site = load_city(small).sites["DMV"]
    assert (site.lat, site.lon, site.ward, site.capacity) == (None, None, "", None)


def test_without_a_ward_no_district_leads(tangerang: CityProfile) -> None:
    assert tangerang.lead_agency("district_service", None, date(2026, 3, 1)) == ""


def test_an_unknown_category_has_no_lead(tangerang: CityProfile) -> None:
    with pytest.raises(UnknownCodeError, match="'potholes' is not one of Kota Tangerang"):
        tangerang.lead_agency("potholes", None, date(2026, 3, 1))


def test_policies_of_tangerang_have_a_source_and_unique_codes(tangerang: CityProfile) -> None:
    policies = [policy for category in tangerang.categories.values() for policy in category.policies]
    assert all(policy.source for policy in policies)
    assert len({policy.code for policy in policies}) == len(policies)
    assert tangerang.categories["fire"].policy_on(date(2026, 3, 1)).resolution_minutes == 15
    assert tangerang.categories["street_light_out"].policy_on(date(2026, 3, 1)).resolution_days == 1


def test_weights_of_tangerang_are_shares_of_a_hundred(tangerang: CityProfile) -> None:
    assert sum(category.weight for category in tangerang.categories.values()) == pytest.approx(100)


def test_what_must_never_be_mapped_is_sensitive(tangerang: CityProfile) -> None:
    sensitive = {category.code for category in tangerang.categories.values() if category.is_sensitive}
    assert sensitive == {
        "ambulance",
        "extortion",
        "health_centre",
        "homeless_person",
        "hospital",
        "mental_health_crisis",
        "social_aid",
        "staff_discipline",
        "violence_women_children",
    }


@pytest.mark.parametrize(("year", "expected"), [(2025, 237), (2026, 240), (2027, 242)])
def test_working_days_of_a_year_are_those_of_the_joint_decrees(
    tangerang: CityProfile, year: int, expected: int
) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(tangerang.calendar.is_working_day(day) for day in days) == expected


@pytest.mark.parametrize(
    ("working_days", "due"), [(5, date(2026, 3, 27)), (14, date(2026, 4, 10)), (60, date(2026, 6, 24))]
)
def test_deadlines_jump_over_collective_leave(tangerang: CityProfile, working_days: int, due: date) -> None:
    calendar = tangerang.calendar
    received = datetime(2026, 3, 13, 3, tzinfo=UTC)
    assert calendar.local_date(calendar.deadline(received, working_days)) == due


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2026, 2, 18), time(16)),
        (date(2026, 2, 19), time(15)),
        (date(2026, 2, 20), time(15, 30)),
        (date(2025, 3, 27), time(15)),
        (date(2026, 4, 10), time(16, 30)),
    ],
)
def test_ramadan_closes_earlier(tangerang: CityProfile, day: date, closes: time) -> None:
    hours = tangerang.calendar.hours_on(day)
    assert hours is not None
    assert (hours.opens, hours.closes) == (time(8), closes)


def test_legal_limits_come_with_their_source() -> None:
    limits = load_legal_limits(TANGERANG)
    assert (limits.response_days, limits.information_request_days) == (3, 5)
    assert (limits.without_oversight_days, limits.with_oversight_days) == (14, 60)
    assert "PermenPANRB 62/2018" in limits.source


# --- a city with little


def test_a_city_needs_no_wards_holidays_or_week(small: Path) -> None:
    city = load_city(small)
    assert city.wards == {}
    assert city.districts == {}
    assert not city.calendar.is_working_day(date(2024, 7, 4))
    assert city.calendar.is_working_day(date(2024, 7, 6))
    assert city.calendar.receipt_day(datetime(2024, 7, 6, 3, 59, tzinfo=UTC)) == date(2024, 7, 5)
    assert city.categories["pothole"].policies[0].response_days == 1


def test_a_reopened_day_is_worked(small: Path) -> None:
    (small / "calendar.yaml").write_text(
        "{version: '2', first_year: 2024, last_year: 2025, holidays: {country: US, source: test},"
        " reopened_days: [{day: 2024-07-04, name: Storm, source: test}]}"
    )
    calendar = load_city(small).calendar
    assert calendar.is_working_day(date(2024, 7, 4))
    assert not calendar.is_working_day(date(2025, 7, 4))


# --- what is refused


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "city.yaml",
            replaced("Asia/Jakarta", "Asia/Tangerang"),
            r"city\.yaml: line \d+: timezone: .*'Asia/Tangerang'",
        ),
        ("city.yaml", replaced("title:", "titel:"), r"city\.yaml: line \d+: title: required"),
        ("city.yaml", added("colour: red"), r"city\.yaml: line \d+: colour: unknown key with value 'red'"),
        ("city.yaml", replaced("-6.2620", "-6.0"), r"city\.yaml: line \d+: bounds: expected south below north"),
        ("city.yaml", replaced("-6.2620", "-6.2"), r"wards\.csv: .*outside the bounds of city\.yaml"),
        ("city.yaml", added("- ["), r"city\.yaml: expected YAML"),
        ("agencies.csv", added("DLH,Dinas Lain,DL,staff,,x"), r"agencies\.csv: line \d+: code: 'DLH' occurs twice"),
        ("agencies.csv", added("DISTRICT,D,D,staff,,x"), r"agencies\.csv: line \d+: code: 'DISTRICT' is reserved"),
        ("agencies.csv", added("X,,X,staff,,x"), r"agencies\.csv: line 43: name: required"),
        ("agencies.csv", added("X,X,X,staff,,x,more"), r"agencies\.csv: line 43: \(cell beyond the header\)"),
        (
            "agencies.csv",
            added("X,X,X,staff,36.03.01,x"),
            r"agencies\.csv: line \d+: X: district_code '36\.03\.01' is that of no",
        ),
        ("agencies.csv", added("X,X,X,staff,36.71.13,x"), r"X: district_code '36\.71\.13' is already that of KEC-13"),
        ("agencies.csv", replaced("36.71.13", ""), r"agency 'DISTRICT' needs .*missing 36\.71\.13"),
        ("agencies.csv", lambda text: text.splitlines()[0], r"agencies\.csv: expected at least one agency"),
        ("wards.csv", replaced("-6.17289", "6.17289"), r"wards\.csv: line \d+: 36\.71\.01\.1001: lat, lon 6\.17289"),
        ("wards.csv", replaced(",0.75", ",-1"), r"wards\.csv: line 2: area_km2: .*got '-1'"),
        (
            "wards.csv",
            replaced("1002,Sukaasih", "1001,Sukaasih"),
            r"wards\.csv: line \d+: code: '36\.71\.01\.1001' occurs twice",
        ),
        (
            "wards.csv",
            replaced("36.71.01,Tangerang", "36.71.01,Tanggerang"),
            r"36\.71\.01 is 'Tanggerang' in an earlier",
        ),
        (
            "wards.csv",
            replaced("-6.17224,106.6385", "-6.17289,106.63186"),
            r"1002: .*is also the point of 36\.71\.01\.1001",
        ),
        ("categories.yaml", replaced("agency: DISHUB", "agency: DISHUP"), r"agency 'DISHUP' is not in agencies\.csv"),
        ("categories.yaml", replaced("id: road_damage", "id: pothole"), r"code: 'pothole' occurs twice"),
        ("categories.yaml", replaced("code: road_damage-1", "code: pothole-1"), r"code: 'pothole-1' occurs twice"),
        ("categories.yaml", replaced("valid_to: 2026-01-01", "valid_to: 2025-12-01"), r"routing: .*leave a gap"),
        ("categories.yaml", replaced("valid_to: 2026-01-01", "valid_to: 2026-02-01"), r"routing: .*overlap"),
        (
            "categories.yaml",
            replaced("code: pothole-1,", "code: pothole-1, valid_from: 2025-01-01,"),
            r"policies: valid from",
        ),
        (
            "categories.yaml",
            replaced("resolution_days: 1,", "resolution_hours: 8,"),
            r"policies\.0\.resolution_hours: unknown",
        ),
        ("categories.yaml", replaced("resolution_days: 1, ", ""), r"expected either resolution_days or"),
        ("categories.yaml", replaced("weight: 11", "weight: -1"), r"categories\.0\.weight: .*got -1"),
        ("calendar.yaml", replaced('"16:00"]', "16:00]"), r"expected a time in quotes .*got 960"),
        (
            "calendar.yaml",
            replaced('monday: ["08:00", "16:00"]', 'monday: ["16:00", "08:00"]'),
            r"week: monday: expected",
        ),
        ("calendar.yaml", replaced("monday:", "senin:"), r"week\.hours\.senin"),
        (
            "calendar.yaml",
            replaced("last_day: 2026-03-20", "last_day: 2027-03-20"),
            r"'Ramadan 1448 H' starts on 2027-02-08",
        ),
        (
            "calendar.yaml",
            replaced("last_day: 2026-03-20", "last_day: 2026-01-20"),
            r"expected first_day not after last_day",
        ),
        ("calendar.yaml", replaced("country: ID", "country: XX"), r"holidays: country 'XX'"),
        (
            "calendar.yaml",
            replaced("country: ID", "country: ID\n  subdivision: MD"),
            r"holidays: country 'ID', subdivision 'MD', with categories",
        ),
        (
            "city.yaml",
            replaced("LAKSA: app", "LAXSA: app"),
            r"city\.yaml: line \d+: channels: kinds: LAXSA is not among names",
        ),
        (
            "city.yaml",
            replaced("codes: [prank, silent]", "codes: [prank, ghost]"),
            r"city\.yaml: line \d+: call_classes: pranks: ghost is not among codes",
        ),
        (
            "city.yaml",
            replaced("codes: [prank, silent]", "codes: []"),
            r"city\.yaml: line \d+: call_classes\.pranks\.codes: .*at least 1",
        ),
        (
            "city.yaml",
            replaced("LAKSA: app", "LAKSA: apps"),
            r"city\.yaml: line \d+: channels\.kinds\.LAKSA: .*got 'apps'",
        ),
        (
            "calendar.yaml",
            replaced("government", "cuti"),
            r"holidays: country 'ID' with categories \['public', 'cuti'\]",
        ),
        (
            "calendar.yaml",
            replaced("reopened_days: []", "reopened_days: [{day: 2026-03-02, name: x, source: x}]"),
            r"reopened_days: 2026-03-02 \(x\) is no closed day",
        ),
        (
            "calendar.yaml",
            replaced("\nclosed_days: []", "\nclosed_days: [{day: 2030-03-02, name: x, source: x}]"),
            r"day 2030-03-02 \(x\) is outside first_year to last_year, 2024 to 2027",
        ),
        ("calendar.yaml", replaced("[BPBD, RSUD]", "[BPBD, BANK]"), r"'Gawat darurat': the city has no BANK"),
        ("calendar.yaml", replaced("kinds: [clinic]", "kinds: [zoo]"), r"'Puskesmas': the city has no zoo"),
        ("calendar.yaml", replaced("around_the_clock: true", "around_the_clock: false"), r"either around_the_clock or"),
        ("calendar.yaml", replaced("is_approximate: false", "is_aprox: false"), r"periods\.0\.is_aprox: unknown key"),
        ("calendar.yaml", replaced("last_year: 2027", "last_year: 2023"), r"expected first_year not after last_year"),
        ("sites.csv", added("MPP,M,M,mpp,DLH,,,,true,1,,x"), r"sites\.csv: line \d+: code: 'MPP' occurs twice"),
        (
            "sites.csv",
            added("X,X,X,mpp,NONE,,,,true,1,,x"),
            r"sites\.csv: line \d+: X: agency 'NONE' is not in agencies",
        ),
        (
            "sites.csv",
            added("X,X,X,mpp,DLH,36.03,,,true,1,,x"),
            r"sites\.csv: line \d+: X: ward '36\.03' is not in wards",
        ),
        ("sites.csv", added("X,X,X,mpp,DLH,,-6.2,,true,1,,x"), r"expected both lat and lon"),
        ("sites.csv", added("X,X,X,mpp,DLH,,,,false,1,,x"), r"expected is_approximate: true where"),
        ("sites.csv", added("X,X,X,mpp,DLH,,6.2,106.6,false,1,,x"), r"X: lat, lon 6\.2, 106\.6 is outside"),
        ("sites.csv", added("X,X,X,mpp,DLH,,,,true,-1,,x"), r"sites\.csv: line 40: counters_planned: .*got '-1'"),
        ("sites.csv", added("X,X,X,mpp,DLH,,,,true,1,,x,-1"), r"sites\.csv: line 40: counters_off_hours: .*got '-1'"),
        ("sites.csv", added("X,X,X,mpp,DLH,,,,true,1,,"), r"sites\.csv: line 40: source: required"),
        ("services.csv", replaced("clinic;hospital", "clinic;zoo"), r"pharmacy: site_kinds zoo is the kind of no site"),
        ("services.csv", replaced("tax_office,30", "tax_office,0"), r"wait_target_minutes: .*got '0'"),
        (
            "promises.yaml",
            replaced("service: permit", "service: passport"),
            r"service 'passport' is not in services\.csv",
        ),
        ("promises.yaml", replaced("24JAM", "24 hours"), r"time\.longest: expected a number and one of HK, JAM, MNT"),
        ("policies.yaml", replaced("stage: verification", "stage: judgement"), r"stages\.0\.stage"),
        (
            "policies.yaml",
            replaced("target_days: 2", "target_days: 2\n    category: volcano"),
            r"'volcano' is not in categ",
        ),
        (
            "policies.yaml",
            replaced("with_oversight_days: 60", "with_oversight_days: -60"),
            r"with_oversight_days: .*got -60",
        ),
        ("units.csv", added("NONE,1,1,x"), r"units\.csv: line 43: agency 'NONE' is not in agencies"),
        (
            "figures.csv",
            added("downloads,2026,-1,downloads,x,2026-01-01"),
            r"figures\.csv: line \d+: value: .*got '-1'",
        ),
        ("services.csv", replaced("family_card,", "permit,"), r"services\.csv: line \d+: code: 'permit' occurs twice"),
    ],
)
def test_a_spoilt_folder_is_refused_with_its_reason(
    folder: Path, file: str, change: Callable[[str], str], message: str
) -> None:
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CityFolderError, match=message) as refused:
        load_city(folder)
    assert re.search(r"\.(yaml|csv): line \d+: |expected at least one agency|expected YAML", str(refused.value))


@pytest.mark.parametrize("file", ["city.yaml", "agencies.csv", "categories.yaml", "calendar.yaml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(CityFolderError, match=f"{file}: the file is missing"):
        load_city(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CityFolderError, match="expected a city folder"):
        load_city(tmp_path / "nowhere")


def test_a_city_without_wards_cannot_route_to_districts(folder: Path) -> None:
    (folder / "wards.csv").unlink()
    agencies = folder / "agencies.csv"
    agencies.write_text("".join(line for line in agencies.read_text().splitlines(True) if "KEC-" not in line))
    with pytest.raises(CityFolderError, match=r"district_service: agency 'DISTRICT' needs wards"):
        load_city(folder)


def test_all_problems_of_a_file_are_told_at_once(folder: Path) -> None:
    path = folder / "city.yaml"
    content = yaml.safe_load(path.read_text()) | {"colour": "red", "title": ""}
    path.write_text(yaml.safe_dump(content))
    with pytest.raises(CityFolderError, match=r"(?s)title: .*\n.*colour: unknown key"):
        load_city(folder)


def test_missing_legal_limits_are_named(folder: Path) -> None:
    (folder / "policies.yaml").unlink()
    with pytest.raises(CityFolderError, match=r"policies\.yaml: the file is missing"):
        load_legal_limits(folder)


def test_units_have_hours_of_their_own(tangerang: CityProfile) -> None:
    """The hospital never closes; a clinic serves on Saturdays, but not on a holiday; an agency has the city's hours."""
    hospital, clinic = tangerang.calendar_of("RSUD"), tangerang.calendar_of("PKM-CIPONDOH")
    assert hospital.is_working_day(date(2026, 3, 21))
    assert [clinic.is_working_day(date(2026, 11, day)) for day in (21, 22)] == [True, False]
    assert not clinic.is_working_day(date(2026, 12, 25))
    assert tangerang.calendar_of("DLH") is tangerang.calendar
    with pytest.raises(UnknownCodeError, match="unit 'BANK' is no agency and no site"):
        tangerang.calendar_of("BANK")


# --- the categories of the domain notes, row by row: categories, leading agency, target

DAY = date(2026, 6, 1)
ROWS: list[tuple[str, str, tuple[int, ...]]] = [
    ("pothole road_damage", "DPUPR", (1, 14)),
    ("blocked_drain standing_water", "DPUPR", (3, 3)),
    ("street_light_out", "DISHUB", (1,)),
    ("traffic_light_fault road_sign_fault congestion illegal_parking public_transport", "DISHUB", (3,) * 5),
    ("waste_not_collected illegal_dump waste_burning", "DLH", (1, 2, 1)),
    ("tree_risk", "DLH", (7,)),
    ("health_centre hospital", "DINKES", (5, 5)),
    ("identity_card family_card birth_certificate", "DISDUKCAPIL", (5, 5, 5)),
    ("account_verification app_fault public_wifi", "DISKOMINFO", (3, 3, 3)),
    ("permit", "DPMPTSP", (5,)),
    ("local_tax", "BAPENDA", (5,)),
    ("social_aid homeless_person mental_health_crisis", "DINSOS", (5, 1, 1)),
    ("street_vendors unpermitted_building public_order illegal_billboard", "SATPOLPP", (5,) * 4),
    ("unfit_housing rental_flats land_affairs housing_facilities", "PERKIMTAN", (14,) * 4),
    ("school school_admission", "DINDIK", (5, 5)),
    ("market staple_prices small_business", "DISPERINDAGKOPUKM", (5, 5, 5)),
    ("job_vacancy labour_dispute", "DISNAKER", (5, 5)),
    ("farming_food", "DKP", (5,)),
    ("water_supply", "SETDA", (3,)),
    ("utility_cable", "DISKOMINFO", (1,)),
    ("extortion staff_discipline", "INSP", (60, 60)),
    ("service_quality service_slow service_convoluted service_cost_unclear service_attitude", "SETDA", (5,) * 5),
    ("district_service ward_service", "KEC-05", (3, 3)),
]
MINUTES = {
    "flood": ("BPBD", 60),
    "fire": ("BPBD", 15),
    "animal_rescue": ("BPBD", 120),
    "ambulance": ("DINKES", 30),
    "tree_fallen": ("DLH", 240),
    "violence_women_children": ("DP3AP2KB", 1440),
}


@pytest.mark.parametrize(("categories", "agency", "days"), ROWS)
def test_a_row_of_categories_has_its_agency_and_target(
    tangerang: CityProfile, categories: str, agency: str, days: tuple[int, ...]
) -> None:
    codes = categories.split()
    assert [tangerang.lead_agency(code, "36.71.05.1001", DAY) for code in codes] == [agency] * len(codes)
    policies = [tangerang.categories[code].policy_on(DAY) for code in codes]
    assert [(policy.resolution_days, policy.resolution_minutes) for policy in policies] == [(n, None) for n in days]


def test_emergencies_run_around_the_clock_and_no_category_is_left_over(tangerang: CityProfile) -> None:
    for code, (agency, minutes) in MINUTES.items():
        assert tangerang.lead_agency(code, None, DAY) == agency
        assert tangerang.categories[code].policy_on(DAY).resolution_minutes == minutes
    in_rows = {code for categories, _, _ in ROWS for code in categories.split()}
    assert set(tangerang.categories) == in_rows | set(MINUTES)
