"""A path of 41 lambdas over HTTP, cold, against scikit-learn's MLPClassifier looped over the same alphas, in one run.

`make bench` prints this table first. Machines are noisy: read the ratios. Each row pairs, in turn, one request that
no cache has seen with one loop on the same 200 points (moons, tanh, one start), and gives medians over the rounds.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from app.engine.arrays import Array

LAMBDAS = np.geomspace(1e-4, 1e3, 41)


@contextmanager
def server() -> Iterator[str]:
    """A real server in a process of its own, on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        address = re.search(r"http://[^ ]+?(?=/ )", process.stdout.readline())
        assert address, "the server did not start"
        urllib.request.urlopen(f"{address[0]}/readyz").read()  # it listens already, and answers when it can
        yield address[0]
    finally:
        process.terminate()
        process.wait()


def post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return dict(json.load(answer))


def experiment(hidden: list[int], seed: int) -> dict[str, Any]:
    return {
        "dataset": "moons",
        "n_samples": 200,
        "validation_fraction": 0,
        "hidden_layer_sizes": hidden,
        "restarts": 1,
        "seed": seed,
        "lambdas": LAMBDAS.tolist(),
        "format": "typed",
    }


def scikit_learn_loop(hidden: list[int], points: Array, labels: Array, seed: int) -> None:
    for lam in LAMBDAS:
        if hidden:
            model = MLPClassifier(hidden, activation="tanh", solver="lbfgs", alpha=lam, random_state=seed)
        else:
            model = LogisticRegression(C=1 / lam)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(points, labels)


def compare(base: str, hidden: list[int], rounds: int) -> str:
    ours, theirs, ratios, converged = [], [], [], []
    for seed in range(100, 100 + rounds):
        body = experiment(hidden, seed)
        drawn = post(f"{base}/api/v1/dataset", body | {"format": "arrays"})
        inputs = drawn["inputs"]
        points = (np.array(drawn["points"]) - inputs["mean"]) / inputs["scale"]
        start = time.perf_counter()
        answer = post(f"{base}/api/v1/path", body)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        scikit_learn_loop(hidden, points, np.array(drawn["labels"]), seed)
        theirs.append(time.perf_counter() - start)
        ratios.append(ours[-1] / theirs[-1])
        converged.append(np.mean(np.array(answer["gradient_norm"]) <= 1e-6))
    name = str(hidden) if hidden else "none (logistic)"
    return (
        f"| {name} | {statistics.median(ours):.3f} s | {statistics.median(theirs):.3f} s | "
        f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}) | {100 * np.mean(converged):.1f} % |"
    )


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args(options)
    print("| hidden layers | Goldilambda over HTTP, cold | scikit-learn loop | ratio: median (range) | λ at 1e-6 |")
    print("|---|---|---|---|---|")
    with server() as base:
        for hidden in ([], [8], [8, 8], [16, 16]):
            print(compare(base, hidden, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
