"""`tbnlp convert`: conversion between formats, with the verifier's look at every text before it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tbnlp.formats.annotated_note import AnnotatedNote
from tbnlp.formats.conversion import Conversion, Order, convert
from tbnlp.schema.loader import load_schema

Say = Callable[[str], None]
IDENTIFIER: Final = "looks as if it held an identifier"


def verified(note: AnnotatedNote) -> str | None:
    """Refuse a note whose text, or a comment in it, still looks as if it held an identifier.

    Does not look for names, which are known only beside the values of their case.
    """
    from tbnlp.redact.verifier import residual_hits

    texts = [note.text, *(mark.comment for mark in note.marks)]
    return IDENTIFIER if any(residual_hits(text) for text in texts if text) else None


def run_conversion(order: Order, say: Say, *, invented_text: bool) -> Conversion:
    """Convert and say what came of it, in counts; no id and no text is printed.

    `invented_text`: the text is a written corpus, so the verifier does not read it.
    """
    result = convert(order, load_schema(), (lambda _: None) if invented_text else verified)
    for line in lines_of(result, order):
        say(line)
    return result


def lines_of(result: Conversion, order: Order) -> list[str]:
    """What is said at the end."""
    lines = [f"{result.source} to {result.target}: {result.read} notes read, {result.written} written"]
    lines += [f"refused, {reason}: {len(ids)}" for reason, ids in sorted(result.refused.items())]
    if IDENTIFIER in result.refused:
        lines.append("Redact those notes first; --invented-text says that a text is invented")
    lines += [f"left out, {reason.replace('_', ' ')}: {count}" for reason, count in sorted(result.ignored.items())]
    lines += [f"marks of an older schema, {word.replace('_', ' ')}: {n}" for word, n in sorted(result.migrated.items())]
    if result.blind:
        lines.append(f"{len(result.blind)} notes are served without suggestions; conversion.json lists them")
    lines.append(f"Files: {order.output}")
    return lines
