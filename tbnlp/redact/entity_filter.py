"""Which findings are believed: the language model's mistakes and names of national bodies go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from tbnlp.redact import vocabulary
from tbnlp.redact.coarse import MAXIMAL
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import ABBREVIATIONS, is_abbreviation, is_known_body
from tbnlp.redact.persons import TITLES
from tbnlp.redact.recognizers.dates import MONTHS, WEEKDAYS
from tbnlp.redact.recognizers.region import STATE_CODES
from tbnlp.redact.safe_values import FUNCTION_WORDS

_MODEL: Final = "spacy_"
_CALENDAR: Final = re.compile(rf"(?i)\b(?:{MONTHS}|{WEEKDAYS})|\d{{1,2}}(?:st|nd|rd|th)\b|\d[/\-]\d")
_MAYBE: Final = re.compile(r"(?i)\b(?:may|march|mar)\b(?![ ]?\d)")
_LEADING: Final = re.compile(r"^(?:[\W_]+|(?:the|a|an|his|her|their|our|my|your|this|that|and|at|in|on|from|to|with|for|of)\b[ ]*)+", re.IGNORECASE)
_TRAILING: Final = re.compile(r"(?:'s|[\s\W_])+$")
_NAMED: Final = frozenset({"ORG", "EMPLOYER", "SCHOOL", "LOCATION", "NATIONALITY", "FACILITY", "PERSON"})
_SHORT: Final = 3


def filtered_entities(
    findings: Iterable[Finding], text: str, profile: str
) -> list[Finding]:
    """The findings without mistakes of the model and, below `maximal`, without national bodies."""
    kept = []
    for item in findings:
        piece = text[item.start : item.end]
        if item.detector.startswith(_MODEL):
            better = _model_entity(item, piece, profile)
            if better is not None:
                kept.append(better)
        elif profile == MAXIMAL or item.kind not in _NAMED or not _is_public(item.kind, piece):
            kept.append(item)
    return kept


def _is_public(kind: str, piece: str) -> bool:
    """A rule matched, but what it matched is a state, a national body or a common language."""
    if kind == "LOCATION":
        return vocabulary.is_kept_place(piece)
    if kind == "NATIONALITY":
        return piece.lower() in vocabulary.COMMON_LANGUAGES
    # Initials with full stops may spell an abbreviation (M.R.), and are a minor's all the same.
    return is_known_body(piece) and not (kind == "PERSON" and "." in piece)


def _model_entity(item: Finding, piece: str, profile: str) -> Finding | None:
    if item.kind == "DATE":
        return _date(item, piece, profile)
    lead = _LEADING.match(piece)
    start = item.start + (lead.end() if lead else 0)
    tail = _TRAILING.search(piece)
    end = item.start + (tail.start() if tail else len(piece))
    if end <= start:
        return None
    core = piece[start - item.start : end - item.start]
    check = _CHECKS[item.kind]
    return replace(item, start=start, end=end) if check(core, profile) else None


def _date(item: Finding, piece: str, profile: str) -> Finding | None:
    if profile == MAXIMAL:
        vague = re.fullmatch(r"(?i)(?:today|now|daily|recent(?:ly)?|current(?:ly)?|annual(?:ly)?|monthly|weekly|later|the (?:day|same day|future|past|time))", piece)
        return None if vague else item
    if not _CALENDAR.search(piece):
        return None
    if _MAYBE.search(piece) and not _CALENDAR.search(_MAYBE.sub("", piece)):
        return None
    if re.fullmatch(r"(?i)[\d/\- ]+|(?:the )?\d{1,2}(?:st|nd|rd|th)(?: (?:grade|floor|period|time|year|birthday|century|month|week))?", piece):
        return None
    return item


def _all_ordinary(core: str) -> bool:
    """True when every word is an ordinary word, a title or a number."""
    words = re.findall(r"[A-Za-z][A-Za-z'\-]*", core)
    return all(
        vocabulary.is_sentence_word(word) or word.lower() in TITLES or word.lower() in FUNCTION_WORDS
        for word in words
    )


def _person(core: str, _profile: str) -> bool:
    words = re.findall(r"[A-Za-z][A-Za-z'\-]*", core)
    if not words or re.search(r"\d{2}", core):
        return False
    if len(words) == 1 and is_abbreviation(words[0]):
        return False
    if core.islower():
        return any(word in vocabulary.given_names() and not vocabulary.is_common(word) for word in words)
    if is_known_body(core):
        return False
    capitals = [word for word in words if word[0].isupper()]
    return bool(capitals) and not _all_ordinary(" ".join(capitals))


def _organisation(core: str, profile: str) -> bool:
    words = re.findall(r"[A-Za-z][A-Za-z'&\-]*", core)
    capitals = [word for word in words if word[0].isupper()]
    if not capitals or (profile != MAXIMAL and is_known_body(core)):
        return False
    if all(word.lower() in ABBREVIATIONS or is_known_body(word) for word in capitals) and profile != MAXIMAL:
        return False
    if len(core) < _SHORT or re.fullmatch(r"[A-Z]{1,3}[ \-]?\d{1,4}[A-Z]?", core):
        return False
    # Two ordinary words with capitals ("Hope Rising") may be a name; one alone is a sentence start.
    return not _all_ordinary(core) or (len(capitals) > 1 and profile == MAXIMAL)


def _place(core: str, profile: str) -> bool:
    if not re.search(r"[A-Z][A-Za-z]{2}", core):
        return core.lower() in vocabulary.cities() and not vocabulary.is_common(core.lower())
    if profile != MAXIMAL and (vocabulary.is_kept_place(core) or re.fullmatch(STATE_CODES, core)):
        return False
    return core.lower() not in ABBREVIATIONS and not _all_ordinary(core)


def _structure(core: str, profile: str) -> bool:
    if profile != MAXIMAL and is_known_body(core):
        return False
    return bool(re.search(r"[A-Z][a-z]{2}", core)) and not _all_ordinary(core)


def _group(core: str, profile: str) -> bool:
    if not core[0].isupper() or len(core) <= _SHORT or "." in core:
        return False
    if profile == MAXIMAL:
        return True
    return core.lower() not in vocabulary.COMMON_LANGUAGES and not vocabulary.is_common(core.lower())


_CHECKS: Final[dict[str, Callable[[str, str], bool]]] = {
    "PERSON": _person, "ORG": _organisation, "LOCATION": _place, "ADDRESS": _structure,
    "NATIONALITY": _group, "RARE_FACT": lambda _core, profile: profile == MAXIMAL,
}
