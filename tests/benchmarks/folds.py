"""What five folds over 41 lambdas, each searched afresh, cost beside the search on all points, m = 200."""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from app.engine.analysis.cross_validation import assign_folds, cross_validate
from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.experiments.compute.resampling import starts_of_a_fold
from app.experiments.requests.experiment import DEFAULT_RESTARTS
from tests.benchmarks.training_sets import LAMBDAS, training_set

HIDDEN = ((), (8,), (8, 8))


def measured(hidden: tuple[int, ...], seed: int, m: int = 200) -> tuple[float, float]:
    """CPU seconds of the search on all points, and of the folds."""
    objective = Objective(Architecture(2, hidden), training_set("moons", m, 0.06, seed))
    began = time.process_time()
    regularization_path(objective, LAMBDAS, DEFAULT_RESTARTS, streams(seed)["weights"])
    between = time.process_time()
    starts = starts_of_a_fold(DEFAULT_RESTARTS)
    cross_validate(
        objective,
        assign_folds(objective.data.labels, 5, np.random.default_rng(seed)),
        lambda part: regularization_path(part, LAMBDAS, starts, streams(seed)["weights"]),
    )
    return between - began, time.process_time() - between


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    n_rounds = parser.parse_args(options).rounds
    measured((2,), 1, 30)
    print("| hidden layers | search of 60 starts, CPU | five folds, CPU | folds ÷ search: median (range) |")
    print("|---|---|---|---|")
    for hidden in HIDDEN:
        path, folds = zip(*(measured(hidden, seed) for seed in range(1, n_rounds + 1)), strict=True)
        ratios = np.divide(folds, path)
        name = str(list(hidden)) if hidden else "none (logistic)"
        print(
            f"| {name} | {statistics.median(path):.3g} s | {statistics.median(folds):.3g} s | "
            f"{np.median(ratios):.2f} ({ratios.min():.2f} to {ratios.max():.2f}) |",
            flush=True,
        )


if __name__ == "__main__":
    main()
