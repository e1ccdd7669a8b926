"""Which words the operators' desk has, the same in every language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleTexts:
    """The words of one language. Braces are filled by the layouts, and in `script` by the page's script."""

    title: str
    handover_link: str
    wall_link: str
    shift: str
    no_shift: str
    age: str
    age_unknown: str
    nobody_here: str
    desk_choice: str
    no_desk: str

    kinds: Mapping[str, str]
    all_kinds: str
    all_districts: str
    all_agencies: str
    mine: str
    unowned: str
    shelved: str
    search: str
    columns: tuple[str, ...]
    clocks: Mapping[str, str]
    states: Mapping[str, str]
    no_rows: str
    waiting_first: str
    more_rows: str
    empty_detail: str
    keys_title: str
    keys: tuple[tuple[str, str], ...]
    tabs: Mapping[str, str]
    script: Mapping[str, str]
    problems: Mapping[str, str]

    acts: Mapping[str, str]
    take_over: str
    to_wall: str
    shelve_title: str
    shelve_reason: str
    shelve_for: str
    hours: str
    comment_title: str
    comment_placeholder: str
    save: str
    cancel: str
    close: str

    no_case: str
    sensitive: str
    misconduct: str
    untold: str
    case_states: Mapping[str, str]
    history: str
    deadlines: str
    place: str
    evidence: str
    related: str
    contact: str
    notes: str
    none: str
    no_data_yet: str
    handed_to: str
    filed: str
    channel: str
    agency: str
    handoffs: str
    reopenings: str
    stages: Mapping[str, str]
    budgets: Mapping[str, str]
    due: str
    met: str
    missed: str
    left_service: str
    left_plain: str
    over_service: str
    over_plain: str
    sources_due: str
    moved: str
    calendar_note: str
    explain: str
    day_counted: str
    day_served: str
    day_holiday: str
    day_closed: str
    day_after: str
    day_receipt: str
    no_place: str
    coordinates: str
    photos: str
    photos_far: str
    task: str
    task_open: str
    task_done: str
    may_repeat: str
    repeated_by: str
    spot: str
    entry: Mapping[str, str]
    alarm_facts: tuple[str, ...]
    call_facts: tuple[str, ...]
    queue_facts: tuple[str, ...]
    incident_facts: tuple[str, ...]
    not_yet: str
    not_open: str

    walls: str
    no_walls: str
    self_driven: str
    driven: str
    is_connected: str
    is_not_connected: str
    guest: str
    staff: str
    staff_not_allowed: str
    mode: str
    scene: str
    rotate: str
    pinned: str
    focus: str
    focus_case: str
    no_focus: str
    district: str
    site: str
    layers: str
    indicator: str
    no_indicator: str
    minute: str
    release: str
    steered_by: str

    decide_title: str
    decide_placeholder: str
    decide_save: str
    decide_note: str
    decided: str
    no_decisions: str
    present: str
    since: str

    sheet_title: str
    sheet_note: str
    sheet_parts: Mapping[str, str]
    alarms_open: str
    alarms_waiting: str
    alarms_closed: str
    alarms_answered: str
    alarms_since: str
    alarms_before: str
    sheet_cut: str
    sheet_empty: str
    remarks: str
    remarks_placeholder: str
    sheet_save: str
    sheet_print: str
    sheet_sign: str
    sheet_saved: str
    sheet_unsaved: str
    sheet_signed: str
    sheet_unsigned: str
    sheet_previous: str
    sheet_of: str
    signature: str
    numbers_as_of: str
    back: str
