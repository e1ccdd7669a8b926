"""Lives of tickets, counters, calls, waits and surveys for tests: stated by name, and random ones for properties."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from msgspec import UNSET

from domain import events as ev
from domain.clock import epoch_ms
from domain.complaints import StoredFact
from domain.queues import Counter, CounterState, Ticket, TicketState, fold_ticket
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW, NOW_MS

SERVICES = ["permit", "pharmacy", "other_institution"]
"""Promised within 30 minutes, within 30, and not at all."""


def issued(**changes: object) -> ev.TicketIssued:
    values: dict[str, object] = {"ticket_id": "A1", "site": "MPP", "service": "permit", **changes}
    return ev.TicketIssued(**values)  # type: ignore[arg-type]  # any field may be stated


CHECKED_IN = ev.TicketCheckedIn(ticket_id="A1")
CALLED = ev.TicketCalled(ticket_id="A1", counter="4")
SERVING = ev.TicketServing(ticket_id="A1")
SERVED = ev.TicketServed(ticket_id="A1")
SKIPPED = ev.TicketSkipped(ticket_id="A1")
CANCELLED = ev.TicketCancelled(ticket_id="A1")
ENDINGS = [SERVED, SKIPPED, CANCELLED]


def minutes(*payloads: tuple[int, ev.Payload]) -> list[StoredFact]:
    """Facts at so many minutes before now."""
    return [
        StoredFact(NOW_MS - before * MINUTE_MS, f"e{number:03}", payload)
        for number, (before, payload) in enumerate(payloads)
    ]


def a_ticket(*payloads: tuple[int, ev.Payload]) -> Ticket:
    """A ticket with these facts, each so many minutes before now."""
    return fold_ticket("A1", minutes(*payloads))


_ticket_payloads: st.SearchStrategy[ev.Payload] = st.one_of(
    st.builds(
        issued,
        site=st.sampled_from(["MPP", "RSUD"]),
        service=st.sampled_from(SERVICES),
        is_online=st.booleans(),
        slot_at=st.one_of(st.just(UNSET), st.integers(-300, 300).map(lambda n: NOW + timedelta(minutes=n))),
    ),
    st.sampled_from([CHECKED_IN, CALLED, SERVING, ev.TicketServing(ticket_id="A1", counter="5"), *ENDINGS]),
)
_counter_payloads: st.SearchStrategy[ev.Payload] = st.sampled_from(
    [kind(counter="4", site="MPP") for kind in (ev.CounterOpened, ev.CounterPaused, ev.CounterClosed)]
)
_call_payloads: st.SearchStrategy[ev.Payload] = st.one_of(
    st.builds(
        ev.CallReceived, call_id=st.just("C1"), category=st.sampled_from(["fire", "flood"]), is_emergency=st.booleans()
    ),
    st.builds(ev.CallDispatched, call_id=st.just("C1"), unit_id=st.sampled_from(["U1", "U2"])),
    st.builds(ev.CallArrived, call_id=st.just("C1"), unit_id=st.sampled_from(["U1", "U2"])),
    st.just(ev.CallClosed(call_id="C1", outcome="handled")),
)
_wait_payloads: st.SearchStrategy[ev.Payload] = st.builds(
    ev.SiteWaitReported,
    site=st.just("RSUD"),
    wait_minutes=st.floats(0, 200),
    waiting=st.one_of(st.just(UNSET), st.integers(0, 50)),
)
_survey_payloads: st.SearchStrategy[ev.Payload] = st.builds(
    ev.SurveyAnswered,
    survey_id=st.just("S1"),
    site=st.sampled_from(["MPP", "RSUD"]),
    service=st.one_of(st.just(UNSET), st.sampled_from(SERVICES)),
    scores=st.lists(st.integers(1, 4), min_size=9, max_size=9),
)
_times = st.one_of(
    st.integers(-40 * 60, 0).map(lambda minute: NOW_MS + minute * MINUTE_MS),
    st.integers(0, 4).map(lambda hour: NOW_MS - hour * HOUR_MS),
)


def _facts_of(payloads: st.SearchStrategy[ev.Payload]) -> st.SearchStrategy[list[StoredFact]]:
    return st.lists(st.tuples(_times, payloads), min_size=1, max_size=10).map(
        lambda rows: [StoredFact(at, f"e{number:02}", payload) for number, (at, payload) in enumerate(rows)]
    )


ticket_facts = _facts_of(_ticket_payloads)
counter_facts = _facts_of(_counter_payloads)
call_facts = _facts_of(_call_payloads)
wait_facts = _facts_of(_wait_payloads)
survey_facts = _facts_of(_survey_payloads)
"""Facts of one entity in any order, often of the same instant, with event ids of their own."""


def some_tickets(numbered: list[list[StoredFact]]) -> list[Ticket]:
    return [fold_ticket(f"A{number}", facts) for number, facts in enumerate(numbered)]


plausible_tickets: st.SearchStrategy[Callable[[str], Ticket]] = st.builds(
    lambda site, service, age, stage, wait, served: (
        lambda ticket_id: _plausible(
            ticket_id, site, service, age, stage, min(wait, age), min(served, max(0, age - wait))
        )
    ),
    site=st.sampled_from(["MPP", "RSUD", "PKM-PETIR", "GONE"]),
    service=st.sampled_from(SERVICES),
    age=st.integers(0, 1500),
    stage=st.sampled_from(
        [state for state in TicketState if state not in (TicketState.UNKNOWN, TicketState.CHECKED_IN)]
    ),
    wait=st.integers(0, 240),
    served=st.integers(0, 90),
)
"""Tickets whose life makes sense, up to a day old."""


def _plausible(ticket_id: str, site: str, service: str, age: int, stage: TicketState, wait: int, served: int) -> Ticket:
    start = NOW_MS - age * MINUTE_MS
    called = start + wait * MINUTE_MS
    was_called = stage in (TicketState.CALLED, TicketState.SERVING, TicketState.SKIPPED, TicketState.SERVED)
    was_served = stage in (TicketState.SERVING, TicketState.SERVED)
    return Ticket(
        ticket_id=ticket_id,
        state=stage,
        site=site,
        service=service,
        issued_ms=start,
        wait_from_ms=start,
        day_ms=start,
        called_ms=called if was_called else 0,
        serving_ms=called if was_served else 0,
        ended_ms=called + served * MINUTE_MS if stage >= TicketState.SKIPPED else 0,
        calls=int(was_called),
        revision=1,
    )


def a_counter(number: int, state: CounterState, since_minutes: int, open_before_minutes: int = 0) -> Counter:
    return Counter(
        counter_id=f"MPP/{number}",
        site="MPP",
        counter=str(number),
        state=state,
        since_ms=epoch_ms(NOW) - since_minutes * MINUTE_MS,
        open_before_ms=open_before_minutes * MINUTE_MS,
        revision=1,
    )
