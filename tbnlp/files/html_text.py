"""The text of an HTML page, read as a person would see it; scripts and styles are dropped."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from tbnlp.stage import Reason

_DROPPED: Final = frozenset({"script", "style", "template", "head", "noscript", "object", "svg"})
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
    "tr", "ul",
})
_CELLS: Final = frozenset({"td", "th"})
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_PROLOGUE: Final = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_LINE: Final = re.compile(r"[ \t]*\n[ \t]*")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def declared_encoding(head: bytes) -> str | None:
    """The encoding that a page names in its first bytes, or None."""
    match = _CHARSET.search(head)
    return match[1].decode("ascii") if match else None


def text_of_html(page: str) -> str | None:
    """The visible text: one line a block, a tab between table cells, white space as in a browser.

    None when the parser gives up (elements nested 2,048 deep): a part would look like the whole.
    Offsets into the result do not lead back to the page. Entities are resolved by the parser; no
    document type is followed and nothing is loaded.
    """
    # huge_tree: else nesting of 256 would end the text without a word; the walk does not recurse.
    parser = etree.HTMLParser(
        huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    page = _PROLOGUE.sub("", page, count=1).replace("\x00", "\ufffd")
    if not page.strip():
        return ""
    root = etree.fromstring(page, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return None
    if root is None:
        return ""
    pieces: list[str] = []
    _collect(root, pieces)
    text = _AROUND_LINE.sub("\n", "".join(pieces))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _collect(root: Any, pieces: list[str]) -> None:
    preformatted = 0
    skipped = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if skipped is None and tag in _DROPPED:
                skipped = node
            if skipped is not None:
                continue
            preformatted += tag == "pre"
            pieces.append(_edge(tag))
            pieces.append(_spaced(node.text, keep=preformatted > 0))
            continue
        if skipped is None:
            preformatted -= tag == "pre"
            pieces.append("\t" if tag in _CELLS else _edge(tag) if tag != "br" else "")
        if skipped is None or skipped is node:
            skipped = None
            pieces.append(_spaced(node.tail, keep=preformatted > 0))


def _edge(tag: str) -> str:
    return "\n" if tag in _BLOCKS or tag == "br" else ""


def _spaced(text: str | None, *, keep: bool) -> str:
    if not text:
        return ""
    return text if keep else _SPACES.sub(" ", text)


def text_of_html_file(content: bytes, encoding: str | None) -> str | Reason:
    """The text of a page in a file, `BAD_ENCODING` or `CORRUPT_FILE`."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    else:
        name = encoding or declared_encoding(content[:4096]) or "utf-8-sig"
    try:
        page = content.decode(name).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return Reason.BAD_ENCODING
    text = text_of_html(page)
    return Reason.CORRUPT_FILE if text is None else text
