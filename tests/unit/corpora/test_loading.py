from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tbnlp.corpora
from tbnlp.corpora import load
from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.written import WrittenNote, load_split
from tbnlp.errors import AssetError, InputError, UsageError
from tbnlp.notes.span import Span
from tbnlp.schema.loader import load_schema

TEXT = "Ct Rosa says Beto buys shoes after he yells. She is scared. He gave her rides, she is thankful."
ANSWERS = {
    "assertion": "affirmed", "temporality": "current", "source": "client_paraphrased", "experiencer": "client",
    "referent_role": "controller",
}
TWO_PARTS = {
    "start": 45, "end": 94, "parts": [[45, 58], [60, 94]], "label": "fear_with_gratitude", "subtype": "unspecified",
    **ANSWERS, "certainty": "medium", "referent_kin": "no_kin",
}
ONE_PART = {
    "start": 13, "end": 43, "label": "reward_punishment_cycle", "subtype": "reward_after_harm", **ANSWERS,
}
PII = [{"start": 3, "end": 7, "type": "PERSON", "person": 1}, {"start": 13, "end": 17, "type": "ALIAS"}]
PEOPLE = [{"person": 1, "role": "client"}]


def note_row(number: int, text: str = TEXT) -> dict[str, Any]:
    return {
        "case_id": f"C{number}", "note_id": f"C{number}-01", "writer": "W1", "note_type": "intake",
        "setting": "labour", "date": "2024-02-04", "text": text, "form": "soap",
    }


def marks_row(number: int, annotator: str = "writer") -> dict[str, Any]:
    return {
        "note_id": f"C{number}-01", "annotator": annotator, "pii": PII, "indicators": [ONE_PART, TWO_PARTS],
        "people": PEOPLE,
    }


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "tiny"
    write(home / "notes.jsonl", [note_row(number) for number in range(1, 5)])
    write(home / "annotations.jsonl", [marks_row(number) for number in range(1, 5)])
    write(home / "annotations_ada" / "annotations.jsonl", [marks_row(2, "ada")])
    splits = {"train": ["C1"], "dev": ["C2"], "test_in": ["C3"], "test_out": ["C4"]}
    (home / "splits.json").write_text(json.dumps({"version": 1, "splits": splits}), encoding="utf-8")
    return tmp_path


def test_a_note_keeps_its_second_part_its_form_and_its_people(folder: Path) -> None:
    [note] = load("tiny", split="train", folder=folder)
    one, two = note.passages
    assert isinstance(note, WrittenNote)
    assert (note.form, note.people) == ("soap", tuple(PEOPLE))
    assert (one.parts, one.pieces, one.certainty) == ((), (Span(13, 43),), None)
    assert [note.text[part.start : part.end] for part in two.pieces] == [
        "She is scared", "He gave her rides, she is thankful",
    ]
    assert (two.certainty, two.referent_kin) == ("medium", "no_kin")


def test_the_parts_of_a_passage_move_with_the_placeholders_before_them(folder: Path) -> None:
    [note] = redact_by_gold(load("tiny", split="dev", folder=folder))
    assert note.text.startswith("Ct <PERSON_1> says <PERSON_2> buys")
    assert [note.text[part.start : part.end] for part in note.passages[1].pieces] == [
        "She is scared", "He gave her rides, she is thankful",
    ]


def test_without_a_split_the_test_notes_stay_closed(folder: Path) -> None:
    assert [note.case_id for note in load("tiny", folder=folder)] == ["C1", "C2"]
    assert [note.case_id for note in load("tiny", folder=folder, allow_test=True)] == ["C1", "C2", "C3", "C4"]


@pytest.mark.parametrize("split", ["test_in", "test_out"])
@pytest.mark.parametrize("form", ["notes", "jsonl", "docbin", "datasets"])
def test_a_test_split_says_why_it_stays_closed(folder: Path, split: str, form: Any) -> None:
    with pytest.raises(UsageError, match=r"figures of a release only.*allow_test=True"):
        load("tiny", form, split, folder)


def test_a_test_split_opens_when_it_is_asked_for(folder: Path) -> None:
    [note] = load("tiny", split="test_out", folder=folder, allow_test=True)
    assert note.case_id == "C4"


def test_rows_come_back_as_they_stand_in_the_files(folder: Path) -> None:
    [row] = load("tiny", "jsonl", "dev", folder)
    marks = {name: value for name, value in marks_row(2).items() if name != "note_id"}
    assert row == {**note_row(2), "split": "dev", **marks}


def test_a_layer_holds_the_notes_of_its_annotator_alone(folder: Path) -> None:
    rows = list(load("tiny", "jsonl", folder=folder, layer="ada"))
    assert [(row["note_id"], row["annotator"]) for row in rows] == [("C2-01", "ada")]
    assert list(load("tiny", "jsonl", folder=folder, layer="annotations_ada")) == rows


@pytest.mark.parametrize(("options", "error", "says"), [
    pytest.param({"name": "other"}, AssetError, "not in the corpora folder", id="corpus"),
    pytest.param({"split": "trian"}, AssetError, "it has: train, dev, test_in, test_out", id="split"),
    pytest.param({"layer": "bob"}, AssetError, "it has: gold, ada", id="layer"),
    pytest.param({"form": "csv"}, UsageError, "there are: datasets, docbin, jsonl, notes", id="form"),
])
def test_what_is_not_there_is_named_with_what_there_is(
    folder: Path, options: dict[str, str], error: type[Exception], says: str
) -> None:
    asked: dict[str, Any] = {"name": "tiny", "folder": folder, **options}
    with pytest.raises(error, match=says):
        load(**asked)


def test_a_case_in_no_split_is_an_error_and_not_lost(folder: Path) -> None:
    write(folder / "tiny" / "notes.jsonl", [note_row(number) for number in range(1, 6)])
    with pytest.raises(InputError, match="1 cases of corpus 'tiny' are in no split, among them C5"):
        load("tiny", folder=folder)


def test_a_note_without_gold_marks_is_an_error(folder: Path) -> None:
    write(folder / "tiny" / "annotations.jsonl", [marks_row(1)])
    with pytest.raises(InputError, match="C2-01 has no row of gold marks"):
        load("tiny", folder=folder)


def test_a_mark_behind_the_text_is_named_by_its_note(folder: Path) -> None:
    write(folder / "tiny" / "notes.jsonl", [note_row(number, TEXT[:90]) for number in range(1, 5)])
    with pytest.raises(InputError, match="C1-01: a mark is empty or leaves the text") as caught:
        load("tiny", "jsonl", folder=folder)
    assert "Rosa" not in str(caught.value)


def test_a_corpus_without_splits_is_one_split(folder: Path) -> None:
    (folder / "tiny" / "splits.json").unlink()
    assert {row["split"] for row in load("tiny", "jsonl", folder=folder)} == {"all"}


def test_datasets_hold_the_same_marks_with_answers_by_number(folder: Path) -> None:
    found = load("tiny", "datasets", folder=folder)
    schema = load_schema()
    assert list(found) == ["train", "dev"]
    columns = found["dev"].features
    mark_columns = columns["indicators"].feature
    assert mark_columns["label"].names == list(schema.label_ids)
    assert mark_columns["source"].names == list(schema.attribute("source").value_ids)
    [row] = found["dev"]
    assert (row["note_id"], row["text"], row["form"]) == ("C2-01", TEXT, "soap")
    one, two = row["indicators"]
    back = {
        name: mark_columns[name].int2str(value) if name in ANSWERS or name in {"label", "certainty"} else value
        for name, value in two.items() if name != "referent_kin"
    }
    assert back == {name: value for name, value in TWO_PARTS.items() if name != "referent_kin"}
    assert (one["parts"], one["certainty"]) == ([[13, 43]], None)
    kinds = columns["identifiers"].feature["type"]
    assert [(kinds.int2str(mark["type"]), mark["person"]) for mark in row["identifiers"]] == [
        ("PERSON", 1), ("ALIAS", None),
    ]
    assert [json.loads(person) for person in row["people"]] == PEOPLE


def test_a_doc_bin_holds_spans_of_tokens_and_exact_marks(folder: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    content = load("tiny", "docbin", "dev", folder).to_bytes()
    [doc] = DocBin().from_bytes(content).get_docs(Vocab())
    assert doc.text == TEXT
    assert [(span.text, span.label_, span.id_) for span in doc.spans["tbnlp"]] == [
        ("Beto buys shoes after he yells", "reward_punishment_cycle", "m0"),
        ("She is scared", "fear_with_gratitude", "m1"),
        ("He gave her rides, she is thankful", "fear_with_gratitude", "m1"),
    ]
    assert [span.label_ for span in doc.spans["tbnlp_identifiers"]] == ["PERSON", "ALIAS"]
    records = [{**mark, "parts": [list(part) for part in mark["parts"]]} for mark in doc.user_data["tbnlp"]]
    assert records == [{**ONE_PART, "parts": [[13, 43]], "id": "m0"}, {**TWO_PARTS, "id": "m1"}]
    assert doc.user_data["tbnlp_corpus_note"]["split"] == "dev"


def test_a_mark_inside_a_token_is_widened_in_the_span_and_exact_in_the_record(folder: Path) -> None:
    from spacy.vocab import Vocab

    cut = {**ONE_PART, "start": 14, "end": 42}
    write(folder / "tiny" / "annotations.jsonl", [{**marks_row(n), "indicators": [cut]} for n in range(1, 5)])
    [doc] = load("tiny", "docbin", "dev", folder).get_docs(Vocab())
    assert doc.spans["tbnlp"][0].text == "Beto buys shoes after he yells"
    assert doc.user_data["tbnlp"][0]["start"] == 14


def test_the_older_reader_still_gives_a_split(folder: Path) -> None:
    assert [note.case_id for note in load_split("tiny", "test_in", folder)] == ["C3"]


def test_importing_corpora_loads_neither_spacy_nor_datasets() -> None:
    code = (
        "import sys, tbnlp.corpora\nassert 'tbnlp.corpora.loading' not in sys.modules\ntbnlp.corpora.load\n"
        "assert not {'spacy', 'datasets'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_corpora_offers_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        tbnlp.corpora.lode  # noqa: B018  the look-up is the test
