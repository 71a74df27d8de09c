"""Model files: hashed before they are opened, and refused when they are not what they say."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from tbnlp.encoder.verified import check_safetensors, read_sums, read_verified, write_sums
from tbnlp.errors import AssetError

GOOD = save({"a": np.zeros((2, 2), dtype=np.float32), "b": np.ones(3, dtype=np.float32)})


def broken(start: bytes) -> bytes:
    return start + b"\0" * 64


def test_a_whole_file_is_accepted() -> None:
    check_safetensors(GOOD, "weights")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        GOOD[:-1],
        GOOD + b"\0",
        broken(struct.pack("<Q", 2**63)),
        broken(struct.pack("<Q", 10) + b"not json!!"),
        broken(b"PK\x03\x04"),
        broken(b"\x93NUMPY"),
        *(broken(b"\x80" + bytes([number]) + b"}q\x00X\x01\x00\x00\x00a") for number in range(2, 6)),
        GOOD.replace(b'"data_offsets":[0,16]', b'"data_offsets":[0,12]'),
    ],
    ids=["empty", "cut", "longer", "header of 2^63", "no json", "zip", "npy", "pickle 2", "pickle 3",
         "pickle 4", "pickle 5", "gap between tensors"],
)
def test_a_file_that_is_no_safetensors_file_is_refused(content: bytes) -> None:
    with pytest.raises(AssetError):
        check_safetensors(content, "weights")


def test_one_changed_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(GOOD[:-1] + b"\x01")
    with pytest.raises(AssetError, match="hash"):
        read_verified(path, hashlib.sha256(GOOD).hexdigest())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"weights\.safetensors is missing"):
        read_verified(tmp_path / "weights.safetensors", "0" * 64)


def test_sums_are_read_back_as_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    write_sums(tmp_path, ["a"])
    assert read_sums(tmp_path) == {"a": hashlib.sha256(b"one").hexdigest()}
