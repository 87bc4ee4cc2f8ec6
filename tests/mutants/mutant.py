"""What a mutant is, and the areas they are put into. A mutant is found by the text it changes, wherever that stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """`old` stands exactly once in the area's folders and becomes `new`; `wrong` says what a user would meet.

    `tests`: names of the test files that should notice, as globs without `.py`; `k`: which of their tests, for pytest.
    """

    name: str
    wrong: str
    old: str
    new: str
    tests: str
    k: str = ""


@dataclass(frozen=True)
class Area:
    """Where its mutants are, and the folders of all tests that may notice them."""

    folders: tuple[str, ...]
    tests: tuple[str, ...]


SOURCES = {".py", ".txt", ".js", ".css", ".html"}
COMPUTED = ("tests/engine", "tests/experiments", "tests/web")
AREAS = {
    "engine": Area(("app/engine",), COMPUTED),
    "bridge": Area(("app/experiments",), COMPUTED),
    "web": Area(("app/web",), COMPUTED),
    "page": Area(("static/js", "static/css", "templates"), ("tests/browser", "tests/web")),
}


class LostError(LookupError):
    """The text of a mutant is not there, or more than once."""


def place_of(mutant: Mutant, area: Area, root: Path) -> Path:
    """The one file that holds the mutant's text, below root."""
    files = [path for folder in area.folders for path in (root / folder).rglob("*") if path.suffix in SOURCES]
    counts = {path: path.read_text("utf-8").count(mutant.old) for path in files}
    n = sum(counts.values())
    if n != 1:
        raise LostError(f"{mutant.name}: expected its text once in {', '.join(area.folders)}, got it {n} times")
    return max(counts, key=counts.__getitem__)
