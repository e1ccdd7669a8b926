"""Field crews: who is on duty and heard of, and how their tasks of today go."""

from dash import html
from dash.development.base_component import Component

from domain.indicators.field_work import PositionAges
from domain.indicators.task_times import StepTimes
from domain.indicators.workload import EvidenceDistance, Workload
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.headlines import CALM, WARNING, brief_numbers, facts, headline_props, headlines
from layouts.ids import Id, crew_part
from layouts.shell import Props, feed_props, is_heard, panel, short_marks, title
from layouts.text import NOTHING, Texts
from layouts.text_queues import queue_texts
from layouts.text_review import decimal
from layouts.text_services import percentile_minutes

SILENT_SHARE = 0.10
"""From beyond this share of the crews on duty without a word the number is marked (D03, a proposal of this project)."""

STEPS = ("accept", "arrive", "on-site")
COLUMNS = ("median", "p90", "n")
PANELS = (Id.CREWS_NOW_PANEL, Id.CREWS_TIMES_PANEL, Id.CREWS_TODAY_PANEL, Id.MAP_CREWS_PANEL)


def crews_brief_panel(texts: Texts) -> Component:
    """Three numbers for the overview."""
    words = texts.services
    numbers = [("duty", words.on_duty), ("task", words.on_task), ("arrive", words.arrive_short)]
    row = brief_numbers([(crew_part(f"brief-{part}"), label) for part, label in numbers])
    return panel(Id.CREWS_BRIEF_PANEL, [title(words.crews), row], texts, short_marks(texts))


def crews_now_panel(texts: Texts) -> Component:
    """Crews on duty, available, on task and silent."""
    words = texts.services
    numbers = [("duty", words.on_duty), ("free", words.available), ("task", words.on_task), ("silent", words.silent)]
    children = [title(words.crews_now), headlines([(crew_part(part), label) for part, label in numbers])]
    return panel(Id.CREWS_NOW_PANEL, children, texts)


def crews_times_panel(texts: Texts) -> Component:
    """How long a task takes to be accepted, a crew to arrive, and the work on site."""
    words = texts.services
    head = [html.Span(word) for word in ("", words.median, words.p90_column, words.n_column)]
    steps = zip(STEPS, (words.accepted, words.arrived, queue_texts(texts).on_site), strict=True)
    rows = [
        html.Div([html.Span(label), *(html.Span(NOTHING, id=crew_part(f"{step}-{part}")) for part in COLUMNS)])
        for step, label in steps
    ]
    table = html.Div([html.Div(head, className="times-head"), *rows], className="times")
    return panel(Id.CREWS_TIMES_PANEL, [title(words.times), table], texts)


def crews_today_panel(texts: Texts) -> Component:
    """The load of the crews, what they finished, and how complete and how near the evidence is."""
    words, more = texts.services, queue_texts(texts)
    rows = [
        ("per-crew", more.per_crew),
        ("finished", words.finished),
        ("evidence", words.evidence),
        ("distance", more.distance),
    ]
    children = [title(words.tasks_today), facts([(crew_part(part), label) for part, label in rows])]
    return panel(Id.CREWS_TODAY_PANEL, children, texts)


def crew_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All that the wall says of crews; nothing for a city without staff, whose page has no such panels."""
    if not profile.headcounts:
        return {}
    panels = [Id.CREWS_BRIEF_PANEL, *PANELS]
    return {
        **feed_props(snapshot, panels, Facts.FIELD_WORK),
        **_now_props(snapshot, texts),
        **_times_props("accept", snapshot.services.accept, texts),
        **_times_props("arrive", snapshot.services.arrive, texts),
        **_times_props("on-site", snapshot.services.on_site, texts),
        **_today_props(snapshot, texts),
    }


def _now_props(snapshot: Snapshot, texts: Texts) -> Props:
    crews, words = snapshot.services.crews, texts.services
    known = is_heard(snapshot, Facts.FIELD_WORK)
    is_quiet = crews.silent > SILENT_SHARE * crews.on_duty
    silent_note = words.silent_note.format(n=f"{PositionAges().silent_seconds / 60:g}")
    in_hand = words.on_task_note.format(n=text.whole(crews.tasks_in_hand, texts))

    def shown(count: int) -> str:
        return text.whole(count, texts) if known else NOTHING

    arrive = percentile_minutes(snapshot.services.arrive.median, words)
    return {
        **headline_props(crew_part("duty"), shown(crews.on_duty), words.on_duty_note),
        **headline_props(crew_part("free"), shown(crews.available)),
        **headline_props(crew_part("task"), shown(crews.on_task), in_hand if known else ""),
        **headline_props(crew_part("silent"), shown(crews.silent), silent_note, WARNING if is_quiet else CALM),
        crew_part("brief-duty"): {"children": shown(crews.on_duty)},
        crew_part("brief-task"): {"children": shown(crews.on_task)},
        crew_part("brief-arrive"): {"children": arrive},
    }


def _times_props(step: str, times: StepTimes, texts: Texts) -> Props:
    values = {
        "median": percentile_minutes(times.median, texts.services),
        "p90": percentile_minutes(times.p90, texts.services),
        "n": text.whole(times.p90.n, texts),
    }
    return {crew_part(f"{step}-{part}"): {"children": value} for part, value in values.items()}


def _today_props(snapshot: Snapshot, texts: Texts) -> Props:
    services, known = snapshot.services, is_heard(snapshot, Facts.FIELD_WORK)
    share = services.evidence.value
    evidence = NOTHING if share is None else f"{text.percent(share)} %"
    values = {
        "per-crew": per_crew(services.work.city, texts) if known else NOTHING,
        "finished": text.whole(services.finished_today, texts) if known else NOTHING,
        "evidence": f"{evidence}, {texts.services.sample.format(n=text.whole(services.evidence.n, texts))}",
        "distance": _distance(services.distance, texts),
    }
    return {crew_part(part): {"children": value} for part, value in values.items()}


def per_crew(work: Workload, texts: Texts) -> str:
    """Open tasks for each crew on duty, to a tenth."""
    return NOTHING if work.per_crew is None else decimal(work.per_crew, texts)


def _distance(found: EvidenceDistance, texts: Texts) -> str:
    if found.median_m is None or found.p90_m is None:
        return NOTHING
    median, p90 = (text.whole(round(metres), texts) for metres in (found.median_m, found.p90_m))
    return queue_texts(texts).metres.format(median=median, p90=p90)
