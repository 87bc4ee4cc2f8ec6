"""Own points as text of an address: what page and server write, either reads, and nothing is lost."""

from __future__ import annotations

import random

from playwright.sync_api import Page, expect

from app.experiments.address.own_points import own_points_text, read_own_points
from tests.browser.conftest import Json, Run
from tests.browser.test_own_data import OWN, OWN_FIELDS, own_of


def test_a_link_of_today_opens_tomorrow(run_module: Run) -> None:
    assert read_own_points(OWN) == OWN_FIELDS
    body = "return [module.readOwnPoints(given[0]), module.readOwnPoints(given[1])]"
    short, long = run_module("model/own_points.js", body, [OWN, "1_2_4_0_0_0_1_1_0_2_0_1_3_1_1"])
    assert short == long == {**OWN_FIELDS, "n_training": 4}


def test_page_and_server_read_what_either_writes(run_module: Run) -> None:
    draw = random.Random(1)
    kinds = [random_own(draw) for _ in range(300)]
    body = "return given.map((own) => [module.ownPointsText(own), module.readOwnPoints(module.ownPointsText(own))])"
    for own, (text, back) in zip(kinds, run_module("model/own_points.js", body, kinds), strict=True):
        assert back == own
        assert as_own(read_own_points(text)) == own
    texts = [text_of(own) for own in kinds]
    back = run_module("model/own_points.js", "return given.map(module.readOwnPoints)", texts)
    assert back == kinds


def test_rings_of_points_with_every_digit_are_not_lost_nor_read_where_they_do_not_fit(run_module: Run) -> None:
    text = "1_2_2_.1234567890123_0_0_1_1_1"
    rings = {"mislabeled": [False, True]}
    plain, ringed, *cut = run_module(
        "model/own_points.js",
        "return given.map(module.readOwnPoints)",
        [text, f"{text}_r4", *(f"{text}_{end}" for end in ("r", "r40", "rg", "4", "r4_1", "r4_r4"))],
    )
    assert ringed == plain | rings
    assert cut == [None] * 6
    assert as_own(read_own_points(f"{text}_r4")) == ringed
    assert run_module("model/own_points.js", "return module.ownPointsText(given)", ringed).endswith("_r4")


def random_own(draw: random.Random) -> Json:
    """Own points of two inputs: on a grid, as the page makes them, or with all digits a number has; some ringed."""
    n, digits = draw.randint(2, 60), draw.choice([0, 1, 3, 4, None])
    reach = draw.choice([0.01, 1, 13, 1000])
    draws = [[draw.uniform(-reach, reach) for _ in range(2)] for _ in range(n)]
    points = [[value if digits is None else round(value, digits) + 0.0 for value in point] for point in draws]
    own = {"points": points, "labels": [draw.randint(0, 1) for _ in points], "n_training": draw.randint(1, n)}
    rings = [draw.random() < 0.1 for _ in points]
    return own | {"mislabeled": rings} if any(rings) else own


def as_own(fields: Json) -> Json:
    return {
        "points": fields["points"] + fields.get("validation_points", []),
        "labels": fields["labels"] + fields.get("validation_labels", []),
        "n_training": len(fields["points"]),
        **({"mislabeled": fields["mislabeled_points"]} if "mislabeled_points" in fields else {}),
    }


def text_of(own: Json) -> str:
    return own_points_text(own["points"], own["labels"], own["n_training"], own.get("mislabeled"))


def test_500_set_ups_survive_the_address(run_module: Run, choices: Json) -> None:
    draw = random.Random(2)
    owns = [random_own(draw) for _ in range(250)]
    body = """
      const { own, choices } = given;
      const part = (module) => import(path.replace("address/set_up_query.js", module));
      const { ownPointsText } = await part("model/own_points.js");
      const { changed, defaultSettings } = await part("model/settings.js");
      let seed = 7;
      const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
      const whole = (most) => Math.floor(random() * (most + 1));
      const pick = (values) => values[whole(values.length - 1)];
      const { fields } = choices;
      const named = (name) => pick(fields[name].choices.map((choice) => choice.name).filter((kind) => kind !== "own"));
      const json = JSON.stringify;
      const lost = [];
      for (let k = 0; k < 500; k += 1) {
        const data = k % 2 ? { data: ownPointsText(own[(k - 1) / 2]) }
          : { dataset: pick(["moons", "circles", "xor"]), noise: whole(100) / 100, n_samples: 10 + whole(500) };
        const change = {
          ...data, mislabeled: whole(50) / 100, validation_fraction: whole(90) / 100, nuisance_features: whole(8),
          standardize: random() < 0.5, hidden_layer_sizes: Array.from({ length: whole(4) }, () => 1 + whole(63)),
          activation: named("activation"), regularizer: named("regularizer"), direction: named("direction"),
          restarts: 1 + whole(2), folds: pick([0, 2, 5]), draws: pick([0, 3]), seed: whole(9999),
          lambdas: [0, 10 ** -Math.ceil(4 * random()), 1 + random(), 10 + 90 * random()],
        };
        const settings = changed(defaultSettings(choices), change, choices);
        const lambda = pick([null, Number((1000 * random()).toPrecision(4))]);
        const weight = pick([null, { layer: 0, to: 1, from: 0 }]);
        const query = module.toQuery(settings, choices, { lambda, weight });
        const back = module.fromQuery(query, choices);
        const kept = Object.keys(change).every((name) => json(back.settings[name]) === json(change[name]))
          && back.page.lambda === lambda && json(back.page.weight) === json(weight) && !back.notices.length;
        if (!kept || module.toQuery(back.settings, choices, back.page) !== query) lost.push([query, back.notices]);
      }
      return lost"""
    assert run_module("address/set_up_query.js", body, {"own": owns, "choices": choices}) == []


def test_200_points_fit_in_2000_characters(lab: Page) -> None:
    lab.get_by_role("button", name="Edit points").click()
    lab.get_by_role("button", name="Two outliers").click()
    expect(lab.locator("#sentence")).to_contain_text("102 training + 100 validation points of your own.")
    assert len(lab.url) < 2000
    assert len(as_own(own_of(lab))["points"]) == 202
    assert "standardize=true" in lab.url
