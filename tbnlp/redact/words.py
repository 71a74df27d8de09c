"""The words of one note as plain data: nothing of spaCy is kept, no Doc and no Vocab."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Words:
    """One entry a token of the shadow text, in order; `opens` marks the first token of a sentence."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    poses: tuple[str, ...]
    lemmas: tuple[str, ...]
    opens: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def touching(self, start: int, end: int) -> range:
        """Indices of the tokens that share a character with `[start, end)`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """`[start, end)` grown to the edges of the tokens that it cuts."""
        inside = self.touching(start, end)
        if not inside:
            return start, end
        return min(start, self.starts[inside[0]]), max(end, self.ends[inside[-1]])


def words_of(doc: Doc) -> Words:
    """Copy what the rest needs out of a Doc before its memory goes. White-space tokens are left out."""
    kept = [token for token in doc if not token.is_space]
    opens = []
    pending = False
    for token in doc:
        pending = pending or bool(token.is_sent_start)
        if not token.is_space:
            opens.append(pending)
            pending = False
    rows = [(item.text, item.idx, item.tag_, item.pos_, item.lemma_) for item in kept]
    texts, starts, tags, poses, lemmas = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    ends = tuple(start + len(text) for start, text in zip(starts, texts, strict=True))
    return Words(texts, starts, ends, tags, poses, lemmas, tuple(opens))
