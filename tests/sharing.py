"""How the tests are shared out among processes: by whole files, what takes long first, and two browsers at a time.

A browser mostly waits, so more processes than processors pay; but more than two browsers at once would make each other
late. Their files are therefore two streams, and a process that has one of them has it whole.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler.loadscope import LoadScopeScheduling

TESTS = Path(__file__).resolve().parent
LONG_FIRST = ("tests/browser/", "tests/data_sources/", "tests/test_")
"""In this order; what is short comes last, and evens out what the processes have to do."""

BROWSERS = 2


def rank(nodeid: str) -> int:
    """The place of a test among the kinds of tests."""
    return next((place for place, start in enumerate(LONG_FIRST) if nodeid.startswith(start)), len(LONG_FIRST))


def share_of(nodeid: str) -> str:
    """What a test is run together with: its file, or one of the streams of browsers' files."""
    file = nodeid.partition("::")[0]
    return f"browser {_browser_files().index(file) % BROWSERS}" if file in _browser_files() else file


@cache
def _browser_files() -> tuple[str, ...]:
    return tuple(sorted(f"tests/browser/{path.name}" for path in (TESTS / "browser").glob("test_*.py")))


class Shares(LoadScopeScheduling):  # type: ignore[misc]  # not typed there
    """Hands the shares out in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
