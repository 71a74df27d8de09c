"""brat files: what goes out comes back, and what people or brat change in between is seen."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from tbnlp.errors import InputError
from tbnlp.formats import brat
from tbnlp.formats.annotated_note import AnnotatedNote, Mark, Origin
from tbnlp.formats.brat_lines import one_line, parts_of, pieces_of
from tbnlp.formats.losses import Loss
from tbnlp.notes.span import Span
from tests.unit.formats.expected import expected
from tests.unit.formats.strategies import SCHEMA, note_lists, notes

FIRST, SECOND = "Now <PERSON_1> holds them.", "She misses him."
TEXT = "She says 😀 he kept her papers.\r\nNow <PERSON_1> holds them.\nShe misses him."
PAPERS = Mark(
    "m1", "blocked_exit", "papers_held", (Span(11, 30),), (("assertion", "affirmed"), ("source", "client_paraphrased")),
    comment="first line\nsecond\tline", score=0.1 + 0.2,
)
NOTE = AnnotatedNote(
    "case", "note", TEXT, "Ann", Origin.ANNOTATED, SCHEMA.version, SCHEMA.fingerprint, (PAPERS,),
    annotated_at="2026-03-01T09:30:00+01:00", minutes=3.5,
)


def there_and_back(folder: Path, given_notes: list[AnnotatedNote]) -> list[AnnotatedNote]:
    brat.write(given_notes, folder, SCHEMA)
    return list(brat.read(folder, SCHEMA))


def changed(folder: Path, note: AnnotatedNote, old: str, new: str) -> AnnotatedNote:
    """The one note after somebody changed its `.ann` file."""
    brat.write([note], folder, SCHEMA)
    file = folder / "note_00001.ann"
    content = file.read_bytes().decode()
    assert old in content
    file.write_bytes(content.replace(old, new).encode())
    return next(iter(brat.read(folder, SCHEMA)))


@settings(max_examples=60, deadline=None)
@given(note_lists())
def test_notes_come_back_as_they_went_out(given_notes: list[AnnotatedNote]) -> None:
    with TemporaryDirectory() as folder:
        back = there_and_back(Path(folder), given_notes)
    assert back == [expected(note, brat.LOSSES) for note in given_notes]


@settings(max_examples=60, deadline=None)
@given(notes())
def test_every_span_line_says_what_brat_itself_would_read(note: AnnotatedNote) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        brat.write([note], folder, SCHEMA)
        text = (folder / "note_00001.txt").read_bytes().decode()
        content = (folder / "note_00001.ann").read_bytes().decode()
    assert text == note.text
    for line in content.splitlines(keepends=True):  # brat reads lines in this way
        assert line.endswith("\n")
        if not line.startswith("T"):
            continue
        _, data, tail = line.split("\t", 2)
        places = [pair.split(" ") for pair in data.split(" ", 1)[1].split(";")]
        spans = [(int(start), int(end)) for start, end in places]
        assert tail[:-1] == " ".join(text[start:end] for start, end in spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(notes(two_parts=False))
def test_without_the_index_places_and_answers_are_still_there(note: AnnotatedNote) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        brat.write([note], folder, SCHEMA)
        (folder / brat.INDEX_NAME).unlink()
        back = next(iter(brat.read(folder, SCHEMA)))
    assert (back.note_id, back.text, back.schema_version) == ("note_00001", note.text, "")
    shown = [mark for mark in note.marks if pieces_of(mark.parts, note.text)]
    assert Counter((mark.label, mark.subtype, mark.attributes, mark.score) for mark in back.marks) == Counter(
        (mark.label, mark.subtype, mark.attributes, mark.score) for mark in shown
    )
    assert Counter(one_line(mark.comment) for mark in back.marks) == Counter(one_line(mark.comment) for mark in shown)
    assert Counter(mark.parts for mark in back.marks) == Counter(
        parts_of(pieces_of(mark.parts, note.text), note.text) for mark in shown
    )


def test_windows_line_ends_stay_on_the_disk(tmp_path: Path) -> None:
    brat.write([NOTE], tmp_path, SCHEMA)
    assert (tmp_path / "note_00001.txt").read_bytes() == TEXT.encode()


def test_a_passage_over_a_line_break_is_cut_for_brat_and_whole_again(tmp_path: Path) -> None:
    start, end = TEXT.index("her papers"), TEXT.index(" holds")
    note = replace(NOTE, marks=(replace(PAPERS, parts=(Span(start, end),)),))
    brat.write([note], tmp_path, SCHEMA)
    line = (tmp_path / "note_00001.ann").read_text("utf-8").splitlines()[0]
    middle = TEXT.index("\r\n")
    assert line == f"T1\tblocked_exit {start} {middle};{middle + 2} {end}\ther papers. Now <PERSON_1>"
    assert list(brat.read(tmp_path, SCHEMA)) == [note]
    (tmp_path / brat.INDEX_NAME).unlink()
    assert next(iter(brat.read(tmp_path, SCHEMA))).marks[0].parts == (Span(start, end),)


def test_names_of_people_are_in_no_file_name(tmp_path: Path) -> None:
    written = brat.write([replace(NOTE, note_id="Maria Lopez", annotator="Ann/../x")], tmp_path, SCHEMA)
    assert [path.name for path in written] == ["note_00001.txt", "note_00001.ann", "tbnlp.json"]


def test_a_comment_that_was_typed_in_brat_replaces_the_old_one(tmp_path: Path) -> None:
    back = changed(tmp_path, NOTE, "first line second line", "not sure")
    assert back.marks == (replace(PAPERS, comment="not sure"),)
    assert (back.annotator, back.annotated_at, back.minutes) == ("Ann", "", None)


def test_a_comment_that_was_taken_out_in_brat_is_gone(tmp_path: Path) -> None:
    back = changed(tmp_path, NOTE, "#1\tAnnotatorNotes T1\tfirst line second line\n", "")
    assert back.marks[0].comment == ""


def test_a_mark_that_was_moved_in_brat_is_a_new_mark_without_its_score(tmp_path: Path) -> None:
    back = changed(tmp_path, NOTE, "11 30\the kept her papers", "14 30\tkept her papers")
    assert back.marks[0].parts == (Span(14, 30),)
    assert (back.marks[0].mark_id, back.marks[0].score) == ("T1", None)


def test_two_parts_with_only_a_line_break_between_are_one_when_made_in_brat(tmp_path: Path) -> None:
    start, middle = TEXT.index(FIRST), TEXT.index(SECOND)
    places = f"{start} {middle - 1};{middle} {len(TEXT)}"
    line = f"T2\tmissing_or_mixed_feelings {places}\t{FIRST} {SECOND}\n"
    back = changed(tmp_path, NOTE, "A1\t", f"{line}A1\t")
    assert back.marks[-1].parts == (Span(start, len(TEXT)),)
    assert Loss.PARTS in brat.LOSSES.in_tool


def test_two_parts_with_words_between_are_two(tmp_path: Path) -> None:
    line = f"T2\tfear_with_gratitude 0 8;{len(TEXT) - 4} {len(TEXT)}\tShe says him.\n"
    back = changed(tmp_path, NOTE, "A1\t", f"{line}A1\t")
    assert back.marks[0].parts == (Span(0, 8), Span(len(TEXT) - 4, len(TEXT)))


def test_a_changed_suggestion_without_a_name_is_refused(tmp_path: Path) -> None:
    suggestion = replace(NOTE, origin=Origin.SUGGESTED, annotator="pipeline")
    with pytest.raises(InputError, match="answered_by"):
        changed(tmp_path, suggestion, "papers_held", "confined_or_guarded")


def test_an_untouched_suggestion_stays_a_suggestion(tmp_path: Path) -> None:
    suggestion = replace(NOTE, origin=Origin.SUGGESTED, annotator="pipeline")
    assert there_and_back(tmp_path, [suggestion]) == [suggestion]


def test_a_name_in_the_index_makes_suggestions_that_persons_answers(tmp_path: Path) -> None:
    brat.write([replace(NOTE, origin=Origin.SUGGESTED, annotator="pipeline")], tmp_path, SCHEMA)
    index = json.loads((tmp_path / brat.INDEX_NAME).read_text("utf-8"))
    (tmp_path / brat.INDEX_NAME).write_text(json.dumps({**index, "answered_by": "Bo"}), "utf-8")
    back = next(iter(brat.read(tmp_path, SCHEMA)))
    assert (back.annotator, back.origin, back.minutes) == ("Bo", Origin.ANNOTATED, None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("R1\tpart_of Arg1:T1 Arg2:T1\t", "line 6: a relation"),
        ("E1\tblocked_exit:T1 ", "line 6: an event"),
        ("*\tEquiv T1 T1", "line 6: an equivalence"),
        ("T2\tblocked_exit 70 99\tx", "line 6: T2 leaves its text"),
        ("T2\tblocked_exit 0 3\tHe", "line 6: T2 does not stand on the words"),
        ("T1\tblocked_exit 0 3\tShe", "line 6: T1 is there twice"),
        ("T2\tblocked_exit 0 3;0 3\tShe She", "line 6: a passage has one or two parts"),
        ("T2\tblocked_exit 0 3;4 8;9 10\tShe says 😀", "line 6: a passage has one or two parts"),
        ("T2\tblocked_exit 0 5;4 8\tShe s says", "line 6: the parts of a passage overlap"),
        ("A9\tassertion T1 negated", "line 6: a second answer"),
        ("A9\tassertion T7 negated", "line 6: an attribute without its span"),
        ("A9\tmood T1 low", "line 6: 'mood' is not a question"),
        ("T2\tsecret 0 3\tShe", "no label 'secret'"),
        ("T2\tisolation 0 3\tShe\nA9\tisolation_subtype T2 papers_held", "no subtype 'papers_held'"),
        ("T2\tisolation 0 3\tShe\nA9\tcertainty T2 huge", "no answer 'huge'"),
        ("T2\tisolation 35 40\tw <PE", "line 6: T2 does not stand"),
        ("T2\tisolation 37 46\tPERSON_1>", "cuts a placeholder"),
        ("hello", "line 6: not a line of the brat format"),
    ],
)
def test_lines_that_marks_cannot_hold_are_refused_with_their_number(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        changed(tmp_path, NOTE, "#2\tScore", f"{line}\n#2\tScore")
    assert "papers." not in str(caught.value)


def test_normalisations_and_other_comments_are_counted_and_passed_over(tmp_path: Path) -> None:
    brat.write([NOTE], tmp_path, SCHEMA)
    file = tmp_path / "note_00001.ann"
    file.write_bytes(file.read_bytes() + b"N1\tReference T1 Wikipedia:1\tx\n#9\tSTATUS T1\tdone\n\n")
    (tmp_path / "README.txt").write_text("about", "utf-8")
    ignored: Counter[str] = Counter()
    assert list(brat.read(tmp_path, SCHEMA, ignored)) == [NOTE]
    assert ignored == {"brat_normalisation": 1, "brat_comment_of_another_kind": 1, "brat_text_without_ann": 1}


def test_lines_with_windows_ends_are_read(tmp_path: Path) -> None:
    brat.write([NOTE], tmp_path, SCHEMA)
    file = tmp_path / "note_00001.ann"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert list(brat.read(tmp_path, SCHEMA)) == [NOTE]


def test_a_text_that_was_changed_is_refused(tmp_path: Path) -> None:
    brat.write([NOTE], tmp_path, SCHEMA)
    (tmp_path / "note_00001.txt").write_bytes(TEXT.replace("\r\n", "\n").encode())
    with pytest.raises(InputError, match="note_00001: the text is not the one"):
        list(brat.read(tmp_path, SCHEMA))


def test_a_pair_that_was_lost_is_noticed(tmp_path: Path) -> None:
    brat.write([NOTE, replace(NOTE, note_id="other")], tmp_path, SCHEMA)
    (tmp_path / "note_00002.ann").unlink()
    with pytest.raises(InputError, match="1 pairs"):
        list(brat.read(tmp_path, SCHEMA))


def test_a_mark_of_line_breaks_alone_is_kept_beside_the_file(tmp_path: Path) -> None:
    start = TEXT.index("\r\n")
    note = replace(NOTE, marks=(replace(PAPERS, parts=(Span(start, start + 2),)),))
    assert there_and_back(tmp_path, [note]) == [note]
    assert (tmp_path / "note_00001.ann").read_bytes() == b""


def test_notes_of_an_older_schema_are_read_as_they_are(tmp_path: Path) -> None:
    old = replace(NOTE, schema_version="0.1.0", marks=(replace(PAPERS, label="old_label", subtype="old"),))
    assert there_and_back(tmp_path, [old]) == [old]


def test_the_configuration_has_every_label_question_and_answer() -> None:
    files = brat.config(SCHEMA)
    annotation, visual, keys = files["annotation.conf"], files["visual.conf"], files["kb_shortcuts.conf"]
    for label in SCHEMA.labels:
        assert f"\n\t{label.id}\n" in annotation
        assert f"\n{label.id}_subtype\tArg:{label.id}, Value:{'|'.join(label.subtypes)}|unspecified\n" in annotation
        assert f"\n{label.id} | {label.name} | " in visual
        assert f"bgColor:{SCHEMA.family(label.family).colour}" in visual
        assert f"{label.hotkey.upper()}\t{label.id}\n" in keys
    for attribute in SCHEMA.attributes:
        assert f"\n{attribute.id}\tArg:<ENTITY>, Value:{'|'.join(attribute.value_ids)}\n" in annotation
    assert [line for line in annotation.splitlines() if line.startswith("[")] == [
        "[entities]", "[relations]", "[events]", "[attributes]",
    ]
