"""Training step by step: 8 lambdas by 2000 epochs of gradient descent, [8, 8], m = 200, and the same in PyTorch's loop.

Both start from the same weights and take the same steps, so that the weights at the end are compared too.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from typing import Any

import numpy as np

from app.engine.arrays import Array
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture
from app.engine.training.gradient_descent import starting_point, train
from tests.benchmarks.training_sets import training_set

STRENGTHS = tuple(np.geomspace(1e-3, 1e2, 8).tolist())
EPOCHS = 2000
RATE = 0.3


def pytorch(architecture: Architecture, data: TrainingSet, start: Array, precision: str, n_epochs: int) -> Array:
    """(L, P) after n_epochs of torch.optim.SGD on the full batch, one lambda after another, in one thread."""
    import torch

    torch.set_num_threads(1)
    dtype = getattr(torch, precision)
    inputs, labels = torch.tensor(data.inputs[:-1].T.copy(), dtype=dtype), torch.tensor(data.labels, dtype=dtype)
    cost = torch.nn.BCEWithLogitsLoss()
    ends = []
    for lam in STRENGTHS:
        linear = []
        modules: list[Any] = []
        for layer in architecture.layers(start):
            linear.append(torch.nn.Linear(*layer.weights.shape[::-1], dtype=dtype))
            with torch.no_grad():
                linear[-1].weight.copy_(torch.tensor(layer.weights))
                linear[-1].bias.copy_(torch.tensor(layer.biases))
            modules += [linear[-1], torch.nn.Tanh()]
        model = torch.nn.Sequential(*modules[:-1])
        decayed = {"params": [layer.weight for layer in linear], "weight_decay": lam / data.n_samples}
        optimizer = torch.optim.SGD([decayed, {"params": [layer.bias for layer in linear]}], lr=RATE)
        for _ in range(n_epochs):
            optimizer.zero_grad()
            cost(model(inputs)[:, 0], labels).backward()
            optimizer.step()
        blocks = [np.hstack([layer.weight.detach().numpy(), layer.bias.detach().numpy()[:, None]]) for layer in linear]
        ends.append(np.concatenate([block.ravel() for block in blocks]))
    return np.array(ends)


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    n_rounds = parser.parse_args(options).rounds
    architecture = Architecture(2, (8, 8))
    precisions = ("float64", "float32") if importlib.util.find_spec("torch") else ()
    if not precisions:
        print("PyTorch: skipped, torch is not installed (the extra `peers` brings it).\n")
    taken: dict[str, list[float]] = {"Goldilambda": [], **{f"PyTorch SGD, {name}": [] for name in precisions}}
    apart = dict.fromkeys(taken, 0.0)
    for seed in range(n_rounds + 1):
        data = training_set("moons", 200, 0.06, seed)
        start = starting_point(architecture, data, np.random.default_rng(seed))
        n_epochs = EPOCHS if seed else 2  # the first round warms up
        ours = np.empty(0)
        for name, times in taken.items():
            began = time.process_time()
            if times is taken["Goldilambda"]:
                ours = ended = train(architecture, data, start, STRENGTHS, learning_rate=RATE, n_epochs=n_epochs).theta[
                    :, -1
                ]
            else:
                ended = pytorch(architecture, data, start, name.split()[-1], n_epochs)
            if seed:
                times.append(time.process_time() - began)
                apart[name] = max(apart[name], float(np.abs(ended - ours).max()))
    print("| | CPU | CPU ÷ Goldilambda's: median (range) | largest difference of a weight |")
    print("|---|---|---|---|")
    for name, times in taken.items():
        ratios = np.divide(times, taken["Goldilambda"])
        print(
            f"| {name} | {statistics.median(times):.3g} s | {np.median(ratios):.3g} "
            f"({ratios.min():.2g} to {ratios.max():.2g}) | {apart[name]:.1g} |"
        )


if __name__ == "__main__":
    main()
