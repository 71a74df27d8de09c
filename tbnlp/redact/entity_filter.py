"""Which findings are believed: the language model's mistakes and names of national bodies go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from tbnlp.notes.span import Span
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
_TRAILING: Final = re.compile(r"(?:'s|,[ ]?\d{1,2}|[ ]\d{4}|[\s\W_]|[ ](?:w/|re|at|on|in|and|with))+$")
_ROLES: Final = re.compile(
    r"(?i)(?:(?:ct|pt|clt|client|patient|interp|interpreter|writer|worker|wkr|staff|garda|elder|mentor|liaison|present|re|hosp|sw|hospital sw|dfps|cps|colleague|supervisor|husband|wife|mother|father|"
    r"sister|brother|aunt|uncle|cousin|daughter|son|baby|said|rang|called|text|texted|saw|met|gave|told|asked|tell|ask|call|signed|prof|hon|sr|cpl|b|to|attn|cc)\.?[ ]+)+(?=[A-Z])"
)
_HOUSES: Final = frozenset({"FACILITY", "ORG", "EMPLOYER", "SCHOOL", "LOCATION"})
_VERB_AND_PREPOSITION: Final = re.compile(
    r"(?:Placed|Seen|Taken|Moved|Sent|Works?|Worked|Working|Shift|Staying|Stayed|Stays|Lives?|Lived|Enrolled|Attends|Attended|Referred|Admitted|Discharged|Transferred|Went|Goes|Going|Visited|Intake|Appt|Visit|Met|"
    r"Called|Rang|Emailed|Faxed|Walked|Dropped|Picked|Brought|Placement|Bed|Arrived|Returned|Back|Job|Employed|Hired|Sleeps|Slept|Resides|Housed|Sheltered|Released|Transported|Booked|Held|Detained|Arrested|Assigned|"
    r"Recruited|Currently|Now|Still|Found|Left|Ran|Drove|Rode|Took|Waiting|Waited|Spoke|Follow-?up)(?: up| over| off| back| out| down)?[ ](?:(?:at|in|to|from|for|by|with|w/|near|outside)[ ])?(?=(?:[Tt]he[ ])?[A-Z])"
)
"""A sentence that starts with its verb, which a grammar of names takes for the first word of the name."""
_SURE_LABELS: Final = frozenset({"ADDRESS", "FACILITY", "EMPLOYER", "SCHOOL", "ORG", "HANDLE", "PLATE", "VEHICLE_DESC", "PERSON", "LOCATION", "NATIONALITY"})
_NAMED: Final = frozenset({"ORG", "EMPLOYER", "SCHOOL", "LOCATION", "NATIONALITY", "FACILITY", "PERSON"})
_SHORT: Final = 3


def filtered_entities(
    findings: Iterable[Finding], text: str, profile: str
) -> list[Finding]:
    """The findings without mistakes of the model and, below `maximal`, without national bodies."""
    kept = []
    items = list(findings)
    firm = bytearray(len(text))
    for item in items:
        if not item.detector.startswith(_MODEL) and item.kind in _SURE_LABELS:
            firm[item.start : item.end] = b"\x01" * (item.end - item.start)
    for item in items:
        piece = text[item.start : item.end]
        if item.detector.startswith(_MODEL):
            if firm.count(1, item.start, item.end) == item.end - item.start:
                # Rules mask it in full and know better what it is.
                continue
            better = _model_entity(item, text, profile)
            if better is not None:
                kept.append(better)
        elif item.kind in _HOUSES and (lead := _VERB_AND_PREPOSITION.match(piece)):
            kept.append(replace(item, start=item.start + lead.end()))
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


def _role_length(name: str) -> int:
    """How many characters of a name are a role that the model took for a part of it (`Ct Marisol`)."""
    match = _ROLES.match(name)
    return match.end() if match else 0


def _model_entity(item: Finding, text: str, profile: str) -> Finding | None:
    piece = text[item.start : item.end]
    if item.kind == "DATE":
        return _date(item, piece, profile)
    lead = _LEADING.match(piece)
    start = item.start + (lead.end() if lead else 0)
    tail = _TRAILING.search(piece)
    end = item.start + (tail.start() if tail else len(piece))
    if end <= start:
        return None
    if item.kind == "PERSON":
        start += _role_length(text[start:end])
    core = text[start:end]
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


_ORDINARY_USE: Final = re.compile(
    r"(?:Foster|Grant|Bail|Chance|Faith|Grace|Hope|Rose|Will|May|Mark|Page|Bill|Sue|Art|Case|Rich|Drew|Frank)[ ](?:mom|mum|mother|dad|father|parents?|famil(?:y|ies)|home|homes|care|carers?|placement|"
    r"kids?|child|children|youth|sister|brother|agency|application|applications|funding|period|money|based|number|no|numbers|payment|call|be|ring|follow|need|send|check|try|do|go|see|ask|not|bring|"
    r"continue|contact|update|schedule|meet|return|provide|work|help|text|nudge|drop|pick|take|get|let|have)\b"
)


def is_ordinary_use(text: str, item: Finding) -> bool:
    """True for a word that could be a name and here is none: `Foster mom`, `Will call`. Never for the roster."""
    if item.kind != "PERSON" or item.detector == "roster" or " " in text[item.start : item.end]:
        return False
    match = _ORDINARY_USE.match(text, item.start)
    return match is not None and match.end() > item.end


_BESIDE: Final = 6
_SHORT_CAPITALS: Final = re.compile(r"[A-Z]{2,5}")


def without_echoes(findings: Iterable[Finding], text: str, blocks: Sequence[Span]) -> list[Finding]:
    """The findings without what the language model made of ordinary words beside a stand-in.

    A placeholder of the input reads as a name to the model, and a word before it (`Staff <PERSON_1>`) as
    a part of that name. Unknown words are kept: only ordinary ones and short abbreviations go.
    """
    near = bytearray(len(text) + _BESIDE)
    for block in blocks:
        first, last = max(0, block.start - _BESIDE), block.end + _BESIDE
        near[first:last] = b"\x01" * (last - first)
    return [
        item for item in findings
        if not (
            item.detector.startswith(_MODEL)
            and any(near[item.start : item.end])
            and _says_nothing(text[item.start : item.end])
        )
    ]


def _says_nothing(piece: str) -> bool:
    """True when every word is ordinary, a short abbreviation, or the name of a public body."""
    words = re.findall(r"[A-Za-z][A-Za-z'\-]*", piece)
    return all(_all_ordinary(word) or _SHORT_CAPITALS.fullmatch(word) or is_known_body(word) for word in words)


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
    "NATIONALITY": _group, "RARE_FACT": lambda core, profile: profile == MAXIMAL and any(character.isdigit() for character in core),
}
