"""The wording guard over the pages of the guideline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tbnlp.schema.loader import load_schema
from tbnlp.schema.wording import LINT_OK, Scope, violations

QUOTING_PAGES: Final = frozenset({
    "language_policy.md", "sources.md", "literature.md", "labels/stigmatising_wording.md",
})
"""Pages whose matter is the wording itself: patterns, titles, statements of the sources, words put on clients."""
_FENCED: Final = re.compile(r"^(```+)(?:case|note|mermaid)?[ \t]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_QUOTED: Final = re.compile(r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|`[^`\n]+`")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n(?=[-|#*]|\d+\. )")


def wording_problems(name: str, page: str) -> Iterator[str]:
    """Phrases that the policy stops, with the line; examples, quoted words and code are not read.

    A paragraph, list item or row with the mark may deny such a phrase in its own sentence.
    """
    if name in QUOTING_PAGES:
        return
    shown = _QUOTED.sub(_blank, _FENCED.sub(_blank, page))
    if name.startswith("worked_notes/"):
        shown = "\n".join("" if line.startswith("|") else line for line in shown.splitlines())
    notices = [text for _, text in load_schema().notices]
    place = 0
    for paragraph in _PARAGRAPH.split(shown):
        place = max(shown.find(paragraph, place), place)
        scope = Scope.NEGATED_OK if LINT_OK in paragraph else Scope.STRICT
        for item in violations(paragraph, scope):
            if not any(item.found in notice and notice in " ".join(paragraph.split()) for notice in notices):
                line = shown.count("\n", 0, place + item.place) + 1
                yield f"line {line}: {item.phrase_id} {item.found!r}; write: {item.instead}"


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
