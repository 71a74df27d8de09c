"""Bytes that were hashed before anything opened them; every other kind of model file is refused."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Final

from tbnlp.errors import AssetError

HEADER_LIMIT: Final = 100 * 1024 * 1024
"""Largest safetensors header that is believed (the format's own limit)."""

_PICKLES: Final = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK\x03\x04", b"\x93NUMPY")


def read_verified(path: Path, sha256: str) -> bytes:
    """The bytes of a file whose SHA-256 is `sha256`; they are read once and hashed before use.

    Raises `AssetError` when the file is missing or its hash is another one.
    """
    try:
        content = path.read_bytes()
    except OSError:
        msg = f"model file {path.name} is missing; run `tbnlp doctor` to see where models are looked for"
        raise AssetError(msg) from None
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        msg = (
            f"model file {path.name} has the hash {found[:12]}… and not {sha256[:12]}…; "
            "it was changed or is incomplete: install it again"
        )
        raise AssetError(msg)
    return content


def check_safetensors(content: bytes, name: str) -> None:
    """Raise `AssetError` unless the bytes are a whole safetensors file whose tensors lie inside it."""
    if content.startswith(_PICKLES) or len(content) < 8:
        msg = f"model file {name} is not a safetensors file; other formats are refused"
        raise AssetError(msg)
    (length,) = struct.unpack("<Q", content[:8])
    if length > min(HEADER_LIMIT, len(content) - 8):
        msg = f"model file {name} has a broken header"
        raise AssetError(msg)
    try:
        header = json.loads(content[8 : 8 + length])
        places = sorted(
            tuple(entry["data_offsets"]) for key, entry in header.items() if key != "__metadata__"
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        msg = f"model file {name} has a broken header"
        raise AssetError(msg) from None
    end = 0
    for start, stop in places:
        if start != end or stop < start:
            msg = f"model file {name} has tensors that overlap or leave gaps"
            raise AssetError(msg)
        end = stop
    if end != len(content) - 8 - length:
        msg = f"model file {name} is longer or shorter than its header says"
        raise AssetError(msg)


def read_sums(folder: Path) -> dict[str, str]:
    """File name to SHA-256 from `SHA256SUMS`. Raises `AssetError` when it is missing or malformed."""
    try:
        lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
        pairs = [line.split(maxsplit=1) for line in lines if line.strip()]
        return {name.strip(): digest for digest, name in pairs}
    except (OSError, ValueError):
        msg = f"model folder {folder.name} has no readable SHA256SUMS"
        raise AssetError(msg) from None


def write_sums(folder: Path, names: list[str]) -> None:
    """Write `SHA256SUMS` over the named files, in the order given."""
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in names]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="ascii")
