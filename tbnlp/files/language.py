"""Tells a note that is clearly in another language from everything that could be English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

MIN_LETTERS: Final = 200
"""Letters below which a note always counts as English: too short to tell."""
MAX_ENGLISH_WORDS: Final = 0.08
"""Share of English function words from which a note is English or mixed. In 600 passages of
1936-40 interviews, many in dialect, the lowest share was .069 (1% point .130, middle .366); in one
passage each of Spanish, French, Portuguese, German, Haitian Creole, Tagalog it was .00 to .047."""
MIN_MARGIN: Final = 0.25
"""Nats a letter by which another language has to beat English in every third of the note. The same
600 passages reached .076 at most, the other languages 1.6 and more."""
PARTS: Final = 3

_WORD: Final = re.compile(r"[^\W\d_]+")
_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Characters that say about as much as four letters."""
_FUNCTION_WORDS: Final = frozenset("""
    about after again all an and any are as at because been before but by can could did does down
    each for from had has have he her here him his how if in into is it its just like more my not
    now of off on or our out over said says she should some than that the their them then there
    these they this through to told until up very was we were what when where which while who why
    will with would you your client ct clt reports reported stated states denies pt
""".split())


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def is_clearly_not_english(text: str) -> bool:
    """True when a note of 200 letters or more is in another language from beginning to end.

    Short, mixed, dialect and telegram-style notes are English here: running one too many costs some
    empty rows, leaving one out loses it. Looks at raw text, keeps nothing of it.
    """
    words = _WORD.findall(text)
    letters = sum(map(len, words)) + 3 * len(_IDEOGRAPH.findall(text))
    if letters < MIN_LETTERS:
        return False
    english = sum(word.lower() in _FUNCTION_WORDS for word in words)
    if english >= MAX_ENGLISH_WORDS * len(words):
        return False
    size = -(-len(words) // PARTS)
    parts = [words[start : start + size] for start in range(0, len(words), size)]
    return all(_margin(" ".join(part)) >= MIN_MARGIN for part in parts)


def _margin(text: str) -> float:
    """By how much the likeliest language beats English, in nats a letter; 0 when it is English."""
    ranked = dict(_identifier().rank(text))
    best = max(ranked.values())
    return float(best - ranked["en"]) / max(1, len(text))
