"""A decision tree as a small inline drawing: questions below one another, answers to the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import escape

from tbnlp.guidelines.tree_pages import answer_word, onward_word, outcome
from tbnlp.schema.entries import Family, Schema, TreeStep

QUESTION_CHARACTERS: Final = 34
ANSWER_CHARACTERS: Final = 30
LINE: Final = 20
PAD: Final = 12
GAP: Final = 46
QUESTION_WIDTH: Final = 300
ANSWER_WIDTH: Final = 270
ANSWER_LEFT: Final = 392
WIDTH: Final = ANSWER_LEFT + ANSWER_WIDTH + 4


def tree_svg(family: Family, schema: Schema) -> str:
    """The drawing of a family's tree as an `svg` element with a text alternative that points to the list below it."""
    steps, tip = schema.tree(family.id), f"tip-{family.id}"
    parts: list[str] = []
    top = 4
    for number, step in enumerate(steps, start=1):
        last = number == len(steps)
        height = _height(step, schema)
        parts.append(_box("question", 4, top, QUESTION_WIDTH, height, _wrapped(step.ask, QUESTION_CHARACTERS)))
        parts.extend(_answers(step, schema, top, height, tip))
        if not last:
            parts.append(_down(top + height, onward_word(step), tip))
        top += height + (4 if last else GAP)
    label = escape(f"Decision tree of {family.name}, drawn; the list below says the same in words")
    return (
        f'<svg class="tree" viewBox="0 0 {WIDTH} {top}" width="{WIDTH}" height="{top}" role="img" '
        f'aria-label="{label}"><defs><marker id="{tip}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" class="tip"/></marker></defs>{"".join(parts)}</svg>'
    )


def _height(step: TreeStep, schema: Schema) -> int:
    left = len(_wrapped(step.ask, QUESTION_CHARACTERS)) * LINE + 2 * PAD
    right = sum(_answer_height(target, schema) + 8 for _, target in step.answers) - 8
    return max(left, right, LINE + 2 * PAD)


def _answer_height(target: str, schema: Schema) -> int:
    return len(_wrapped(outcome(target, schema), ANSWER_CHARACTERS)) * LINE + 2 * PAD


def _answers(step: TreeStep, schema: Schema, top: int, height: int, tip: str) -> Iterator[str]:
    boxes = [(answer, _wrapped(outcome(target, schema), ANSWER_CHARACTERS)) for answer, target in step.answers]
    heights = [len(lines) * LINE + 2 * PAD for _, lines in boxes]
    place = top + (height - sum(heights) - 8 * (len(heights) - 1)) // 2
    for (answer, lines), tall in zip(boxes, heights, strict=True):
        middle = place + tall // 2
        yield f'<path class="edge" d="M{QUESTION_WIDTH + 4} {middle} H{ANSWER_LEFT - 2}" marker-end="url(#{tip})"/>'
        yield f'<text class="word" x="{QUESTION_WIDTH + 14}" y="{middle - 6}">{answer_word(answer)}</text>'
        yield _box("answer", ANSWER_LEFT, place, ANSWER_WIDTH, tall, lines)
        place += tall + 8


def _down(top: int, word: str, tip: str) -> str:
    middle = 4 + QUESTION_WIDTH // 2
    return (
        f'<path class="edge" d="M{middle} {top} V{top + GAP - 2}" marker-end="url(#{tip})"/>'
        f'<text class="word" x="{middle + 10}" y="{top + GAP // 2 + 5}">{escape(word)}</text>'
    )


def _box(kind: str, left: int, top: int, width: int, height: int, lines: Sequence[str]) -> str:
    first = top + (height - len(lines) * LINE) // 2 + 15
    spans = "".join(
        f'<tspan x="{left + PAD}" y="{first + index * LINE}">{escape(line)}</tspan>' for index, line in enumerate(lines)
    )
    return (
        f'<rect class="{kind}" x="{left}" y="{top}" width="{width}" height="{height}" rx="6"/>'
        f'<text class="{kind}">{spans}</text>'
    )


def _wrapped(text: str, characters: int) -> list[str]:
    return textwrap.wrap(text, characters) or [""]
