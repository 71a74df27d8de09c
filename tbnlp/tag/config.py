"""The table `[tag]` of the configuration; light, so that a command can read it without a model."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Final, Literal

from tbnlp.encoder.checkpoint import CALIBRATION, DEFAULT_MODEL, find_checkpoint
from tbnlp.encoder.graph_files import built_graph_digest
from tbnlp.schema.loader import load_schema

CODE_VERSION: Final = "tag-1"
"""Changes whenever the same note may get other candidates."""

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

    def reading_point(self) -> float:
        """The score at which a reader finds most with least waste (largest F1 on dev), for this tier."""
        content = find_checkpoint(self.model).read_json(CALIBRATION)
        return float(content["reading_point"][self.tier])

    def model_record(self) -> dict[str, str | None]:
        """What the manifest says of the model: name and hashes of model, base encoder and built graph."""
        checkpoint = find_checkpoint(self.model)
        return {
            "name": checkpoint.settings.name,
            "sha256": checkpoint.digest,
            "base_sha256": checkpoint.settings.base_sha256,
            "graph_sha256": None if self.tier == "rules" else built_graph_digest(checkpoint),
        }
