"""A worker process: opens the stages once, then does the shards that it is handed."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

from tbnlp.errors import InputError, TbnlpError
from tbnlp.run.config import Settings
from tbnlp.run.opening import Opened, open_stages
from tbnlp.run.shard_task import Attempt, ShardTask


class Opener(Protocol):
    """Opens the stages in the worker; a module-level function, so that it can be named across processes."""

    def __call__(self, settings: Settings, *, redact: bool, tag: bool) -> Opened:
        """The opened stages."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerOrder:
    """What a worker is started with."""

    task: ShardTask | None
    settings: Settings
    redact: bool
    tag: bool
    opener: Opener = open_stages


def work(connection: Connection, order: WorkerOrder) -> None:
    """Serve shards until the connection closes. Messages: ready, failed, beat, done, error.

    Sends codes, counts and our own messages only; a foreign exception is reported by its class name.
    """
    _settle()
    try:
        opened = order.opener(order.settings, redact=order.redact, tag=order.tag)
    except TbnlpError as error:
        connection.send(("failed", error.exit_code, str(error)))
        return
    except Exception as error:  # noqa: BLE001  the parent must hear of every failure, without its text
        connection.send(("failed", 1, f"the worker could not start ({type(error).__name__})"))
        return
    connection.send(("ready", opened.pipeline_id, opened.models))
    while True:
        try:
            task, attempt = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(_do(order.task if task is None else task, attempt, opened.work, connection))


def _do(task: Any, attempt: Attempt, case_work: Any, connection: Connection) -> tuple[Any, ...]:
    def beat(rows: Sequence[int], characters: int) -> None:
        connection.send(("beat", attempt.shard.name, tuple(rows), characters))

    try:
        return ("done", attempt.shard.name, task.run(attempt, case_work, beat), peak_memory())
    except InputError as error:
        # Shards are on disk by now, so this is not the code that promises that nothing was written.
        return ("error", attempt.shard.name, 1, f"{error}; the run can be resumed once that is mended")
    except TbnlpError as error:
        return ("error", attempt.shard.name, error.exit_code, str(error))
    except MemoryError:
        return ("error", attempt.shard.name, 1, "the worker ran out of memory; the run can be resumed")
    except OSError as error:
        text = f"writing or reading failed ({type(error).__name__} {error.errno}); the run can be resumed"
        return ("error", attempt.shard.name, 1, text)
    except Exception as error:  # noqa: BLE001  the text of a foreign exception may quote a note
        return ("error", attempt.shard.name, 1, f"unexpected {type(error).__name__} in a worker")


def peak_memory() -> int | None:
    """Largest resident size of this process so far, in MiB; None where the platform does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size // (1024 * 1024) if sys.platform == "darwin" else size // 1024


def _settle() -> None:
    """As `keep_private`, and no reaction to the terminal's Ctrl-C, and one thread for arithmetic."""
    keep_private()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    logging.disable(logging.WARNING)
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def keep_private() -> None:
    """For a process that may hold raw text: private files, no core dump, no foreign warning on stderr."""
    os.umask(0o077)
    warnings.simplefilter("ignore")  # the text of a foreign warning may quote a note
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
