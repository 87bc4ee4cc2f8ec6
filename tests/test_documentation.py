"""What the README and the changelog say is so: commands, addresses, settings, files, versions."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import app
from app.experiments.address.parsing import parse, parse_query
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.training_run import TrainingRun
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CURL = re.compile(r"^curl (?P<rest>(?:[^\n']|'[^']*')*)$", re.MULTILINE)


def curls() -> list[tuple[str, str | None]]:
    """Address and JSON body of every curl in the README."""
    found = []
    for match in CURL.finditer(README):
        quoted = re.findall(r"'([^']*)'", match["rest"])
        address = next(text for text in quoted if text.startswith("http://127.0.0.1:8000/"))
        body = next((text for text in quoted if text.startswith("{")), None)
        found.append((address.removeprefix("http://127.0.0.1:8000"), body))
    return found


def test_there_are_examples() -> None:
    assert len(curls()) >= 5


@pytest.mark.parametrize(("address", "body"), curls())
def test_every_example_of_the_readme_is_a_valid_request_to_an_address_that_exists(
    address: str, body: str | None
) -> None:
    path, _, query = address.partition("?")
    methods = create_app(Settings(workers=1)).openapi()["paths"][path]
    assert ("post" if body else "get") in methods
    if body:
        parse(CostRequest if path.endswith("cost") else Experiment, json.loads(body))
    else:
        pairs: list[tuple[str, str]] = [tuple(part.split("=", 1)) for part in query.split("&") if part]  # type: ignore[misc]
        parse_query(pairs, TrainingRun if path.endswith("train") else Experiment)


def test_the_refusal_that_the_readme_quotes_is_the_refusal() -> None:
    with TestClient(create_app(Settings(workers=1))) as client:
        message = client.get("/api/v1/dataset?n_samples=5").json()["detail"]
    assert message in re.sub(r"\s+", " ", README)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make (\w+)", README + (ROOT / ".ci" / "run").read_text()))))
def test_every_make_target_that_is_named_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for name, info in Settings.model_fields.items():
        row = next((line for line in README.splitlines() if f"`GOLDILAMBDA_{name.upper()}`" in line), None)
        assert row, name
        default = str(info.default).lower() if isinstance(info.default, bool) else f"{info.default}".removesuffix(".0")
        assert default in row, name
    for named in re.findall(r"GOLDILAMBDA_([A-Z_]+)", README):
        assert named.lower() in Settings.model_fields


def test_every_file_and_folder_that_the_readme_names_exists() -> None:
    for path in re.findall(r"`((?:app|static|templates|tests|docs)/[\w/.-]+)`", README):
        assert (ROOT / path).exists(), path
    layout = re.search(r"## The house.*?```\n(.*?)```", README, re.DOTALL)
    assert layout
    folders: list[str] = []
    for line in layout.group(1).splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        folders = [*folders[:depth], line.split()[0]]
        assert (ROOT / "".join(folders)).exists(), line


def test_the_readme_has_a_picture_and_every_picture_is_there() -> None:
    pictures = [a or b for a, b in re.findall(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)\"", README)]
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file(), picture


def test_the_version_is_the_same_everywhere() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == app.__version__ == PROJECT["version"]


def test_the_command_line_that_the_readme_names_is_the_command_line() -> None:
    source = (ROOT / "app" / "__main__.py").read_text(encoding="utf-8")
    for option in re.findall(r"(?<![\w-])--(host|port|workers|open)\b", README):
        assert f'"--{option}"' in source


def test_the_container_runs_what_the_package_installs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.count("FROM ") == 2
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    assert "HEALTHCHECK" in dockerfile
    assert all(f"bin/{command}" in dockerfile for command in PROJECT["scripts"])
