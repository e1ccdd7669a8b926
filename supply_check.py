"""What the product is made of: an audit of every installed package, and the list of parts (CycloneDX).

`python supply_check.py audit` and `python supply_check.py sbom [FILE]`; `make audit` and `make sbom` call them.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

AUDIT = ("-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--skip-editable")
PARTS = ("-m", "cyclonedx_py", "requirements", "--pyproject", "pyproject.toml", "--output-reproducible", "--validate")
LOCK = "requirements.lock"
USUAL_FILE = Path("var/sbom.json")
NOT_AUDITED, VULNERABLE, NO_ANSWER = 2, 1, 3


def installed() -> set[str]:
    """The packages of this environment, by their normal names."""
    return {normal(one.metadata["Name"]) for one in distributions()}


def normal(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return "-".join(name.lower().replace("_", " ").replace(".", " ").replace("-", " ").split())


def judged(report: Mapping[str, Any], expected: Collection[str]) -> tuple[list[str], int]:
    """What an audit's JSON says, line by line, and the exit code: 0 only where all were audited and are whole."""
    packages = report.get("dependencies", [])
    skipped = {normal(one["name"]): str(one["skip_reason"]) for one in packages if "skip_reason" in one}
    audited = {normal(one["name"]) for one in packages} - skipped.keys()
    unseen = sorted(set(expected) - audited)
    found = [(one["name"], one["version"], flaw) for one in packages for flaw in one.get("vulns", [])]
    lines = [f"vulnerable: {name} {version}: {flaw['id']}, mended in {_mended(flaw)}" for name, version, flaw in found]
    lines += [f"not audited: {name}: {skipped.get(name, 'not in the report')}" for name in unseen]
    lines.append(f"{len(audited)} of {len(set(expected) | audited)} packages audited, {len(found)} vulnerabilities")
    return lines, VULNERABLE if found else NOT_AUDITED if unseen or not audited else 0


def _mended(flaw: Mapping[str, Any]) -> str:
    return ", ".join(flaw.get("fix_versions", [])) or "no version yet"


def audit() -> int:
    """Audit the installed packages. Prints what was found; the exit code says whether all is well."""
    ran = subprocess.run([sys.executable, *AUDIT], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    try:
        lines, code = judged(json.loads(ran.stdout), installed())
    except ValueError:
        last = ran.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        lines, code = [f"no audit: pip-audit gave no report; {last[0]}"], NO_ANSWER
    print("\n".join(lines))  # noqa: T201  # a command
    return code


def sbom(path: Path) -> int:
    """Write the list of parts of the locked packages, validated against CycloneDX's schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-W", "ignore", *PARTS, "--output-file", str(path), LOCK]
    ran = subprocess.run(command, check=False)  # noqa: S603  # ours
    if ran.returncode == 0:
        print(f"{path}: {len(json.loads(path.read_text(encoding='utf-8'))['components'])} parts")  # noqa: T201  # a command
    return ran.returncode


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    match arguments:
        case ["audit"]:
            return audit()
        case ["sbom", *rest] if len(rest) <= 1:
            return sbom(Path(rest[0]) if rest else USUAL_FILE)
        case _:
            print(__doc__)  # noqa: T201  # a command
            return NOT_AUDITED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
