"""A Doc has the characters, offsets and sentences of its note."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tbnlp.errors import AssetError
from tbnlp.notes.redacted_note import RedactedNote, Tokens
from tbnlp.notes.span import Span
from tbnlp.rules.document import Documents


def note(text: str, offsets: list[tuple[int, int]], sentences: list[Span]) -> RedactedNote:
    words = tuple(text[start:end] for start, end in offsets)
    return RedactedNote(
        "c", "n", 0, text,
        Tokens(
            tuple(start for start, _ in offsets), tuple(end for _, end in offsets),
            ("NN",) * len(words), ("NOUN",) * len(words), words,
        ),
        tuple(sentences), (), "f",
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["she", "<PERSON_1>", "<DATE_2: 2019>", " ", "  ", "\n", "\t", ".", "é"])))
def test_a_doc_spells_out_its_note_character_by_character(pieces: list[str]) -> None:
    text = "".join(pieces)
    offsets: list[tuple[int, int]] = []
    position = 0
    for piece in pieces:
        if not piece.isspace():
            offsets.append((position, position + len(piece)))
        position += len(piece)
    doc = Documents().build(note(text, offsets, []))
    assert doc.text == text
    assert [(token.idx, token.idx + len(token)) for token in doc if not token.is_space] == offsets


def test_tags_and_lemmas_of_the_note_stand_in_the_doc() -> None:
    doc = Documents().build(note("she  left", [(0, 3), (5, 9)], [Span(0, 9)]))
    assert [token.tag_ for token in doc if not token.is_space] == ["NN", "NN"]
    assert [token.lemma_ for token in doc if not token.is_space] == ["she", "left"]


def test_sentences_begin_where_the_note_says() -> None:
    doc = Documents().build(note("No call. Went home.", [(0, 2), (3, 8), (9, 13), (14, 19)],
                                 [Span(0, 8), Span(9, 19)]))
    assert [sentence.text for sentence in doc.sents] == ["No call.", "Went home."]


def test_overlapping_tokens_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Documents().build(note("abcd", [(0, 3), (2, 4)], []))


@pytest.mark.parametrize("text", [
    "Met <PERSON_1> (<AGE: 16-17>) at <EMPLOYER_1: nail salon>'s door on <DATE_2: 2019>.",
    "\n  Plan:\n- call <PERSON_2>  \n\n- rent\n", "", "  ",
], ids=["placeholders", "bullets", "empty", "blank"])
def test_a_placeholder_is_one_token_and_no_character_is_lost(
    text: str, documents: Documents
) -> None:
    record = documents.analyse(text)
    doc = documents.build(record)
    assert doc.text == text
    words = {text[a:b] for a, b in zip(record.tokens.starts, record.tokens.ends, strict=True)}
    assert {text[span.start : span.end] for span in record.placeholder_spans()} <= words


def test_bullets_and_headings_are_sentences_of_their_own(read: Callable[[str], Doc]) -> None:
    doc = read("Plan:\n- call the school\n- pay rent\nSeen today. said no.")
    assert [sentence.text.strip() for sentence in doc.sents][-4:] == [
        "- call the school", "- pay rent", "Seen today.", "said no.",
    ]


def test_a_missing_pipeline_is_named(documents: Documents) -> None:
    del documents
    with pytest.raises(AssetError, match="no_such_pipeline"):
        Documents("no_such_pipeline").analyse("She left.")
