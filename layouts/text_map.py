"""The words of the map, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.choropleth import AreaIndicator
from domain.map_steering import MapLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTexts:
    """The words of one language; `controls` are those that the browser's part of the map says by itself."""

    indicators: Mapping[AreaIndicator, str]
    facts: Mapping[AreaIndicator, str]
    layers: Mapping[MapLayer, str]
    unknown: str
    legend_load: str
    legend_heading: str
    below: str
    too_few: str
    hotspot: str
    hotspot_line: str
    still_open: str
    incident: str
    incident_line: str
    usual: str
    label: str
    site_load: str
    site_waiting: str
    site_silent: str
    site_no_promise: str
    controls: Mapping[str, str]


INDONESIAN = MapTexts(
    indicators=MappingProxyType(
        {
            AreaIndicator.OPEN: "aktif per kelurahan",
            AreaIndicator.OVERDUE: "terlambat, % dari aktif",
            AreaIndicator.ON_TIME: "tepat waktu, % (28 hari)",
            AreaIndicator.PER_1000: "aktif per 1.000 jiwa",
            AreaIndicator.WAITING: "antre per kecamatan",
        }
    ),
    facts=MappingProxyType(
        {
            AreaIndicator.OPEN: "aktif",
            AreaIndicator.OVERDUE: "terlambat",
            AreaIndicator.ON_TIME: "tepat waktu",
            AreaIndicator.PER_1000: "aktif per 1.000 jiwa",
            AreaIndicator.WAITING: "orang antre",
        }
    ),
    layers=MappingProxyType(
        {
            MapLayer.WARDS: "Warna wilayah",
            MapLayer.COMPLAINTS: "Aduan",
            MapLayer.HOTSPOTS: "Titik rawan",
            MapLayer.SITES: "Tempat layanan",
            MapLayer.CREWS: "Petugas",
            MapLayer.HEAT: "Kepadatan",
        }
    ),
    unknown="belum diketahui",
    legend_load="cincin: tunggu terlama, penuh = janji",
    legend_heading="ujung: arah",
    below="< {value}",
    too_few="kurang dari {n} kasus",
    hotspot="Titik rawan: {what}",
    hotspot_line="{n} aduan dalam {days} hari",
    still_open="{n} masih aktif",
    incident="Kejadian: {what}",
    incident_line="{n} aduan dalam {hours} jam, radius {radius} m",
    usual="biasanya {expected}",
    label="{n} dalam {hours} jam",
    site_load="tunggu terlama {share} % dari janji",
    site_waiting="{n} orang antre",
    site_silent="tidak ada data",
    site_no_promise="tidak ada yang menunggu melewati janji",
    controls=MappingProxyType(
        {
            "search": "Cari wilayah atau tempat layanan",
            "search_case": "Cari wilayah, tempat, atau nomor aduan",
            "none": "Tidak ditemukan",
            "layers": "Lapisan",
            "colour": "Warna wilayah menurut",
            "city": "Seluruh kota",
            "close": "Tutup",
            "wards": "Kelurahan",
            "district": "Kecamatan",
            "ward": "Kelurahan",
            "site": "Tempat layanan",
            "case": "Aduan",
            "unreachable": "Pencarian aduan sedang tidak tersedia",
        }
    ),
)

ENGLISH = MapTexts(
    indicators=MappingProxyType(
        {
            AreaIndicator.OPEN: "open per ward",
            AreaIndicator.OVERDUE: "overdue, % of open",
            AreaIndicator.ON_TIME: "on time, % (28 days)",
            AreaIndicator.PER_1000: "open per 1,000 people",
            AreaIndicator.WAITING: "waiting per district",
        }
    ),
    facts=MappingProxyType(
        {
            AreaIndicator.OPEN: "open",
            AreaIndicator.OVERDUE: "overdue",
            AreaIndicator.ON_TIME: "on time",
            AreaIndicator.PER_1000: "open per 1,000 people",
            AreaIndicator.WAITING: "people waiting",
        }
    ),
    layers=MappingProxyType(
        {
            MapLayer.WARDS: "Colour of areas",
            MapLayer.COMPLAINTS: "Complaints",
            MapLayer.HOTSPOTS: "Hot-spots",
            MapLayer.SITES: "Service sites",
            MapLayer.CREWS: "Crews",
            MapLayer.HEAT: "Density",
        }
    ),
    unknown="not known",
    legend_load="ring: longest wait, full = promise",
    legend_heading="nose: heading",
    below="< {value}",
    too_few="fewer than {n} cases",
    hotspot="Hot-spot: {what}",
    hotspot_line="{n} complaints in {days} days",
    still_open="{n} still open",
    incident="Incident: {what}",
    incident_line="{n} complaints within {hours} h and {radius} m",
    usual="usually {expected}",
    label="{n} within {hours} h",
    site_load="longest wait {share} % of the promise",
    site_waiting="{n} people waiting",
    site_silent="no data",
    site_no_promise="nobody waits past a promise",
    controls=MappingProxyType(
        {
            "search": "Find an area or a service site",
            "search_case": "Find an area, a site or a complaint's number",
            "none": "Nothing found",
            "layers": "Layers",
            "colour": "Areas coloured by",
            "city": "Whole city",
            "close": "Close",
            "wards": "Wards",
            "district": "District",
            "ward": "Ward",
            "site": "Service site",
            "case": "Complaint",
            "unreachable": "Complaints cannot be searched just now",
        }
    ),
)

_LANGUAGES: Mapping[str, MapTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def map_texts(language: str) -> MapTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
