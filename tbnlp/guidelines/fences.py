"""The blocks of a page that are more than code: case lines, note text, trees, as plain HTML."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import escape

from tbnlp.guidelines.case_lines import LANGUAGE, CaseLine, blocks
from tbnlp.guidelines.tree_drawing import tree_svg
from tbnlp.guidelines.worked_pages import NOTE_FENCE
from tbnlp.schema.entries import Schema

SIGNS: Final = {"+": "Mark", "-": "Leave", "?": "Decide"}
"""What the sign of a case line tells the annotator to do."""
_FENCE: Final = re.compile(r"^```(?P<kind>[a-z]+)[ \t]*\n(?P<body>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_COMMENT_LINE: Final = re.compile(r"^[ \t]*<!--.*?-->[ \t]*\n", re.MULTILINE | re.DOTALL)
_COMMENT: Final = re.compile(r"[ \t]*<!--.*?-->", re.DOTALL)
_NUMBERED: Final = re.compile(r"\[\[(\d+): ")
_PLACEHOLDER: Final = re.compile(r"&lt;[A-Z_]+(?:_\d+)?(?:: [^&]+)?&gt;")


def fence_html(kind: str, body: str, schema: Schema, tree: str = "") -> str | None:
    """HTML of a fenced block, without an empty line in it; None for a block that stays code.

    `tree`: the family whose tree stands on this page. The text of the block is escaped.
    """
    if kind == LANGUAGE:
        lines = [line for _, _, found in blocks(f"```case\n{body}\n```") for line in found]
        return '<ul class="cases">' + "".join(_case(line) for line in lines) + "</ul>"
    if kind == NOTE_FENCE:
        return f'<div class="note">{_paragraphs(body)}</div>'
    if kind == "mermaid" and tree:
        return f'<div class="tree-box">{tree_svg(schema.family(tree), schema)}</div>'
    return None


def without_comments(page: str) -> str:
    """The page without HTML comments; a line that holds nothing else goes, any other keeps its end."""
    return _COMMENT.sub("", _COMMENT_LINE.sub("", page))


def with_html_fences(page: str, schema: Schema, tree: str = "") -> str:
    """A Markdown page with those blocks turned into HTML, for a generator that knows nothing of them."""

    def turned(match: re.Match[str]) -> str:
        return fence_html(match["kind"], match["body"].rstrip("\n"), schema, tree) or match.group()

    return _FENCE.sub(turned, page)


def _case(line: CaseLine) -> str:
    remarks = "".join(f'<span class="remark">{escape(remark)}</span>' for remark in line.remarks)
    about = ", ".join(line.labels) if line.labels else ("nothing at all" if line.sign == "-" else "")
    word = f"{SIGNS.get(line.sign, '')}{': not ' + about if about and line.labels else ''}"
    kind = {"+": "mark", "-": "leave", "?": "decide"}.get(line.sign, "")
    decisions = f' <span class="decision">{", ".join(line.decisions)}</span>' if line.decisions else ""
    return (
        f'<li class="{kind}"><span class="sign">{escape(word)}</span> <span class="words">{_with_marks(line)}</span>'
        f"{decisions}{remarks}</li>"
    )


def _with_marks(line: CaseLine) -> str:
    opens: dict[int, list[tuple[int, str]]] = {}
    closes: dict[int, int] = {}
    for mark in line.marks:
        opens.setdefault(mark.span.start, []).append((-mark.span.end, mark.label))
        closes[mark.span.end] = closes.get(mark.span.end, 0) + 1
    out = []
    for place in range(len(line.text) + 1):
        out.append("</mark>" * closes.get(place, 0))
        for _, label in sorted(opens.get(place, ())):
            out.append(f'<mark><span class="label">{escape(label)}</span> ')
        out.append(str(escape(line.text[place : place + 1])))
    return _placeholders("".join(out))


def _paragraphs(body: str) -> str:
    parts = []
    for paragraph in re.split(r"\n\s*\n", body):
        shown = _NUMBERED.sub(r'<mark><sup>\1</sup> ', str(escape(paragraph))).replace("]]", "</mark>")
        parts.append(f"<p>{_placeholders(shown).replace(chr(10), '<br>')}</p>")
    return "".join(parts)


def _placeholders(shown: str) -> str:
    return _PLACEHOLDER.sub(lambda match: f'<span class="placeholder">{match.group()}</span>', shown)
