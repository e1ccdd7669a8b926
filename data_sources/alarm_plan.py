"""What an installation needs to watch over its alarms and to tell of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data_sources.alarm_outbox import Send, Target
from data_sources.alarm_sender import send
from domain.alarms.health import HealthRules
from domain.alarms.priority import Priority
from domain.alarms.rule import AlarmRules


@dataclass(frozen=True, slots=True)
class AlarmPlan:
    """Rules, whom to tell of them and how, in which language, and what their health is measured against.

    `levels` are the words of priorities in messages.
    """

    rules: AlarmRules = field(default_factory=AlarmRules)
    targets: Sequence[Target] = ()
    send: Send = send
    language: str = "id"
    levels: Mapping[Priority, str] = field(default_factory=dict)
    health: HealthRules = field(default_factory=HealthRules)
