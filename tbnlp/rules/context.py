"""What the rules know about a whole note before they look at one passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tbnlp.rules.roles import roles_of
from tbnlp.rules.sections import Sections, read_sections
from tbnlp.rules.words import Words, read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class NoteContext:
    """Words, sections and roles of one note, read once and used for every passage of it.

    `roles`: role by placeholder, only for persons whose role the note makes clear.
    """

    words: Words
    sections: Sections
    roles: Mapping[str, str]


def read_context(doc: Doc) -> NoteContext:
    """The context of the note in `doc`; a pure function of its words and tags."""
    words = read_words(doc)
    return NoteContext(words=words, sections=read_sections(words), roles=roles_of(words))
