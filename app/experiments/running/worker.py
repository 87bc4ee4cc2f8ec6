"""What runs in a worker process: one job at a time, with a time limit, a stop sign, and progress on the board."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from app.engine.data.datasets import DataError
from app.experiments.answers.serialization import Answer
from app.experiments.requests.request_errors import FieldError
from app.experiments.running.jobs import Job, produce
from app.experiments.running.progress_board import ProgressBoard

LOOK_EVERY = 0.05
"""Seconds between two looks at the clock and the stop sign."""


class OutOfTimeError(Exception):
    """The job took longer than it may."""


class StoppedError(Exception):
    """Nobody waits for the job any more."""


Outcome = Answer | FieldError | OutOfTimeError | StoppedError

_board: list[ProgressBoard] = []
"""The board this process writes on, pinned up by `begin`."""


def begin(board: ProgressBoard) -> None:
    """Prepare a new worker process."""
    _board[:] = [board]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def process_id() -> int:
    """The answer to the question whether a worker is there."""
    return os.getpid()


def work(job: Job, slot: int, time_limit: float) -> Outcome:
    """Do the job. What goes wrong in a known way comes back as a value: not every exception survives the way home."""
    board = _board[0]
    deadline = time.monotonic() + time_limit

    def look() -> None:
        if board.is_stopped(slot):
            raise StoppedError
        if time.monotonic() > deadline:
            raise OutOfTimeError

    def report(done: int, of: int, lam: float) -> None:
        board.report(slot, done, of, lam)
        look()

    try:
        _look_often(look)
        try:
            return produce(job, report)
        finally:
            _look_no_more()
    except DataError as error:
        return FieldError(error.field, f"{error.field}: {error.message}")
    except (OutOfTimeError, StoppedError) as reason:
        _look_no_more()  # the bell may have rung just as it was about to be put away
        return reason.with_traceback(None)


def _look_often(look: Callable[[], None]) -> None:
    """Calls `look` again and again, during long steps too, where the system has interval timers."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        look()

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, LOOK_EVERY, LOOK_EVERY)


def _look_no_more() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0.0)
