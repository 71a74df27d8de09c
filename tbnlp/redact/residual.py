"""Residual rules: what no recogniser named but what may still point at a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import ABBREVIATIONS, is_abbreviation, is_known_body
from tbnlp.redact.residual_capitals import residual_capitals
from tbnlp.redact.safe_values import FUNCTION_WORDS, is_hotline
from tbnlp.redact.words import Words

_FEWEST_DIGITS: Final = 4
_CHUNK: Final = re.compile(r"[^\s<>\"()\[\]{},;]+(?:,\d{3}(?!\d)[^\s<>\"()\[\]{},;]*)*")
_YEARS: Final = r"(?:1[5-9]|20)\d\d"
_SAFE_NUMBER: Final = re.compile(
    rf"(?:{_YEARS}(?:'?s)?(?:[-/]{_YEARS}|[-/]\d\d)?|\d{{1,2}}:\d{{2}}(?::\d\d)?(?:-\d{{1,2}}:\d{{2}})?(?:[ap]\.?m\.?)?|"
    r"(?:us|usd|mx|c|a)?[$\u00a3\u20ac\u20b1\u00a5\u20b9][\d,.]{1,14}(?:k|m|-?[$]?[\d,.]{1,12})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?|"
    r"\d{1,6}(?:mg|mcg|ml|g|kg|km|mi|lb|lbs|kcal|cc|hz|iu|p|k|usd|php|mxn|pesos|baht|eur)|\d{1,3}\.\d{1,3}|[\d.]{1,6}%|(?:mid|early|late|pre|post)-" + _YEARS + r"|"
    r"\d{1,2}-\d{1,2}(?:/\d{1,2}-\d{1,2})?|\d{3}-\d{3}mg)", re.IGNORECASE,
)
_UNIT_AFTER: Final = re.compile(
    r"\s?(?:dollars?|bucks|pesos?|usd|euros?|pounds?|baht|naira|rupees?|rupiah|yen|yuan|won|lei|quetzales|lempiras|cents|mg|mcg|ml|units?|iu|calories|steps|miles|km|"
    r"meters|feet|sq|square|people|persons|women|girls|men|members|words|times|hours|hrs|h\b|hundred|thousand|million|php|mxn|a (?:month|week|day|night)|per|grams?|lbs?)\b",
    re.IGNORECASE,
)
_LAW_BEFORE: Final = re.compile(
    r"(?:\bpages?|\bpp?\.|\bscored?|\bratio|\bpressure|\bbp|\bvol(?:ume)?\.?|u\.?s\.?c\.?|c\.?f\.?r\.?|section|sections|sec\.|\u00a7{1,2}|art(?:icle)?s?\.?|act(?: of)?|code|title|chapter|ch\.|law no\.|law|rule|protocol no\.|para(?:graph)?s?\.?|form|\$|\u00a3|\u20ac|php|usd|mxn|rs\.?)\s*$",
    re.IGNORECASE,
)
_CLOCK_BEFORE: Final = re.compile(r"(?:\bat|\bby|\buntil|\btill|\bto|\bfrom|\bsince|\bapprox\.?|\babout|\baround|\bcirca|~|-)\s*$", re.IGNORECASE)
_NUMBER_CUE: Final = re.compile(
    r"(?:#|\bno\.?|\bnumber|\bid|\bending(?: in)?|\bends(?: in)?|\blast (?:four|4)|\bcard|\bacct|\baccount|\bbadge|\bslip|\btag|\bbag|\bbox|\bcode|\bpin|\bcase|\bref|\bplate|\bssn)[ :.#]*$",
    re.IGNORECASE,
)
_BARE_CLOCK: Final = re.compile(r"(?<![\w.#/\-])(?:[01]\d|2[0-3])[0-5]\d(?![\w/\-])")
_FEWEST_CLOCKS: Final = 3
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:hrs?|h)?", re.IGNORECASE)
_GROUPS: Final = re.compile(r"(?<![\w$\u00a3\u20ac.,])(?:[A-Z]{1,4}[ \-])?\d{3,4}(?:[ \-]\d{3,4}){1,3}(?:[ ]?[A-Z]\b)?(?![\w%])|(?<![\w$])[A-Z]{1,3}[ \-]\d{5,9}[A-Z]?(?!\w)")
_SPACED: Final = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z][ .\-_*]{1,2}){4,40}[A-Za-z](?![A-Za-z0-9])")
_WORD: Final = re.compile(r"'?[A-Za-z][A-Za-z'\-]*\.?")
_SHORTEST: Final = 2
_LOWER_SHORTEST: Final = 4


def residual_numbers(text: str, known: Sequence[Finding] = ()) -> list[Finding]:
    """Tokens of four digits or more that are no year, money, time, dose or law; tokens with an @."""
    found = []
    # A note with several clock times in four figures is a log; there a bare one is a time.
    masked = _covered(text, known)
    log = sum(_is_log_clock(text, match, masked) for match in _BARE_CLOCK.finditer(text)) >= _FEWEST_CLOCKS
    for match in _CHUNK.finditer(text):
        chunk = match[0].strip(".:!?'*_-/#~")
        if not chunk:
            continue
        start = match.start() + match[0].find(chunk)
        end = start + len(chunk)
        if "@" in chunk and re.search(r"@[A-Za-z_]|[A-Za-z0-9]@", chunk):
            found.append(Finding(start, end, "HANDLE", "residual_at", 0.5))
        elif sum(character.isdigit() for character in chunk) >= _FEWEST_DIGITS and not _is_safe(text, start, end, log=log):
            found.append(Finding(start, end, "OTHER_ID", "residual_digits", 0.5))
    found += [
        Finding(*match.span(), "OTHER_ID", "residual_groups", 0.5)
        for match in _GROUPS.finditer(text)
        if not _UNIT_AFTER.match(text, match.end()) and not is_hotline(match[0]) and not re.fullmatch(rf"{_YEARS} {_YEARS}", match[0])
        and not _is_labelled(match[0])
    ]
    found += [Finding(*match.span(), "PERSON", "residual_spaced_letters", 0.5) for match in _SPACED.finditer(text)]
    return found


def _is_labelled(group: str) -> bool:
    """True for a label of case work before a number (`MRN 0441`): the number is found by itself."""
    letters = re.match(r"[A-Z]+(?=[ ])", group)
    return letters is not None and letters[0].lower() in ABBREVIATIONS and " " not in group[letters.end() + 1 :]


def _is_log_clock(text: str, match: re.Match[str], masked: bytearray) -> bool:
    """True for a clock time that stays in the text, so that a second look counts the same."""
    if _NUMBER_CUE.search(text[max(0, match.start() - 18) : match.start()]):
        return False
    return re.fullmatch(_YEARS, match[0]) is None and not any(masked[match.start() : match.end()])


def _covered(text: str, spans: Iterable[Finding | Span]) -> bytearray:
    """One byte a character: 1 where a span covers it."""
    covered = bytearray(len(text) + 1)
    for item in spans:
        covered[item.start : item.end] = b"\x01" * (item.end - item.start)
    return covered


def _is_safe(text: str, start: int, end: int, *, log: bool) -> bool:
    chunk = text[start:end]
    before = text[max(0, start - 18) : start]
    if _SAFE_NUMBER.fullmatch(chunk) or is_hotline(chunk):
        return True
    plain = chunk.replace(",", "")
    if re.fullmatch(r"\d{4,7}(?:\.\d\d)?", plain) and _UNIT_AFTER.match(text, end):
        return True
    if re.fullmatch(r"[\d.,()a-zA-Z\-/]{4,14}", chunk) and len(re.findall(r"\d", chunk)) <= 6 and _LAW_BEFORE.search(before):
        return True
    if not _CLOCK.fullmatch(chunk):
        return False
    if chunk[-1] in "hHsS" or _CLOCK_BEFORE.search(before):
        return True
    return log and _NUMBER_CUE.search(before) is None


def residual_names(
    text: str, words: Words, known: Sequence[Finding], blocks: Sequence[Span] = ()
) -> list[Finding]:
    """Words that look like names: unknown words with a capital, known given names in any case.

    `blocks`: stretches of the text that stand for a placeholder of the input, never read as a name.
    """
    covered = _covered(text, [*known, *blocks])
    found: list[Finding] = []
    letters = [word for word in words.texts if len(word) > _SHORTEST and word.isalpha()]
    capitals = sum(word.isupper() for word in letters) > len(letters) / 2
    for place, word in enumerate(words.texts):
        start, end = words.starts[place], words.ends[place]
        if covered[start] or covered[end - 1] or not _WORD.fullmatch(word) or len(word.strip(".'-")) < _SHORTEST:
            continue
        kind = _kind(words, place, word, capitals=capitals)
        if kind is None and _follows_name(text, words, place, covered, found):
            kind = "PERSON"
        if kind is not None:
            found.append(Finding(start, end, kind, "residual_word", 0.4))
    return [*found, *residual_capitals(text, words, covered, blocks)]


def _follows_name(text: str, words: Words, place: int, covered: bytearray, found: list[Finding]) -> bool:
    """A capitalised proper noun straight behind a name is its surname, though it is a word too."""
    word = words.texts[place]
    if place == 0 or not word[0].isupper() or words.opens[place] or words.tags[place] not in {"NNP", "NNPS"}:
        return False
    if word.lower() in FUNCTION_WORDS or is_known_body(word):
        return False
    last = found[-1] if found else None
    return last is not None and last.kind == "PERSON" and text[last.end : words.starts[place]] == " " and not covered[last.end]


def _kind(words: Words, place: int, word: str, *, capitals: bool) -> str | None:
    lowered = word.lower().strip(".'-")
    lowered = lowered.removesuffix("'s")
    if lowered in FUNCTION_WORDS or is_abbreviation(word.strip(".'-").removesuffix("'s")) or not lowered:
        return None
    if word[0].islower():
        return _lower_kind(words, place, lowered)
    if vocabulary.is_common(lowered):
        return "PERSON" if not word.isupper() and _word_as_name(words, place, lowered) else None
    if is_known_body(word) or vocabulary.is_kept_place(word) or lowered in vocabulary.COMMON_LANGUAGES:
        return None
    if word.isupper() and len(word) > 1:
        if lowered in vocabulary.given_names() or lowered in vocabulary.surnames():
            return "PERSON"
        if capitals and len(lowered) > _SHORTEST:
            return "PERSON"
        # An unknown abbreviation of three to five letters is no name by itself.
        return "ORG" if len(lowered) > 5 else None
    return "LOCATION" if lowered in vocabulary.cities() and lowered not in vocabulary.given_names() else "PERSON"


def _word_as_name(words: Words, place: int, lowered: str) -> bool:
    """True when an ordinary word with a capital is used as a name: the tagger says so, and a list."""
    if words.tags[place] != "NNP":
        return False
    if not words.opens[place]:
        return lowered in vocabulary.word_names()
    # At the start of a sentence a verb must follow, as in "Heather says".
    follows = words.tags[place + 1] if place + 1 < len(words) else ""
    listed = lowered in vocabulary.word_names() or lowered in vocabulary.given_names()
    return listed and follows in {"VBZ", "VBD", "MD"}


def _lower_kind(words: Words, place: int, lowered: str) -> str | None:
    if len(lowered) < _LOWER_SHORTEST or vocabulary.is_common(lowered) or words.poses[place] not in {"PROPN", "NOUN"}:
        return None
    return "PERSON" if lowered in vocabulary.given_names() else None
