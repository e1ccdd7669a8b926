"""What administrators do, over HTTP as a browser sends it and as a command: the same is done, and the same is told."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import administration_of, create_app
from callbacks.surfaces import CALLBACKS, first_output
from data_sources.audit import entries
from data_sources.decode import Decoder
from domain.audit import Action
from domain.identity import Identity, Kind, Role
from layouts.ids import Id
from running import installation_of
from settings import Settings
from tests.data_sources.test_dead_letters import NOW, SECRET, entry, ingest, with_category
from tests.servers import free_port
from tests.signing_in import TESTER
from tests.visiting import VISITOR, browse, call, comes, dependencies

ADMINISTRATOR = Identity("sari", "Sari", Role.ADMINISTRATOR)
OTHERS = [role for role in Role if role is not Role.ADMINISTRATOR]
BAD_VALUES: list[object] = [{"a": 1}, [["x"]], 7.5, True, "x" * 5000, "a\0b", -1]


@pytest.fixture
def server(store_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An installation on a real store, with an administrator who has come in."""
    values: dict[str, Any] = {
        "streams": {"url": f"redis://:geheim@127.0.0.1:{free_port()}/0?password=geheim"},
        "store": {"url": store_url},
        "simulation": {"enabled": False},
    }
    made = create_app(Settings(**values))
    access = administration_of(made).access
    access.accounts.add(ADMINISTRATOR, "", TESTER)
    comes(made, access.sessions.start(Kind.ACCOUNT, ADMINISTRATOR, "test"))
    yield made
    access.store.dispose()


def act(server: Flask, output: str, button: str, values: Mapping[str, object]) -> str:
    response = call(server, output, {f"{button}.n_clicks": 1, **values}, f"{button}.n_clicks")
    assert response.status_code == 200, response.data
    return json.dumps(response.get_json(), ensure_ascii=False)


def user(login: str, role: Role | None = None, agencies: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        f"{Id.ADMIN_USER_LOGIN}.data": login,
        f"{Id.ADMIN_USER_ROLE}.value": role.value if role else None,
        f"{Id.ADMIN_USER_AGENCIES}.value": list(agencies),
    }


def new_user(login: str, role: str, agencies: list[str]) -> dict[str, object]:
    return {
        f"{Id.ADMIN_NEW_LOGIN}.value": login,
        f"{Id.ADMIN_NEW_NAME}.value": "Budi",
        f"{Id.ADMIN_NEW_ROLE}.value": role,
        f"{Id.ADMIN_NEW_AGENCIES}.value": agencies,
    }


def told(server: Flask, *arguments: str) -> tuple[int, str]:
    result = server.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output


def trail(server: Flask, *actions: Action) -> list[tuple[str, str, str, Any]]:
    """The rows of some actions: who, action, subject and detail."""
    rows = list(entries(administration_of(server).access.store))
    return [(row.who, row.action, row.subject, json.loads(row.detail)) for row in rows if row.action in actions]


# --- accounts


def test_an_account_lives_the_same_life_on_the_page_and_by_command(server: Flask) -> None:
    added = act(server, Id.ADMIN_USER_ADDED, Id.ADMIN_NEW_ADD, new_user("budi", "agency-head", ["DLH"]))
    assert "Akun budi dibuat" in added
    code, password = told(
        server, "account", "add", "wati", "--name", "Budi", "--role", "agency-head", "--agency", "DLH"
    )
    assert (code, len(password.strip()) > 15) == (0, True)
    page = user("budi", Role.AGENCY_STAFF, ("DPUPR",))
    steps = (
        (Id.ADMIN_USER_SAVE, ("role", "wati", "agency-staff", "--agency", "DPUPR")),
        (Id.ADMIN_USER_RESET, ("one-time-password", "wati")),
        (Id.ADMIN_USER_FACTOR, ("second-factor", "wati", "--off")),
        (Id.ADMIN_USER_DISABLE, ("disable", "wati")),
        (Id.ADMIN_USER_ENABLE, ("enable", "wati")),
    )
    for button, command in steps:
        assert "is-refusal" not in act(server, Id.ADMIN_USERS_TOLD, button, page)
        assert told(server, "account", *command)[0] == 0
    rows = trail(server, Action.ACCOUNT_ADDED, Action.ACCOUNT_CHANGED)
    by_page = [(action, detail) for who, action, subject, detail in rows if (who, subject) == ("sari", "budi")]
    by_command = [
        (action, detail) for who, action, subject, detail in rows if (who, subject) == ("installation", "wati")
    ]
    assert by_page == by_command
    assert [detail["what"] for _, detail in by_page[1:]] == [
        *("role", "one-time password", "second factor", "disabled", "enabled")
    ]
    accounts = {one.login: one for one in administration_of(server).accounts()}
    for login in ("budi", "wati"):
        assert accounts[login].identity.agencies == ("DPUPR",)
        assert accounts[login].must_change
    listed = call(server, Id.ADMIN_USERS, {f"{Id.ADDRESS}.search": "?pick=budi"}).get_json()
    assert "Menunggu kata sandi baru" in json.dumps(listed)


def test_a_one_time_password_opens_nothing_but_its_own_change(server: Flask) -> None:
    act(server, Id.ADMIN_USER_ADDED, Id.ADMIN_NEW_ADD, new_user("budi", "mayor", []))
    password = administration_of(server).one_time_password("budi", ADMINISTRATOR)
    answer = browse(server).post("/sign-in", data={"login": "budi", "password": password})
    assert answer.headers["Location"] == "/mayor"
    token = answer.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    comes(server, token)
    assert browse(server).get("/mayor").headers["Location"] == "/password"


@pytest.mark.parametrize("button", [Id.ADMIN_USER_DISABLE, Id.ADMIN_USER_SAVE])
def test_the_last_administrator_stays(server: Flask, button: Id) -> None:
    """Neither shut out nor demoted, by nobody; the second last may go."""
    said = act(server, Id.ADMIN_USERS_TOLD, button, user("sari", Role.MAYOR))
    assert "administrator terakhir" in said
    command = ("disable", "sari") if button == Id.ADMIN_USER_DISABLE else ("role", "sari", "mayor")
    code, words = told(server, "account", *command)
    assert (code, "is the last administrator" in words) == (1, True)
    assert trail(server, Action.ACCOUNT_CHANGED) == []
    act(server, Id.ADMIN_USER_ADDED, Id.ADMIN_NEW_ADD, new_user("dua", "administrator", []))
    told(server, "account", "disable", "dua")
    assert "administrator terakhir" in act(server, Id.ADMIN_USERS_TOLD, button, user("sari", Role.MAYOR))
    told(server, "account", "enable", "dua")
    assert "is-refusal" not in act(server, Id.ADMIN_USERS_TOLD, button, user("sari", Role.MAYOR))


@pytest.mark.parametrize(
    ("login", "role", "agencies", "words"),
    [
        ("Besar", "mayor", [], "huruf kecil"),
        ("sari", "mayor", [], "sudah dipakai"),
        ("budi", "agency-head", [], "sedikitnya satu OPD"),
        ("budi", "mayor", ["DLH"], "peran lain tidak memakai OPD"),
        ("budi", "agency-head", ["NYPD"], "sedikitnya satu OPD"),
        ("budi", "wall-guest", [], "Pilih peran dari daftar"),
        ("budi", "", [], "Pilih peran dari daftar"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(
    server: Flask, login: str, role: str, agencies: list[str], words: str
) -> None:
    assert words in act(server, Id.ADMIN_USER_ADDED, Id.ADMIN_NEW_ADD, new_user(login, role, agencies))
    assert trail(server, Action.ACCOUNT_ADDED) == [("tester", "account added", "sari", {"role": "administrator"})]


# --- screens and sessions


def test_a_screen_lives_the_same_life_on_the_page_and_by_command(server: Flask) -> None:
    name = {f"{Id.ADMIN_NEW_SCREEN_NAME}.value": "Dinding", f"{Id.ADMIN_NEW_SCREEN_ROLE}.value": "wall-guest"}
    assert "Kode layar" in act(server, Id.ADMIN_SCREEN_ADDED, Id.ADMIN_NEW_SCREEN_ADD, name)
    assert told(server, "screen", "add", "Dinding", "--role", "wall-guest")[0] == 0
    desk = administration_of(server)
    by_page, by_command = sorted(
        (one.identity.subject for one in desk.screens()),
        key=lambda one: one != trail(server, Action.SCREEN_ADDED)[0][2],
    )
    picked = {f"{Id.ADMIN_SCREEN_ID}.data": by_page}
    shown = act(server, Id.ADMIN_SCREENS_TOLD, Id.ADMIN_SCREEN_CODE, picked)
    code = desk.screen_code(by_page, ADMINISTRATOR)
    assert desk.access.screens.enrol(code)
    assert code not in shown
    assert told(server, "screen", "code", by_command)[0] == 0
    states = {one.identity.subject: (one.is_enrolled, one.code_ends_ms is not None) for one in desk.screens()}
    assert states == {by_page: (True, True), by_command: (False, True)}
    act(server, Id.ADMIN_SCREENS_TOLD, Id.ADMIN_SCREEN_REVOKE, picked)
    assert told(server, "screen", "revoke", by_command)[0] == 0
    assert all(one.is_revoked and not one.is_enrolled for one in desk.screens())
    rows = trail(server, Action.SCREEN_ADDED, Action.SCREEN_CODE, Action.SCREEN_REVOKED)
    told_of = {
        one: [(who, action) for who, action, subject, _ in rows if subject == one] for one in (by_page, by_command)
    }
    assert told_of[by_command] == [
        ("installation", one) for one in ("screen added", "screen code made", "screen revoked")
    ]
    assert told_of[by_page] == [
        ("sari", one) for one in ("screen added", "screen code made", "screen code made", "screen revoked")
    ]


def test_a_screen_that_was_kept_is_told_once(server: Flask) -> None:
    screens, identity = administration_of(server).access.screens, Identity("demo-x", "x", Role.WALL_GUEST)
    for _ in range(2):
        screens.keep(identity, TESTER)
    screens.revoke("demo-x", TESTER)
    screens.keep(identity, TESTER)
    actions = [action for _, action, _, _ in trail(server, Action.SCREEN_ADDED, Action.SCREEN_REVOKED)]
    assert actions == ["screen added", "screen revoked", "screen added"]


def test_a_session_is_ended_from_the_page(server: Flask) -> None:
    desk = administration_of(server)
    desk.add_account(Identity("wati", "Wati", Role.MAYOR), ADMINISTRATOR)
    token = desk.access.sessions.start(Kind.ACCOUNT, Identity("wati", "Wati", Role.MAYOR), "test")
    row = next(one for one in desk.sessions() if one.subject == "wati")
    listed = json.dumps(call(server, Id.ADMIN_SESSIONS, {f"{Id.ADDRESS}.search": ""}).get_json())
    assert "wati" in listed
    assert token not in listed
    picked = {f"{Id.ADMIN_SESSION_ID}.data": row.session_id}
    assert "Sesi wati diakhiri" in act(server, Id.ADMIN_SESSIONS_TOLD, Id.ADMIN_SESSION_REVOKE, picked)
    assert desk.access.sessions.who(token) is None
    assert "sudah berakhir" in act(server, Id.ADMIN_SESSIONS_TOLD, Id.ADMIN_SESSION_REVOKE, picked)
    assert [who for who, _, subject, _ in trail(server, Action.SESSION_REVOKED)] == ["sari"]


# --- dead letters


def letters(server: Flask, **changed: object) -> str:
    values = {f"{Id.ADMIN_LETTERS_STATE}.value": "waiting", **changed}
    return json.dumps(call(server, Id.ADMIN_LETTERS, values).get_json(), ensure_ascii=False)


def mend(server: Flask) -> None:
    """The city learns the category that was unknown."""
    installation = installation_of(server)
    profile = installation.parts.rules.profile
    installation.decoder = Decoder(with_category(profile, "ufo"))


@pytest.mark.parametrize("is_command", [False, True])
def test_letters_are_filtered_inspected_and_read_again_once(server: Flask, is_command: bool) -> None:
    installation, city = installation_of(server), installation_of(server).parts.rules.profile
    three = (entry("e1", "ufo"), entry("e2", "ghost", "K-2"), entry("e3", complaint_id="K-3"))
    ingest(installation.repository, city, *three)
    desk = administration_of(server)
    assert '"1–2 dari 2"' in letters(server)
    assert "Tidak ada entri" in letters(server, **{f"{Id.ADMIN_LETTERS_REASON}.value": "not_json"})
    assert "Tidak ada entri" in letters(server, **{f"{Id.ADMIN_LETTERS_SOURCE}.value": "antrean"})
    day = NOW.date().isoformat()
    assert '"1–2 dari 2"' in letters(
        server, **{f"{Id.ADMIN_LETTERS_DATES}.{one}": day for one in ("start_date", "end_date")}
    )
    assert "Tidak ada entri" in letters(server, **{f"{Id.ADMIN_LETTERS_DATES}.end_date": "2026-11-17"})
    if is_command:
        seen = told(server, "dead-letters", "inspect", "1")[1]
    else:
        seen = json.dumps(call(server, Id.ADMIN_LETTER_PANEL, {f"{Id.ADDRESS}.search": "?pick=1"}).get_json())
    assert "ufo" in seen
    assert "data.text" in seen
    assert SECRET not in seen
    assert "K-1" not in seen
    mend(server)
    found = replay(server, is_command)
    assert found == ("replayed 1  duplicates 0  heartbeats 0  still rejected 1" if is_command else found)
    assert is_command or "1 tersimpan, 0 ganda, 0 detak, 1 tetap tertolak" in found
    (balance,) = installation.repository.balances()
    assert (balance.received, balance.stored, balance.dead_lettered, balance.missing) == (3, 2, 1, 0)
    replay(server, is_command)
    (after,) = installation.repository.balances()
    assert after == balance
    who = "installation" if is_command else "sari"
    rows = trail(server, Action.LETTER_INSPECTED, Action.LETTERS_REPLAYED)
    assert [(one, action) for one, action, _, _ in rows] == [
        (who, "dead letter inspected"),
        *((who, "dead letters replayed"),) * 2,
    ]
    assert rows[1][3] == {"replayed": 1, "duplicates": 0, "heartbeats": 0, "still_rejected": 1}
    assert desk.check_chain().report.broken_at is None


def replay(server: Flask, is_command: bool) -> str:
    if is_command:
        return told(server, "dead-letters", "replay")[1].strip()
    return act(server, Id.ADMIN_LETTERS_REPLAYED, Id.ADMIN_LETTERS_REPLAY, {})


def test_one_letter_is_read_again_and_the_others_stay(server: Flask) -> None:
    installation = installation_of(server)
    ingest(installation.repository, installation.parts.rules.profile, entry("e1", "ufo"), entry("e2", "ufo", "K-2"))
    mend(server)
    said = act(server, Id.ADMIN_LETTERS_TOLD, Id.ADMIN_LETTER_REPLAY, {f"{Id.ADMIN_LETTER_ID}.data": 2})
    assert "1 tersimpan" in said
    (balance,) = installation.repository.balances()
    assert (balance.stored, balance.dead_lettered, balance.missing) == (1, 1, 0)
    again = act(server, Id.ADMIN_LETTERS_TOLD, Id.ADMIN_LETTER_REPLAY, {f"{Id.ADMIN_LETTER_ID}.data": 2})
    assert "Tidak ada yang dapat diproses ulang" in again
    code, words = told(server, "dead-letters", "replay", "--id", "1")
    assert (code, words) == (0, "replayed 1  duplicates 0  heartbeats 0  still rejected 0\n")


# --- the trail


def test_the_trail_is_filtered_checked_and_taken_away_without_formulas(server: Flask) -> None:
    desk = administration_of(server)
    desk.access.door.refused(Identity("=cmd|'/C calc'!A1", "x", Role.MAYOR), "+1", "@place")
    shown = json.dumps(call(server, Id.ADMIN_AUDIT, {f"{Id.ADMIN_AUDIT_ACTION}.value": "refused"}).get_json())
    assert "+1" in shown
    assert "account added" not in shown
    assert "Utuh" in act(server, Id.ADMIN_CHAIN, Id.ADMIN_CHAIN_CHECK, {})
    body = browse(server).get("/admin/audit.csv?action=refused", buffered=True).data.decode("utf-8-sig")
    head, line = body.strip().splitlines()
    assert head.startswith("No.,Waktu")
    assert "'=cmd|" in line
    assert ",'+1," in line
    assert [subject for _, _, subject, _ in trail(server, Action.EXPORTED)] == ["audit trail"]
    assert browse(server).get("/admin/audit.csv?action=nonsense").status_code == 400
    assert browse(server).get("/admin/audit.csv?from=yesterday").status_code == 400
    assert told(server, "audit", "--action", "refused")[1].count("refused") == 1


def test_a_start_tells_what_changed_of_the_configuration(server: Flask) -> None:
    desk = administration_of(server)
    desk.tell_start(TESTER)
    changed = Settings(
        streams={"url": "redis://:anders@elsewhere/0"}, simulation={"enabled": False}, wall={"dwell_seconds": 45}
    )
    object.__setattr__(desk, "configuration", changed.configuration())
    desk.tell_start(TESTER)
    first, second = (detail for _, _, _, detail in trail(server, Action.STARTED))
    assert (first["changed"], first["values"]) == (0, {})
    assert second["values"]["wall.dwell_seconds"] == "30.0 → 45.0"
    assert "anders" not in json.dumps(second)
    assert first["configuration"] != second["configuration"]


def test_no_secret_of_the_configuration_leaves(server: Flask) -> None:
    page = call(server, Id.PAGE, {f"{Id.ADDRESS}.pathname": "/admin/configuration"}).data
    command = told(server, "configuration")[1] + told(server, "configuration", "--json")[1]
    administration_of(server).tell_start(TESTER)
    stored = repr(list(entries(administration_of(server).access.store)))
    assert b"streams" in page
    for body in (page.decode(), command, stored):
        assert "geheim" not in body


# --- who may, and what may be sent


def test_an_unknown_part_says_so(server: Flask) -> None:
    page = call(server, Id.PAGE, {f"{Id.ADDRESS}.pathname": "/admin/nonsense"}).get_json()
    assert "Bagian /admin/nonsense tidak ada" in json.dumps(page)
    assert "/admin/users" in json.dumps(page)


@pytest.mark.parametrize("output", sorted(str(name) for name in CALLBACKS if name.startswith("admin-")))
def test_a_value_of_the_wrong_kind_is_refused(server: Flask, output: str) -> None:
    """Whatever stands in whichever value: told as a bad request, and nothing is done."""
    before = len(list(entries(administration_of(server).access.store)))
    callback = next(one for one in dependencies(server) if first_output(one["output"]) == output)
    names = [f"{part['id']}.{part['property']}" for part in [*callback["inputs"], *callback["state"]]]
    read = [name for name in names if not name.endswith((".children", ".n_intervals"))]
    for name in read:
        found = {call(server, output, {name: value}).status_code for value in BAD_VALUES}
        assert found <= {200, 204, 400}, name
        assert 400 in found, name
    assert len(list(entries(administration_of(server).access.store))) == before


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_does_anything(server: Flask, role: Role) -> None:
    desk = administration_of(server)
    agencies = ("DLH",) if role.value.startswith("agency") else ()
    identity = Identity(f"x-{role.value}", "x", role, agencies)
    kind = Kind.SCREEN if role.value.startswith("wall") else Kind.ACCOUNT
    if kind is Kind.SCREEN:
        desk.access.screens.keep(identity, TESTER)
    else:
        desk.access.accounts.add(identity, "", TESTER)
    server.extensions[VISITOR] = desk.access.sessions.start(kind, identity, "test")
    for output in (str(name) for name in CALLBACKS if name.startswith("admin-")):
        assert call(server, output, {}).status_code == 403
    page = call(server, Id.PAGE, {f"{Id.ADDRESS}.pathname": "/admin/users"}).data
    assert b"no-page" in page
    assert b"sari" not in page
    assert browse(server).get("/admin/audit.csv").status_code == 403
