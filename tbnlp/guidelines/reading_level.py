"""How hard a page is to read, by the lengths of its sentences and words."""

from __future__ import annotations

import re
from typing import Final

GRADE: Final = 9.0
"""Highest grade of a hand-written page (plan of the guideline, quality checks before release)."""
FEWEST_WORDS: Final = 100
"""With fewer words a grade says nothing."""

_LEFT_OUT: Final = re.compile(r"^```.*?^```|<!--.*?-->|^[|#].*?$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END: Final = re.compile(r"[.!?:;]\s+|\n\s*\n|\n(?=[-*]|\d+\. )")
_WORD: Final = re.compile(r"[A-Za-z']+")


def grade(page: str) -> float | None:
    """The Flesch-Kincaid grade of a page's prose, or None where it has too few words.

    Tables, headings, code and examples are left out. Syllables are counted by their vowels, so the figure is good
    to about one grade; it knows nothing of how hard the matter is. Source: Kincaid et al. (1975).
    """
    prose = _LINK.sub(r"\1", _LEFT_OUT.sub("", page))
    sentences = [words for part in _SENTENCE_END.split(prose) if len(words := _WORD.findall(part)) > 2]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels in a word, a silent e at its end left out; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith("le") and groups > 1
    return max(1, groups - silent)
