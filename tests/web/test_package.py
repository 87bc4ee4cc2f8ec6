"""The installed package: a wheel with everything in it, that runs from any folder by its command line."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

HERE = [sys.executable, "-W", "error", "-m", "app"]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without the network: hatchling is installed with the tests."""
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def said(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and words of a command that does not get to serving."""
    command = [sys.executable, "-W", "error", "-m", "app", "--port", "0", *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.stdout == ""
    return ended.returncode, ended.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "99999"], "port: expected a whole number from 0 to 65535, got 99999\n"),
        (["--port", "-1"], "port: expected a whole number from 0 to 65535, got -1\n"),
        (["--port", "abc"], "port: expected a whole number from 0 to 65535, got abc\n"),
        (["--workers", "-1"], "workers: expected a whole number from 0 to 256, got -1\n"),
    ],
)
def test_a_wrong_option_is_refused_in_one_sentence(arguments: list[str], sentence: str) -> None:
    assert said(*arguments) == (2, sentence)


def test_a_wrong_setting_of_the_environment_is_refused_in_one_sentence() -> None:
    assert said(GOLDILAMBDA_PORT="abc") == (2, "port: expected a whole number from 0 to 65535, got abc\n")
    assert said(GOLDILAMBDA_TIME_LIMIT="0") == (2, "time_limit: expected a number above 0, got 0\n")


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1"])
def test_a_host_that_is_not_here_is_not_called_a_busy_port(host: str) -> None:
    code, sentence = said("--host", host)
    assert code == 1
    assert sentence.startswith(f"host: expected an address of this machine, got {host}")
    assert sentence.count("\n") == 1


@contextmanager
def served(command: list[str], folder: Path, path: Path | None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that the command says, while it runs in that folder with that package."""
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else {"PATH": os.environ["PATH"]}
    process = subprocess.Popen(
        [*command, "--port", "0", "--workers", "1"],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Goldilambda is at http://127.0.0.1:"), process.stderr.read() if process.stderr else line
        yield line.split()[3].rstrip("/"), process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_a_wheel_carries_all_that_is_served(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, suffixes in (("static", None), ("templates", None), ("app", {".py", ".csv"})):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes):
                inside = path.relative_to(ROOT).as_posix()
                assert (inside if folder == "app" else f"app/{inside}") in names
    assert not {name for name in names if name.startswith("tests/")}
    texts = {name.partition(".dist-info/licenses/")[2] for name in names}
    assert texts >= {"LICENSE", "static/fonts/OFL.txt", "static/vendor/plotly/LICENSE.txt"}


def check_that_it_serves_and_ends(command: list[str], folder: Path, path: Path | None) -> None:
    with served(command, folder, path) as (address, process):
        page = httpx2.get(f"{address}/", timeout=30)
        assert page.status_code == 200
        assert "bundled/lab.js" in page.text
        answer = httpx2.get(f"{address}/api/v1/path?dataset=penguins&hidden_layer_sizes=&lambdas=1", timeout=30)
        assert answer.json()["converged"] == [True]
        process.terminate()
        _, errors = process.communicate(timeout=20)
    assert process.returncode in (0, -15)
    assert "Traceback" not in errors


def test_it_runs_from_any_folder_and_ends_when_asked(installed: Path, tmp_path: Path) -> None:
    check_that_it_serves_and_ends(HERE, tmp_path, installed)


@pytest.mark.slow
def test_in_an_empty_environment_the_wheel_brings_all_it_needs(wheel: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(empty)], check=True)
    has_pip = sys.executable if importlib.util.find_spec("pip") else getattr(sys, "_base_executable")  # noqa: B009
    pip = [has_pip, "-m", "pip", "--python", str(empty / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", str(wheel)], check=True, capture_output=True)
    check_that_it_serves_and_ends([str(empty / "bin" / "goldilambda")], tmp_path, None)


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with served(HERE, tmp_path, ROOT) as (address, _process):
        port = address.rpartition(":")[2]
        command = [sys.executable, "-m", "app", "--port", port]
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith(f"port: expected a free one on 127.0.0.1, got {port} (")
    assert "Traceback" not in second.stderr
