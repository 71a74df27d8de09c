"""The shortest full clause around a place in a note, found with word classes and no parser.

Works for the hits of rules and for any other span. The clause keeps negation, hedges and time
phrases; it leaves out a lead-in that only names the speaker, quotation marks, conjunctions at its
begin and punctuation at its end. It never crosses a sentence and never cuts a placeholder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tbnlp.notes.span import Span
from tbnlp.rules.words import Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

REPORTING: Final = frozenset(
    "say state report tell share disclose explain describe repeat add mention note claim insist "
    "whisper admit confirm deny write ask answer reply reveal recall remember indicate express "
    "acknowledge advise relate recount shrug laugh maintain remark observe inform think believe "
    "feel warn complain suspect promise swear document voice state's stated sts rpts rpt reports record "
    "minute text joke mumble mutter shout call hear learn understand gather read show".split()
)
"""Verbs that can carry a lead-in such as "ct reports that"."""

_LEAD_ONLY: Final = REPORTING - frozenset(
    "think believe feel ask promise text shout call hear show learn deny confirm warn write".split()
)
"""Verbs whose lead-in is left out even without "that"; "feels" and "denies" carry meaning."""

_HARD: Final = frozenset({";", "(", ")", '"', "--", "—", "\u2013", "«", "»", "“", "”", "[", "]", "…",
                          "...", "|", "/", "•", "*", ".", "!", "?"})
_KEEPS: Final = frozenset("deny doubt promise threaten refuse swear warn ask".split())
"""Reporting verbs that are part of what is said: "denies that he hit her" is kept whole."""

_CONJUNCTIONS: Final = frozenset("and but or so yet nor then & + plus although though".split())
_DEPENDENT: Final = frozenset(
    "because that who which whom whose when while if where until till unless before after since "
    "as than how what whether why so to for in order without".split()
)
_SPLITS: Final = frozenset({",", "and", "but", "although", "though", "yet"})
_SUBJECT_TAGS: Final = frozenset({"PRP", "EX", "DT", "NN", "NNS", "NNP", "NNPS", "PRP$", "WP"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FILLERS: Final = frozenset({"JJ", "RB", "RBR", "CD", "POS", "PDT", "VBN", "JJR", "JJS", "CC"})
_OBJECTS: Final = frozenset("me him her us them it".split())
_AUXILIARIES: Final = frozenset("be have do will can".split())
_ADDRESSED: Final = frozenset("tell inform advise remind warn assure".split())
_OPENERS: Final = frozenset("if when whatever whenever since as after before".split())
_LEAD_NOUNS: Final = frozenset({"per", "according", "via"})
_TRIM_FRONT: Final = frozenset(",;:.!?-\u2013—)('\"“”\u2018\u2019«»[]*•/|>") | frozenset({"--", "...", "…"})
_TRIM_BACK: Final = frozenset(",;:.!?-\u2013—(('\"“”\u2018\u2019«»[]/|") | frozenset({"--", "...", "…"})
_SHORT_QUOTE: Final = 16
"""Words of a quoted stretch that is read as one statement."""

_TRIM_BACK_WORDS: Final = frozenset("and but or that because so when while although".split())


def clause_span(doc: Doc, start_char: int, end_char: int) -> Span:
    """The clause around `[start_char, end_char)`, in characters of `doc.text`.

    Does not claim grammatical truth: it reads tags and words only. A span that touches several
    sentences is grown inside its first and its last sentence. Raises `ValueError` when the span is
    empty or leaves the text.
    """
    if not 0 <= start_char < end_char <= len(doc.text):
        msg = f"a span of this text needs 0 <= start < end <= {len(doc.text)}"
        raise ValueError(msg)
    words = read_words(doc)
    if not len(words):
        return Span(start_char, end_char)
    return clause_of(words, Span(start_char, end_char))


def clause_of(words: Words, span: Span) -> Span:
    """The same for words that were read before; see `clause_span`."""
    first, stop = words.range_of(span)
    left = words.sentences[words.sentence_of(first)]
    right = words.sentences[words.sentence_of(stop - 1)]
    begin = _grow_left(words, left[0], first)
    end = _grow_right(words, right[1], stop)
    begin = _skip_lead_in(words, begin, first, end)
    begin, end = _trim(words, begin, end, first, stop)
    return words.span(begin, end)


def statement_of(
    words: Words, clause: Span, quotes: Sequence[Span] = (), *, follows: bool = True
) -> Span:
    """The clause with the clauses that follow it up to a full stop of sense, or its whole short quote.

    What people say in one breath is read in one piece. `follows=False` looks at quotes only. Ends before
    a semicolon, dash, bracket or quotation mark and before a predicate that only reports ("and asked that ...").
    """
    first, stop = words.range_of(clause)
    right = words.sentences[words.sentence_of(stop - 1)][1]
    end = stop
    while follows and end < right and not is_hard_stop(words, end):
        if words.lowers[end] in {"and", "but"} and end + 1 < right and _reports_next(words, end + 1):
            break
        end += 1
    end = _trim(words, first, end, first, stop)[1] if end > stop else stop
    for quote in quotes:
        low, high = words.range_of(quote)
        if low <= first and stop <= high <= low + _SHORT_QUOTE:
            first, end = _trim(words, low, max(end, high), first, stop)
            break
    return words.span(first, end)


def is_hard_stop(words: Words, position: int) -> bool:
    """True for a word that no clause crosses: brackets, quotation marks, semicolon, dash."""
    word = words.lowers[position]
    if word in {"'", "''", "``"}:
        return words.tags[position] in {"``", "''"}
    if word == ":":
        return True
    return word in _HARD


def has_verb(words: Words, first: int, stop: int) -> bool:
    """True when the range holds a verb form that can head a clause."""
    return any(
        words.tags[index] in _FINITE or words.tags[index] in {"VBN", "VBG", "VB"}
        for index in range(first, stop)
    )


def starts_clause(words: Words, position: int, stop: int) -> bool:
    """True when a subject with its finite verb begins at `position`."""
    index = position
    subject = False
    while index < min(stop, position + 7):
        tag, lower = words.tags[index], words.lowers[index]
        if tag in _FINITE or (lower in {"'s", "'re", "'ve", "'m", "'d"} and tag != "POS"):
            return subject
        if tag in _SUBJECT_TAGS or words.is_placeholder(index):
            subject = subject or lower not in _OBJECTS or lower in {"her", "it"}
        elif tag not in _FILLERS:
            return False
        index += 1
    return False


def _grow_left(words: Words, floor: int, first: int) -> int:
    index = first
    while index > floor:
        before = index - 1
        word = words.lowers[before]
        if is_hard_stop(words, before):
            break
        if _parts_left(words, word, index, first, floor):
            break
        index = before
    return index


def _parts_left(words: Words, word: str, index: int, first: int, floor: int) -> bool:
    """True when the clause that holds `first` begins at `index`, right behind `word`."""
    if index > first or not has_clause_head(words, index, first + 1):
        return False
    if word in {",", "and", "but", "so", "yet", "or"}:
        joined = word != "," and words.lowers[max(floor, index - 2)] != ","
        return starts_clause(words, index, len(words)) and (
            not joined or has_verb(words, floor, index - 1)
        )
    return word == "that" and words.lemmas[max(floor, index - 2)] in REPORTING - _KEEPS


def has_clause_head(words: Words, begin: int, stop: int) -> bool:
    """True when a clause may begin at `begin` and reach the word before `stop`."""
    return starts_clause(words, begin, len(words)) or has_verb(words, begin, stop)


def _grow_right(words: Words, ceiling: int, stop: int) -> int:
    index = stop
    while index < ceiling:
        word = words.lowers[index]
        if is_hard_stop(words, index):
            break
        if word in _SPLITS and _new_clause(words, index + 1, ceiling):
            break
        if word in {"and", "but"} and index + 1 < ceiling and _reports_next(words, index + 1):
            break
        index += 1
    return index


def _reports_next(words: Words, index: int) -> bool:
    """True for "... and asked that": a second predicate that only reports."""
    return words.lemmas[index] in REPORTING and words.tags[index] in {"VBD", "VBZ", "VBN"}


def _new_clause(words: Words, index: int, ceiling: int) -> bool:
    while index < ceiling and words.lowers[index] in _CONJUNCTIONS | {","}:
        index += 1
    return index < ceiling and words.lowers[index] not in _DEPENDENT and starts_clause(
        words, index, ceiling
    )


def _skip_lead_in(words: Words, begin: int, first: int, end: int) -> int:
    """Position behind "Client stated that" or "Per the referral,"; `begin` when there is none."""
    if begin and words.lowers[begin - 1] in {'"', "'"}:
        return begin
    begin = _skip_source_phrase(words, begin, first)
    verb = _reporting_verb(words, begin, first)
    if verb is None:
        return begin
    behind = verb + 1
    if words.lemmas[verb] in _ADDRESSED:
        behind = _skip_addressee(words, behind, first)
        if behind <= first and words.lowers[behind - 1] in _OBJECTS - {"me", "us"}:
            return begin
    if behind < first and words.lowers[behind] == "that":
        return behind + 1
    return behind if _opens_report(words, verb, behind, first, end) else begin


def _reporting_verb(words: Words, begin: int, first: int) -> int | None:
    """Position of a verb that only reports, before any other finite verb."""
    for index in range(begin, min(first, begin + 9)):
        lemma = words.lemmas[index]
        if lemma in REPORTING and words.tags[index][:2] in {"VB", "NN", "JJ"}:
            return None if lemma in _KEEPS else index
        if words.tags[index] in _FINITE and lemma not in _AUXILIARIES:
            return None
    return None


def _opens_report(words: Words, verb: int, behind: int, first: int, end: int) -> bool:
    if words.lemmas[verb] not in _LEAD_ONLY or behind > first or words.lowers[behind - 1] == "as":
        return False
    return starts_clause(words, behind, end) or words.lowers[behind] in _OPENERS


def _skip_source_phrase(words: Words, begin: int, first: int) -> int:
    if words.lowers[begin] not in _LEAD_NOUNS:
        return begin
    for index in range(begin + 1, min(first, begin + 9)):
        if words.lowers[index] in {",", ":"}:
            return index + 1
    return begin


def _skip_addressee(words: Words, index: int, first: int) -> int:
    while index < first and (
        words.lowers[index] in _OBJECTS | {"the", "this", "my", "our", "writer", "worker", "cw"}
        or words.tags[index].startswith("NN")
    ):
        if words.tags[index].startswith("NN") or words.lowers[index] in _OBJECTS:
            return index + 1
        index += 1
    return index


def _trim(words: Words, begin: int, end: int, first: int, stop: int) -> tuple[int, int]:
    while begin < end - 1 and (
        words.lowers[begin] in _TRIM_FRONT
        or (begin < first and words.lowers[begin] in _CONJUNCTIONS | {"that"})
    ):
        begin += 1
    while end > begin + 1 and (
        words.lowers[end - 1] in _TRIM_BACK
        or (end > stop and words.lowers[end - 1] in _TRIM_BACK_WORDS)
    ):
        end -= 1
    return begin, end
