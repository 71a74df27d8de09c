"""Whether the words of an id could be a person's name; doubt says yes."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

from tbnlp.files.name_lists import given_names, surnames

STRUCTURE: Final = frozenset("""
    account acct adm admission adult agency alert alpha appointment appt apricot apt archive assessment
    attachment backup base baseline batch beneficiary beta body box branch call caller calls card care
    cas case casefile casenote casenotes cases casework center centre chart child city class client
    clients clinic closing code cohort contact contacts copy county court crm current data dataset
    date day delta demo dept detail dev district doc docket document draft encounter end enrollment
    enrolment entity entry episode event example export external extra family field file files final
    first folder followup form gamma general group guest hash header help history hmis home hotline
    house household housing id ids import inc incident index info initial input instance intake
    internal interview invoice issue item job key label law lead legal lesson letter level line list
    local log mail main manual master matter meeting member memo message misc month narrative new
    news north note notes nr null number old one online open op order org original other output
    outreach page parent part participant patient period person personal phone pilot plan prime
    private program programme progress project provider public quarter queue raw rec record records
    red blue ref referral region register registration report request resident review room round row
    run safe sample sec section seq sequence serial series service services session set sheet shelter
    sheltered site small source south staff stage start state statement station status step story
    sub subject summary support survey system tab table task team ten test text three ticket time
    total town toy track training transcript trial two type unit update upload user val value version
    visit voucher ward week west east work worker year youth zone nyc lax none true false
    four five six seven eight nine
""".split())
"""Words that build ids; side by side they are not a person's name."""
_PLACES_AND_TIMES: Final = frozenset("""
    alabama alaska arizona arkansas california carolina colorado columbia connecticut dakota delaware
    florida georgia hampshire hawaii idaho illinois indiana iowa island jersey kansas kentucky
    louisiana maine maryland massachusetts mexico michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia
    washington wisconsin wyoming york
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
""".split())
_NO_PERSON: Final = STRUCTURE | _PLACES_AND_TIMES

_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['\u2018\u2019\u02bc`](?=[^\W\d_])")
_UUID: Final = re.compile(
    r"(?<![^\W_])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![^\W_])", re.IGNORECASE
)
_HEX: Final = re.compile(r"(?:[0-9a-f]{8,})\Z", re.IGNORECASE)
_CHUNK: Final = re.compile(r"[^\W_]+")
_RUN: Final = re.compile(r"[^\W\d_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TITLE: Final = re.compile(r"[A-Z][a-z]{2,}\Z")
_SHORTEST: Final = 3
_SHORTEST_IN_CODE: Final = 5
"""Letters of a name between the digits of a code such as `0015g00000XyZab`."""


def holds_name(value: str) -> bool:
    """True when the words of an id could be a name: of the lists, two capitalised ones, or foreign.

    Structure words, names of US states, months and days are no person; unknown lower-case words
    are none either, so an unlisted name in lower case passes.
    """
    text = _APOSTROPHE.sub("", without_codes(folded(value)))
    runs = _RUN.findall(text)
    if any(not run.isascii() for run in runs):
        return True
    chunks = _CHUNK.findall(text)
    if any(_chunk_holds_name(chunk) for chunk in chunks):
        return True
    has_digits = any(char.isdigit() for char in value)
    if " " in value or "," in value:
        loose = [run for run in runs if len(run) > 1 and not is_structure(run)]
        if loose and len(runs) > 1 and not has_digits:
            return True
    return _is_capitalised(text, has_digits=has_digits)


def is_full_name(value: str) -> bool:
    """True when a given name and a surname of the lists stand side by side, in either order."""
    words = [word.lower() for word in _RUN.findall(folded(value)) if not is_structure(word)]
    return any(
        (one in given_names() and two in surnames()) or (one in surnames() and two in given_names())
        for one, two in pairwise(words)
    )


def is_structure(word: str) -> bool:
    """True for a word that builds ids, a US state, a month or a day."""
    return word.lower() in _NO_PERSON


def folded(value: str) -> str:
    """The value without diacritics and with plain digits and letters where there are such."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", value) if not unicodedata.combining(char)
    )


def without_codes(value: str) -> str:
    """The value without UUIDs and without hexadecimal runs; those hold letters by chance."""
    return _CHUNK.sub(lambda match: "" if _is_hex(match[0]) else match[0], _UUID.sub(" ", value))


def _is_hex(chunk: str) -> bool:
    # One run of letters beside digits may be a word: `ada19900402`.
    return _HEX.match(chunk) is not None and any(map(str.isdigit, chunk)) and (
        len(_RUN.findall(chunk)) > 1
    )


def _chunk_holds_name(chunk: str) -> bool:
    runs = _RUN.findall(chunk)
    shortest = _SHORTEST if len(runs) == 1 else _SHORTEST_IN_CODE
    for run in runs:
        parts = _CAMEL.split(run)
        if any(len(part) >= shortest and _is_listed(part) for part in parts):
            return True
        if is_structure(run) or len(run) < shortest:
            continue
        if _is_listed(run) or (len(parts) == 1 and _is_run_together(run.lower())):
            return True
    return False


def _is_listed(word: str) -> bool:
    lowered = word.lower()
    return lowered not in _NO_PERSON and (lowered in given_names() or lowered in surnames())


def _is_run_together(word: str) -> bool:
    """True for an initial with a surname (`mdelgado`, `delgadom`) and two names in one word."""
    if any(one in _NO_PERSON and word[len(one):] in _NO_PERSON for one in _splits(word)):
        return False
    if len(word) > 4 and word[1:] in surnames():
        return True
    if len(word) > 5 and (word[:-1] in surnames() or word[:-1] in given_names()):
        return True
    return any(
        (one in given_names() and word[len(one):] in surnames())
        or (one in surnames() and word[len(one):] in given_names())
        for one in _splits(word)
    )


def _splits(word: str) -> list[str]:
    """Beginnings of a word that leave both parts long enough for names."""
    return [
        word[:at] for at in range(_SHORTEST, len(word) - _SHORTEST + 1) if len(word) > 2 * _SHORTEST
    ]


def _is_capitalised(text: str, *, has_digits: bool) -> bool:
    """True for two capitalised words side by side, or one where no digit makes it a number."""
    is_spaced = " " in text or "," in text
    words = [part for match in _RUN.finditer(text) for part in _parts(text, match)]
    if not has_digits and any(_TITLE.match(word) and not is_structure(word) for word in words):
        return True
    return any(
        _is_name_like(one, is_spaced) and _is_name_like(two, is_spaced)
        and not (is_structure(one) and is_structure(two))
        for one, two in pairwise(words)
    )


def _parts(value: str, match: re.Match[str]) -> list[str]:
    """`MariaLopez` is two words; letters right behind digits are part of a code."""
    is_code = match.start() > 0 and value[match.start() - 1].isdigit()
    return [] if is_code else _CAMEL.split(match[0])


def _is_name_like(word: str, is_spaced: bool) -> bool:
    """A capitalised word of two letters or more; all capitals count where words stand apart."""
    return len(word) > 1 and word[0].isupper() and (word[1:].islower() or is_spaced)
