"""What a row becomes: its entry, its place and its version; and what a feed may not be told."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.decode import Decoder
from data_sources.table_feed import TableFeedError, TableFeedSpecError
from data_sources.table_rows import Place, RowReader, earlier, place_from, place_text, version_text
from domain.events import Event, Rejected, Stream
from tests.data_sources.polling import JAKARTA, NOW, a_spec, naive
from tests.factories import tangerang as the_city

_DECODER = Decoder(the_city())
_READER = RowReader(a_spec(fields={"complaint_id": "id", "category": "kategori", "lat": "lintang", "due_at": "batas"}))


def entry(**changes: Any) -> dict[bytes, bytes]:
    row = {"id": 7, "diubah": NOW, "dibuat": NOW, "kategori": "pothole", "lintang": None, "batas": None}
    return _READER.fields({**row, **changes})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (naive(2026, 1, 5, 8), b"2026-01-05T08:00:00+07:00"),
        (datetime(2026, 1, 5, 8, tzinfo=UTC), b"2026-01-05T08:00:00+00:00"),
        (date(2026, 1, 5), b"2026-01-05T00:00:00+07:00"),
        ("2026-01-05 08:00:00", b"2026-01-05T08:00:00+07:00"),
        ("2026-01-05T08:00:00.25Z", b"2026-01-05T08:00:00.250000+00:00"),
        ("2026-01-05", b"2026-01-05T00:00:00+07:00"),
        ("kemarin", b"kemarin"),
        (1_767_600_000, b"1767600000"),
    ],
)
def test_the_time_of_a_row(value: object, expected: bytes) -> None:
    assert entry(dibuat=value)[b"at"] == expected
    if not isinstance(value, int):
        assert b'"due_at":"' + expected + b'"' in entry(batas=value)[b"data"]


def test_a_row_without_a_time_has_no_at() -> None:
    assert b"at" not in entry(dibuat=None)


_UUID = uuid.UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize(
    ("key", "expected"),
    [(7, "7"), (Decimal("7.00"), "7"), (_UUID, str(_UUID)), (b"\x01\xff", "01ff"), ("a-1", "a-1")],
)
def test_keys_become_text(key: object, expected: str) -> None:
    fields = entry(id=key, diubah=12)
    assert fields[b"id"].decode() == f"sp4n:{expected}:00000000000000000012"
    assert f'"complaint_id":"{expected}"'.encode() in fields[b"data"]


def test_other_values_become_what_json_knows() -> None:
    assert b'"lat":-6.1729' in entry(lintang=Decimal("-6.172900"))[b"data"]
    assert b'"lat":-6,' not in entry(lintang=Decimal(-6))[b"data"]
    assert b'"lat":"100000000000000000000"' in entry(lintang=10**20)[b"data"]
    assert b'"lat":"0:00:05"' in entry(lintang=timedelta(seconds=5))[b"data"]
    survey = a_spec(
        type="survey.answered",
        stream="queues",
        constants={},
        fields={"survey_id": "id", "site": "loket", "scores": "skor"},
    )
    row = {"id": 1, "diubah": 1, "dibuat": NOW, "loket": "MPP", "skor": "[4,4,4,4,4,4,4,4,4]"}
    assert b'"scores":[4, 4' not in RowReader(survey).fields(row)[b"data"]
    assert b'"scores":[4,4,4,4,4,4,4,4,4]' in RowReader(survey).fields(row)[b"data"]
    attendance = a_spec(
        type="attendance.checked_in",
        stream="activity",
        constants={"agency": "DPUPR"},
        fields={"employee_id": "id", "is_field": "lapangan"},
    )
    assert b'"is_field":true' in RowReader(attendance).fields({**row, "lapangan": 1})[b"data"]


def test_nested_fields_and_constants_where_a_column_is_empty() -> None:
    reader = RowReader(
        a_spec(
            fields={"complaint_id": "id", "category": "kategori", "channel": "kanal", "reporter.name": "pelapor"},
            constants={"channel": "SP4N-LAPOR", "reporter.phone": "-"},
        )
    )
    row = {"id": 1, "diubah": 1, "dibuat": NOW, "kategori": "pothole", "kanal": None, "pelapor": "Budi"}
    data = reader.fields(row)[b"data"]
    assert b'"channel":"SP4N-LAPOR"' in data
    assert b'"reporter":{"phone":"-","name":"Budi"}' in data
    assert b'"channel":"LAKSA"' in reader.fields({**row, "kanal": "LAKSA"})[b"data"]


_VALUES = st.one_of(
    st.integers(), st.text(max_size=20), st.decimals(allow_nan=False, allow_infinity=False, places=3), st.uuids(),
    st.binary(max_size=16), st.dates(), st.datetimes(), st.datetimes(timezones=st.just(JAKARTA)),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@settings(deadline=None)
@given(watermark=_VALUES, key=_VALUES)
def test_a_place_survives_its_text(watermark: object, key: object) -> None:
    spec = a_spec()
    try:
        written = place_text(spec, Place(watermark, key))
    except TableFeedError:  # too long for the store
        return
    read = place_from(spec, written)
    assert read == Place(watermark, key)
    assert [type(value) for value in read] == [type(value) for value in (watermark, key)]
    assert place_text(spec, read) == written


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(0, 10**18), st.decimals(0, 10**12, places=4)), min_size=2))
def test_versions_sort_as_their_watermarks(numbers: list[Any]) -> None:
    assert sorted(numbers) == sorted(numbers, key=version_text)


_COLUMNS = st.one_of(st.none(), _VALUES, st.floats(), st.booleans(), st.decimals(), st.lists(st.integers()))


@settings(deadline=None)
@given(at=_COLUMNS, category=_COLUMNS, lat=_COLUMNS, due=_COLUMNS, key=_VALUES, watermark=_VALUES)
def test_whatever_a_row_holds_it_is_an_event_or_a_rejected(
    at: object, category: object, lat: object, due: object, key: object, watermark: object
) -> None:
    fields = entry(id=key, diubah=watermark, dibuat=at, kategori=category, lintang=lat, batas=due)
    assert isinstance(_DECODER.decode(fields, "[]", Stream.COMPLAINTS, NOW), Event | Rejected)


@pytest.mark.parametrize(
    ("watermark", "expected"),
    [
        (5000, 4000),
        (NOW, NOW - timedelta(seconds=60)),
        (date(2026, 1, 5), date(2026, 1, 4)),
        ("2026-01-05 08:00:00", "2026-01-05 07:59:00"),
        ("2026-01-05T08:00:00.250Z", "2026-01-05T07:59:00"),
        ("2026-01-05T08:00", "2026-01-05T07:59"),
        ("2026-01-05", "2026-01-04"),
        ("v0012", "v0012"),
        (b"\x01", b"\x01"),
        (naive(1, 1, 1), naive(1, 1, 1)),
    ],
)
def test_where_rows_are_read_again_from(watermark: Any, expected: Any) -> None:
    assert earlier(a_spec(), watermark) == expected


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a:b"}, r"table feed a:b: name: expected .*; choose another one"),
        ({"query": "SELECT 1"}, "exactly one of them, got both"),
        ({"table": None}, "exactly one of them, got neither"),
        ({"type": "complaint.lost"}, "type: expected a type of docs/streams.md, got 'complaint.lost'"),
        ({"type": "heartbeat"}, "type: expected"),
        ({"stream": "queues"}, "stream: expected complaints for complaint.filed, got queues"),
        ({"fields": {"complaint_id": "id", "catagory": "k"}}, "got catagory; correct the names"),
        ({"fields": {"complaint_id": "id"}}, "a column or a constant for category, required by complaint.filed"),
        ({"timezone": "Asia/Tangerang"}, "timezone: expected a name as Asia/Jakarta, got 'Asia/Tangerang'"),
        ({"since": naive(2026, 1, 1), "timezone": None}, "since: expected an instant with an offset"),
    ],
)
def test_a_feed_that_cannot_work_is_refused_at_once(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(TableFeedSpecError, match=message):
        a_spec(**changes)
