"""Make everything that follows from the schema: pages, site, book, side panel."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tbnlp.errors import UsageError
from tbnlp.guidelines.book import BOOK, book_html
from tbnlp.guidelines.generated import write_pages
from tbnlp.guidelines.side_panel import PANEL, side_panel
from tbnlp.guidelines.site import build_site
from tbnlp.schema.entries import Schema

SITE = "site"


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: names of pages that changed, and the files of the output folder."""

    changed: tuple[str, ...]
    files: tuple[Path, ...]


def build(folder: Path, schema: Schema, output: Path | None, *, with_site: bool = True) -> Built:
    """Bring the pages up to date and, with an output folder, make site, book and panel there.

    Raises `UsageError` when the output folder holds other files than an earlier build's, and `AssetError` when
    the site is wanted and its generator is not installed.
    """
    if output is not None:
        _refuse_other_files(output)
    changed = write_pages(folder, schema)
    files: list[Path] = []
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        if with_site:
            files.append(build_site(folder, schema, output / SITE))
        files.append(_written(output / BOOK, book_html(folder, schema)))
        panel = json.dumps(side_panel(schema), ensure_ascii=False, indent=1)
        files.append(_written(output / PANEL, panel + "\n"))
    return Built(tuple(changed), tuple(files))


def _written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="\n")
    return path


def _refuse_other_files(output: Path) -> None:
    known = {SITE, BOOK, PANEL, "tools"}
    if output.is_file() or (output.is_dir() and any(item.name not in known for item in output.iterdir())):
        msg = "the output folder holds other files; name a new folder, or that of an earlier build"
        raise UsageError(msg)
