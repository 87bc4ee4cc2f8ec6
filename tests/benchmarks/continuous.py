"""What the path between its lambdas costs beside the search of 60 starts, and how exact it is, on default set-ups."""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass

import numpy as np

from app.engine.arrays import Array
from app.engine.data.datasets import DATASETS, streams
from app.engine.objective.objective import Objective
from app.engine.path.nodes import Picture, between
from app.engine.path.pieces import ContinuousPath
from app.engine.path.regularization_path import regularization_path
from app.engine.solvers.solver import minimize
from app.experiments.compute.classification import Classification
from app.experiments.compute.continuous_path import between_lambdas
from app.experiments.requests.experiment import Experiment

HIDDEN = ((4,), (8,), (8, 8), (16, 16))


@dataclass(frozen=True)
class Measured:
    """CPU seconds, counts, and the largest deviations; refined: share of ln(lambda) that is."""

    search: float
    refining: float
    n_nodes: int
    n_ties: int
    visible: float
    costly: float
    tie: float
    refined: float


def measured(dataset: str, hidden: tuple[int, ...], n_lambdas: int, seed: int) -> Measured:
    experiment = Experiment(dataset=dataset, hidden_layer_sizes=hidden, seed=seed, continuous=True)
    task = Classification.draw(experiment)
    began = time.process_time()
    path = regularization_path(task.objective, experiment.lambdas, experiment.restarts, streams(seed)["weights"])
    searched = time.process_time()
    found = between_lambdas(task, experiment, path)
    refined = time.process_time()
    assert found is not None
    picture = Picture(task.objective, task.surroundings())
    off = _off(task.objective, picture, found, n_lambdas)
    widths = np.array([np.log(piece.nodes[-1].lam / piece.nodes[0].lam) for piece in found.pieces])
    return Measured(
        search=searched - began,
        refining=refined - searched,
        n_nodes=sum(len(piece.nodes) for piece in found.pieces),
        n_ties=sum(event.kind == "tie" for event in found.events),
        visible=float(off[:, 0].max()),
        costly=float(off[:, 1].max()),
        tie=_tie_error(task.objective, found),
        refined=float(widths[[piece.refined for piece in found.pieces]].sum() / widths.sum()),
    )


def _off(objective: Objective, picture: Picture, found: ContinuousPath, n_lambdas: int) -> Array:
    """(n, 2) at random lambdas of refined pieces: the change of a probability and the fall of J by solving there."""
    pairs = [
        (left, right)
        for piece in found.pieces
        if piece.refined
        for left, right in zip(piece.nodes, piece.nodes[1:], strict=False)
    ]
    widths = np.array([np.log(right.lam / left.lam) for left, right in pairs])
    rng = np.random.default_rng(0)
    off = []
    for k in rng.choice(len(pairs), n_lambdas, p=widths / widths.sum()):
        left, right = pairs[k]
        lam = float(left.lam * np.exp(rng.uniform() * widths[k]))
        theta = between(left, right, lam)
        solution = minimize(objective, theta, lam) if not right.is_zero or not left.is_zero else right.solution
        fall = objective.evaluate(theta, lam)[0] - solution.cost(objective.m, lam)
        off.append((picture.change(theta, solution.theta), fall))
    return np.array(off)


def _tie_error(objective: Objective, found: ContinuousPath) -> float:
    """The largest difference of J at a tie, which is that of what is given up from what is saved."""
    costs = [
        [solution.cost(objective.m, event.right.lam) for solution in (event.left, event.right)]
        for event in found.events
        if event.kind == "tie"
    ]
    return float(np.abs(np.diff(costs)).max()) if costs else 0.0


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lambdas", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--datasets", nargs="+", default=list(DATASETS))
    parser.add_argument("--hidden", nargs="+", default=None, help="such as 8,8")
    asked = parser.parse_args(options)
    sizes = [tuple(map(int, each.split(","))) for each in asked.hidden] if asked.hidden else HIDDEN
    print("| hidden layers | data | search, CPU | refining ÷ search | nodes | ties | Δp | ΔJ | tie | refined |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for hidden in sizes:
        for dataset in asked.datasets:
            every = [measured(dataset, hidden, asked.lambdas, seed) for seed in range(1, asked.seeds + 1)]
            ratio = statistics.median(each.refining / each.search for each in every)
            nodes, ties = (statistics.median(getattr(each, name) for each in every) for name in ("n_nodes", "n_ties"))
            worst = [max(getattr(each, name) for each in every) for name in ("visible", "costly", "tie")]
            search = statistics.median(each.search for each in every)
            print(
                f"| {list(hidden)} | {dataset} | {search:.2f} s | {ratio:.0%} | "
                f"{nodes:.0f} | {ties:.0f} | {worst[0]:.4f} | {worst[1]:.0e} | {worst[2]:.0e} | "
                f"{min(each.refined for each in every):.1%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
