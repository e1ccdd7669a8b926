"""Fixtures of the replay's tests: the schema of a real publisher, and a reader of rows in its shape."""

from pathlib import Path

import pytest

from data_sources.replay.schema import FileSchema, read_schema
from tests.data_sources.replay.rows import SCHEMA_FILE, Reader


@pytest.fixture(scope="module")
def schema() -> FileSchema:
    return read_schema(SCHEMA_FILE)


@pytest.fixture
def read(tmp_path: Path, schema: FileSchema) -> Reader:
    return Reader(tmp_path, schema)
