"""What the browser needs to keep a page alive for weeks: the rules for a screen, the words for a person."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.screen_care import CareRules
from domain.screen_reports import ReportRules
from layouts.shell import data_attributes
from layouts.text import Texts
from layouts.text_screens import screens_texts


def care_part(care: CareRules, reports: ReportRules, texts: Texts, *, is_screen: bool) -> Component:
    """Hidden on a screen; for a person a word that is shown when there is a new version: nobody's page is reloaded."""
    if is_screen:
        return html.Div(className="care", hidden=True, **_rules(care, reports))
    words = screens_texts(texts.language)
    again = html.Button(words.reload_now, type="button", **data_attributes(care_reload=""))
    return html.Div(
        [html.Span(words.new_release), again], className="care", role="status", **data_attributes(care="person")
    )


def _rules(care: CareRules, reports: ReportRules) -> dict[str, Any]:
    return data_attributes(
        care="screen",
        report_seconds=f"{reports.every_seconds:g}",
        frozen_seconds=f"{care.frozen_after_seconds:g}",
        release_spread=f"{care.release_spread_seconds:g}",
        shift_px=str(care.shift_px),
        shift_minutes=f"{care.shift_minutes:g}",
    )
