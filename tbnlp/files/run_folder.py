"""The run folder: shards that appear whole or not at all, and the readers of what was written.

Only redacted rows come here. Rows are plain dictionaries with the fields of the contract.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tbnlp.errors import InputError, TbnlpError, UsageError
from tbnlp.files import durable, run_rows
from tbnlp.files.run_lock import RunLock
from tbnlp.files.shard_join import join
from tbnlp.files.shard_parts import COMMIT, PARTS, TEMPORARY, committed, remove_parts

__all__ = [
    "RedactedRow", "RunLock", "ShardWriter", "clean_temporary", "committed", "is_run_folder",
    "join", "read_manifest", "read_redacted", "read_rows", "remove_parts", "write_manifest",
]

MANIFEST: Final = "manifest.json"
RedactedRow = dict[str, object]


class ShardWriter:
    """Writes the rows of one shard aside and publishes them with one rename.

    Use it as a context manager; without a `commit` nothing of the shard stays. `attempt` keeps two
    tries of one shard apart; by default it is random. `kinds`: the files that the shard holds.
    """

    def __init__(
        self,
        folder: Path,
        shard: str,
        attempt: str | None = None,
        kinds: Sequence[str] = run_rows.KINDS,
    ) -> None:
        if not shard or not shard.replace("-", "").replace("_", "").isalnum() or shard[0] == "_":
            msg = "a shard name holds letters, digits, - and _ only, and does not start with _"
            raise ValueError(msg)
        self._place = folder / PARTS / shard
        self._shard = shard
        self._aside = folder / PARTS / TEMPORARY / f"{shard}.{attempt or secrets.token_hex(6)}"
        for place in (folder, folder / PARTS, folder / PARTS / TEMPORARY):
            durable.make_private_folder(place)
        if self._aside.exists():
            shutil.rmtree(self._aside)
        durable.make_private_folder(self._aside)
        self._files = {kind: durable.open_private(self._aside / f"{kind}.jsonl") for kind in kinds}
        self._hashes = {kind: hashlib.sha256() for kind in kinds}
        self._rows = dict.fromkeys(kinds, 0)
        self._sizes = dict.fromkeys(kinds, 0)

    def write(self, kind: str, row: Mapping[str, object]) -> None:
        """Append one row to `notes`, `candidates`, `redactions` or `rejects`."""
        line = run_rows.encode(kind, row)
        self._files[kind].write(line)
        self._hashes[kind].update(line)
        self._rows[kind] += 1
        self._sizes[kind] += len(line)

    def commit(self, facts: Mapping[str, object] | None = None) -> dict[str, object]:
        """Force the shard to disk and publish it; return what `commit.json` holds.

        `facts` are further JSON-able counts for it. When another attempt was published meanwhile,
        ours is dropped and the other's record is returned.
        """
        for handle in self._files.values():
            durable.close_durably(handle)
        record: dict[str, object] = {
            "shard": self._shard,
            "files": {
                f"{kind}.jsonl": {
                    "rows": self._rows[kind],
                    "bytes": self._sizes[kind],
                    "sha256": self._hashes[kind].hexdigest(),
                }
                for kind in self._files
            },
            "facts": dict(facts or {}),
        }
        with durable.published(self._aside / COMMIT) as handle:
            handle.write(json.dumps(record, ensure_ascii=False).encode())
        durable.sync_folder(self._aside)
        try:
            os.rename(self._aside, self._place)  # noqa: PTH104  fails on a full folder everywhere
        except OSError:
            return self._after_collision()
        durable.sync_folder(self._place.parent)
        return record

    def abort(self) -> None:
        """Close and delete everything written so far; a published shard stays."""
        for handle in self._files.values():
            handle.close()
        shutil.rmtree(self._aside, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def _after_collision(self) -> dict[str, object]:
        other = committed(self._place.parent.parent, only=self._shard).get(self._shard)
        if other is None:
            msg = f"shard {self._shard} could not be published; is the output folder writable?"
            raise TbnlpError(msg)
        return other


def clean_temporary(folder: Path) -> None:
    """Delete what unfinished attempts left under `parts/_tmp`. Call it while holding the lock."""
    shutil.rmtree(folder / PARTS / TEMPORARY, ignore_errors=True)
    for leftover in [*folder.glob(".*.part"), *folder.glob(".*.twin")]:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def write_manifest(folder: Path, manifest: Mapping[str, object]) -> None:
    """Publish `manifest.json`. The caller keeps secrets and text out of it."""
    durable.make_private_folder(folder)
    content = json.dumps(manifest, ensure_ascii=False, indent=2, allow_nan=False)
    with durable.published(folder / MANIFEST) as handle:
        handle.write(content.encode() + b"\n")


def read_manifest(folder: Path) -> dict[str, object]:
    """The manifest of a run folder. Raises `InputError` when there is none that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict):
        msg = f"the folder has no readable {MANIFEST}; it is not the folder of a finished run"
        raise InputError(msg)
    return manifest


def is_run_folder(path: Path) -> bool:
    """True for a folder that a `tag` or `redact` run wrote, finished or not."""
    return (path / MANIFEST).is_file() and (path / "notes.jsonl").is_file()


def read_rows(folder: Path, kind: str) -> Iterator[dict[str, object]]:
    """Rows of one file of a finished run, in its order. Raises `InputError` on a broken line."""
    path = folder / f"{kind}.jsonl"
    if kind not in run_rows.KINDS or not path.is_file():
        msg = f"the run folder has no {kind}.jsonl"
        raise InputError(msg)
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                yield run_rows.decode(line)
            except ValueError:
                msg = f"line {number} of {kind}.jsonl in the run folder is broken"
                raise InputError(msg) from None


def read_redacted(folder: Path) -> Iterator[RedactedRow]:
    """Rows of a folder that `tbnlp redact` wrote: status `redacted`, and `quarantined` as they are.

    Raises `InputError` when the folder holds notes of another status, when text and `text_sha256`
    differ, and `UsageError` when it is no run folder.
    """
    if not is_run_folder(folder):
        msg = f"the input folder has no {MANIFEST} and notes.jsonl; name a folder of `tbnlp redact`"
        raise UsageError(msg)
    for number, row in enumerate(read_rows(folder, run_rows.NOTES), start=1):
        status, text = row.get("status"), row.get("redacted_text")
        if status == "quarantined" and text is None:
            yield row
            continue
        if status != "redacted" or not isinstance(text, str):
            msg = f"line {number} of notes.jsonl is not a redacted note with text"
            raise InputError(msg)
        if hashlib.sha256(text.encode()).hexdigest() != row.get("text_sha256"):
            msg = f"line {number} of notes.jsonl was changed after it was written"
            raise InputError(msg)
        yield row
