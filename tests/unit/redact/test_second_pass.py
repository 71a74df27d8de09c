"""A second redaction of what was redacted changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tbnlp.corpora.written import load_split
from tbnlp.evaluate.redaction_scores import RawPiece, redact_pieces, redact_written
from tbnlp.notes.case_note import CaseNote
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.stage import Skipped

Opened = Callable[[Sequence[CaseNote]], list[RedactedNote | Skipped]]
One = Callable[[str], RedactedNote]
NOTES = 60


def test_sixty_training_notes_stay_as_they_are(strict: Opened) -> None:
    notes = load_split("casenotes_en", "train")
    # Whole cases, taken evenly from the file so that every writer is among them.
    cases = sorted({note.case_id for note in notes})[::6]
    chosen = [note for note in notes if note.case_id in cases][: NOTES + 10]
    assert len(chosen) >= NOTES
    first = redact_written(chosen, strict)
    texts = [item.text for item in first if isinstance(item, RedactedNote)]
    assert len(texts) == len(chosen)
    pieces = [
        RawPiece(note.case_id, note.note_id, text, note.date or None, note.note_type, note.setting)
        for note, text in zip(chosen, texts, strict=True)
    ]
    second = redact_pieces(pieces, strict)
    changed = [
        note.note_id
        for note, text, item in zip(chosen, texts, second, strict=True)
        if isinstance(item, Skipped) or item.text != text
    ]
    assert changed == []


@pytest.mark.parametrize(
    "text",
    [
        "Staff <PERSON_1>. Prosecutor <PERSON_2> came. DC <PERSON_3> rang.",
        "Next <DATE_1>. Rent is 905 <DATE_2>.",
        "from <LOCATION_1>, <NATIONALITY> Republic, <AGE: 30-39> Present: <PERSON_1>",
        "Chair <PERSON_1> said Placement <PERSON_2>. Grandmother <PERSON_3> agreed.",
        "<ORG_1> Girls' <DATE_5> were dropped at the <FACILITY>.",
    ],
)
def test_ordinary_words_beside_a_placeholder_stay(one: One, text: str) -> None:
    assert one(text).text == text


@pytest.mark.parametrize("secret", ["Delgado", "713-555-0142", "4 Alder Court"])
def test_a_value_beside_a_placeholder_is_masked_all_the_same(one: One, secret: str) -> None:
    assert secret not in one(f"<PERSON_1> {secret} and <PERSON_2> came on <DATE_1>.").text
