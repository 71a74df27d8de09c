"""A note after redaction: the only form of text that the rest of the program may see."""

from __future__ import annotations

from dataclasses import dataclass

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word records in redacted coordinates, one entry a token; no string of the raw text is kept.

    `starts`/`ends`: characters, half-open. `tags`/`poses`/`lemmas`: as the spaCy pipeline gave them on
    the raw text; a placeholder is one token with tag `NNP`, pos `PROPN` and its own text as lemma.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    poses: tuple[str, ...]
    lemmas: tuple[str, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.starts), len(self.ends), len(self.tags), len(self.poses), len(self.lemmas)}
        if len(lengths) != 1:
            msg = f"token columns differ in length: {sorted(lengths)}"
            raise ValueError(msg)

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Replacement:
    """One replaced span. Holds neither the original characters nor a hash of them.

    `span` is in the redacted text, `raw_span` in the raw text (it shows a length, so it stays in the two
    run files that the contract names). `score`: probability 0-1 as the detector gave it.
    """

    span: Span
    raw_span: Span
    kind: str
    placeholder: str
    detector: str
    score: float


@dataclass(frozen=True, slots=True)
class RedactedNote:
    """A note whose identifiers are replaced. Still confidential; never called anonymous.

    Raises `ValueError` when a placeholder is not found where its span says.
    """

    case_id: str
    note_id: str
    row: int
    text: str
    tokens: Tokens
    sentences: tuple[Span, ...]
    replacements: tuple[Replacement, ...]
    redaction_fingerprint: str
    date: str | None = None
    note_type: str | None = None
    setting: str | None = None
    author_role: str | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        for index, item in enumerate(self.replacements):
            if self.text[item.span.start : item.span.end] != item.placeholder:
                msg = f"replacement {index} of a note does not stand where its span says"
                raise ValueError(msg)

    def placeholder_spans(self) -> list[Span]:
        """Spans of every exact placeholder in the text, ours and those that the input already had."""
        return placeholders.find(self.text)
