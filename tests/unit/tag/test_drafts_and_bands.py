"""From scores to passages and bands, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbnlp.encoder.passages import Logits, Words
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Band
from tbnlp.rules.matcher import RuleHit
from tbnlp.tag.calibration import BandPoints, Calibration, LabelScale
from tbnlp.tag.drafts import Draft, propose
from tbnlp.tag.fitting import band_points, reading_point
from tbnlp.tag.pairing import join_neighbours
from tbnlp.tag.reading import Reading

WORDS = ("she", "chose", "the", "lawyer", "herself", "today")
READING = Reading(
    Words(WORDS, ((0, 6),)), (0, 4, 10, 14, 21, 29), (3, 9, 13, 20, 28, 34)
)
EVEN = LabelScale(offset=0.0, slope=1.0, rule=2.0)


def logits(sentence: float, words: list[float]) -> Logits:
    return Logits(
        np.asarray([[sentence]], dtype=np.float32), np.asarray(words, dtype=np.float32)[:, None],
        np.zeros((6, 1), dtype=np.float32), np.zeros((6, 1), dtype=np.float32),
    )


def drafts(scores: Logits | None, hits: dict[tuple[int, int], list[RuleHit]] | None = None) -> list[Draft]:
    return list(propose("agency", 0, READING, scores, hits or {}, EVEN, 0.3, 0.0, lambda span: span))


def hit(start: int, end: int) -> RuleHit:
    return RuleHit("agency", "own_decision", Span(start, end), "agency.chose", "chose", Span(start, end))


def test_the_passage_is_the_stretch_of_marked_words() -> None:
    found = drafts(logits(1.0, [-1, 1, 1, 1, 1, -1]))
    assert [draft.parts for draft in found] == [(Span(4, 28),)]


def test_a_small_gap_between_marked_words_is_closed() -> None:
    found = drafts(logits(1.0, [1, 1, -1, 1, -1, -1]))
    assert [draft.parts for draft in found] == [(Span(0, 20),)]


def test_without_a_marked_word_the_best_one_stands_for_the_passage() -> None:
    found = drafts(logits(1.0, [-5, -1, -5, -5, -5, -5]))
    assert [draft.parts for draft in found] == [(Span(4, 9),)]


def test_a_sentence_under_the_floor_gives_no_passage() -> None:
    assert drafts(logits(-3.0, [1] * 6)) == []


def test_a_rule_lifts_the_score_and_names_the_place() -> None:
    found = drafts(logits(-2.0, [-5] * 6), {(0, 0): [hit(4, 20)]})
    assert [(draft.parts, round(draft.score, 2)) for draft in found] == [((Span(4, 20),), 0.5)]


def test_rules_work_without_a_model() -> None:
    found = drafts(None, {(0, 0): [hit(4, 20), hit(10, 28)]})
    assert [draft.parts for draft in found] == [(Span(4, 28),)]


def draft(label: str, sentence: int, score: float) -> Draft:
    span = Span(sentence * 10, sentence * 10 + 5)
    return Draft(label, sentence, sentence, (span,), score, None)


def test_fear_and_thanks_in_neighbouring_sentences_are_one_candidate_of_two_parts() -> None:
    joined = join_neighbours([draft("fear_with_gratitude", 1, 0.7), draft("fear_with_gratitude", 2, 0.9)], 0.5)
    assert [item.parts for item in joined] == [(Span(10, 15), Span(20, 25))]
    assert joined[0].score == 0.9


@pytest.mark.parametrize(
    ("label", "sentences", "scores"),
    [
        ("agency", (1, 2), (0.9, 0.9)),
        ("fear_with_gratitude", (1, 3), (0.9, 0.9)),
        ("fear_with_gratitude", (1, 2), (0.9, 0.2)),
    ],
    ids=["another label", "not neighbours", "one is too weak"],
)
def test_other_drafts_stay_apart(label: str, sentences: tuple[int, int], scores: tuple[float, float]) -> None:
    pair = [draft(label, sentence, score) for sentence, score in zip(sentences, scores, strict=True)]
    assert join_neighbours(pair, 0.5) == pair


@pytest.mark.parametrize(
    ("score", "band"), [(0.95, Band.STRONG), (0.9, Band.STRONG), (0.5, Band.POSSIBLE), (0.2, Band.WEAK)], ids=str
)
def test_bands_by_their_points(score: float, band: Band) -> None:
    assert BandPoints(strong=0.9, possible=0.4).band(score) is band


def test_band_points_of_a_perfect_order() -> None:
    scores = np.asarray([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3])
    gold = np.asarray([1, 1, 1, 1, 1, 0, 0], dtype=float)
    points = band_points(scores, gold)
    assert (points.strong, points.possible) == (0.5, 0.5)


def test_no_strong_band_where_precision_is_never_reached() -> None:
    points = band_points(np.linspace(0.9, 0.1, 20), np.tile([1.0, 0.0], 10))
    assert points.strong > 1


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=60))
def test_recall_at_the_possible_point_is_at_least_95_percent(rows: list[tuple[float, bool]]) -> None:
    scores = np.round(np.asarray([score for score, _ in rows]), 3)
    gold = np.asarray([float(mark) for _, mark in rows])
    points = band_points(scores, gold)
    if gold.sum():
        assert gold[scores >= points.possible].sum() >= 0.95 * gold.sum()


def test_the_reading_point_is_where_f1_is_largest() -> None:
    scores = np.asarray([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    assert reading_point(scores, np.asarray([1.0, 1.0, 0.0, 1.0, 0.0, 0.0])) == 0.6


@given(st.floats(-50, 50), st.booleans())
def test_a_probability_stays_between_0_and_1(logit: float, rule_hit: bool) -> None:
    assert 0 <= EVEN.probability(logit, rule_hit) <= 1


def test_a_calibration_that_lacks_a_label_is_refused() -> None:
    from tbnlp.errors import AssetError

    with pytest.raises(AssetError):
        Calibration.from_json(
            {"tiers": {"full": {}}, "reading_point": {}, "inside": 0, "floor": 0, "attribute_rule": {}}, ("agency",)
        )
