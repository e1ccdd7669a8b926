"""The numbers of a simulated city, and each way they can be wrong."""

from pathlib import Path

import pytest

from data_sources.city_files import CityFolderError
from data_sources.simulator.config import load_simulator_config
from tests.data_sources.simulator.entries import CONFIG


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("heartbeat_seconds:", "heartbeat_minutes:", "heartbeat_minutes"), ('"16:00"', "16:00", "desk.hours.saturday")],
)
def test_a_wrong_number_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "simulator.yaml"
    path.write_text(CONFIG.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CityFolderError, match=named):
        load_simulator_config(path)
