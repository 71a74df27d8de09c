"""Texts as spaCy Docs without a trained pipeline: English tokens, and each placeholder as one token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tbnlp.notes import placeholders

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def blank_pipeline() -> Language:
    """English rules for tokens, and nothing that was trained."""
    import spacy

    return spacy.blank("en")


def doc_of(text: str, nlp: Language) -> Doc:
    """The Doc of a text; `doc.text` is the text wherever spaCy keeps it."""
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for place in [*placeholders.find(text), None]:
        piece = text[position : place.start if place else len(text)]
        if words and piece.startswith(" "):
            spaces[-1] = True
            piece = piece[1:]
        for token in nlp.tokenizer(piece):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        if place:
            words.append(text[place.start : place.end])
            spaces.append(False)
            position = place.end
    return Doc(nlp.vocab, words=words, spaces=spaces)
