"""One step of the update rule, with its numbers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenLab, Run
from tests.browser.test_training_playback import FILM, SET_UP, answer_of, open_film, show_snapshot


def test_the_step_of_the_rule_is_the_step_that_training_took(run_module: Run) -> None:
    """The page's own gradient, put into the rule, leads from each snapshot to the next, an epoch later."""
    body = """
      const { fetchTraining, fetchDataset } = await import(path.replace("model/update_rule.js", "server/api.js"));
      const { trainingPath } = await import(path.replace("update_rule", "training"));
      const { trainingPoints } = await import(path.replace("update_rule", "backpropagation"));
      const never = new AbortController().signal;
      const found = [];
      for (const [network, l] of given.networks.flatMap((network) => [[network, 0], [network, 1]])) {
        const set_up = `n_samples=60&${network}`;
        const recipe_words = "n_epochs=8&learning_rate=0.7&snapshots=60";
        const dataset = await fetchDataset(set_up, never);
        const training = await fetchTraining(`${set_up}&lambdas=0.5,20&${recipe_words}`, never);
        const shown = trainingPath(training, l);
        const recipe = { learning_rate: 0.7, n_epochs: 8, optimizer: "gradient_descent" };
        for (let layer = 0; layer < shown.layers.length; layer += 1) {
          for (let index = 0; index < 8; index += 1) {
            const place = { layer, to: 0, from: 1 };
            const step = module.stepOf(shown, index, place, recipe, trainingPoints(dataset));
            found.push([step.next, step.later.weight, step.weight]);
          }
        }
      }
      return found;
    """
    networks = [
        "hidden_layer_sizes=3,2&activation=tanh",
        "hidden_layer_sizes=4,3&activation=sigmoid&nuisance_features=2",
        "hidden_layer_sizes=3&activation=relu&regularizer=l1",
    ]
    steps = run_module("model/update_rule.js", body, {"networks": networks})
    assert len(steps) == 2 * 8 * (3 + 3 + 2)
    assert max(abs(said - taken) for said, taken, _ in steps) < 1e-6
    assert max(abs(said - before) for said, _, before in steps) > 1e-3  # and they are steps


def test_the_rule_shows_its_numbers(open_lab: OpenLab) -> None:
    page = open_film(open_lab, FILM + "&weight=1.2.1&lambda=10")
    answer = answer_of(page)
    show_snapshot(page, 1)
    lines = page.locator("#update-rule .rule").inner_text()
    kept = 1 - 0.5 * 10 / 30
    weight, after = (answer["layers"][0]["weights"][4][s][1][0] for s in (1, 2))
    written = re.sub(r"\s+", " ", lines).replace("−", "-")
    assert answer["epochs"][:3] == [0, 1, 2]
    assert "α = 0.5, λ = 10.0, m = 30" in written
    assert f"{kept:.4f}" in written
    assert f"{weight:.4f}" in written
    assert float(written.rsplit("= ", 1)[1]) == pytest.approx(after, abs=6e-5)


def test_adam_says_why_it_has_no_next_weight(open_lab: OpenLab) -> None:
    page = open_film(open_lab, f"?{SET_UP}&film=1&optimizer=adam&learning_rate=0.1&n_epochs=200&epoch=50")
    rule = page.locator("#update-rule .rule")
    expect(rule).to_contain_text("running means")
    expect(rule).to_contain_text("λ/m · W")
    page.locator("[data-recipe=optimizer]").select_option("adamw")
    page.wait_for_selector("[data-training=ready]", state="attached")
    expect(rule).to_contain_text("(1 − αλ/m)")
