"""Exports: the table says what the path says, and the scripts reproduce J where they run, with nothing of ours."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from app.experiments.answers.export import read_export
from tests.conftest import others_slow

SMALL = "n_samples=60&restarts=3&lambdas=0.01,0.1,1,10,1000"
SET_UPS = {
    "tanh": f"{SMALL}&hidden_layer_sizes=4",
    "two layers": f"{SMALL}&hidden_layer_sizes=4,3&activation=sigmoid&nuisance_features=2",
    "relu": f"{SMALL}&hidden_layer_sizes=4&activation=relu",
    "logistic": f"{SMALL}&hidden_layer_sizes=",
    "penguins": f"{SMALL}&dataset=penguins&hidden_layer_sizes=3",
}
WITH_BIASES = {
    "tanh with biases": f"{SMALL}&hidden_layer_sizes=3&penalize_biases=true&noise=0.4",
    "logistic with biases": f"{SMALL}&hidden_layer_sizes=&penalize_biases=true&standardize=false",
}
L1_SET_UPS = {
    "logistic, L1": f"{SMALL}&hidden_layer_sizes=&regularizer=l1&nuisance_features=3",
    "tanh, L1": f"{SMALL}&hidden_layer_sizes=3&regularizer=l1",
    "logistic with biases, L1": f"{SMALL}&hidden_layer_sizes=&regularizer=l1&penalize_biases=true&standardize=false",
}
ALL = SET_UPS | L1_SET_UPS | WITH_BIASES
OWN = "data=1_2_6_0_0_0_1_1_1_0_1_1_1_0_0_.5_.2_0_.4_.9_1&hidden_layer_sizes=2&lambdas=0.1,1"


def exported(client: httpx2.Client, kind: str, query: str) -> httpx2.Response:
    answer = client.get(f"/api/v1/export?as={kind}&{query}")
    assert answer.status_code == 200, answer.text[:300]
    return answer


def results(script: str, folder: Path) -> dict[str, float]:
    """What a script prints that runs alone in a folder of its own and imports nothing of ours."""
    assert "app" not in re.findall(r"^(?:import|from) (\w+)", script, re.MULTILINE)
    (folder / "alone.py").write_text(script, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", "alone.py"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    return {name: float(j) for name, j in re.findall(r"^(\w+): J = ([\d.]+) =", run.stdout, re.MULTILINE)}


def path_of(client: httpx2.Client, query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/v1/path?{query}").json()
    return found


def check(client: httpx2.Client, folder: Path, kind: str, set_up: str, index: int) -> None:
    """The script's two J, of the weights that it was given and of its own descent, are the path's."""
    query = ALL[set_up]
    path = path_of(client, query)
    assert path["converged"][index]
    found = results(exported(client, kind, f"{query}&lambda={path['lambdas'][index]}").text, folder)
    total = path["cost"]["total"][index]
    assert found["found"] == pytest.approx(total, abs=2e-9)
    if kind == "pytorch" and set_up in L1_SET_UPS:
        assert "descended" not in found, "its L-BFGS wants a smooth J"
    else:
        assert found["descended"] == pytest.approx(total, abs=1e-6)


@pytest.mark.parametrize("set_up", ["two layers", "tanh with biases"])
def test_the_numpy_script_reproduces_j(client: httpx2.Client, tmp_path: Path, set_up: str) -> None:
    check(client, tmp_path, "python", set_up, 2)


@pytest.mark.slow
@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize("set_up", [*ALL])
def test_every_numpy_script_reproduces_j(client: httpx2.Client, tmp_path: Path, set_up: str, index: int) -> None:
    check(client, tmp_path, "python", set_up, index)


@pytest.mark.parametrize("set_up", others_slow(["tanh", "logistic, L1", "logistic with biases"]))
def test_the_scikit_learn_script_reproduces_j(client: httpx2.Client, tmp_path: Path, set_up: str) -> None:
    check(client, tmp_path, "sklearn", set_up, 1)


@pytest.mark.slow
@pytest.mark.parametrize("index", [1, 3])
@pytest.mark.parametrize("set_up", [*(name for name in ALL if name not in ("tanh, L1", "tanh with biases"))])
def test_every_scikit_learn_script_reproduces_j(client: httpx2.Client, tmp_path: Path, set_up: str, index: int) -> None:
    check(client, tmp_path, "sklearn", set_up, index)


@pytest.mark.slow
@pytest.mark.parametrize("index", [1, 2, 3])
@pytest.mark.parametrize("set_up", [*ALL])
def test_every_pytorch_script_reproduces_j(client: httpx2.Client, tmp_path: Path, set_up: str, index: int) -> None:
    check(client, tmp_path, "pytorch", set_up, index)


@pytest.mark.parametrize("set_up", [*ALL])
def test_the_pytorch_script_is_python_with_the_numbers_of_the_path(client: httpx2.Client, set_up: str) -> None:
    """That it runs is for `make test-slow`, which has PyTorch."""
    query = ALL[set_up]
    script = exported(client, "pytorch", f"{query}&lambda=1").text
    compile(script, "alone.py", "exec")
    assert "import torch" in script
    first = path_of(client, query)["layers"][0]["weights"][2][0][0]
    assert repr(first) in script


def test_scikit_learn_has_no_penalty_on_the_biases_of_a_network(client: httpx2.Client) -> None:
    answer = client.get(f"/api/v1/export?as=sklearn&{WITH_BIASES['tanh with biases']}")
    assert answer.status_code == 422
    assert "penalised biases" in answer.json()["detail"] + str(answer.json()["errors"])


def test_a_descent_has_something_to_do(client: httpx2.Client, tmp_path: Path) -> None:
    found = results(exported(client, "python", f"{SET_UPS['tanh']}&lambda=0.1").text, tmp_path)
    assert found["start"] > found["descended"] + 1e-7


@pytest.mark.parametrize("kind", ["python", "sklearn", "pytorch"])
@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("&lambda=0.1", "LAMBDA = 0.1  # as asked for"),
        ("&lambda=5", "LAMBDA = 10.0  # the nearest to 5 of those solved; lambdas=5 solves that one"),
        (
            "&lambda=1.234567",
            "LAMBDA = 1.0  # the nearest to 1.234567 of those solved; lambdas=1.234567 solves that one",
        ),
        ("&validation_fraction=0", "LAMBDA = 1.0  # the nearest to 1 of those solved: none was asked for, "),
        ("", "  # the Goldilocks lambda, since none was asked for"),
    ],
)
def test_a_script_says_which_lambda_it_is_at_and_why(client: httpx2.Client, kind: str, query: str, line: str) -> None:
    script = exported(client, kind, f"{SET_UPS['logistic']}{query}").text
    (found,) = re.findall(r"^LAMBDA = .*$", script, re.MULTILINE)
    assert line in found
    assert f"at lambda = {found.split()[2]}" in script
    assert script.isascii()


def test_a_script_does_not_advise_a_lambda_that_is_refused(client: httpx2.Client) -> None:
    script = exported(client, "python", f"{SET_UPS['logistic']}&lambda=1e-9").text
    assert "LAMBDA = 0.01  # the nearest to 1e-09 of those solved\n" in script


@pytest.mark.parametrize("kind", ["csv", "python"])
def test_what_a_table_and_a_script_do_not_hold_is_not_computed(kind: str) -> None:
    asked = [*parse_qsl(SET_UPS["logistic"], keep_blank_values=True), ("as", kind)]
    unused = [("grid", "50"), ("inspect", "true"), ("draws", "3"), ("format", "typed"), ("lambda", "5")]
    assert read_export([*asked, *unused]).solved == read_export(asked).solved
    assert read_export([*asked, ("folds", "5")]).solved != read_export(asked).solved


def test_own_points_come_along(client: httpx2.Client, tmp_path: Path) -> None:
    found = results(exported(client, "python", f"{OWN}&lambda=1").text, tmp_path)
    assert found["found"] == pytest.approx(path_of(client, OWN)["cost"]["total"][1], abs=2e-9)


@pytest.mark.parametrize("query", [SET_UPS["tanh"], SET_UPS["logistic"], OWN, "task=regression&lambdas=0,0.1,1"])
def test_the_table_says_what_the_path_says(client: httpx2.Client, query: str) -> None:
    answer = exported(client, "csv", query)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    path = path_of(client, query)
    assert [float(row["lambda"]) for row in rows] == path["lambdas"]
    assert [float(row["cost_total"]) for row in rows] == path["cost"]["total"]
    assert [row["converged"] for row in rows] == [str(value).lower() for value in path["converged"]]
    if path["validation"]:
        name = next(iter(path["validation"]))
        assert [float(row[f"validation_{name}"]) for row in rows] == path["validation"][name]
    weights = {name: [float(row[name]) for row in rows] for name in rows[0] if name.startswith("W")}
    assert weights == {
        f"W{layer}_{unit}_{source}": [matrix[unit - 1][source - 1] for matrix in block["weights"]]
        for layer, block in enumerate(path["layers"], 1)
        for unit in range(1, len(block["weights"][0]) + 1)
        for source in range(1, len(block["weights"][0][0]) + 1)
    }


def test_a_file_name_tells_the_set_up(client: httpx2.Client) -> None:
    names = {
        kind: exported(client, kind, f"{SET_UPS['tanh']}&lambda=1").headers["content-disposition"]
        for kind in ("csv", "python")
    }
    assert names["csv"] == 'attachment; filename="goldilambda-moons-4-l2-seed1.csv"'
    assert names["python"] == 'attachment; filename="goldilambda-moons-4-l2-seed1-lambda1-python.py"'


def test_lambda_is_the_goldilocks_one_by_default_and_else_the_nearest(client: httpx2.Client) -> None:
    query = SET_UPS["tanh"]
    star = path_of(client, query)["goldilocks"]["lambda"]
    assert f"LAMBDA = {star!r}" in exported(client, "python", query).text
    assert "LAMBDA = 10.0" in exported(client, "python", f"{query}&lambda=12").text


def test_an_export_is_kept_by_its_etag(client: httpx2.Client) -> None:
    first = exported(client, "csv", SET_UPS["tanh"])
    tag = first.headers["etag"]
    again = client.get(f"/api/v1/export?as=csv&{SET_UPS['tanh']}", headers={"If-None-Match": tag})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "as=excel",
            'as: expected one of csv, python, sklearn, pytorch (JSON is what /api/v1/path answers), got "excel"',
        ),
        ("as=csv&as=csv", "as: expected one value, got"),
        ("as=python&lambda=-1", "lambda: expected a number from 0 to 1000000, got"),
        ("as=python&lambda=nan", "lambda: expected a number from 0 to 1000000, got"),
        ("as=python&task=regression", "as: expected csv in regression, got"),
        ("as=sklearn&regularizer=l1", "as: expected csv, python or pytorch for L1 with hidden layers"),
        ("as=csv&n_samples=5", "n_samples: expected a whole number from 10 to 2000, got 5"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence(client: httpx2.Client, query: str, sentence: str) -> None:
    answer = client.get(f"/api/v1/export?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(sentence)
