"""Ridge and lasso over 41 lambdas, and scikit-learn's Ridge and Lasso in a loop: time, and how far they differ."""

from __future__ import annotations

import argparse
import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import Lasso, Ridge

from app.engine.arrays import Array
from app.engine.linear.linear_path import linear_path
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import Objective
from tests.benchmarks.training_sets import LAMBDAS


def ridge(lam: float, _: int) -> Ridge:
    """J times 2m."""
    return Ridge(alpha=lam)


def lasso(lam: float, m: int) -> Lasso:
    """J itself, as exactly as coordinate descent can."""
    return Lasso(alpha=lam / m, tol=1e-15, max_iter=200_000)


PENALTIES: dict[str, Callable[[float, int], Ridge | Lasso]] = {"l2": ridge, "l1": lasso}


def many_inputs(rng: np.random.Generator) -> tuple[Array, Array]:
    """200 points of 10 inputs, of which 3 count."""
    points = rng.standard_normal((200, 10))
    return points, points[:, :3] @ np.array([1.0, -2.0, 0.5]) + 0.5 * rng.standard_normal(200)


def powers(rng: np.random.Generator) -> tuple[Array, Array]:
    """50 points of x to x^4, standardised."""
    x = rng.uniform(-1.0, 1.0, 50)
    points = x[:, None] ** np.arange(1, 5)
    return (points - points.mean(axis=0)) / points.std(axis=0), np.sin(3.0 * x) + 0.3 * rng.standard_normal(50)


PROBLEMS: dict[str, Callable[[np.random.Generator], tuple[Array, Array]]] = {
    "10 inputs, m 200": many_inputs,
    "x to x⁴, m 50": powers,
}


def compared(problem: str, regularizer: str, seed: int) -> tuple[float, float, float]:
    """CPU seconds here and there, and the largest difference of a coefficient."""
    points, labels = PROBLEMS[problem](np.random.default_rng(seed))
    began = time.process_time()
    data = TrainingSet.of(points, labels, "squared_error")
    objective = Objective(Architecture(points.shape[1], ()), data, regularizer)
    ours = np.array([solution.theta for solution in linear_path(objective, LAMBDAS)])
    between = time.process_time()
    theirs = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the last digits are out of its reach
        for lam in LAMBDAS:
            model = PENALTIES[regularizer](lam, len(labels)).fit(points, labels)
            theirs.append(np.append(model.coef_, model.intercept_))
    return between - began, time.process_time() - between, float(np.abs(ours - np.array(theirs)).max())


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    n_rounds = parser.parse_args(options).rounds
    print("| | Goldilambda, CPU | scikit-learn, CPU | ratio: median | largest difference |")
    print("|---|---|---|---|---|")
    for regularizer, name in (("l2", "ridge"), ("l1", "lasso")):
        for problem in PROBLEMS:
            compared(problem, regularizer, 0)
            rounds = [compared(problem, regularizer, seed) for seed in range(1, n_rounds + 1)]
            ours, theirs, apart = zip(*rounds, strict=True)
            print(
                f"| {name}, {problem} | {statistics.median(ours):.3g} s | {statistics.median(theirs):.3g} s | "
                f"{np.median(np.divide(theirs, ours)):.3g} | {max(apart):.1g} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
