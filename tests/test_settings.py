"""Settings: what cannot be used stops the start, and says where it stands, what was expected and what came."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.privacy import SCREEN_AUDIENCES
from settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a developer set for the own dashboard is not read here."""
    for name in ("LIVEROOM_BOUNDARIES", "LIVEROOM_CONFIG", "LIVEROOM_STORE__URL", "LIVEROOM_STREAMS__URL"):
        monkeypatch.delenv(name, raising=False)


def loaded(folder: Path, **values: Any) -> Settings:
    return written(folder, yaml.safe_dump(values))


def written(folder: Path, text: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_the_settings_of_the_repository_can_be_used() -> None:
    """They are the defaults, written out: a city that runs by itself."""
    settings = load_settings(ROOT / "config.yaml")
    assert settings.simulation.enabled
    assert settings.wall.audiences == SCREEN_AUDIENCES
    assert settings.wall.profile in settings.wall.profiles
    usual = Settings(
        wall=settings.wall,
        sign_in=settings.sign_in,
        alarms=settings.alarms,
        city_status=settings.city_status,
    )
    assert settings.model_dump() == usual.model_dump()


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert written(tmp_path, "").model_dump() == Settings().model_dump()


OIDC: dict[str, Any] = {
    "issuer": "https://sso.example/realms/city",
    "client_id": "live-room",
    "address": "http://localhost:8050",
    "label": "SSO Kota",
    "roles_claim": "groups",
    "roles": [{"value": "wali-kota", "role": "mayor"}],
}


def oidc(**values: Any) -> dict[str, Any]:
    return {"sign_in": {"oidc": {**OIDC, **values}}}


DEMONSTRATION = {"sign_in": {"demonstration": True}}
PROBLEMS: list[tuple[dict[str, Any], str]] = [
    ({"serverr": {"port": 1}}, "serverr: Extra inputs are not permitted"),
    ({"server": {"prot": 1}}, "server.prot: Extra inputs are not permitted"),
    ({"server": {"port": 70_000}}, "server.port: Input should be less than or equal to 65535 (got 70000)"),
    ({"server": {"host": "0.0.0.0"}, **DEMONSTRATION}, "server.host must be one of 127.0.0.1, ::1, localhost"),
    ({"server": {"host": "dashboard.example"}, **DEMONSTRATION}, "got 'dashboard.example'"),
    ({"streams": {"url": "redis://city:6379/0"}}, "simulated events never go to a city's own Redis"),
    ({"streams": {"url": "redis://city:6379/0"}}, "set simulation.enabled to false"),
    ({"wall": {"audiences": ["nobody"]}}, "wall.audiences.0"),
    ({"wall": {"audiences": ["mayor", "wall-guest"]}}, "wall.audiences: expected wall-guest or wall-staff first"),
    ({"wall": {"audiences": []}}, "wall.audiences"),
    (
        {"wall": {"audiences": ["wall-guest", "administrator"]}},
        "wall-guest, wall-staff, mayor, operator, got administrator",
    ),
    ({"field_work": {"keep_trail_days": 31}}, "field_work.keep_trail_days"),
    ({"wall": {"language": "nl"}}, "wall.language"),
    ({"targets": {"on_time": 90}}, "targets.on_time"),
    ({"score": {"weights": {"on_time": 0.5, "rating": 0.4}}}, "sum to 1, got 0.9 (on_time 0.5, rating 0.4)"),
    ({"score": {"weights": {"on_time": 1.5, "rating": -0.5}}}, "score.weights: expected weights of 0 or more"),
    ({"score": {"weights": {"speed": 1}}}, "score.weights.speed"),
    (
        {"feed_rules": {"late_after_intervals": 5, "lost_after_intervals": 5}},
        "must be greater than late_after_intervals",
    ),
    ({"feeds": [{"code": "", "label": "LAKSA"}]}, "feeds.0.code"),
    ({"simulation": {"history_days": 1}}, "simulation.history_days"),
    (oidc(issuer="http://sso.example"), "sign_in.oidc.issuer: expected https://…; plain http:// is for this machine"),
    (oidc(issuer="https://sso.example?x"), "sign_in.oidc.issuer: expected an address without ? and #"),
    (oidc(issuer="sso.example"), "(got 'sso.example')"),
    (oidc(client_id=""), "sign_in.oidc.client_id"),
    (oidc(address="http://localhost:8050/room"), "sign_in.oidc.address: expected scheme, host and port of this server"),
    (oidc(address="https://ruang.example"), "set server.tls to true behind https://"),
    (oidc(scopes=["profile"]), "sign_in.oidc.scopes: expected single words with `openid` among them"),
    (oidc(roles=[]), "sign_in.oidc.roles"),
    (oidc(roles=[{"value": "x", "role": "king"}]), "sign_in.oidc.roles.0.role"),
    (oidc(roles=[{"value": "x", "role": "wall-guest"}]), "got wall-guest; screens enrol by a code"),
    (oidc(roles=[{"value": "x", "role": "mayor", "agencies": ["DLH"]}]), "expected no agencies for mayor, got DLH"),
    (oidc(roles=[{"value": "x", "role": "agency-head"}]), "give the row its agencies, or name agencies_claim"),
    (oidc(roles=OIDC["roles"] * 2), "expected each value once, got wali-kota again"),
    (oidc(ca_bundle="/nowhere/ca.pem"), "sign_in.oidc.ca_bundle: expected a file with certificates (PEM)"),
    (oidc(timeout_seconds=600), "sign_in.oidc.timeout_seconds"),
]


@pytest.mark.parametrize(("values", "words"), PROBLEMS, ids=[words for _, words in PROBLEMS])
def test_what_cannot_be_used_is_told(values: dict[str, Any], words: str, tmp_path: Path) -> None:
    """The file, the key and the value stand in the message."""
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, **values)
    assert words in str(raised.value)
    assert str(tmp_path / "config.yaml") in str(raised.value)


def test_a_provider_is_described_in_the_file_and_its_secret_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEROOM_SIGN_IN__OIDC__CLIENT_SECRET", "sangat rahasia")
    settings = loaded(tmp_path, **oidc(client_secret="from the file"))
    assert settings.sign_in.oidc is not None
    assert settings.sign_in.oidc.client_secret.get_secret_value() == "sangat rahasia"
    assert settings.sign_in.oidc.administrators_need_code
    assert "rahasia" not in repr(settings)


@pytest.mark.parametrize(
    "values",
    [
        {"client_secret": ["sangat rahasia"]},
        {"client_secret": "sangat rahasia", "issuer": None},
        {"client_secret": "sangat rahasia", "roles": OIDC["roles"] * 2},
        {"client_secret": "sangat rahasia", "address": "https://ruang.example"},
    ],
)
def test_no_problem_shows_the_secret(tmp_path: Path, values: dict[str, Any]) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, **oidc(**values))
    assert "rahasia" not in str(raised.value)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        loaded(tmp_path, server={"port": -1}, wall={"dwell_seconds": 0}, extra=1)
    assert len(str(raised.value).splitlines()) == 4


@pytest.mark.parametrize("text", ["server: [", "a: b: c", "\x00", "\t- x"])
def test_a_file_that_is_no_yaml_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read as YAML"):
        written(tmp_path, text)


@pytest.mark.parametrize("text", ["- a\n- b", "just words", "17"])
def test_a_file_without_keys_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected keys and values"):
        written(tmp_path, text)


@pytest.mark.parametrize("text", ["1: a", "server: {1: a}", "server:", "server: 8050"])
def test_keys_and_sections_that_are_none_are_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\n  (1|server)"):
        written(tmp_path, text)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.yaml"):
        load_settings(tmp_path / "absent.yaml")


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"city: \xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(path)


# --- the environment


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One value of a section; the others stay as the file has them."""
    monkeypatch.setenv("LIVEROOM_SERVER__PORT", "9123")
    settings = loaded(tmp_path, server={"port": 8051, "host": "localhost"})
    assert (settings.server.port, settings.server.host) == (9123, "localhost")


def test_a_wrong_value_of_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEROOM_SERVER__PORT", "many")
    with pytest.raises(SettingsError, match=r"LIVEROOM_ variable.*\n  server\.port: .*\(got 'many'\)"):
        loaded(tmp_path)


def test_a_misspelled_variable_of_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEROOM_STOER__URL", "sqlite:///other.db")
    with pytest.raises(
        SettingsError, match=r"LIVEROOM_STOER__URL: no such setting; expected LIVEROOM_ and one of CITY"
    ):
        loaded(tmp_path)


def test_the_environment_opens_no_door_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEROOM_SIGN_IN__DEMONSTRATION", "true")
    monkeypatch.setenv("LIVEROOM_SERVER__HOST", "0.0.0.0")
    with pytest.raises(SettingsError, match="lets everybody in who has a link"):
        loaded(tmp_path)


def test_the_environment_may_name_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.yaml").write_text("server: {port: 8099}", encoding="utf-8")
    monkeypatch.setenv("LIVEROOM_CONFIG", str(tmp_path / "own.yaml"))
    assert load_settings().server.port == 8099


def test_the_boundaries_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEROOM_BOUNDARIES", str(tmp_path))
    assert load_settings(ROOT / "config.yaml").boundaries == tmp_path


def test_a_city_with_its_own_redis_has_no_simulation(tmp_path: Path) -> None:
    settings = loaded(tmp_path, streams={"url": "redis://city:6379/0"}, simulation={"enabled": False})
    assert settings.streams.url == "redis://city:6379/0"


def test_settings_do_not_change(tmp_path: Path) -> None:
    """What was read at the start holds until the end."""
    with pytest.raises(ValueError, match="frozen"):
        loaded(tmp_path).server.port = 1  # type: ignore[misc]  # mypy knows it too
