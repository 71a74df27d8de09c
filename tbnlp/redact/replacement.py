"""Typed placeholders, consistent inside a case and never derived from a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.redacted_note import Replacement
from tbnlp.notes.span import Span
from tbnlp.redact import vocabulary
from tbnlp.redact.coarse import coarse_word
from tbnlp.redact.edges import grown
from tbnlp.redact.findings import Finding, danger, merged
from tbnlp.redact.known_bodies import ABBREVIATIONS
from tbnlp.redact.persons import TITLES, PersonNumbers
from tbnlp.redact.shadow import Shadow
from tbnlp.redact.words import Words

_DOTTED: Final = re.compile(r"\d\.[ ]?\d{1,2}\.$|(?:inst|ult|prox)\.$")
_CLOSING: Final = ".,;:"
HIGHEST_NUMBER: Final = 9999
_GLUE: Final = {"PERSON": re.compile(r"[ ]{1,2}"), "ADDRESS": re.compile(r"[ ,.#\n-]{1,3}"),
                "FACILITY": re.compile(r"[ ,.#-]{1,3}"), "ORG": re.compile(r"[ ]"),
                "DATE": re.compile(r"[ ,]{1,2}"), "LOCATION": re.compile(r",[ ]")}
_PLACES: Final = frozenset({"ADDRESS", "FACILITY"})
_PLACE_PARTS: Final = frozenset({"ADDRESS", "FACILITY", "LOCATION", "ORG"})
_PLACE_GLUE: Final = re.compile(r",?[ ]{0,2}(?:#[ ]?)?(?:(?:on|at|in|off|near|&|and)[ ])?")


class TooManyNumbersError(Exception):
    """A case needs more than 9999 numbers of one type."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text after replacement, with what was replaced, and the values that left it (memory only)."""

    text: str
    replacements: tuple[Replacement, ...]
    values: tuple[tuple[str, str], ...]


def settled(findings: Sequence[Finding], shadow: Shadow, words: Words, *, maximal: bool = False) -> list[Finding]:
    """Final masks of one note: widened to token edges, joined, fixed stretches left whole."""
    fixed = [Finding(span.start, span.end, kind, "input", 1.0) for span, kind in shadow.fixed]
    blocks = [span for span, _ in shadow.fixed]
    widened = []
    for item in grown(clear_of_input(findings, shadow), shadow.text, maximal=maximal):
        close = item.end
        if item.kind == "DATE" and _DOTTED.search(shadow.text[item.start : item.end]):
            # A full stop behind a name is the sentence's, and one behind a day and month the date's.
            widened.extend(_outside(item, blocks, shadow.text))
            continue
        # A full stop behind a name is the sentence's; one that belongs to the word comes back below.
        while close > item.start + 1 and shadow.text[close - 1] in _CLOSING:
            close -= 1
        start, end = words.widened(item.start, close)
        widened.extend(_outside(replace(item, start=start, end=end), blocks, shadow.text))
    joined = _glued(merged(widened), shadow.text)
    return sorted([*fixed, *joined], key=lambda item: item.start)


def clear_of_input(findings: Sequence[Finding], shadow: Shadow) -> list[Finding]:
    """The findings without the stand-ins of placeholders that the input already had.

    Done before anything is concluded from a finding, so that a second redaction finds nothing new.
    """
    blocks = [span for span, _ in shadow.fixed]
    if not blocks:
        return list(findings)
    return [part for item in findings for part in _outside(item, blocks, shadow.text)]


def _outside(finding: Finding, blocks: Sequence[Span], text: str) -> list[Finding]:
    parts = []
    position = finding.start
    for block in [*blocks, Span(finding.end, finding.end + 1)]:
        if block.end <= position:
            continue
        stop = min(block.start, finding.end)
        piece = text[position:stop]
        lead = len(piece) - len(piece.lstrip())
        body = piece.strip()
        whole = len(piece) == finding.end - finding.start
        if any(character.isalnum() for character in body) and (whole or _is_telling(finding, body)):
            start = position + lead
            parts.append(replace(finding, start=start, end=start + len(body)))
        position = max(position, block.end)
        if position >= finding.end:
            break
    return parts


def _is_telling(finding: Finding, rest: str) -> bool:
    """True when what a placeholder of the input leaves of a finding must be masked by itself.

    The detectors read a stand-in word for the placeholder, so ordinary words beside it mean nothing.
    """
    if finding.detector == "spacy_date":
        return False
    if finding.kind == "DATE":
        # What stays beside the stand-in of a date must be one by itself, as a month or a day is.
        return re.search(r"/|\d{3}", rest) is not None or any(
            word in vocabulary.CALENDAR for word in re.findall(r"[a-z]{3,}", rest.lower())
        )
    numbers = finding.kind != "PERSON" and not finding.detector.startswith("spacy_")
    if numbers and any(character.isdigit() for character in rest):
        return True
    words = re.findall(r"[^\W\d_][\w'\-]*", rest)
    return any(
        word[0].isupper() and re.search(r"[A-Za-z]{2}", word) is not None and not vocabulary.is_common(word.lower())
        and word.lower() not in ABBREVIATIONS and word.lower() not in TITLES
        for word in words
    )


def _glued(findings: list[Finding], text: str) -> list[Finding]:
    result: list[Finding] = []
    for item in findings:
        last = result[-1] if result else None
        if last is not None and _belong_together(last, item, text[last.end : item.start], text[item.start : item.end]):
            best = last if _is_guess(item, text[item.start : item.end]) else min((last, item), key=lambda found: danger(found.kind))
            result[-1] = replace(best, start=last.start, end=item.end, score=max(last.score, item.score))
            continue
        result.append(item)
    return result


def _is_guess(item: Finding, value: str) -> bool:
    """True for a name that a residual rule called a person, though none of its words is a given name."""
    words = re.findall(r"[a-z]+", value.lower())
    return item.detector.startswith("residual_") and not any(word in vocabulary.given_names() for word in words)


def _belong_together(last: Finding, item: Finding, between: str, value: str) -> bool:
    """True when two masks are one name or one address, as a house and its street are."""
    if last.kind == item.kind and item.kind in _GLUE:
        return not between or _GLUE[item.kind].fullmatch(between) is not None
    if last.kind == "ADDRESS" and _is_guess(item, value) and re.fullmatch(r",[ ]", between):
        return True
    both = {last.kind, item.kind}
    return both <= _PLACE_PARTS and bool(both & _PLACES) and _PLACE_GLUE.fullmatch(between) is not None


class CaseNumbers:
    """The counters of one case. Numbers start above those that the input already uses."""

    def __init__(self, persons: PersonNumbers, profile: str, taken: dict[str, int]) -> None:
        self._persons = persons
        self._profile = profile
        self._next = {kind: taken.get(kind, 0) + 1 for kind in placeholders.NUMBERED}
        self._known: dict[tuple[str, str], int] = {}

    def placeholder(self, kind: str, value: str) -> str:
        """The placeholder for a value. Raises `TooManyNumbersError` above the highest number."""
        coarse = coarse_word(kind, value, self._profile)
        if kind not in placeholders.NUMBERED:
            return placeholders.render(kind, None, coarse)
        key = (kind, str(self._persons.cluster(value)) if kind == "PERSON" else _key(value))
        number = self._known.get(key)
        if number is None:
            number = self._next[kind]
            if number > HIGHEST_NUMBER:
                raise TooManyNumbersError
            self._next[kind] = number + 1
            self._known[key] = number
        return placeholders.render(kind, number, coarse)


def _key(value: str) -> str:
    words = re.findall(r"[a-z0-9]+", value.lower())
    return " ".join(word for word in words if word not in {"the", "a", "on", "of", "s", "st", "nd", "rd", "th"})


def mask(shadow: Shadow, findings: Sequence[Finding], numbers: CaseNumbers) -> Masked:
    """Replace settled findings in the source text of `shadow`."""
    source = shadow.source
    parts: list[str] = []
    done: list[Replacement] = []
    values: list[tuple[str, str]] = []
    position = length = 0
    for item in findings:
        raw = shadow.to_source(item.start, item.end)
        if raw.start < position:
            # Hidden characters between two masks belong to the first.
            raw = Span(position, max(raw.end, position + 1))
        if item.kind == "PLACEHOLDER":
            surrogate = source[raw.start : raw.end].strip("\u200b\u200c\u200d\ufeff")
        else:
            surrogate = numbers.placeholder(item.kind, shadow.text[item.start : item.end])
            values.append((item.kind, shadow.text[item.start : item.end]))
        before = source[position : raw.start]
        start = length + len(before)
        span = Span(start, start + len(surrogate))
        parts += [before, surrogate]
        done.append(Replacement(span, raw, item.kind, surrogate, item.detector, item.score))
        position, length = raw.end, span.end
    parts.append(source[position:])
    return Masked("".join(parts), tuple(done), tuple(values))
