"""Case lines: examples that people read and tests run.

```case
+ She said [[loyalty_or_love: he always looked after me]].
- (loyalty_or_love) He looked after the children.
? He is my boss.  (D-014)
= a remark on the line above
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.schema.entries import Schema

LANGUAGE: Final = "case"
_FENCE: Final = re.compile(r"^(?P<ticks>```+)case[ \t]*\n(?P<body>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL)
_OPEN: Final = re.compile(r"\[\[([a-z_]+): ")
_LABELS: Final = re.compile(r"\(([a-z_]+(?:, ?[a-z_]+)*)\) ")
_DECISION: Final = re.compile(r"\s*\((D-\d{3}(?:, ?D-\d{3})*)\)\s*$")


@dataclass(frozen=True, slots=True)
class CaseMark:
    """The words of a case line that must be found under a label."""

    label: str
    span: Span


@dataclass(slots=True)
class CaseLine:
    """One example; what it asks for follows from its sign.

    `+`: the marks must be found. `-`: nothing of `labels` may be found, or nothing at all when there are none.
    `?`: left to the annotator under the decisions named.
    """

    sign: str
    text: str
    number: int
    marks: tuple[CaseMark, ...] = ()
    labels: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def blocks(page: str) -> Iterator[tuple[int, int, list[CaseLine]]]:
    """Each case block of a Markdown page: its first character, the one behind it, its lines."""
    for match in _FENCE.finditer(page):
        first = page.count("\n", 0, match.start("body")) + 1
        yield match.start(), match.end(), _lines(match["body"], first)


def lines_of(page: str) -> list[CaseLine]:
    """Every case line of a page, in order."""
    return [line for _, _, lines in blocks(page) for line in lines]


def _lines(body: str, first: int) -> list[CaseLine]:
    found: list[CaseLine] = []
    for number, raw in enumerate(body.splitlines(), start=first):
        sign, _, rest = raw.strip().partition(" ")
        if not raw.strip():
            continue
        if sign == "=" and found:
            found[-1].remarks.append(rest.strip())
        elif sign in {"+", "-", "?"}:
            found.append(_line(sign, rest.strip(), number))
        else:
            broken = CaseLine(sign, rest, number)
            broken.mistakes.append("a case line starts with +, -, ? or =")
            found.append(broken)
    return found


def _line(sign: str, rest: str, number: int) -> CaseLine:
    line = CaseLine(sign, rest, number)
    if sign == "-" and (match := _LABELS.match(rest)):
        line.labels = tuple(part.strip() for part in match[1].split(","))
        rest = rest[match.end() :]
    if match := _DECISION.search(rest):
        line.decisions = tuple(part.strip() for part in match[1].split(","))
        rest = rest[: match.start()]
    line.text, line.marks, broken = _unmarked(rest)
    if broken:
        line.mistakes.append("a mark is not closed, or is closed twice")
    if sign == "+" and not line.marks:
        line.mistakes.append("a + line needs a mark: [[label_id: words]]")
    if sign != "+" and line.marks:
        line.mistakes.append(f"a {sign} line holds no mark")
    if sign == "?" and not line.decisions:
        line.mistakes.append("a ? line names a decision: (D-014)")
    return line


def _unmarked(marked: str) -> tuple[str, tuple[CaseMark, ...], bool]:
    """Plain text and marks; marks may stand inside one another."""
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    marks: list[CaseMark] = []
    place = length = 0
    broken = False
    while place < len(marked):
        if match := _OPEN.match(marked, place):
            opened.append((match[1], length))
            place = match.end()
        elif marked.startswith("]]", place):
            if opened and opened[-1][1] < length:
                label, start = opened.pop()
                marks.append(CaseMark(label, Span(start, length)))
            else:
                broken = True
            place += 2
        else:
            broken = broken or marked.startswith("[[", place)
            out.append(marked[place])
            place += 1
            length += 1
    return "".join(out), tuple(sorted(marks, key=lambda mark: mark.span)), broken or bool(opened)


def problems(line: CaseLine, schema: Schema, decisions: set[str]) -> list[str]:
    """What is wrong with a line: its form, an unknown label, an unknown decision."""
    named = {*(mark.label for mark in line.marks), *line.labels}
    return [
        *line.mistakes,
        *(f"unknown label {label!r}" for label in sorted(named - set(schema.label_ids))),
        *(f"decision {name} is not in decisions.md" for name in line.decisions if name not in decisions),
    ]


def positive_line(label: str, marked: str) -> str:
    """A `+` line from an example of the schema, whose mark carries no label."""
    return "+ " + marked.replace("[[", f"[[{label}: ")
