"""Wheels made again from what is installed here, so that an installation can be tried without an index."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.util
import io
import sys
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from types import ModuleType

from packaging.requirements import Requirement
from packaging.tags import Tag, sys_tags
from packaging.utils import canonicalize_name

from tests.contracts.source_tree import ROOT

LEFT_OUT = {"INSTALLER", "REQUESTED", "direct_url.json", "RECORD"}


def script(name: str) -> ModuleType:
    """A program of the scripts folder, loaded as a module."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def needed(lines: Iterable[str]) -> list[metadata.Distribution]:
    """The distributions that the requirements bring in on this machine."""
    waiting = [Requirement(line) for line in lines]
    done: set[tuple[str, str]] = set()
    found: dict[str, metadata.Distribution] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found[name] = metadata.distribution(name)
        for extra in {"", *requirement.extras} - {item for home, item in done if home == name}:
            done.add((name, extra))
            parts = [Requirement(line) for line in found[name].requires or []]
            waiting += [
                part for part in parts if part.marker is None or part.marker.evaluate({"extra": extra})
            ]
    return [found[name] for name in sorted(found)]


def repack(distribution: metadata.Distribution, folder: Path) -> Path:
    """Write an installed distribution back into a wheel; its programs come again from its entry points."""
    files = distribution.files or []
    inside = [item for item in files if ".." not in item.parts and "__pycache__" not in item.parts]
    home = next(item.parts[0] for item in inside if item.parts[0].endswith(".dist-info"))
    stem = home.removesuffix(".dist-info")
    path = folder / f"{stem}-{fitting_tag(distribution)}.whl"
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wheel:
        for item in inside:
            if item.parts[0] == home and item.name in LEFT_OUT:
                continue
            content = Path(str(item.locate())).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.writerow([item.as_posix(), f"sha256={digest}", len(content)])
            wheel.writestr(zipfile.ZipInfo(item.as_posix()), content)
        rows.writerow([f"{home}/RECORD", "", ""])
        wheel.writestr(f"{home}/RECORD", record.getvalue())
    return path


def fitting_tag(distribution: metadata.Distribution) -> Tag:
    """The tag of the installed wheel that this interpreter takes first."""
    lines = (distribution.read_text("WHEEL") or "").splitlines()
    own = {line.partition(":")[2].strip() for line in lines if line.startswith("Tag:")}
    return next(tag for tag in sys_tags() if str(tag) in own)
