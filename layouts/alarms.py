"""The open alarms on a wall: counts by level, the worst groups with what came first, and who is asked to respond.

The strip takes the place of the ticker while there is anything to respond to: events give way to alarms, and nothing
moves. Flashing and sound are the browser's (assets/alarms.js), by the numbers that stand here.
"""

from collections.abc import Mapping
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.alarms.board import AlarmBoard, AlarmGroup, Words
from domain.alarms.priority import Priority
from domain.privacy import Audience
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, alarm_part
from layouts.shell import Props, data_attributes
from layouts.text import Texts
from layouts.text_alarms import AlarmTexts, alarm_texts

FLOOD_RULES = 3
"""As many rules as a desk names in a flood."""

GROUPS = 2
"""As many lines as the ticker has on a wide wall; what finds no room is counted."""
LEVELS: Mapping[Priority, str] = {
    Priority.CRITICAL: "critical",
    Priority.HIGH: "warning",
    Priority.MEDIUM: "warning",
    Priority.LOW: "info",
}
"""A wall has three levels, each a colour, a shape and a word (WALL.md 3)."""

SHAPES: Mapping[str, str] = {"critical": "triangle", "warning": "diamond", "info": "dot"}
WITH_SOUND = (Audience.WALL_STAFF, Audience.OPERATOR)
MINUTE_MS = 60_000


def level_words(language: str) -> Mapping[Priority, str]:
    """The word of each priority's level, in capitals."""
    words = alarm_texts(language)
    return {priority: words.levels[level] for priority, level in LEVELS.items()}


def alarm_strip(texts: Texts, audience: str) -> Component:
    """The strip, hidden while there is nothing to respond to."""
    counts = [_count(level, texts) for level in SHAPES]
    state = html.Div(id=Id.ALARMS_STATE, className="alarm-state")
    summary = html.Div([html.Div(counts, className="alarm-counts"), state], className="alarm-summary")
    groups = html.Div([_row(slot) for slot in range(GROUPS)], className="alarm-groups")
    sound = sound_button(texts, is_of_staff=True, is_hidden=audience not in WITH_SOUND)
    return html.Section([summary, groups, sound], id=Id.ALARMS_STRIP, className="alarm-strip is-absent", role="status")


def _count(level: str, texts: Texts) -> Component:
    return html.Span(
        [
            html.I(className=f"shape {SHAPES[level]}"),
            html.B(id=alarm_part(f"{level}-n")),
            html.Span(alarm_texts(texts.language).levels[level], className="alarm-word"),
        ],
        id=alarm_part(level),
        className="is-absent",
    )


def _row(slot: int) -> Component:
    names = ("label", "where", "n", "age", "owner")
    parts = [html.Span(id=alarm_part(name, slot), className=f"alarm-{name}") for name in names]
    return html.Div([html.I(id=alarm_part("shape", slot)), *parts], id=alarm_part("row", slot), className="is-absent")


def sound_button(texts: Texts, *, is_of_staff: bool = False, is_hidden: bool = False) -> Component:
    """A browser plays nothing before somebody has touched it: the button says so, and is the touch.

    On a wall it is the staff's: hidden, and silent, while the wall shows the guests' picture.
    """
    words = alarm_texts(texts.language)
    told = data_attributes(alarm_sound="", off_text=words.sound_off, test_text=words.sound_test)
    told |= data_attributes(of_staff="") if is_of_staff else {}
    return html.Button(words.sound_off, className="alarm-sound", type="button", hidden=is_hidden, **told)


# --- values


def alarm_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """Everything on the strip that a snapshot decides."""
    board, words = snapshot.alarms, alarm_texts(texts.language)
    is_shown = bool(board.open or board.shelved or board.flood_ms)
    strip: Props = {
        Id.ALARMS_STRIP: {
            "className": f"alarm-strip{' is-flood' if board.flood_ms else ''}{'' if is_shown else ' is-absent'}",
            "data-alarm-critical": "true" if board.is_critical else "false",
            "data-alarm-waiting": " ".join(
                f"{priority.word}:{number}" for priority, number in sorted(board.newest_waiting.items())
            ),
        },
        Id.ALARMS_STATE: {"children": state_words(board, words)},
    }
    for level in SHAPES:
        strip |= _count_props(board, level)
    for slot, group in zip_longest(range(GROUPS), board.groups[:GROUPS]):
        strip |= _row_props(slot, group, snapshot, profile, texts)
    return strip


def state_words(board: AlarmBoard, words: AlarmTexts) -> str:
    """A flood, else how many wait for somebody; what is shelved, and how many lines found no room."""
    waiting = sum(board.waiting.values())
    said = [words.waiting.format(n=waiting) if waiting else words.all_acknowledged] if board.open else []
    if board.flood_ms:
        said = [words.flood.format(n=board.flood_raised, minutes=f"{board.flood_minutes:g}")]
    if board.shelved:
        said.append(words.shelved.format(n=board.shelved))
    if len(board.groups) > GROUPS:
        said.append(words.more.format(n=len(board.groups) - GROUPS))
    return " · ".join(said)


def flood_lines(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> list[str]:
    """In a flood its words, then the worst rules with how many rang and where and when the first; else nothing."""
    board, words = snapshot.alarms, alarm_texts(texts.language)
    if not board.flood_ms:
        return []
    told = [words.flood.format(n=board.flood_raised, minutes=f"{board.flood_minutes:g}")]
    for group in board.groups[:FLOOD_RULES]:
        where = where_words(group, snapshot, profile, words)
        age = age_words(snapshot.now_ms - group.first_ms, texts)
        rule = rule_words(group.rule, board.words, texts.language)
        told.append(", ".join(part for part in (f"{rule} {group.n}×", where, age) if part))
    rest = len(board.groups) - FLOOD_RULES
    return [*told, words.more.format(n=rest)] if rest > 0 else told


def _count_props(board: AlarmBoard, level: str) -> Props:
    n = sum(count for priority, count in board.counts.items() if LEVELS[priority] == level)
    waiting = sum(count for priority, count in board.waiting.items() if LEVELS[priority] == level)
    name = f"alarm-count is-{level}{' is-waiting' if waiting else ''}"
    return {alarm_part(level): {"className": name}, alarm_part(f"{level}-n"): {"children": str(n)}}


def _row_props(slot: int, group: AlarmGroup | None, snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    if group is None:
        return {alarm_part("row", slot): {"className": "is-absent"}}
    words, level = alarm_texts(texts.language), LEVELS[group.priority]
    waiting = " is-waiting" if group.unacknowledged else ""
    told = {
        "label": rule_words(group.rule, snapshot.alarms.words, texts.language),
        "where": where_words(group, snapshot, profile, words),
        "n": words.times.format(n=group.n) if group.n > 1 else "",
        "age": age_words(snapshot.now_ms - group.first_ms, texts),
        "owner": owner_words(group, profile, words),
    }
    return {
        alarm_part("row", slot): {"className": f"alarm-row is-{level}{waiting}"},
        alarm_part("shape", slot): {"className": f"shape {SHAPES[level]}"},
        **{alarm_part(name, slot): {"children": said} for name, said in told.items()},
    }


def rule_words(rule: str, told: Mapping[str, Words], language: str) -> str:
    """What a rule is called; the name of a rule that is configured no more."""
    words = told.get(rule)
    return words.label.get(language, rule) if words else rule


def age_words(age_ms: int, texts: Texts) -> str:
    """Whole minutes at least: seconds would change the strip each second, and tell nobody anything."""
    return f"< 1 {texts.minute}" if age_ms < MINUTE_MS else text.duration(age_ms / 1000, texts)


def where_words(group: AlarmGroup, snapshot: Snapshot, profile: CityProfile, words: AlarmTexts) -> str:
    """Where it is, or of several where the first-out is; the agency where no place may be told."""
    place = place_words(group, snapshot, profile)
    if place:
        return f"{words.first}: {place}" if group.n > 1 else place
    shorts = [profile.agencies[code].short for code in group.agencies if code in profile.agencies]
    return shorts[0] if len(shorts) == 1 else words.several_agencies.format(n=len(shorts)) if shorts else ""


def place_words(group: AlarmGroup, snapshot: Snapshot, profile: CityProfile) -> str:
    """The name of a site, a feed or a ward for its code; empty where there is none."""
    named = place_name(group.first_place, feed_names(snapshot), profile)
    if named:
        return named
    kinds = [profile.categories[code].label for code in group.categories[:1] if code in profile.categories]
    wards = [profile.wards[code].name for code in group.wards[:1] if code in profile.wards]
    return ", ".join([*kinds, *wards])


def place_name(place: str, feeds: Mapping[str, str], profile: CityProfile) -> str:
    """The name of a site or a feed for the place of an alarm; empty where it is neither."""
    site = profile.sites.get(place)
    return site.short if site else feeds.get(place, "")


def feed_names(snapshot: Snapshot) -> dict[str, str]:
    """What the feeds are called, by the places of their alarms."""
    return {f"{feed.code}/{feed.stream.value}": feed.label for feed in snapshot.feeds}


def _tells_agency(group: AlarmGroup) -> bool:
    """Whether where it is tells already whose it is: an agency's own site, or the agency itself."""
    return group.agencies[:1] == (group.owner,) and (group.first_place == group.owner or not group.first_place)


def owner_words(group: AlarmGroup, profile: CityProfile, words: AlarmTexts) -> str:
    """Who has it: whoever took it, else to whom it went, else whose it is, unless that is told already."""
    if group.is_taken:
        return group.owner or words.taken
    if group.escalated_to:
        return words.escalated.format(role=words.roles.get(group.escalated_to, group.escalated_to))
    if group.owner in profile.agencies:
        return "" if _tells_agency(group) else profile.agencies[group.owner].short
    return words.roles.get(group.owner, group.owner)
