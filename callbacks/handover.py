"""The hand-over sheet: drafted from what the operator's picture and the desks say now."""

from dash import html
from dash.development.base_component import Component

from callbacks.services import Services
from domain.clock import epoch_ms, from_epoch_ms
from domain.desk import DutyShift
from domain.desk_alarms import alarm_lines, alarm_notes, with_alarms
from domain.duty import shift_at
from domain.handover import Sheet, drafted
from domain.identity import Identity
from domain.privacy import Audience
from layouts.alarms import feed_names
from layouts.handover import AlarmNames, handover_layout
from layouts.text_console import console_texts

Told = dict[str, object]


def handover_page(identity: Identity, services: Services) -> Component:
    """The sheet of the shift that runs; a word where there is no picture of the city yet."""
    sheet = draft(services)
    snapshot = services.snapshots.latest(Audience.OPERATOR)
    if sheet is None or snapshot is None:
        return html.Main(console_texts(services.texts.language).problems["no_city"], className="no-page")
    return handover_layout(
        identity,
        sheet,
        services.handovers.of_shift(sheet.shift.from_ms),
        services.handovers.latest_before(sheet.shift.from_ms),
        services.profile,
        services.texts,
        AlarmNames(snapshot.alarms, feed_names(snapshot)),
        is_simulated=snapshot.is_simulated_data,
    )


def draft(services: Services) -> Sheet | None:
    """What the shift that runs would hand over now; None before the first picture of the city."""
    snapshot = services.snapshots.latest(Audience.OPERATOR)
    if snapshot is None:
        return None
    shift, desk = shift_now(services), services.desk
    end_ms = max(shift.to_ms, snapshot.now_ms) + 1
    events, origins = services.alarms.happened(from_epoch_ms(shift.from_ms), from_epoch_ms(end_ms))
    return drafted(
        shift,
        snapshot.work,
        with_alarms(desk.view, snapshot.alarms).handlings,
        [*desk.entries_between(shift.from_ms, end_ms), *alarm_notes(events, origins)],
        desk.decisions_between(shift.from_ms, end_ms),
        snapshot.now_ms,
        alarm_lines(events, origins, snapshot.alarms.alarms),
    )


def shift_now(services: Services) -> DutyShift:
    """The shift that runs, by the city's clock."""
    return shift_at(services.reviews.now(), services.console.shifts, services.profile.timezone)


def keep_sheet(by: Identity, remarks: str, services: Services) -> Told:
    """Store the sheet of the shift that runs. Raises ValueError."""
    sheet = draft(services)
    if sheet is None:
        raise ValueError("no_city")
    services.handovers.keep(by, sheet, remarks)
    return {"reload": True}


def sign_sheet(by: Identity, shift_from_ms: int, services: Services) -> Told:
    """Sign a sheet off for the next shift. Raises ValueError."""
    services.handovers.sign(by, shift_from_ms, epoch_ms(services.reviews.now()))
    return {"reload": True}
