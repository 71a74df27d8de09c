"""Candidate passages found by readable patterns, each with the pattern that found it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tbnlp.notes.span import Span
from tbnlp.rules.clause import clause_of, statement_of
from tbnlp.rules.context import NoteContext, read_context
from tbnlp.rules.pattern_files import PatternEntry, load_patterns, load_vocabulary
from tbnlp.rules.pattern_language import Compiled, Language
from tbnlp.rules.sections import Sections, Turn
from tbnlp.rules.word_records import encode, present
from tbnlp.rules.words import Words

if TYPE_CHECKING:
    import re

    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A passage whose wording fits a pattern. It says nothing about a person.

    `span`: characters, grown to the clause. `core`: the words that the pattern itself needed.
    `pole`: set when the hit is only half of a two-part label; alone it is no candidate.
    `also`: further patterns of the same label that fit the same place.
    """

    label: str
    subtype: str
    span: Span
    pattern_id: str
    why: str
    core: Span
    pole: str | None = None
    also: tuple[str, ...] = ()

    @property
    def pattern_ids(self) -> tuple[str, ...]:
        """All patterns that fit here, the best first."""
        return (self.pattern_id, *self.also)


@dataclass(frozen=True, slots=True)
class _Line:
    entry: PatternEntry
    expression: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


@dataclass(slots=True)
class _Level:
    """Which lines a word satisfies at one depth of their needs; one bit a line.

    `free`: lines that need nothing at this depth.
    """

    free: int
    by_form: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """The pattern rules as a description; `open` compiles them.

    `labels`: keep the patterns of these labels only; empty means all.
    """

    labels: tuple[str, ...] = ()

    def open(self) -> Callable[[Doc], list[RuleHit]]:
        """Compile the patterns and return the pure function from a Doc to its sorted hits.

        Claims wording only: negation, time and speaker are attributes, not reasons to leave a hit
        out. The same Doc gives the same hits in any order of calls. Raises `UsageError` when a
        pattern file is wrong.
        """
        find_in = self.open_on_context()

        def find(doc: Doc) -> list[RuleHit]:
            return find_in(read_context(doc))

        return find

    def open_on_context(self) -> Callable[[NoteContext], list[RuleHit]]:
        """The same for callers that have read the context of the note anyway."""
        entries = [item for item in load_patterns() if not self.labels or item.label in self.labels]
        index = PatternIndex(entries, Language(load_vocabulary()))

        def find(context: NoteContext) -> list[RuleHit]:
            return index.hits(context.words, context.roles, context.sections)

        return find


class PatternIndex:
    """Compiled patterns, found by the words that they cannot match without."""

    def __init__(self, entries: Iterable[PatternEntry], language: Language) -> None:
        self._levels: list[_Level] = []
        self._lines: list[_Line] = []
        for entry in entries:
            unless = tuple(language.compile(entry.id, line).expression for line in entry.unless)
            for line in entry.lines:
                self._add(entry, language.compile(entry.id, line), unless)

    def hits(
        self, words: Words, roles: Mapping[str, str], sections: Sections | None = None
    ) -> list[RuleHit]:
        """Hits over all sentences, sorted by place and label, merged within a label.

        With `sections` a short quote is kept whole and questions of an interviewer are passed over.
        """
        found: list[RuleHit] = []
        quotes = sections.quotes if sections else ()
        for first, stop in words.sentences:
            numbers = self._wanted(present(words, first, stop, roles))
            if numbers and not (sections and _is_asked(words, first, stop, sections)):
                found.extend(
                    _hit(words, line.entry, core, quotes)
                    for line, core in self._in_sentence(words, first, stop, roles, numbers)
                )
        return merged(found)

    def _add(
        self, entry: PatternEntry, compiled: Compiled, unless: tuple[re.Pattern[str], ...]
    ) -> None:
        bit = 1 << len(self._lines)
        self._lines.append(_Line(entry, compiled.expression, unless))
        needs = (compiled.anchors, *compiled.also) if compiled.anchors else ()
        while len(self._levels) < len(needs):
            self._levels.append(_Level(free=bit - 1))
        for depth, level in enumerate(self._levels):
            if depth >= len(needs):
                level.free |= bit
                continue
            for form in needs[depth]:
                level.by_form[form] = level.by_form.get(form, 0) | bit

    def _wanted(self, forms: set[str]) -> list[int]:
        """Numbers of the lines of which the sentence holds a word of each set they cannot do without."""
        wanted = (1 << len(self._lines)) - 1
        for level in self._levels:
            reached = level.free
            for form in forms & level.by_form.keys():
                reached |= level.by_form[form]
            wanted &= reached
            if not wanted:
                break
        numbers: list[int] = []
        while wanted:
            lowest = wanted & -wanted
            numbers.append(lowest.bit_length() - 1)
            wanted ^= lowest
        return numbers

    def _in_sentence(
        self, words: Words, first: int, stop: int, roles: Mapping[str, str], numbers: list[int]
    ) -> Iterable[tuple[_Line, Span]]:
        record, places = encode(words, first, stop, roles)
        blocked: dict[str, bool] = {}
        for number in numbers:
            line = self._lines[number]
            match = line.expression.search(record)
            while match and match.end() > match.start():
                if line.entry.id not in blocked:
                    blocked[line.entry.id] = any(item.search(record) for item in line.unless)
                if blocked[line.entry.id]:
                    break
                begin = first + bisect_right(places, match.start()) - 1
                end = first + bisect_right(places, match.end() - 1)
                yield line, words.span(begin, end)
                match = line.expression.search(record, match.end())


def _is_asked(words: Words, first: int, stop: int, sections: Sections) -> bool:
    """True for a question in a line of the interviewer: it asks and states nothing."""
    return words.lowers[stop - 1] == "?" and sections.turn_at(
        words.span(first, stop)
    ) is Turn.WORKER


def _hit(words: Words, entry: PatternEntry, core: Span, quotes: Sequence[Span]) -> RuleHit:
    whole = entry.extent == "clause"
    span = statement_of(words, clause_of(words, core) if whole else core, quotes, follows=whole)
    return RuleHit(
        label=entry.label,
        subtype=entry.subtype,
        span=span,
        pattern_id=entry.id,
        why=entry.says,
        core=core,
        pole=entry.pole,
    )


def merged(hits: Iterable[RuleHit]) -> list[RuleHit]:
    """Sorted hits in which no two of one label and pole overlap.

    Of two that overlap the one with the longer core gives subtype and reason, the span covers
    both, and the other's patterns are kept in `also`.
    """
    kept: dict[tuple[str, str | None], list[RuleHit]] = {}
    ordered = sorted(hits, key=lambda hit: (hit.span, hit.label, hit.pole or "", hit.pattern_id))
    for hit in ordered:
        row = kept.setdefault((hit.label, hit.pole), [])
        if row and row[-1].span.overlaps(hit.span):
            row[-1] = _join(row[-1], hit)
        else:
            row.append(hit)
    result = [hit for row in kept.values() for hit in row]
    return sorted(result, key=lambda hit: (hit.span, hit.label, hit.pole or ""))


def _join(one: RuleHit, other: RuleHit) -> RuleHit:
    best, rest = sorted((one, other), key=lambda hit: (-len(hit.core), hit.pattern_id))
    further = dict.fromkeys((*best.also, *rest.pattern_ids))
    further.pop(best.pattern_id, None)
    return replace(
        best,
        span=one.span.cover(other.span),
        core=one.core.cover(other.core),
        also=tuple(sorted(further)),
    )
