"""The spotlight: which case the wall turns to when it appears, and the panel that shows it."""

from collections.abc import Mapping
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from domain.snapshot import Snapshot
from domain.spotlight import CaseKind, newest_case
from layouts.emergencies import REFERENCE_MINUTES
from layouts.ids import Id
from layouts.panel_names import PanelName
from layouts.shell import Props

PANEL_OF: Mapping[CaseKind, PanelName] = MappingProxyType(
    {CaseKind.EMERGENCY: PanelName.EMERGENCIES_NOW, CaseKind.INCIDENT: PanelName.HOTSPOTS}
)


def spotlight() -> Component:
    """Nothing to see: from the first frame on, scripts read there which case is the newest."""
    return html.Div(id=Id.SPOTLIGHT, hidden=True)


def spotlight_props(snapshot: Snapshot) -> Props:
    """The newest case and the panel that shows it; nothing where there is none."""
    case = newest_case(snapshot, REFERENCE_MINUTES)
    name, panel = (case.name, PANEL_OF[case.kind].value) if case else ("", "")
    return {Id.SPOTLIGHT: {"data-spotlight-case": name, "data-spotlight-panel": panel}}
