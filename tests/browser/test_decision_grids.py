"""The picture of every λ: rough when it is wanted early, refined in moments of rest."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Run

TWO_LAYERS = """
  const sizes = [2, 16, 16, 1];
  const layers = sizes.slice(1).map((n_out, k) => ({
    weights: {
      shape: [1, n_out, sizes[k]],
      data: Float32Array.from({ length: n_out * sizes[k] }, (_, i) => Math.sin(7 * i + k)),
    },
    biases: { shape: [1, n_out], data: new Float32Array(n_out) },
  }));
  const solved = { layers, lambdas: [1], trivial: [false], experiment: { activation: "tanh" } };
  const dataset = { points: [[-1, -1], [1, 1]], inputs: { mean: [0, 0], scale: [1, 1] } };
  const nodes = (grid) => grid.lines.reduce((sum, line) => sum + line.length, 0);
  const grids = module.decisionGrids(solved, dataset);
"""
"""The pictures of a network with two hidden layers, `grids`, and how many `nodes` the line of one has."""


def test_a_picture_wanted_early_is_rough_and_refined_when_idle(run_module: Run) -> None:
    rough, fine, told = run_module(
        "model/decision_grids.js",
        TWO_LAYERS
        + """
        const rough = nodes(grids.at(0));
        const told = await new Promise((done) => grids.prepare(0, done));
        return [rough, nodes(grids.at(0)), told];
        """,
    )
    assert 0 < rough < fine
    assert told == 0


def test_the_rough_picture_of_a_lambda_is_there_before_it_is_asked_for(run_module: Run) -> None:
    """Told is who asks of fine pictures that replace a rough one: of λ = 2 alone, for what is shown is fine at once."""
    told = run_module(
        "model/decision_grids.js",
        """
        const sizes = [2, 16, 16, 1];
        const layers = sizes.slice(1).map((n_out, k) => ({
          weights: {
            shape: [2, n_out, sizes[k]],
            data: Float32Array.from({ length: 2 * n_out * sizes[k] }, (_, i) => Math.sin(7 * i + k)),
          },
          biases: { shape: [2, n_out], data: new Float32Array(2 * n_out) },
        }));
        const solved = { layers, lambdas: [1, 2], trivial: [false, false], experiment: { activation: "tanh" } };
        const dataset = { points: [[-1, -1], [1, 1]], inputs: { mean: [0, 0], scale: [1, 1] } };
        const told = [];
        await new Promise((done) => module.decisionGrids(solved, dataset).prepare(0, (index) => {
          told.push(index);
          done();
        }));
        return told;
        """,
    )
    assert told == [1]


NO_IDLE_CALLBACK = "delete window.requestIdleCallback;"
SHORT_MOMENTS = """
  window.requestIdleCallback = (work) => setTimeout(() => {
    const end = performance.now() + 4;
    work({ timeRemaining: () => end - performance.now() });
  });
"""


@pytest.mark.parametrize("moments", [NO_IDLE_CALLBACK, SHORT_MOMENTS])
def test_a_slow_device_without_long_moments_of_rest_refines_its_picture(run_module_alone: Run, moments: str) -> None:
    """The clock is one of work done: a thousand points of this network take it 6.5 ms."""
    rough, fine = run_module_alone(
        "model/decision_grids.js",
        f"{{ {moments} }}"
        """
        let [time, moments] = [0, 0];
        let giveUp = () => {};
        const { setTimeout: wait } = window;
        window.setTimeout = (work) => wait(() => (moments += 1) > 5000 ? giveUp() : work(), 0);
        const { exp } = Math;
        Math.exp = (x) => { time += 2e-4; return exp(x); };
        performance.now = () => time;
        """
        + TWO_LAYERS
        + """
        const rough = nodes(grids.at(0));
        await new Promise((done) => {
          giveUp = done;
          grids.prepare(0, done);
        });
        return [rough, nodes(grids.at(0))];
        """,
    )
    assert 0 < rough < fine
