"""What this installation has, where its models lie, and which protections the platform lacks."""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tbnlp.encoder.base_encoder import find_base_encoder
from tbnlp.encoder.checkpoint import CALIBRATION, SETTINGS, TOKENIZER, WEIGHTS, find_checkpoint
from tbnlp.encoder.graph_files import find_graph
from tbnlp.errors import TbnlpError
from tbnlp.run.manifest import versions
from tbnlp.schema.loader import load_schema

HELP_LIMIT_MS: Final = 300
EXTRAS: Final = {
    "models": ("torch", "transformers", "datasets", "onnx"),
    "office": ("docx", "python_calamine", "xlsxwriter", "pypdfium2"),
    "sql": ("sqlalchemy",),
    "postgres": ("psycopg",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `state`: `ok`, `missing` or `note`."""

    state: str
    text: str


def examine() -> Iterator[Finding]:
    """All findings, in the order in which they are shown. Reads no note and writes nothing."""
    for name, number in versions().items():
        yield Finding("ok", f"{name} {number}")
    schema = load_schema()
    yield Finding("ok", f"schema {schema.version} ({schema.fingerprint[:12]}), {len(schema.labels)} labels")
    yield from _models()
    yield from _extras()
    yield from _protections()
    yield _help_time()


def _models() -> Iterator[Finding]:
    try:
        checkpoint = find_checkpoint()
        for name in (SETTINGS, WEIGHTS, TOKENIZER, CALIBRATION):
            checkpoint.read(name)
        yield Finding("ok", f"tagger model {checkpoint.settings.name} ({checkpoint.digest[:12]}), hashes verified")
    except TbnlpError as error:
        yield Finding("missing", str(error))
        return
    if find_graph(checkpoint) is not None:
        yield Finding("ok", "the model's graph is built")
        return
    try:
        find_base_encoder()
        yield Finding("note", "the model's graph is built at first use, which takes about half a minute")
    except TbnlpError as error:
        yield Finding("missing", str(error))


def _extras() -> Iterator[Finding]:
    for extra, modules in EXTRAS.items():
        lacking = [name for name in modules if importlib.util.find_spec(name) is None]
        if lacking:
            yield Finding("note", f"extra tbnlp[{extra}] is not installed ({', '.join(lacking)})")
        else:
            yield Finding("ok", f"extra tbnlp[{extra}] is installed")


def _protections() -> Iterator[Finding]:
    if sys.platform == "win32":
        yield Finding("note", "this platform has no POSIX file modes: keep run folders in a folder of your own")
        yield Finding("note", "core dumps cannot be switched off from here; switch off crash reports by policy")
    else:
        yield Finding("ok", "files are written with mode 0600, folders with 0700, workers leave no core dump")
    swap = Path("/proc/swaps")
    if swap.is_file():
        lines = swap.read_text(encoding="ascii", errors="replace").splitlines()[1:]
        state = "no swap is in use" if not lines else "swap is in use: it should be encrypted"
        yield Finding("ok" if not lines else "note", state)
    else:
        yield Finding("note", "it is not known whether swap is encrypted on this platform")
    yield Finding("note", "full-disk encryption cannot be seen from here; use it")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding("note", "running as root: another user account is the better place for notes")


def _help_time() -> Finding:
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "tbnlp", "--help"], check=True, stdout=subprocess.DEVNULL
        )
        times.append((time.perf_counter() - started) * 1000)
    median = statistics.median(times)
    state = "ok" if median <= HELP_LIMIT_MS else "note"
    return Finding(state, f"tbnlp --help takes {median:.0f} ms (median of 5; aim {HELP_LIMIT_MS} ms)")
