"""Where the guideline lies, and which of its pages are written by hand."""

from __future__ import annotations

import posixpath
from importlib import resources
from pathlib import Path
from typing import Final

from tbnlp.errors import AssetError

HAND_WRITTEN: Final = (
    "index", "before_you_start", "welfare", "procedure", "roles_and_attributes", "spans", "confusions",
    "non_diagnostic_policy", "quality", "limits_and_gaps", "adverse_use_check", "decisions", "literature",
    "changelog", "migration",
)
"""Stems of the prose pages, in reading order."""
GENERATED_FOLDERS: Final = ("labels", "trees", "worked_notes")
WORKED_SOURCES: Final = "worked_notes/source"


def guideline_folder(named: Path | None = None) -> Path:
    """The folder named, else the one in the package, else the checkout's.

    Raises `AssetError` when it holds no guideline.
    """
    packaged = Path(str(resources.files("tbnlp").joinpath("_guidelines")))
    checkout = Path(__file__).resolve().parents[2] / "annotation_guidelines"
    folder = named or (packaged if packaged.is_dir() else checkout)
    if not (folder / "index.md").is_file():
        msg = "the guideline folder has no index.md; name the folder that holds the prose pages with --folder"
        raise AssetError(msg)
    return folder


def read_pages(folder: Path) -> dict[str, str]:
    """Every page by its name below the folder (`labels/agency.md`), in the order of the names."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))
    }


def resolved(name: str, target: str) -> str:
    """The name of the page that a link on the page `name` leads to; an empty target is the page itself."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name


def family_of(name: str) -> str:
    """The family whose decision tree stands on a page, or an empty string."""
    return name.removeprefix("trees/").removesuffix(".md") if name.startswith("trees/") else ""
