"""The figures of a corpus check as plain tables: style by writer, quotas that are missed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tbnlp.corpora.checks import CorpusReport
from tbnlp.corpora.quotas import Figure
from tbnlp.evaluate.tables import NOT_MEASURED, Table

_SHORT: Final = {
    "share of 8-word runs that stand once": "8-word once",
    "share of sentences negated, hypothetical or about others": "turned",
    "share of sentences with quoted speech": "quoted",
    "share of lower-case starts in rushed notes": "small starts",
    "different words in the first 20,000": "different words",
    "median words of a sentence": "median",
    "spread of words of a sentence (quartiles)": "spread",
}


def style_tables(figures: Sequence[Figure]) -> list[Table]:
    """The style of the corpus with the bar beside each measure, then one row a writer; a star misses the bar."""
    corpus = [figure for figure in figures if figure.about == "corpus"]
    rows = tuple((figure.name, _value(figure), figure.bounds, str(figure.n), "holds" if figure.holds else "missed")
                 for figure in corpus)
    whole = Table("Style of the corpus", ("measure", "value", "bar", "n", "verdict"), rows,
                  ("n: runs of words, sentences or words. How each is measured: tbnlp/corpora/style.py.",))
    writers = dict.fromkeys(figure.about for figure in figures if figure.about != "corpus")
    by_writer = tuple(
        (writer.removeprefix("writer "), *(f"{_value(figure)}{'' if figure.holds else '*'}" for figure in figures
                                           if figure.about == writer))
        for writer in writers
    )
    columns = ("writer", *(_SHORT.get(figure.name, figure.name) for figure in corpus))
    remarks = ("* outside the bar of the corpus, or not measured; a single writer may be.",
               "different words: the bar needs 20,000 words, which no single writer may have.")
    return [whole, Table("Style of each writer", columns, by_writer, remarks)]


def quota_table(report: CorpusReport) -> Table:
    """The quotas of the plan that are missed, and how many hold."""
    missed = [figure for figure in report.quotas if not figure.holds]
    rows = tuple((figure.name, _value(figure), figure.bounds, str(figure.n)) for figure in missed)
    remark = f"{len(report.quotas) - len(missed)} of {len(report.quotas)} quotas hold; only the others are shown."
    return Table("Quotas missed", ("quota", "value", "planned", "n"), rows, (remark,))


def _value(figure: Figure) -> str:
    return NOT_MEASURED if figure.value is None else f"{figure.value:.4g}"
