"""Answers: each is computed once. Finished ones are kept as bytes, equal ones in flight are one computation."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from app.experiments.answers.serialization import Answer
from app.experiments.running.jobs import Job, Report
from app.experiments.running.runner import Runner

Progress = tuple[int, int, float]


class AnswerCache:
    """Finished answers up to a number of bytes; the one not asked for longest goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, key: str) -> Answer | None:
        if key in self._answers:
            self._answers.move_to_end(key)
        return self._answers.get(key)

    def keep(self, key: str, answer: Answer) -> None:
        if key in self._answers or answer.size > self._limit:
            return
        self._answers[key] = answer
        self._size += answer.size
        while self._size > self._limit:
            self._size -= self._answers.popitem(last=False)[1].size


class InFlight:
    """One computation and all who wait for it."""

    def __init__(self, runner: Runner, job: Job) -> None:
        self._reports: list[Report] = []
        self._progress: Progress | None = None
        self.waiting = 0
        self.task = asyncio.create_task(runner.run(job, self._tell))

    def _tell(self, done: int, of: int, lam: float) -> None:
        self._progress = (done, of, lam)
        for report in self._reports:
            report(done, of, lam)

    @contextmanager
    def joined(self, report: Report | None) -> Iterator[None]:
        """While in here, the caller waits and is told of progress; when the last one leaves, the work is stopped."""
        self.waiting += 1
        if report:
            self._reports.append(report)
            if self._progress:
                report(*self._progress)
        try:
            yield
        finally:
            self.waiting -= 1
            if report:
                self._reports.remove(report)
            if not self.waiting:
                self.task.cancel()


class Answers:
    """The answer of a job: from memory, from a computation that goes on already, or from a new one."""

    def __init__(self, runner: Runner, memory: AnswerCache) -> None:
        self._runner = runner
        self._memory = memory
        self._in_flight: dict[str, InFlight] = {}

    def check_room(self, job: Job) -> None:
        """Refuses a job that would have to wait behind too many others."""
        if self._memory.get(job.key) is None and job.key not in self._in_flight:
            self._runner.check_room()

    async def get(self, job: Job, report: Report | None = None) -> Answer:
        """The answer, or a RequestError."""
        kept = self._memory.get(job.key)
        if kept is not None:
            return kept
        flight = self._in_flight.get(job.key)
        if flight is None or flight.task.cancelling():
            flight = self._start(job)
        with flight.joined(report):
            return await asyncio.shield(flight.task)

    def _start(self, job: Job) -> InFlight:
        flight = self._in_flight[job.key] = InFlight(self._runner, job)
        flight.task.add_done_callback(lambda task: self._land(job.key, flight, task))
        return flight

    def _land(self, key: str, flight: InFlight, task: asyncio.Task[Answer]) -> None:
        if self._in_flight.get(key) is flight:
            del self._in_flight[key]
        if not task.cancelled() and task.exception() is None:
            self._memory.keep(key, task.result())
