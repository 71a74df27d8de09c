"""Invented items and notes in literal form for the tests of the attribution kit."""

from __future__ import annotations

from tbnlp.corpora.written import GoldIdentifier, GoldPassage, WrittenNote
from tbnlp.evaluate.attribution_kit import KitItem
from tbnlp.notes.span import Span
from tbnlp.notes.tagged_note import Attributes
from tests.unit.evaluate.written_aid import place, written


def kit_item(
    name: str, text: str = "She says he hit her.", words: str = "he hit her", *, case_id: str = "c1",
    split: str = "dev", assertion: str = "affirmed", temporality: str = "past", source: str = "client_paraphrased",
    experiencer: str = "client", role: str = "controller",
) -> KitItem:
    """An item whose window is its sentence."""
    return KitItem(
        item_id=name, case_id=case_id, note_id=f"{case_id}-{name}", writer="W1", setting="labour", note_type="intake",
        split=split, text=text, sentence=Span(0, len(text)), parts=(place(text, words),),
        label="threat_or_violence", subtype="physical",
        attributes=Attributes(assertion, temporality, source, experiencer, role),
    )


def marked(
    text: str, words: str, *, case_id: str = "c1", note_id: str = "n1", identifiers: tuple[GoldIdentifier, ...] = (),
    assertion: str = "affirmed", temporality: str = "past", source: str = "client_paraphrased",
    experiencer: str = "client", role: str = "controller",
) -> WrittenNote:
    """A written note with one passage."""
    passage = GoldPassage(
        place(text, words), "threat_or_violence", "physical", assertion, temporality, source, experiencer, role
    )
    return written(text, identifiers, [passage], case_id, note_id)
