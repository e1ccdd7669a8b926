"""The configuration as it may be shown: where values come from, and that no secret is among them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.configuration import MASK, ConfiguredValue, changes, digest, is_given, leaves, masked, places
from settings import Settings, load_settings

SECRETS = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=12, max_size=30)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("store.url", "sqlite:///var/liveroom.db", "sqlite:///var/liveroom.db"),
        ("store.url", "postgresql+psycopg://u:pw@h:5/db?sslmode=x", f"postgresql+psycopg://u:{MASK}@h:5/db?{MASK}"),
        ("streams.url", "redis://:pw@h:6379/0", f"redis://:{MASK}@h:6379/0"),
        ("streams.url", "embedded", "embedded"),
        ("wall.tile_url", "https://t/{z}/{x}/{y}.png?key=abc", f"https://t/{{z}}/{{x}}/{{y}}.png?{MASK}"),
        ("notify.urls", ["tgram://123:abc/42", "https://hooks/T0/B0/x"], [f"tgram://{MASK}", f"https://hooks/{MASK}"]),
        ("oidc.client_secret", "abc", MASK),
        ("oidc.client_secret", None, None),
        ("table_feeds[0].key", "id", "id"),
        ("table_feeds[0].query", "select 1 -- password=abc", f"select 1 -- password={MASK}"),
        ("server.port", 8050, 8050),
    ],
)
def test_secrets_are_masked(key: str, value: object, shown: object) -> None:
    assert masked(key, value) == shown


@given(secret=SECRETS, scheme=st.sampled_from(["postgresql+psycopg", "redis", "rediss", "https", "tgram", "mailtos"]))
def test_no_password_of_an_address_is_shown(secret: str, scheme: str) -> None:
    for address in (f"{scheme}://user:{secret}@host/path", f"{scheme}://host/path?token={secret}"):
        assert secret not in json.dumps(masked("any.place", address))


def test_values_know_where_they_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable wins over the file, by itself or as a whole section; the rest is the default."""
    file = tmp_path / "kota.yaml"
    file.write_text("server: {port: 9000}\nwall: {dwell_seconds: 40}\n", encoding="utf-8")
    monkeypatch.setenv("LIVEROOM_SERVER__PORT", "9100")
    monkeypatch.setenv("LIVEROOM_SNAPSHOTS", '{"keep_days": 9}')
    loaded = load_settings(file)
    found = {one.key: (one.value, one.source) for one in loaded.configuration()}
    assert found["server.port"] == ("9100", "LIVEROOM_SERVER__PORT")
    assert found["snapshots.keep_days"] == ("9", "LIVEROOM_SNAPSHOTS")
    assert found["wall.dwell_seconds"] == ("40.0", "kota.yaml")
    assert found["wall.language"] == ('"id"', "default")
    replayed = loaded.model_copy(update={"city": Path("elsewhere")})
    assert {one.key: one.source for one in replayed.configuration()}["city"] == "program"


def test_values_given_by_the_program_say_so() -> None:
    found = {one.key: one.source for one in Settings(server={"port": 1}).configuration()}
    assert (found["server.port"], found["server.host"]) == ("program", "default")


def test_changes_name_both_sides() -> None:
    before, now = {"a": "1", "b": "2"}, {"b": "3", "c": "4"}
    assert changes(before, now) == {"a": ("1", None), "b": ("2", "3"), "c": (None, "4")}
    one = [ConfiguredValue("a", "1", "default")]
    assert digest(one) == digest([ConfiguredValue("a", "1", "config.yaml")])
    assert digest(one) != digest([ConfiguredValue("a", "2", "default")])


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers() | st.lists(st.integers()) | st.just([{"x": 1}]), min_size=1)
)
def test_every_leaf_is_given_where_it_stands(given_: dict[str, object]) -> None:
    assert all(is_given(given_, places(key)) for key, _ in leaves(given_))
