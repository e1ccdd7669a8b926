"""Which words the administrators' page has; `text_admin_id.py` and `text_admin_en.py` fill them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.accounts import Origin, Refusal
from domain.audit import Action
from domain.events import DeadLetterReason
from domain.identity import Kind, Role
from domain.letters import LetterState, PartKind


class Tab(StrEnum):
    """The parts of the page, by the last part of their address."""

    USERS = "users"
    SCREENS = "screens"
    SESSIONS = "sessions"
    FEEDS = "feeds"
    LETTERS = "dead-letters"
    AUDIT = "audit"
    CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWords:
    """Accounts, screens and sessions."""

    roles: Mapping[Role, str]
    origins: Mapping[Origin, str]
    kinds: Mapping[Kind, str]
    refusals: Mapping[Refusal, str]
    bad_agencies: str
    login: str
    login_hint: str
    name: str
    role: str
    agencies: str
    agencies_hint: str
    choose: str
    state: str
    active: str
    disabled: str
    must_change: str
    second_factor: str
    on: str
    off: str
    signed_in: str
    never: str
    origin: str
    you: str
    add_account: str
    account_added: str
    one_time: str
    one_time_note: str
    pick_account: str
    change_role: str
    change_role_asks: str
    role_changed: str
    make_one_time: str
    one_time_asks: str
    disable: str
    disable_asks: str
    account_disabled: str
    enable: str
    enable_asks: str
    account_enabled: str
    reset_factor: str
    reset_factor_asks: str
    factor_reset: str
    add_screen: str
    screen_name_hint: str
    screen_added: str
    code: str
    code_note: str
    pick_screen: str
    enrolled: str
    waits_for_code: str
    not_enrolled: str
    revoked: str
    last_seen: str
    new_code: str
    new_code_asks: str
    code_made: str
    revoke_screen: str
    revoke_screen_asks: str
    screen_revoked: str
    no_screens: str
    who: str
    since: str
    last_request: str
    ends: str
    pick_session: str
    this_session: str
    revoke_session: str
    revoke_session_asks: str
    revoke_own_asks: str
    session_revoked: str
    session_gone: str
    session_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataWords:
    """Feeds, the balance, and dead letters."""

    feeds: str
    feed: str
    stream: str
    heard: str
    ago: str
    simulated: str
    no_feeds: str
    balance: str
    balance_note: str
    source: str
    received: str
    stored: str
    duplicates: str
    heartbeats: str
    dead: str
    waiting: str
    missing: str
    all_sources: str
    no_balance: str
    balanced: str
    unbalanced: str
    lag: str
    lag_value: str
    lag_unknown: str
    streams: Mapping[str, str]
    letters: str
    received_at: str
    producer: str
    reason: str
    field: str
    reasons: Mapping[DeadLetterReason, str]
    expected: Mapping[DeadLetterReason, str]
    states: Mapping[LetterState, str]
    all_streams: str
    all_reasons: str
    all_states: str
    any_producer: str
    from_day: str
    until_day: str
    no_letters: str
    count: str
    pick_letter: str
    letter: str
    what_is_wrong: str
    what_was_expected: str
    what_came: str
    position: str
    shape: str
    shape_note: str
    part_kinds: Mapping[PartKind, str]
    unnamed: str
    part: str
    kind: str
    size: str
    value: str
    bytes: str
    expired: str
    replay_one: str
    replay_one_asks: str
    replay_many: str
    replay_many_asks: str
    replay_now: str
    replayed: str
    nothing_replayed: str
    letter_gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailWords:
    """The audit trail and the configuration."""

    actions: Mapping[Action, str]
    details: Mapping[str, str]
    number: str
    at: str
    who: str
    role: str
    action: str
    subject: str
    detail: str
    all_actions: str
    holds: str
    no_rows: str
    rows: str
    csv: str
    csv_limit: str
    chain: str
    chain_unknown: str
    chain_whole: str
    chain_broken: str
    chain_at: str
    chain_hash: str
    check: str
    setting: str
    configured: str
    comes_from: str
    default: str
    program: str
    configuration_note: str
    configuration_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminWords:
    """All words of the page in one language."""

    heading: str
    tabs: Mapping[Tab, str]
    about: Mapping[Tab, str]
    no_tab: str
    to_wall: str
    yes: str
    back: str
    older: str
    newer: str
    place: str
    bad_choice: str
    people: PeopleWords
    data: DataWords
    trail: TrailWords
