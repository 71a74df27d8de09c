"""The pattern language of the rule files, compiled to regular expressions over word records.

A pattern is a line of elements parted by blanks. Each element stands for one word unless said:

    love            a word whose lower-case form or lemma is `love`
    love|adore      one of several words
    love|adore:v    ... and tagged as a verb (`:v`), noun (`:n`),
                    adjective (`:a`), adverb (`:r`),
                    past (`:d`), participle (`:p`) or object pronoun (`:o`, tells `her` from `her own`)
    =left|right     the lower-case forms only, not the lemmas
    !left           the next word is not this one (takes no word; also `!a|b`)
    (a b|c)         one of several sequences; `|` parts words where a bracket also holds ` / `
    (a|b c / d)     `/` parts sequences, `|` words
    x?  (a / b)?    may be left out
    ~3              up to three words of any kind, never over `;`, `:` or a sentence end
    %               a number
    _               up to four auxiliaries, negations and adverbs ("has not really")
    ^   $           begin and end of the sentence or of a part set off by punctuation
    CONTROLLER      a phrase of `vocabulary.yaml`
    <person>        a placeholder by its type; a person by role: `<client>`, `<controller>`, ...

Patterns are data: they hold no Python and no raw regular expression. A pattern is tried only on
sentences that hold one of its anchors (the rarest words that it cannot do without), so that the
cost grows with the hits and not with the number of patterns. Why no spaCy `Matcher`: it has no
groups and no look-ahead, and tries each pattern at each word (see `patterns/README.md`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tbnlp.errors import UsageError
from tbnlp.rules.word_records import BREAK, CLOSE, OPEN

_TAGS: Final = {
    "v": r"(?:V\S*|MD)", "n": r"N\S*", "a": r"(?:J\S*|VB[NG])", "r": r"R\S*", "d": r"V(?:BD|BN)",
    "g": r"VBG", "o": r"PRP", "b": r"(?:VBP?|VBZ|VBG)", "p": r"VBN",
}
_END: Final = f"[{CLOSE}{BREAK}]"
_STOPS: Final = r"(?:[;:.!?]|--|—)"
_GAP_WORD: Final = rf"(?:{OPEN}(?!{_STOPS} )[^{CLOSE}{BREAK}]*{_END})"
_LIGHT: Final = (
    "be have do can could will would may might shall should must not n't never no to still really "
    "just also always often even now ever already only so very quite truly actually probably "
    "perhaps maybe honestly deeply sometimes both all once again then usually apparently simply "
    "currently first did does was were is are had has been being get 's 'd 'm 're 've"
).split()
_PRONOUNS: Final = frozenset("i you he she it they we me him her them us my your his its".split())
"""Never read as lemmas: the lemma of "him" is "he"."""

_COMMON: Final = frozenset(
    "i you he she it they we me him her them us my your his its their our this that these those a "
    "an the of to in on at by for with from as and or but if be have do not n't no can could will "
    "would may might get go make take say tell want know one all out up so there here what when "
    "who how still never more than about into over back off any some only like let keep give see "
    "put come ask call time day work because since while after before then now".split()
)
_SCAN: Final = re.compile(r"\(|\)\??|/|%|\^|\$|_|~\d+|![^\s()]+|[^\s()]+")


@dataclass(frozen=True, slots=True)
class Compiled:
    """One compiled pattern: its expression, and sets of words of which a sentence must hold one each.

    `anchors` is the rarest of these sets, `also` are the others.
    """

    expression: re.Pattern[str]
    anchors: frozenset[str]
    also: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern: its expression and the words that it cannot match without."""

    expression: str
    anchors: frozenset[str] | None
    also: tuple[frozenset[str], ...] = ()


class Language:
    """Compiles patterns against a vocabulary of named phrases.

    Raises `UsageError` that names the pattern and the element when a pattern cannot be read.
    """

    def __init__(self, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._phrases: dict[str, Part] = {}
        for name, lines in vocabulary.items():
            self._phrases[name] = _either([self._sequence(name, line) for line in lines])

    def compile(self, name: str, line: str) -> Compiled:
        """The compiled form of `line`; `name` is used in errors only."""
        part = self._sequence(name, line)
        return Compiled(re.compile(part.expression), part.anchors or frozenset(), part.also)

    def _sequence(self, name: str, line: str) -> Part:
        items = _SCAN.findall(line)
        part, rest = self._parse(name, items, depth=0)
        if rest:
            msg = f"pattern {name}: a bracket is closed that was not opened"
            raise UsageError(msg)
        return part

    def _parse(self, name: str, items: list[str], depth: int) -> tuple[Part, list[str]]:
        level: list[str | Part] = []
        while items:
            item, items = items[0], items[1:]
            if item == "(":
                part, items = self._parse(name, items, depth + 1)
                if not items:
                    msg = f"pattern {name}: a bracket is not closed"
                    raise UsageError(msg)
                level.append(_optional(part) if items[0] == ")?" else part)
                items = items[1:]
            elif item.startswith(")"):
                items = [item, *items]
                break
            else:
                level.append(item)
        return self._level(name, level, grouped=depth > 0), items

    def _level(self, name: str, level: list[str | Part], *, grouped: bool) -> Part:
        """One level of brackets: `/` parts sequences; in a bracket without `/`, so does `|`."""
        if grouped and "/" not in level:
            if any(isinstance(item, str) and "|" in item and "?" in item for item in level):
                msg = f"pattern {name}: a word of a bracket is left out with '(a|b)?', not with 'b?'"
                raise UsageError(msg)
            level = [piece for item in level for piece in _split(item)]
        branches: list[list[str | Part]] = [[]]
        for item in level:
            if item == "/":
                branches.append([])
            else:
                branches[-1].append(item)
        return _either([
            _chain([item if isinstance(item, Part) else self._element(name, item) for item in branch])
            for branch in _joined(branches)
        ])

    def _element(self, name: str, item: str) -> Part:
        if item in _FIXED:
            return Part(_FIXED[item], None)
        if item.startswith("~") and item[1:].isdigit():
            return Part(rf"{_GAP_WORD}{{0,{int(item[1:])}}}?", None)
        if item.startswith("!"):
            return Part(rf"(?!{_word(item[1:])})", None)
        optional = item.endswith("?") and len(item) > 1
        part = self._alternatives(name, item[:-1] if optional else item)
        return _optional(part) if optional else part

    def _alternatives(self, name: str, core: str) -> Part:
        choices = core.rpartition(":")[0].split("|") if _tagged(core) else core.split("|")
        if not all(choice.strip("=") for choice in choices):
            msg = f"pattern {name}: {core!r} has an empty alternative"
            raise UsageError(msg)
        phrases = [choice for choice in choices if choice.isupper() and choice.isalpha()]
        for phrase in phrases:
            if phrase not in self._phrases:
                msg = f"pattern {name}: {phrase} is not in the vocabulary"
                raise UsageError(msg)
        parts = [self._phrases[phrase] for phrase in phrases]
        hyphened = [choice for choice in choices if "-" in choice.strip("-") and len(choice) > 2]
        parts += [self._sequence(name, choice.lstrip("=").replace("-", " -? ")) for choice in hyphened]
        words = [choice for choice in choices if choice not in {*phrases, *hyphened}]
        if words:
            tag = core[-2:] if _tagged(core) else ""
            anchors = frozenset(word.lstrip("=") for word in words)
            parts.append(Part(_word("|".join(words) + tag), anchors))
        return _either(parts)


_LIGHT_WORDS: Final = "|".join(map(re.escape, _LIGHT))
_FIXED: Final = {
    "%": rf"(?:{OPEN}\S+ \S+ CD{_END})",
    "_": rf"(?:{OPEN}(?:(?:{_LIGHT_WORDS}) \S+|\S+ (?:be|have|do)) \S+{_END}){{0,4}}",
    "^": rf"(?:(?<![\s\S])|(?<={BREAK}))",
    "$": rf"(?=\Z|{OPEN}(?:[,;:.!?()\"'\-]+|and|but|or|because|so|when|while|if) )",
}


def _split(item: str | Part) -> list[str | Part]:
    if isinstance(item, Part) or "|" not in item:
        return [item]
    tag = item[-2:] if _tagged(item) else ""
    exact = "=" if item.startswith("=") else ""
    pieces: list[str | Part] = []
    for piece in (item[:-2] if tag else item).split("|"):
        pieces.extend([exact + piece.lstrip("=") + tag, "/"] if piece else ["/"])
    return pieces[:-1]


def _joined(branches: list[list[str | Part]]) -> list[list[str | Part]]:
    """Branches of one plain word each become one word with alternatives, which is faster."""
    singles: dict[str, list[str]] = {}
    rest: list[list[str | Part]] = []
    for branch in branches:
        word = branch[0] if len(branch) == 1 else None
        if not isinstance(word, str) or word in _FIXED or word[0] in "!~" or word.endswith("?"):
            rest.append(branch)
        elif _tagged(word):
            singles.setdefault(word[-2:], []).append(word[:-2])
        else:
            singles.setdefault("", []).append(word)
    plain: list[list[str | Part]] = [["|".join(words) + tag] for tag, words in singles.items()]
    return plain + rest


def _tagged(core: str) -> bool:
    return len(core) > 2 and core[-2] == ":" and core[-1] in _TAGS


def _word(core: str) -> str:
    """The expression of one word record: `OPEN lower lemma TAG END`."""
    tag = r"\S+"
    if _tagged(core):
        core, tag = core[:-2], _TAGS[core[-1]]
    exact = core.startswith("=")
    alternatives = core.split("|")
    surfaces = [re.escape(word.lstrip("=")) for word in alternatives]
    lemmas = [re.escape(word) for word in alternatives if not (
        exact or word.startswith("=") or word in _PRONOUNS
    )]
    body = rf"(?:{'|'.join(surfaces)}) \S+"
    if lemmas:
        body = rf"(?:{body}|\S+ (?:{'|'.join(lemmas)}))"
    return rf"{OPEN}{body} {tag}{_END}"


def _chain(parts: list[Part]) -> Part:
    required = [
        words for part in parts for words in (part.anchors or frozenset(), *part.also) if words
    ]
    required.sort(key=_weight)
    expression = "".join(part.expression for part in parts)
    return Part(expression, required[0] if required else None, tuple(required[1:]))


def _weight(anchors: frozenset[str]) -> float:
    """How often a sentence is expected to hold one of the anchors; only the order matters."""
    return sum(60.0 if word in _COMMON else 1.0 for word in anchors)


def _either(parts: list[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    anchors: frozenset[str] | None = frozenset()
    for part in parts:
        anchors = anchors | part.anchors if anchors is not None and part.anchors else None
    return Part(f"(?:{'|'.join(part.expression for part in parts)})", anchors)


def _optional(part: Part) -> Part:
    return Part(f"(?:{part.expression})?", None)
