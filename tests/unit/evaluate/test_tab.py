from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tbnlp.errors import AssetError
from tbnlp.evaluate.tab_scores import score_tab
from tbnlp.evaluate.tab_texts import FOLDER, MARKS, TEXTS, TabMark, TabText, load_tab, on_word_edges
from tbnlp.notes.span import Span
from tests.unit.evaluate.written_aid import masker, place

TEXT = "Mr John Smith lodged application 36110/97 in Paris."
MARKED = TabText(
    "d1",
    TEXT,
    (
        TabMark(place(TEXT, "Mr John Smith"), "PERSON"),
        TabMark(place(TEXT, "36110/97"), "CODE"),
        TabMark(place(TEXT, "Paris"), "LOC"),
    ),
)


def write(folder: Path, marks: dict[str, list[list[object]]]) -> dict[str, str]:
    home = folder / FOLDER
    home.mkdir()
    rows = [{"doc_id": "d1", "background_knowledge": TEXT, "original_text": TEXT}]
    contents = {TEXTS: json.dumps(rows), MARKS: json.dumps(marks)}
    for name, content in contents.items():
        (home / name).write_text(content, encoding="utf-8")
    return {
        name: hashlib.sha256(content.encode()).hexdigest() for name, content in contents.items()
    }


def test_marks_are_read_in_order_and_doubles_are_dropped(tmp_path: Path) -> None:
    hashes = write(tmp_path, {"d1": [[45, 50, "LOC"], [3, 13, "PERSON"], [45, 50, "LOC"]]})
    (text,) = load_tab(tmp_path, hashes)
    assert [(mark.span, mark.type) for mark in text.marks] == [
        (Span(3, 13), "PERSON"),
        (Span(45, 50), "LOC"),
    ]


def test_a_missing_folder_is_said_plainly_with_exit_code_5(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="--data") as caught:
        load_tab(tmp_path)
    assert caught.value.exit_code == 5
    assert str(tmp_path) not in str(caught.value)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"d1": []})
    with pytest.raises(AssetError, match="not the published one"):
        load_tab(tmp_path)


def test_a_mark_behind_the_text_is_refused(tmp_path: Path) -> None:
    hashes = write(tmp_path, {"d1": [[40, 400, "LOC"]]})
    with pytest.raises(AssetError, match="do not fit"):
        load_tab(tmp_path, hashes)


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        pytest.param("John Smith", True, id="whole-words"),
        pytest.param("ohn Smith", False, id="starts-inside"),
        pytest.param("John Smit", False, id="ends-inside"),
        pytest.param("Paris.", True, id="end-of-text"),
    ],
)
def test_marks_that_cut_a_word_are_seen(words: str, fits: bool) -> None:
    assert on_word_edges(TEXT, place(TEXT, words)) is fits


def test_recall_by_type_and_precision_over_words_by_hand() -> None:
    # masked: John, Smith, 36110/97 and, wrongly, "lodged"; "Mr" and Paris stay
    redact = masker(
        {
            "d1": [
                (place(TEXT, "John Smith"), "PERSON", "<PERSON_1>"),
                (place(TEXT, "lodged"), "ORG", "<ORG_1>"),
                (place(TEXT, "36110/97"), "COURT_CASE", "<COURT_CASE>"),
            ]
        }
    )
    scores = score_tab([MARKED], redact, profile="maximal")
    rows = {row.type: row for row in scores.types}
    assert (rows["PERSON"].mentions.hits, rows["PERSON"].mentions.n) == (0, 1)
    assert (rows["PERSON"].words.hits, rows["PERSON"].words.n) == (2, 3)
    assert (rows["CODE"].mentions.hits, rows["CODE"].words.n) == (1, 2)
    assert rows["LOC"].words.value == 0.0
    assert (scores.total.mentions.hits, scores.total.mentions.n) == (1, 3)
    assert (scores.total.words.hits, scores.total.words.n) == (4, 6)
    assert (scores.precision.hits, scores.precision.n) == (4, 5)
    assert (scores.edges.hits, scores.edges.n) == (3, 3)
    assert rows["DEM"].mentions.n == 0
    assert (scores.title_left.hits, scores.title_left.n) == (1, 1)


def test_a_quarantined_text_is_counted_apart() -> None:
    scores = score_tab([MARKED], masker({"d1": None}), profile="maximal")
    assert scores.quarantined.hits == 1
    assert scores.total.mentions.n == 0
    assert "John" not in scores.table() + json.dumps(scores.to_json())
