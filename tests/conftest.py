"""What all tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import app  # noqa: F401  # sets one BLAS thread, before any test imports NumPy

RunAsync = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def run_async() -> RunAsync:
    """Runs a coroutine on a loop in a thread of its own: the main thread's may belong to the browser."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, coroutine).result()

    return run
