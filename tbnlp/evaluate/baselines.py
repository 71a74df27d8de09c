"""Two plain systems beside ours: a list of words, and TF-IDF with logistic regression.

Both mark whole sentences and answer every attribute with the default of the schema. Neither has
seen dev: the words come from the schema's definitions, the thresholds from train.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from tbnlp.errors import UsageError
from tbnlp.evaluate.tagging_scores import TagNotes
from tbnlp.notes import placeholders
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import (
    Attributes,
    Band,
    Candidate,
    Evidence,
    TaggedNote,
    candidate_id,
)
from tbnlp.schema.entries import Schema
from tbnlp.stage import Skipped
from tbnlp.tag.gold import GoldNote

CUES: Final = "cue list"
TFIDF: Final = "TF-IDF + logistic regression"
FLOOR: Final = 0.05
"""Smallest probability that is written, as in our own tagger."""
STRENGTH: Final = 10.0
"""Inverse regularisation of the logistic regression: one value for all, not searched."""

WORD: Final = r"(?u)\b\w[\w']*\b"
"""What counts as a word for the vectoriser."""

SentenceScores = Callable[[Sequence[str]], NDArray[np.float64]]
"""From sentences to scores of every label. Shape: (sentence, label)."""


@dataclass(frozen=True, slots=True)
class LinearBaseline:
    """What was learned on train. `thresholds`: probability of a label from which it is marked.

    `out_of_fold_f1`: F1 of each label on train at that threshold, each writer predicted by a model
    that never saw that writer; None for a label without any mark on train.
    """

    score: SentenceScores
    thresholds: NDArray[np.float64]
    out_of_fold_f1: tuple[float | None, ...]
    sentences: int
    positives: tuple[int, ...]


@cache
def load_cues(labels: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Read the words of each label. Raises `UsageError` when file and schema differ in labels."""
    text = resources.files("tbnlp.evaluate").joinpath("cues.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    if set(content) != set(labels):
        differing = ", ".join(sorted(set(content) ^ set(labels)))
        msg = f"the cue list of the baseline and the schema differ in these labels: {differing}"
        raise UsageError(msg)
    return {label: tuple(str(cue) for cue in content[label]) for label in labels}


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of cues: whole words, any case; a star is an ending or words."""
    forms = []
    for cue in cues:
        words = [_word_form(word) for word in cue.split()]
        forms.append(r"\s+".join(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _word_form(word: str) -> str:
    if word == "*":
        return r"\S+(?:\s+\S+){0,7}?"
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def cue_tagger(schema: Schema) -> TagNotes:
    """Marks every sentence that holds a word of a label's list. Its scores are no probabilities."""
    cues = load_cues(schema.label_ids)
    patterns = [cue_pattern(cues[label]) for label in schema.label_ids]

    def score(sentences: Sequence[str]) -> NDArray[np.float64]:
        found = [
            [float(pattern.search(sentence) is not None) for pattern in patterns]
            for sentence in sentences
        ]
        return np.asarray(found, dtype=np.float64).reshape(len(sentences), len(patterns))

    return sentence_tagger(schema, CUES, score, np.ones(len(patterns)), "a word of the cue list")


def linear_tagger(schema: Schema, baseline: LinearBaseline) -> TagNotes:
    """Marks sentences with a trained baseline; below the threshold they are written as weak."""
    return sentence_tagger(
        schema, TFIDF, baseline.score, baseline.thresholds, "words of the sentence"
    )


def sentence_tagger(
    schema: Schema, name: str, score: SentenceScores, thresholds: NDArray[np.float64], why: str
) -> TagNotes:
    """A tagger that marks whole sentences. It has one working point: strong from the threshold up.

    So both bands of a baseline hold the same candidates.
    """
    attributes = Attributes(
        **{item: _default(schema, item) for item in Attributes.__dataclass_fields__}
    )

    def candidates(note: RedactedNote) -> Iterable[Candidate]:
        scores = score([note.text[span.start : span.end] for span in note.sentences])
        for row, span in enumerate(note.sentences):
            for column, label in enumerate(schema.label_ids):
                value = float(scores[row, column])
                marked = value >= thresholds[column]
                if marked or value >= FLOOR:
                    band = Band.STRONG if marked else Band.WEAK
                    yield Candidate(
                        candidate_id(note.case_id, note.note_id, label, (span,)),
                        label,
                        "unspecified",
                        (span,),
                        span,
                        (Evidence("model", name, round(value, 3), why),),
                        attributes,
                        round(value, 3),
                        band,
                    )

    def tag(notes: Sequence[RedactedNote]) -> list[TaggedNote | Skipped]:
        return [
            TaggedNote(note, tuple(sorted(candidates(note), key=_order)), schema.fingerprint)
            for note in notes
        ]

    return tag


def _order(item: Candidate) -> tuple[int, int, str]:
    return item.span.start, item.span.end, item.label


def _default(schema: Schema, attribute: str) -> str:
    return schema.attribute(attribute).default or schema.attribute(attribute).value_ids[0]


def train_linear(notes: Sequence[GoldNote], labels: Sequence[str]) -> LinearBaseline:
    """Learn from gold-redacted train notes: words and pairs of words of one sentence.

    The threshold of a label is the one with the best F1 out of fold on train, one fold a writer.
    Raises `UsageError` with fewer than two writers.
    """
    writers = np.asarray([note.writer for note in notes for _ in note.note.sentences])
    if len(set(writers)) < 2:  # a fold is a writer, and one must be left to learn from
        msg = "the TF-IDF baseline needs train notes of at least two writers"
        raise UsageError(msg)
    texts, gold = train_sentences(notes, labels)
    outside = np.zeros(gold.shape)
    for writer in sorted(set(writers)):
        held = writers == writer
        rest = [text for text, out in zip(texts, held, strict=True) if not out]
        own = [text for text, out in zip(texts, held, strict=True) if out]
        outside[held] = fit_scores(rest, gold[~held])(own)
    best = [best_threshold(outside[:, column], gold[:, column]) for column in range(len(labels))]
    return LinearBaseline(
        fit_scores(texts, gold),
        np.asarray([point for point, _ in best]),
        tuple(f1 for _, f1 in best),
        len(texts),
        tuple(int(count) for count in gold.sum(axis=0)),
    )


def train_sentences(
    notes: Sequence[GoldNote], labels: Sequence[str]
) -> tuple[list[str], NDArray[np.bool_]]:
    """Sentences of gold-redacted notes and their labels. Shape of these: (sentence, label)."""
    texts, rows = [], []
    for item in notes:
        for sentence in item.note.sentences:
            texts.append(item.note.text[sentence.start : sentence.end])
            rows.append(_labels_on(item, sentence, labels))
    return texts, np.asarray(rows, dtype=np.bool_).reshape(len(texts), len(labels))


def _labels_on(item: GoldNote, sentence: Span, labels: Sequence[str]) -> list[bool]:
    found = {passage.label for passage in item.passages if passage.span.overlaps(sentence)}
    return [label in found for label in labels]


def plain(sentence: str) -> str:
    """A sentence for the vectoriser: lower case, and one word a placeholder without its number."""
    return placeholders.PATTERN.sub(
        lambda match: f" xx{placeholders.kind_of(match[0]).lower().replace('_', '')} ", sentence
    ).lower()


def fit_scores(texts: Sequence[str], gold: NDArray[np.bool_]) -> SentenceScores:
    """Fit vectoriser and one logistic regression a label; a label without marks always scores 0."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = TfidfVectorizer(
        preprocessor=plain,
        token_pattern=WORD,
        ngram_range=(1, 2),
        sublinear_tf=True,
    )
    features = vectoriser.fit_transform(texts)
    models: list[Any] = [
        LogisticRegression(C=STRENGTH, solver="liblinear").fit(features, column)
        if 0 < column.sum() < column.size
        else None
        for column in gold.T
    ]

    def score(sentences: Sequence[str]) -> NDArray[np.float64]:
        scores = np.zeros((len(sentences), len(models)))
        if sentences:
            rows = vectoriser.transform(sentences)
            for column, model in enumerate(models):
                if model is not None:
                    scores[:, column] = model.predict_proba(rows)[:, 1]
        return scores

    return score


def best_threshold(
    scores: NDArray[np.float64], gold: NDArray[np.bool_]
) -> tuple[float, float | None]:
    """The score from which F1 is best, and that F1; above 1, so nothing is marked, without gold."""
    if not gold.any():
        return 1.01, None
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(gold[order])
    marked = np.arange(1, gold.size + 1)
    f1 = 2 * found / (marked + gold.sum())
    last_of_score = np.append(scores[order][1:] != scores[order][:-1], [True])
    place = int(np.argmax(np.where(last_of_score, f1, -1.0)))
    return float(scores[order][place]), float(f1[place])
