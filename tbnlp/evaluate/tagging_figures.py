"""Figures of tagging on written notes: one record, its tables and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tbnlp.evaluate.calibration_scores import CalibrationScores
from tbnlp.evaluate.intervals import PrecisionRecall, Share
from tbnlp.evaluate.passage_scores import PassageScores
from tbnlp.evaluate.sentence_scores import Macro, SentenceScores
from tbnlp.evaluate.tables import FEW, NOT_MEASURED, Table, estimate_text, render_all, share_text

_COLUMNS: Final = ("n", "true pos.", "false pos.", "false neg.", "precision", "recall", "F1")
_REMARKS: Final = (
    "n: gold marks. few: under 20 gold marks, counts only. 95 % intervals by bootstrap over cases.",
    "Gold passages and candidates count whatever their assertion and experiencer.",
)


@dataclass(frozen=True, slots=True)
class BandScores:
    """Everything measured at one set of bands. `bare_notes`: notes without gold, with candidate."""

    name: str
    sentences: SentenceScores
    passages: PassageScores
    bare_notes: Share

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval."""
        return {
            "sentences": self.sentences.to_json(),
            "passages": self.passages.to_json(),
            "notes_without_gold_with_candidate": self.bare_notes.to_json(),
        }


@dataclass(frozen=True, slots=True)
class SliceScores:
    """Sentence x label figures of a part of the notes, at the review band."""

    dimension: str
    value: str
    notes: int
    micro: PrecisionRecall
    macro_all: Macro

    def to_json(self) -> dict[str, Any]:
        """Which part, how many notes, and the figures."""
        return {
            "dimension": self.dimension,
            "value": self.value,
            "notes": self.notes,
            "micro": self.micro.to_json(),
            "macro_all": self.macro_all.to_json(),
        }


@dataclass(frozen=True, slots=True)
class TaggingScores:
    """How one system tagged the written notes of one source.

    `skipped`: share of notes that a stage did not process; their gold passages (`lost`) are in no
    other figure. `reading`: candidates at or above the reading point, where precision and recall are
    balanced; for a baseline its one working point. `calibration` is None for a system whose scores are
    no probabilities.
    """

    system: str
    source: str
    text: str
    digest: str
    notes: int
    cases: int
    skipped: Share
    lost: int
    review: BandScores
    strong: BandScores
    reading: BandScores
    slices: tuple[SliceScores, ...]
    calibration: CalibrationScores | None

    def figures(self) -> dict[str, float | None]:
        """Named figures for quality gates, 0-1, higher is better."""
        named: dict[str, float | None] = {}
        for band in (self.review, self.strong, self.reading):
            named[f"{band.name}_macro_f1"] = band.sentences.macro.f1.value
            named[f"{band.name}_macro_all_f1"] = band.sentences.macro_all.f1.value
            for figure in ("precision", "recall", "f1"):
                named[f"{band.name}_micro_{figure}"] = getattr(band.sentences.micro, figure).value
            named[f"{band.name}_span_f1"] = band.passages.micro.f1.value
        for row in self.review.passages.attributes:
            named[f"review_{row.question}_accuracy"] = row.accuracy.value
        return named

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval."""
        return {
            "system": self.system,
            "source": self.source,
            "text": self.text,
            "text_sha256": self.digest,
            "notes": self.notes,
            "cases": self.cases,
            "skipped": self.skipped.to_json(),
            "gold_passages_in_skipped_notes": self.lost,
            "review": self.review.to_json(),
            "strong": self.strong.to_json(),
            "reading_point": self.reading.to_json(),
            "slices": [row.to_json() for row in self.slices],
            "calibration": self.calibration.to_json() if self.calibration else None,
        }

    def table(self) -> str:
        """Plain text tables: labels at the reading point and both bands, passages, attributes, slices, notes."""
        return render_all(
            [
                self._labels(self.reading),
                self._labels(self.review),
                self._labels(self.strong),
                self._passages(),
                self._attributes(),
                self._slices(),
                self._notes(),
            ]
        )

    def _title(self, what: str) -> str:
        return f"{what} - {self.system}, {self.source}, {self.text} text, {self.notes} notes"

    def _labels(self, band: BandScores) -> Table:
        scores = band.sentences
        rows = [(name, *_cells(row, hide_few=True)) for name, row in scores.labels]
        rows.append(("micro", *_cells(scores.micro)))
        rows.append((f"macro, labels with {FEW} or more", *_macro_cells(scores.macro)))
        rows.append(("macro, all labels with gold", *_macro_cells(scores.macro_all)))
        rows.append(("any label", *_cells(scores.any_label)))
        weighted = "; ".join(
            f"{share:.0%}: {estimate_text(row)}" for share, row in scores.reweighted
        )
        return Table(
            self._title(f"Sentence x label, {_of(band)}, {scores.sentences} sentences"),
            ("label", *_COLUMNS),
            tuple(rows),
            (
                *_REMARKS,
                "n of a macro row: labels.",
                f"Precision of 'any label' if this share of sentences had one: {weighted}",
            ),
        )

    def _passages(self) -> Table:
        rows = [(name, *_cells(row, hide_few=True)) for name, row in self.review.passages.labels]
        rows.append(("micro", *_cells(self.review.passages.micro)))
        return Table(
            self._title("Passages, review band"),
            ("label", *_COLUMNS),
            tuple(rows),
            ("A pair shares at least half of the words of the longer one; matched one to one.",),
        )

    def _attributes(self) -> Table:
        rows = tuple(
            (row.question, str(row.answers), share_text(row.accuracy), estimate_text(row.macro_f1))
            for row in self.review.passages.attributes
        )
        return Table(
            self._title("Attributes of matched passages, review band"),
            ("question", "answers", "accuracy", "macro F1"),
            rows,
            ("answers: different ones in gold. A baseline always gives the schema's default.",),
        )

    def _slices(self) -> Table:
        rows = tuple(
            (
                f"{row.dimension}: {row.value}",
                str(row.notes),
                *_cells(row.micro, hide_few=True),
                "few" if row.micro.positives < FEW else estimate_text(row.macro_all.f1),
            )
            for row in self.slices
        )
        return Table(
            self._title("Slices, sentence x label, review band"),
            ("part", "notes", *_COLUMNS, "macro F1, all labels"),
            rows,
        )

    def _notes(self) -> Table:
        rows = [
            ("notes skipped by a stage", share_text(self.skipped)),
            ("gold passages in skipped notes, left out", str(self.lost)),
            (
                "notes without gold that get a candidate, review band",
                share_text(self.review.bare_notes),
            ),
            (
                "notes without gold that get a candidate, strong band",
                share_text(self.strong.bare_notes),
            ),
        ]
        if self.calibration is not None:
            ece, brier = self.calibration.ece, self.calibration.brier
            rows.append(
                ("expected calibration error, 10 equal bins", f"{estimate_text(ece)} n={ece.n}")
            )
            rows.append(("Brier score", f"{estimate_text(brier)} n={brier.n}"))
        return Table(self._title("Notes and scores"), ("figure", "value"), tuple(rows))


def _of(band: BandScores) -> str:
    return "reading point" if band.name == "reading" else f"{band.name} band"


def comparison(scores: list[TaggingScores], name: str = "review") -> Table:
    """One row a system: its headline figures at `review`, `strong` or `reading`, on the same notes."""
    rows = tuple(
        (
            row.system,
            row.text,
            str(row.notes),
            str(getattr(row, name).sentences.micro.positives),
            estimate_text(getattr(row, name).sentences.macro.f1),
            estimate_text(getattr(row, name).sentences.macro_all.f1),
            estimate_text(getattr(row, name).sentences.micro.precision),
            estimate_text(getattr(row, name).sentences.micro.recall),
            estimate_text(getattr(row, name).sentences.micro.f1),
            estimate_text(getattr(row, name).passages.micro.f1),
        )
        for row in scores
    )
    return Table(
        f"Systems, sentence x label, {'reading point' if name == 'reading' else f'{name} band'}",
        (
            "system",
            "text",
            "notes",
            "n",
            f"macro F1 ({FEW}+)",
            "macro F1 (all)",
            "precision",
            "recall",
            "micro F1",
            "span F1",
        ),
        rows,
        ("n: gold sentence labels. 95 % intervals by bootstrap over cases.",),
    )


def _cells(row: PrecisionRecall, *, hide_few: bool = False) -> tuple[str, ...]:
    counts = (
        str(row.positives),
        str(row.true_positives),
        str(row.false_positives),
        str(row.false_negatives),
    )
    if hide_few and row.positives < FEW:
        return (*counts, "few", "few", "few")
    return (*counts, *(estimate_text(item) for item in (row.precision, row.recall, row.f1)))


def _macro_cells(row: Macro) -> tuple[str, ...]:
    blank = (NOT_MEASURED,) * 3
    return (
        str(row.f1.n),
        *blank,
        *(estimate_text(item) for item in (row.precision, row.recall, row.f1)),
    )
