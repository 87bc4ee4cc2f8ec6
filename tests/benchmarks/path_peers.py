"""A path of 41 lambdas in the engine and with others, in one run on the same points: time, and how far each gets.

Times are CPU seconds of the process, for machines are busy; read the ratios. A round is a data set and start of its
own. Who takes longer than SLOW in the first round gets no other.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field

import numpy as np

from app.engine.arrays import Array, Mask
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.objective.objective import TOLERANCE
from tests.benchmarks.batched_lbfgs import cost_and_gradient
from tests.benchmarks.peers import Peer, peers
from tests.benchmarks.restart_quality import DEFAULT_RESTARTS, NEAR, sizes
from tests.benchmarks.training_sets import LAMBDAS, training_set

SLOW = 8.0
"""CPU seconds."""
POINTS = {(): 200, (8,): 200, (8, 8): 200, (16, 16): 500}


@dataclass
class Rounds:
    """What was measured of one peer, round by round."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)
    stationary: list[Mask] = field(default_factory=list)
    cost: list[Array] = field(default_factory=list)

    def run(self, peer: Peer, architecture: Architecture, data: TrainingSet, seed: int) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        theta = peer.path(architecture, data, LAMBDAS, seed)
        self.cpu.append(time.process_time() - cpu)
        self.wall.append(time.perf_counter() - wall)
        cost, gradient = cost_and_gradient(architecture, data, theta, np.array(LAMBDAS))
        self.cost.append(cost)
        self.stationary.append(np.abs(gradient).max(axis=1) <= TOLERANCE)


def warm_up(chosen: dict[str, Peer]) -> None:
    """What is done once a process, such as imports at the first call, is no part of a path."""
    data = training_set("moons", 20, 0.0, 1)
    for architecture in (Architecture(2, ()), Architecture(2, (2,))):
        for peer in chosen.values():
            if peer.takes(architecture):
                peer.path(architecture, data, LAMBDAS[-1:], 1)


def measure(
    chosen: dict[str, Peer], architecture: Architecture, m: int, mislabeled: float, n_rounds: int
) -> dict[str, Rounds]:
    measured = {name: Rounds() for name, peer in chosen.items() if peer.takes(architecture)}
    for seed in range(1, n_rounds + 1):
        data = training_set("moons", m, mislabeled, seed)
        for name, rounds in measured.items():
            if not rounds.cpu or rounds.cpu[0] <= SLOW or name == next(iter(measured)):
                rounds.run(chosen[name], architecture, data, seed)
                rounds.ratio.append(rounds.cpu[-1] / next(iter(measured.values())).cpu[-1])
    return measured


def rows(measured: dict[str, Rounds]) -> list[str]:
    n_rounds = max(len(rounds.cpu) for rounds in measured.values())
    best = [
        np.min([rounds.cost[i] for rounds in measured.values() if i < len(rounds.cost)], axis=0)
        for i in range(n_rounds)
    ]
    lines = []
    for name, rounds in measured.items():
        near = np.mean([cost <= NEAR * lowest for cost, lowest in zip(rounds.cost, best, strict=False)])
        spread = f" ({_plain(min(rounds.ratio))} to {_plain(max(rounds.ratio))})" if len(rounds.ratio) > 1 else ""
        lines.append(
            f"| {name} | {statistics.median(rounds.cpu):.3g} s | {statistics.median(rounds.wall):.3g} s | "
            f"{_plain(statistics.median(rounds.ratio))}{spread} | {100 * np.mean(rounds.stationary):.0f} % | "
            f"{100 * near:.0f} % | {len(rounds.cpu)} |"
        )
    return lines


def _plain(ratio: float) -> str:
    """Two digits or more, never a power of ten."""
    return f"{ratio:.0f}" if ratio >= 10.0 else f"{ratio:.1f}" if ratio >= 1.0 else f"{ratio:.2f}"


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hidden", nargs="+", type=sizes, default=list(POINTS), help="as 8,8: one after another")
    parser.add_argument("--mislabeled", nargs="+", type=float, default=[0.06], help="0.06 0: both kinds of data")
    parser.add_argument("--without", nargs="*", default=[], help="words in the names of peers to leave out")
    arguments = parser.parse_args(options)
    wanted = {
        name: peer
        for name, peer in peers(DEFAULT_RESTARTS).items()
        if not any(word in name for word in arguments.without)
    }
    installed = {name: peer for name, peer in wanted.items() if peer.installed}
    warm_up(installed)
    for name in wanted.keys() - installed.keys():
        print(f"{name}: skipped, {wanted[name].needs} is not installed (the extra `peers` brings it).\n")
    for mislabeled in arguments.mislabeled:
        for hidden in arguments.hidden:
            architecture, m = Architecture(2, hidden), POINTS.get(hidden, 200)
            print(
                f"{list(hidden) if hidden else 'No hidden layer (logistic)'}, m = {m}, "
                f"{mislabeled:.0%} mislabeled, {architecture.n_parameters} parameters:\n"
            )
            print("| | CPU | wall | CPU ÷ the first line's: median (range) | λ at 1e-6 | λ within 1 % | rounds |")
            print("|---|---|---|---|---|---|---|")
            print(
                "\n".join(rows(measure(installed, architecture, m, mislabeled, arguments.rounds))),
                end="\n\n",
                flush=True,
            )


if __name__ == "__main__":
    main()
