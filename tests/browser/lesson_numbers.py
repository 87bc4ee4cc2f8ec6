"""Each number in a lesson's prose, computed once more from what the API answers. A number that is not here fails."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Json
from tests.browser.lesson_pages import nearest, path_of

Number: TypeAlias = Callable[[Json, int], float]
"""Of a path, with `beside` and `drawn` in it, at an index."""
SPACES = dict.fromkeys(map(ord, "\u202f\u00a0 "), None)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
GONE = 0.02


def column(*names: str, times: float = 1) -> Number:
    def read(path: Json, index: int) -> float:
        for name in names:
            path = path[name]
        return times * float(path[index])

    return read


def data_cost(path: Json, index: int) -> float:
    cost = path["cost"]
    return float((cost["squared_error"] if "squared_error" in cost else cost["cross_entropy"])[index])


def of_input(k: int, field: str, sign: int = 1) -> Number:
    """A field of the one weight that an input has in a model without hidden layer."""
    return lambda path, index: sign * float(path["layers"][0][field][index][0][k])


def price_of_input(k: int) -> Number:
    weight = of_input(k, "weights")
    return lambda path, index: path["lambdas"][index] / 2 / path["n_train"] * weight(path, index) ** 2


def sizes_at_both(k: int, small: float, large: float) -> Callable[[Json], tuple[float, float]]:
    weight = of_input(k, "weights")
    return lambda path: (abs(weight(path, nearest(path, small))), abs(weight(path, nearest(path, large))))


def share_kept(k: int, small: float, large: float) -> Number:
    sizes = sizes_at_both(k, small, large)
    return lambda path, _index: 100 * sizes(path)[1] / sizes(path)[0]


def lost_by(k: int, small: float, large: float) -> Number:
    sizes = sizes_at_both(k, small, large)
    return lambda path, _index: sizes(path)[0] - sizes(path)[1]


def first_layer(path: Json, index: int) -> np.ndarray:
    return np.array(path["layers"][0]["weights"][index])


def root_mean_square(weights: np.ndarray) -> float:
    return math.sqrt(np.mean(weights**2))


def ceiling(path: Json, index: int) -> float:
    return float(2 * path["n_train"] * path["entropy"] / path["lambdas"][index])


def frozen_penalty(path: Json, index: int) -> float:
    return float(path["lambdas"][index] / 2 / path["n_train"] * path["squared_weight_norm"][nearest(path, 0.1)])


def per_point(path: Json, index: int) -> float:
    return float(path["lambdas"][index] / path["n_train"])


def beside(number: Number) -> Number:
    """Of the other set-up of this step, at the same λ."""
    return lambda path, i: number(path["beside"], nearest(path["beside"], path["lambdas"][i]))


def n_class_1(path: Json, _index: int) -> float:
    drawn = path["drawn"]
    pairs = zip(drawn["labels"], drawn["split"], strict=True)
    return float(sum(label for label, part in pairs if part == "train"))


def highest_lambda(path: Json, _index: int) -> float:
    penalties = path["cost"]["penalty"]
    return float(path["lambdas"][penalties.index(max(penalties))])


PICKS: dict[str, Callable[[Json], int]] = {
    "said": lambda path: nearest(path, 10),  # where the slider stands when it is answered
    "least": lambda path: nearest(path, None),
    "careful": lambda path: path["goldilocks"]["one_standard_error"]["index"],
    "truth": lambda path: path["test"]["cross_entropy"].index(min(path["test"]["cross_entropy"])),
}


def picked(find: Callable[[Json], int], *names: str) -> Number:
    return lambda path, _index: column(*names)(path, find(path))


NUMBERS: dict[str, Number] = {
    "lambda": column("lambdas"),
    "total": column("cost", "total"),
    "cross_entropy": column("cost", "cross_entropy"),
    "penalty": column("cost", "penalty"),
    "squared_weight_norm": column("squared_weight_norm"),
    "train_accuracy": column("train", "accuracy", times=100),
    "validation_accuracy": column("validation", "accuracy", times=100),
    "validation": column("validation", "cross_entropy"),
    "test": column("test", "cross_entropy"),
    "effective_parameters": column("effective_parameters"),
    "entropy": lambda path, _i: path["entropy"],
    "ceiling": ceiling,
    "ceiling_at_tenfold": lambda path, i: ceiling(path, i) / 10,
    "tenfold": column("lambdas", times=10),
    "n_train": lambda path, _i: path["n_train"],
    "n_train_twice": lambda path, _i: 2 * path["n_train"],
    "n_validation": lambda path, _i: path["n_validation"],
    "n_weights": lambda path, _i: path["n_weights"],
    "factor": lambda path, i: per_point(path, i) / 2,
    "collapse_lambda": lambda path, _i: path["collapse_lambda"],
    "all_zero_from": lambda path, _i: path["collapse_lambda"],
    "frozen_penalty": frozen_penalty,
    "frozen_total": lambda path, i: path["cost"]["cross_entropy"][nearest(path, 0.1)] + frozen_penalty(path, i),
    "highest_penalty": lambda path, _i: max(path["cost"]["penalty"]),
    "highest_lambda": highest_lambda,
    "n_class_1": n_class_1,
    "bias_output": lambda path, i: 1 / (1 + math.exp(-path["layers"][-1]["biases"][i][0])),
    "steeper": lambda path, _i: path["lambdas"][nearest(path, 10)] / path["lambdas"][nearest(path, 0.1)],
    **{f"w{k + 1}": of_input(k, "weights") for k in range(9)},
    **{f"pull{k + 1}": of_input(k, "data_gradient", sign=-1) for k in range(3)},
    **{f"value{k + 1}": of_input(k, "knock_out") for k in range(3)},
    **{f"price{k + 1}": price_of_input(k) for k in range(3)},
    **dict.fromkeys(("constant_pull", "penalty_per_weight", "per_point", "ratio", "most_pull"), per_point),
    "data_pull": lambda path, i: abs(of_input(2, "data_gradient")(path, i)),
    "n_zero": lambda path, i: path["layers"][0]["weights"][i][0].count(0),
    "l2_noise": beside(of_input(2, "weights")),
    "one": of_input(0, "weights"),
    "other": of_input(1, "weights"),
    "both": lambda path, i: float(first_layer(path, i).sum()),
    "squares": lambda path, i: float((first_layer(path, i) ** 2).sum()),
    "square_of_both": lambda path, i: float(first_layer(path, i).sum() ** 2),
    "noise_size": lambda path, i: root_mean_square(first_layer(path, i)[:, 2:]),
    "moons_size": lambda path, i: root_mean_square(first_layer(path, i)[:, :2]),
    "noise_share": lambda path, i: (
        100 * root_mean_square(first_layer(path, i)[:, 2:]) / root_mean_square(first_layer(path, i)[:, :2])
    ),
    "noise_gone": lambda path, i: float(np.sum(np.abs(first_layer(path, i)[:, 2:]) < GONE)),
    "n_noise": lambda path, i: first_layer(path, i)[:, 2:].size,
    "n_mislabeled": lambda path, _i: path["train"]["n_mislabeled"],
    "fold_mean": column("cross_validation", "mean"),
    "fold_error": column("cross_validation", "standard_error"),
    "from": lambda path, _i: path["goldilocks"]["from"],
    "to": lambda path, _i: path["goldilocks"]["to"],
    **{f"{name}_lambda": picked(find, "lambdas") for name, find in PICKS.items()},
    **{f"{name}_validation": picked(find, "validation", "cross_entropy") for name, find in PICKS.items()},
    **{f"{name}_test": picked(find, "test", "cross_entropy") for name, find in PICKS.items()},
    "norm": column("squared_weight_norm"),
    "more_norm": beside(column("squared_weight_norm")),
    "free_norm": lambda path, _i: path["beside"]["squared_weight_norm"][0],
    "more_n_train": lambda path, _i: path["beside"]["n_train"],
    "times_more": lambda path, _i: path["beside"]["n_train"] / path["n_train"],
    "more_per_point": lambda path, i: path["lambdas"][i] / path["beside"]["n_train"],
    "squared_error": data_cost,
    "level": lambda path, _i: path["variance"] / 2,
    "largest": lambda path, i: float(np.abs(first_layer(path, i)).max()),
    "least_beside": beside(lambda path, i: float(np.abs(first_layer(path, i)).min())),
    "n_zero_beside": beside(lambda path, i: float((first_layer(path, i) == 0).sum())),
}

OF_A_LESSON: dict[str, dict[str, Number]] = {
    "why-weights-go-to-0": {
        "step_size": lambda _path, _i: 0.3,
        "shrink_factor": lambda path, i: 1 - 0.3 * per_point(path, i),
    },
    "how-does-it-know": {
        **{f"lost{k + 1}": lost_by(k, 0.01, 10) for k in range(3)},
        **{f"kept{k + 1}": share_kept(k, 0.01, 10) for k in range(3)},
    },
    "eight-and-two": {
        **{f"lost{k + 1}": lost_by(k, 0.001, 1) for k in range(9)},
        **{f"w{k + 1}_beside": beside(of_input(k, "weights")) for k in range(9)},
        "where_far": lambda path, _i: abs(path["drawn"]["points"][7][0]),
    },
    "backprop": {
        "step_size": lambda _path, _i: 1.0,
        "adam_step_size": lambda _path, _i: 0.01,
        "kept": lambda path, i: 1 - per_point(path, i),
        "adam_kept": lambda path, i: 1 - 0.01 * per_point(path, i),
        "lost": lambda path, i: 100 * per_point(path, i),
        "lost_plainly": lambda path, i: 1000 * per_point(path, i),
        "kept_after": lambda path, i: 100 * (1 - per_point(path, i)) ** 10,
        "most_lambda": lambda path, _i: 2 * path["n_train"],
        "most_step_size": lambda path, i: 2 / per_point(path, i),
    },
}
"""What the same name means in one lesson only."""

CHECKED_ELSEWHERE: dict[str, set[str]] = {
    "backprop": {
        *("n_epochs", "best_epoch", "best_validation", "last_validation", "first_cost", "last_cost", "last_cost_adamw"),
        *("highest_cost", "highest_epoch", "diverged_at", "norm", "norm_adamw"),
        *("plane_lambda", "plane_penalty", "plane_epoch", "plane_stopping", "plane_neither"),
    },
    "eight-and-two": {
        *("two", "eight", "off", "least_off", "nearest_lambda", "straight_off", "kept_powers", "pull_at_zero"),
        *("first_pull_1", "first_pull_5", "regions", "two_from", "accuracy_of_two"),
    },
}
"""Of training and of a fitted curve: test_backprop_lesson.py and test_curve_lesson.py."""


def written(text: str) -> float:
    """The number that stands there."""
    mantissa, _, power = text.translate(SPACES).replace("\u2212", "-").rstrip("%").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(RAISED) or 0)


def shown_numbers(page: Page, step: str) -> Iterator[tuple[str, str]]:
    for number in page.locator(f'[data-step="{step}"] [data-number]').all():
        if number.is_visible():
            yield number.get_attribute("data-number") or "", number.text_content() or ""


def path_of_step(page: Page, step: dict[str, Any]) -> Json:
    drawn = page.request.get(f"/api/v1/dataset?{step['set_up']}").json()
    other = path_of(page, step["beside"]) if step.get("beside") else None
    return {**path_of(page, step["set_up"]), "drawn": drawn, "beside": other}


def check_numbers(page: Page, step: dict[str, Any]) -> int:
    """Holds each number on screen to the API; answers how many there were."""
    lesson = page.locator("[data-lesson]").get_attribute("data-lesson") or ""
    known = NUMBERS | OF_A_LESSON.get(lesson, {})
    path = path_of_step(page, step)
    held = 0
    for wanted, text in shown_numbers(page, step["name"]):
        assert text not in ("\u2013", "…"), wanted
        name, _, where = wanted.partition("@")
        if name in CHECKED_ELSEWHERE.get(lesson, ()):
            continue
        at = step["lambda"] if where in ("", "asked") else None if where == "star" else float(where)
        value = known[name](path, nearest(path, at))
        half_a_digit = 0.501 * 10 ** -len(text.rstrip("%\u00a0").partition(".")[2])
        assert written(text) == pytest.approx(value, rel=1e-4, abs=half_a_digit), wanted
        held += 1
    return held
