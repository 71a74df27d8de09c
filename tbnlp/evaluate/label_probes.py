"""Probes for artefacts: how much of the labels single words give away, and how much of the writer the labels do.

A probe that does well says that the corpus can be answered without reading it. None of them is a baseline to beat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.corpora.gold_text import redact_by_gold
from tbnlp.corpora.written import WrittenNote
from tbnlp.evaluate.intervals import Interval
from tbnlp.notes.sentence_split import sentences

FOLDS: Final = 3
"""Folds of train, whole writers in each, for the thresholds of the bag of words."""
WRITER_FOLDS: Final = 5
PERMUTATIONS: Final = 20
SEED: Final = 20240229
WEIGHT: Final = 1.0
"""Inverse regularisation of every regression here; not searched."""

Grid = NDArray[np.bool_]
Features = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SentenceGrid:
    """Gold-redacted sentences of notes with their labels. Shape of `gold`: (sentence, label)."""

    texts: list[str]
    gold: Grid
    writers: list[str]


@dataclass(frozen=True, slots=True)
class WriterProbe:
    """Accuracy of telling the writer from label counts, and what chance gives: mean and 95 % range."""

    accuracy: float
    chance: float
    chance_range: Interval
    notes: int
    writers: int


def sentence_grid(notes: Sequence[WrittenNote], labels: Sequence[str]) -> SentenceGrid:
    """Sentences by fixed rules; needs no spaCy, so its sentences differ a little from those of the tagger."""
    texts, rows, writers = [], [], []
    ordered = sorted(notes, key=lambda note: note.case_id)
    for _, group in groupby(ordered, key=lambda note: note.case_id):
        for note in redact_by_gold(list(group)):
            for sentence in sentences(note.text):
                found = {mark.label for mark in note.passages if mark.span.overlaps(sentence)}
                texts.append(note.text[sentence.start : sentence.end])
                rows.append([label in found for label in labels])
                writers.append(note.writer)
    return SentenceGrid(texts, np.asarray(rows, dtype=np.bool_).reshape(len(texts), len(labels)), writers)


def micro_f1(gold: Grid, found: Grid) -> float:
    """F1 over all sentences and labels; 0 without any hit."""
    hits = int((gold & found).sum())
    return 2 * hits / (int(gold.sum()) + int(found.sum())) if hits else 0.0


def bag_of_words_f1(train: SentenceGrid, test: SentenceGrid) -> float:
    """F1 on `test` of a regression on single words of `train`; thresholds out of fold on train, by writer."""
    outside = np.zeros(train.gold.shape)
    folds = {writer: number % FOLDS for number, writer in enumerate(sorted(set(train.writers)))}
    fold_of = np.asarray([folds[writer] for writer in train.writers])
    for fold in sorted(set(folds.values())):
        held = fold_of == fold
        if held.all():
            continue
        rest, own = _chosen(train.texts, ~held), _chosen(train.texts, held)
        outside[held] = _word_scores(rest, train.gold[~held], own)
    from tbnlp.evaluate.baselines import best_threshold

    points = [best_threshold(outside[:, column], train.gold[:, column])[0] for column in range(train.gold.shape[1])]
    scores = _word_scores(train.texts, train.gold, test.texts)
    return micro_f1(test.gold, scores >= np.asarray(points))


def cue_f1(test: SentenceGrid, labels: tuple[str, ...]) -> float:
    """F1 on `test` of the cue lists of the baseline, which were never trained."""
    from tbnlp.evaluate.baselines import cue_pattern, load_cues

    cues = load_cues(labels)
    patterns = [cue_pattern(cues[label]) for label in labels]
    found = [[pattern.search(text) is not None for pattern in patterns] for text in test.texts]
    return micro_f1(test.gold, np.asarray(found, dtype=np.bool_).reshape(test.gold.shape))


def _chosen(texts: Sequence[str], wanted: Grid) -> list[str]:
    return [text for text, keep in zip(texts, wanted, strict=True) if keep]


def _word_scores(texts: Sequence[str], gold: Grid, others: Sequence[str]) -> Features:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    from tbnlp.evaluate.baselines import WORD, plain

    vectoriser = CountVectorizer(preprocessor=plain, token_pattern=WORD, binary=True)
    own, asked = vectoriser.fit_transform(texts), vectoriser.transform(others)
    scores = np.zeros((len(others), gold.shape[1]))
    for column in range(gold.shape[1]):
        if 0 < gold[:, column].sum() < gold.shape[0]:
            model: Any = LogisticRegression(C=WEIGHT, solver="liblinear").fit(own, gold[:, column])
            scores[:, column] = model.predict_proba(asked)[:, 1]
    return scores


def writer_probe(notes: Sequence[WrittenNote], labels: Sequence[str]) -> WriterProbe | None:
    """Tell the writer of a note from how often each label stands in it, whole cases held out.

    Chance: the same with the writers of whole cases permuted. Notes without a passage are left out. None with fewer
    than two writers or fewer than two cases of a writer.
    """
    marked = [note for note in notes if note.passages]
    cases: dict[str, list[str]] = defaultdict(list)
    for note in marked:
        if note.case_id not in cases[note.writer]:
            cases[note.writer].append(note.case_id)
    if len(cases) < 2 or min(map(len, cases.values())) < 2:  # nothing could be held out
        return None
    counts = np.asarray([[sum(mark.label == label for mark in note.passages) for label in labels] for note in marked],
                        dtype=np.float64)
    owner = {case: writer for writer, own in cases.items() for case in own}
    case_ids = [note.case_id for note in marked]
    accuracy = _writer_accuracy(counts, case_ids, owner)
    draws = np.random.default_rng(SEED)
    by_chance = []
    for _ in range(PERMUTATIONS):
        shuffled = draws.permutation(list(owner.values()))
        by_chance.append(_writer_accuracy(counts, case_ids, dict(zip(owner, map(str, shuffled), strict=True))))
    low, high = np.percentile(by_chance, (2.5, 97.5))
    return WriterProbe(accuracy, float(np.mean(by_chance)), Interval(float(low), float(high)), len(marked), len(cases))


def _writer_accuracy(counts: Features, case_ids: Sequence[str], owner: dict[str, str]) -> float:
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, int] = defaultdict(int)
    fold: dict[str, int] = {}
    for case, writer in owner.items():  # the cases of each writer are dealt out over the folds
        fold[case] = seen[writer] % WRITER_FOLDS
        seen[writer] += 1
    folds = np.asarray([fold[case] for case in case_ids])
    writers = np.asarray([owner[case] for case in case_ids])
    scaled = np.sqrt(counts)
    right = 0
    for number in range(WRITER_FOLDS):
        held = folds == number
        if held.any() and len(set(writers[~held])) > 1:
            model: Any = LogisticRegression(C=WEIGHT, solver="newton-cg", max_iter=500)
            model.fit(scaled[~held], writers[~held])
            right += int((model.predict(scaled[held]) == writers[held]).sum())
    return right / len(case_ids)
