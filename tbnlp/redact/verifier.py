"""An independent second look at the output, written apart from the recognisers; it fails closed.

Its patterns are its own. It shares word lists with the detectors, and no rule, span or offset.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tbnlp.notes import placeholders
from tbnlp.notes.span import Span
from tbnlp.redact import vocabulary
from tbnlp.redact.coarse import BALANCED
from tbnlp.redact.known_bodies import is_known_body
from tbnlp.redact.persons import TITLES
from tbnlp.redact.residual_capitals import SAFE_CAPITALS
from tbnlp.redact.safe_values import HOTLINES
from tbnlp.redact.shadow import Shadow, digits_of, shadow_of

_BLANK: Final = "\u25a0"
"""Stands for a placeholder; a sign that the shadow text keeps, so that nothing is joined across it."""
_LONG_NUMBER: Final = re.compile(r"(?<![\w$])[A-Za-z]{0,3}[ #\-]?\d(?:[ .\-/]?\d){6,30}(?!\w)")
_MAIL: Final = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}\.\w{2,24}|(?<![\w@])@[A-Za-z]\w{2,30}|\w{2,30} ?[\[(]at[\])] ?\w{2,30}", re.ASCII)
_LINK: Final = re.compile(
    r"(?i)h(?:tt|xx)ps?\W{1,4}\w|\bwww\.\w|(?<![\w@])[a-z0-9\-]{2,40}\.(?:com|net|org|edu|gov|onion|info|biz|ly|co\.uk|com\.mx)\b(?!\w)"
    r"|(?<![\w@.])[a-z0-9\-]{3,40}\.[a-z]{2,12}/[a-z0-9]"
)
_ACCOUNT_NAME: Final = re.compile(
    r"(?<![\w.@/\-])(?:[a-z0-9]{2,20}(?:\.[a-z0-9]{2,20}){2,4}|(?=[a-z0-9_]{0,40}[a-z])[a-z0-9]{1,20}(?:_[a-z0-9]{1,20}){1,3})(?![\w/])"
)
"""A user name of three parts with full stops, or with an underscore."""
_SHAPES: Final = (
    re.compile(r"(?<![\w\-])\d{3}[\-. ]\d{2}[\-. ]\d{4}(?![\w\-])"),
    re.compile(r"\(\d{3}\) ?\d{3}[\-. ]\d{4}"),
    re.compile(r"(?<![\w\-])\d{3}[\-.]\d{4}(?![\w\-])"),
    re.compile(r"(?<![A-Za-z0-9])[Aa][#\- ]?\d{8,9}(?!\d)"),
    re.compile(r"(?<![A-Za-z0-9])[Aa][#\- ]{0,2}\d{2,3}[\-. ]\d{3}[\-. ]\d{3}(?!\d)"),
    re.compile(r"(?<![\w$])\d{3}, ?\d{3}, ?\d{4}(?!\d)"),
    re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}[\- ]?\d{2}[\- ]?\d{3}[\- ]?\d{5}(?!\d)"),
    re.compile(r"(?<![A-Za-z0-9])(?=[A-Z0-9]{0,16}\d{3})(?=\d{0,8}[A-Z])[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])"),
    re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"),
    re.compile(r"(?<![\w.])-?\d{1,3}\.\d{4,8}\s?,\s?-?\d{1,3}\.\d{4,8}"),
    re.compile(r"(?<!\w)\$[A-Za-z]\w{3,19}"),
    re.compile(r"(?i)\b(?:ssn|social security(?: number| no\.?)?)\b[^<\n\d]{0,12}\d{4}"),
    re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])"),
    re.compile(r"(?i)\b(?:ending|ends|last four|last 4)(?: in| with)? \d{3,4}(?![\d:])(?! (?:hours|days|weeks|months|years|dollars))"),
    # A number of which a mask took a part: what is left stands beside the blank.
    re.compile(r"\u25a0[ .\-]\d{3}[ .\-]\d{3,4}(?!\d)|(?<!\d)\d{3}[ .\-]\d{3,4}[ .\-]\u25a0|\$\u25a0+[\-_.]\w|@\u25a0+[\-_.]\w"),
    re.compile(r"(?i)\b(?:dob|d\.o\.b\.|date of birth)\b[ :]{1,3}\d{1,2}[/\-.]\d{1,2}"),
    re.compile(r"(?i)\b(?:alien (?:no|number)|a-number|a#|uscis#|mrn|passport no\.?|acct no\.?|account number)\b[ .:#]{0,3}[A-Za-z]{0,3}\d{4,}"),
    re.compile(r"(?i)\b(?:password|passcode)(?: is|:)\s?(?=\S{0,20}\d)\S{4,}"),
)
_SAFE: Final = re.compile(
    r"(?:1[5-9]|20)\d\d(?:[ \-/](?:1[5-9]|20)\d\d){0,2}|\d{1,2}[:.]\d\d(?:\s?-\s?\d{1,2}[:.]\d\d)?|[\d]{1,3}(?:[.,]\d{3})+|\d{1,2}(?:[ \-/]\d{1,2}){1,2}"
)
_NOT_VALUES: Final = frozenset({
    "DATE", "AGE", "BODY_MARK", "RARE_FACT", "VEHICLE_DESC", "BLOB", "PLACEHOLDER", "NATIONALITY",
})
"""Types whose words are ordinary ones that may stand elsewhere for something else."""
_SHORTEST: Final = 4
_SHORTEST_NAME: Final = 3
_NAME_WORD: Final = re.compile(r"[A-Za-z]{2,30}")
_ACTS: Final = re.compile(
    r"(?:'s)? (?:had|has|told|tells|said|says|was|is|will|would|wants|wanted|came|comes|went|gave|gives|took|takes|called|calls|asked|got|keeps|kept|drove|drives|brought|made|makes)\b"
)
_LONGEST_LIST: Final = 20_000


def _blank(text: str) -> str:
    """The text with its placeholders blanked, so that nothing is found in or across one."""
    parts = []
    position = 0
    for span in placeholders.find(text):
        parts += [text[position : span.start], _BLANK * len(span)]
        position = span.end
    return "".join([*parts, text[position:]])


def _is_safe_number(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return digits in HOTLINES or _SAFE.fullmatch(re.sub(r"^[A-Za-z]{0,3}[ #\-]?", "", value).strip()) is not None


def _law_or_money(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].lower()
    return re.search(r"(?:u\.?s\.?c\.?|c\.?f\.?r\.?|section|\u00a7|version|art\.?|article|rule|[$\u00a3\u20ac])\s*$", before) is not None


def residual_hits(text: str) -> list[Span]:
    """Places of a redacted text that still look like an identifier; empty for clean text.

    Does not look for names: a name is seen only beside the values of its case (`leaks`).
    """
    plain = shadow_of(_blank(text))
    hits = _pattern_hits(plain)
    numbers = digits_of(plain)
    if numbers.text != plain.text:
        hits += [
            span for found in _pattern_hits(numbers)
            for span in [plain.to_source(found.start, found.end)]
        ]
    return sorted(set(hits))


def _pattern_hits(shadow: Shadow) -> list[Span]:
    text = shadow.text
    return [
        shadow.to_source(*match.span())
        for pattern in (_LONG_NUMBER, _MAIL, _LINK, _ACCOUNT_NAME, *_SHAPES)
        for match in pattern.finditer(text)
        if not (pattern is _LONG_NUMBER and _is_safe_number(match[0]))
        and re.sub(r"\D", "", match[0]) not in HOTLINES
        and not _law_or_money(text, match.start())
    ]


def _stands(value: str, lowered: str, text: str) -> bool:
    """True when a value stands in the text as a word of its own."""
    ordinary = all(vocabulary.is_common(word) for word in re.findall(r"[a-z']+", value.lower()))
    if ordinary and not any(character.isdigit() for character in value):
        # Ordinary words are the value only where they are written as it was, two of them at least.
        return " " in value.strip() and value != value.lower() and _whole(value, text)
    return _whole(value.lower(), lowered)


def _whole(needle: str, hay: str) -> bool:
    position = hay.find(needle)
    while position >= 0:
        end = position + len(needle)
        before = hay[position - 1 : position]
        if not before.isalnum() and not hay[end : end + 1].isalnum():
            return True
        position = hay.find(needle, position + 1)
    return False


def _name_stands(people: Sequence[str], text: str) -> bool:
    """True when one word of a name that was masked in this case still stands with a capital.

    A word that is also an ordinary one counts where no sentence begins, or where it acts (`Slick told`).
    """
    rare: set[str] = set()
    ordinary: set[str] = set()
    for value in people:
        words = [word for word in _NAME_WORD.findall(value) if len(word) >= _SHORTEST_NAME and word[0].isupper()]
        for word in words:
            lowered = word.lower()
            if lowered in SAFE_CAPITALS or lowered in TITLES or lowered in vocabulary.CALENDAR or is_known_body(word):
                continue
            if vocabulary.is_kept_place(word) or lowered in vocabulary.COMMON_LANGUAGES or lowered in vocabulary.function_words():
                continue
            if not vocabulary.is_common(lowered):
                rare.add(lowered)
            elif len(words) == 1 and " " not in value.strip():
                ordinary.add(lowered)
    for match in _NAME_WORD.finditer(text):
        lowered = match[0].lower()
        if match[0][0].isupper() and (lowered in rare or (lowered in ordinary and _as_a_name(text, match))):
            return True
    return False


def _as_a_name(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 3) : match.start()]
    return re.search(r"[a-z,] $", before) is not None or _ACTS.match(text, match.end()) is not None


def leaks(text: str, values: Sequence[tuple[str, str]], known: Sequence[str], profile: str) -> bool:
    """True when something that was masked, or looks as if it should be, still stands in the text."""
    if residual_hits(text):
        return True
    plain = shadow_of(_blank(text)).text
    lowered = plain.lower()
    kept = _NOT_VALUES if profile != BALANCED else _NOT_VALUES | {"LOCATION"}
    wanted = [value for kind, value in values[:_LONGEST_LIST] if kind not in kept and len(value) >= _SHORTEST]
    wanted += [shadow_of(entry.strip()).text for entry in known if len(entry.strip()) >= _SHORTEST]
    people = [value for kind, value in values[:_LONGEST_LIST] if kind == "PERSON"] + list(known)
    return any(_stands(value, lowered, plain) for value in wanted) or _name_stands(people, plain)
