"""Where the guideline lies, and which of its pages are written by hand."""

from __future__ import annotations

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


def prose_pages(folder: Path) -> list[Path]:
    """The pages written by hand, in reading order; a page that is missing is left out (`check` reports it)."""
    paths = [folder / f"{stem}.md" for stem in HAND_WRITTEN]
    return [path for path in paths if path.is_file()]
