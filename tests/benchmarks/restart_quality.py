"""How low the path's J is: the default number of restarts against the best of 100 random L-BFGS descents per lambda.

The descents (20 for ReLU) are kept in a folder, so that they are made once and a changed engine is measured in seconds:

    python -m tests.benchmarks.restart_quality --hidden 8,8 --datasets moons --restarts 1,3,6 --list
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.engine.arrays import Array, Indices
from app.engine.data.datasets import streams
from app.engine.objective.network import Architecture, initialize
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from app.experiments.requests.experiment import Experiment
from tests.benchmarks.batched_lbfgs import best_of, cost_and_gradient
from tests.benchmarks.training_sets import LAMBDAS, training_set

DATASETS = ("moons", "circles", "xor", "spirals", "blobs")
HIDDEN = ((4,), (8,), (8, 8))
STARTS = {"tanh": 100, "relu": 20}
POINTS = 200
MISLABELED = 0.06
NEAR = 1.01
"""J up to this factor above the best counts as found."""
DEFAULT_RESTARTS = Experiment(hidden_layer_sizes=(8,)).restarts


@dataclass(frozen=True)
class Case:
    """One data set for one architecture, and where its best J's are kept."""

    dataset: str
    hidden: tuple[int, ...]
    activation: str
    seed: int
    n_starts: int

    def __str__(self) -> str:
        return f"{self.dataset} {list(self.hidden)} {self.activation}"

    def file(self, folder: Path) -> Path:
        sizes = "-".join(map(str, self.hidden))
        return folder / f"{self.dataset}_{sizes}_{self.activation}_seed{self.seed}_starts{self.n_starts}.npz"

    @property
    def objective(self) -> Objective:
        data = training_set(self.dataset, POINTS, MISLABELED, self.seed)
        return Objective(Architecture(2, self.hidden, self.activation), data)


def best_known(case: Case, folder: Path, every: int) -> Array:
    """The best J of the descents at LAMBDAS, found and kept where it is not yet; NaN where not asked for."""
    file = case.file(folder)
    objective = case.objective
    theta = np.zeros((len(LAMBDAS), objective.architecture.n_parameters))
    values = np.full(len(LAMBDAS), np.nan)
    if file.exists():
        kept = np.load(file)
        theta, values = kept["theta"], kept["cost"]
    for i in _coarse_to_fine(every):
        if np.isnan(values[i]):
            rng = np.random.default_rng([case.seed, i])
            starts = initialize(objective.architecture, rng, case.n_starts)
            theta[i], values[i] = best_of(objective.architecture, objective.data, starts, LAMBDAS[i])
            folder.mkdir(parents=True, exist_ok=True)
            np.savez(file, theta=theta, cost=values, lambdas=LAMBDAS)
    asked = np.isin(np.arange(len(LAMBDAS)), _coarse_to_fine(every))
    return np.where(asked, values, np.nan)


def _coarse_to_fine(every: int) -> Indices:
    """Every so many of the lambdas, in an order in which each half is spread over all of them."""
    wanted = np.arange(0, len(LAMBDAS), every)
    return wanted[np.argsort([int(f"{i:08b}"[::-1], 2) for i in range(len(wanted))])]


def path_cost(case: Case, restarts: int) -> tuple[Array, float]:
    """J of the engine's path over LAMBDAS, from weights and data alone, and its CPU seconds."""
    objective = case.objective
    began = time.process_time()
    path = regularization_path(objective, LAMBDAS, restarts, streams(case.seed)["weights"])
    seconds = time.process_time() - began
    return cost_and_gradient(objective.architecture, objective.data, path.theta, np.array(LAMBDAS))[0], seconds


@dataclass(frozen=True)
class Comparison:
    """The engine's J over the best known, lambda by lambda; NaN where that is not known."""

    ratio: Array
    seconds: float

    @property
    def share(self) -> float:
        return float(np.mean(self.ratio[~np.isnan(self.ratio)] <= NEAR))

    def __str__(self) -> str:
        worst = int(np.nanargmax(self.ratio))
        lower = np.mean(self.ratio[~np.isnan(self.ratio)] < 2.0 - NEAR)
        return (
            f"{100 * self.share:.0f} % | {self.ratio[worst]:.3f} at λ = {LAMBDAS[worst]:.3g} | "
            f"{100 * lower:.0f} % | {self.seconds:.2f} s"
        )


def compare(case: Case, restarts: int, best: Array) -> Comparison:
    cost, seconds = path_cost(case, restarts)
    return Comparison(cost / best, seconds)


def listed(comparisons: dict[int, Comparison], best: Array) -> Iterator[str]:
    """A line for each lambda at which one of the numbers of restarts does not find the best."""
    for i, lam in enumerate(LAMBDAS):
        if any(comparison.ratio[i] > NEAR for comparison in comparisons.values()):
            found = ", ".join(
                f"{restarts}: {comparison.ratio[i] * best[i]:.6f} ({comparison.ratio[i]:.3f})"
                for restarts, comparison in comparisons.items()
            )
            yield f"  - λ = {lam:.4g} (no. {i}), best {best[i]:.6f}; restarts {found}"


def sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",") if size)


def options_of(options: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", nargs="+", default=DATASETS, choices=DATASETS)
    parser.add_argument("--hidden", nargs="+", type=sizes, default=HIDDEN, help="as 8,8: one network after another")
    parser.add_argument("--activation", default="tanh", choices=sorted(STARTS))
    parser.add_argument("--starts", type=int, help="descents per lambda: 100, or 20 for ReLU")
    parser.add_argument("--lambdas-every", type=int, default=1, help="2: every other of the 41 lambdas")
    parser.add_argument("--restarts", type=sizes, default=(DEFAULT_RESTARTS,), help="of the engine, as 1,3,6")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "goldilambda-best")
    parser.add_argument("--list", action="store_true", help="also every lambda at which a path is above the best")
    return parser.parse_args(options)


def main(options: list[str] | None = None) -> None:
    arguments = options_of(options)
    n_starts = arguments.starts or STARTS[arguments.activation]
    print(f"| {arguments.activation}, best of {n_starts} descents | restarts | λ within 1 % | worst | lower | CPU |")
    print("|---|---|---|---|---|---|")
    all_ratios: dict[int, list[Array]] = {restarts: [] for restarts in arguments.restarts}
    for hidden in arguments.hidden:
        for dataset in arguments.datasets:
            case = Case(dataset, hidden, arguments.activation, arguments.seed, n_starts)
            best = best_known(case, arguments.folder, arguments.lambdas_every)
            comparisons = {restarts: compare(case, restarts, best) for restarts in arguments.restarts}
            for restarts, comparison in comparisons.items():
                all_ratios[restarts].append(comparison.ratio)
                print(f"| {dataset} {list(hidden)} | {restarts} | {comparison} |", flush=True)
            if arguments.list:
                print("\n".join(listed(comparisons, best)), flush=True)
    for restarts, ratios in all_ratios.items():
        print(f"| all | {restarts} | {Comparison(np.concatenate(ratios), 0.0).share:.1%} | | | |")


if __name__ == "__main__":
    main()
