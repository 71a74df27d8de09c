"""spaCy: one `.spacy` file of all notes, marks in `doc.spans["tbnlp"]` and exact in `doc.user_data["tbnlp"]`.

A span of spaCy begins and ends with a token, so a mark is widened to whole tokens there, which is counted; its
exact place, attributes and comment stand in the user data as plain values (msgpack). A DocBin does not record who
changed it: changed marks are suggestions of nobody, unless `doc.user_data["tbnlp_note"]["answered_by"]` has a name.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tbnlp.errors import InputError
from tbnlp.formats.annotated_note import AnnotatedNote, Origin, sorted_marks
from tbnlp.formats.carried import mark_head, note_from
from tbnlp.formats.doc_bin_config import config
from tbnlp.formats.doc_bin_marks import KEY, exact_marks, token_spans
from tbnlp.formats.losses import Loss, Losses
from tbnlp.formats.returned import check_marks, is_unchanged, note_record, settled
from tbnlp.formats.token_texts import blank_pipeline, doc_of
from tbnlp.schema.entries import Schema

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["FILE_NAME", "LOSSES", "NAME", "NOTE_KEY", "config", "read", "reason_against", "write"]

NAME: Final = "spacy"
LOSSES: Final = Losses(
    in_file=frozenset(),
    in_tool=frozenset({
        Loss.SUBTYPE, Loss.ATTRIBUTES, Loss.CERTAINTY, Loss.COMMENT, Loss.SCORE, Loss.MARK_ID, Loss.ANNOTATOR,
        Loss.TIMES, Loss.EXACT_OFFSETS, Loss.ORIGIN,
    }),
)
FILE_NAME: Final = "notes.spacy"
NOTE_KEY: Final = "tbnlp_note"


def reason_against(note: AnnotatedNote) -> str:
    """Why spaCy cannot hold the note, or nothing: a Doc without tokens has no text."""
    return "" if note.text else "spaCy cannot hold an empty text"


def write(
    notes: Iterable[AnnotatedNote],
    folder: Path,
    schema: Schema,  # noqa: ARG001  one signature for every format
    moved: Counter[str] | None = None,
) -> list[Path]:
    """Write `notes.spacy` into `folder`; `moved` counts the marks whose spans had to be moved to the edges of tokens.

    Raises `InputError`, naming the note by its number, for a text that spaCy cannot hold.
    """
    from spacy.tokens import DocBin

    moved = Counter() if moved is None else moved
    nlp = blank_pipeline()
    docs = DocBin(store_user_data=True)
    for ordinal, note in enumerate(notes, start=1):
        reason = reason_against(note)
        if reason:
            msg = f"note {ordinal}: {reason}"
            raise InputError(msg)
        docs.add(_doc(note, nlp, ordinal, moved))
    path = folder / FILE_NAME
    docs.to_disk(path)
    return [path]


def _doc(note: AnnotatedNote, nlp: Language, ordinal: int, moved: Counter[str]) -> Doc:
    doc = doc_of(note.text, nlp)
    if doc.text != note.text:
        msg = f"note {ordinal}: spaCy does not keep its text as it is"
        raise InputError(msg)
    spans = []
    for mark in note.marks:
        found = token_spans(doc, mark)
        moved["doc_bin_moved"] += {(span.start_char, span.end_char) for span in found} != {
            (part.start, part.end) for part in mark.parts
        }
        spans += found
    doc.spans[KEY] = spans
    doc.user_data[KEY] = [mark_head(mark, note.text) for mark in note.marks]
    doc.user_data[NOTE_KEY] = note_record(note)
    return doc


def read(path: Path, schema: Schema, ignored: Counter[str] | None = None) -> Iterator[AnnotatedNote]:
    """The notes of a `.spacy` file, or of all in a folder.

    Spans without a record are read with the edges of their tokens, which `ignored` counts as
    `doc_bin_token_edges`; a Doc without our record is a suggestion with its number as note id and no version.
    Raises `InputError` naming the document by its number.
    """
    from spacy.vocab import Vocab

    ignored = Counter() if ignored is None else ignored
    vocab = Vocab()
    ordinal = 0
    for file in sorted(path.glob("*.spacy")) if path.is_dir() else [path]:
        for doc in _docs(file, vocab):
            ordinal += 1
            yield check_marks(_note(doc, ordinal, ignored), schema, f"document {ordinal}")


def _docs(file: Path, vocab: Vocab) -> Iterator[Doc]:
    from spacy.tokens import DocBin

    try:
        yield from DocBin(store_user_data=True).from_disk(file).get_docs(vocab)
    except Exception:  # noqa: BLE001  numpy, zlib and msgpack raise their own, and their text may quote the note
        msg = "a .spacy file is damaged, or of another version of spaCy"
        raise InputError(msg) from None
    finally:
        gc.enable()  # srsly turns the collector off while it reads, and leaves it off when it fails


def _note(doc: Doc, ordinal: int, ignored: Counter[str]) -> AnnotatedNote:
    where = f"document {ordinal}"
    marks = exact_marks(doc, where, ignored)
    record = doc.user_data.get(NOTE_KEY)
    if not isinstance(record, dict):
        name = f"doc_{ordinal:05d}"
        try:
            return AnnotatedNote(
                case_id=name, note_id=name, text=doc.text, annotator="", origin=Origin.SUGGESTED, schema_version="",
                schema_fingerprint="", marks=sorted_marks(marks),
            )
        except ValueError:
            msg = f"{where}: a span cuts a placeholder"
            raise InputError(msg) from None
    note = note_from(record, doc.text, marks, where)
    if record.get("answered_by") or is_unchanged(record, note):
        return settled(record, note, where)
    return replace(note, annotator="", origin=Origin.SUGGESTED, annotated_at="", minutes=None)
