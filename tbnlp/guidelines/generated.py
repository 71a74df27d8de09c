"""Every page that is made from the schema and the worked notes, as text, and the writing of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tbnlp.guidelines import reference_pages, worked_pages
from tbnlp.guidelines.decisions import read_decisions
from tbnlp.guidelines.folder import GENERATED_FOLDERS, WORKED_SOURCES
from tbnlp.guidelines.label_pages import label_page
from tbnlp.guidelines.tree_pages import tree_page
from tbnlp.guidelines.worked_notes import WorkedNote, read_worked_note
from tbnlp.schema.entries import Schema

MADE: Final = "<!-- Made by `tbnlp guidelines build`. Do not edit"
"""How the first line of a generated page begins."""


def worked_notes(folder: Path, schema: Schema) -> list[WorkedNote]:
    """The worked notes of the guideline, in the order of their file names."""
    return [read_worked_note(path, schema) for path in sorted((folder / WORKED_SOURCES).glob("*.txt"))]


def generated_pages(folder: Path, schema: Schema) -> dict[str, str]:
    """File name below the guideline folder to content, for every generated page."""
    decisions = read_decisions(folder, schema)
    notes = worked_notes(folder, schema)
    pages = {
        "labels/index.md": reference_pages.labels_index(schema.labels, schema),
        **{f"labels/{label.id}.md": label_page(label, schema, decisions) for label in schema.labels},
        **{f"trees/{family.id}.md": tree_page(family, schema) for family in schema.families},
        "worked_notes/index.md": worked_pages.index_page(notes),
        **{f"worked_notes/{note.name}.md": worked_pages.worked_page(note) for note in notes},
        "confusion_matrix.md": reference_pages.confusion_page(schema),
        "language_policy.md": reference_pages.language_page(schema),
        "coverage.md": reference_pages.coverage_page(schema),
        "sources.md": reference_pages.sources_page(schema),
        "quick_card.md": reference_pages.quick_card(schema),
    }
    stamp = f"{MADE}: schema {schema.version}, {schema.fingerprint[:16]}. -->\n"
    return {name: stamp + page.rstrip("\n") + "\n" for name, page in pages.items()}


def write_pages(folder: Path, schema: Schema) -> list[str]:
    """Write the pages that changed, remove generated ones that have no source any more; names of both."""
    pages = generated_pages(folder, schema)
    changed = out_of_date(folder, pages)
    for name in changed:
        path = folder / name
        if name not in pages:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8", newline="\n")
    return changed


def out_of_date(folder: Path, pages: dict[str, str]) -> list[str]:
    """Names of generated pages that are missing, differ, or have no source any more."""
    there = {path.relative_to(folder).as_posix() for name in GENERATED_FOLDERS for path in (folder / name).glob("*.md")}
    there |= {path.name for path in folder.glob("*.md") if path.read_text(encoding="utf-8").startswith(MADE)}
    differing = [name for name, page in pages.items() if _content(folder / name) != page]
    return sorted({*differing, *(there - set(pages))})


def _content(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else None
