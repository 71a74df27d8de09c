"""Ordinary words with a capital inside a sentence: street names, shops, nicknames that are words."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from tbnlp.notes.span import Span
from tbnlp.redact import vocabulary
from tbnlp.redact.findings import Finding
from tbnlp.redact.known_bodies import is_abbreviation, is_known_body
from tbnlp.redact.persons import TITLES
from tbnlp.redact.safe_values import FUNCTION_WORDS
from tbnlp.redact.words import Words

_FEWEST_PROSE_WORDS: Final = 3
_CAPITALISED: Final = re.compile(r"[A-Z][a-z]+(?:['\-][A-Za-z]+)?")
_REPORTING: Final = frozenset(
    "says said states stated reports reported told tells met saw asked asks called calls texted rang thinks thought believes claims claimed knows denies hopes fears loves misses "
    "misses visited emailed helped drove sees heard".split()
)
_ALSO_NAMES: Final = frozenset({"will"})
"""Function words that are names where they have a capital inside a sentence."""
_NOT_NAMES: Final = frozenset({"PRP", "PRP$", "DT", "IN", "CC", "WP", "WRB", "EX", "TO", "MD", "VBD", "VBZ", "RB", "UH", "PDT", "WDT"})
SAFE_CAPITALS: Final = frozenset(
    "social mass home crown garda county state city town officer judge agent nurse deacon professor insp dept atty deputy trooper sheriff detective sergeant "
    "mom mum mama dad daddy grandma grandpa nan nana mommy mummy client ct pt cw intake discharge safety plan security court office police shelter group "
    "note notes lot level part phase step unit grade class form section page appendix schedule table figure chapter volume item exhibit evidence registry "
    "board council parish borough district ward land government parliament ministry commission committee chamber tribunal convention article protocol act "
    "protection human right rights fundamental freedom freedoms rule rules code codes criminal civil penal procedure notice appeal appeals registrar president vice grand merits facts law laws prosecutor prosecution constitution constitutional supreme high minister agent reporting officer parole probation offender offenders trafficking labour labor assembly bill order orders statement schedule lots bible lord virgin saint saints easter lent advent sabbath christmas internet web tel fax pm am dr mr mrs ms miss mx st ave rd blvd no yes ok okay hi "
    "hello thanks deal sorry please dear regards re fwd cc attn kind best sincerely yours spring summer autumn fall winter north south east west northern southern eastern western "
    "northeast northwest southeast southwest cyrillic latin gothic roman hell heaven sir madam ma'am medicaid medicare title visa witness victim services "
    "programme program department bureau division agency authority federal national".split()
)
"""Words that take a capital in a sentence and point at nobody."""


def is_covered(covered: bytearray, words: Words, place: int) -> bool:
    """True when the token's first character is masked already."""
    return bool(covered[words.starts[place]])


def residual_capitals(text: str, words: Words, covered: bytearray, blocks: Sequence[Span] = ()) -> list[Finding]:
    """Names of bodies, shops and streets, and names of persons, that are written with ordinary words.

    `blocks`: placeholders of the input; a word behind one says nothing, since the stand-in is no word of the note.
    """
    ends = {block.end for block in blocks}
    singles = [item for item in _singles(text, words, covered) if not _behind(text, item.start, ends)]
    return [*_runs(text, words, covered), *singles]


def _behind(text: str, start: int, ends: Set[int]) -> bool:
    """True when only spaces and light marks stand between a placeholder and a word."""
    place = start
    while place > 0 and text[place - 1] in " ,(\"'&+-":
        place -= 1
    return place in ends


def _runs(text: str, words: Words, covered: bytearray) -> list[Finding]:
    """Two or more ordinary words with capitals inside a sentence: the name of some body or shop."""
    found: list[Finding] = []
    run: list[int] = []
    for place in range(len(words) + 1):
        word = words.texts[place] if place < len(words) else ""
        free = place < len(words) and not is_covered(covered, words, place)
        proper = free and bool(re.fullmatch(r"[A-Z][a-z][A-Za-z'\-]*", word)) and words.tags[place].startswith("NNP")
        joins = bool(run) and free and place < len(words) and text[words.ends[run[-1]] : words.starts[place]] == " "
        if proper and (joins or not run):
            run.append(place)
            continue
        found += _run_finding(text, words, run)
        run = [place] if proper else []
    return found


def _run_finding(text: str, words: Words, run: list[int]) -> list[Finding]:
    if len(run) < 2:
        return []
    start, end = words.starts[run[0]], words.ends[run[-1]]
    piece = text[start:end]
    known = is_known_body(piece) or all(
        is_known_body(words.texts[place]) or words.texts[place].lower() in vocabulary.CALENDAR for place in run
    )
    if not _is_prose(text, start, end) or known or vocabulary.is_kept_place(piece) or text[end : end + 1] == ":":
        return []
    return [Finding(start, end, "ORG", "residual_capitals", 0.4)]


def _is_prose(text: str, start: int, end: int) -> bool:
    """True when the line is a sentence and no heading: it has words in lower case."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return len(re.findall(r"\b[a-z]{2,}", line)) >= _FEWEST_PROSE_WORDS


def _singles(text: str, words: Words, covered: bytearray) -> list[Finding]:
    """One word with a capital behind a word without: no sentence starts there, so it is a name."""
    found = []
    for place in range(1, len(words)):
        word = words.texts[place]
        if is_covered(covered, words, place) or not _CAPITALISED.fullmatch(word) or not _is_inside(text, words, place):
            continue
        lowered = word.lower()
        safe = lowered in SAFE_CAPITALS or lowered.removesuffix("s") in SAFE_CAPITALS or (lowered in FUNCTION_WORDS and lowered not in _ALSO_NAMES)
        if safe or lowered in vocabulary.CALENDAR or lowered.removesuffix("s") in vocabulary.CALENDAR:
            continue
        if is_known_body(word) or is_abbreviation(word) or vocabulary.is_kept_place(word) or lowered in vocabulary.COMMON_LANGUAGES:
            continue
        if words.tags[place] in _NOT_NAMES and lowered not in vocabulary.given_names() and lowered not in _ALSO_NAMES:
            continue
        if _is_prose(text, words.starts[place], words.ends[place]):
            found.append(Finding(words.starts[place], words.ends[place], "PERSON", "residual_inside", 0.4))
    return found


def _is_inside(text: str, words: Words, place: int) -> bool:
    """True when the word before shows that a sentence goes on."""
    before = words.texts[place - 1]
    between = text[words.ends[place - 1] : words.starts[place]]
    if "\n" in between or (words.opens[place] and before not in {",", "w/", "&"}):
        return False
    if before in {"\"", "'", "("}:
        # A quotation or a bracket may hold a sentence; one word that fills it is a name.
        closes = words.texts[place + 1] if place + 1 < len(words) else ""
        return closes in {"\"", "'", ")", ","} and words.tags[place].startswith("NNP")
    if words.tags[place - 1] in {"VBZ", "VBD", "VBP", "VB"} and before[0].isupper() and before.lower() in _REPORTING:
        # "Says Blue told her": a note leaves its subject out, and the name follows the verb.
        return True
    if before.strip(".").lower() in TITLES and before[0].isupper():
        return words.tags[place].startswith("NN")
    return before.islower() or before in {",", "&", "'s", "+"}
