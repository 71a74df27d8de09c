"""The stage that turns redacted notes into notes with candidate passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tbnlp.encoder.checkpoint import CALIBRATION, find_checkpoint
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import Rules
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Reason, Skipped
from tbnlp.tag.answers import Answers
from tbnlp.tag.calibration import Calibration
from tbnlp.tag.config import TaggerConfig
from tbnlp.tag.gate import GATE, Gate
from tbnlp.tag.gold import HeadLayout
from tbnlp.tag.passage_finder import PassageFinder


@dataclass(frozen=True, slots=True)
class Tagger:
    """Marks passages whose wording matches a label. It says nothing about a person."""

    config: TaggerConfig = TaggerConfig()

    def open(self) -> Callable[[Sequence[RedactedNote]], list[TaggedNote | Skipped]]:
        """Load rules and model, and return the pure function from notes to notes with candidates.

        Same length and order as its input; a note whose tagging fails is skipped aloud and the others
        are done. Raises `AssetError` when a model is missing, changed or of another schema.
        """
        find = self.open_finder()

        def tag(notes: Sequence[RedactedNote]) -> list[TaggedNote | Skipped]:
            return [_tag_one(note, find) for note in notes]

        return tag

    def open_finder(self) -> PassageFinder:
        """The loaded parts, for callers that need drafts and logits too (calibration)."""
        schema = load_schema()
        checkpoint = find_checkpoint(self.config.model)
        checkpoint.check_schema(schema.label_ids, schema.version)
        layout = HeadLayout.of(schema)
        calibration = Calibration.from_json(checkpoint.read_json(CALIBRATION), schema.label_ids)
        score = None
        if self.config.tier != "rules":
            from tbnlp.encoder.inference import open_scorer

            score = open_scorer(checkpoint, self.config.base_folder, self.config.base_sha256)
        return PassageFinder(
            schema=schema,
            tier=self.config.tier,
            calibration=calibration,
            answers=Answers(layout, calibration.attribute_rule),
            documents=Documents(),
            find_hits=Rules().open_on_context(),
            score=score,
            model_id=checkpoint.settings.name,
            gate=Gate.from_json(checkpoint.read_json(GATE)) if self.config.tier == "hybrid" else None,
        )


def _tag_one(note: RedactedNote, find: PassageFinder) -> TaggedNote | Skipped:
    try:
        return find.tag(note)
    except (ValueError, IndexError, KeyError, ArithmeticError, RuntimeError, np.linalg.LinAlgError):
        return Skipped(note.case_id, note.note_id, note.row, "tag", Reason.TAGGING_FAILED)

