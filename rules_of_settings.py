"""The settings as the parts of an installation take them: rules, limits, plans and sources; nothing is opened here."""

import os
from collections.abc import Sequence
from dataclasses import replace

from data_sources.alarm_plan import AlarmPlan
from data_sources.alarm_sender import check_target
from data_sources.city_feeds import feed_source, load_feeds
from data_sources.demonstration import DemonstrationPlan
from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.snapshot_maker import MachineTime, MapRules, Targets
from data_sources.table_feed import TableFeedSpec
from domain.alarms.health import HealthRules
from domain.alarms.rule import check_city
from domain.city_status import StatusRule
from domain.composite import USUAL_PARTS, ScorePart, ScoreRules
from domain.desk_view import ConsoleRules
from domain.duty import ShiftBegin
from domain.events import Stream
from domain.hotspots import HotspotRules
from domain.incident_alarms import IncidentRules
from domain.indicators.catalogue import CATALOGUE
from domain.indicators.complaints import BoardRules
from domain.indicators.services import ServiceRules
from domain.indicators.waits import QueueRules
from domain.patterns import PatternRules
from domain.profile import CityProfile
from domain.rhythm import RhythmRules
from domain.work_list import WorkRules
from layouts.alarms import level_words
from layouts.plan import WallPlan
from layouts.scenes import Turning
from settings import Settings, SettingsError, TableFeedSettings


def plan_of(settings: Settings) -> WallPlan:
    """The screens of an installation and their scenes."""
    wall = settings.wall
    return WallPlan(
        screens={name: profile.screen(name) for name, profile in wall.profiles.items()},
        usual=wall.profile,
        scenes=tuple(scene.scene() for scene in wall.scenes),
        by_screen=wall.screens,
        turning=Turning(
            wall.dwell_seconds,
            wall.spotlight_seconds,
            wall.page_seconds,
            settings.city_status.crisis_from.value,
            settings.city_status.crisis_scenes,
        ),
    )


def targets_of(settings: Settings) -> Targets:
    """What the snapshots are judged by: targets, windows, small numbers, patterns and the map's rules."""
    targets = settings.targets
    board = BoardRules(
        target=targets.on_time,
        window_days=targets.board_window_days,
        movement_days=targets.board_movement_days,
        smallest_n=targets.board_smallest_n,
        prior_weight=targets.board_prior_weight,
    )
    services = ServiceRules(queues=QueueRules(service_level=targets.queue_service_level))
    patterns = pattern_rules(settings)
    status = tuple(StatusRule(rule.measure, rule.at_least, rule.level) for rule in settings.city_status.rules)
    console, on_map = settings.console, MapRules(**settings.map.model_dump())
    return Targets(
        targets.on_time,
        targets.first_response,
        targets.window_days,
        board,
        services,
        patterns,
        on_map,
        status,
        WorkRules(console.soon_hours, console.arrival_minutes, console.most_rows),
    )


def pattern_rules(settings: Settings) -> PatternRules:
    """When cases that lie close together are a hotspot, and when an incident."""
    return PatternRules(
        HotspotRules(**settings.hotspots.model_dump(exclude={"source"})),
        IncidentRules(**settings.incidents.model_dump(exclude={"source"})),
    )


def score_rules(settings: Settings) -> ScoreRules:
    """Targets from the gauges where they have one, windows and small numbers as on the leaderboard."""
    targets, score = settings.targets, settings.score
    aims = {
        ScorePart.ON_TIME: targets.on_time,
        ScorePart.FIRST_RESPONSE: targets.first_response,
        ScorePart.REOPENED: score.reopened,
        ScorePart.RATING: score.rating,
        ScorePart.EVIDENCE: score.evidence,
    }
    return ScoreRules(
        parts={
            part: replace(rule, target=aims[part], weight=score.weights[part])
            for part, rule in USUAL_PARTS.items()
            if score.weights.get(part)
        },
        window_days=targets.board_window_days,
        smallest_n=targets.board_smallest_n,
        prior_weight=targets.board_prior_weight,
    )


def console_rules(settings: Settings) -> ConsoleRules:
    """What the desks are told of the settings. Raises SettingsError for an indicator that is none."""
    console = settings.console
    if unknown := [name for name in console.handover_indicators if name not in CATALOGUE]:
        raise SettingsError(
            f"console.handover_indicators: {', '.join(unknown)}: no such indicator; expected ids as A02"
        )
    return ConsoleRules(
        console.hold_seconds,
        console.shelve_hours,
        console.desks,
        tuple(ShiftBegin(shift.name, shift.begins) for shift in console.shifts),
        console.handover_indicators,
    )


def alarm_plan(settings: Settings, profile: CityProfile) -> AlarmPlan:
    """The alarms, which may name agencies and categories of the city. Raises AlarmRuleError, TargetError."""
    rules, language = settings.alarms.alarm_rules(), settings.wall.language
    targets = [row.target(os.environ) for row in settings.alarms.notify]
    check_city(rules, frozenset(profile.agencies), frozenset(profile.categories))
    for target in targets:
        check_target(target, frozenset(profile.agencies))
    health = HealthRules(**settings.alarms.health.model_dump())
    return AlarmPlan(rules, targets, language=language, levels=level_words(language), health=health)


def feed_monitor(settings: Settings, machine: MachineTime) -> FeedMonitor:
    """What watches over the producers of the feed strip, by the machine's steady clock."""
    rules = settings.feed_rules
    return FeedMonitor(
        feed_sources(settings),
        FeedRules(**rules.model_dump(exclude={"rhythm"})),
        machine.elapsed,
        RhythmRules(**rules.rhythm.model_dump()),
    )


def feed_sources(settings: Settings) -> list[FeedSource]:
    """The producers of the feed strip: the installation's or else the city's, and then each table feed of its own."""
    rows = load_feeds(settings.city / "feeds.yaml") if settings.feeds is None else settings.feeds
    named = [feed_source(row) for row in rows]
    codes = {feed.code for feed in named}
    tables = [feed for feed in settings.table_feeds if feed.name not in codes]
    return [*named, *(FeedSource(feed.name, feed.name, Stream(feed.stream)) for feed in tables)]


def letter_sources(settings: Settings) -> Sequence[tuple[str, Stream]]:
    """Where what was set aside came from: each stream and table feed by its key, with the stream it belongs to."""
    streams = [(f"{settings.streams.prefix}{stream.value}", stream) for stream in Stream]
    feeds = [(table_spec(feed).position_key, Stream(feed.stream)) for feed in settings.table_feeds]
    return [*streams, *feeds]


def table_spec(feed: TableFeedSettings) -> TableFeedSpec:
    """A table feed as its poller takes it. Raises TableFeedSpecError."""
    return TableFeedSpec(**feed.model_dump())


def demonstration_plan(settings: Settings) -> DemonstrationPlan:
    """How the demonstration of an installation runs."""
    simulation = settings.simulation
    return DemonstrationPlan(
        history_days=simulation.history_days,
        start_time=simulation.start_time,
        speed=simulation.speed,
        night_speed=simulation.night_speed,
        marker=settings.streams.folder / "demonstration.json",
    )
