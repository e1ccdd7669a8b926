"""Who is the same person, what mentions them, and that what is taken out of an event is no part of any number."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.contract_examples import EXAMPLES
from domain.events import PAYLOAD_BY_TYPE
from domain.subjects import FREE_CODES, Person, all_of, is_same, mentions, national_number, person_of, without_person

NIK, OTHER_NIK = "3671990077000001", "3671990077000002"
SITI = {"name": "Siti  Kenari", "nik": NIK, "phone": "+62 812-5550-7701", "email": "Siti@Example.net"}


def test_a_reporter_is_read_whatever_its_spelling() -> None:
    person = person_of(SITI)
    assert person == Person(
        frozenset({NIK}), frozenset({"81255507701"}), frozenset({"siti@example.net"}), frozenset({"siti kenari"})
    )
    assert person_of({**SITI, "nik": "3671 9900 7700 0001", "phone": "081255507701"}) == person


@pytest.mark.parametrize("reporter", [None, "Siti", 3, [], {}, {"nik": None}, {"nik": {"no": NIK}, "phone": "12"}])
def test_what_tells_nobody_apart_is_nobody(reporter: object) -> None:
    assert not person_of(reporter).phones
    assert not person_of(reporter).emails


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"nik": NIK, "name": "S. Kenari"}, True),
        ({"phone": "0812 5550 7701"}, True),
        ({"email": "SITI@example.net", "name": "siti kenari"}, True),
        ({"nik": OTHER_NIK, "phone": "081255507701", "name": "Siti Kenari"}, False),
        ({"phone": "081255507701", "name": "Budi Kenari"}, False),
        ({"name": "Siti Kenari"}, False),
        ({}, False),
    ],
)
def test_a_family_shares_a_telephone_and_a_name_is_nobody(other: dict[str, str], same: bool) -> None:
    assert is_same(person_of(SITI), person_of(other)) is same
    assert is_same(person_of(other), person_of(SITI)) is same


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"nik {NIK}.", True),
        ("nik 3671.9900.7700.0001", True),
        ("hubungi 0812-5550-7701 atau 021 555", True),
        ("hubungi (+62) 812 5550 7701", True),
        ("surat ke SITI@example.net.", True),
        ("nik 36719900770000012", False),
        ("0812555077010", False),
        ("Siti Kenari", False),
        ("asiti@example.net", False),
    ],
)
def test_a_mention_is_a_whole_number_or_address(words: str, found: bool) -> None:
    assert mentions(person_of(SITI), words) is found
    assert not mentions(Person(), words)


@given(st.from_regex(r"8[0-9]{8,10}", fullmatch=True), st.sampled_from(["0", "62", "+62", "+62 "]))
def test_a_number_is_the_same_with_any_prefix(national: str, prefix: str) -> None:
    assert national_number(prefix + national) == national


@given(
    st.lists(st.builds(lambda nik: person_of({"nik": nik}), st.from_regex(r"[0-9]{16}", fullmatch=True)), max_size=5)
)
def test_all_as_one_mention_what_each_does(persons: list[Person]) -> None:
    whole = all_of(persons)
    assert all(mentions(whole, nik) for person in persons for nik in person.niks)


JSON = st.recursive(st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=20), st.lists, max_leaves=5)


@pytest.mark.parametrize("event_type", sorted(EXAMPLES))
@settings(max_examples=20)
@given(unknown=st.dictionaries(st.text(max_size=12), JSON, max_size=4), words=st.text(max_size=30))
def test_what_is_taken_out_is_no_part_of_a_number(event_type: str, unknown: dict[str, Any], words: str) -> None:
    """Folds see the payload alone: it is the same but for the reporter, the words and free codes."""
    payload = PAYLOAD_BY_TYPE[event_type]
    codes = {name: words[:60] or "x" for name in FREE_CODES if name in payload.__struct_fields__}
    personal = {name: words for name in payload.personal if name == "text"}
    fields = {**{k: v for k, v in unknown.items() if k not in payload.__struct_fields__}, **EXAMPLES[event_type]}
    data = msgspec.json.encode({**fields, **codes, **personal})
    left = without_person(event_type, data)
    before, after = msgspec.json.decode(data, type=payload), msgspec.json.decode(left, type=payload)
    differing = {name for name in payload.__struct_fields__ if getattr(before, name) != getattr(after, name)}
    assert differing <= {*payload.personal, *FREE_CODES}
    assert set(json.loads(left)) <= set(payload.__struct_fields__) - set(payload.personal)
    assert without_person(event_type, left) == left


def test_a_code_stays_and_words_go() -> None:
    def left(outcome: str) -> object:
        return json.loads(without_person("call.closed", json.dumps({"call_id": "C", "outcome": outcome}).encode()))

    assert left("handled") == {"call_id": "C", "outcome": "handled"}
    assert left("Kenari dirawat") == {"call_id": "C"}
    assert left("0812555077") == {"call_id": "C"}
