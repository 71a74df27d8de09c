"""A trained model on disk: settings, safetensors weights, tokenizer and their hashes, in one folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from tbnlp.encoder.verified import read_sums, read_verified
from tbnlp.errors import AssetError

SETTINGS: Final = "model.json"
WEIGHTS: Final = "weights.safetensors"
TOKENIZER: Final = "tokenizer.json"
CALIBRATION: Final = "calibration.json"
METRICS: Final = "metrics.json"
RECORD: Final = "train.toml"
DEFAULT_MODEL: Final = "casenotes-minilm"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What the heads mean, and what the weights were made on.

    `subtypes` are `label.subtype`, `attributes` are `attribute.value`; the order is that of the heads.
    """

    name: str
    version: str
    schema_version: str
    schema_fingerprint: str
    labels: tuple[str, ...]
    subtypes: tuple[str, ...]
    attributes: tuple[str, ...]
    rank: int
    width: int
    base_sha256: str
    max_pieces: int

    def to_json(self) -> str:
        """The settings as JSON text with sorted keys."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Checkpoint:
    """A model folder whose files are read only after their hash was checked."""

    folder: Path

    @cached_property
    def sums(self) -> dict[str, str]:
        """File name to SHA-256, from the folder's own list."""
        return read_sums(self.folder)

    @cached_property
    def settings(self) -> ModelSettings:
        """What the heads mean. Raises `AssetError` for settings that another version wrote."""
        values: dict[str, Any] = json.loads(self.read(SETTINGS))
        try:
            values |= {key: tuple(values[key]) for key in ("labels", "subtypes", "attributes")}
            return ModelSettings(**values)
        except (TypeError, KeyError):
            msg = f"model {self.folder.name}: {SETTINGS} was written by another version of the program"
            raise AssetError(msg) from None

    @cached_property
    def digest(self) -> str:
        """One SHA-256 for the whole model: over the hashes of its settings, weights and tokenizer."""
        measured = {METRICS, RECORD}  # facts about the model that change no result
        parts = [f"{name} {digest}" for name, digest in sorted(self.sums.items()) if name not in measured]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def graph_key(self) -> str:
        """Names the exported graph: it changes with the weights, the base encoder and the graph's form."""
        parts = [self.sums[SETTINGS], self.sums[WEIGHTS], self.settings.base_sha256, "graph-1"]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def read(self, name: str) -> bytes:
        """The bytes of a file of the model, verified. Raises `AssetError` when it is not listed."""
        if name not in self.sums:
            msg = f"model {self.folder.name}: {name} is not in its SHA256SUMS"
            raise AssetError(msg)
        return read_verified(self.folder / name, self.sums[name])

    def read_json(self, name: str) -> dict[str, Any]:
        """A verified JSON file of the model."""
        content = json.loads(self.read(name))
        if not isinstance(content, dict):
            msg = f"model {self.folder.name}: {name} holds no mapping"
            raise AssetError(msg)
        return content

    def check_schema(self, label_ids: tuple[str, ...], version: str) -> None:
        """Raise `AssetError` unless the model was made for this major version and these labels."""
        settings = self.settings
        if settings.labels != label_ids or settings.schema_version.split(".")[0] != version.split(".", maxsplit=1)[0]:
            msg = (
                f"model {self.folder.name} was trained for schema {settings.schema_version} and its labels; "
                f"this program has schema {version}: train it again"
            )
            raise AssetError(msg)


def find_checkpoint(name_or_folder: str = DEFAULT_MODEL) -> Checkpoint:
    """The checkpoint of a folder, or of this name in the installed package or else in the checkout.

    Raises `AssetError` when it is nowhere.
    """
    given = Path(name_or_folder)
    if given.name != name_or_folder:
        places = [given]  # a bare name is never looked for in the working folder, where anybody may put one
    else:
        packaged = Path(str(resources.files("tbnlp").joinpath("_models")))
        places = [packaged / given, Path(__file__).resolve().parents[2] / "models" / given]
    for place in places:
        if (place / "SHA256SUMS").is_file():
            return Checkpoint(place)
    msg = (
        f"model {given.name!r} was not found in the package or in models/; "
        "install the package again, or name a model folder in tag.model"
    )
    raise AssetError(msg)
