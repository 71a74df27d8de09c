"""A spaCy Doc for a redacted note, built from its token records on a vocabulary of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from tbnlp.encoder.language_pipeline import DEFAULT_PIPELINE, load_pipeline
from tbnlp.notes import placeholders
from tbnlp.notes.redacted_note import RedactedNote, Replacement, Tokens
from tbnlp.notes.span import Span

if TYPE_CHECKING:
    from spacy.language import Language

_VOCAB_LIMIT: Final = 200_000
"""Strings kept before a fresh vocabulary is taken, so that long runs do not grow without end."""

_STANDINS: Final = {
    "PERSON": "Anna", "LOCATION": "Boston", "ORG": "Acme", "EMPLOYER": "Acme", "SCHOOL": "Harvard",
    "DATE": "Monday", "ADDRESS": "Boston", "FACILITY": "Boston", "AGE": "17", "HANDLE": "Anna",
    "NATIONALITY": "Italian",
}
"""What the tagger reads in place of a placeholder; any other type reads as a number."""

_LINE_BREAK: Final = re.compile(r"[ \t]*\r?\n\s*")
_NEW_LINE_UNIT: Final = re.compile(
    r"[-*•\u2013▪◦·>]|\(?\d{1,2}[.)]|\(?[a-z][.)]\s|\d{3,4}\b|[A-Z][\w /&'.-]{0,38}:|<DATE|[A-Z ]{4,}$",
    re.MULTILINE,
)
_SHORT_LINE: Final = 55
"""A line shorter than this was ended by its writer and not by the width of the page."""

_SPEECH_MARKS: Final = frozenset("\"'”\u2019»)]“\u2018")


class Documents:
    """Makes Docs that hold redacted strings only, on a vocabulary that no raw text ever touched.

    `model` names an installed spaCy pipeline; it is loaded on the first call of `analyse`, and
    `build` never needs it. Raises `AssetError` when the pipeline is not installed.
    """

    def __init__(self, model: str = DEFAULT_PIPELINE) -> None:
        self._model = model
        self._vocab: Vocab | None = None
        self._pipeline: Language | None = None

    def build(self, note: RedactedNote) -> Doc:
        """The Doc of `note`: same characters, same offsets, sentence starts as the note says.

        Text between tokens becomes whitespace tokens, so that `doc.text == note.text` always holds.
        Raises `ValueError` when token offsets overlap or leave the text.
        """
        tokens = note.tokens
        pieces = _cover(note.text, list(zip(tokens.starts, tokens.ends, strict=True)))
        columns = dict(
            zip(tokens.starts, zip(tokens.tags, tokens.poses, tokens.lemmas, strict=True),
                strict=True)
        )
        blank = ("_SP", "SPACE")
        rows = [
            columns.get(start) or (*blank, note.text[start:end]) for start, end, _ in pieces
        ]
        begins = sorted(span.start for span in note.sentences)
        return Doc(
            self._current_vocab(),
            words=[note.text[start:end] for start, end, _ in pieces],
            spaces=[space for _, _, space in pieces],
            tags=[row[0] for row in rows],
            pos=[row[1] for row in rows],
            lemmas=[row[2] for row in rows],
            sent_starts=_sentence_flags([(start, end) for start, end, _ in pieces], begins),
        )

    def analyse(
        self, text: str, *, case_id: str = "case", note_id: str = "note", row: int = 0
    ) -> RedactedNote:
        """The record of a text that is already redacted, from one pass over it.

        Tags may differ in a few tokens from those of a pass over the raw text, so this counts as
        another configuration. Does not look for identifiers. Raises `AssetError` when the pipeline
        is not installed.
        """
        offsets = list(self._token_offsets(text))
        doc = self._read(text, offsets)
        places = placeholders.find(text)
        tags = list(_labels(doc, text, offsets))
        return RedactedNote(
            case_id=case_id,
            note_id=note_id,
            row=row,
            text=text,
            tokens=Tokens(
                starts=tuple(start for start, _ in offsets),
                ends=tuple(end for _, end in offsets),
                tags=tuple(tag for tag, _, _ in tags),
                poses=tuple(pos for _, pos, _ in tags),
                lemmas=tuple(lemma for _, _, lemma in tags),
            ),
            sentences=tuple(_sentences(doc, offsets)),
            replacements=tuple(_as_given(text, place) for place in places),
            redaction_fingerprint="given",
        )

    def _current_vocab(self) -> Vocab:
        if self._vocab is None or len(self._vocab.strings) > _VOCAB_LIMIT:
            self._vocab = create_vocab("en", English.Defaults)
        return self._vocab

    def _loaded(self) -> Language:
        if self._pipeline is None:
            self._pipeline = load_pipeline(self._model, exclude=("ner",))
        return self._pipeline

    def _token_offsets(self, text: str) -> Iterable[tuple[int, int]]:
        tokenizer = self._loaded().tokenizer
        position = 0
        for place in [*placeholders.find(text), None]:
            stop = place.start if place else len(text)
            for token in tokenizer(text[position:stop]):
                if not token.is_space:
                    yield position + token.idx, position + token.idx + len(token)
            if place:
                yield place.start, place.end
                position = place.end

    def _read(self, text: str, offsets: list[tuple[int, int]]) -> Doc:
        pipeline = self._loaded()
        words = [_standin(text[start:end]) for start, end in offsets]
        spaces = [
            index + 1 < len(offsets) and offsets[index + 1][0] > end
            for index, (_, end) in enumerate(offsets)
        ]
        doc = Doc(pipeline.vocab, words=words, spaces=spaces)
        for index in _forced_starts(text, offsets):
            doc[index].is_sent_start = True
        for _, component in pipeline.pipeline:
            doc = component(doc)
        return doc


def _standin(word: str) -> str:
    if not placeholders.is_placeholder(word):
        return word
    return _STANDINS.get(placeholders.kind_of(word), "5551234")


def _labels(
    doc: Doc, text: str, offsets: list[tuple[int, int]]
) -> Iterable[tuple[str, str, str]]:
    for token, (start, end) in zip(doc, offsets, strict=True):
        word = text[start:end]
        if placeholders.is_placeholder(word):
            yield "NNP", "PROPN", word
        else:
            yield token.tag_, token.pos_, token.lemma_


def _as_given(text: str, place: Span) -> Replacement:
    placeholder = text[place.start : place.end]
    kind = placeholders.kind_of(placeholder)
    return Replacement(place, place, kind, placeholder, detector="given", score=1.0)


def _cover(text: str, offsets: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Pieces (start, end, space behind) that spell out the text character by character."""
    pieces: list[tuple[int, int, bool]] = []
    position = 0
    for start, end in [*offsets, (len(text), len(text))]:
        if start < position or end > len(text):
            msg = f"tokens overlap or leave the text near character {start}"
            raise ValueError(msg)
        gap = position
        if pieces and gap < start and text[gap] == " ":
            pieces[-1] = (*pieces[-1][:2], True)
            gap += 1
        if gap < start:
            pieces.append((gap, start, False))
        if end > start:
            pieces.append((start, end, False))
        position = end
    return pieces


def _sentence_flags(
    offsets: list[tuple[int, int]], begins: list[int]
) -> list[bool | int | None]:
    flags: list[bool | int | None] = [False] * len(offsets)
    waiting = iter(begins)
    begin = next(waiting, None)
    for index, (_, end) in enumerate(offsets):
        while begin is not None and end > begin:
            flags[index] = True
            begin = next(waiting, None)
    if flags:
        flags[0] = True
    return flags


def _forced_starts(text: str, offsets: list[tuple[int, int]]) -> list[int]:
    """Indices of tokens that begin a sentence whatever the parser thinks."""
    forced: list[int] = []
    line_start = 0
    for index in range(1, len(offsets)):
        before, here = offsets[index - 1], offsets[index]
        gap = text[before[1] : here[0]]
        if _LINE_BREAK.search(gap):
            rest = text[here[0] : here[0] + 60].split("\n", 1)[0]
            length = before[1] - line_start
            ended = text[before[1] - 1] in ".!?:;" or length < _SHORT_LINE
            if gap.count("\n") > 1 or ended or _NEW_LINE_UNIT.match(rest):
                forced.append(index)
            line_start = here[0]
        elif gap and _ends_sentence(text, offsets, index):
            forced.append(index)
    return forced


def _ends_sentence(text: str, offsets: list[tuple[int, int]], index: int) -> bool:
    last = index - 1
    while last > 0 and text[offsets[last][0] : offsets[last][1]] in _SPEECH_MARKS:
        last -= 1
    start, end = offsets[last]
    first = text[offsets[index][0]]
    if text[start:end] not in {".", "!", "?", "?!", "!!"}:
        return False
    if last != index - 1:
        return first.isupper()
    return first.isupper() or first in "<\"'“\u2018" or (first.islower() and text[start:end] == ".")


def _sentences(doc: Doc, offsets: list[tuple[int, int]]) -> Iterable[Span]:
    for sentence in doc.sents:
        yield Span(offsets[sentence.start][0], offsets[sentence.end - 1][1])
