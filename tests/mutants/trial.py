"""Tries one mutant: in a copy of the tree, pytest runs the tests that should notice it, then all others that may."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.mutant import AREAS, LostError, Mutant, place_of

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = (".git", ".venv", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "dist", "build", "*.egg-info")
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
NOT_COLLECTED, NOTHING_TO_RUN = 2, 5
"""Codes with which pytest ends."""
SURVIVED, OUT_OF_TIME, BROKEN, NO_TESTS = "SURVIVED", "OUT OF TIME", "BROKEN AT ITS IMPORT", "NO TESTS FOUND"
LOST = "LOST"
"""What is said in place of a test. None of them counts as caught."""


@dataclass(frozen=True)
class Result:
    """`by`: the first test that failed, or what is said in its place."""

    area: str
    name: str
    by: str
    seconds: float

    @property
    def caught(self) -> bool:
        return "::" in self.by


@contextmanager
def copied_tree() -> Iterator[Path]:
    """A copy of the checkout, for no fault ever to be written into the checkout itself."""
    with TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        yield copy


def run_pytest(tree: Path, arguments: Sequence[str], limit: float | None) -> tuple[int | None, list[str]]:
    """How pytest ended, None past the limit, and the tests that failed."""
    alone = ["-n", "0"] if importlib.util.find_spec("xdist") else []
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", *alone, *arguments]
    # bytecode is told from its source by seconds and size: the same for a fault as for what it replaces
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    running = subprocess.Popen(
        command,
        cwd=tree,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = running.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return None, []
    return running.returncode, FAILED.findall(said)


def hinted_files(mutant: Mutant, tree: Path) -> list[str]:
    """The test files that the mutant names, in its order."""
    found = [path for glob in mutant.tests.split() for path in sorted((tree / "tests").rglob(f"{glob}.py"))]
    return [str(path.relative_to(tree)) for path in found]


def tried(area: str, mutant: Mutant, limit: float, *, hints_only: bool) -> Result:
    """What became of the mutant."""
    started = time.monotonic()
    with copied_tree() as tree:
        try:
            place = place_of(mutant, AREAS[area], tree)
        except LostError:
            return Result(area, mutant.name, LOST, 0.0)
        place.write_text(place.read_text("utf-8").replace(mutant.old, mutant.new), "utf-8")
        files = hinted_files(mutant, tree)
        by = _noticed(tree, [*files, "-k", mutant.k], limit) if files else NO_TESTS
        if by in (SURVIVED, NO_TESTS) and not hints_only:
            by = _noticed(tree, [*AREAS[area].tests, "-m", ""], limit)  # the slow ones too
    return Result(area, mutant.name, by, time.monotonic() - started)


def _noticed(tree: Path, arguments: list[str], limit: float) -> str:
    code, failed = run_pytest(tree, ["-x", *arguments], limit)
    if code is None:
        return OUT_OF_TIME
    if code == NOT_COLLECTED:
        return BROKEN
    if code == NOTHING_TO_RUN:
        return NO_TESTS
    return failed[0] if failed else SURVIVED


def failing_without_mutant(tests: Sequence[str]) -> list[str]:
    """Those of the tests that fail in the tree as it is, and so show nothing."""
    with copied_tree() as tree:
        code, failed = run_pytest(tree, tests, None)
    return list(tests) if code and not failed else failed
