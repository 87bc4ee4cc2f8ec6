"""Asks two checkouts the same and says where they differ; the exit code is 0 where all answers are the same bytes."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.same_bytes.requests import asks
from tests.same_bytes.servers import Answer, answer, serving

HERE = Path(__file__).resolve().parents[2]
MAX_SHOWN = 10
"""Differences that are printed."""
AROUND = 60
"""Bytes that are shown on either side of the first difference."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.same_bytes", description=__doc__)
    parser.add_argument("other", type=Path, help="folder of the other checkout")
    parser.add_argument("--n", type=int, default=200, help="random set-ups (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (%(default)s)")
    options = parser.parse_args()
    other = options.other.resolve()
    if other == HERE or not (other / "app" / "main.py").is_file():
        parser.error(f"expected the folder of another checkout, got {options.other}")
    return compare(other, options.n, options.seed)


def compare(other: Path, n: int, seed: int) -> int:
    """Asks both servers all there is to ask, and says where they differ. The value is the exit code."""
    statuses: Counter[tuple[str, int]] = Counter()
    n_different = 0
    with serving(HERE) as port_here, serving(other) as port_other:
        for ask in asks(n, seed):
            here, there = answer(port_here, ask), answer(port_other, ask)
            statuses[ask.endpoint[:40], here.status] += 1
            found = list(differences(here, there))
            n_different += bool(found)
            if found and n_different <= MAX_SHOWN:
                say(f"DIFFERENT: {ask}", *(f"  {line}" for line in found))
    _report(statuses)
    say(f"{statuses.total()} requests about {n} set-ups (seed {seed}): {n_different} answered differently")
    return 1 if n_different else 0


def differences(here: Answer, there: Answer) -> Iterator[str]:
    """What is not the same in two answers, in words."""
    if here.status != there.status:
        yield f"status: {here.status} here, {there.status} there"
    for name, value in here.headers.items():
        if value != there.headers[name]:
            yield f"{name}: {value} here, {there.headers[name]} there"
    if here.body != there.body:
        pairs = zip(here.body, there.body, strict=False)
        first = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(here.body), len(there.body)))
        part = slice(max(0, first - AROUND), first + AROUND)
        yield f"body, from byte {first} on: {here.body[part]!r} here, {there.body[part]!r} there"


def _report(statuses: Counter[tuple[str, int]]) -> None:
    """How often each address answered with which status."""
    for endpoint in sorted({endpoint for endpoint, _ in statuses}):
        counts = ", ".join(
            f"{count} × {status}" for (name, status), count in sorted(statuses.items()) if name == endpoint
        )
        say(f"{endpoint:<42}{counts}")


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
