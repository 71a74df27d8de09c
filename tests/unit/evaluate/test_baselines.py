from __future__ import annotations

import numpy as np
import pytest

from tbnlp.errors import UsageError
from tbnlp.evaluate.baselines import (
    best_threshold,
    cue_pattern,
    cue_tagger,
    linear_tagger,
    load_cues,
    plain,
    train_linear,
)
from tbnlp.notes.tagged_note import Band, TaggedNote
from tbnlp.schema.loader import load_schema
from tbnlp.tag.gold import GoldNote
from tests.unit.evaluate.written_aid import passage, record

SCHEMA = load_schema()


def test_every_label_of_the_schema_has_its_own_words() -> None:
    cues = load_cues(SCHEMA.label_ids)
    assert set(cues) == set(SCHEMA.label_ids)
    assert min(len(words) for words in cues.values()) >= 10


def test_a_cue_list_that_lacks_a_label_is_refused() -> None:
    with pytest.raises(UsageError, match="differ in these labels: unheard_of"):
        load_cues((*SCHEMA.label_ids, "unheard_of"))


@pytest.mark.parametrize(
    ("cue", "sentence", "hit"),
    [
        pytest.param("lock*", "He locked the door.", True, id="star-is-an-ending"),
        pytest.param("lock*", "Her clock stopped.", False, id="not-inside-a-word"),
        pytest.param("no phone", "She had no  phone.", True, id="any-white-space"),
        pytest.param("numb", "The number rang.", False, id="whole-word"),
        pytest.param(
            "afraid * but grateful", "Afraid of him but grateful.", True, id="words-between"
        ),
        pytest.param("e.g.", "egg", False, id="a-full-stop-is-a-full-stop"),
    ],
)
def test_cues_match_whole_words_in_any_case(cue: str, sentence: str, hit: bool) -> None:
    assert (cue_pattern([cue]).search(sentence) is not None) is hit


def test_the_cue_list_marks_the_whole_sentence_and_only_that() -> None:
    note = record("He locked the door at night. She likes tea.")
    (result,) = cue_tagger(SCHEMA)([note])
    assert isinstance(result, TaggedNote)
    assert [(item.label, item.span) for item in result.candidates] == [
        ("blocked_exit", note.sentences[0])
    ]
    assert result.candidates[0].band is Band.STRONG


def test_a_note_without_sentences_gets_nothing() -> None:
    (result,) = cue_tagger(SCHEMA)([record("...")])
    assert isinstance(result, TaggedNote)
    assert result.candidates == ()


def test_placeholders_lose_their_numbers_for_the_vectoriser() -> None:
    assert plain("<PERSON_12> left <DATE_2: 2019>").split() == ["xxperson", "left", "xxdate"]


def test_the_threshold_with_the_best_f1_by_hand() -> None:
    # from .8 up: 2 found, 2 right, 1 missed: F1 .8; from .2 up: 4 found, 3 right: F1 6/7
    scores, gold = (
        np.asarray([0.9, 0.8, 0.5, 0.2, 0.1]),
        np.asarray([True, True, False, True, False]),
    )
    point, f1 = best_threshold(scores, gold)
    assert point == 0.2
    assert f1 == pytest.approx(6 / 7)


def test_a_label_without_gold_is_never_marked() -> None:
    assert best_threshold(np.asarray([0.9, 1.0]), np.asarray([False, False])) == (1.01, None)


def train_note(number: int, writer: str, marked: str, other: str) -> GoldNote:
    text = f"{marked} {other}"
    return GoldNote(
        record(text, case_id=f"c{number}", note_id=f"n{number}"),
        (passage(text, marked.rstrip("."), "isolation"),),
        writer,
        "labour",
    )


TRAIN = [
    train_note(
        number, writer, f"He took the phone in {month}.", f"They walked to the market in {month}."
    )
    for number, (writer, month) in enumerate(
        (writer, month)
        for writer in ("W1", "W2", "W3")
        for month in ("winter", "spring", "summer", "autumn")
    )
]


def test_the_linear_baseline_learns_words_and_writes_probabilities() -> None:
    learned = train_linear(TRAIN, SCHEMA.label_ids)
    column = SCHEMA.label_ids.index("isolation")
    assert learned.out_of_fold_f1[column] == 1.0
    assert learned.positives[column] == 12
    assert learned.sentences == 24
    (result,) = linear_tagger(SCHEMA, learned)(
        [record("He took the phone again. They walked there.")]
    )
    assert isinstance(result, TaggedNote)
    strong = [item for item in result.candidates if item.band is Band.STRONG]
    assert [(item.label, item.span.start) for item in strong] == [("isolation", 0)]
    assert 0.5 < strong[0].score < 1.0


def test_one_writer_is_too_few_to_set_thresholds() -> None:
    with pytest.raises(UsageError, match="at least two writers"):
        train_linear(TRAIN[:4], SCHEMA.label_ids)
