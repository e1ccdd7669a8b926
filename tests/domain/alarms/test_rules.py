"""Rules that cannot be used are refused with what was expected and what came."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from data_sources.alarm_config import AlarmSettings
from domain.alarms.priority import Priority
from domain.alarms.rule import AlarmRuleError, check_city
from domain.indicators.catalogue import by_key
from domain.indicators.readings import NOT_COMPUTED
from settings import SettingsError, load_settings

GOOD: dict[str, Any] = {
    "name": "queue",
    "label": {"id": "Antrean", "en": "Queue"},
    "todo": {"id": "Buka loket", "en": "Open a counter"},
    "kind": "threshold",
    "of": "queue_site",
    "raise_at": 2,
    "clear_at": 1,
    "priority": "medium",
    "source": "a test",
}
INDICATOR = {"of": "indicator", "indicator": "A03"}
NO_NUMBER = by_key(sorted(NOT_COMPUTED)[0]).id


def read(folder: Path, *rules: dict[str, Any], **more: Any) -> AlarmSettings:
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({"alarms": {"rules": list(rules), **more}}), encoding="utf-8")
    return load_settings(path).alarms


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Queue!"}, "small letters, digits and underscores, got 'Queue!'"),
        ({"kind": "countdown"}, "one of complaint_clock for a rule of kind countdown, got 'queue_site'"),
        ({"kind": "loud"}, "'threshold', 'rate'"),
        ({"clear_at": 2}, "a level apart from raise_at"),
        ({"clear_at": None}, "expected raise_at and clear_at"),
        ({"kind": "countdown", "of": "complaint_clock"}, "more minutes than raise_at"),
        ({"kind": "incident", "of": "incident"}, "an incident has no raise_at"),
        ({"indicator": "A03"}, "for a rule of an indicator only, got 'A03'"),
        ({"of": "indicator"}, "an id of the catalogue"),
        ({**INDICATOR, "indicator": "Z99"}, "an id of the catalogue .* got 'Z99'"),
        ({**INDICATOR, "indicator": NO_NUMBER}, f"one that is computed, got '{NO_NUMBER}'"),
        ({"priority": "urgent"}, "priority"),
        ({"delay_on_seconds": -1}, "delay_on_seconds"),
        ({"label": {"id": "Antrean"}}, "label.en"),
        ({"source": ""}, "source"),
        ({"hysteresis": 1}, "hysteresis"),
    ],
)
def test_a_rule_that_cannot_be_used_stops_the_start(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        read(tmp_path, {key: value for key, value in {**GOOD, **changes}.items() if value is not None})
    assert "alarms" in str(raised.value)


def test_two_rules_of_one_name_and_steps_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="queue more than once"):
        read(tmp_path, GOOD, GOOD)
    with pytest.raises(SettingsError, match="growing after_minutes"):
        read(tmp_path, escalation=[{"after_minutes": 9, "to": "mayor"}, {"after_minutes": 5, "to": "mayor"}])
    with pytest.raises(SettingsError, match="less than above"):
        read(tmp_path, flood={"above": 5, "ends_at": 5})


def test_a_rule_may_name_only_what_the_city_has(tmp_path: Path) -> None:
    agencies, categories = frozenset({"DPUPR"}), frozenset({"flood"})
    for changes in (
        {"owner": "NASA"},
        {"categories": ["flod"], "kind": "countdown", "of": "complaint_clock", "clear_at": 9},
    ):
        rules = read(tmp_path, {**GOOD, **changes}).alarm_rules()
        with pytest.raises(AlarmRuleError, match=r"expected .* got '?(NASA|flod)"):
            check_city(rules, agencies, categories)
    check_city(read(tmp_path, {**GOOD, "owner": "DPUPR"}).alarm_rules(), agencies, categories)


def test_critical_alarms_latch_unless_the_rule_says_otherwise(tmp_path: Path) -> None:
    def latches(**changes: Any) -> bool:
        return read(tmp_path, {**GOOD, **changes}).alarm_rules().rules[0].is_latching

    assert latches(priority="critical")
    assert not latches(priority="critical", latching=False)
    assert not latches()
    assert latches(latching=True)


def test_the_rules_of_the_repository_fit_the_city(tangerang: Any) -> None:
    rules = load_settings().alarms.alarm_rules()
    check_city(rules, frozenset(tangerang.agencies), frozenset(tangerang.categories))
    critical = [rule.name for rule in rules.rules if rule.priority is Priority.CRITICAL]
    assert critical == ["call_waiting"]
