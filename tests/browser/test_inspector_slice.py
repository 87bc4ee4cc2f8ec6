"""The cost along one weight and the pulls on it, as they are computed and drawn: pure functions and a canvas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Run
from tests.browser.test_inspector import FURTHER, LAMBDA, SET_UP, WEIGHT

BESIDE_THE_MODEL = """
  const of = (name) => import(path.replace(/js\\/.*/, "js/" + name));
  const { fetchPath, fetchDataset } = await of("server/api.js");
  const signal = new AbortController().signal;
  const [solved, dataset] = await Promise.all([fetchPath(given.query, signal), fetchDataset(given.query, signal)]);
"""

A_CANVAS_THAT_RECORDS = """
  const calls = [];
  const styles = {};
  const record = (_, name) => (...given) => {
    calls.push([name, styles.textAlign, ...given]);
    return { width: 8 * String(given[0]).length };
  };
  const context = new Proxy(styles, { get: record });
  const surface = { context, unit: 1, width: 300, height: 120, colors: {} };
"""


def test_the_slice_is_the_real_network_s(run_module: Run) -> None:
    body = f"""{BESIDE_THE_MODEL}
      const {{ trainingPoints }} = await of("model/backpropagation.js");
      const {{ weightAt, allWeights }} = await of("model/weight_names.js");
      const points = trainingPoints(dataset);
      return [given.index, given.further].flatMap((index) => allWeights(solved).map((place) => {{
        const along = module.crossEntropyAlong(solved, index, place, points);
        const weight = weightAt(solved, index, place);
        const sum = (w) => along(w) + module.priceOf(solved, index, w);
        return {{
          here: along(weight) - solved.cost.cross_entropy[index],
          value: along(0) - along(weight) - weightAt(solved, index, place, "knock_out"),
          valley: (module.valleyOf(sum, weight) - weight) / Math.max(1, Math.abs(weight)),
          price: module.priceOf(solved, index, weight) - weightAt(solved, index, place, "price"),
        }};
      }}));
    """
    for sizes in ("4", "3,3&activation=sigmoid", ""):
        query = SET_UP.replace("hidden_layer_sizes=4", f"hidden_layer_sizes={sizes}")
        wanted = {"query": query, "index": LAMBDA, "further": FURTHER}
        found: list[dict[str, Any]] = run_module("model/weight_slice.js", body, wanted)
        assert len(found) >= 4  # two weights at two lambdas
        for slice_ in found:
            assert slice_["here"] == pytest.approx(0, abs=1e-5)
            assert slice_["value"] == pytest.approx(0, abs=1e-5)
            assert slice_["price"] == pytest.approx(0, abs=1e-6)
            assert slice_["valley"] == pytest.approx(0, abs=3e-3)


def test_the_thin_line_is_where_the_network_without_the_weight_says_one_half(run_module: Run) -> None:
    body = f"""{BESIDE_THE_MODEL}
      const {{ forward, layersAt }} = await of("model/network.js");
      const {{ pictureFrame }} = await of("model/picture_frame.js");
      const {{ index, place }} = given;
      const lines = await new Promise((done) => {{
        const ask = () => module.linesWithout(solved, dataset, index, place, () => done(ask()));
        ask();
      }});
      const {{ left, bottom, width, height }} = pictureFrame(dataset);
      const along = (axis) => Float64Array.from(lines.flatMap((line) => [...line].filter((_, k) => k % 2 === axis)));
      const inputs = [along(0).map((x) => left + x * width), along(1).map((y) => bottom + (1 - y) * height)];
      const layers = layersAt(solved, index);
      const weights = Float32Array.from(layers[place.layer].weights);
      weights[place.to * layers[place.layer].n_in + place.from] = 0;
      layers[place.layer] = {{ ...layers[place.layer], weights }};
      const {{ logits }} = forward(layers, solved.experiment.activation, inputs);
      return [...logits].map((logit) => 1 / (1 + Math.exp(-logit)));
    """
    outputs = run_module("model/boundary_without.js", body, {"query": SET_UP, "index": LAMBDA, "place": WEIGHT})
    assert len(outputs) > 10
    assert outputs == pytest.approx([0.5] * len(outputs), abs=0.05)


def test_under_a_larger_lambda_the_valley_of_a_frozen_weight_lies_nearer_to_0(run_module: Run) -> None:
    body = f"""{BESIDE_THE_MODEL}
      const {{ index, further, place }} = given;
      const scenes = [index, further].map((under) => module.sliceScene(solved, dataset, place, index, under));
      return scenes.map(({{ weight, valley }}) => Math.abs(valley) - Math.abs(weight));
    """
    wanted = {"query": SET_UP, "index": LAMBDA, "further": FURTHER, "place": WEIGHT}
    free, frozen = run_module("model/slice_scene.js", body, wanted)
    assert free == pytest.approx(0, abs=3e-3)
    assert frozen < -0.01


def test_every_valley_is_seen_as_one_and_the_weight_is_in_the_picture(run_module: Run) -> None:
    body = f"""{BESIDE_THE_MODEL}
      const {{ allWeights }} = await of("model/weight_names.js");
      return solved.lambdas.flatMap((_, index) => allWeights(solved).map((place) => {{
        const scene = module.closeUp(module.sliceScene(solved, dataset, place, index, index));
        const {{ weights, cross_entropy, penalty, least, most, valley, at_valley, at_weight }} = scene;
        const beyond = (side, k) => side * (weights[k] - valley) > 0;
        const wall = (side) => Math.max(...cross_entropy.map((value, k) => (beyond(side, k) ? value + penalty[k] : 0)));
        const depth = (Math.min(wall(-1), wall(1)) - at_valley) / (most - least);
        const {{ cross_entropy: low, penalty: price }} = at_weight;
        const said = module.sliceInWords(scene, solved.lambdas[index]).includes("does not begin at 0");
        return {{ depth, least, most, low, sum: low + price, said }};
      }}));
    """
    found: list[dict[str, Any]] = run_module("model/slice_scene.js", body, {"query": SET_UP})
    deep = [
        slice_
        for slice_ in found
        if slice_["depth"] is not None and slice_["depth"] * (slice_["most"] - slice_["least"]) > 0.0005
    ]
    assert len(deep) > len(found) / 2
    assert min(slice_["depth"] for slice_ in deep) > 0.07
    assert min(slice_["most"] - slice_["least"] for slice_ in found) >= 0.005 - 1e-9
    assert all(slice_["least"] <= slice_["low"] <= slice_["sum"] <= slice_["most"] for slice_ in deep)
    assert {slice_["least"] > 0 for slice_ in found} == {True, False}
    assert all(slice_["said"] == (slice_["least"] > 0) for slice_ in found)


def test_the_value_of_a_weight_ends_in_an_arrowhead_where_the_picture_ends(run_module: Run) -> None:
    body = f"""{A_CANVAS_THAT_RECORDS}
      const axes = {{ x: (weight) => 100 * weight, y: (cost) => 100 - 100 * cost, top: 10, bottom: 100 }};
      module.drawValue(surface, {{ weight: 1, at_weight: {{ cross_entropy: 0.2 }}, at_zero: given }}, axes);
      return calls.filter(([name]) => ["arc", "moveTo", "lineTo"].includes(name)).map(([name, , x, y]) => [name, x, y]);
    """
    inside = run_module("charts/slice_marks.js", body, 0.5)
    assert ["arc", 0, 50] in inside
    above = run_module("charts/slice_marks.js", body, 2)
    assert ["moveTo", 0, 10] in above
    assert min(y for _, _, y in above) == 10
    assert "arc" not in [name for name, _, _ in above]


def test_the_words_of_the_pulls_begin_inside_the_picture(run_module: Run) -> None:
    body = f"""{A_CANVAS_THAT_RECORDS}
      const forces = {{ weight: 1.65, data_pull: 0.0175, penalty_pull: -0.0175, note: null, hold: null }};
      module.drawPullsOn(surface, forces, {{ left: 5, right: 175, y: 46 }});
      return calls.filter(([name]) => name === "fillText").map(([, align, text, x]) => {{
        const left = x - 8 * text.length * (align === "right" ? 1 : align === "center" ? 0.5 : 0);
        return [text.split(" ")[0], left, left + 8 * text.length];
      }});
    """
    words = run_module("charts/pull_arrows.js", body)
    places = {name: (left, right) for name, left, right in words}
    assert min(left for left, _ in places.values()) >= 0
    assert places["penalty"][1] < places["data"][0]


def test_with_l1_the_frozen_pull_is_constant_and_a_weight_at_0_is_held(run_module: Run) -> None:
    body = f"""{BESIDE_THE_MODEL}
      const {{ allWeights, weightAt }} = await of("model/weight_names.js");
      const {{ index, further }} = given;
      return allWeights(solved).map((place) => {{
        const {{ weight, data_pull, penalty_pull, note }} = module.forcesOn(solved, index, place, further);
        return {{ weight, data_pull, penalty_pull, note, most: solved.lambdas[further] / solved.n_train }};
      }});
    """
    wanted = {"query": f"{SET_UP}&regularizer=l1", "index": LAMBDA, "further": FURTHER}
    found: list[dict[str, Any]] = run_module("model/forces.js", body, wanted)
    assert {force["weight"] == 0 for force in found} == {True, False}
    for force in found:
        if force["weight"] == 0:
            assert force["penalty_pull"] == pytest.approx(-force["data_pull"], abs=1e-6)
            assert abs(force["penalty_pull"]) <= force["most"]
        else:
            sign = 1 if force["weight"] > 0 else -1
            assert force["penalty_pull"] == pytest.approx(-sign * force["most"])
            assert force["note"] == "frozen"
