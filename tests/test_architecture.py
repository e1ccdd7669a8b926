"""The house: what must hold of the tree as a whole."""

import ast
from pathlib import Path

from layouts.ids import Id

ROOT = Path(__file__).resolve().parent.parent
CODE = ("domain", "data_sources", "geo", "layouts", "callbacks")


def modules() -> list[Path]:
    return [path for folder in CODE for path in (ROOT / folder).rglob("*.py")]


def test_no_module_opens_a_connection_or_starts_a_thread_at_import() -> None:
    """Calls of these constructors stand inside functions only."""
    starters = {"Thread", "Redis", "create_engine", "Dash", "SocketIO", "Flask", "from_url"}
    found = []
    for path in modules():
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                continue
            calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
            names = {
                call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "") for call in calls
            }
            found += [f"{path.name}: {name}" for name in names & starters]
    assert found == []


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    """`datetime.now` and `time.time` would make a replay lie."""
    asking = ("datetime.now(", "time.time()", "utcnow(", "date.today(")
    allowed = {ROOT / "data_sources" / "clock.py"}
    found = [
        f"{path.name}: {call}"
        for path in modules()
        for call in asking
        if path not in allowed and call in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_javascript_names_no_component() -> None:
    """The server tells the browser which ids to set."""

    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "assets").glob("*.js"))
    assert [component for component in Id if component.value in scripts] == []
