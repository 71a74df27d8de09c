"""Make a folder of wheels, models and hashes that installs without any network.

The folder holds the wheels of the core and of office files at the versions of constraints.txt (no torch), our
own wheel with the models and their built graph, SHA256SUMS over all of it, and the installer.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTALLER = ROOT / "scripts" / "bundle_install.py"
SOURCES = (
    "pyproject.toml", "README.md", "LICENSE", "NOTICE", "tbnlp", "models", "annotation_guidelines",
    "scripts/wheel_contents.py",
)
EXTRAS = "office"
SHELL = """#!/bin/sh
# Checks every hash, then installs into the folder named as first argument (default: tbnlp-env).
set -eu
exec "${PYTHON:-python3}" "$(dirname "$0")/install.py" "$@"
"""
GUIDE = """tbnlp, offline bundle

Linux and macOS:  sh install.sh [FOLDER]
Windows:          py install.py [FOLDER]

The installer compares every file with SHA256SUMS and stops when one differs, then makes a virtual environment
in FOLDER (default: tbnlp-env) and installs into it from this folder alone. Compare the SHA-256 of SHA256SUMS
itself with the one that the maker of the bundle gave you on another way.
"""


def main() -> int:
    """Build the bundle that the options describe; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "bundle", help="folder (default: bundle)")
    parser.add_argument("--platform", help="wheels for another platform, as pip names it, such as win_amd64")
    parser.add_argument("--python-version", help="wheels for another Python, such as 3.12")
    options = parser.parse_args()
    from tbnlp.errors import TbnlpError

    try:
        graphs = built_graphs()
    except TbnlpError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return error.exit_code
    wheels = start(options.output)
    own = build_own_wheel(wheels, graphs)
    shutil.rmtree(graphs)
    collect(own, wheels, options.platform, options.python_version)
    digest = finish(options.output)
    size = sum(file.stat().st_size for file in options.output.rglob("*") if file.is_file())
    print(f"{options.output}: {len(list(wheels.iterdir()))} wheels, {size / 1e6:.0f} MB")
    print(f"SHA-256 of SHA256SUMS: {digest}")
    return 0


def start(output: Path) -> Path:
    """An empty bundle folder; returns its folder of wheels. Removes an earlier bundle and nothing else."""
    if output.exists():
        if not (output / "wheels").is_dir() and any(output.iterdir()):
            msg = f"bundle: {output} is not an earlier bundle; name another folder"
            raise SystemExit(msg)
        shutil.rmtree(output)
    (output / "wheels").mkdir(parents=True)
    return output / "wheels"


def built_graphs() -> Path:
    """A folder with the graph of the default model, built now where it was not built before."""
    from tbnlp.encoder.checkpoint import find_checkpoint
    from tbnlp.encoder.graph_files import store
    from tbnlp.encoder.inference import graph

    checkpoint = find_checkpoint()
    folder = Path(tempfile.mkdtemp(prefix="tbnlp-graph-"))
    target = folder / checkpoint.folder.name
    target.mkdir()
    store(graph(checkpoint, None, None), checkpoint, target)
    return folder


def build_own_wheel(wheels: Path, graphs: Path | None) -> Path:
    """Our wheel, with the models and, where given, their graphs beside them."""
    with tempfile.TemporaryDirectory(prefix="tbnlp-wheel-") as name:
        tree = Path(name)
        for source in SOURCES:
            target = tree / source
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / source, target)
        if graphs is not None:
            shutil.copytree(graphs, tree / "models", dirs_exist_ok=True)
        # Not isolated: hatchling comes from constraints.txt like all the rest, and no index is asked.
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        subprocess.run([*pip, "--wheel-dir", str(wheels), str(tree)], check=True)
    return next(wheels.glob("tbnlp-*.whl"))


def collect(own: Path, wheels: Path, platform: str | None, python_version: str | None) -> None:
    """Put the wheels of everything that the core and office files need beside ours."""
    pip = [sys.executable, "-m", "pip"]
    wanted = ["-c", str(ROOT / "constraints.txt"), f"{own}[{EXTRAS}]"]
    if platform is None and python_version is None:
        subprocess.run([*pip, "wheel", "--quiet", "--wheel-dir", str(wheels), *wanted], check=True)
        return
    other = [
        *(["--platform", platform] if platform else []),
        *(["--python-version", python_version] if python_version else []),
    ]
    command = [*pip, "download", "--quiet", "--only-binary", ":all:", "--dest", str(wheels)]
    subprocess.run([*command, *other, *wanted], check=True)


def finish(output: Path) -> str:
    """Write installer, guide and SHA256SUMS; returns the SHA-256 of SHA256SUMS."""
    shutil.copy2(INSTALLER, output / "install.py")
    (output / "install.sh").write_text(SHELL, encoding="utf-8", newline="\n")
    (output / "READ_ME.txt").write_text(GUIDE, encoding="utf-8")
    os.chmod(output / "install.sh", 0o755)  # noqa: PTH101, S103  a program for everyone who gets the folder
    files = sorted(path for path in output.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(output).as_posix()}\n" for path in files]
    sums = output / "SHA256SUMS"
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sha256(sums)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
