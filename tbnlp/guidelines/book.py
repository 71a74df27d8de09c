"""The whole guideline as one printable HTML file: no network, no script, A4 and Letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from tbnlp.guidelines.decisions import anchor
from tbnlp.guidelines.fences import fence_html, without_comments
from tbnlp.guidelines.folder import HAND_WRITTEN, family_of, read_pages, resolved
from tbnlp.schema.entries import Schema

BOOK: Final = "guideline_book.html"
_LINK: Final = re.compile(r"^(?P<path>[^#:]*)(?:#(?P<anchor>.+))?$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the guideline in the book. `id`: its anchor; `html`: its body, headings one level down."""

    id: str
    title: str
    part: str
    html: Markup


def page_order(pages: Sequence[str], schema: Schema) -> list[tuple[str, str]]:
    """Pages as (part of the book, name): prose, trees, labels in schema order, worked notes, tables."""
    trees = [f"trees/{family.id}.md" for family in schema.families]
    labels = [f"labels/{label.id}.md" for label in schema.labels]
    worked = sorted(name for name in pages if name.startswith("worked_notes/") and not name.endswith("/index.md"))
    tables = ["quick_card.md", "confusion_matrix.md", "language_policy.md", "coverage.md", "sources.md"]
    first = [f"{stem}.md" for stem in HAND_WRITTEN[:11]]
    last = [f"{stem}.md" for stem in HAND_WRITTEN[11:]]
    parts = (("Working with the guideline", first), ("Decision trees", trees), ("Labels", labels),
             ("Worked notes", worked), ("Tables", tables), ("Log and sources", last))
    return [(part, name) for part, names in parts for name in names if name in pages]


def book_html(folder: Path, schema: Schema) -> str:
    """The book as one HTML text, made from the pages of the folder."""
    pages = read_pages(folder)
    order = page_order(list(pages), schema)
    chapters = [_chapter(part, name, pages, schema) for part, name in order]
    environment = Environment(
        loader=PackageLoader("tbnlp.guidelines"), undefined=StrictUndefined, autoescape=select_autoescape(["j2"]),
    )
    static = resources.files("tbnlp.guidelines").joinpath("static")
    style = static.joinpath("cases.css").read_text("utf-8") + static.joinpath("book.css").read_text("utf-8")
    return environment.get_template("book.html.j2").render(
        schema=schema, chapters=chapters, style=Markup(style),  # noqa: S704  our own file
        parts=list(dict.fromkeys(chapter.part for chapter in chapters)), notices=dict(schema.notices),
    )


def chapter_id(name: str) -> str:
    """The anchor of a page in the book."""
    return "page-" + name.removesuffix(".md").replace("/", "-").replace("_", "-")


def _chapter(part: str, name: str, pages: dict[str, str], schema: Schema) -> Chapter:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(without_comments(pages[name]))
    title = _prepare(tokens, name, set(pages))
    html = parser.renderer.render(_with_fences(tokens, schema, family_of(name)), parser.options, {})
    scrollable = html.replace("<table>", '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
    return Chapter(chapter_id(name), title, part, Markup(scrollable.replace("</table>", "</table></div>")))  # noqa: S704  escaped by the renderer


def _prepare(tokens: Sequence[Token], name: str, pages: set[str]) -> str:
    """Move headings one level down, give them ids, point links into the book; the page's title."""
    title = ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[place + 1].content
            title = title or words
            token.attrSet("id", chapter_id(name) if token.tag == "h1" else f"{chapter_id(name)}--{anchor(words)}")
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
        if token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                _point(child, name, pages)
    return title


def _point(link: Any, name: str, pages: set[str]) -> None:
    match = _LINK.match(str(link.attrGet("href") or ""))
    if match is None:
        return
    target = resolved(name, match["path"])
    if target in pages:
        link.attrSet("href", f"#{chapter_id(target)}" + (f"--{match['anchor']}" if match["anchor"] else ""))


def _with_fences(tokens: Sequence[Token], schema: Schema, family: str) -> list[Token]:
    out = []
    for token in tokens:
        kind, body = token.info.strip(), token.content.rstrip("\n")
        html = fence_html(kind, body, schema, family) if token.type == "fence" else None
        out.append(token if html is None else Token("html_block", "", 0, content=html + "\n", block=True))
    return out
