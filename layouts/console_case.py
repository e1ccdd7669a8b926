"""What an operator opens: a case with its history, clocks, place, evidence, relations, contact and notes."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.case_file import CaseClock, CaseEvent, CaseFile, Evidence
from domain.complaints import UNSET_MS
from domain.deadlines import DayKind, DeadlineDay
from domain.desk import DeskAct, DeskEntry, DeskState, Handling
from domain.profile import Agency, CityProfile
from domain.secrecy import Secrecy
from domain.sla import SlaState
from domain.work_list import WorkItem, WorkKind
from geo.boundaries import Boundaries
from layouts import text
from layouts.city_map import place_map
from layouts.console_parts import tool
from layouts.hotspots import category_name, ward_name
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_console import console_texts
from layouts.text_console_fields import ConsoleTexts
from layouts.text_review import moment

LISTED = 6
"""How many related cases are named."""


class CaseSheet:
    """Draws what was opened, in one language and of one city."""

    def __init__(self, profile: CityProfile, boundaries: Boundaries, texts: Texts) -> None:
        self._profile = profile
        self._boundaries = boundaries
        self._texts = texts
        self._words: ConsoleTexts = console_texts(texts.language)

    # --- heads

    def missing(self, ref: str) -> Component:
        """A ticket that nobody knows."""
        return html.P(self._words.no_case.format(ref=ref[:60]), className="desk-hint")

    def case(
        self, case: CaseFile, handling: Handling, entries: Sequence[DeskEntry], now_ms: int, *, tile_url: str | None
    ) -> list[Component]:
        """One case, whole."""
        words = self._words
        return [
            self._head(WorkKind.COMPLAINT, case.complaint_id, self._title(case), handling, now_ms),
            *self._kept_back(case),
            self._facts(case),
            self._section(words.deadlines, [self._clock(one) for one in case.clocks]),
            self._section(words.place, self._place(case, tile_url)),
            self._section(words.history, [html.Ol([self._event(one) for one in case.events], className="case-events")]),
            self._section(words.evidence, [self._evidence(one) for one in case.evidence]),
            self._section(words.related, self._related(case)),
            self._section(words.contact, self._contact(case.agency)),
            self._section(words.notes, self._entries(entries)),
        ]

    def row(
        self,
        item: WorkItem,
        facts: Sequence[tuple[str, str]],
        handling: Handling,
        entries: Sequence[DeskEntry],
        now_ms: int,
        title: str,
    ) -> list[Component]:
        """Another row of the list: what is known of it, and what the desks did."""
        words = self._words
        where = ward_name(item.ward, self._profile)
        facts = [*facts, *([(words.place, where)] if where else [])]
        return [
            self._head(item.kind, item.ref, title, handling, now_ms),
            _facts(facts),
            *([self._section(words.contact, self._contact(item.agency))] if item.agency else []),
            self._section(words.notes, self._entries(entries)),
        ]

    def _head(self, kind: WorkKind, ref: str, title: str, handling: Handling, now_ms: int) -> Component:
        words, state = self._words, handling.state(now_ms)
        known = html.Span(self._state(handling, state), className=f"case-state is-{state.value}")
        ticket = [html.Span(ref, className="case-ticket")] if kind is WorkKind.COMPLAINT else []
        buttons = [
            html.Button(
                [html.Span(words.acts[name]), html.Kbd(key)], type="button", className="desk-button", **tool(name)
            )
            for name, key in self._offered(kind, handling, state)
        ]
        wall = [
            html.Button(
                [html.Span(words.to_wall), html.Kbd("w")], type="button", className="desk-button", **tool("focus-case")
            )
        ]
        return html.Header(
            [
                html.P([html.Span(words.kinds[kind]), *ticket, known], className="case-line"),
                html.H2(title),
                html.Div([*buttons, *(wall if kind is WorkKind.COMPLAINT else [])], className="desk-buttons"),
            ],
            className="case-head",
            **data_attributes(opened=f"{kind.value}:{ref}"),
        )

    def _offered(self, kind: WorkKind, handling: Handling, state: DeskState) -> list[tuple[str, str]]:
        taken = [] if handling.acknowledged_by else [(DeskAct.ACKNOWLEDGE.value, "a")]
        is_released = bool(handling.owner) and kind is not WorkKind.ALARM
        owned = (DeskAct.RELEASE.value, "l") if is_released else (DeskAct.OWN.value, "o")
        shelved = (DeskAct.UNSHELVE.value, "s") if state is DeskState.SHELVED else (DeskAct.SHELVE.value, "s")
        return [*taken, owned, (DeskAct.COMMENT.value, "c"), shelved]

    def _state(self, handling: Handling, state: DeskState) -> str:
        words = self._words.states[state.value]
        if state is DeskState.OWNED:
            return f"{words}: {handling.owner_name}"
        if state is DeskState.SHELVED:
            until = self._at(handling.shelved_until_ms)
            return f"{words}: {handling.reason} ({handling.shelved_by}, → {until})"
        return f"{words}: {handling.by_name}" if state is DeskState.ACKNOWLEDGED else words

    def _title(self, case: CaseFile) -> str:
        return category_name(case.category, self._profile) if case.is_told else self._words.kinds[WorkKind.COMPLAINT]

    def _kept_back(self, case: CaseFile) -> list[Component]:
        told = {Secrecy.SENSITIVE: self._words.sensitive, Secrecy.MISCONDUCT: self._words.misconduct}
        return [] if case.is_told else [html.P(told[case.secrecy], className="case-secret")]

    # --- facts

    def _facts(self, case: CaseFile) -> Component:
        words = self._words
        facts = [
            (words.columns[5], words.case_states[str(case.state)]),
            (words.filed, self._at(case.opened_ms)),
            (words.agency, self._agency(case.agency) or words.untold),
            (words.channel, case.channel or words.untold),
            *([(words.handoffs, f"{case.handoffs}×")] if case.handoffs else []),
            *([(words.reopenings, f"{case.reopenings}×")] if case.reopenings else []),
        ]
        return _facts(facts)

    def _section(self, title: str, children: Sequence[Component]) -> Component:
        shown = list(children) or [html.P(self._words.none, className="desk-note")]
        return html.Section([html.H3(title), *shown], className="case-part")

    # --- clocks

    def _clock(self, clock: CaseClock) -> Component:
        words = self._words
        budget = [] if clock.budget is None else [html.Span(self._budget(clock), className="desk-note")]
        source = [html.Span(words.sources_due, className="desk-note")] if clock.is_sources else []
        moved = [html.Span(words.moved, className="desk-note")] if clock.is_moved else []
        level, standing = self._standing(clock)
        head = html.P(
            [html.B(words.stages[clock.stage.value]), html.Span(standing, className=f"case-standing {level}")],
            className="case-clock",
        )
        due = html.Span(words.due.format(at=self._at(clock.due_ms)))
        line = html.P([due, *budget, *source, *moved], className="case-due")
        return html.Div([head, line, *self._days(clock)], className="case-deadline")

    def _budget(self, clock: CaseClock) -> str:
        budget = clock.budget
        return "" if budget is None else self._words.budgets[budget.clock.value].format(n=budget.amount)

    def _standing(self, clock: CaseClock) -> tuple[str, str]:
        """A level and its words: kept, missed, or how much of it is left."""
        words = self._words
        if clock.done_ms != UNSET_MS:
            is_met = clock.done_ms <= clock.due_ms
            said = words.met if is_met else words.missed
            return ("is-done" if is_met else "is-lost"), said.format(at=self._at(clock.done_ms))
        if clock.left is None:
            return "is-unknown", NOTHING
        is_plain = clock.is_sources or (clock.budget is not None and not clock.days)
        is_over = clock.left.state is SlaState.BREACHED
        said = {
            (False, False): words.left_service,
            (False, True): words.left_plain,
            (True, False): words.over_service,
            (True, True): words.over_plain,
        }[is_over, is_plain]
        level = {SlaState.BREACHED: "is-lost", SlaState.AT_RISK: "is-risk"}.get(clock.left.state, "is-kept")
        return level, said.format(age=hours_words(abs(clock.left.left_ms), self._texts, is_plain=is_plain))

    def _days(self, clock: CaseClock) -> list[Component]:
        if not clock.days:
            return []
        words = self._words
        rows = [html.Tr([html.Td(_day_words(day, self._texts)), html.Td(self._why(day))]) for day in clock.days]
        note = words.calendar_note.format(version=clock.calendar)
        table = html.Table(html.Tbody(rows), className="case-days")
        return [html.Details([html.Summary(words.explain), table, html.P(note, className="desk-note")])]

    def _why(self, day: DeadlineDay) -> str:
        words = self._words
        match day.kind:
            case DayKind.COUNTED:
                served = int(day.served.total_seconds() // 60)
                return words.day_counted.format(n=day.number) if day.number else words.day_served.format(n=served)
            case DayKind.HOLIDAY:
                return words.day_holiday.format(name=day.name)
            case DayKind.CLOSED_WEEKDAY:
                return words.day_closed
            case DayKind.AFTER_CUT_OFF:
                return words.day_after
            case DayKind.RECEIPT:
                return words.day_receipt

    # --- place, history, evidence, relations, contact, notes

    def _place(self, case: CaseFile, tile_url: str | None) -> list[Component]:
        words = self._words
        if not case.is_told:
            return [html.P(words.untold, className="desk-note")]
        ward = self._profile.wards.get(case.ward)
        named = words.coordinates.format(ward=ward.name, district=ward.district) if ward else words.no_place
        if case.lat is None or case.lon is None:
            return [html.P(named)]
        return [html.P(named), place_map(case.lat, case.lon, case.ward, self._profile, self._boundaries, tile_url)]

    def _event(self, event: CaseEvent) -> Component:
        agency = self._agency(event.agency)
        handed = self._words.handed_to.format(agency=agency) if agency else ""
        said = handed or self._texts.event_phrases.get(event.type, "") or event.type
        return html.Li([html.Time(self._at(event.at_ms)), html.Span(said)])

    def _evidence(self, one: Evidence) -> Component:
        words = self._words
        photos = words.photos.format(before=one.photos_before, after=one.photos_after)
        far = (
            []
            if one.distance_m is None
            else [words.photos_far.format(m=text.whole(round(one.distance_m), self._texts))]
        )
        state = (
            words.task_done.format(at=self._at(one.finished_ms))
            if one.finished_ms
            else words.task_open.format(at=self._at(one.assigned_ms))
        )
        said = ", ".join([state, photos, *far])
        return html.P([html.B(words.task.format(id=one.task_id)), html.Span(said)], className="case-task")

    def _related(self, case: CaseFile) -> list[Component]:
        words, found = self._words, []
        if case.original:
            found.append(words.may_repeat.format(id=case.original))
        if case.repeats:
            found.append(words.repeated_by.format(ids=_listed(case.repeats)))
        if case.spot:
            found.append(words.spot.format(n=len(case.spot), ids=_listed(case.spot)))
        return [html.P(line) for line in found]

    def _contact(self, code: str) -> list[Component]:
        agency: Agency | None = self._profile.agencies.get(code)
        if agency is None:
            return [html.P(self._words.untold, className="desk-note")]
        known = [part for part in (agency.contact, agency.phone) if part]
        said = html.Span(", ".join(known)) if known else html.Span(self._words.no_data_yet, className="desk-note")
        return [html.P([html.B(agency.name), said], className="case-task")]

    def _entries(self, entries: Sequence[DeskEntry]) -> list[Component]:
        return [self._entry(one) for one in reversed(entries)]

    def _entry(self, one: DeskEntry) -> Component:
        until = self._at(one.until_ms) if one.until_ms else ""
        said = self._words.entry[one.act.value].format(until=until)
        about = [html.P(one.text, className="desk-said")] if one.text else []
        who = html.P(
            [html.B(self._at(one.at_ms)), html.Span(one.by_name), html.Span(said, className="desk-note")],
            className="desk-who",
        )
        return html.Article([who, *about], className="desk-decision")

    def _agency(self, code: str) -> str:
        known = self._profile.agencies.get(code)
        return known.short if known else code

    def _at(self, at_ms: int) -> str:
        return moment(at_ms, self._profile.timezone, self._texts)


def _facts(facts: Sequence[tuple[str, str]]) -> Component:
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="case-facts")


def _listed(ids: Sequence[str]) -> str:
    more = len(ids) - LISTED
    return ", ".join([*ids[:LISTED], *([f"+{more}"] if more > 0 else [])])


def _day_words(day: DeadlineDay, texts: Texts) -> str:
    """Sen 23 Nov."""
    return f"{texts.weekdays[day.day.weekday()][:3]} {day.day.day} {texts.months[day.day.month - 1][:3]}"


def hours_words(span_ms: int, texts: Texts, *, is_plain: bool) -> str:
    """Service time in hours and minutes (6:30 as 6 jam 30 mnt); plain time by days above two of them."""
    minutes = span_ms // 60_000
    if is_plain and minutes >= 48 * 60:
        return text.duration(span_ms / 1000, texts)
    hours, rest = divmod(minutes, 60)
    parts = [f"{text.whole(hours, texts)} {texts.hour}"] if hours else []
    return " ".join([*parts, *([f"{rest} {texts.minute}"] if rest or not hours else [])])
