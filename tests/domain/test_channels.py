"""By which channels citizens come: by hand, and against a count row by row."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.city import NO_CODE, complaint_frame
from domain.city_day import day_span
from domain.clock import ONE_MS, epoch_ms, from_epoch_ms
from domain.complaints import Complaint
from domain.events import ComplaintClass
from domain.indicators.channels import CHANNEL_DAYS, ChannelCounts, Channels, ServiceChannels, channels
from domain.profile import ChannelKind
from domain.queue_columns import QueueFrame, queue_frame
from domain.queues import Ticket, TicketState
from tests.domain.lives import city
from tests.factories import NOW_MS

CITY = city()
NOW = from_epoch_ms(NOW_MS)
MIDNIGHT_MS = day_span(NOW, CITY.timezone).start_ms
DAY = timedelta(days=1) // ONE_MS


def filed(number: int, channel: str, days_ago: float = 1, category: str = "pothole", **values: object) -> Complaint:
    opened = NOW_MS - int(days_ago * DAY)
    fields: dict[str, object] = {"complaint_id": f"c{number}", "category": category, "channel": channel, "state": 1}
    return Complaint(**fields | {"opened_ms": opened, "agency": "DPUPR"} | values)  # type: ignore[arg-type]


def drawn(number: int, service: str, is_online: bool, at_ms: int = MIDNIGHT_MS + 1) -> Ticket:
    return Ticket(
        ticket_id=f"t{number}",
        state=TicketState.ISSUED,
        site="MPP",
        service=service,
        is_online=is_online,
        issued_ms=at_ms,
        day_ms=at_ms,
    )


def tickets_frame(*tickets: Ticket) -> QueueFrame:
    return queue_frame(tickets, (), (), CITY, NOW)


def seen(complaints: list[Complaint], *tickets: Ticket) -> Channels:
    return channels(complaint_frame(complaints, CITY), tickets_frame(*tickets), CITY, NOW_MS)


def test_complaints_by_channel_by_hand() -> None:
    """Six by LAKSA and four by the web page: 60 and 40 %; the others are none."""
    told = [*(filed(n, "LAKSA") for n in range(6)), *(filed(n, "Situs web") for n in range(6, 10))]
    counts = seen(told).complaints
    assert counts.counts[:3] == (("LAKSA", 6), ("Situs web", 4), ("WhatsApp", 0))
    assert (counts.n, counts.share(6), counts.share(4), counts.share(0)) == (10, 0.6, 0.4, 0.0)
    assert counts.of_kind(ChannelKind.APP, CITY.channel_kinds) == 6
    assert counts.of_kind(ChannelKind.WEB, CITY.channel_kinds) == 4
    assert counts.of_kind(ChannelKind.DESK, CITY.channel_kinds) is None, "the city has no such channel"


def test_of_few_complaints_there_is_no_share() -> None:
    assert ChannelCounts((("LAKSA", 9),)).share(9) is None
    assert ChannelCounts((("LAKSA", 10),)).share(10) == 1.0


def test_only_the_window_counts() -> None:
    told = [filed(1, "LAKSA", CHANNEL_DAYS - 0.01), filed(2, "LAKSA", CHANNEL_DAYS)]
    assert seen(told).complaints.n == 1


def test_the_channel_of_a_report_on_misconduct_is_not_told() -> None:
    """It is that of few, and of whom it tells nobody may guess; one in a sensitive category counts as any other."""
    told = [
        filed(1, "LAKSA", classification=ComplaintClass.WITH_OVERSIGHT),
        filed(2, "WhatsApp", category=next(code for code, one in CITY.categories.items() if one.is_misconduct)),
    ]
    assert complaint_frame(told, CITY).rows["channel"].tolist() == [NO_CODE, NO_CODE]
    sensitive = next(code for code, one in CITY.categories.items() if one.is_sensitive and not one.is_misconduct)
    assert seen([filed(3, "LAKSA", category=sensitive)]).complaints.n == 1


def test_a_channel_that_the_city_no_longer_has_counts_nowhere() -> None:
    assert seen([filed(1, "Telegraf"), filed(2, "LAKSA")]).complaints.n == 1


def test_queue_numbers_by_service_by_hand() -> None:
    """Of today's twelve for identity cards three were booked online; yesterday's and tomorrow's are not today's."""
    today = [drawn(n, "identity_card", n < 3) for n in range(12)]
    others = [drawn(20, "identity_card", True, MIDNIGHT_MS - 1), drawn(21, "identity_card", True, MIDNIGHT_MS + DAY)]
    by_service = {one.service: one for one in seen([], *today, *others).services}
    assert by_service["identity_card"] == ServiceChannels("identity_card", 3, 12)
    assert by_service["identity_card"].online_share == 0.25
    assert by_service["permit"] == ServiceChannels("permit", 0, 0)
    assert by_service["permit"].online_share is None
    assert list(by_service) == list(CITY.services)


COMPLAINTS = st.lists(st.tuples(st.sampled_from([*CITY.channels, "Telegraf"]), st.floats(0.01, 60)), max_size=40)
TICKETS = st.lists(st.tuples(st.sampled_from(list(CITY.services)), st.booleans(), st.integers(-2, 2)), max_size=40)


@given(COMPLAINTS, TICKETS)
def test_counts_are_those_of_counting_row_by_row(
    told: list[tuple[str, float]], numbers: list[tuple[str, bool, int]]
) -> None:
    complaints = [filed(n, channel, days) for n, (channel, days) in enumerate(told)]
    tickets = [drawn(n, service, online, MIDNIGHT_MS + days * DAY) for n, (service, online, days) in enumerate(numbers)]
    found = seen(complaints, *tickets)
    edge = epoch_ms(NOW) - CHANNEL_DAYS * DAY
    for channel, count in found.complaints.counts:
        assert count == sum(one.channel == channel and one.opened_ms > edge for one in complaints)
    for service in found.services:
        mine = [ticket for ticket in tickets if ticket.service == service.service and ticket.day_ms == MIDNIGHT_MS]
        assert (service.n, service.online) == (len(mine), sum(ticket.is_online for ticket in mine))
    assert found.tickets.n == sum(one.n for one in found.services)


def test_a_city_without_queues_or_kinds_has_no_shares_of_them() -> None:
    bare = replace(CITY, channel_kinds={}, services={}, sites={})
    found = channels(complaint_frame([], bare), queue_frame((), (), (), bare, NOW), bare, NOW_MS)
    assert found.services == ()
    assert found.complaints.of_kind(ChannelKind.APP, bare.channel_kinds) is None
    assert found.tickets.online_share is None
