"""What others do for a path over lambda: a loop, or one batch, of their minimisers on the same J from random starts.

A peer takes a network, a training set, lambdas and a seed, and returns theta (L, P) in the engine's layout.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from app.engine.arrays import Array
from app.engine.data.datasets import streams
from app.engine.objective.backpropagation import TrainingSet
from app.engine.objective.network import Architecture, Layer, initialize
from app.engine.objective.objective import Objective
from app.engine.path.regularization_path import regularization_path
from tests.benchmarks.batched_lbfgs import cost_and_gradient

Lambdas: TypeAlias = tuple[float, ...]
Path: TypeAlias = Callable[[Architecture, TrainingSet, Lambdas, int], Array]


@dataclass(frozen=True)
class Peer:
    """path(architecture, data, lambdas, seed) -> theta (L, P); needs: a package; logistic: takes no hidden layer."""

    path: Path
    needs: str = "numpy"
    logistic: bool = True
    hidden: bool = True

    @property
    def installed(self) -> bool:
        return importlib.util.find_spec(self.needs) is not None

    def takes(self, architecture: Architecture) -> bool:
        return self.hidden if architecture.hidden_layer_sizes else self.logistic


def engine(restarts: int) -> Path:
    def path(architecture: Architecture, data: TrainingSet, lambdas: Lambdas, seed: int) -> Array:
        rng = streams(seed)["weights"]
        return regularization_path(Objective(architecture, data), lambdas, restarts, rng).theta

    return path


def multilayer_perceptron(**options: float) -> Path:
    """scikit-learn's MLPClassifier with lbfgs, whose alpha is lambda: its J is ours."""

    def path(architecture: Architecture, data: TrainingSet, lambdas: Lambdas, seed: int) -> Array:
        found = []
        for lam in lambdas:
            model = MLPClassifier(
                architecture.hidden_layer_sizes,
                activation=architecture.activation,
                solver="lbfgs",
                alpha=lam,
                random_state=seed,
                **options,
            )
            _fit(model, data)
            layers = zip(model.coefs_, model.intercepts_, strict=True)
            found.append(architecture.join(tuple(Layer(weights.T, biases) for weights, biases in layers)))
        return np.array(found)

    return path


def logistic_regression(**options: float) -> Path:
    """scikit-learn's LogisticRegression, whose 1 / C is lambda."""

    def path(_: Architecture, data: TrainingSet, lambdas: Lambdas, __: int) -> Array:
        found = []
        for lam in lambdas:
            model = LogisticRegression(C=1.0 / lam, **options)
            _fit(model, data)
            found.append(np.append(model.coef_[0], model.intercept_))
        return np.array(found)

    return path


def _fit(model: MLPClassifier | LogisticRegression, data: TrainingSet) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it did not converge is what the table says
        model.fit(data.inputs[:-1].T, data.labels)


def scipy_lbfgs(architecture: Architecture, data: TrainingSet, lambdas: Lambdas, seed: int) -> Array:
    """SciPy's L-BFGS-B with the engine's own gradient."""
    starts = initialize(architecture, np.random.default_rng(seed), len(lambdas))

    def minimized(start: Array, lam: float) -> Array:
        def cost(theta: Array) -> tuple[float, Array]:
            value, gradient = cost_and_gradient(architecture, data, theta[None], np.array([lam]))
            return float(value[0]), gradient[0]

        options = {"maxiter": 5000, "maxfun": 1_000_000, "gtol": 1e-6, "ftol": 1e-15}
        return np.asarray(minimize(cost, start, jac=True, method="L-BFGS-B", options=options).x)

    return np.array([minimized(start, lam) for start, lam in zip(starts, lambdas, strict=True)])


def pytorch_lbfgs(architecture: Architecture, data: TrainingSet, lambdas: Lambdas, seed: int) -> Array:
    """A loop of torch.optim.LBFGS on the full batch, in float64 and one thread."""
    import torch

    torch.set_num_threads(1)
    inputs, labels = torch.tensor(data.inputs[:-1].T.copy()), torch.tensor(data.labels)
    found = []
    for start, lam in zip(initialize(architecture, np.random.default_rng(seed), len(lambdas)), lambdas, strict=True):
        blocks = [torch.tensor(block.copy(), requires_grad=True) for block in architecture.blocks(start)]
        optimizer = torch.optim.LBFGS(
            blocks,
            max_iter=500,
            max_eval=1000,
            history_size=10,
            tolerance_grad=1e-6,
            tolerance_change=1e-12,
            line_search_fn="strong_wolfe",
        )

        def cost(
            blocks: list[torch.Tensor] = blocks, optimizer: torch.optim.Optimizer = optimizer, lam: float = lam
        ) -> torch.Tensor:
            optimizer.zero_grad()
            a = inputs
            for block in blocks[:-1]:
                a = torch.tanh(torch.nn.functional.linear(a, block[:, :-1], block[:, -1]))
            z = torch.nn.functional.linear(a, blocks[-1][:, :-1], blocks[-1][:, -1])[:, 0]
            value = torch.nn.functional.binary_cross_entropy_with_logits(z, labels)
            value = value + lam / (2 * data.n_samples) * sum((block[:, :-1] ** 2).sum() for block in blocks)
            value.backward()
            return value

        optimizer.step(cost)
        found.append(np.concatenate([block.detach().numpy().ravel() for block in blocks]))
    return np.array(found)


def jax_adam(architecture: Architecture, data: TrainingSet, lambdas: Lambdas, seed: int) -> Array:
    """2000 steps of Adam at rate 0.02 for all lambdas at once (jit and vmap), compiling included."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def cost(theta: jax.Array, lam: jax.Array) -> jax.Array:
        a = z = jnp.asarray(data.inputs[:-1])
        squares = jnp.array(0.0)
        for where, (n_out, n_in) in zip(architecture.slices, architecture.shapes, strict=True):
            block = theta[where].reshape(n_out, n_in + 1)
            z = block[:, :-1] @ a + block[:, -1:]
            a, squares = jnp.tanh(z), squares + (block[:, :-1] ** 2).sum()
        return (jnp.logaddexp(0.0, z[0]) - data.labels * z[0]).mean() + lam / (2 * data.n_samples) * squares

    gradients = jax.vmap(jax.grad(cost))

    def trained(theta: jax.Array, strengths: jax.Array) -> jax.Array:
        def step(t: int, state: tuple[jax.Array, jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array, jax.Array]:
            theta, first, second = state
            gradient = gradients(theta, strengths)
            first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
            mean, square = first / (1 - 0.9 ** (t + 1.0)), second / (1 - 0.999 ** (t + 1.0))
            return theta - 0.02 * mean / (jnp.sqrt(square) + 1e-8), first, second

        zero = jnp.zeros_like(theta)
        return jax.lax.fori_loop(0, 2000, step, (theta, zero, zero))[0]

    starts = initialize(architecture, np.random.default_rng(seed), len(lambdas))
    return np.asarray(jax.jit(trained)(jnp.asarray(starts), jnp.asarray(lambdas)))


def peers(default_restarts: int) -> dict[str, Peer]:
    """By the name in the table; the engine with one start, which the others are compared with, is first."""
    return {
        "Goldilambda, 1 start": Peer(engine(1)),
        f"Goldilambda, {default_restarts} starts": Peer(engine(default_restarts), logistic=False),
        "scikit-learn LogisticRegression": Peer(logistic_regression(), "sklearn", hidden=False),
        "scikit-learn LogisticRegression, tol 1e-6": Peer(
            logistic_regression(tol=1e-6, max_iter=5000), "sklearn", hidden=False
        ),
        "scikit-learn MLPClassifier lbfgs": Peer(multilayer_perceptron(), "sklearn", logistic=False),
        "scikit-learn MLPClassifier lbfgs, 5000 its, tol 1e-6": Peer(
            multilayer_perceptron(max_iter=5000, max_fun=1_000_000, tol=1e-6), "sklearn", logistic=False
        ),
        "SciPy L-BFGS-B, gtol 1e-6": Peer(scipy_lbfgs, "scipy"),
        "PyTorch LBFGS, 500 its": Peer(pytorch_lbfgs, "torch"),
        "JAX Adam, 2000 steps": Peer(jax_adam, "jax"),
    }
