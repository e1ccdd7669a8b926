"""The time machine: the wall at a past minute under a band that says so, controls to play it, and the present."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from domain.clock import from_epoch_ms
from domain.indicators.readings import Reading
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from layouts import text
from layouts.ids import Id
from layouts.indicator_numbers import Words, number_words, value_words, words_of
from layouts.indicators import read
from layouts.scenes import deck
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_past import PastTexts, past_texts
from layouts.theme import PALETTE, ScreenProfile
from layouts.wall import wall_layout

SPEEDS = (1, 10, 60, 120)


def past_layout(
    profile: CityProfile, boundaries: Boundaries, screen: ScreenProfile, texts: Texts, audience: str
) -> Component:
    """The page: the browser asks for the picture of each minute and sets it where the live one would stand."""
    words = past_texts(texts.language)
    return html.Div(
        [
            _band(words),
            html.Div(wall_layout(profile, boundaries, screen, texts, ""), className="past-wall"),
            _controls(profile, words),
            _comparison_card(words),
        ],
        className="past",
        style={f"--{name}": value for name, value in PALETTE.items()},
        **data_attributes(past=audience, time_zone=profile.timezone.key, zone=profile.timezone_label),
        **data_attributes(locale=words.locale, band=words.band, nothing=words.nothing, refused=words.refused),
        **data_attributes(then=words.words_then, now=words.words_now, loading=words.loading),
    )


def _band(words: PastTexts) -> Component:
    """What makes it impossible to take the picture for the live one."""
    return html.Div(
        [
            html.B(words.heading, className="past-heading"),
            html.Span(**data_attributes(past_words="")),
            html.Span(className="spacer"),
            html.Span(**data_attributes(past_known="")),
            html.B(words.not_live, className="not-live"),
            html.A(words.live, href="/wall", className="past-live"),
        ],
        className="past-band",
        role="status",
    )


def _controls(profile: CityProfile, words: PastTexts) -> Component:
    steps = ((-60, words.earlier_hour), (-1, words.earlier), (1, words.later), (60, words.later_hour))
    scenes = [
        html.Button(words.scenes[scene], className="past-scene", **data_attributes(past_scene=scene))
        for scene in deck(profile)
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.Div(className="past-slider", **data_attributes(past_slider="", label=words.slider)),
                ],
                className="past-row",
            ),
            html.Div(
                [
                    _button("play", words.play, pause=words.pause),
                    *(_button("step", label, minutes=str(minutes)) for minutes, label in steps),
                    html.Div(className="past-instant", **data_attributes(past_day="", label=words.day)),
                    html.Div(className="past-instant", **data_attributes(past_clock="", label=words.clock)),
                    _choice(words.speed, [_button("speed", f"{speed}×", speed=str(speed)) for speed in SPEEDS]),
                    _choice(
                        words.known,
                        [
                            _button("known", words.at_that_time, known="then"),
                            _button("known", words.at_present, known="now"),
                        ],
                    ),
                ],
                className="past-row",
            ),
            html.Div(
                [
                    html.Nav(scenes, className="past-scenes"),
                    html.Span(className="spacer"),
                    _button("compare", words.compare),
                ],
                className="past-row",
            ),
        ],
        className="past-controls",
    )


def _button(action: str, label: str, **more: str) -> Component:
    return html.Button(label, **data_attributes(past_action=action, label=label, **more))


def _choice(label: str, buttons: Sequence[Component]) -> Component:
    return html.Div([html.Span(label), *buttons], className="past-choice", role="group")


# --- beside the present


def _comparison_card(words: PastTexts) -> Component:
    return html.Aside(
        [
            html.Div([html.H2(words.compare), _button("close", words.close)], className="past-card-head"),
            dcc.Store(id=Id.PAST_COMPARED),
            html.Div(id=Id.PAST_COMPARISON),
        ],
        className="past-card",
        **data_attributes(past_card="", store=Id.PAST_COMPARED),
        hidden=True,
    )


def comparison(
    then: Sequence[Reading], present: Snapshot | None, at_ms: int, profile: CityProfile, texts: Texts
) -> Component:
    """Every indicator that has a value at either instant, with the difference where both have one."""
    words, past = words_of(texts, profile), past_texts(texts.language)
    if present is None:
        return html.P(past.no_present)
    now = {reading.key: reading for reading in read(present)}
    rows = [_row(one, now[one.key], words) for one in then if not (one.value is now[one.key].value is None)]
    head = html.Thead(
        html.Tr(
            [
                html.Th(past.indicator),
                html.Th([past.at_that_time, html.Small(_short_instant(at_ms, profile, texts))]),
                html.Th([past.at_present, html.Small(_short_instant(present.now_ms, profile, texts))]),
                html.Th(past.change),
            ]
        )
    )
    return html.Table([head, html.Tbody(rows)])


def _short_instant(at_ms: int, profile: CityProfile, texts: Texts) -> str:
    day = from_epoch_ms(at_ms).astimezone(profile.timezone)
    return f"{day.day} {texts.months[day.month - 1][:3]} {text.clock(at_ms, profile.timezone, texts)}"


def _row(then: Reading, now: Reading, words: Words) -> Component:
    change = _change(then, now, words)
    is_changed = any(sign in "123456789" for sign in change)
    return html.Tr(
        [
            html.Th([html.Small(then.id), words.catalogue.words[then.key].label]),
            html.Td(_value(then, words)),
            html.Td(_value(now, words)),
            html.Td(change, className="is-changed" if is_changed else ""),
        ]
    )


def _value(reading: Reading, words: Words) -> str:
    unit = words.catalogue.units[reading.unit] if reading.value is not None else ""
    return f"{value_words(reading, words)} {unit}".strip()


def _change(then: Reading, now: Reading, words: Words) -> str:
    """The difference with its sign; a dash where either is unknown, or only known to be at least so much."""
    if then.value is None or now.value is None or then.is_at_least or now.is_at_least:
        return NOTHING
    change = now.value - then.value
    shown = number_words(abs(change), now.unit, "", words.texts)
    return shown if not shown.strip("0,.") else f"{'+' if change > 0 else '−'}{shown}"


def comparison_problem(problem: str, texts: Texts) -> Component:
    """Why there is no comparison."""
    return html.P(past_texts(texts.language).problem.format(problem=problem), role="alert")
