"""How large and how mixed the corpus is, against what was planned: a table of values and bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tbnlp.corpora.faults import Fault, Level
from tbnlp.corpora.format_checks import RawCorpus
from tbnlp.corpora.note_forms import PLAIN, form_of
from tbnlp.corpora.raw_rows import NoteRow, PassageRow
from tbnlp.corpora.split_checks import DEV, STRANGERS, in_split, written_notes
from tbnlp.notes.sentence_split import sentences
from tbnlp.schema.entries import Schema

SETTINGS: Final[tuple[tuple[str, tuple[str, ...], float, float], ...]] = (
    ("sexual", ("sexual",), 0.20, 0.40),
    ("labour and domestic servitude", ("labour", "domestic_servitude"), 0.20, 0.40),
    ("organised abuse, in the place of familial", ("organised_abuse",), 0.05, 0.15),
    ("forced criminality and begging", ("forced_criminality", "forced_begging"), 0.05, 0.15),
    ("exit from prostitution", ("prostitution_exit",), 0.05, 0.15),
    ("other, in the place of ordinary social work", ("other",), 0.05, 0.15),
)
"""Planned shares of notes with the leeway that we grant: ten points at 30 %, five at 10 %. The schema has no
setting for familial control or for ordinary work; its nearest value is counted."""
TIMES_NOT_PLAIN: Final = "future_planned"
SOURCE_NOT_PLAIN: Final = "third_party"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value between two bounds; a bound that is None does not bind. `n`: what it was measured on."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    about: str = "corpus"

    @property
    def holds(self) -> bool:
        """True when the value lies within its bounds; a value that could not be measured does not."""
        if self.value is None:
            return False
        return (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.low is not None:
            return f"at least {self.low:g}"
        return "none" if self.high is None else f"at most {self.high:g}"

    def to_json(self) -> dict[str, Any]:
        """The figure as a row, four decimals."""
        value = None if self.value is None else round(self.value, 4)
        return {"about": self.about, "name": self.name, "value": value, "low": self.low, "high": self.high,
                "n": self.n, "holds": self.holds}

    def line(self) -> str:
        """The figure as one line of text."""
        value = "not measured" if self.value is None else f"{self.value:.4g}"
        return f"{self.about}, {self.name}: {value} (bar: {self.bounds}; n={self.n})"


def quota_figures(corpus: RawCorpus, schema: Schema) -> list[Figure]:
    """Every quota of the plan with its value. Contrast pairs are not counted; forms are guessed from layout."""
    notes = written_notes(corpus)
    passages = _passages(corpus, notes)
    return [*_sizes(notes, passages, schema), *_shares(corpus, notes, passages), *_mix(notes),
            *_split_figures(corpus, notes, schema)]


def quota_faults(figures: Sequence[Figure], *, release: bool) -> list[Fault]:
    """A warning for each quota that is missed; a fault when the corpus is to be released."""
    level = Level.FAULT if release else Level.WARNING
    return [Fault("quotas", figure.line(), level=level) for figure in figures if not figure.holds]


def _passages(corpus: RawCorpus, notes: Sequence[NoteRow]) -> list[PassageRow]:
    return [mark for note in notes if note.note_id in corpus.gold for mark in corpus.gold[note.note_id].indicators]


def _sizes(notes: Sequence[NoteRow], passages: Sequence[PassageRow], schema: Schema) -> Iterator[Figure]:
    writers = {note.writer for note in notes}
    yield Figure("notes", len(notes), 1200, None, len(notes))
    yield Figure("cases", len({note.case_id for note in notes}), 450, None, len(notes))
    yield Figure("writers", len(writers), 12, None, len(notes))
    yield Figure("marked passages", len(passages), 9000, None, len(notes))
    labels = Counter(mark.label for mark in passages)
    kinds = Counter((mark.label, mark.subtype) for mark in passages)
    for label in schema.labels:
        yield Figure(f"passages of {label.id}", labels[label.id], 250, None, len(passages))
        for kind in label.subtypes:
            yield Figure(f"passages of {label.id}.{kind}", kinds[label.id, kind], 25, None, labels[label.id])


def _shares(corpus: RawCorpus, notes: Sequence[NoteRow], passages: Sequence[PassageRow]) -> Iterator[Figure]:
    total = bare = without = 0
    for note in notes:
        marks = corpus.gold[note.note_id].indicators if note.note_id in corpus.gold else []
        without += not marks
        for sentence in sentences(note.text):
            total += 1
            bare += not any(mark.start < sentence.end and sentence.start < mark.end for mark in marks)
    turned = sum(map(_is_turned, passages))
    yield Figure("share of sentences without a label", _share(bare, total), 0.5, None, total)
    yield Figure("share of notes without a passage", _share(without, len(notes)), 0.25, None, len(notes))
    yield Figure("share of passages that are not plain", _share(turned, len(passages)), 0.15, 0.30,
                 len(passages))


def _is_turned(mark: PassageRow) -> bool:
    """Not plain: not affirmed, not of the client, planned, or said by a third party. Past or quoted alone is plain."""
    plain = mark.assertion == "affirmed" and mark.experiencer == "client"
    return not plain or mark.temporality == TIMES_NOT_PLAIN or mark.source == SOURCE_NOT_PLAIN


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mix(notes: Sequence[NoteRow]) -> Iterator[Figure]:
    settings = Counter(note.setting for note in notes)
    for name, values, low, high in SETTINGS:
        share = _share(sum(settings[value] for value in values), len(notes))
        yield Figure(f"share of notes, setting {name}", share, low, high, len(notes))
    forms = {form_of(note) for note in notes} - {PLAIN}
    yield Figure("forms beside running text", len(forms), 12, None, len(notes))


def _split_figures(corpus: RawCorpus, notes: Sequence[NoteRow], schema: Schema) -> Iterator[Figure]:
    outside = in_split(corpus, STRANGERS, notes)
    yield Figure(f"notes of {STRANGERS}", len(outside), 300, None, len(notes))
    labels = Counter(mark.label for mark in _passages(corpus, outside))
    for label in schema.label_ids:
        yield Figure(f"passages of {label} in {STRANGERS}", labels[label], 40, None, len(outside))
    dev, of = in_split(corpus, DEV, notes), corpus.split_of()
    elsewhere = {note.writer for note in notes if of.get(note.case_id) != DEV}
    strangers = [note for note in dev if note.writer not in elsewhere]
    share = _share(len(strangers), len(dev))
    yield Figure("share of dev notes by writers found nowhere else", share, 0.4, 0.6, len(dev))
    yield Figure("writers of dev found nowhere else", len({note.writer for note in strangers}), 2, None, len(dev))
