"""How the time of a path of 41 lambdas from one start grows with the points m and with the parameters P.

The exponent is the slope of a straight line through the logarithms. Other data of the same kind take other numbers of
steps, so that each time is the median over a few draws.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from app.engine.objective.network import Architecture
from tests.benchmarks.peers import engine
from tests.benchmarks.training_sets import LAMBDAS, training_set

M = (100, 200, 500, 1000, 2000)
TWO_LAYERS = ((4, 4), (6, 6), (8, 8), (12, 12), (16, 16), (17, 18))
ONE_LAYER = ((8,), (16,), (32,), (64,), (100,))


def seconds(hidden: tuple[int, ...], m: int, n_rounds: int) -> float:
    """Median CPU seconds."""
    taken = []
    for seed in range(1, n_rounds + 1):
        data = training_set("moons", m, 0.06, seed)
        began = time.process_time()
        engine(1)(Architecture(2, hidden), data, LAMBDAS, seed)
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def exponent(sizes: list[int], times: list[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def curve(what: str, named: dict[str, int], times: list[float]) -> str:
    """A table with a column for each size, and the exponent last."""
    found = exponent(list(named.values()), times)
    return (
        f"| {what} | {' | '.join(named)} | exponent |\n|---{'|---' * len(named)}|---|\n"
        f"| CPU | {' | '.join(f'{value:.3g} s' for value in times)} | {found:.2f} |"
    )


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    n_rounds = parser.parse_args(options).rounds
    seconds((2,), 20, 1)
    named = {str(m): m for m in M}
    print(curve("[8, 8], m", named, [seconds((8, 8), m, n_rounds) for m in M]), flush=True)
    for family in (TWO_LAYERS, ONE_LAYER):
        parameters = [Architecture(2, hidden).n_parameters for hidden in family]
        named = {f"{list(hidden)}: {P}": P for hidden, P in zip(family, parameters, strict=True)}
        print(f"\n{curve('m = 200, P', named, [seconds(hidden, 200, n_rounds) for hidden in family])}", flush=True)


if __name__ == "__main__":
    main()
