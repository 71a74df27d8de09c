from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from tbnlp.corpora.written import WrittenNote
from tbnlp.evaluate.calibration_scores import calibration_error, equal_bins, score_calibration
from tbnlp.evaluate.judged_notes import JudgedNote
from tbnlp.evaluate.passage_scores import match, overlap, score_passages
from tbnlp.evaluate.sentence_scores import REVIEW, STRONG, score_sentences
from tbnlp.evaluate.tables import render
from tbnlp.evaluate.tagging_figures import TaggingScores, comparison
from tbnlp.evaluate.tagging_scores import judge_product, score_tagging
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes, Band, Candidate, Evidence, TaggedNote, candidate_id
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Reason, Skipped
from tests.unit.evaluate.written_aid import (
    AFFIRMED,
    found,
    gold,
    judged_note,
    masker,
    passage,
    place,
    written,
)

LOVE, FEAR = "loyalty_or_love", "fear_with_gratitude"
LABELS = (LOVE, FEAR)
WORDS = tuple(Span(start, start + 2) for start in range(0, 40, 2))


def test_a_sentence_counts_once_however_many_passages_it_holds() -> None:
    note = judged_note(
        [gold(LOVE, 0, 4), gold(LOVE, 6, 10)], [found(LOVE, 2, 8), found(LOVE, 12, 16)]
    )
    love = dict(score_sentences([note], LABELS, REVIEW).labels)[LOVE]
    assert (love.true_positives, love.false_positives, love.false_negatives) == (1, 1, 0)


def test_a_passage_over_a_sentence_end_counts_in_both_sentences() -> None:
    note = judged_note([gold(FEAR, 4, 16)], [found(FEAR, 4, 8)])
    fear = dict(score_sentences([note], LABELS, REVIEW).labels)[FEAR]
    assert (fear.true_positives, fear.false_negatives) == (1, 1)


def test_another_label_on_the_right_sentence_is_one_miss_and_one_false_alarm() -> None:
    scores = score_sentences([judged_note([gold(LOVE, 0, 8)], [found(FEAR, 0, 8)])], LABELS, REVIEW)
    assert (
        scores.micro.true_positives,
        scores.micro.false_positives,
        scores.micro.false_negatives,
    ) == (0, 1, 1)
    assert scores.any_label.true_positives == 1


def test_weak_candidates_are_in_no_band_and_possible_ones_in_the_review_band_only() -> None:
    note = judged_note(
        [gold(LOVE, 0, 8), gold(LOVE, 10, 18)],
        [found(LOVE, 0, 8, band=Band.WEAK), found(LOVE, 10, 18, band=Band.POSSIBLE)],
    )
    assert score_sentences([note], LABELS, REVIEW).micro.true_positives == 1
    assert score_sentences([note], LABELS, STRONG).micro.true_positives == 0


def test_negated_gold_passages_count_like_affirmed_ones() -> None:
    negated = Attributes("negated", "current", "client_paraphrased", "client", "controller")
    note = judged_note([gold(LOVE, 0, 8, negated)], [found(LOVE, 0, 8)])
    assert score_sentences([note], LABELS, REVIEW).micro.true_positives == 1


def test_precision_is_reweighted_to_sparser_files() -> None:
    # Recall 1/2, false alarms 1 of 2 bare sentences: at 10 % of sentences .05 / (.05 + .45).
    note = judged_note(
        [gold(LOVE, 0, 8), gold(LOVE, 10, 18)], [found(LOVE, 0, 8), found(LOVE, 20, 28)]
    )
    reweighted = dict(score_sentences([note], LABELS, REVIEW).reweighted)
    assert reweighted[0.10].value == pytest.approx(0.1)
    assert reweighted[0.01].value == pytest.approx(0.01)


def test_macro_leaves_out_labels_with_fewer_than_twenty_positives() -> None:
    many = [
        judged_note([gold(LOVE, 0, 38)], [found(LOVE, 0, 38)], f"c{number}") for number in range(5)
    ]
    many.append(judged_note([gold(FEAR, 0, 8)], [], "c9"))
    scores = score_sentences(many, LABELS, REVIEW)
    assert (scores.macro.f1.value, scores.macro.f1.n) == (1.0, 1)
    assert (scores.macro_all.f1.value, scores.macro_all.f1.n) == (0.5, 2)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({1, 2, 3, 4}, {3, 4}, 0.5, id="half-of-the-longer"),
        pytest.param({1, 2, 3, 4, 5}, {3, 4}, 0.4, id="too-short-inside-a-long-one"),
        pytest.param({1, 2}, {1, 2}, 1.0, id="the-same"),
        pytest.param({1}, {2}, 0.0, id="apart"),
        pytest.param(set(), set(), 0.0, id="no-words"),
    ],
)
def test_overlap_is_shared_words_over_the_longer_passage(
    one: set[int], other: set[int], expected: float
) -> None:
    assert overlap(frozenset(one), frozenset(other)) == expected


def test_one_long_candidate_does_not_match_two_gold_passages() -> None:
    pairs = match([gold(LOVE, 0, 4), gold(LOVE, 4, 8)], [found(LOVE, 0, 8)], WORDS)
    assert len(pairs) == 1


def test_the_best_overlap_is_matched_first() -> None:
    near, exact = found(LOVE, 0, 6), found(LOVE, 0, 8)
    ((_, chosen),) = match([gold(LOVE, 0, 8)], [near, exact], WORDS)
    assert chosen is exact


def test_span_figures_and_attributes_of_matched_passages_by_hand() -> None:
    past = Attributes("affirmed", "past", "client_quoted", "client", "controller")
    note = judged_note(
        [gold(LOVE, 0, 8), gold(LOVE, 10, 18, past), gold(FEAR, 20, 28)],
        [found(LOVE, 0, 8), found(LOVE, 10, 18), found(FEAR, 30, 38)],
    )
    scores = score_passages([note], LABELS, REVIEW)
    assert (
        scores.micro.true_positives,
        scores.micro.false_positives,
        scores.micro.false_negatives,
    ) == (2, 1, 1)
    questions = {row.question: row for row in scores.attributes}
    assert (questions["assertion"].accuracy.hits, questions["assertion"].accuracy.n) == (2, 2)
    assert (questions["temporality"].accuracy.hits, questions["temporality"].accuracy.n) == (1, 2)
    # current: F1 2/3 (found twice, right once); past: 0; mean 1/3
    assert questions["temporality"].macro_f1.value == pytest.approx(1 / 3)


def test_calibration_error_by_hand() -> None:
    # two bins: scores .1 and .3 with 0 of 2 marked, .7 and .9 with 1 of 2 marked
    bins = equal_bins(np.asarray([0.9, 0.1, 0.7, 0.3]), np.asarray([1.0, 0.0, 0.0, 0.0]), bins=2)
    assert [(item.n, item.share_marked) for item in bins] == [(2, 0.0), (2, 0.5)]
    assert [item.mean_score for item in bins] == pytest.approx([0.2, 0.8])
    assert calibration_error(bins) == pytest.approx(0.5 * 0.2 + 0.5 * 0.3)


def test_calibration_reads_every_written_candidate_also_the_weak_ones() -> None:
    note = judged_note(
        [gold(LOVE, 0, 8)],
        [found(LOVE, 2, 6, score=0.8), found(FEAR, 10, 18, score=0.2, band=Band.WEAK)],
    )
    scores = score_calibration([note])
    assert scores.brier.n == 2
    assert scores.brier.value == pytest.approx((0.2**2 + 0.2**2) / 2)
    assert scores.ece.value == pytest.approx(0.2)


def test_no_candidates_have_no_calibration() -> None:
    scores = score_calibration([judged_note([gold(LOVE, 0, 8)], [])])
    assert (scores.ece.value, scores.brier.value, scores.ece.n) == (None, None, 0)


def plain_note(number: int) -> WrittenNote:
    return written("Nothing here.", case_id=f"c{number}", note_id=f"n{number}")


def test_notes_without_gold_that_get_a_candidate_are_a_share_of_those_notes() -> None:
    results = [
        judged_note([], [found(LOVE, 0, 8, band=Band.POSSIBLE)], "c0"),
        judged_note([], [], "c1"),
        judged_note([gold(LOVE, 0, 8)], [found(LOVE, 0, 8)], "c2"),
    ]
    scores = scored(results)
    assert (scores.review.bare_notes.hits, scores.review.bare_notes.n) == (1, 2)
    assert scores.strong.bare_notes.hits == 0


def scored(results: Sequence[JudgedNote], seen: Sequence[str] = ("W1",)) -> TaggingScores:
    notes = [plain_note(number) for number in range(len(results))]
    return score_tagging(
        notes, results, system="test", source="written", text="gold", seen_writers=seen
    )


def test_writers_of_train_and_strangers_are_told_apart() -> None:
    results = [
        judged_note([gold(LOVE, 0, 8)], [found(LOVE, 0, 8)], "c0", "W1"),
        judged_note([gold(LOVE, 0, 8)], [], "c1", "W7"),
    ]
    slices = {(row.dimension, row.value): row.micro for row in scored(results).slices}
    assert slices["writer", "seen"].false_negatives == 0
    assert slices["writer", "unseen"].false_negatives == 1


def test_a_label_with_few_positives_shows_counts_and_the_word_few() -> None:
    table = scored([judged_note([gold(LOVE, 0, 8)], [found(LOVE, 0, 8)])]).table()
    line = next(line for line in table.splitlines() if line.startswith(LOVE))
    assert line.split() == [LOVE, "1", "1", "0", "0", "few", "few", "few"]


def test_json_and_comparison_hold_the_headline_figures() -> None:
    scores = scored([judged_note([gold(LOVE, 0, 8)], [found(LOVE, 0, 8)])])
    content = json.loads(json.dumps(scores.to_json(), allow_nan=False))
    assert content["review"]["sentences"]["labels"][LOVE]["few"] is True
    assert scores.figures()["review_micro_f1"] == 1.0
    assert "1.000 [no interval]" in render(comparison([scores]))


TEXT = "Rosa said she loves Beto. He left."


def tag_loves(notes: Sequence[RedactedNote]) -> list[TaggedNote | Skipped]:
    results: list[TaggedNote | Skipped] = []
    for note in notes:
        if "skip" in note.text:
            results.append(
                Skipped(note.case_id, note.note_id, note.row, "tag", Reason.TAGGING_FAILED)
            )
            continue
        span = place(note.text, "she loves <PERSON_2>")
        candidate = Candidate(
            candidate_id(note.case_id, note.note_id, LOVE, (span,)),
            LOVE,
            "unspecified",
            (span,),
            note.sentences[0],
            (Evidence("rule", "test", 1.0, "test"),),
            AFFIRMED,
            0.9,
            Band.STRONG,
        )
        results.append(TaggedNote(note, (candidate,), load_schema().fingerprint))
    return results


def test_the_product_path_moves_gold_and_counts_skipped_notes_apart() -> None:
    mark = passage(TEXT, "she loves Beto", LOVE)
    notes = [
        written(TEXT, passages=[mark], case_id="a", note_id="n1"),
        written(TEXT, passages=[mark], case_id="b", note_id="n2"),
        written(
            "skip " + TEXT,
            passages=[passage("skip " + TEXT, "she loves Beto", LOVE)],
            case_id="c",
            note_id="n3",
        ),
    ]
    masks = [
        (place(TEXT, "Rosa"), "PERSON", "<PERSON_1>"),
        (place(TEXT, "Beto"), "PERSON", "<PERSON_2>"),
    ]
    results = judge_product(notes, masker({"n1": masks, "n2": None, "n3": []}), tag_loves)
    assert [note.tagged for note in results] == [True, False, False]
    scores = score_tagging(notes, results, system="test", source="written", text="product")
    assert (scores.skipped.hits, scores.skipped.n, scores.lost) == (2, 3, 2)
    assert (
        scores.review.passages.micro.true_positives,
        scores.review.passages.micro.positives,
    ) == (1, 1)
