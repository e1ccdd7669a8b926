"""The name of what a page is made of: the version and a hash of the code, the city and the settings behind it.

The same after a restart, another one after a change; so a screen knows when it is an old one.
"""

import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
LETTERS = 12
PASSED_OVER = ("__pycache__",)


def release_of(folders: Iterable[Path], settings: str) -> str:
    """The version of the project, a dash, and the hash over all files of the folders and the settings."""
    digest = sha256(settings.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not set(PASSED_OVER) & set(path.parts):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    version = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return f"{version}-{digest.hexdigest()[:LETTERS]}"
