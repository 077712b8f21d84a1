"""Look up the locked packages in a database of known vulnerabilities: `make audit`.

Fails where one is known; and where the database does not answer, for then nobody knows, which a sentence says.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
UNKNOWN = "The vulnerability database could not be reached: nothing was audited, and nothing is known to be well."


def verdict(said: str) -> tuple[str, bool]:
    """What pip-audit's JSON comes to: lines for a person, and whether that is well."""
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return UNKNOWN, False
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:
        return UNKNOWN, False
    found = [
        f"{package['name']} {package['version']}: {problem['id']}, mended in {problem['fix_versions'] or 'no version'}"
        for package in audited
        for problem in package["vulns"]
    ]
    skipped = [f"{package['name']}: {package['skip_reason']}" for package in packages if package not in audited]
    counted = f"Packages audited: {len(audited)}. Known vulnerabilities: {len(found)}."
    return "\n".join([*found, *skipped, counted]), not found


def main() -> int:
    # It reads the versions out of the lock, so that nothing is installed.
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
    options = ["--format", "json", "--progress-spinner", "off"]
    try:
        said = subprocess.run([*command, *options], capture_output=True, text=True, timeout=600, check=False).stdout
    except subprocess.TimeoutExpired:
        said = ""
    text, well = verdict(said)
    print(text)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
