"""Paths without hidden layer beside the programs that are made for them: glmnet in R, celer, scikit-learn's LARS.

Each round draws data of its own, on which all take turns; a time is the median of REPEATS calls, CPU of the process.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import lars_path, lasso_path

from app.engine.arrays import Array
from app.engine.linear.linear_path import linear_path
from app.engine.objective.backpropagation import TrainingSet, evaluate
from app.engine.objective.cost import REGULARIZERS
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE, Objective
from tests.benchmarks.regression_peers import many_inputs
from tests.benchmarks.training_sets import LAMBDAS, training_set

REPEATS = 25
DOWNWARDS = np.array(LAMBDAS)[::-1]
SCRIPT = Path(__file__).with_suffix(".R")


class Timed(NamedTuple):
    """theta (L, d + 1) over LAMBDAS, and CPU seconds."""

    theta: Array
    cpu: float


Solve = Callable[[Objective], Timed]


def timed(solve: Callable[[], Array]) -> Timed:
    theta, times = solve(), []
    for _ in range(REPEATS):
        began = time.process_time()
        solve()
        times.append(time.process_time() - began)
    return Timed(theta, statistics.median(times))


def engine(objective: Objective) -> Timed:
    """Objectives are made anew each time, so that nothing is kept."""
    made = objective.architecture, objective.data, objective.regularizer
    return timed(lambda: np.array([solution.theta for solution in linear_path(Objective(*made), LAMBDAS)]))


def glmnet(threshold: float) -> Solve:
    def solve(objective: Objective) -> Timed:
        data = objective.data
        family = "gaussian" if data.loss == "squared_error" else "binomial"
        with tempfile.TemporaryDirectory() as folder:
            np.savetxt(Path(folder, "data.csv"), np.column_stack([data.inputs[:-1].T, data.labels]), "%.17g", ",")
            np.savetxt(Path(folder, "lambdas.csv"), DOWNWARDS / objective.m, "%.17g")
            alpha = "1" if objective.regularizer == "l1" else "0"
            command = ["Rscript", "--vanilla", str(SCRIPT), folder, family, alpha, str(threshold)]
            cpu = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            return Timed(np.loadtxt(Path(folder, "theta.csv"), delimiter=",")[::-1], cpu)

    return solve


def _centred(objective: Objective) -> tuple[Array, Array, Callable[[Array], Array]]:
    """Points and labels without their means, and theta (L, d + 1) from weights (d, L), the largest lambda first."""
    points, labels = objective.data.inputs[:-1].T, objective.data.labels
    mean, middle = points.mean(axis=0), labels.mean()

    def with_bias(weights: Array) -> Array:
        return np.column_stack([weights.T, middle - weights.T @ mean])[::-1]

    return np.asfortranarray(points - mean), labels - middle, with_bias


def coordinate_descent(objective: Objective) -> Timed:
    def solve() -> Array:
        points, labels, with_bias = _centred(objective)
        return with_bias(lasso_path(points, labels, alphas=DOWNWARDS / objective.m)[1])

    return timed(solve)


def lars(objective: Objective) -> Timed:
    """From knot to knot, and straight lines between."""

    def solve() -> Array:
        points, labels, with_bias = _centred(objective)
        alphas, _, weights = lars_path(points, labels, method="lasso")
        wanted = DOWNWARDS / objective.m
        return with_bias(np.array([np.interp(wanted, alphas[::-1], row[::-1]) for row in weights]))

    return timed(solve)


def celer(objective: Objective) -> Timed:
    from celer import celer_path

    def solve() -> Array:
        points, labels, with_bias = _centred(objective)
        return with_bias(celer_path(points, labels, "lasso", alphas=DOWNWARDS / objective.m)[1])

    return timed(solve)


PEERS: dict[str, tuple[tuple[str, ...], Solve]] = {
    "Goldilambda": (("lasso", "logistic L1", "logistic L2"), engine),
    "glmnet": (("lasso", "logistic L1", "logistic L2"), glmnet(1e-7)),
    "glmnet, thresh 1e-14": (("lasso", "logistic L1", "logistic L2"), glmnet(1e-14)),
    "celer": (("lasso",), celer),
    "scikit-learn lars_path": (("lasso",), lars),
    "scikit-learn lasso_path": (("lasso",), coordinate_descent),
}
"""By name: the problems each is for. The first is what the others are compared with."""


def problem(name: str, seed: int) -> Objective:
    if name == "lasso":
        points, labels = many_inputs(np.random.default_rng(seed))
        return Objective(Architecture(points.shape[1], ()), TrainingSet.of(points, labels, "squared_error"), "l1")
    return Objective(Architecture(2, ()), training_set("moons", 200, 0.06, seed), name[-2:].lower())


def share_stationary(objective: Objective, theta: Array) -> float:
    """Of the lambdas, where no entry of the gradient of J of least norm is above TOLERANCE."""
    strengths = np.array(LAMBDAS)[:, None] / objective.m * objective.is_weight
    _, gradient, _ = evaluate(objective.architecture, theta, objective.data)
    gradient += REGULARIZERS[objective.regularizer].pull(theta, strengths, gradient)
    return float(np.mean(np.abs(gradient).max(axis=1) <= TOLERANCE))


def missing() -> dict[str, str]:
    """Of peers that are not here, what they need."""
    has_glmnet = (
        shutil.which("Rscript")
        and not subprocess.run(["Rscript", "-e", "library(glmnet)"], check=False, capture_output=True).returncode
    )
    needs = {} if has_glmnet else dict.fromkeys(["glmnet", "glmnet, thresh 1e-14"], "R with its package glmnet")
    return (
        needs
        if importlib.util.find_spec("celer")
        else {**needs, "celer": "the package celer (the extra `peers` brings it)"}
    )


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    n_rounds = parser.parse_args(options).rounds
    absent = missing()
    for name, needs in absent.items():
        print(f"{name}: skipped, it needs {needs}.\n")
    print("| problem | program | CPU | ÷ Goldilambda's: median (range) | λ at 1e-6 |")
    print("|---|---|---|---|---|")
    for name, described in {
        "lasso": "lasso, 10 inputs",
        "logistic L1": "logistic L1",
        "logistic L2": "logistic L2",
    }.items():
        chosen = {who: solve for who, (problems, solve) in PEERS.items() if name in problems and who not in absent}
        _table(name, described, chosen, n_rounds)


def _table(name: str, described: str, chosen: dict[str, Solve], n_rounds: int) -> None:
    cpu: dict[str, list[float]] = {who: [] for who in chosen}
    stationary: dict[str, list[float]] = {who: [] for who in chosen}
    for seed in range(1, n_rounds + 1):
        objective = problem(name, seed)
        for who, solve in chosen.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # how far each gets is what the table says
                found = solve(objective)
            cpu[who].append(found.cpu)
            stationary[who].append(share_stationary(objective, found.theta))
    for who in chosen:
        ratios = np.divide(cpu[who], cpu[next(iter(chosen))])
        print(
            f"| {described} | {who} | {1e3 * statistics.median(cpu[who]):.2f} ms | "
            f"{np.median(ratios):.2f} ({ratios.min():.2f} to {ratios.max():.2f}) | {np.mean(stationary[who]):.0%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
