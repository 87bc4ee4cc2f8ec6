"""What all tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import app  # noqa: F401  # sets one BLAS thread, before any test imports NumPy

TOO_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("quick", max_examples=5, deadline=None, derandomize=True, suppress_health_check=TOO_SLOW)
settings.register_profile("slow", max_examples=100, deadline=None, derandomize=True, suppress_health_check=TOO_SLOW)
settings.load_profile("quick")  # `make test-slow` asks for the other one


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Schemathesis takes seconds to import and to read the API: not where its tests are left out anyhow."""
    return True if collection_path.name == "test_fuzz.py" and config.option.markexpr == "not slow" else None


def others_slow(values: Iterable[Any], *, n_names: int = 1) -> list[Any]:
    """Values for `parametrize`: the first for `make test`, the others for `make test-slow` alone."""
    first, *others = values
    return [first, *(pytest.param(*((it,) if n_names == 1 else it), marks=pytest.mark.slow) for it in others)]


RunAsync = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def run_async() -> RunAsync:
    """Runs a coroutine on a loop in a thread of its own: the main thread's may belong to the browser."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, coroutine).result()

    return run
