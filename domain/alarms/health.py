"""How well the alarms ring: the measures of ISA-18.2 and EEMUA 191 over a time, from what happened in it.

The targets are those of WALL.md 5, told there from secondary sources; an installation may set others (config.yaml).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from domain.alarms.life import Alarm, AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority

MINUTE_MS = 60_000
HOUR_MS = 3_600_000
RINGS = (Happening.RAISED, Happening.RAISED_AGAIN)


PERCENT = 100.0


class Measure(StrEnum):
    """What has a target."""

    RATE = "rate"
    PEAK = "peak"
    CROWDED = "crowded"
    CRITICAL = "critical"
    HIGH = "high"
    STANDING = "standing"
    CHATTERING = "chattering"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class HealthRules:
    """What is measured against what.

    `operators` are positions that answer alarms at one time. An alarm that is open for `standing_hours` is standing; a
    source that rings `chatter_times` within `chatter_minutes` chatters. `top` sources are named.

    Targets: no more than `good_rate` in a period and position, `most_in_period` in any, such periods `crowded_percent`
    of all, `critical_percent` and `high_percent` of all alarms, `standing_most` standing at once, no source that
    chatters, and `top_percent` of all alarms from the loudest.
    """

    operators: int = 1
    period_minutes: float = 10.0
    most_in_period: int = 10
    good_rate: float = 1.0
    standing_hours: float = 24.0
    chatter_times: int = 3
    chatter_minutes: float = 1.0
    top: int = 10
    crowded_percent: float = 1.0
    critical_percent: float = 5.0
    high_percent: float = 15.0
    standing_most: int = 4
    top_percent: float = 5.0


@dataclass(frozen=True, slots=True)
class AlarmSource:
    """A rule and a place, and how often it rang."""

    rule: str
    place: str
    n: int


@dataclass(frozen=True, slots=True)
class AlarmHealth:
    """The measures from `since_ms` to `until_ms`; shares are 0 to 1, None where there is nothing to divide by.

    `rate` is alarms in a period and operator position, `peak` the most in one period; `crowded` the share of periods
    with more than `most_in_period` for each operator. `mix` counts by the priority that the rule gave. `standing` are
    open for too long, of `open`. `chattering` are sources that rang too often within a moment. `sources` is how many
    rang, `top` the loudest of them. `answer_minutes` is the median from ringing to the acknowledgement, of `answered`.
    """

    since_ms: int
    until_ms: int
    n: int
    rate: float | None
    peak: int
    crowded: float | None
    mix: Mapping[Priority, int]
    open: int
    standing: tuple[int, ...]
    chattering: tuple[AlarmSource, ...]
    sources: int
    top: tuple[AlarmSource, ...]
    answered: int
    answer_minutes: float | None
    rules: HealthRules

    @property
    def top_share(self) -> float | None:
        """Which share of all alarms the named sources are."""
        return sum(source.n for source in self.top) / self.n if self.n else None

    @property
    def unjudged(self) -> frozenset[Measure]:
        """What is too little to be held against its target.

        Shares of a priority are judged once a single alarm of it would fit into its target, the loudest sources once
        so many rang that they could meet theirs.
        """
        rules, n = self.rules, sum(self.mix.values())
        too_few = {
            Measure.CRITICAL: n * rules.critical_percent < PERCENT,
            Measure.HIGH: n * rules.high_percent < PERCENT,
            Measure.TOP: self.sources * rules.top_percent < rules.top * PERCENT,
        }
        return frozenset(measure for measure, is_so in too_few.items() if is_so)

    @property
    def beyond(self) -> frozenset[Measure]:
        """Which measures miss their target, of those that are judged."""
        rules = self.rules
        missed = {
            Measure.RATE: self.rate is not None and self.rate > rules.good_rate,
            Measure.PEAK: self.peak > rules.most_in_period * rules.operators,
            Measure.CROWDED: self.crowded is not None and PERCENT * self.crowded > rules.crowded_percent,
            Measure.CRITICAL: self._is_beyond(Priority.CRITICAL, rules.critical_percent),
            Measure.HIGH: self._is_beyond(Priority.HIGH, rules.high_percent),
            Measure.STANDING: len(self.standing) > rules.standing_most,
            Measure.CHATTERING: bool(self.chattering),
            Measure.TOP: PERCENT * (self.top_share or 0.0) > rules.top_percent,
        }
        return frozenset(measure for measure, is_missed in missed.items() if is_missed) - self.unjudged

    def _is_beyond(self, priority: Priority, percent: float) -> bool:
        n = sum(self.mix.values())
        return PERCENT * self.mix.get(priority, 0) > n * percent


def alarm_health(
    events: Sequence[AlarmEvent],
    origins: Mapping[int, Origin],
    still_open: Iterable[Alarm],
    span_ms: tuple[int, int],
    rules: HealthRules | None = None,
) -> AlarmHealth:
    """The measures of a time: its events in their order, what raised each alarm they are about, and what is open."""
    rules = rules or HealthRules()
    since_ms, until_ms = span_ms
    rings = [(event.at_ms, _alarm_of(event)) for event in events if event.what in RINGS]
    counts = _by_period([at_ms for at_ms, _ in rings], since_ms, until_ms, rules)
    by_source = Counter((origins[alarm].rule, origins[alarm].place) for _, alarm in rings if alarm in origins)
    alarms = list(still_open)
    answers = _answer_minutes(events)
    return AlarmHealth(
        since_ms=since_ms,
        until_ms=until_ms,
        n=len(rings),
        rate=sum(counts) / len(counts) / rules.operators if counts else None,
        peak=max(counts, default=0),
        crowded=_crowded(counts, rules),
        mix=Counter(Priority(origins[alarm].priority) for _, alarm in rings if alarm in origins),
        open=len(alarms),
        standing=tuple(one.alarm_id for one in alarms if until_ms - one.raised_ms > rules.standing_hours * HOUR_MS),
        chattering=_chattering(rings, origins, rules),
        sources=len(by_source),
        top=tuple(AlarmSource(rule, place, n) for (rule, place), n in by_source.most_common(rules.top)),
        answered=len(answers),
        answer_minutes=median(answers) if answers else None,
        rules=rules,
    )


def _alarm_of(event: AlarmEvent) -> int:
    return event.number if event.what is Happening.RAISED else event.alarm


def _by_period(rings_ms: Sequence[int], since_ms: int, until_ms: int, rules: HealthRules) -> list[int]:
    """How many rang in each whole period of the time."""
    period_ms = rules.period_minutes * MINUTE_MS
    counts = [0] * int((until_ms - since_ms) // period_ms)
    for at_ms in rings_ms:
        place = int((at_ms - since_ms) // period_ms)
        if 0 <= place < len(counts):
            counts[place] += 1
    return counts


def _crowded(counts: Sequence[int], rules: HealthRules) -> float | None:
    most = rules.most_in_period * rules.operators
    return sum(count > most for count in counts) / len(counts) if counts else None


def _chattering(
    rings: Sequence[tuple[int, int]], origins: Mapping[int, Origin], rules: HealthRules
) -> tuple[AlarmSource, ...]:
    """Sources with so many rings within a moment, the loudest first; `n` is how often they rang in all."""
    times: dict[tuple[str, str], list[int]] = {}
    for at_ms, alarm in rings:
        if alarm in origins:
            times.setdefault((origins[alarm].rule, origins[alarm].place), []).append(at_ms)
    window_ms, more = rules.chatter_minutes * MINUTE_MS, rules.chatter_times - 1
    found = [
        AlarmSource(rule, place, len(at))
        for (rule, place), at in times.items()
        if any(later - earlier <= window_ms for earlier, later in zip(at, at[more:], strict=False))
    ]
    return tuple(sorted(found, key=lambda one: (-one.n, one.rule, one.place)))


def _answer_minutes(events: Sequence[AlarmEvent]) -> list[float]:
    """From each ring in this time to its first acknowledgement."""
    rang: dict[int, int] = {}
    answers = []
    for event in events:
        if event.what in RINGS:
            rang[_alarm_of(event)] = event.at_ms
        elif event.what is Happening.ACKNOWLEDGED and event.alarm in rang:
            answers.append((event.at_ms - rang.pop(event.alarm)) / MINUTE_MS)
    return answers
