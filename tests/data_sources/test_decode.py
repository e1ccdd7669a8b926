"""The door: every way to be refused, with the field and the value named; and nothing that comes in breaks it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_sources.contract_examples import EXAMPLES
from data_sources.decode import MAX_DATA_BYTES, MAX_DEPTH, Decoder, raw_fields
from data_sources.stream import as_fields
from domain.clock import epoch_ms
from domain.events import PAYLOAD_BY_TYPE, PAYLOADS, ComplaintFiled, DeadLetterReason, Event, Rejected, Stream
from domain.profile import CityProfile
from tests.factories import tangerang as the_city

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
SECRET = "Budi 3671011703900001"
FILED = {"complaint_id": "K-1", "category": "pothole", "channel": "LAKSA"}
DECODER = Decoder(the_city())


def fields(event_type: str = "complaint.filed", at: datetime | str = NOW, **data: object) -> dict[bytes, bytes]:
    values = {**FILED, **data} if event_type == "complaint.filed" else data
    instant = at if isinstance(at, str) else at.isoformat()
    envelope = {"v": "1", "id": "e-1", "type": event_type, "at": instant, "source": "laksa"}
    return as_fields({**envelope, "data": json.dumps(values)})


def decoded(given_fields: Mapping[bytes, bytes] | None, stream: Stream = Stream.COMPLAINTS) -> Event | Rejected:
    return DECODER.decode(given_fields, "1-0", stream, NOW)


def an_event(given_fields: Mapping[bytes, bytes], stream: Stream = Stream.COMPLAINTS) -> Event:
    result = decoded(given_fields, stream)
    assert isinstance(result, Event), result
    return result


def a_refusal(given_fields: Mapping[bytes, bytes] | None, stream: Stream = Stream.COMPLAINTS) -> Rejected:
    result = decoded(given_fields, stream)
    assert isinstance(result, Rejected), result
    return result


def nested(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels - 1):
        value = [value]
    return value


def without(name: str) -> dict[bytes, bytes]:
    return {key: value for key, value in fields().items() if key != name.encode()}


def changed(**values: bytes) -> dict[bytes, bytes]:
    return {**fields(), **{name.encode(): value for name, value in values.items()}}


R = DeadLetterReason
REFUSALS: list[tuple[str, Mapping[bytes, bytes] | None, DeadLetterReason, str, str]] = [
    ("trimmed", None, R.BODY_MISSING, "", "trimmed before it was stored"),
    ("no field", {}, R.MISSING_FIELD, "v", ""),
    ("no id", without("id"), R.MISSING_FIELD, "id", ""),
    ("no data", without("data"), R.MISSING_FIELD, "data", ""),
    ("other version", changed(v=b"2"), R.WRONG_VERSION, "v", "2"),
    ("bad bytes", changed(data=b'{"complaint_id":"\xff"}'), R.BAD_UTF8, "data", "byte 17"),
    ("bad id", changed(id=b"\xfe"), R.BAD_UTF8, "id", "byte 0"),
    ("NUL in the id", changed(id=b"a\x00b"), R.BAD_UTF8, "id", "NUL"),
    ("NUL in the data", fields(note="\x00"), R.BAD_UTF8, "data", "NUL"),
    ("not JSON", changed(data=b"{complaint_id: 1}"), R.NOT_JSON, "data", "DecodeError"),
    ("half a surrogate", changed(data=b'{"complaint_id":"\\ud800"}'), R.NOT_JSON, "data", "DecodeError"),
    ("empty data", changed(data=b""), R.NOT_JSON, "data", "DecodeError"),
    ("too long", fields(text="x" * MAX_DATA_BYTES), R.OVERSIZED, "data", "32846 bytes, at most 32768"),
    ("no category", changed(data=b'{"complaint_id":"K-1","channel":"LAKSA"}'), R.MISSING_FIELD, "data.category", ""),
    ("half a place", fields(lat=-6.17), R.MISSING_FIELD, "data.lon", ""),
    ("number for text", fields(category=5), R.WRONG_TYPE, "data.category", "5"),
    ("no object", changed(data=b'["Budi"]'), R.WRONG_TYPE, "data", "Expected `object`, got `array`"),
    ("no instant", fields(at="besok"), R.WRONG_TYPE, "at", "besok"),
    ("no due instant", fields(due_at="besok"), R.WRONG_TYPE, "data.due_at", "besok"),
    ("unknown type", fields("complaint.lost"), R.UNKNOWN_TYPE, "type", "complaint.lost"),
    ("other stream", fields("ticket.served", ticket_id="A1"), R.WRONG_STREAM, "type", "ticket.served on complaints"),
    ("naive time", fields(at="2026-11-18T10:00:00"), R.NAIVE_TIME, "at", "2026-11-18T10:00:00"),
    ("naive due time", fields(due_at="2026-11-20T10:00:00"), R.NAIVE_TIME, "data.due_at", "2026-11-20T10:00:00"),
    ("before the calendar", fields(at="1999-01-01T00:00:00Z"), R.ABSURD_TIME, "at", "1999-01-01T00:00:00Z"),
    ("year 1", fields(at="0001-01-01T00:00:00+23:59"), R.ABSURD_TIME, "at", "0001-01-01T00:00:00+23:59"),
    ("days ahead", fields(at="2026-11-20T00:00:00Z"), R.ABSURD_TIME, "at", "2026-11-20T00:00:00Z"),
    (
        "due never",
        fields(due_at="9999-12-31T23:59:59-10:00"),
        R.ABSURD_TIME,
        "data.due_at",
        "9999-12-31T23:59:59-10:00",
    ),
    ("in the sea", fields(lat=-5.9, lon=106.6), R.OUTSIDE_CITY, "data.lat,data.lon", "-5.9,106.6"),
    ("other agency", fields(agency="DINAS-X"), R.UNKNOWN_AGENCY, "data.agency", "DINAS-X"),
    ("other category", fields(category="ufo"), R.UNKNOWN_CATEGORY, "data.category", "ufo"),
    ("other call", fields("call.received", call_id="C1", category="ufo"), R.UNKNOWN_CATEGORY, "data.category", "ufo"),
    ("other ward", fields(ward="31.71.01.1001"), R.UNKNOWN_WARD, "data.ward", "31.71.01.1001"),
    ("other channel", fields(channel="fax"), R.UNKNOWN_CHANNEL, "data.channel", "fax"),
    (
        "other site",
        fields("ticket.issued", ticket_id="A1", site="BANK", service="permit"),
        R.UNKNOWN_SITE,
        "data.site",
        "BANK",
    ),
    (
        "other service",
        fields("ticket.issued", ticket_id="A1", site="MPP", service="loan"),
        R.UNKNOWN_SERVICE,
        "data.service",
        "loan",
    ),
    ("no latitude", fields(lat=91, lon=106.6), R.OUT_OF_RANGE, "data.lat", "91"),
    ("empty key", fields(complaint_id=""), R.OUT_OF_RANGE, "data.complaint_id", ""),
    ("unknown class", fields(classification="urgent"), R.OUT_OF_RANGE, "data.classification", "urgent"),
    ("empty source", changed(source=b""), R.OUT_OF_RANGE, "source", ""),
    ("long id", changed(id=b"i" * 201), R.OUT_OF_RANGE, "id", "i" * 120),
    ("too deep", fields(note=nested(120)), R.OUT_OF_RANGE, "data", "nested deeper than 100 levels"),
    ("six stars", fields("complaint.rated", complaint_id="K-1", stars=6), R.OUT_OF_RANGE, "data.stars", "6"),
]


@pytest.mark.parametrize(
    ("_case", "given_fields", "reason", "field", "value"), REFUSALS, ids=[row[0] for row in REFUSALS]
)
def test_a_refusal_names_the_reason_the_field_and_the_value(
    _case: str, given_fields: Mapping[bytes, bytes] | None, reason: DeadLetterReason, field: str, value: str
) -> None:
    is_queue = reason in {R.UNKNOWN_SITE, R.UNKNOWN_SERVICE}
    refusal = a_refusal(given_fields, Stream.QUEUES if is_queue else Stream.COMPLAINTS)
    assert (refusal.reason, refusal.field, refusal.value) == (reason, field, value)
    assert raw_fields(refusal.raw) == (given_fields or {})


QUEUE_REFUSALS: list[tuple[str, DeadLetterReason]] = [("site", R.UNKNOWN_SITE), ("service", R.UNKNOWN_SERVICE)]


@pytest.mark.parametrize(("field", "reason"), QUEUE_REFUSALS)
def test_a_queue_that_the_city_does_not_have_is_refused(field: str, reason: DeadLetterReason) -> None:
    data = {**EXAMPLES["ticket.issued"], field: "nowhere"}
    refusal = a_refusal({**fields("ticket.issued"), b"data": json.dumps(data).encode()}, Stream.QUEUES)
    assert (refusal.reason, refusal.field, refusal.value) == (reason, f"data.{field}", "nowhere")


def test_a_task_of_a_category_that_the_city_does_not_have_is_refused() -> None:
    data = {**EXAMPLES["task.assigned"], "category": "nowhere"}
    refusal = a_refusal({**fields("task.assigned"), b"data": json.dumps(data).encode()}, Stream.ACTIVITY)
    assert (refusal.reason, refusal.field, refusal.value) == (R.UNKNOWN_CATEGORY, "data.category", "nowhere")


@pytest.mark.parametrize(("rang", "reason"), [(-1, R.OUT_OF_RANGE), (3601, R.OUT_OF_RANGE), ("4 s", R.WRONG_TYPE)])
def test_a_call_that_rang_for_no_sensible_time_is_refused(rang: object, reason: DeadLetterReason) -> None:
    data = {**EXAMPLES["call.received"], "ring_seconds": rang}
    refusal = a_refusal({**fields("call.received"), b"data": json.dumps(data).encode()})
    assert (refusal.reason, refusal.field) == (reason, "data.ring_seconds")


def test_every_reason_has_a_case() -> None:
    assert {row[2] for row in REFUSALS} | {row[1] for row in QUEUE_REFUSALS} == set(DeadLetterReason)


PERSONAL_MISTAKES = [
    fields(reporter=SECRET),
    fields(reporter={"name": 5, "address": SECRET}),
    fields(reporter={"name": SECRET * 20}),
    fields(text=[SECRET]),
    fields(text=SECRET * 300),
    changed(data=json.dumps([SECRET]).encode()),
    changed(data=json.dumps(SECRET).encode()),
    changed(data=b'{"complaint_id":"K-1","text":"' + SECRET.encode() + b'"'),
    changed(data=b'{"complaint_id":"","text":"' + SECRET.encode() + b'", oops'),
    changed(data=fields(text=SECRET)[b"data"].replace(b"}", b',"reporter":{"address":1e400}}')),
]


WRONG_COLUMNS: list[tuple[Mapping[bytes, bytes], str]] = [
    (fields(category="Siti Kenari"), "(11 characters)"),
    (fields(channel="3671990077000001"), "(16 characters)"),
    (fields(channel="kenari@example.net"), "(18 characters)"),
    (fields(ward="0812-5550-7712"), "(14 characters)"),
    (fields(category=3671990077000001), "(16 characters)"),
    (fields(classification="B 7712 KNR"), "(10 characters)"),
    (fields("Siti Kenari"), "(11 characters)"),
    (fields(at="Siti Kenari"), "(11 characters)"),
    (changed(v=b"Jl. Kenari 12"), "(13 characters)"),
    (fields(lat=-5.912345, lon=106.654321), "-5.91,106.65"),
]


@pytest.mark.parametrize(("given_fields", "value"), WRONG_COLUMNS)
def test_a_field_that_was_filled_from_a_wrong_column_tells_no_person(
    given_fields: Mapping[bytes, bytes], value: str
) -> None:
    """A table feed may map the words of a citizen to a code."""
    assert a_refusal(given_fields).value == value


@pytest.mark.parametrize("given_fields", PERSONAL_MISTAKES)
def test_a_refusal_never_shows_a_personal_value(given_fields: Mapping[bytes, bytes]) -> None:
    refusal = a_refusal(given_fields)
    assert SECRET[:4] not in refusal.value
    assert SECRET[:4] not in refusal.field
    assert SECRET.encode() in refusal.raw


def test_a_value_that_is_followed_by_what_is_no_json_is_refused_all_the_same() -> None:
    """The mistake is found before the end is read; looking the value up must not fail on that end."""
    for tail in (b',"u":1e400}', b",oops", b',"u":' + b"[" * 5000):
        refusal = a_refusal(changed(data=b'{"complaint_id":5' + tail))
        assert refusal.field in {"data.complaint_id", "data"}


def test_personal_fields_are_split_from_the_rest() -> None:
    event = an_event(fields(text=SECRET, reporter={"name": "Budi", "nik": "3671"}))
    assert event.personal == {"text": SECRET, "reporter": {"name": "Budi", "nik": "3671"}}
    assert json.loads(event.data) == FILED
    assert b"Budi" not in event.data


def test_personal_fields_are_split_also_where_the_model_has_none() -> None:
    event = an_event(fields("complaint.verified", complaint_id="K-1", text=SECRET, reporter=SECRET))
    assert event.personal == {"text": SECRET, "reporter": SECRET}
    assert json.loads(event.data) == {"complaint_id": "K-1"}


def test_unknown_fields_are_kept_as_they_came() -> None:
    raw = b'{"complaint_id":"K-1","category":"pothole","channel":"LAKSA","text":"x","rt":3,"big":1e400,"deep":[[1.50]]}'
    event = an_event(changed(data=raw))
    assert b'"rt":3' in event.data
    assert b'"big":1e400' in event.data
    assert b'"deep":[[1.50]]' in event.data


def test_brackets_in_a_text_are_no_nesting() -> None:
    assert an_event(fields(text="[" * 4000)).personal == {"text": "[" * 4000}
    assert an_event(fields(note=nested(MAX_DEPTH - 1))).type == "complaint.filed"


@pytest.mark.parametrize(("minutes", "is_skewed"), [(-60, False), (2, False), (2.1, True), (1439, True)])
def test_an_event_ahead_of_the_clock_is_flagged_from_two_minutes_on(minutes: float, is_skewed: bool) -> None:
    assert an_event(fields(at=NOW + timedelta(minutes=minutes))).is_skewed is is_skewed


def test_an_event_carries_its_envelope() -> None:
    event = an_event(fields(at="2026-11-18T09:59:00.1239+07:00"))
    assert (event.event_id, event.kind, event.entity_id, event.source) == ("e-1", "complaint", "K-1", "laksa")
    assert event.received_ms == epoch_ms(NOW)
    assert event.received_ms - event.occurred_ms == 59_877
    assert event.position == "1-0"


class OneWard:
    def ward_at(self, lat: float, lon: float) -> str | None:
        return "36.71.01.1001" if lat < -6.17 else None


def test_a_place_without_a_ward_gets_the_one_it_lies_in(tangerang: CityProfile) -> None:
    with_wards = Decoder(tangerang, OneWard())
    inside = with_wards.decode(fields(lat=-6.18, lon=106.63, rt=1), "1-0", Stream.COMPLAINTS, NOW)
    outside = with_wards.decode(fields(lat=-6.16, lon=106.63), "1-0", Stream.COMPLAINTS, NOW)
    assert isinstance(inside, Event)
    assert isinstance(outside, Event)
    assert isinstance(inside.payload, ComplaintFiled)
    assert inside.payload.ward == json.loads(inside.data)["ward"] == "36.71.01.1001"
    assert json.loads(inside.data)["rt"] == 1
    assert "ward" not in json.loads(outside.data)


# --- whatever comes in

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_NAMES = sorted({name for payload in PAYLOADS for name in payload.__struct_fields__})
_PLAUSIBLE = st.sampled_from(
    [
        "K-1",
        "pothole",
        "LAKSA",
        "DPUPR",
        "36.71.01.1001",
        "2026-11-18T10:00:00+07:00",
        1,
        4,
        -6.17,
        106.63,
        True,
        [4] * 9,
    ]
)
_DATA = st.dictionaries(st.sampled_from(_NAMES) | st.text(), _PLAUSIBLE | _JSON).map(json.dumps).map(str.encode)
_BROKEN = st.tuples(_DATA, st.integers(0, 400)).map(lambda pair: pair[0][: pair[1]])
_INSTANTS = (st.datetimes(timezones=st.timezones()) | st.datetimes()).map(lambda at: at.isoformat().encode())
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        b"v": st.just(b"1") | st.binary(),
        b"id": st.just(b"e-1") | st.binary(),
        b"type": st.sampled_from(sorted(name.encode() for name in PAYLOAD_BY_TYPE)) | st.binary(),
        b"at": st.just(NOW.isoformat().encode()) | _INSTANTS | st.binary(),
        b"source": st.just(b"laksa") | st.binary(),
        b"data": _DATA | _BROKEN | st.binary(),
        b"more": st.binary(),
    },
)


@settings(max_examples=400, deadline=None)
@given(given_fields=_FIELDS, stream=st.sampled_from(Stream))
@example(given_fields={**fields(), b"data": b"[" * 10_000}, stream=Stream.COMPLAINTS)
def test_arbitrary_bytes_are_an_event_or_a_rejected_and_nothing_else(
    given_fields: dict[bytes, bytes], stream: Stream
) -> None:
    result = decoded(given_fields, stream)
    if isinstance(result, Rejected):
        assert raw_fields(result.raw) == given_fields
        assert len(result.value) <= 120
        assert len(result.source) <= 200
        assert "\x00" not in result.value + result.source + result.field
    else:
        assert isinstance(result, Event)
        assert isinstance(json.loads(result.data), dict)


@settings(max_examples=400, deadline=None)
@given(data=_DATA | _BROKEN | st.binary(), event_type=st.sampled_from(sorted(PAYLOAD_BY_TYPE)))
def test_arbitrary_data_in_a_good_envelope_is_an_event_or_a_rejected(data: bytes, event_type: str) -> None:
    payload = PAYLOAD_BY_TYPE[event_type]
    stream = getattr(payload, "stream", Stream.COMPLAINTS)
    result = decoded({**fields(event_type), b"data": data}, stream)
    assert isinstance(result, Event | Rejected)
