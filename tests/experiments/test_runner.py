"""The runner: real worker processes, killed, stopped, timed out and crowded."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.experiments.answers.serialization import Answer
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.request_errors import RequestError
from app.experiments.running.answer_cache import AnswerCache, Answers
from app.experiments.running.jobs import Job
from app.experiments.running.runner import Runner
from tests.conftest import RunAsync

SHORT = Job("path", Experiment(n_samples=40, hidden_layer_sizes=(2,), lambdas=(0.1, 1.0), restarts=1))
MIDDLE = Job("path", Experiment(n_samples=200, hidden_layer_sizes=(4, 4), restarts=2))
ENDLESS = Job("path", Experiment(n_samples=1000, hidden_layer_sizes=(16, 16), restarts=60))
"""A moment, a second, and minutes."""


def silent(_done: int, _of: int, _lam: float) -> None:
    """A report that nobody reads."""


@asynccontextmanager
async def running(workers: int = 1, queue_length: int = 4, time_limit: float = 60.0) -> AsyncIterator[Runner]:
    runner = Runner(workers, queue_length, time_limit)
    await runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


async def begun(runner: Runner, job: Job) -> asyncio.Task[Answer]:
    """The job, once it has reported progress."""
    started = asyncio.Event()
    task = asyncio.create_task(runner.run(job, lambda *_: started.set()))
    await asyncio.wait_for(started.wait(), 30)
    return task


def test_a_job_is_the_same_bytes_after_a_restart(run_async: RunAsync) -> None:
    async def once() -> Answer:
        async with running() as runner:
            return await runner.run(SHORT, silent)

    first, second = run_async(once()), run_async(once())
    assert first.body == second.body
    assert first.compressed == second.compressed
    assert first.etag == second.etag


def test_progress_comes_up_to_the_end_and_never_goes_back(run_async: RunAsync) -> None:
    reports: list[tuple[int, int, float]] = []

    async def watch() -> None:
        async with running() as runner:
            await runner.run(MIDDLE, lambda *report: reports.append(report))

    run_async(watch())
    done = [report[0] for report in reports]
    assert len(set(done)) > 1
    assert done == sorted(done)
    assert all(0 < report[0] <= report[1] for report in reports)
    assert {report[1] for report in reports} == {reports[-1][1]}
    assert reports[-1][0] == reports[-1][1]


def test_a_lost_worker_is_replaced_and_its_job_runs_once_more(run_async: RunAsync) -> None:
    async def kill_and_wait() -> tuple[Answer, Answer, int]:
        async with running() as runner:
            worker = await runner.worker_id()
            task = await begun(runner, MIDDLE)
            os.kill(worker, signal.SIGKILL)
            survived = await task
            assert await runner.worker_id() != worker
            assert await runner.ready()
            runs = runner.runs
            return survived, await runner.run(MIDDLE, silent), runs

    survived, undisturbed, runs = run_async(kill_and_wait())
    assert survived.body == undisturbed.body
    assert runs == 2


def test_a_job_whose_caller_has_left_is_not_run_again_where_its_worker_is_lost(run_async: RunAsync) -> None:
    async def leave_and_kill() -> tuple[int, Answer]:
        async with running() as runner:
            worker = await runner.worker_id()
            task = await begun(runner, ENDLESS)
            os.kill(worker, signal.SIGSTOP)  # it cannot see the stop sign any more
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            os.kill(worker, signal.SIGKILL)
            answer = await asyncio.wait_for(runner.run(SHORT, silent), 30)  # gets the only slot
            return runner.runs, answer

    runs, answer = run_async(leave_and_kill())
    assert answer.body
    assert runs == 2  # the one that was lost, and the short one


def test_a_worker_that_dies_idle_is_noticed_and_replaced(run_async: RunAsync) -> None:
    async def kill_idle() -> Answer:
        async with running() as runner:
            os.kill(await runner.worker_id(), signal.SIGKILL)
            while await runner.ready():
                await asyncio.sleep(0)  # until the pool has noticed
            assert await runner.ready()
            return await runner.run(SHORT, silent)

    assert run_async(kill_idle()).body


def test_past_the_time_limit_a_job_is_stopped_and_the_worker_goes_on(run_async: RunAsync) -> None:
    async def overrun() -> RequestError:
        async with running(time_limit=0.2) as runner:
            worker = await runner.worker_id()
            with pytest.raises(RequestError) as caught:
                await runner.run(ENDLESS, silent)
            assert await runner.worker_id() == worker
            return caught.value

    refusal = run_async(overrun())
    assert refusal.kind == "time-limit"
    assert "0.2 s" in refusal.detail


def test_a_job_nobody_waits_for_is_stopped(run_async: RunAsync) -> None:
    async def leave() -> None:
        async with running() as runner:
            task = await begun(runner, ENDLESS)
            task.cancel()
            await asyncio.wait_for(runner.run(SHORT, silent), 30)  # gets the only slot

    run_async(leave())


def test_too_many_are_refused_with_a_time_to_come_back(run_async: RunAsync) -> None:
    async def crowd() -> RequestError:
        async with running(queue_length=0) as runner:
            task = await begun(runner, ENDLESS)
            with pytest.raises(RequestError) as caught:
                await runner.run(SHORT, silent)
            task.cancel()
            return caught.value

    refusal = run_async(crowd())
    assert refusal.kind == "busy"
    assert refusal.retry_after is not None
    assert refusal.retry_after >= 1


def test_data_with_one_class_are_refused_in_the_worker_and_the_refusal_comes_home(run_async: RunAsync) -> None:
    points = tuple((float(i), float(-i)) for i in range(4))
    lonely = Experiment(
        points=points, labels=(0, 0, 0, 1), validation_points=points[:1], validation_labels=(0,), mislabeled=0.25
    )

    async def refusals() -> list[RequestError]:
        jobs = [Job("path", lonely.model_copy(update={"seed": seed})) for seed in range(8)]
        async with running(queue_length=8) as runner:
            found = await asyncio.gather(*(runner.run(job, silent) for job in jobs), return_exceptions=True)
        return [outcome for outcome in found if isinstance(outcome, RequestError)]

    found = run_async(refusals())
    assert found
    assert {(refusal.kind, refusal.errors[0].field) for refusal in found} == {("invalid", "labels")}


def test_equal_jobs_in_flight_are_one_computation(run_async: RunAsync) -> None:
    async def together() -> tuple[list[Answer], int]:
        async with running(workers=2) as runner:
            answers = Answers(runner, AnswerCache(2**20))
            found = await asyncio.gather(*(answers.get(MIDDLE) for _ in range(8)))
            found.append(await answers.get(MIDDLE))
            return found, runner.runs

    found, runs = run_async(together())
    assert runs == 1
    assert all(one is found[0] for one in found)


def test_one_who_leaves_does_not_take_the_answer_from_the_others(run_async: RunAsync) -> None:
    async def one_leaves() -> tuple[Answer, int]:
        async with running() as runner:
            answers = Answers(runner, AnswerCache(0))
            leaver, stayer = (asyncio.create_task(answers.get(MIDDLE)) for _ in range(2))
            await asyncio.sleep(0)
            leaver.cancel()
            return await stayer, runner.runs

    answer, runs = run_async(one_leaves())
    assert answer.body
    assert runs == 1


def test_whoever_comes_as_the_last_one_leaves_gets_a_new_computation(run_async: RunAsync) -> None:
    async def handover() -> Answer:
        async with running() as runner:
            answers = Answers(runner, AnswerCache(0))
            leaver = asyncio.create_task(answers.get(MIDDLE))
            await asyncio.sleep(0)
            leaver.cancel()
            with pytest.raises(asyncio.CancelledError):
                await leaver
            return await answers.get(MIDDLE)

    assert run_async(handover()).body


def test_memory_keeps_the_most_recently_asked_for_within_its_limit() -> None:
    memory = AnswerCache(25)
    for key in "abc":
        memory.keep(key, Answer(b"12345", b"12345", key))
        memory.get("a")
    assert memory.get("a") is not None
    assert memory.get("b") is None
    assert memory.get("c") is not None
    memory.keep("large", Answer(b"1" * 30, b"", "large"))
    assert memory.get("large") is None
