"""Marks as spans of a spaCy Doc, and back: exact where the record still fits its spans, else by tokens."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import Mark
from tbnlp.formats.own_rows import mark_from
from tbnlp.formats.returned import UNSPECIFIED, unused_id
from tbnlp.notes.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

KEY: Final = "tbnlp"
"""The span group and the user data of the project, as its spaCy components use them."""


def token_spans(doc: Doc, mark: Mark) -> list[DocSpan]:
    """One span of whole tokens for each part, with label and id; parts in one token are one span.

    A blank behind a token belongs to no span of spaCy: a part of that blank alone stands on the token before it.
    """
    found: list[DocSpan] = []
    for part in mark.parts:
        start = part.start - 1 if len(part) == 1 and _is_blank_behind_token(doc, part.start) else part.start
        span = _tokens_at(doc, start, part.end, mark.label, mark.mark_id)
        if all((span.start, span.end) != (other.start, other.end) for other in found):
            found.append(span)
    return found


def _is_blank_behind_token(doc: Doc, at: int) -> bool:
    return not len(_tokens_at(doc, at, at + 1))


def _tokens_at(doc: Doc, start: int, end: int, label: str = "", mark_id: str = "") -> DocSpan:
    span = doc.char_span(start, end, label=label, span_id=mark_id, alignment_mode="expand")
    if span is None:
        msg = "a place outside the text has no tokens"
        raise ValueError(msg)
    return span


def exact_marks(doc: Doc, where: str, ignored: Counter[str]) -> list[Mark]:
    """The marks of a Doc by its span group; spans that share an id are the parts of one mark.

    `ignored` counts marks that are read with the edges of their tokens. Raises `InputError` naming `where`.
    """
    records = _records(doc, where)
    groups: dict[str, list[DocSpan]] = {}
    for number, span in enumerate(doc.spans.get(KEY, [])):
        groups.setdefault(f"id {span.id_}" if span.id_ else f"none {number}", []).append(span)
    if records and KEY not in doc.spans:
        msg = f'{where}: doc.user_data["{KEY}"] has marks, and doc.spans["{KEY}"] is not there'
        raise InputError(msg)
    used = {spans[0].id_ for spans in groups.values() if spans[0].id_}
    marks = []
    for number, spans in enumerate(groups.values()):
        written = records.get(spans[0].id_)
        if written is not None and _fits(doc, written, spans):
            marks.append(written)
            continue
        ignored["doc_bin_token_edges"] += 1
        marks.append(_by_tokens(spans, spans[0].id_ or unused_id(f"s{number}", used), written, where))
    return marks


def _records(doc: Doc, where: str) -> dict[str, Mark]:
    """The exact marks of the user data by id; records of the components that have no id are answers alone."""
    found: Any = doc.user_data.get(KEY) or ()
    try:
        return {str(row["id"]): mark_from(row, 0) for row in found if "id" in row}
    except (KeyError, TypeError, ValueError, AttributeError):
        msg = f'{where}: doc.user_data["{KEY}"] is not a list of marks'
        raise InputError(msg) from None


def _fits(doc: Doc, mark: Mark, spans: list[DocSpan]) -> bool:
    if mark.span.end > len(doc.text) or any(span.label_ != mark.label for span in spans):
        return False
    places = {(span.start, span.end) for span in token_spans(doc, mark)}
    return places == {(span.start, span.end) for span in spans}


def _by_tokens(spans: list[DocSpan], mark_id: str, written: Mark | None, where: str) -> Mark:
    """A mark that was made or changed: place and label of the spans, answers of the record of the same label."""
    labels = {span.label_ for span in spans}
    parts = sorted({(span.start_char, span.end_char) for span in spans})
    if len(labels) > 1 or len(parts) > 2 or "" in labels:
        place = f"{parts[0][0]}-{parts[-1][1]}"
        msg = f"{where}: spans at characters {place} share an id, and are not one mark of one label"
        raise InputError(msg)
    label = labels.pop()
    kept = written if written is not None and written.label == label else None
    try:
        return Mark(
            mark_id=mark_id,
            label=label,
            subtype=kept.subtype if kept else UNSPECIFIED,
            parts=tuple(Span(start, end) for start, end in parts),
            attributes=kept.attributes if kept else (),
            comment=kept.comment if kept else "",
            needs_review=kept.needs_review if kept else (),
        )
    except ValueError:
        msg = f"{where}: the spans of one mark overlap at characters {parts[0][0]}-{parts[-1][1]}"
        raise InputError(msg) from None
