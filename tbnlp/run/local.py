"""The local engine: worker processes that can be ended, watched by a parent that reads no text."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final

from tbnlp.errors import TbnlpError
from tbnlp.run.plan import Shard
from tbnlp.run.shard_task import Attempt
from tbnlp.run.worker import WorkerOrder, work
from tbnlp.stage import Reason

START_SECONDS: Final = 600.0
"""Time a worker has to load its models; a cold disk is slow."""
SLOWEST: Final = 200
"""Characters a second that the slowest machine still does; long cases get that much more time."""
MAX_TRIES: Final = 12
"""Tries at one shard, poison notes taken out one by one, before the run gives up aloud."""

Report = Callable[[str, dict[str, Any]], None]


class WorkerFailedError(TbnlpError):
    """A worker could not start or could not go on; carries the exit code that fits."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    attempt: Attempt | None = None
    tries: int = 0
    at_stake: tuple[int, ...] = ()
    characters: int = 0
    last_beat: float = field(default_factory=time.monotonic)


class LocalEngine:
    """A pool of spawned workers as a context manager.

    `ready` holds the pipeline id and the models after the first worker has opened; until then nothing
    was written anywhere. `peak_memory`: largest resident size of a worker so far, in MiB.
    """

    def __init__(self, order: WorkerOrder, workers: int, case_seconds: float) -> None:
        self._order, self._count, self._limit = order, workers, case_seconds
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self.ready: tuple[str, dict[str, Any]] = ("", {})
        self.peak_memory: int | None = None

    def __enter__(self) -> LocalEngine:
        try:
            self._workers = [self._start()]
            self.ready = self._await_ready(self._workers[0])
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker; shards that were not published leave nothing that is read."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.connection.close()
            worker.process.join(timeout=0.5)
            if worker.process.is_alive():
                worker.process.kill()
            worker.process.join()
        self._workers = []

    def run(self, shards: Iterable[tuple[Any, Shard]], report: Report) -> None:
        """Do the shards; `report` hears of each commit. Raises `WorkerFailedError` when one cannot be done.

        A shard comes with the task that reads it, or None for the task of the order.
        """
        source = iter(shards)
        again: deque[tuple[Any, Attempt, int]] = deque()
        tasks: dict[str, Any] = {}
        while True:
            self._hand_out(source, again, tasks)
            busy = [worker for worker in self._workers if worker.attempt is not None]
            if not busy:
                return
            handles: list[Any] = [worker.connection for worker in busy]
            wait([*handles, *(worker.process.sentinel for worker in busy)], timeout=1.0)
            for worker in busy:
                self._listen(worker, report)
                self._check(worker, again, tasks)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self._order), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _await_ready(self, worker: _Worker) -> tuple[str, dict[str, Any]]:
        if not worker.connection.poll(START_SECONDS):
            msg = "a worker did not load its models in time"
            raise WorkerFailedError(msg, 1)
        try:
            message = worker.connection.recv()
        except EOFError:
            msg = "a worker ended while it loaded its models; is there enough memory?"
            raise WorkerFailedError(msg, 1) from None
        if message[0] == "failed":
            raise WorkerFailedError(message[2], message[1])
        worker.last_beat = time.monotonic()
        return message[1], message[2]

    def _hand_out(
        self, source: Any, again: deque[tuple[Any, Attempt, int]], tasks: dict[str, Any]
    ) -> None:
        while True:
            idle = next((worker for worker in self._workers if worker.attempt is None), None)
            if idle is None and len(self._workers) >= self._count:
                return
            if again:
                task, attempt, tries = again.popleft()
            else:
                item = next(source, None)
                if item is None:
                    return
                task, attempt, tries = item[0], Attempt(item[1]), 0
            if idle is None:
                idle = self._start()
                self._workers.append(idle)
                self._await_ready(idle)
            tasks[attempt.shard.name] = task
            idle.attempt, idle.tries, idle.at_stake, idle.characters = attempt, tries, (), 0
            idle.last_beat = time.monotonic()
            idle.connection.send((task, attempt))

    def _listen(self, worker: _Worker, report: Report) -> None:
        with contextlib.suppress(EOFError, OSError):
            while worker.attempt is not None and worker.connection.poll():
                message = worker.connection.recv()
                worker.last_beat = time.monotonic()
                if message[0] == "beat":
                    worker.at_stake, worker.characters = message[2], message[3]
                elif message[0] == "done":
                    worker.attempt = None
                    if message[3] is not None:
                        self.peak_memory = max(self.peak_memory or 0, message[3])
                    report(message[1], message[2])
                elif message[0] == "error":
                    raise WorkerFailedError(message[3], message[2])

    def _check(
        self, worker: _Worker, again: deque[tuple[Any, Attempt, int]], tasks: dict[str, Any]
    ) -> None:
        """Replace a worker that died or makes no progress, and plan its shard again."""
        if worker.attempt is None:
            return
        allowed = self._limit + worker.characters / SLOWEST
        late = time.monotonic() - worker.last_beat > allowed
        if worker.process.is_alive() and not late:
            return
        reason = Reason.TIMED_OUT if late else Reason.WORKER_DIED
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        if worker.tries + 1 >= MAX_TRIES:
            msg = f"shard {worker.attempt.shard.name} ended {MAX_TRIES} workers; the run can be resumed"
            raise WorkerFailedError(msg, 1)
        attempt = next_attempt(worker.attempt, worker.at_stake, worker.tries, reason)
        again.append((tasks[worker.attempt.shard.name], attempt, worker.tries + 1))


def next_attempt(attempt: Attempt, at_stake: Sequence[int], tries: int, reason: Reason) -> Attempt:
    """What to do after a worker ended in a shard: try again, then probe every case, then hold the note back.

    The first failure may be the machine's, so it costs nothing. After that every case of the shard is
    worked on alone and note by note, and what was announced last is taken out: one note, or a whole
    case whose notes pass alone and not together.
    """
    if tries == 0:
        return attempt
    if not attempt.alone:
        return replace(attempt, alone=frozenset(case[0] for case in attempt.shard.cases))
    return replace(attempt, poison={**dict.fromkeys(at_stake, reason), **attempt.poison})
