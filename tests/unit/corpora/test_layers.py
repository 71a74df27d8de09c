"""Further annotators read redacted text; their marks come back to the text as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.corpora.layers import layer_rows, readings
from tbnlp.corpora.written import GoldIdentifier, WrittenNote
from tbnlp.errors import InputError
from tbnlp.notes.span import Span


def note(text: str, *names: str) -> WrittenNote:
    marks = tuple(GoldIdentifier(Span(text.index(name), text.index(name) + len(name)), "PERSON", place)
                  for place, name in enumerate(names, start=1))
    return WrittenNote("C1", "N1", "W", "intake", "labour", "2024-01-01", text, marks, ())


def test_a_mark_on_redacted_text_lies_on_the_same_words_of_the_written_text() -> None:
    text = "Rosa says Marek took her phone and Rosa's key."
    read = readings([note(text, "Rosa", "Marek")])
    rows = layer_rows(
        [{"note_id": "N1", "marks": [{"label": "isolation", "subtype": "communication_cut", "nth": 1,
                                      "words": "<PERSON_2> took her phone", "assertion": "affirmed"}]}],
        read, "second", "0.3.0",
    )
    mark = rows[0]["indicators"][0]
    assert text[mark["start"] : mark["end"]] == "Marek took her phone"
    assert mark["assertion"] == "affirmed"


def test_the_second_occurrence_of_the_words_is_found() -> None:
    read = readings([note("She left. She left.")])
    row = {"note_id": "N1", "marks": [{"label": "agency", "subtype": "own_step", "words": "She left", "nth": 2}]}
    assert layer_rows([row], read, "second", "0.3.0")[0]["indicators"][0]["start"] == 10


def test_words_that_do_not_stand_there_are_refused_with_note_and_label() -> None:
    row = {"note_id": "N1", "marks": [{"label": "agency", "subtype": "own_step", "words": "She stayed", "nth": 1}]}
    with pytest.raises(InputError, match="note N1: the words of a mark of agency"):
        layer_rows([row], readings([note("She left.")]), "second", "0.3.0")


@given(st.lists(st.sampled_from(["Rosa", " went ", "Marek", "on.", " and ", "Li"]), min_size=1, max_size=12), st.data())
def test_a_span_that_cuts_no_name_comes_back_as_it_was(pieces: list[str], data: st.DataObject) -> None:
    text = "x" + "|".join(pieces)
    spans, place = [], 1
    for piece in pieces:
        if piece.strip() in {"Rosa", "Marek", "Li"}:
            spans.append(Span(place, place + len(piece)))
        place += len(piece) + 1
    marks = tuple(GoldIdentifier(span, "PERSON", 1) for span in spans)
    written = WrittenNote("C", "N", "W", "intake", "labour", "", text, marks, ())
    read = readings([written])["N"]
    edges = [place for place in range(len(text) + 1) if not any(span.start < place < span.end for span in spans)]
    start = data.draw(st.sampled_from(edges[:-1]))
    end = data.draw(st.sampled_from([place for place in edges if place > start]))
    span = Span(start, end)
    assert read.raw(read.shown(span)) == span
