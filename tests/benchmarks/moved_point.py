"""What a path costs once a point has moved by 0.1: followed from the known one, beside a new one from one start."""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace

import numpy as np

from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import RegularizationPath, regularization_path
from tests.benchmarks.training_sets import LAMBDAS, training_set

DISTANCE = 0.1
NETWORKS = ((8,), (8, 8))
STARTS = 10
"""Of the known path."""


def measured(objective: Objective, known: RegularizationPath, point: int) -> tuple[float, float, float]:
    """CPU seconds of a path followed and of a new one, and the share of lambdas at 1e-6 where it is followed."""
    inputs = objective.data.inputs.copy()
    inputs[:2, point] += DISTANCE * np.array([np.cos(point), np.sin(point)])
    data = replace(objective.data, inputs=inputs)
    moved = [Objective(objective.architecture, data) for _ in range(2)]
    rng = streams(1)["weights"]
    began = time.process_time()
    followed = regularization_path(moved[0], LAMBDAS, 1, rng, near=known.theta)
    between = time.process_time()
    regularization_path(moved[1], LAMBDAS, 1, rng)
    return between - began, time.process_time() - between, float(followed.converged.mean())


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    n_rounds = parser.parse_args(options).rounds
    print("| hidden layers | followed, CPU | a new path, CPU | followed ÷ new: median (range) | λ at 1e-6 |")
    print("|---|---|---|---|---|")
    for hidden in NETWORKS:
        objective = Objective(Architecture(2, hidden), training_set("moons", 100, 0.06, 1))
        known = regularization_path(objective, LAMBDAS, STARTS, streams(1)["weights"])
        rounds = [measured(objective, known, point) for point in range(0, 100, 100 // n_rounds)]
        followed, new, converged = zip(*rounds, strict=True)
        ratios = np.divide(followed, new)
        print(
            f"| {list(hidden)} | {1e3 * statistics.median(followed):.0f} ms | {1e3 * statistics.median(new):.0f} ms | "
            f"{np.median(ratios):.2f} ({ratios.min():.2f} to {ratios.max():.2f}) | {np.mean(converged):.0%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
