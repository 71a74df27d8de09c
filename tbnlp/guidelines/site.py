"""The guideline as a site that is read from a folder, made by Zensical from prepared pages."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

from tbnlp.errors import AssetError, TbnlpError
from tbnlp.guidelines.book import page_order
from tbnlp.guidelines.fences import with_html_fences, without_comments
from tbnlp.guidelines.folder import family_of, read_pages
from tbnlp.schema.entries import Schema

STYLE: Final = "assets/cases.css"
SCRIPT: Final = "assets/offline.js"
"""Lets the search work in a page that is opened from a folder, and the keyboard reach a wide table.

The generator would fetch the first part from the network. It stands in the place of that part, because the
generator cannot build an offline site that has a script of its own (0.0.72).
"""
_PLACEHOLDER: Final = re.compile(r"<(?=[A-Z_]+(?:_\d+)?(?:: [^>\n]+)?>)")
_FETCHED_WORKER: Final = "https://unpkg.com/iframe-worker/shim"
_FETCHES: Final = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"(?:https?:)?//|<link\b(?![^>]*canonical)[^>]*href=\"(?:https?:)?//"
)
SECONDS: Final = 300
"""A build takes about a second; one that takes minutes hangs."""


def build_site(folder: Path, schema: Schema, target: Path) -> Path:
    """Build the site into `target`, which is replaced, and return the path of its first page.

    The site loads nothing from the network. Raises `AssetError` without the extra `docs`.
    """
    if importlib.util.find_spec("zensical") is None:
        msg = "the site generator is not installed; install tbnlp[docs], or build with --no-site"
        raise AssetError(msg)
    with tempfile.TemporaryDirectory(prefix="tbnlp-guideline-") as work:
        home = Path(work)
        pages = read_pages(folder)
        for name, page in pages.items():
            place = home / "docs" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_prepared(name, page, schema), encoding="utf-8")
        (home / "docs" / "assets").mkdir(parents=True)
        (home / "docs" / STYLE).write_text(_static("cases.css") + _static("site.css"), encoding="utf-8")
        (home / "docs" / SCRIPT).write_text(_static("iframe-worker.js") + _static("tables.js"), encoding="utf-8")
        (home / "mkdocs.yml").write_text(yaml.safe_dump(configuration(list(pages), schema), sort_keys=False), "utf-8")
        _run(home)
        _keep_offline(home / "site")
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(home / "site", target)
    return target / "index.html"


def configuration(pages: list[str], schema: Schema) -> dict[str, Any]:
    """The site's configuration: keys that MkDocs 1 knows as well, nothing fetched, links that work from a folder."""
    nav: dict[str, list[str]] = {}
    for part, name in page_order(pages, schema):
        nav.setdefault(part, []).append(name)
    return {
        "site_name": f"Annotation guideline {schema.version}",
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "theme": {"font": False, "language": "en", "features": ["navigation.indexes", "navigation.top"]},
        "extra_css": [STYLE],
        "markdown_extensions": ["tables", "md_in_html", "toc"],
        "plugins": ["search", "offline"],
        "extra": {"generator": False},
        "nav": [{part: names} for part, names in nav.items()],
    }


def _prepared(name: str, page: str, schema: Schema) -> str:
    return with_html_fences(_escaped_placeholders(without_comments(page)), schema, family_of(name))


def _escaped_placeholders(page: str) -> str:
    """`<PERSON_1>` outside code and fences, so that it is not taken for an element."""
    parts = re.split(r"(^```.*?^```[ \t]*$|`[^`\n]+`)", page, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("`") else _PLACEHOLDER.sub("&lt;", part) for part in parts)


def _static(name: str) -> str:
    return resources.files("tbnlp.guidelines").joinpath("static", name).read_text(encoding="utf-8")


def _run(home: Path) -> None:
    command = [sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603  our own words
    if done.returncode != 0 or not (home / "site" / "index.html").is_file():
        msg = f"the site generator ended with code {done.returncode}; run `tbnlp guidelines check` first"
        raise TbnlpError(msg)


def _keep_offline(site: Path) -> None:
    """Point the pages to our copy of the worker; raise when anything else would be fetched."""
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        up = "../" * (len(path.relative_to(site).parts) - 1)
        page = page.replace(_FETCHED_WORKER, f"{up}{SCRIPT}")
        if _FETCHES.search(page):
            msg = f"the site generator would fetch something for {path.name}; use its version of constraints.txt"
            raise TbnlpError(msg)
        path.write_text(page, encoding="utf-8")
