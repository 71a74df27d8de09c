"""The stage that turns redacted notes into notes with candidate passages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np

from tbnlp.encoder.checkpoint import CALIBRATION, DEFAULT_MODEL, find_checkpoint
from tbnlp.notes.redacted_note import RedactedNote
from tbnlp.notes.tagged_note import TaggedNote
from tbnlp.rules.document import Documents
from tbnlp.rules.matcher import Rules
from tbnlp.schema.loader import load_schema
from tbnlp.stage import Reason, Skipped
from tbnlp.tag.answers import Answers
from tbnlp.tag.calibration import Calibration
from tbnlp.tag.gold import HeadLayout
from tbnlp.tag.passage_finder import PassageFinder

Tier = Literal["rules", "hybrid", "full"]


@dataclass(frozen=True, slots=True)
class TaggerConfig:
    """How to tag. `model`: a name or folder. `base_folder` needs `base_sha256`, the hash of its weights.

    `language`: "en", or "any" to run notes that are clearly in another language and stamp their rows.
    """

    tier: Tier = "full"
    model: str = DEFAULT_MODEL
    base_folder: str | None = None
    base_sha256: str | None = None
    language: Literal["en", "any"] = "en"

    def fingerprint(self) -> str:
        """Hash of the configuration, the schema, the model and the code that decides."""
        schema = load_schema()
        parts = [repr(sorted(asdict(self).items())), schema.fingerprint, CODE_VERSION, self.model_digest()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def model_digest(self) -> str:
        """Hash of the model that this configuration uses; also of its calibration in the tier `rules`."""
        return find_checkpoint(self.model).digest


CODE_VERSION = "tag-1"
"""Changes whenever the same note may get other candidates."""


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
            find_hits=Rules().open(),
            score=score,
            model_id=checkpoint.settings.name,
        )


def _tag_one(note: RedactedNote, find: PassageFinder) -> TaggedNote | Skipped:
    try:
        return find.tag(note)
    except (ValueError, IndexError, KeyError, ArithmeticError, RuntimeError, np.linalg.LinAlgError):
        return Skipped(note.case_id, note.note_id, note.row, "tag", Reason.TAGGING_FAILED)

