"""Feeds, the balance of what came in, and dead letters as administrators see them."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from domain.balance import Balance
from domain.events import DeadLetterReason
from domain.letters import DeadLetter, LetterPage, LetterPart, LetterState, LetterView, PartKind, ReplayResult
from domain.profile import CityProfile
from domain.snapshot import FeedHealth, FeedState, Lag
from layouts import text
from layouts.admin_parts import (
    card,
    chip,
    choice,
    columns,
    facts,
    field,
    pager,
    pick,
    question,
    row,
    said,
    table,
    words_input,
)
from layouts.ids import Id
from layouts.text import NOTHING, Texts, whole
from layouts.text_admin import admin_words
from layouts.text_admin_fields import Tab
from layouts.text_review import decimal, moment

FEEDS_EVERY_MS = 5_000
LETTERS_A_PAGE = 25
LATE_STATES = (FeedState.LATE, FeedState.LOST)

# --- feeds


def feeds_layout() -> Component:
    """The tab of feeds, still without them."""
    return html.Div([html.Div(id=Id.ADMIN_FEEDS), dcc.Interval(id=Id.ADMIN_FEEDS_TICK, interval=FEEDS_EVERY_MS)])


def feeds_body(
    feeds: Sequence[FeedHealth], balances: Sequence[Balance] | None, lag: Lag | None, texts: Texts
) -> list[Component]:
    """How everything that comes in stands."""
    words = admin_words(texts).data
    return [
        html.Div([_balance_card(balances, texts), _lag_card(lag, texts)], className="stack"),
        card([_feeds_table(feeds, texts) if feeds else html.P(words.no_feeds, className="note")], words.feeds),
    ]


def _feeds_table(feeds: Sequence[FeedHealth], texts: Texts) -> Component:
    words = admin_words(texts).data
    rows = [
        row(
            [
                feed.label,
                feed.code,
                words.streams[feed.stream.value],
                chip(texts.feed_states[feed.state], "abnormal" if feed.state in LATE_STATES else ""),
                words.ago.format(duration=text.duration(feed.age_seconds, texts))
                if feed.age_seconds is not None
                else "",
                words.simulated if feed.is_simulated else "",
            ]
        )
        for feed in feeds
    ]
    state = admin_words(texts).people.state
    return table((words.feed, "ID", words.stream, state, words.heard, ""), rows)


def _balance_card(balances: Sequence[Balance] | None, texts: Texts) -> Component:
    words = admin_words(texts).data
    if balances is None:
        return card([said(words.no_balance, is_refusal=True)], words.balance)
    missing = sum(abs(one.missing) for one in balances)
    state = chip(words.unbalanced.format(n=whole(missing, texts)), "abnormal") if missing else chip(words.balanced)
    headings = (
        words.source,
        words.received,
        words.stored,
        words.duplicates,
        words.heartbeats,
        words.dead,
        words.waiting,
        words.missing,
    )
    numbers = range(1, len(headings))
    rows = [row([one.stream, *_numbers(one, texts)], numbers=numbers) for one in balances]
    return card([table(headings, rows, numbers), html.P(words.balance_note, className="note")], words.balance, [state])


def _numbers(balance: Balance, texts: Texts) -> list[str]:
    known = (balance.received, balance.stored, balance.duplicates, balance.heartbeats, balance.dead_lettered)
    waiting = NOTHING if balance.waiting is None else whole(balance.waiting, texts)
    return [*(whole(one, texts) for one in known), waiting, whole(balance.missing, texts)]


def _lag_card(lag: Lag | None, texts: Texts) -> Component:
    words = admin_words(texts).data
    if lag is None or lag.seconds is None:
        told = words.lag_unknown.format(n=whole(lag.n if lag else 0, texts))
    else:
        told = words.lag_value.format(seconds=decimal(lag.seconds, texts), n=whole(lag.n, texts))
    return card([html.P(told, className="figure")], words.lag)


# --- dead letters


def letters_layout(streams: Sequence[str], texts: Texts) -> Component:
    """The tab of dead letters, still without them; `streams` are the names under which they are kept."""
    words, yes = admin_words(texts).data, admin_words(texts).data.replay_now
    reasons = [(reason.value, words.reasons[reason]) for reason in DeadLetterReason]
    states = [(state.value, words.states[state]) for state in LetterState]
    filters = html.Div(
        [
            field(
                admin_words(texts).people.state,
                choice(Id.ADMIN_LETTERS_STATE, states, texts, LetterState.WAITING.value, words.all_states),
            ),
            field(
                words.stream,
                choice(Id.ADMIN_LETTERS_STREAM, [(name, name) for name in streams], texts, None, words.all_streams),
            ),
            field(words.reason, choice(Id.ADMIN_LETTERS_REASON, reasons, texts, None, words.all_reasons)),
            field(words.producer, words_input(Id.ADMIN_LETTERS_SOURCE, words.any_producer)),
            field(words.received_at, days(Id.ADMIN_LETTERS_DATES, words.from_day, words.until_day)),
        ],
        className="filters",
    )
    many = question(Id.ADMIN_LETTERS_REPLAY, words.replay_many, words.replay_many_asks, yes)
    page = pager(Id.ADMIN_LETTERS_OLDER, Id.ADMIN_LETTERS_NEWER, Id.ADMIN_LETTERS_PAGE, Id.ADMIN_LETTERS_COUNT, texts)
    told = html.Div(id=Id.ADMIN_LETTERS_TOLD)
    return columns(
        [
            card([filters, many, html.Div(id=Id.ADMIN_LETTERS_REPLAYED)]),
            card([html.Div(id=Id.ADMIN_LETTERS), page]),
        ],
        [card([told, html.Div(letter_panel(None, texts), id=Id.ADMIN_LETTER_PANEL)])],
    )


def days(component: Id, first: str, last: str) -> Component:
    """From one day to another, both included."""
    return dcc.DatePickerRange(
        id=component,
        display_format="DD/MM/YYYY",
        first_day_of_week=1,
        clearable=True,
        start_date_placeholder_text=first,
        end_date_placeholder_text=last,
    )


def letters_table(page: LetterPage, picked: str, profile: CityProfile, texts: Texts) -> Component:
    """Some dead letters, the newest first."""
    words = admin_words(texts).data
    if not page.letters:
        return html.P(words.no_letters, className="note")
    rows = [
        row(
            [
                pick(str(one.id), Tab.LETTERS, str(one.id)),
                moment(one.received_ms, profile.timezone, texts),
                one.stream,
                one.source,
                reason_words(one, texts),
                one.field,
                words.states[LetterState.REPLAYED if one.replayed_ms else LetterState.WAITING],
            ],
            is_picked=str(one.id) == picked,
            is_past=bool(one.replayed_ms),
        )
        for one in page.letters
    ]
    state = admin_words(texts).people.state
    return table(("No.", words.received_at, words.stream, words.producer, words.reason, words.field, state), rows)


def reason_words(letter: DeadLetter, texts: Texts) -> str:
    """Why a letter was set aside; a reason of another version of the list stands as it is."""
    known = {reason.value: words for reason, words in admin_words(texts).data.reasons.items()}
    return known.get(letter.reason, letter.reason)


def letter_panel(view: LetterView | None, texts: Texts) -> list[Component]:
    """What is told of one letter, and its replay."""
    words = admin_words(texts).data
    letter = view.letter if view else None
    can_replay = letter is not None and not letter.replayed_ms and letter.raw_bytes is not None
    form = [
        dcc.Store(id=Id.ADMIN_LETTER_ID, data=letter.id if letter else None),
        question(
            Id.ADMIN_LETTER_REPLAY, words.replay_one, words.replay_one_asks, words.replay_now, is_absent=not can_replay
        ),
    ]
    told = [html.P(words.pick_letter, className="note")] if view is None else _told_of(view, texts)
    return [*told, html.Div(form, className="form")]


def _told_of(view: LetterView, texts: Texts) -> list[Component]:
    words, letter = admin_words(texts).data, view.letter
    expected = {reason.value: told for reason, told in words.expected.items()}.get(letter.reason, "")
    known = facts(
        [
            (words.what_is_wrong, f"{reason_words(letter, texts)}{f' · {letter.field}' if letter.field else ''}"),
            (words.what_came, letter.value),
            (words.what_was_expected, expected),
            (words.producer, letter.source),
            (words.stream, letter.stream),
            (words.position, letter.position),
            (words.size, "" if letter.raw_bytes is None else words.bytes.format(n=whole(letter.raw_bytes, texts))),
        ]
    )
    heading = html.H2(words.letter.format(n=letter.id), className="picked")
    if letter.raw_bytes is None:
        return [heading, known, html.P(words.expired, className="note")]
    headings = (words.part, words.kind, words.size, words.value)
    shape = table(headings, [_part_row(part, texts) for part in view.parts], (2,))
    return [heading, known, html.H3(words.shape), shape, html.P(words.shape_note, className="note")]


def _part_row(part: LetterPart, texts: Texts) -> Component:
    words = admin_words(texts).data
    kind = words.part_kinds[part.kind]
    name = words.unnamed if part.kind is PartKind.UNNAMED else part.name
    return row([name, kind, whole(part.size, texts), part.value], numbers=(2,))


def replay_told(result: ReplayResult, texts: Texts) -> Component:
    """What became of letters that were read again."""
    words = admin_words(texts).data
    numbers = {
        "replayed": result.replayed,
        "duplicates": result.duplicates,
        "heartbeats": result.heartbeats,
        "still_rejected": result.still_rejected,
    }
    if not any(numbers.values()):
        return said(words.nothing_replayed)
    told = words.replayed.format(**{name: whole(number, texts) for name, number in numbers.items()})
    return said(told, is_refusal=result.still_rejected > 0)
