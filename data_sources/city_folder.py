"""Reads a city's folder of YAML and CSV files into a CityProfile, and refuses what does not fit together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from data_sources.city_bands import load_bands
from data_sources.city_calendar import load_calendar, load_unit_calendars
from data_sources.city_capacities import load_capacities
from data_sources.city_figures import load_figures
from data_sources.city_files import CityFolderError, read_csv, read_yaml
from data_sources.city_lines import where
from data_sources.city_policies import load_stage_policies
from data_sources.city_promises import load_promises
from data_sources.city_shapes import (
    AgencyRow,
    CallClassesRow,
    CategoriesFile,
    CategoryRow,
    CityFile,
    DatedRow,
    PolicyRow,
    ServiceRow,
    SiteRow,
    WardRow,
)
from data_sources.city_surveys import load_surveys
from data_sources.city_units import load_headcounts
from domain.profile import (
    DISTRICT,
    Agency,
    Bounds,
    Category,
    CityProfile,
    Routing,
    Service,
    ServicePolicy,
    Site,
    Ward,
)
from domain.working_time import Calendar


def load_city(folder: Path) -> CityProfile:
    """The city that a folder describes.

    A folder has city.yaml, agencies.csv, categories.yaml and calendar.yaml, and may have wards.csv, sites.csv,
    services.csv, promises.yaml, units.csv, capacities.csv, policies.yaml, figures.csv, bands.yaml and surveys.csv.
    """
    if not folder.is_dir():
        raise CityFolderError(f"{folder}: expected a city folder, found none; correct the path in the configuration")
    city = read_yaml(folder / "city.yaml", CityFile)
    record = load_calendar(folder / "calendar.yaml", city.timezone)
    calendar = record.calendar
    bounds = Bounds(city.bounds.south, city.bounds.west, city.bounds.north, city.bounds.east)
    wards = _wards(folder / "wards.csv", bounds)
    agencies = _agencies(folder / "agencies.csv", wards)
    categories = _categories(folder / "categories.yaml", agencies, wards, calendar)
    sites = _sites(folder / "sites.csv", agencies, wards, bounds)
    return CityProfile(
        name=city.name,
        title=city.title,
        timezone=city.timezone,
        timezone_label=city.timezone_label,
        agencies=agencies,
        categories=categories,
        wards=wards,
        bounds=bounds,
        calendar=calendar,
        calendar_record=record,
        channels=tuple(city.channels.names),
        boundary_credit=city.boundary_credit,
        call_classes=frozenset(city.call_classes.codes),
        prank_classes=_pranks(city.call_classes),
        unit_calendars=load_unit_calendars(
            folder / "calendar.yaml", calendar, agencies, {site.code: site.kind for site in sites.values()}
        ),
        sites=sites,
        services=_services(folder / "services.csv", {site.kind for site in sites.values()}),
        headcounts=load_headcounts(folder / "units.csv", agencies),
        capacities=load_capacities(folder / "capacities.csv", categories),
        citizen_app=city.citizen_app,
        stage_policies=load_stage_policies(folder / "policies.yaml", categories),
        reviews_source=city.reviews_source,
        figures=load_figures(folder / "figures.csv", city.citizen_app, {ward.district_code for ward in wards.values()}),
        bands=load_bands(folder / "bands.yaml"),
        surveys=load_surveys(folder / "surveys.csv", agencies),
        channel_kinds=dict(city.channels.kinds),
        unheard_channels=tuple(city.channels.unheard),
    )


def _pranks(classes: CallClassesRow) -> frozenset[str] | None:
    return None if classes.pranks is None else frozenset(classes.pranks.codes)


# --- agencies and wards


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


CodedRow = TypeVar("CodedRow", bound=_Coded)


def _by_code(path: Path, rows: Iterable[CodedRow]) -> dict[str, CodedRow]:
    found: dict[str, CodedRow] = {}
    for row in rows:
        if row.code in found:
            raise CityFolderError(
                f"{where(path, row.code, 2)}: code: {row.code!r} occurs twice; codes are unique, rename or remove one"
            )
        found[row.code] = row
    return found


def _agencies(path: Path, wards: Mapping[str, Ward]) -> dict[str, Agency]:
    rows = _by_code(path, read_csv(path, AgencyRow))
    if not rows:
        raise CityFolderError(f"{path}: expected at least one agency, found none; add a row")
    if DISTRICT in rows:
        raise CityFolderError(
            f"{where(path, DISTRICT)}: code: {DISTRICT!r} is reserved for routing to districts; choose another code"
        )
    _check_district_codes(path, rows.values(), {ward.district_code for ward in wards.values()})
    return {row.code: _agency(row) for row in rows.values()}


def _agency(row: AgencyRow) -> Agency:
    return Agency(row.code, row.name, row.short, row.group, row.district_code, row.phone, row.contact)


def _check_district_codes(path: Path, rows: Iterable[AgencyRow], districts: set[str]) -> None:
    led: dict[str, str] = {}
    for row in rows:
        if not row.district_code:
            continue
        if row.district_code not in districts:
            raise CityFolderError(
                f"{where(path, row.code)}: {row.code}: district_code {row.district_code!r}"
                " is that of no ward; correct it or wards.csv"
            )
        if row.district_code in led:
            raise CityFolderError(
                f"{where(path, row.code)}: {row.code}: district_code {row.district_code!r}"
                f" is already that of {led[row.district_code]}; a district has one agency"
            )
        led[row.district_code] = row.code


def _wards(path: Path, bounds: Bounds) -> dict[str, Ward]:
    """The wards; a city without wards.csv has none."""
    if not path.exists():
        return {}
    rows = _by_code(path, read_csv(path, WardRow))
    wards = {code: Ward(**row.model_dump()) for code, row in rows.items()}
    names: dict[str, str] = {}
    points: dict[tuple[float, float], str] = {}
    for ward in wards.values():
        _check_ward(path, ward, bounds)
        if names.setdefault(ward.district_code, ward.district) != ward.district:
            raise CityFolderError(
                f"{where(path, ward.code)}: {ward.code}: district {ward.district!r}, but {ward.district_code} is"
                f" {names[ward.district_code]!r} in an earlier row; use one name"
            )
        if points.setdefault((ward.lat, ward.lon), ward.code) != ward.code:
            raise CityFolderError(
                f"{where(path, ward.code)}: {ward.code}: lat, lon {ward.lat}, {ward.lon} is also the point of"
                f" {points[ward.lat, ward.lon]}; each ward needs a point of its own"
            )
    return wards


def _check_ward(path: Path, ward: Ward, bounds: Bounds) -> None:
    if not bounds.contains(ward.lat, ward.lon):
        raise CityFolderError(
            f"{where(path, ward.code)}: {ward.code}: lat, lon {ward.lat}, {ward.lon} is outside the bounds of city.yaml"
            f" ({bounds.south}..{bounds.north}, {bounds.west}..{bounds.east}); correct one of them"
        )


# --- sites and services


def _sites(path: Path, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], bounds: Bounds) -> dict[str, Site]:
    """The sites; a city without sites.csv has none."""
    if not path.exists():
        return {}
    sites = {code: _site(row, wards) for code, row in _by_code(path, read_csv(path, SiteRow)).items()}
    for site in sites.values():
        _check_site(path, site, agencies, wards, bounds)
    return sites


def _site(row: SiteRow, wards: Mapping[str, Ward]) -> Site:
    """A site without a place of its own stands on the point of its ward."""
    values = row.model_dump(exclude={"source"})
    ward = wards.get(row.ward)
    if row.lat is None and ward is not None:
        values |= {"lat": ward.lat, "lon": ward.lon}
    return Site(**values)


def _check_site(
    path: Path, site: Site, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], bounds: Bounds
) -> None:
    def told() -> str:
        return f"{where(path, site.code)}: {site.code}"

    if site.agency not in agencies:
        raise CityFolderError(f"{told()}: agency {site.agency!r} is not in agencies.csv; add it there or correct it")
    if site.ward and site.ward not in wards:
        raise CityFolderError(f"{told()}: ward {site.ward!r} is not in wards.csv; add it there or correct it")
    if site.lat is not None and site.lon is not None and not bounds.contains(site.lat, site.lon):
        raise CityFolderError(
            f"{told()}: lat, lon {site.lat}, {site.lon} is outside the bounds of city.yaml; correct one of them"
        )


def _services(path: Path, site_kinds: set[str]) -> dict[str, Service]:
    """The services; a city without services.csv has none."""
    if not path.exists():
        return {}
    services = {code: Service(**row.model_dump()) for code, row in _by_code(path, read_csv(path, ServiceRow)).items()}
    for service in services.values():
        if unknown := sorted(set(service.site_kinds) - site_kinds):
            raise CityFolderError(
                f"{where(path, service.code)}: {service.code}: site_kinds {', '.join(unknown)} is the kind of no site;"
                " correct it or sites.csv"
            )
    promises = load_promises(path.with_name("promises.yaml"), services)
    return {code: replace(service, promise=promises.get(code)) for code, service in services.items()}


# --- categories

SomeDatedRow = TypeVar("SomeDatedRow", bound=DatedRow)


def _categories(
    path: Path, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], calendar: Calendar
) -> dict[str, Category]:
    content = read_yaml(path, CategoriesFile)
    categories = [_category(row, content.response.days) for row in content.categories]
    if not categories:
        raise CityFolderError(f"{path}: categories: expected at least one, found none; add one")
    _by_code(path, (policy for category in categories for policy in category.policies))
    for category in categories:
        _check_category(path, category, agencies, wards, calendar)
    return _by_code(path, categories)


def _category(row: CategoryRow, response_days: int) -> Category:
    return Category(
        code=row.id,
        label=row.label,
        routing=tuple(Routing(each.agency, each.valid_from, each.valid_to) for each in _in_order(row.routing)),
        policies=tuple(_policy(each, response_days) for each in _in_order(row.policies)),
        is_sensitive=row.is_sensitive or row.is_misconduct,
        is_misconduct=row.is_misconduct,
        weight=row.weight,
    )


def _in_order(rows: Iterable[SomeDatedRow]) -> list[SomeDatedRow]:
    return sorted(rows, key=lambda row: row.valid_from)


def _policy(row: PolicyRow, response_days: int) -> ServicePolicy:
    return ServicePolicy(**{"response_days": response_days} | row.model_dump(exclude_none=True))


def _check_category(
    path: Path, category: Category, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], calendar: Calendar
) -> None:
    def told() -> str:
        return f"{where(path, category.code)}: {category.code}"

    for routing in category.routing:
        if routing.agency == DISTRICT:
            _check_district_routing(told, agencies, wards)
        elif routing.agency not in agencies:
            raise CityFolderError(
                f"{told()}: agency {routing.agency!r} is not in agencies.csv; add it there or correct it"
            )
    _check_coverage(lambda: f"{told()}: routing", category.routing, calendar)
    _check_coverage(lambda: f"{told()}: policies", category.policies, calendar)


def _check_district_routing(told: Callable[[], str], agencies: Mapping[str, Agency], wards: Mapping[str, Ward]) -> None:
    led = {agency.district_code for agency in agencies.values()}
    missing = sorted({ward.district_code for ward in wards.values()} - led)
    if missing or not wards:
        raise CityFolderError(
            f"{told()}: agency {DISTRICT!r} needs wards and an agency with the district_code of each district,"
            f" missing {', '.join(missing) or 'wards.csv'}; complete agencies.csv or route to an agency"
        )


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date: ...


def _check_coverage(told: Callable[[], str], rows: Sequence[_Dated], calendar: Calendar) -> None:
    """Every day of the calendar has exactly one row in force; rows come sorted by valid_from."""
    for earlier, later in pairwise(rows):
        if later.valid_from != earlier.valid_to:
            what = "overlap" if later.valid_from < earlier.valid_to else "leave a gap"
            raise CityFolderError(
                f"{told()}: valid_to {earlier.valid_to} and the next valid_from {later.valid_from} {what};"
                " make them equal"
            )
    if rows[0].valid_from > calendar.first_day or rows[-1].valid_to <= calendar.last_day:
        raise CityFolderError(
            f"{told()}: valid from {rows[0].valid_from} to {rows[-1].valid_to}, but calendar.yaml covers"
            f" {calendar.first_day} to {calendar.last_day}; add a row or leave the outer dates out"
        )
