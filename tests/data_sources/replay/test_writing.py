"""The pace of writing to the streams, and the clock that runs along."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import cast

import pytest
import redis

from data_sources.city_folder import load_city
from data_sources.decode import Decoder
from data_sources.replay.city import generate_city
from data_sources.replay.plan import ReplayEvent, ReplayPlan
from data_sources.replay.schema import ReplayError
from data_sources.replay.writing import ReplayClock, ReplayOptions, parse_speed, replay
from domain.events import Event, Stream, TaskAssigned
from tests.data_sources.replay.rows import NEW_YORK, Reader, a_row, an_open_row

QUIET = ReplayOptions(has_progress_bar=False, tick_seconds=0.001)


def key_of(stream: Stream) -> str:
    return f"liveroom:{stream}"


def start_of(plan: ReplayPlan) -> ReplayClock:
    return ReplayClock(plan.events[0].at)


def test_the_clock_of_a_replay_only_goes_forward() -> None:
    start = datetime(2018, 1, 1, tzinfo=NEW_YORK)
    clock = ReplayClock(start)
    clock.reach(start + timedelta(hours=2))
    clock.reach(start + timedelta(hours=1))
    assert clock.now() == start + timedelta(hours=2)
    assert clock.now().tzinfo is UTC
    assert not clock.is_real


def test_a_speed_is_a_number_or_max() -> None:
    assert parse_speed("60") == 60
    assert parse_speed(" MAX ") == math.inf
    for text in ("0", "-1", "fast", "", "nan"):
        with pytest.raises(ReplayError, match="speed: expected a number above 0 such as 60, or max"):
            parse_speed(text)


class FakeTime(Signal):
    """Elapsed seconds that pass only while the replay waits."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def elapsed(self) -> float:
        return self.seconds

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds += timeout or 0.0
        return self.is_set()


def nothing_waits() -> int:
    return 0


def entries(client: "redis.Redis", stream: Stream = Stream.COMPLAINTS) -> list[dict[str, str]]:
    raw = cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrange(key_of(stream)))
    return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in raw]


def facts(client: "redis.Redis") -> list[dict[str, str]]:
    return [entry for entry in entries(client) if entry["type"] != "heartbeat"]


@pytest.mark.services
def test_what_is_written_decodes_to_the_events_of_the_plan(
    any_redis_client: "redis.Redis", tmp_path: Path, read: Reader
) -> None:
    """In their order, with the offset of the city's zone, and none of it refused or ahead of the clock."""
    plan = read(a_row(), an_open_row(SRRecordID="18-2", CreatedDate="12/16/2018 07:34:22 PM", DueDate=""))
    generate_city(plan, read.schema, tmp_path / "city")
    clock = start_of(plan)
    report = replay(plan, any_redis_client, key_of, clock, nothing_waits, QUIET)
    decoder = Decoder(load_city(tmp_path / "city"))
    raw = cast("list[tuple[bytes, dict[bytes, bytes]]]", any_redis_client.xrange(key_of(Stream.COMPLAINTS)))
    decoded = [decoder.decode(fields, "1-1", Stream.COMPLAINTS, clock.now()) for _, fields in raw]
    events = [event for event in decoded if isinstance(event, Event)]
    assert len(events) == len(raw)
    assert not any(event.is_skewed for event in events)
    assert [event.payload for event in events if event.kind == "complaint"] == [event.payload for event in plan.events]
    assert facts(any_redis_client)[0]["at"] == "2018-04-16T05:30:13.000-04:00"
    assert (report.events, report.is_complete, report.reached_at) == (3, True, plan.events[-1].at)
    assert clock.now() == plan.events[-1].at


@pytest.mark.services
def test_the_source_reads_as_alive(redis_client: "redis.Redis", read: Reader) -> None:
    """A heartbeat at the start, one for each interval of real time, and one at the end."""
    time = FakeTime()
    plan = read(a_row())
    options = ReplayOptions(speed=86_400, heartbeat_seconds=1.0, tick_seconds=0.25, has_progress_bar=False)
    report = replay(plan, redis_client, key_of, start_of(plan), nothing_waits, options, time, time.elapsed)
    beats = [entry for entry in entries(redis_client) if entry["type"] == "heartbeat"]
    assert json.loads(beats[0]["data"]) == {"producer": "baltimore-311", "interval_seconds": 1.0}
    assert len(beats) == report.heartbeats == 6
    assert len({beat["id"] for beat in beats}) == 6


@pytest.mark.services
def test_each_event_goes_to_its_own_stream_and_each_stream_is_alive(redis_client: "redis.Redis", read: Reader) -> None:
    """The order of time holds on each stream; heartbeats are written on all that the plan uses, also in a part."""
    plan = read(a_row())
    start, end = (event.at for event in plan.events)
    task = ReplayEvent(start, "t:1", TaskAssigned(task_id="1", agency="solid_waste"))
    both = replace(plan, streams=(Stream.COMPLAINTS, Stream.ACTIVITY), events=(task, *plan.events)).part(until=end)
    report = replay(both, redis_client, key_of, start_of(plan), nothing_waits, QUIET)
    types = {stream: [entry["type"] for entry in entries(redis_client, stream)] for stream in Stream}
    assert types == {
        Stream.COMPLAINTS: ["complaint.filed", "complaint.resolved", "heartbeat", "heartbeat"],
        Stream.QUEUES: [],
        Stream.ACTIVITY: ["task.assigned", "heartbeat", "heartbeat"],
    }
    assert (report.events, report.heartbeats) == (3, 4)


@pytest.mark.services
def test_a_pace_is_kept_and_the_clock_runs_along(redis_client: "redis.Redis", read: Reader) -> None:
    """At 3600, an hour of the city passes in a second, with or without an event in it."""
    time, seen = FakeTime(), []
    plan = read(
        a_row(CloseDate="04/16/2018 07:30:13 AM"),
        an_open_row(SRRecordID="18-2", CreatedDate="04/16/2018 06:30:13 AM"),
    )
    clock = start_of(plan)

    def watch() -> int:
        seen.append((time.seconds, (clock.now() - plan.events[0].at).total_seconds() / 3600, len(facts(redis_client))))
        return 0

    options = ReplayOptions(speed=3600, tick_seconds=0.5, has_progress_bar=False)
    replay(plan, redis_client, key_of, clock, watch, options, time, time.elapsed)
    assert seen == [
        (0.0, 0.0, 0),
        (0.0, 0.0, 1),
        (0.5, 0.0, 1),
        (1.0, 0.5, 1),
        (1.0, 1.0, 2),
        (1.5, 1.0, 2),
        (2.0, 1.5, 2),
    ]
    assert clock.now() == plan.events[-1].at


@pytest.mark.services
def test_a_later_part_goes_on_from_where_the_clock_stands(redis_client: "redis.Redis", read: Reader) -> None:
    """The days between two parts take their time."""
    time = FakeTime()
    plan = read(a_row())
    clock = start_of(plan)
    options = ReplayOptions(speed=86_400, tick_seconds=0.25, has_progress_bar=False)
    rest = plan.part(after=plan.events[0].at)
    replay(rest, redis_client, key_of, clock, nothing_waits, options, time, time.elapsed)
    assert time.seconds == pytest.approx(4.04, abs=0.25)


@pytest.mark.services
def test_the_consumer_is_not_outrun(redis_client: "redis.Redis", read: Reader) -> None:
    """Writing waits while more is unread than allowed."""
    time = FakeTime()
    plan = read(*(an_open_row(SRRecordID=f"18-{number:03}") for number in range(100)))
    most, read_so_far = 0, 0

    def slow_consumer() -> int:
        nonlocal most, read_so_far
        unread = len(facts(redis_client)) - read_so_far
        most = max(most, unread)
        read_so_far += min(3, unread)
        return unread

    options = ReplayOptions(batch=10, max_unread=20, has_progress_bar=False)
    report = replay(plan, redis_client, key_of, start_of(plan), slow_consumer, options, time, time.elapsed)
    assert report.is_complete
    assert 20 < most <= 30
    assert time.seconds > 0


@pytest.mark.services
def test_a_consumer_that_reads_nothing_ends_the_replay_with_advice(redis_client: "redis.Redis", read: Reader) -> None:
    time = FakeTime()
    plan = read(*(an_open_row(SRRecordID=f"18-{number}") for number in range(30)))
    options = ReplayOptions(batch=10, max_unread=5, patience_seconds=30, has_progress_bar=False)
    with pytest.raises(ReplayError, match=r"10 entries have waited for 30 seconds; start the ingester"):
        replay(
            plan,
            redis_client,
            key_of,
            start_of(plan),
            lambda: len(facts(redis_client)),
            options,
            time,
            time.elapsed,
        )


@pytest.mark.services
def test_a_replay_can_be_stopped_and_written_again_with_the_same_ids(redis_client: "redis.Redis", read: Reader) -> None:
    stop = Signal()
    plan = read(*(an_open_row(SRRecordID=f"18-{number:03}") for number in range(30)))

    def stop_after_ten() -> int:
        if len(facts(redis_client)) >= 10:
            stop.set()
        return 0

    options = ReplayOptions(batch=10, has_progress_bar=False)
    first = replay(plan, redis_client, key_of, start_of(plan), stop_after_ten, options, stop)
    assert not first.is_complete
    assert first.events < 30
    replay(plan, redis_client, key_of, start_of(plan), nothing_waits, options)
    written = [entry["id"] for entry in facts(redis_client)]
    assert written[: first.events] == written[first.events : 2 * first.events]
    assert len(set(written)) == 30


@pytest.mark.services
def test_a_plan_without_events_is_complete_at_once(redis_client: "redis.Redis", read: Reader) -> None:
    plan = read(a_row()).part(after=datetime(2020, 1, 1, tzinfo=UTC))
    report = replay(plan, redis_client, key_of, ReplayClock(datetime(2020, 1, 1, tzinfo=UTC)), nothing_waits, QUIET)
    assert (report.events, report.is_complete) == (0, True)
