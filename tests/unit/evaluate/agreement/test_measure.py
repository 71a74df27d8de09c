"""The figures of whole comparisons: against reference packages, with missing notes, few cases and rare labels."""

from __future__ import annotations

import json
import math
import time

import krippendorff
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa as reference_fleiss

from tbnlp.errors import UsageError
from tbnlp.evaluate.agreement.measure import Agreement, measure
from tbnlp.evaluate.agreement.resampling import Figure, Gap, Resampling
from tbnlp.evaluate.agreement.sentence_figures import SentenceFigures, Target, alpha_of
from tbnlp.formats.annotated_note import AnnotatedNote
from tests.unit.evaluate.agreement.marked_notes import (
    SCHEMA,
    SENTENCES,
    mark,
    note,
    random_ratings,
    rated,
    with_marks,
)

LABEL = "isolation"
TEXT = " ".join(SENTENCES)


def row(found: Agreement, name: str = LABEL) -> SentenceFigures:
    return next(line for line in found.sentences if line.row.id == name)


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def flat(ratings: NDArray[np.int64]) -> NDArray[np.float64]:
    """Annotators by sentences, with NaN where a note was not read."""
    matrix = ratings.reshape(ratings.shape[0], -1).astype(float)
    matrix[np.repeat(ratings[:, :, :1] < 0, 5, axis=2).reshape(ratings.shape[0], -1)] = np.nan
    return matrix


@pytest.mark.parametrize("annotators", [2, 3, 4])
def test_alpha_of_sentences_equals_the_reference_with_missing_notes(annotators: int) -> None:
    ratings = random_ratings(annotators, annotators, 40)
    found = row(measure(rated(ratings, LABEL), SCHEMA, repeats=20))
    matrix = flat(ratings)
    assert value(found.alpha) == pytest.approx(krippendorff.alpha(matrix, level_of_measurement="nominal"), abs=1e-9)
    assert found.sentences == int(((~np.isnan(matrix)).sum(axis=0) > 1).sum())


def test_kappa_of_two_is_cohens_on_the_notes_that_both_read() -> None:
    ratings = random_ratings(5, 2, 40)
    both = flat(ratings)
    both = both[:, ~np.isnan(both).any(axis=0)]
    found = row(measure(rated(ratings, LABEL), SCHEMA, repeats=20))
    assert value(found.kappa) == pytest.approx(cohen_kappa_score(both[0], both[1]), abs=1e-9)
    assert found.kappa.n == both.shape[1]


def test_kappa_of_three_is_fleiss_on_the_notes_that_all_read() -> None:
    ratings = random_ratings(6, 3, 40)
    every = flat(ratings)
    every = every[:, ~np.isnan(every).any(axis=0)]
    table = np.stack([3 - every.sum(axis=0), every.sum(axis=0)], axis=-1)
    found = row(measure(rated(ratings, LABEL), SCHEMA, repeats=20))
    assert value(found.kappa) == pytest.approx(reference_fleiss(table), abs=1e-9)
    assert found.kappa.n == every.shape[1] < found.alpha.n


def test_the_order_of_the_annotators_changes_no_figure() -> None:
    layers = rated(random_ratings(7, 3, 30), LABEL)
    one = measure(layers, SCHEMA, repeats=50)
    other = measure(dict(reversed(layers.items())), SCHEMA, repeats=50)
    for first, second in zip(one.sentences, other.sentences, strict=True):
        assert first.alpha.n == second.alpha.n
        for name in ("alpha", "positive_agreement", "kappa", "ac1"):
            assert getattr(first, name).value == pytest.approx(getattr(second, name).value, abs=1e-12)
        assert first.bias == second.bias


def test_the_bootstrap_counts_each_case_as_often_as_it_is_drawn() -> None:
    ratings = random_ratings(8, 3, 12)
    matrix, cases = flat(ratings), np.repeat(np.arange(12), 5)
    draws = Resampling(12, 5, 1)
    found = measure(rated(ratings, LABEL), SCHEMA, repeats=5, seed=1)
    assert row(found).alpha.interval is not None
    values = []
    for weights in draws._draws:
        repeated = np.repeat(np.arange(matrix.shape[1]), weights[cases].astype(int))
        values.append(krippendorff.alpha(matrix[:, repeated], level_of_measurement="nominal"))
    low, high = np.percentile(values, (2.5, 97.5))
    interval = row(found).alpha.interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-9)


def test_the_same_seed_gives_the_same_file_and_another_seed_other_intervals() -> None:
    layers = rated(random_ratings(9, 2, 30), LABEL)
    first, again, other = (measure(layers, SCHEMA, repeats=100, seed=seed).to_json() for seed in (1, 1, 2))
    assert json.dumps(first) == json.dumps(again)
    assert first["labels"][LABEL]["alpha"] != other["labels"][LABEL]["alpha"]
    assert first["labels"][LABEL]["alpha"]["value"] == other["labels"][LABEL]["alpha"]["value"]


def test_notes_of_one_case_are_drawn_together() -> None:
    ratings = random_ratings(10, 2, 40, missing=0)
    apart = row(measure(rated(ratings, LABEL), SCHEMA)).alpha
    together = row(measure(rated(ratings, LABEL, notes_per_case=8), SCHEMA)).alpha
    assert apart.value == together.value
    assert apart.interval != together.interval


def test_with_few_cases_there_is_a_value_and_no_interval() -> None:
    found = row(measure(rated(random_ratings(11, 2, 40, missing=0), LABEL, notes_per_case=10), SCHEMA))
    assert found.alpha.value is not None
    assert found.alpha.interval is None
    assert found.alpha.gap is Gap.FEW_CASES


def test_a_rare_label_shows_counts_and_raw_agreement_only() -> None:
    ratings = np.zeros((2, 30, 5), dtype=np.int64)
    ratings[:, :19, 0] = 1
    found = measure(rated(ratings, LABEL), SCHEMA, repeats=20)
    line, spans = row(found), next(item for item in found.spans if item.row.id == LABEL)
    assert (line.positives, line.by_all, line.rare) == (19, 19, True)
    assert line.raw.value == 1.0
    for figure in (line.alpha, line.kappa, line.ac1, line.positive_agreement, spans.exact, spans.overlapping):
        assert (figure.value, figure.interval, figure.gap) == (None, None, Gap.RARE)
    assert line.target is Target.NOT_MEASURED
    assert spans.marks == 38
    assert found.macro.alpha.n == 0


def test_twenty_positives_are_enough() -> None:
    ratings = np.zeros((2, 30, 5), dtype=np.int64)
    ratings[:, :20, 0] = 1
    found = measure(rated(ratings, LABEL), SCHEMA, repeats=20)
    assert row(found).alpha.value == 1.0
    assert row(found).target is Target.AIM
    assert (found.macro.alpha.value, found.macro.alpha.n) == (1.0, 1)


@pytest.mark.parametrize(("ratings", "gap"), [
    (np.zeros((2, 30, 5), dtype=np.int64), Gap.NOTHING_MARKED),
    (np.ones((2, 30, 5), dtype=np.int64), Gap.NO_VARIATION),
    (np.ones((1, 30, 5), dtype=np.int64), Gap.NOTHING_SHARED),
    (np.stack([np.full((30, 5), 1), np.full((30, 5), -1)]), Gap.NOTHING_SHARED),
], ids=["nothing marked", "all marked", "one annotator", "all missing"])
def test_where_nothing_can_be_measured_there_is_a_reason_and_no_number(ratings: NDArray[np.int64], gap: Gap) -> None:
    found = measure(rated(ratings, LABEL), SCHEMA, repeats=20)
    line = row(found)
    for figure in (line.alpha, line.kappa, line.ac1, line.positive_agreement, line.raw):
        assert (figure.value, figure.interval, figure.gap) == (None, None, gap)
    assert found.macro.alpha.value is None
    assert found.sets.jaccard.value is None
    assert all(figures.alpha.value is None for figures in found.attributes if gap is not Gap.NO_VARIATION)
    json.dumps(found.to_json(), allow_nan=False)


def test_when_no_note_was_read_by_all_kappa_says_so_and_alpha_is_there() -> None:
    ratings = random_ratings(12, 3, 45, missing=0)
    for number in range(45):
        ratings[number % 3, number] = -1
    line = row(measure(rated(ratings, LABEL), SCHEMA, repeats=20))
    assert line.alpha.value is not None
    assert (line.kappa.value, line.kappa.n, line.kappa.gap) == (None, 0, Gap.NOT_ALL_READ)


def test_a_family_holds_where_any_of_its_labels_holds() -> None:
    other = next(
        label.id for label in SCHEMA.labels if label.family == SCHEMA.label(LABEL).family and label.id != LABEL
    )
    layers = {
        "Ada": [note(f"C{n}", f"N{n}", "Ada", (LABEL, SENTENCES[0])) for n in range(25)],
        "Bo": [note(f"C{n}", f"N{n}", "Bo", (other, SENTENCES[0])) for n in range(25)],
    }
    found = measure(layers, SCHEMA, repeats=20)
    assert row(found, SCHEMA.label(LABEL).family).alpha.value == 1.0
    assert row(found, "any").alpha.value == 1.0
    assert value(row(found).alpha) < 0
    spans = {item.row.id: item for item in found.spans}
    assert spans[LABEL].exact.value == 0.0
    assert spans[SCHEMA.label(LABEL).family].exact.value == 1.0


def test_targets_of_the_schema_stand_beside_each_label() -> None:
    found = measure(rated(random_ratings(13, 2, 60), LABEL), SCHEMA, repeats=20)
    line = row(found)
    assert (line.row.minimum, line.row.aim) == (SCHEMA.label(LABEL).agreement_min, SCHEMA.label(LABEL).agreement_aim)
    assert line.target is Target.BELOW
    assert line.to_json()["target"]["state"] == "below the minimum"


def test_partly_shared_label_sets_agree_more_than_disjoint_ones() -> None:
    def layers(second: tuple[str, ...]) -> Agreement:
        sentence = SENTENCES[0]
        ada = [note(f"C{n}", f"N{n}", "Ada", ("isolation", sentence), ("agency", sentence)) for n in range(8)]
        bo = [note(f"C{n}", f"N{n}", "Bo", *((label, sentence) for label in second)) for n in range(8)]
        return measure({"Ada": ada, "Bo": bo}, SCHEMA, repeats=20)

    same, half, none = layers(("isolation", "agency")), layers(("agency",)), layers(("blocked_exit",))
    assert value(same.sets.masi) == 1.0
    assert value(none.sets.masi) < value(half.sets.masi) < value(half.sets.jaccard) < 1.0


def test_span_f1_tells_exact_from_overlapping_marks() -> None:
    layers = {
        "Ada": [note(f"C{n}", f"N{n}", "Ada", (LABEL, "He took her phone.")) for n in range(24)],
        "Bo": [
            note(f"C{n}", f"N{n}", "Bo", (LABEL, "He took her phone." if n % 2 else "took her phone"))
            for n in range(24)
        ],
    }
    line = next(item for item in measure(layers, SCHEMA, repeats=20).spans if item.row.id == LABEL)
    assert (line.marks, line.exact.value, line.overlapping.value) == (48, 0.5, 1.0)


def test_each_mark_is_matched_once() -> None:
    ada = [note(f"C{n}", f"N{n}", "Ada", (LABEL, "He took"), (LABEL, "her phone")) for n in range(24)]
    bo = [note(f"C{n}", f"N{n}", "Bo", (LABEL, "He took her phone.")) for n in range(24)]
    line = next(i for i in measure({"Ada": ada, "Bo": bo}, SCHEMA, repeats=20).spans if i.row.id == LABEL)
    assert line.overlapping.value == pytest.approx(2 / 3)
    assert line.exact.value == 0.0


def test_pairs_stand_in_the_order_of_the_annotators_and_say_how_much_they_share() -> None:
    ratings = random_ratings(14, 3, 40)
    found = measure(rated(ratings, LABEL, ["Cy", "Ada", "Bo"]), SCHEMA, repeats=20)
    assert [(pair.one, pair.other) for pair in found.pairs] == [("Cy", "Ada"), ("Cy", "Bo"), ("Ada", "Bo")]
    matrix = flat(ratings)
    both = matrix[:, ~np.isnan(matrix[:2]).any(axis=0)][:2]
    pair = found.pairs[0]
    assert (pair.notes, pair.sentences) == (both.shape[1] // 5, both.shape[1])
    agreed = 2 * ((both[0] == 1) & (both[1] == 1)).sum() / both.sum()
    assert value(pair.positive_agreement) == pytest.approx(agreed, abs=1e-9)


def test_time_is_given_for_all_together_and_not_for_one_person() -> None:
    layers = {
        "Ada": [note("C1", "N1", "Ada", minutes=10.0), note("C1", "N2", "Ada", minutes=20.0)],
        "Bo": [note("C1", "N1", "Bo", minutes=30.0), note("C1", "N2", "Bo")],
    }
    found = measure(layers, SCHEMA, repeats=20).time
    assert (found.readings, found.without_time, found.quartiles) == (3, 1, (15.0, 20.0, 25.0))
    alone = {"Ada": layers["Ada"], "Bo": [note("C1", "N1", "Bo")]}
    assert measure(alone, SCHEMA, repeats=20).time.to_json() == {"readings": 0, "without_time": 3, "minutes": None}


def test_no_figure_of_the_file_is_about_one_annotator() -> None:
    found = measure(rated(random_ratings(15, 3, 30), LABEL, ["Ada", "Bo", "Cy"]), SCHEMA, repeats=20).to_json()
    for part in ("label_differences", "answer_differences", "pairs"):
        del found[part]
    del found["scope"]["annotators"], found["scope"]["notes_read"]
    text = json.dumps(found)
    assert not [name for name in ("Ada", "Bo", "Cy") if f'"{name}"' in text]


def test_two_parts_are_one_mark_and_may_label_two_sentences() -> None:
    made = [mark(0, TEXT, "reward_punishment_cycle", "She was afraid.", "She packed a bag.")]
    layers = {name: [with_marks("C1", "N1", name, made)] for name in ("Ada", "Bo")}
    found = measure(layers, SCHEMA, repeats=20)
    assert row(found, "reward_punishment_cycle").by_all == 2
    assert next(item.marks for item in found.spans if item.row.id == "reward_punishment_cycle") == 2


@pytest.mark.parametrize(("layers", "repeats"), [({}, 10), ({"Ada": [note("C1", "N1", "Ada")]}, 0)])
def test_a_comparison_of_nobody_or_without_draws_is_refused(
    layers: dict[str, list[AnnotatedNote]], repeats: int
) -> None:
    with pytest.raises(UsageError):
        measure(layers, SCHEMA, repeats=repeats)


@pytest.mark.slow
def test_five_hundred_notes_of_three_annotators_take_seconds() -> None:
    ratings = random_ratings(16, 3, 500)
    layers = rated(ratings, LABEL)
    begun = time.perf_counter()
    found = measure(layers, SCHEMA, repeats=1000)
    assert time.perf_counter() - begun < 30
    assert row(found).alpha.interval is not None


def test_a_label_that_half_of_the_draws_lack_has_no_interval() -> None:
    counts = np.zeros((10, 1, 2, 2))
    counts[:, 0, 0, 0] = 10
    counts[0, 0] = [[8, 1], [1, 4]]
    draws = Resampling(10, 400, 3)
    share = float((draws._draws[:, 0] > 0).mean())
    assert share > 0.5
    figure = draws.figures(counts, alpha_of, [1], [Gap.NONE], Gap.NO_VARIATION)[0]
    assert figure.interval is not None
    alone = Resampling(10, 400, 3)
    counts[0, 0] = [[10, 0], [0, 0]]
    nothing = alone.figures(counts, alpha_of, [1], [Gap.NONE], Gap.NO_VARIATION)[0]
    assert (nothing.value, nothing.gap) == (None, Gap.NO_VARIATION)
    assert not math.isnan(figure.interval.low)
