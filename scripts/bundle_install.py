"""Install tbnlp from the folder that this file lies in, without any network.

Uses the standard library only. Stops before anything is installed when a file is missing, was changed or was
added. It cannot tell a bundle whose SHA256SUMS was rewritten: compare the hash of that file on another way.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = (3, 11)


def differences(folder: Path) -> list[str]:
    """What differs from SHA256SUMS, as sentences; empty when every file is as it was built."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return ["SHA256SUMS is missing"]
    listed = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path != sums
    }
    found = [f"{name} is missing" for name in sorted(set(listed) - there)]
    found += [f"{name} is not in SHA256SUMS" for name in sorted(there - set(listed))]
    for name in sorted(set(listed) & there):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            found.append(f"{name} was changed")
    return found


def install(target: Path) -> Path:
    """Make the environment and install into it from the wheels alone; returns the program's path."""
    venv.create(target, with_pip=True)
    scripts = target / ("Scripts" if os.name == "nt" else "bin")
    own = next((HERE / "wheels").glob("tbnlp-*.whl"))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    environment["PIP_CONFIG_FILE"] = os.devnull
    subprocess.run(
        [
            str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-index", "--find-links", str(HERE / "wheels"), f"{own}[office]",
        ],
        check=True, env=environment,
    )
    return scripts / "tbnlp"


def main() -> int:
    """Check, install, say how to start; returns the exit code."""
    if sys.version_info[:2] < OLDEST:
        print("install: Python 3.11 or later is needed", file=sys.stderr)
        return 2
    found = differences(HERE)
    if found:
        print("install: this bundle is not as it was built; nothing was installed", file=sys.stderr)
        print("\n".join(f"  - {item}" for item in found), file=sys.stderr)
        return 5
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "tbnlp-env").resolve()
    program = install(target)
    subprocess.run([str(program), "--version"], check=True)
    print(f"installed; start it with: {program}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
