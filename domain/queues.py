"""Service queues (antrean): tickets, counters, posted waits and surveys, each a fold over the set of its events."""

from collections.abc import Callable, Collection, Iterable
from enum import IntEnum
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct

from domain import events as ev
from domain.city_day import day_span
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import UNSET_MS, StoredFact
from domain.facts import in_order


class TicketState(IntEnum):
    """Where a ticket stands; the order is that of the queue. A skipped number may be called again."""

    UNKNOWN = 0
    ISSUED = 1
    CHECKED_IN = 2
    CALLED = 3
    SERVING = 4
    SKIPPED = 5
    SERVED = 6
    CANCELLED = 7


FIRST_ENDED_STATE = TicketState.SKIPPED


class CounterState(IntEnum):
    """Whether a counter (loket) serves."""

    UNKNOWN = 0
    OPEN = 1
    PAUSED = 2
    CLOSED = 3


class Ticket(Struct, kw_only=True):
    """One queue number. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened.

    `wait_from_ms` is when the wait began: the issue, for an online number the later of check-in and booked slot,
    never the booking. `called_ms` is the first call, which ends the wait; a number that is skipped or comes to a
    counter without a reported call counts as called then. `day_ms` lies in the day that the ticket is for.
    """

    ticket_id: str
    state: int = TicketState.UNKNOWN
    site: str = ""
    service: str = ""
    counter: str = ""
    is_online: bool = False
    issued_ms: int = UNSET_MS
    slot_ms: int = UNSET_MS
    checked_in_ms: int = UNSET_MS
    wait_from_ms: int = UNSET_MS
    called_ms: int = UNSET_MS
    serving_ms: int = UNSET_MS
    ended_ms: int = UNSET_MS
    day_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    calls: int = 0
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The ticket's id."""
        return self.ticket_id

    @property
    def is_known(self) -> bool:
        """Whether its issue has arrived; before that it counts nowhere."""
        return self.issued_ms != UNSET_MS

    @property
    def is_open(self) -> bool:
        """Issued and not served, skipped or cancelled."""
        return self.is_known and self.state < FIRST_ENDED_STATE


class Counter(Struct, kw_only=True):
    """One counter of a site. `since_ms` is when its state began (milliseconds since 1970 UTC).

    `open_before_ms` is how long it was open on that local day before `since_ms`, in milliseconds.
    """

    counter_id: str
    site: str = ""
    counter: str = ""
    state: int = CounterState.UNKNOWN
    since_ms: int = UNSET_MS
    open_before_ms: int = 0
    changed_ms: int = UNSET_MS
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """Site and counter."""
        return self.counter_id


class SiteWait(Struct, kw_only=True):
    """The latest wait that a site posted itself; `waiting` is None where it told no number of people."""

    site: str
    wait_minutes: float = 0.0
    waiting: int | None = None
    reported_ms: int = UNSET_MS
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The site's code."""
        return self.site


class Survey(Struct, kw_only=True):
    """One answered satisfaction survey (SKM, PermenPANRB 14/2017): nine scores of 1 to 4."""

    survey_id: str
    site: str = ""
    service: str = ""
    scores: tuple[int, ...] = ()
    answered_ms: int = UNSET_MS
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The survey's id."""
        return self.survey_id


# --- tickets


def fold_ticket(ticket_id: str, facts: Iterable[StoredFact]) -> Ticket:
    """The ticket that a set of facts describes."""
    ticket = Ticket(ticket_id=ticket_id)
    for fact in in_order(facts):
        _TICKET_HANDLERS[type(fact.payload)](ticket, fact)
        ticket.changed_ms = fact.occurred_ms
    ticket.wait_from_ms = _wait_from_ms(ticket)
    ticket.day_ms = ticket.wait_from_ms or ticket.slot_ms or ticket.issued_ms
    return ticket


def _wait_from_ms(ticket: Ticket) -> int:
    if not ticket.is_online:
        return ticket.issued_ms
    return max(ticket.checked_in_ms, ticket.slot_ms) if ticket.checked_in_ms != UNSET_MS else UNSET_MS


def _issued(ticket: Ticket, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.TicketIssued)
    if not ticket.is_known:
        ticket.issued_ms = fact.occurred_ms
    ticket.state = max(ticket.state, TicketState.ISSUED)
    ticket.site, ticket.service, ticket.is_online = payload.site, payload.service, payload.is_online
    ticket.slot_ms = UNSET_MS if payload.slot_at is UNSET else epoch_ms(payload.slot_at)


def _checked_in(ticket: Ticket, fact: StoredFact) -> None:
    if ticket.checked_in_ms == UNSET_MS:
        ticket.checked_in_ms = fact.occurred_ms
    ticket.state = max(ticket.state, TicketState.CHECKED_IN)


def _is_over(ticket: Ticket) -> bool:
    return ticket.state in (TicketState.SERVED, TicketState.CANCELLED)


def _end_wait(ticket: Ticket, fact: StoredFact) -> None:
    if ticket.called_ms == UNSET_MS:
        ticket.called_ms = fact.occurred_ms


def _called(ticket: Ticket, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.TicketCalled)
    if _is_over(ticket):
        return
    _end_wait(ticket, fact)
    ticket.calls, ticket.counter = ticket.calls + 1, payload.counter
    if ticket.state != TicketState.SERVING:  # a call to a second counter does not undo that service began
        ticket.state, ticket.ended_ms = TicketState.CALLED, UNSET_MS


def _serving(ticket: Ticket, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.TicketServing)
    if _is_over(ticket):
        return
    _end_wait(ticket, fact)
    if ticket.serving_ms == UNSET_MS:
        ticket.serving_ms = fact.occurred_ms
    if payload.counter is not UNSET:
        ticket.counter = payload.counter
    ticket.state, ticket.ended_ms = TicketState.SERVING, UNSET_MS


def _skipped(ticket: Ticket, fact: StoredFact) -> None:
    if ticket.state >= FIRST_ENDED_STATE:
        return
    _end_wait(ticket, fact)
    ticket.state, ticket.ended_ms = TicketState.SKIPPED, fact.occurred_ms


def _over(state: TicketState) -> Callable[[Ticket, StoredFact], None]:
    def end(ticket: Ticket, fact: StoredFact) -> None:
        if not _is_over(ticket):
            ticket.state, ticket.ended_ms = state, fact.occurred_ms

    return end


_TICKET_HANDLERS: dict[type[ev.Payload], Callable[[Ticket, StoredFact], None]] = {
    ev.TicketIssued: _issued,
    ev.TicketCheckedIn: _checked_in,
    ev.TicketCalled: _called,
    ev.TicketServing: _serving,
    ev.TicketSkipped: _skipped,
    ev.TicketServed: _over(TicketState.SERVED),
    ev.TicketCancelled: _over(TicketState.CANCELLED),
}


# --- counters, posted waits, surveys

_COUNTER_STATES: dict[type[ev.Payload], CounterState] = {
    ev.CounterOpened: CounterState.OPEN,
    ev.CounterPaused: CounterState.PAUSED,
    ev.CounterClosed: CounterState.CLOSED,
}


def fold_counter(
    counter_id: str, facts: Iterable[StoredFact], timezone: ZoneInfo, never_closing: Collection[str] = ()
) -> Counter:
    """The counter that a set of facts describes.

    Each local day begins anew: nothing is open over midnight, but at the `never_closing` sites.
    """
    counter = Counter(counter_id=counter_id)
    for fact in in_order(facts):
        payload = fact.payload
        assert isinstance(payload, (ev.CounterOpened, ev.CounterPaused, ev.CounterClosed))
        counter.site, counter.counter, counter.changed_ms = payload.site, payload.counter, fact.occurred_ms
        _turn(counter, _COUNTER_STATES[type(payload)], fact.occurred_ms, timezone, payload.site in never_closing)
    return counter


def _turn(counter: Counter, state: CounterState, at_ms: int, timezone: ZoneInfo, stays_open: bool) -> None:
    day = day_span(from_epoch_ms(at_ms), timezone)
    if not day.holds(counter.since_ms):
        counter.open_before_ms = 0
        if not stays_open:
            counter.state, counter.since_ms = state, at_ms
            return
        counter.since_ms = day.start_ms
    if counter.state == state:
        return
    if counter.state == CounterState.OPEN:
        counter.open_before_ms += at_ms - counter.since_ms
    counter.state, counter.since_ms = state, at_ms


def fold_site_wait(site: str, facts: Iterable[StoredFact]) -> SiteWait:
    """The latest posted wait of a site."""
    wait = SiteWait(site=site)
    for fact in in_order(facts):
        payload = fact.payload
        assert isinstance(payload, ev.SiteWaitReported)
        wait.wait_minutes, wait.reported_ms = payload.wait_minutes, fact.occurred_ms
        wait.waiting = None if payload.waiting is UNSET else payload.waiting
    return wait


def fold_survey(survey_id: str, facts: Iterable[StoredFact]) -> Survey:
    """The survey that a set of facts describes: the latest answer, where it was corrected."""
    survey = Survey(survey_id=survey_id)
    for fact in in_order(facts):
        payload = fact.payload
        assert isinstance(payload, ev.SurveyAnswered)
        survey.site, survey.answered_ms = payload.site, fact.occurred_ms
        survey.service = "" if payload.service is UNSET else payload.service
        survey.scores = tuple(payload.scores)
    return survey
