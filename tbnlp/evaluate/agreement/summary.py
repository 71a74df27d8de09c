"""The figures as plain text for the terminal; names of annotators stand in the order of the arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tbnlp.evaluate.agreement.attribute_figures import AttributeFigures
from tbnlp.evaluate.agreement.measure import Agreement
from tbnlp.evaluate.agreement.resampling import Figure
from tbnlp.evaluate.agreement.rows import Kind
from tbnlp.evaluate.agreement.sentence_figures import SentenceFigures, Target
from tbnlp.evaluate.agreement.span_figures import SpanFigures
from tbnlp.evaluate.tables import NOT_MEASURED, Table, figure_text

COLUMNS: Final = (
    "label", "positives", "by all", "raw", "alpha", "min/aim", "state", "pos.agr.", "kappa", "prev.", "bias", "AC1",
    "F1 exact", "overlap",
)


def tables(agreement: Agreement) -> tuple[Table, ...]:
    """All tables, in the order in which they are read."""
    return (_labels(agreement), _attributes(agreement.attributes), _pairs(agreement))


def opening(agreement: Agreement) -> str:
    """One paragraph: who read what, and what can be compared."""
    scope = agreement.scope
    readers = ", ".join(f"{name} {count}" for name, count in zip(scope.annotators, scope.read, strict=True))
    return (
        f"Annotators and the notes they read: {readers}.\n"
        f"{counted(scope.notes, 'note')}, {scope.shared} read by two or more, {scope.by_all} by all; "
        f"{counted(scope.sentences, 'sentence')} of {counted(scope.cases, 'case')} in the comparison."
    )


def warnings(agreement: Agreement) -> tuple[str, ...]:
    """What a reader must know before using the figures."""
    scope, found = agreement.scope, []
    if not scope.shared:
        found.append("No note was read by two annotators, so nothing could be measured.")
    if len(scope.versions) > 1 or any(version not in {"", agreement.schema_version} for version in scope.versions):
        versions = ", ".join(version or "not named" for version in scope.versions)
        found.append(
            f"The annotations were made under schema {versions} and are compared under {agreement.schema_version}: "
            "a difference between versions counts as disagreement."
        )
    if scope.needs_review:
        found.append(
            f"{counted(scope.needs_review, 'mark')} of an older schema must be read again before the figures count "
            "(annotation_guidelines/migration.md)."
        )
    if scope.shared and any(line.alpha.gap.value.startswith("too few") for line in agreement.sentences):
        found.append("There are too few cases for intervals: take the figures as counts of these notes only.")
    return tuple(found)


def counted(count: int, what: str) -> str:
    """A count with its noun: `1 note`, `1,204 notes`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def cell(figure: Figure) -> str:
    """A value with its interval, or a dash."""
    if figure.value is not None and figure.interval is None:
        return f"{figure.value:.3f}"
    return figure_text(figure.value, figure.interval)


def plain(figure: Figure) -> str:
    """A value without its interval, which stands in the files; a dash where there is none."""
    return NOT_MEASURED if figure.value is None else f"{figure.value:.3f}"


def _labels(agreement: Agreement) -> Table:
    lines = [*zip(agreement.sentences, agreement.spans, strict=True)]
    macro, spans = agreement.macro, agreement.span_macro
    mean = (
        f"mean of {counted(macro.alpha.n, 'label')}", "", "", "", cell(macro.alpha), "", "",
        plain(macro.positive_agreement), plain(macro.kappa), "", "", plain(macro.ac1),
        plain(spans.exact), plain(spans.overlapping),
    )
    judged = next((line.kappa.n for line in agreement.sentences), 0)
    kappa = "Cohen's" if len(agreement.scope.annotators) == 2 else "Fleiss'"
    return Table(
        f"Agreement on {counted(agreement.scope.sentences, 'sentence')}",
        COLUMNS,
        (*(_line(*pair) for pair in lines), mean),
        (
            "Positives: sentences that somebody labelled. Below 20, counts and raw agreement only.",
            "In brackets: 95 % interval over cases. The files hold the intervals of every figure.",
            f"Kappa is {kappa}, on the {judged} sentences that all annotators read; alpha and the rest are on all.",
        ),
    )


def _line(line: SentenceFigures, spans: SpanFigures) -> tuple[str, ...]:
    name = line.row.id if line.row.kind is Kind.LABEL else f"[{line.row.kind.value}] {line.row.id}"
    return (
        name.replace("[any] any", "[any label]"), str(line.positives), str(line.by_all), plain(line.raw),
        cell(line.alpha), _targets(line), _state(line.target), plain(line.positive_agreement), plain(line.kappa),
        _index(line.prevalence), _index(line.bias), plain(line.ac1), plain(spans.exact), plain(spans.overlapping),
    )


def _index(value: float | None) -> str:
    return NOT_MEASURED if value is None else f"{value:.2f}"


def _targets(line: SentenceFigures) -> str:
    row = line.row
    return f"{row.minimum:.2f}/{row.aim:.2f}" if row.minimum is not None and row.aim is not None else ""


def _state(target: Target) -> str:
    return "" if target is Target.NONE else target.value


def _attributes(rows: tuple[AttributeFigures, ...]) -> Table:
    return Table(
        "Answers about passages that were marked alike",
        ("question", "passages", "raw", "alpha", "min", "state"),
        tuple(
            (
                row.question, str(row.passages), plain(row.raw), cell(row.alpha),
                "" if row.minimum is None else f"{row.minimum:.2f}", _state(row.target),
            )
            for row in rows
        ),
        ("Passages: same label, at least half of the words of the longer mark shared.",),
    )


def _pairs(agreement: Agreement) -> Table:
    def lines() -> Iterator[tuple[str, ...]]:
        for pair in agreement.pairs:
            yield (
                f"{pair.one} and {pair.other}", str(pair.notes), str(pair.sentences), str(pair.positives),
                cell(pair.positive_agreement), cell(pair.kappa),
            )

    return Table(
        "Each two annotators, all labels pooled",
        ("annotators", "notes", "sentences", "positives", "pos. agr.", "kappa"),
        tuple(lines()),
    )
