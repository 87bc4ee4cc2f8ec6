"""What `make mutants` runs: a row for each mutant with the test that caught it, then how many were caught by area."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from fnmatch import fnmatch
from pathlib import Path

from tests.mutants.bridge import BRIDGE
from tests.mutants.engine import ENGINE
from tests.mutants.mutant import AREAS, LostError, Mutant, place_of
from tests.mutants.page_model import PAGE_MODEL
from tests.mutants.page_views import PAGE_VIEWS
from tests.mutants.trial import ROOT, Result, failing_without_mutant, tried
from tests.mutants.web import WEB

MUTANTS = {"engine": ENGINE, "bridge": BRIDGE, "web": WEB, "page": [*PAGE_MODEL, *PAGE_VIEWS]}
LIMIT = 1200.0
"""Seconds that pytest may take for one mutant."""


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", default=["*"], metavar="NAME", help="areas or names, globs too")
    parser.add_argument("--list", action="store_true", help="say what there is and where, run nothing")
    parser.add_argument("--hints-only", action="store_true", help="only the tests that a mutant names")
    parser.add_argument("--jobs", type=int, default=1, help="mutants tried at the same time")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one run of pytest")
    parser.add_argument("--report", type=Path, help="results as JSON lines; what stands there is not run again")
    return parser.parse_args(arguments)


def wanted(patterns: list[str]) -> Iterator[tuple[str, Mutant]]:
    for area, mutants in MUTANTS.items():
        for mutant in mutants:
            if any(fnmatch(area, pattern) or fnmatch(mutant.name, pattern) for pattern in patterns):
                yield area, mutant


def lost(chosen: list[tuple[str, Mutant]]) -> list[str]:
    """Sentences about the mutants whose text the tree does not hold once."""
    sentences = []
    for area, mutant in chosen:
        try:
            place_of(mutant, AREAS[area], ROOT)
        except LostError as error:
            sentences.append(str(error))
    return sentences


def read(report: Path | None) -> list[Result]:
    if report is None or not report.exists():
        return []
    return [Result(**json.loads(line)) for line in report.read_text("utf-8").splitlines()]


def run(options: argparse.Namespace, chosen: list[tuple[str, Mutant]]) -> Iterator[Result]:
    """Each result as it comes, also into the report."""
    known = {result.name: result for result in read(options.report)}
    yield from (known[mutant.name] for _, mutant in chosen if mutant.name in known)
    with ThreadPoolExecutor(options.jobs) as pool:
        going = [
            pool.submit(tried, area, mutant, options.limit, hints_only=options.hints_only)
            for area, mutant in chosen
            if mutant.name not in known
        ]
        for done in as_completed(going):
            result = done.result()
            if options.report:
                with options.report.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(asdict(result)) + "\n")
            yield result


def show(result: Result) -> None:
    print(
        f"{result.area:<7} {result.name:<38} {result.seconds:>6.0f} s  {result.by.removeprefix('tests/')}", flush=True
    )


def summed_up(results: list[Result], useless: list[str]) -> None:
    """Prints how many were caught."""
    counted = [result for result in results if result.caught and result.by not in useless]
    for area in AREAS:
        of = [result for result in results if result.area == area]
        print(f"{area:<7} {sum(result in counted for result in of)} of {len(of)} caught")
    for test in useless:
        print(f"Fails without a mutant too, and so catches none: {test}")
    print(f"{len(counted)} of {len(results)} caught")


def list_mutants(chosen: list[tuple[str, Mutant]]) -> None:
    for area, mutant in chosen:
        print(f"{area:<7} {mutant.name:<38} {mutant.wrong}")


def main() -> int:
    """1 where a mutant is lost, or was caught by a test that fails anyway: then the figures are not to be trusted."""
    options = parsed()
    chosen = list(wanted(options.only))
    missing = lost(chosen)
    for sentence in missing:
        print(sentence)
    if options.list:
        list_mutants(chosen)
        return 1 if missing else 0
    results = []
    for result in run(options, chosen):
        show(result)
        results.append(result)
    catching = sorted({result.by for result in results if result.caught})
    useless = failing_without_mutant(catching) if catching else []
    summed_up(results, useless)
    return 1 if missing or useless else 0


if __name__ == "__main__":
    sys.exit(main())
