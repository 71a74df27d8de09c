"""Sentences whose gold labels a model that never saw their case would not have given: places to read again.

Confident learning as in Northcutt, Jiang and Chuang (2021), Confident Learning: Estimating Uncertainty in Dataset
Labels, J. Artif. Intell. Res. 70, label by label, since a sentence may have several. A place on the list is a
question for a reader: the model is often wrong, and passages that few words give away are over-represented.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbnlp.corpora.written import WrittenNote
from tbnlp.errors import UsageError
from tbnlp.evaluate.baselines import WORD
from tbnlp.notes.sentence_split import sentences
from tbnlp.notes.span import Span

FOLDS: Final = 5
TOP: Final = 0.10
"""Share of the suspects of a label and kind that are on the list to read first."""
STRENGTH: Final = 10.0
"""Inverse regularisation, as in the TF-IDF baseline; not searched."""
MIN_COUNT: Final = 3
"""Character sequences of fewer sentences are left out, for speed."""

MIN_WORDS: Final = 2
"""Shortest passage of the schema, in words."""

Scores = NDArray[np.float64]
Marks = NDArray[np.bool_]


class Kind(StrEnum):
    """What seems wrong: a label that is not there, or one that is."""

    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a note with its gold labels. `span`: code points of the note. `text`: identifiers replaced."""

    case_id: str
    note_id: str
    span: Span
    text: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that a sentence may lack or may have too much.

    `score`: the self-confidence, the probability out of fold of the label as gold has it, 0-1; low is doubtful.
    `threshold`: the mean probability of the other answer where gold does give it, which this sentence reaches.
    `place`: its place among the suspects of the same label and kind, from 1. `top`: it is in their first tenth.
    """

    sentence: Sentence
    label: str
    kind: Kind
    score: float
    threshold: float
    place: int = 0
    top: bool = False

    def to_json(self) -> dict[str, Any]:
        """The suspect as a row: where, what gold says, what is in doubt. It holds no words of the note."""
        return {
            "note_id": self.sentence.note_id, "start": self.sentence.span.start, "end": self.sentence.span.end,
            "gold": sorted(self.sentence.labels), "label": self.label, "suspected": self.kind.value,
            "score": round(self.score, 4), "threshold": round(self.threshold, 4), "place": self.place,
            "top": self.top,
        }


def sentences_of(notes: Iterable[WrittenNote]) -> list[Sentence]:
    """The sentences of the notes, a label being on each sentence that shares a character with its passage.

    A sentence of one word, such as a list number or a heading, is left out: no passage is so short.
    """
    found = []
    for note in notes:
        for span in sentences(note.text):
            if len(note.text[span.start : span.end].split()) < MIN_WORDS:
                continue
            labels = {
                item.label for item in note.passages if any(piece.overlaps(span) for piece in item.pieces)
            }
            found.append(Sentence(note.case_id, note.note_id, span, _plain(note, span), frozenset(labels)))
    return found


def _plain(note: WrittenNote, span: Span) -> str:
    """The sentence in lower case with one word for each identifier, so that no name gives a label away."""
    pieces: list[str] = []
    place = span.start
    for item in sorted(note.identifiers, key=lambda mark: (mark.span.start, -mark.span.end)):
        if item.span.overlaps(span) and item.span.start >= place:
            pieces += [note.text[place : item.span.start], f" xx{item.type.lower().replace('_', '')} "]
            place = item.span.end
    return "".join([*pieces, note.text[place : span.end]]).lower()


def find_suspects(notes: Iterable[WrittenNote], labels: Sequence[str]) -> list[Suspect]:
    """All suspects: the most doubtful of each label and kind first, then the second ones, and so on.

    At one place missing labels come first: where the model is sure of a label, it is more often right.
    Equal notes give equal suspects. Raises `UsageError` with fewer cases than folds.
    """
    rows = sentences_of(notes)
    gold = np.asarray([[label in row.labels for label in labels] for row in rows], dtype=np.bool_)
    outside = out_of_fold([row.text for row in rows], gold, [row.case_id for row in rows])
    found: list[Suspect] = []
    for column, label in enumerate(labels):
        found += _suspects(rows, label, gold[:, column], outside[:, column])
    return sorted(found, key=lambda item: (item.place, item.kind is Kind.EXTRA, item.score, item.label))


def out_of_fold(texts: Sequence[str], gold: Marks, cases: Sequence[str]) -> Scores:
    """Probability of each label from a model that saw no sentence of the same case. Shape: (sentence, label).

    A label that has no mark in the other folds scores 0 there. Raises `UsageError` with fewer cases than folds.
    """
    folds = _folds(cases)
    scores = np.zeros(gold.shape)
    for fold in range(FOLDS):
        held = folds == fold
        learn = [text for text, out in zip(texts, held, strict=True) if not out]
        ask = [text for text, out in zip(texts, held, strict=True) if out]
        scores[held] = _probabilities(learn, gold[~held], ask)
    return scores


def _folds(cases: Sequence[str]) -> NDArray[np.int64]:
    """Cases dealt to folds in the order of a hash of their id."""
    ordered = sorted(set(cases), key=lambda case: hashlib.sha256(case.encode()).hexdigest())
    if len(ordered) < FOLDS:
        msg = f"label consistency needs at least {FOLDS} cases, one a fold"
        raise UsageError(msg)
    fold = {case: place % FOLDS for place, case in enumerate(ordered)}
    return np.asarray([fold[case] for case in cases], dtype=np.int64)


def _probabilities(learn: Sequence[str], gold: Marks, ask: Sequence[str]) -> Scores:
    """One logistic regression a label on words, pairs of words and sequences of 3 to 5 characters."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    features = make_union(
        TfidfVectorizer(lowercase=False, token_pattern=WORD, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(lowercase=False, analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=MIN_COUNT),
    )
    known, asked = features.fit_transform(learn), features.transform(ask)
    scores = np.zeros((len(ask), gold.shape[1]))
    for column, marks in enumerate(gold.T):
        if 0 < marks.sum() < marks.size:
            # The dual is solved ten times faster here than the primal, in an order that random_state fixes.
            model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=0.01, random_state=0)
            model.fit(known, marks)
            scores[:, column] = model.predict_proba(asked)[:, 1]
    return scores


def _suspects(rows: Sequence[Sentence], label: str, gold: Marks, scores: Scores) -> list[Suspect]:
    """Sentences off the diagonal of the confident joint of one label, the most doubtful of each kind first.

    A sentence counts as the other answer when its probability reaches the mean of that answer where gold gives it
    and, where it reaches both means, is the greater one.
    """
    if not 0 < gold.sum() < gold.size:
        return []
    has, lacks = float(scores[gold].mean()), float((1 - scores[~gold]).mean())
    says_has = (scores >= has) & ((1 - scores < lacks) | (scores > 0.5))
    says_lacks = (1 - scores >= lacks) & ((scores < has) | (scores < 0.5))
    missing = [
        Suspect(rows[place], label, Kind.MISSING, float(1 - scores[place]), has)
        for place in np.flatnonzero(~gold & says_has).tolist()
    ]
    extra = [
        Suspect(rows[place], label, Kind.EXTRA, float(scores[place]), lacks)
        for place in np.flatnonzero(gold & says_lacks).tolist()
    ]
    return _placed(missing) + _placed(extra)


def _placed(suspects: Sequence[Suspect]) -> list[Suspect]:
    ordered = sorted(suspects, key=lambda item: (item.score, item.sentence.note_id, item.sentence.span.start))
    first = math.ceil(TOP * len(ordered))
    return [replace(item, place=place, top=place <= first) for place, item in enumerate(ordered, start=1)]
