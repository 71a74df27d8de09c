"""Marks of a corpus, one by one: does each lie well in its text, and does the schema know what it says?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tbnlp.corpora.faults import Fault, Level, quoted
from tbnlp.corpora.format_checks import RawCorpus
from tbnlp.corpora.inline import ATTRIBUTES, IDENTIFIER_TYPES
from tbnlp.corpora.raw_rows import IdentifierRow, LayerRow, NoteRow, PassageRow
from tbnlp.errors import UsageError
from tbnlp.files.closed_words import listed
from tbnlp.notes.sentence_split import sentences
from tbnlp.notes.span import Span
from tbnlp.schema.entries import TWO_SENTENCES, Schema
from tbnlp.schema.migrations import migrate

OPTIONAL: Final = ("certainty", "referent_kin")
"""Attributes that a layer may hold and need not."""

Mark = IdentifierRow | PassageRow

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*")
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n")
_WRAPPED: Final = re.compile(r"\n(?=[^\S\n]*[a-z(\"\u201c]?[a-z])")
_ADDRESS_LIKE: Final = re.compile(r"\S*(?:[@_/\\]|\.(?:docx?|pdf|jpe?g|png|xlsx?|txt|com|org|net))\S*", re.IGNORECASE)


def mark_faults(corpus: RawCorpus, schema: Schema) -> list[Fault]:
    """Every fault of every mark of every layer."""
    found: list[Fault] = []
    for name, rows in corpus.layers.items():
        for note in corpus.notes:
            row = rows.get(note.note_id)
            if row is not None:
                names = corpus.layers["gold"][note.note_id].pii if note.note_id in corpus.layers["gold"] else row.pii
                found += _in_layer(note, row, name, schema, names)
    for note in corpus.notes:
        found += [
            Fault("closed lists", f"{field} has a value that is on no list of the schema", note.note_id)
            for field in ("note_type", "setting") if listed(field, getattr(note, field)) != getattr(note, field)
        ]
    return found


SPAN_RULES: Final = frozenset({"sentence ends", "mark length", "cut words", "mark edges"})
"""Checks of how far a mark reaches."""


def _in_layer(
    note: NoteRow, row: LayerRow, layer: str, schema: Schema, names: Sequence[IdentifierRow]
) -> Iterator[Fault]:
    """Faults of one layer. What an annotator marked against the span rules is kept as made, and is only for review."""
    behind = "" if layer == "gold" else f" (layer {layer})"
    faults: list[tuple[str, str, Mark]] = []
    sound: list[Mark] = []
    marks: list[Mark] = [*row.pii, *row.indicators]
    for mark in marks:
        if not mark.start < mark.end <= len(note.text):
            faults.append(("offsets", "the mark is empty, turned round or ends behind the text", mark))
        else:
            sound.append(mark)
            faults += [(check, message, mark) for check, message in _edges(note.text, mark)]
    sentence_starts = [span.start for span in sentences(_readable(note.text, names))]
    for mark in sound:
        checks = _identifier(mark) if isinstance(mark, IdentifierRow) else (
            _passage(note, mark, sentence_starts, schema, row.schema_version or schema.version))
        faults += [(check, message, mark) for check, message in checks]
    faults += [("duplicate marks", "the same mark stands twice", mark) for mark in _repeated(sound)]
    for check, message, mark in faults:
        level = Level.REVIEW if layer != "gold" and check in SPAN_RULES else Level.FAULT
        yield Fault(check, f"{_named(mark)}: {message}{behind}", note.note_id, mark.start, mark.end, level)


def _readable(text: str, marks: Sequence[IdentifierRow]) -> str:
    """A text of the same length without what misleads the splitter: wrapped lines and the stops of initials."""
    letters = list(_WRAPPED.sub(" ", text))
    for mark in marks:
        for place in range(mark.start, min(mark.end, len(text) - 1)):
            letters[place] = "x" if letters[place] in ".!?" else letters[place]
    return "".join(letters)


def _named(mark: Mark) -> str:
    return quoted(mark.type if isinstance(mark, IdentifierRow) else mark.label).strip("'")


def _edges(text: str, mark: Mark) -> Iterator[tuple[str, str]]:
    words = text[mark.start : mark.end]
    if words != words.strip():
        yield "mark edges", "begins or ends with a space"
    if _cuts_word(text, mark) and not (isinstance(mark, IdentifierRow) and _inside_address(text, mark)):
        yield "cut words", f"cuts a word at {quoted(words)}"
    if _PARAGRAPH.search(words):
        yield "paragraphs", "crosses a paragraph"


def _cuts_word(text: str, mark: Mark) -> bool:
    """Letters or digits of one kind on both sides of an edge; `14yo` and `x2` are not one word."""

    def inside(place: int) -> bool:
        if not 0 < place < len(text):
            return False
        left, right = text[place - 1], text[place]
        return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())

    return inside(mark.start) or inside(mark.end)


def _inside_address(text: str, mark: Mark) -> bool:
    """True when the blank-free word around the mark is an e-mail, a handle, a file name or an address of a page."""
    left = max(text.rfind(blank, 0, mark.start) for blank in " \n\t") + 1
    ends = [place for blank in " \n\t" if (place := text.find(blank, mark.end)) >= 0]
    return _ADDRESS_LIKE.fullmatch(text[left : min(ends, default=len(text))]) is not None


def _identifier(mark: IdentifierRow) -> Iterator[tuple[str, str]]:
    if mark.type not in IDENTIFIER_TYPES:
        yield "identifier types", "is not a type of the closed list"
    if mark.type == "PERSON" and mark.person is None:
        yield "person numbers", "has no number of a person"


def _passage(
    note: NoteRow, mark: PassageRow, sentence_starts: Sequence[int], schema: Schema, version: str
) -> Iterator[tuple[str, str]]:
    yield from _schema_faults(mark, schema, version)
    rules, count = schema.span_rules, len(_WORD.findall(note.text[mark.start : mark.end]))
    if not rules.min_tokens <= count <= rules.max_tokens:
        yield "mark length", f"has {count} words; {rules.min_tokens} to {rules.max_tokens} are allowed"
    ends = sum(mark.start < start < mark.end for start in sentence_starts)
    if ends > (rules.max_sentences - 1 if mark.label in TWO_SENTENCES else 0):
        yield "sentence ends", f"crosses {ends} sentence end{'s' if ends > 1 else ''}"
    if mark.parts is not None:
        yield from _part_faults(mark)


def _schema_faults(mark: PassageRow, schema: Schema, version: str) -> Iterator[tuple[str, str]]:
    """What the schema does not know; a mark of an older version is looked at as it stands under the present one."""
    label, subtype = mark.label, mark.subtype
    if version != schema.version:
        try:
            now = migrate(label, subtype, {}, version, schema.version)
        except UsageError:
            yield "labels", f"cannot be read from schema {version} under {schema.version}"
            return
        label, subtype = now.label, now.subtype
    if label not in schema.label_ids:
        yield "labels", "is no label of the schema"
    elif subtype not in (*schema.label(label).subtypes, "unspecified"):
        yield "subtypes", f"has no subtype {quoted(subtype)}"
    for name in (*ATTRIBUTES, *OPTIONAL):
        value = getattr(mark, name)
        if value is not None and value not in schema.attribute(name).value_ids:
            yield "attribute values", f"{name} has no value {quoted(value)}"


def _part_faults(mark: PassageRow) -> Iterator[tuple[str, str]]:
    parts = mark.parts or []
    if not 1 <= len(parts) <= 2 or (len(parts) == 2 and mark.label not in TWO_SENTENCES):  # D-027
        yield "parts", f"has {len(parts)} parts"
        return
    ordered = [place for part in parts for place in part]
    strict = all(start < end for start, end in parts)
    if ordered != sorted(ordered) or not strict or (ordered[0], ordered[-1]) != (mark.start, mark.end):
        yield "parts", "its parts do not run from its start to its end"


def _repeated(marks: Sequence[Mark]) -> Iterator[Mark]:
    seen: set[tuple[Span, str, str]] = set()
    for mark in marks:
        kind = "identifier" if isinstance(mark, IdentifierRow) else "passage"
        key = (Span(mark.start, mark.end), kind, mark.type if isinstance(mark, IdentifierRow) else mark.label)
        if key in seen:
            yield mark
        seen.add(key)
