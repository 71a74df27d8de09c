"""Score a redactor on the Text Anonymization Benchmark: recall by type, precision over words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tbnlp.evaluate.intervals import Share
from tbnlp.evaluate.masking import Masks, outside, words
from tbnlp.evaluate.redaction_scores import RawPiece, RedactNotes, redact_pieces
from tbnlp.evaluate.tab_texts import TabText, load_tab, on_word_edges
from tbnlp.evaluate.tables import Table, render_all, share_text
from tbnlp.notes.span import Span, union
from tbnlp.redact.config import RedactorConfig
from tbnlp.redact.redactor import Redactor
from tbnlp.stage import Skipped

TYPES: Final = ("PERSON", "CODE", "LOC", "ORG", "DATETIME", "DEM", "QUANTITY", "MISC")
"""The types of the benchmark in the order of its guideline."""
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "prof"})
_PROFILES: Final = ("maximal", "strict")
_REMARKS: Final = (
    "The marks carry no entity ids and no identifier types: entity recall and the split into",
    "direct and quasi identifiers cannot be measured. The benchmark marks bare years, durations",
    "and countries, which only the profile maximal masks. 95 % Wilson intervals, marks treated",
    "as independent.",
)


@dataclass(frozen=True, slots=True)
class TabTypeFigures:
    """One type: marks with every character masked, and words of marks masked in full."""

    type: str
    mentions: Share
    words: Share

    def to_json(self) -> dict[str, Any]:
        """Both shares."""
        return {
            "type": self.type,
            "mentions": self.mentions.to_json(),
            "words": self.words.to_json(),
        }


@dataclass(frozen=True, slots=True)
class TabScores:
    """How a profile masked the benchmark. `edges`: marks whose both edges lie on word boundaries.

    `precision`: masked words that lie in a mark, of all masked words. Words are runs of letters and
    digits. Quarantined texts are in `quarantined` and `edges` only. `title_left`: PERSON marks of
    which nothing but a title ("Mr") was left; the benchmark marks titles, our own corpus does not,
    and they count as missed in every other figure.
    """

    profile: str
    texts: int
    edges: Share
    quarantined: Share
    precision: Share
    title_left: Share
    types: tuple[TabTypeFigures, ...]
    total: TabTypeFigures

    def figures(self) -> dict[str, float | None]:
        """Named figures for quality gates, 0-1."""
        named = {f"tab_mention_recall_{row.type}": row.mentions.value for row in self.types}
        named["tab_mention_recall"] = self.total.mentions.value
        named["tab_word_recall"] = self.total.words.value
        named["tab_word_precision"] = self.precision.value
        return named

    def to_json(self) -> dict[str, Any]:
        """Every figure with its n and interval."""
        return {
            "source": "tab_test",
            "profile": self.profile,
            "texts": self.texts,
            "marks_on_word_edges": self.edges.to_json(),
            "quarantined": self.quarantined.to_json(),
            "word_precision": self.precision.to_json(),
            "person_marks_with_only_a_title_left": self.title_left.to_json(),
            "total": self.total.to_json(),
            "types": [row.to_json() for row in self.types],
        }

    def table(self) -> str:
        """Two plain text tables: recall by type, and the rest."""
        rows = tuple(
            (row.type, share_text(row.mentions), share_text(row.words))
            for row in (*self.types, self.total)
        )
        others = (
            ("marks with both edges on word boundaries", share_text(self.edges, decimals=4)),
            ("texts quarantined", share_text(self.quarantined)),
            ("precision over words", share_text(self.precision)),
            ("PERSON marks with nothing but a title left", share_text(self.title_left)),
        )
        title = f"Text Anonymization Benchmark, test, profile {self.profile}, {self.texts} texts"
        return render_all(
            [
                Table(
                    title,
                    ("type", "mentions masked in full", "words masked in full"),
                    rows,
                    _REMARKS,
                ),
                Table("Precision and fit", ("figure", "value"), others),
            ]
        )


def evaluate_tab(data: Path, profiles: Sequence[str] = _PROFILES) -> list[TabScores]:
    """Score the redactor on the benchmark, once for each profile.

    Raises `AssetError` when the data are missing or are not the published files.
    """
    texts = load_tab(data)
    return [
        score_tab(texts, Redactor(RedactorConfig(profile=profile)).open(), profile=profile)
        for profile in profiles
    ]


def score_tab(texts: Sequence[TabText], redact: RedactNotes, *, profile: str) -> TabScores:
    """Redact every text as a case of its own and compare the masks with the marks."""
    tally = _Tally()
    pieces = [RawPiece(text.doc_id, text.doc_id, text.text) for text in texts]
    skipped = 0
    for text, result in zip(texts, redact_pieces(pieces, redact), strict=True):
        if isinstance(result, Skipped):
            skipped += 1
        else:
            tally.add(text, Masks(result.replacements))
    edges = [on_word_edges(text.text, mark.span) for text in texts for mark in text.marks]
    others = sorted(set(tally.mentions) - set(TYPES))
    return TabScores(
        profile=profile,
        texts=len(texts),
        edges=Share(sum(edges), len(edges)),
        quarantined=Share(skipped, len(texts)),
        precision=Share(tally.masked_in_marks, tally.masked_in_marks + tally.masked_outside),
        title_left=Share(tally.title_left, tally.mentions["PERSON"][1]),
        types=tuple(tally.figures(kind) for kind in (*TYPES, *others)),
        total=tally.total(),
    )


def _pairs() -> dict[str, list[int]]:
    return defaultdict(lambda: [0, 0])


@dataclass(slots=True)
class _Tally:
    mentions: dict[str, list[int]] = field(default_factory=_pairs)
    words: dict[str, list[int]] = field(default_factory=_pairs)
    all_words: list[int] = field(default_factory=lambda: [0, 0])
    title_left: int = 0
    masked_in_marks: int = 0
    masked_outside: int = 0

    def add(self, text: TabText, masks: Masks) -> None:
        """Take in one text that was redacted."""
        for mark in text.marks:
            covered = masks.covers(text.text, mark.span)
            _count(self.mentions[mark.type], covered)
            if mark.type == "PERSON" and not covered:
                self.title_left += masks.left(text.text, mark.span).lower() in _TITLES
            for word in _words_in(text.text, mark.span):
                _count(self.words[mark.type], masks.covers(text.text, word))
        marked = union(mark.span for mark in text.marks)
        for span in marked:
            for word in _words_in(text.text, span):
                _count(self.all_words, masks.covers(text.text, word))
                self.masked_in_marks += masks.touches(word)
        self.masked_outside += sum(
            masks.touches(word) for word in outside(words(text.text), marked)
        )

    def figures(self, kind: str) -> TabTypeFigures:
        """The shares of one type; nothing measured where the type does not occur."""
        return TabTypeFigures(kind, _share(self.mentions[kind]), _share(self.words[kind]))

    def total(self) -> TabTypeFigures:
        """All marks; a word under several marks counts once."""
        hits = sum(pair[0] for pair in self.mentions.values())
        count = sum(pair[1] for pair in self.mentions.values())
        return TabTypeFigures("all", Share(hits, count), _share(self.all_words))


def _words_in(text: str, span: Span) -> list[Span]:
    return [word.shift(span.start) for word in words(text[span.start : span.end])]


def _count(pair: list[int], hit: bool) -> None:
    pair[0] += hit
    pair[1] += 1


def _share(pair: list[int]) -> Share:
    return Share(pair[0], pair[1])
