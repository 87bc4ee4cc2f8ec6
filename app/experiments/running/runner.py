"""Jobs on worker processes, off the event loop: slots, a bounded queue, progress, stopping, a pool for a lost one."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from math import ceil
from multiprocessing.context import BaseContext

from app.engine.data.datasets import DataError
from app.experiments.answers.serialization import Answer
from app.experiments.requests.request_errors import FieldError, RequestError
from app.experiments.running.jobs import Job, Report, produce
from app.experiments.running.progress_board import ProgressBoard
from app.experiments.running.worker import Outcome, OutOfTimeError, StoppedError, begin, process_id, work

PROGRESS_EVERY = 0.1
"""Seconds between two looks at the board."""
READY_WITHIN = 10.0
"""Seconds in which a free worker has to answer."""


class Workers:
    """One generation of worker processes and the board they share."""

    def __init__(self, count: int) -> None:
        context = _context()
        self.board = ProgressBoard(context, count)
        self._pool = ProcessPoolExecutor(count, context, begin, (self.board,))

    def submit(self, job: Job, slot: int, time_limit: float) -> Future[Outcome]:
        self.board.clear(slot)
        return self._pool.submit(work, job, slot, time_limit)

    def ask(self) -> Future[int]:
        return self._pool.submit(process_id)

    def end(self, *, wait: bool) -> None:
        self._pool.shutdown(wait=wait, cancel_futures=True)


def _context() -> BaseContext:
    """Workers are forked from a process of one thread that has the engine loaded, or spawned where there is no fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app.experiments.running.worker"])
    return context


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Runner:
    """Runs jobs, as many at a time as there are workers. Belongs to one event loop between `start` and `stop`."""

    def __init__(self, workers: int, queue_length: int, time_limit: float) -> None:
        self.count = workers or _cores()
        self.runs = 0
        self._queue_length = queue_length
        self._time_limit = time_limit
        self._waiting = 0
        self._mean_seconds = 1.0
        self._unwanted: set[int] = set()
        self._going: set[asyncio.Task[Outcome]] = set()

    async def start(self) -> None:
        self._slots: asyncio.Queue[int] = asyncio.Queue()
        for slot in range(self.count):
            self._slots.put_nowait(slot)
        self._workers = Workers(self.count)
        for _ in range(self.count):
            self._workers.ask()  # brings the processes up before the first visitor comes

    async def stop(self) -> None:
        for slot in range(self.count):
            self._stop(slot)
        await asyncio.gather(*self._going, return_exceptions=True)
        await asyncio.to_thread(self._workers.end, wait=True)

    async def ready(self) -> bool:
        """Whether a worker answers; workers that are all at work do."""
        if self._slots.empty():
            return True
        workers = self._workers
        try:
            await asyncio.wait_for(self.worker_id(), READY_WITHIN)
        except (BrokenProcessPool, TimeoutError):
            self._replace(workers)
            return False
        return True

    async def worker_id(self) -> int:
        """Process id of a worker, which has to be there to answer."""
        return await asyncio.wrap_future(self._workers.ask())

    def check_room(self) -> None:
        """Refuses when too many wait already."""
        if self._slots.empty() and self._waiting >= self._queue_length:
            seconds = ceil(self._mean_seconds * (self._waiting + 1) / self.count)
            detail = f"{self._waiting} computations wait already. Try again in {seconds} s."
            raise RequestError("busy", detail, retry_after=seconds)

    async def run(self, job: Job, report: Report) -> Answer:
        """The answer, or a RequestError. When the caller is cancelled, the work is stopped too."""
        if job.is_quick:
            return await _beside(job)
        self.check_room()
        self._waiting += 1
        try:
            slot = await self._slots.get()
        finally:
            self._waiting -= 1
        going = asyncio.create_task(self._run_in(slot, job, report))
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        try:
            return self._answer(await asyncio.shield(going))
        except asyncio.CancelledError:
            if not going.done():
                self._stop(slot)
            raise

    def _stop(self, slot: int) -> None:
        """What goes on in that slot ends soon, and is not begun again where its worker is lost."""
        self._unwanted.add(slot)
        self._workers.board.stop(slot)

    async def _run_in(self, slot: int, job: Job, report: Report) -> Outcome:
        """In that slot, which is free again when the worker is, not when the caller leaves."""
        started = time.monotonic()
        try:
            return await self._try_twice(slot, job, report)
        finally:
            self._mean_seconds += 0.2 * (time.monotonic() - started - self._mean_seconds)
            self._unwanted.discard(slot)
            self._slots.put_nowait(slot)

    async def _try_twice(self, slot: int, job: Job, report: Report) -> Outcome:
        """A lost worker takes its whole pool with it: then all that ran there runs once more in a new one."""
        for _ in range(2):
            if slot in self._unwanted:
                return StoppedError()
            workers = self._workers
            self.runs += 1
            try:
                return await _watched(workers, workers.submit(job, slot, self._time_limit), slot, report)
            except (OutOfTimeError, StoppedError) as reason:  # raised on the way home
                return reason
            except BrokenProcessPool:
                self._replace(workers)
        raise RequestError(
            "lost", "The process that computed this was lost twice. A smaller experiment may do.", retry_after=5
        )

    def _replace(self, workers: Workers) -> None:
        if workers is self._workers:
            self._workers = Workers(self.count)
            workers.end(wait=False)

    def _answer(self, outcome: Outcome) -> Answer:
        if isinstance(outcome, Answer):
            return outcome
        if isinstance(outcome, FieldError):
            raise RequestError("invalid", outcome.message, [outcome])
        if isinstance(outcome, OutOfTimeError):
            detail = f"The computation was stopped after {self._time_limit:g} s. Fewer units, points or λ's take less."
            raise RequestError("time-limit", detail)
        raise RequestError("stopped", "The server is closing.", retry_after=5)


async def _beside(job: Job) -> Answer:
    """A quick answer, from a thread."""
    try:
        return await asyncio.to_thread(produce, job, lambda *_: None)
    except DataError as error:
        message = f"{error.field}: {error.message}"
        raise RequestError("invalid", message, [FieldError(error.field, message)]) from None


async def _watched(workers: Workers, future: Future[Outcome], slot: int, report: Report) -> Outcome:
    """The outcome, with progress reported on the way."""
    outcome = asyncio.wrap_future(future)
    last = (0, 0, 0.0)
    while not outcome.done():
        await asyncio.wait([outcome], timeout=PROGRESS_EVERY)
        progress = workers.board.progress(slot)
        if progress != last and progress[0]:
            report(*progress)
            last = progress
    return outcome.result()
