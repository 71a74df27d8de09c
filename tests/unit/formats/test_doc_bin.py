"""DocBin files: what goes out comes back, spans are whole tokens, and what others changed is seen."""

from __future__ import annotations

import gc
import json
import pickletools
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import spacy
from hypothesis import given, settings
from spacy.language import Language
from spacy.pipeline import SpanRuler
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as DocSpan
from spacy.util import load_config_from_str, load_model_from_config
from spacy.vocab import Vocab

from tbnlp.errors import InputError
from tbnlp.formats import doc_bin
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.losses import Loss
from tbnlp.formats.token_texts import blank_pipeline, doc_of
from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import SCHEMA, note_lists, notes, texts

TEXT = "She says he kept her papers. Now <PERSON_1> holds them."
PAPERS = Mark(
    "m1", "blocked_exit", "papers_held", (Span(9, 27),), (("assertion", "affirmed"), ("certainty", "low")),
    comment="one\ntwo", score=0.1 + 0.2, needs_review=("D-001",),
)
INSIDE = Mark("m2", "isolation", "unspecified", (Span(13, 20), Span(33, 45)), ())
NOTE = AnnotatedNote(
    "case", "note", TEXT, "Ann", Origin.ANNOTATED, SCHEMA.version, SCHEMA.fingerprint, (PAPERS, INSIDE),
    annotated_at="2026-03-01T09:30:00+01:00", minutes=3.5,
)


def place(doc: Doc, start: int, end: int, label: str, mark_id: str = "") -> DocSpan:
    span = doc.char_span(start, end, label=label, span_id=mark_id, alignment_mode="expand")
    assert span is not None
    return span


def docs_of(folder: Path) -> list[Doc]:
    return list(DocBin().from_disk(folder / doc_bin.FILE_NAME).get_docs(Vocab()))


def changed(folder: Path, note: AnnotatedNote, change: Callable[[Doc], None]) -> AnnotatedNote:
    """The one note after a program changed its Doc."""
    doc_bin.write([note], folder, SCHEMA)
    docs = docs_of(folder)
    change(docs[0])
    DocBin(store_user_data=True, docs=docs).to_disk(folder / doc_bin.FILE_NAME)
    return next(iter(doc_bin.read(folder, SCHEMA)))


@settings(max_examples=40, deadline=None)
@given(note_lists())
def test_notes_come_back_as_they_went_out(given_notes: list[AnnotatedNote]) -> None:
    ignored: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        doc_bin.write(given_notes, Path(folder), SCHEMA)
        back = list(doc_bin.read(Path(folder), SCHEMA, ignored))
    assert back == [expected(note, doc_bin.LOSSES) for note in given_notes]
    assert not ignored["doc_bin_token_edges"]


@settings(max_examples=60, deadline=None)
@given(texts())
def test_a_doc_has_the_text_and_each_placeholder_as_one_token(text: str) -> None:
    doc = doc_of(text, blank_pipeline_once())
    assert doc.text == text
    places = {(token.idx, token.idx + len(token)) for token in doc}
    assert all((place.start, place.end) in places for place in placeholders.find(text))


PIPELINES: list[Language] = []


def blank_pipeline_once() -> Language:
    if not PIPELINES:
        PIPELINES.append(blank_pipeline())
    return PIPELINES[0]


@settings(max_examples=40, deadline=None)
@given(notes())
def test_spans_hold_their_marks_and_those_that_were_moved_are_counted(note: AnnotatedNote) -> None:
    moved: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        doc_bin.write([note], Path(folder), SCHEMA, moved)
        doc = docs_of(Path(folder))[0]
    elsewhere = 0
    for mark in note.marks:
        spans = [span for span in doc.spans["tbnlp"] if span.id_ == mark.mark_id]
        assert all(span.label_ == mark.label for span in spans)
        assert all(len(span) for span in spans)
        for part in mark.parts:
            words = note.text[part.start : part.end].rstrip(" ")
            start, end = part.end - len(note.text[part.start : part.end].lstrip(" ")), part.start + len(words)
            assert any(span.start_char <= start and end <= span.end_char for span in spans) or not words
        places = {(span.start_char, span.end_char) for span in spans}
        elsewhere += places != {(part.start, part.end) for part in mark.parts}
    assert moved["doc_bin_moved"] == elsewhere


def test_a_mark_inside_a_word_is_widened_in_spacy_and_exact_in_our_file(tmp_path: Path) -> None:
    moved: Counter[str] = Counter()
    doc_bin.write([NOTE], tmp_path, SCHEMA, moved)
    doc = docs_of(tmp_path)[0]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["tbnlp"]] == [
        ("he kept her papers", "blocked_exit", "m1"), ("kept her", "isolation", "m2"),
        ("<PERSON_1> holds", "isolation", "m2"),
    ]
    assert moved == {"doc_bin_moved": 1}
    assert list(doc_bin.read(tmp_path, SCHEMA)) == [NOTE]


def test_user_data_holds_plain_values_and_no_second_text(tmp_path: Path) -> None:
    doc_bin.write([NOTE], tmp_path, SCHEMA)
    data = docs_of(tmp_path)[0].user_data
    assert set(data) == {"tbnlp", "tbnlp_note"}
    assert "papers" not in json.dumps(data).replace("papers_held", "")
    assert data["tbnlp"][0]["certainty"] == "low"


def test_no_byte_of_the_file_is_a_pickle(tmp_path: Path) -> None:
    path = doc_bin.write([NOTE], tmp_path, SCHEMA)[0]
    stored = DocBin(store_user_data=True).from_disk(path)
    parts = [part for part in (*stored.user_data, *stored.span_groups) if part is not None]
    assert len(parts) == 2
    for part in (zlib.decompress(path.read_bytes()), *parts):
        with pytest.raises(ValueError):  # noqa: PT011  pickletools says the same in several ways
            list(pickletools.genops(part))


def test_a_file_is_written_and_read_without_any_call_of_pickle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("pickle was called")

    doc_bin.write([NOTE], tmp_path, SCHEMA)  # imports what it needs
    for module in ("pickle", "_pickle", "srsly.cloudpickle.cloudpickle", "srsly._pickle_api"):
        for name in ("load", "loads", "dump", "dumps", "Pickler", "Unpickler", "pickle_loads", "pickle_dumps"):
            monkeypatch.setattr(f"{module}.{name}", refuse, raising=False)
    doc_bin.write([NOTE], tmp_path, SCHEMA)
    assert list(doc_bin.read(tmp_path, SCHEMA)) == [NOTE]


def test_a_span_that_a_program_added_is_a_suggestion_of_nobody(tmp_path: Path) -> None:
    def add(doc: Doc) -> None:
        doc.spans["tbnlp"].append(place(doc, 0, 8, "isolation"))

    back = changed(tmp_path, NOTE, add)
    assert set(back.marks) == {PAPERS, INSIDE, Mark("s2", "isolation", "unspecified", (Span(0, 8),), ())}
    assert (back.annotator, back.origin, back.minutes) == ("", Origin.SUGGESTED, None)


def test_a_name_makes_changed_spans_that_persons_answers(tmp_path: Path) -> None:
    def sign(doc: Doc) -> None:
        doc.spans["tbnlp"].append(place(doc, 0, 8, "isolation"))
        doc.user_data["tbnlp_note"]["answered_by"] = "Bo"

    back = changed(tmp_path, NOTE, sign)
    assert (back.annotator, back.origin) == ("Bo", Origin.ANNOTATED)


def test_a_moved_span_keeps_its_answers_and_loses_its_score(tmp_path: Path) -> None:
    def move(doc: Doc) -> None:
        spans = list(doc.spans["tbnlp"])
        spans[0] = place(doc, 0, 27, "blocked_exit", "m1")
        doc.spans["tbnlp"] = spans

    assert replace(PAPERS, parts=(Span(0, 27),), score=None) in changed(tmp_path, NOTE, move).marks


def test_a_span_with_another_label_is_a_mark_without_answers(tmp_path: Path) -> None:
    def relabel(doc: Doc) -> None:
        doc.spans["tbnlp"] = [place(doc, 9, 27, "agency", "m1")]

    assert changed(tmp_path, NOTE, relabel).marks == (Mark("m1", "agency", "unspecified", (Span(9, 27),), ()),)


def test_a_doc_without_any_record_is_read_by_tokens(tmp_path: Path) -> None:
    doc = spacy.blank("en")("She says he kept her papers.")
    doc.spans["tbnlp"] = [place(doc, 9, 27, "blocked_exit")]
    DocBin(docs=[doc]).to_disk(tmp_path / "theirs.spacy")
    ignored: Counter[str] = Counter()
    back = next(iter(doc_bin.read(tmp_path / "theirs.spacy", SCHEMA, ignored)))
    assert back.marks == (Mark("s0", "blocked_exit", "unspecified", (Span(9, 27),), ()),)
    assert (back.note_id, back.origin, back.schema_version) == ("doc_00001", Origin.SUGGESTED, "")
    assert ignored == {"doc_bin_token_edges": 1}


def test_records_of_our_own_components_are_read_exactly(tmp_path: Path) -> None:
    doc = spacy.blank("en")("She says he kept her papers.")
    doc.spans["tbnlp"] = [place(doc, 9, 27, "blocked_exit", "c1")]
    doc.user_data["tbnlp"] = [{
        "id": "c1", "label": "blocked_exit", "subtype": "papers_held", "start": 9, "end": 26, "parts": [[9, 26]],
        "score": 0.5, "band": "review", "assertion": "affirmed",
    }]
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "tagged.spacy")
    mark = Mark("c1", "blocked_exit", "papers_held", (Span(9, 26),), (("assertion", "affirmed"),), score=0.5)
    back = next(iter(doc_bin.read(tmp_path, SCHEMA)))
    assert (back.marks, back.origin) == ((mark,), Origin.SUGGESTED)


def drop_group(doc: Doc) -> None:
    del doc.spans["tbnlp"]


def spoil_records(doc: Doc) -> None:
    doc.user_data["tbnlp"] = [{"id": "m1"}]


def unknown_label(doc: Doc) -> None:
    doc.spans["tbnlp"].append(place(doc, 0, 8, "secret"))


def three_parts(doc: Doc) -> None:
    doc.spans["tbnlp"].append(place(doc, 0, 3, "isolation", "m2"))


def nested_parts(doc: Doc) -> None:
    doc.spans["tbnlp"] = [place(doc, 0, end, "isolation", "x") for end in (3, 8)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (drop_group, "is not there"), (spoil_records, "not a list of marks"), (unknown_label, "no label 'secret'"),
        (three_parts, "share an id"), (nested_parts, "overlap at characters 0-8"),
    ],
)
def test_docs_that_marks_cannot_be_read_from_are_refused(
    tmp_path: Path, change: Callable[[Doc], None], said: str
) -> None:
    with pytest.raises(InputError, match=f"document 1.*{said}") as caught:
        changed(tmp_path, NOTE, change)
    assert "kept" not in str(caught.value)


def test_a_foreign_span_that_cuts_a_placeholder_is_refused(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Now <PERSON_1> holds them.")
    doc.spans["tbnlp"] = [place(doc, 0, 5, "isolation")]
    DocBin(docs=[doc]).to_disk(tmp_path / "theirs.spacy")
    if doc.spans["tbnlp"][0].end_char in range(5, 14):
        with pytest.raises(InputError, match="cuts a placeholder"):
            list(doc_bin.read(tmp_path, SCHEMA))
    else:
        assert list(doc_bin.read(tmp_path, SCHEMA))


def test_an_empty_text_is_refused_aloud(tmp_path: Path) -> None:
    empty = replace(NOTE, text="", marks=())
    assert doc_bin.reason_against(empty)
    with pytest.raises(InputError, match="note 2: spaCy cannot hold an empty text"):
        doc_bin.write([NOTE, empty], tmp_path, SCHEMA)


@pytest.mark.parametrize("content", [b"", b"not a file of spaCy", zlib.compress(b"\xc1"), zlib.compress(b"\x80")])
def test_a_damaged_file_is_refused_and_the_collector_stays_on(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.spacy").write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        list(doc_bin.read(tmp_path, SCHEMA))
    assert gc.isenabled()


def test_each_loss_of_changed_spans_really_occurs(tmp_path: Path) -> None:
    def replace_all(doc: Doc) -> None:
        doc.spans["tbnlp"] = [place(doc, 13, 19, "blocked_exit")]

    back = changed(tmp_path, NOTE, replace_all)
    assert back.marks == (Mark("s0", "blocked_exit", "unspecified", (Span(12, 20),), ()),)
    assert doc_bin.LOSSES.in_tool >= {Loss.EXACT_OFFSETS, Loss.SUBTYPE, Loss.ATTRIBUTES, Loss.COMMENT, Loss.MARK_ID}


def test_the_settings_have_every_label_and_load_into_spacy() -> None:
    files = doc_bin.config(SCHEMA)
    assert json.loads(files["spancat_labels.json"]) == list(SCHEMA.label_ids)
    loaded = load_config_from_str(files["spancat.cfg"], interpolate=False)
    suggester = loaded["components"]["spancat"]["suggester"]
    assert (suggester["min_size"], suggester["max_size"]) == (
        SCHEMA.span_rules.min_tokens, SCHEMA.span_rules.max_tokens,
    )
    assert loaded["components"]["spancat"]["spans_key"] == "tbnlp"
    assert load_model_from_config(loaded, auto_fill=True).pipe_names == ["spancat"]
    patterns = [json.loads(line) for line in files["patterns.jsonl"].splitlines()]
    assert {row["label"] for row in patterns} == set(SCHEMA.label_ids)


def test_every_pattern_finds_its_own_example_and_other_people_in_its_place() -> None:
    patterns = [json.loads(line) for line in doc_bin.config(SCHEMA)["patterns.jsonl"].splitlines()]
    nlp = blank_pipeline_once()
    ruler = SpanRuler(spacy.blank("en"), spans_key="tbnlp")
    ruler.add_patterns(patterns)
    for label in SCHEMA.labels:
        for positive in label.positives:
            text = positive.text.replace("[[", "").replace("]]", "").replace("<PERSON_1>", "<PERSON_7>")
            doc = ruler(doc_of(text, nlp))
            assert label.id in {span.label_ for span in doc.spans["tbnlp"]}, text
