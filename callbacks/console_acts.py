"""What a desk may ask for, each with the words for what came of it. Everything is checked and stored by the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from callbacks.handover import keep_sheet, sign_sheet
from callbacks.services import Services
from domain.alarms.acts import SHORTEST_REASON, AlarmRefusedError
from domain.city_status import LONGEST_REASON, StatusError, level_of
from domain.clock import epoch_ms
from domain.desk import DecidedOn, DeskAct, DeskError, DeskProblem
from domain.identity import Identity
from domain.indicators.readings import Known, readings
from domain.map_steering import MapLayer
from domain.privacy import Audience
from domain.snapshot import Snapshot
from domain.steering import DrivenByOtherError, FocusKind, WallMode, WallView
from domain.work_list import HOUR_MS, WorkKind
from layouts import text
from layouts.console_status import decision_words
from layouts.map_numbers import offered
from layouts.text_console import console_texts

Told = dict[str, object]
GREATEST = 2**53
"""Beyond it a page's numbers are none that it can mean."""

LAYERS = frozenset(layer.value for layer in MapLayer)


class UnreadableError(ValueError):
    """A question that no page of ours asks."""


class SecretError(ValueError):
    """A case that may be shown on no wall."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and what was sent; nothing of it is trusted."""

    by: Identity
    session_id: str
    values: Mapping[str, object]

    def words(self, name: str) -> str:
        """A text that was sent, empty without one."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float:
        """A number that was sent, 0 without one."""
        value = self.values.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return 0
        return value if -GREATEST <= value <= GREATEST else 0

    def is_set(self, name: str) -> bool:
        """Whether something was said to be so."""
        return self.values.get(name) is True


Act = Callable[[Asked, Services], Told]


def done_words(act: Act | None, asked: Asked, services: Services) -> Told:
    """Do it, and say in words why not, where it could not be done."""
    words = console_texts(services.texts.language)
    if act is None:
        return _not_done("unreadable", words.problems["unreadable"])
    try:
        return {"ok": True, **act(asked, services)}
    except DeskError as error:
        return _not_done(error.problem.value, words.problems[error.problem.value].format(detail=error.detail))
    except DrivenByOtherError as error:
        steering = error.steering
        since = text.clock(steering.since_ms, services.profile.timezone, services.texts)
        told = {"who": steering.driver_name, "since": since, "wall": steering.wall}
        return {**_not_done("driven", words.problems["driven"].format(detail=steering.driver_name)), **told}
    except SecretError:
        return _not_done("secret", words.problems["secret"])
    except ValueError as error:
        problem = str(error.args[0]) if error.args else ""
        known = problem if problem in words.problems else "unreadable"
        return _not_done(known, words.problems[known].format(detail=""))


def _not_done(problem: str, words: str) -> Told:
    return {"ok": False, "problem": problem, "words": words}


# --- rows


def _row_act(act: DeskAct) -> Act:
    def do(asked: Asked, services: Services) -> Told:
        kind = asked.words("kind")
        if kind not in set(WorkKind):
            raise DeskError(DeskProblem.NOT_A_ROW, kind[:20])
        ref = asked.words("ref")
        if kind == WorkKind.ALARM.value:
            return act_on_alarm(act, asked, services)
        if not is_row(kind, ref, services):
            raise DeskError(DeskProblem.NOT_A_ROW, ref[:40])
        services.desk.act(asked.by, kind, ref, act, asked.words("text"), _until_ms(act, asked, services))
        return {}

    return do


def is_row(kind: str, ref: str, services: Services) -> bool:
    """Whether there is such a thing: a case of the store, or a row that stands on the list or was handled before."""
    if kind == WorkKind.COMPLAINT.value:
        return services.cases.exists(ref)
    snapshot = services.snapshots.latest(Audience.OPERATOR)
    items = snapshot.work.items if snapshot else ()
    return f"{kind}:{ref}" in services.desk.view.handlings or any(one.key == f"{kind}:{ref}" for one in items)


def act_on_alarm(act: DeskAct, asked: Asked, services: Services) -> Told:
    """An alarm has a life of its own, in its own log; what it refuses is told in the desk's words. Raises DeskError."""
    ref, words, now = asked.words("ref"), asked.words("text").strip(), services.reviews.now()
    if act is DeskAct.RELEASE:
        raise DeskError(DeskProblem.NO_RELEASE)
    if act in (DeskAct.SHELVE, DeskAct.COMMENT) and len(words) < SHORTEST_REASON:
        raise DeskError(DeskProblem.NEEDS_TEXT)
    if not ref.isascii() or not ref.isdigit():
        raise DeskError(DeskProblem.NOT_A_ROW, ref[:20])
    acts = {
        DeskAct.ACKNOWLEDGE: services.alarms.acknowledge,
        DeskAct.OWN: services.alarms.own,
        DeskAct.TAKE_OVER: services.alarms.own,
        DeskAct.COMMENT: services.alarms.comment,
        DeskAct.UNSHELVE: services.alarms.unshelve,
    }
    try:
        if act is DeskAct.SHELVE:
            services.alarms.shelve(int(ref), asked.by, words, now, timedelta(hours=asked.number("hours")))
        else:
            acts[act](int(ref), asked.by, words, now)
    except AlarmRefusedError as error:
        raise DeskError(DeskProblem.NOT_A_ROW, ref) from error
    return {}


def _until_ms(act: DeskAct, asked: Asked, services: Services) -> int:
    """Until when something is shelved: so many hours of the city's clock from now."""
    if act is not DeskAct.SHELVE:
        return 0
    return epoch_ms(services.reviews.now()) + int(asked.number("hours") * HOUR_MS)


# --- decisions


def _decide(asked: Asked, services: Services) -> Told:
    numbers = decided_on(_city(services), services.console.indicators)
    services.desk.decide(asked.by, asked.words("text"), asked.words("about"), numbers)
    return {}


def _city(services: Services) -> Snapshot:
    """The city as the desks see it. Raises ValueError where nothing is known of it yet."""
    snapshot = services.snapshots.latest(Audience.OPERATOR)
    if snapshot is None:
        raise ValueError("no_city")
    return snapshot


def decided_on(snapshot: Snapshot, indicators: tuple[str, ...]) -> list[DecidedOn]:
    """The numbers of some indicators as the desk sees them, each with its own as-of."""
    found = {one.id: one for one in readings(snapshot, Known(snapshot.facts, snapshot.now_ms))}
    chosen = (found[name] for name in indicators if name in found)
    return [DecidedOn(one.id, one.value, one.n, one.as_of_ms) for one in chosen]


def _set_status(asked: Asked, services: Services) -> Told:
    """A level of the city is also a decision, with the numbers it rests on."""
    snapshot, reason = _city(services), asked.words("text")
    if len(reason) > LONGEST_REASON:
        raise DeskError(DeskProblem.TOO_LONG, str(LONGEST_REASON))
    level = level_of(int(asked.number("level")))
    try:
        services.status.set(level, asked.by, reason, services.reviews.now())
    except StatusError as error:
        raise DeskError(DeskProblem.NEEDS_TEXT) from error
    said = decision_words(level, reason, services.texts)
    services.desk.decide(asked.by, said, "", decided_on(snapshot, services.console.indicators))
    return {}


# --- walls


def _steer(asked: Asked, services: Services) -> Told:
    view = view_asked(asked, services)
    services.desk.steer(asked.by, asked.words("wall"), view, is_confirmed=asked.is_set("confirmed"))
    return {}


def view_asked(asked: Asked, services: Services) -> WallView:
    """The view that was sent, where all of it exists. Raises UnreadableError, SecretError."""
    scene, layers, indicator = asked.words("scene"), asked.values.get("layers", []), asked.words("indicator")
    if scene and scene not in [one.name for one in services.scenes]:
        raise UnreadableError("unreadable")
    if not isinstance(layers, list) or not all(isinstance(layer, str) and layer in LAYERS for layer in layers):
        raise UnreadableError("unreadable")
    if indicator and indicator not in [one.value for one in offered(services.profile)]:
        raise UnreadableError("no_indicator")
    focus, code = _focus(asked, services)
    mode = WallMode.STAFF if asked.words("mode") == WallMode.STAFF.value else WallMode.GUEST
    at_ms = int(asked.number("at"))
    if not 0 <= at_ms <= epoch_ms(services.reviews.now()):
        raise UnreadableError("unreadable")
    return WallView(scene, focus, code, tuple(map(str, layers)), indicator, asked.is_set("pinned"), mode, at_ms)


def _focus(asked: Asked, services: Services) -> tuple[FocusKind, str]:
    kind, code, profile = asked.words("focus"), asked.words("code"), services.profile
    known = {
        FocusKind.DISTRICT.value: profile.districts,
        FocusKind.AGENCY.value: profile.agencies,
        FocusKind.SITE.value: profile.sites,
    }
    if kind == FocusKind.CASE.value:
        if services.cases.place(code) is None:
            raise SecretError(code[:40])
        return FocusKind.CASE, code
    if not kind:
        return FocusKind.NONE, ""
    if kind not in known or code not in known[kind]:
        raise UnreadableError("unreadable")
    return FocusKind(kind), code


def _release_wall(asked: Asked, services: Services) -> Told:
    services.desk.release_wall(asked.by, asked.words("wall"))
    return {}


def _guests(asked: Asked, services: Services) -> Told:
    services.desk.to_guests(asked.by)
    return {}


# --- desks and shifts


def _sit(asked: Asked, services: Services) -> Told:
    desk = asked.words("desk")
    services.desk.arrive(asked.session_id, asked.by, desk if desk in services.console.desks else "")
    return {}


ACTS: Mapping[str, Act] = {
    **{act.value: _row_act(act) for act in DeskAct},
    "decide": _decide,
    "set_status": _set_status,
    "steer": _steer,
    "release_wall": _release_wall,
    "guests": _guests,
    "sit": _sit,
    "keep_sheet": lambda asked, services: keep_sheet(asked.by, asked.words("text"), services),
    "sign_sheet": lambda asked, services: sign_sheet(asked.by, int(asked.number("shift")), services),
}
"""What may be asked for, by its name."""
