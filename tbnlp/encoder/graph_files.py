"""Where built graphs lie: beside the model in the offline bundle, else in the user's cache, named by hash."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

from tbnlp.encoder.checkpoint import Checkpoint
from tbnlp.errors import AssetError


def find_graph(checkpoint: Checkpoint) -> Path | None:
    """The graph of a model where one was built before, else None.

    The name holds the SHA-256 of the content, so that file and hash are published by one rename.
    Raises `AssetError` when others may write to the cache.
    """
    for folder in (checkpoint.folder, cache_folder()):
        found = sorted(folder.glob(f"graph-{checkpoint.graph_key}.*.onnx")) if folder.is_dir() else []
        if found:
            _check_private(folder)
            return found[0]
    return None


def digest_in_name(path: Path) -> str:
    """The SHA-256 that the name of a graph promises."""
    return path.name.split(".")[1]


def built_graph_digest(checkpoint: Checkpoint) -> str | None:
    """SHA-256 of the built graph, or None where none was built."""
    found = find_graph(checkpoint)
    return digest_in_name(found) if found is not None else None


def store(content: bytes, checkpoint: Checkpoint, folder: Path) -> Path:
    """Publish a graph by rename, so that a reader never sees half of one; returns its place."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"graph-{checkpoint.graph_key}.{hashlib.sha256(content).hexdigest()}.onnx"
    temporary = folder / f".{target.name}.{os.getpid()}"
    temporary.write_bytes(content)
    temporary.chmod(0o600)
    temporary.replace(target)
    return target


def cache_folder() -> Path:
    """Where built graphs are kept for this user; it holds nothing that comes from a note."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "tbnlp" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "tbnlp"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tbnlp"


def _check_private(folder: Path) -> None:
    if sys.platform != "win32" and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        msg = "the folder of built graphs can be written to by others; take that right away (chmod go-w)"
        raise AssetError(msg)
