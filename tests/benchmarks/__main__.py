"""What `make bench` runs: one Markdown report. `--into docs/benchmarks.md` puts it, or `--only` parts of it, there."""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import (
    continuous,
    first_view,
    folds,
    growth,
    linear_peers,
    moved_point,
    path_over_http,
    path_peers,
    regression_peers,
    restart_quality,
    scrubbing,
    training_peers,
)

SIZES = ("quick", "moderate", "full")
EVERY = ("8", "8", "1")
"""Of the 41 lambdas, one in so many is searched from random starts."""
INTRODUCTION = """# Measured

What `make bench` prints, here on two cores with one BLAS thread, other work going on beside it. Times are CPU seconds
unless they say otherwise. Machines differ: read the ratios, which are to what was measured in the same run.
41 λ from 1e-4 to 1e3; the inputs standardised; 6 % of the labels flipped; tanh, unless it says otherwise."""


@dataclass(frozen=True)
class Section:
    """A heading, a paragraph, and a table or several: `main` prints them, given options for each of SIZES."""

    title: str
    text: str
    main: Callable[[list[str]], None]
    options: tuple[list[str], list[str], list[str]] = ([], [], [])


SECTIONS = {
    "peers": Section(
        "A path with this engine and with others",
        "The same J of the same points, moons, each from random starts of its own: a loop over λ, or for JAX one\n"
        "batch, compiling included. *λ at 1e-6*: where no entry of the gradient of J is larger, computed anew from\n"
        "the weights. *λ within 1 %*: of the lowest J that anyone in the table found in that round. Who is slow has\n"
        "one round. scikit-learn's α, or 1/C, is λ.",
        path_peers.main,
        (["--rounds", "1"], ["--rounds", "3"], ["--rounds", "7", "--mislabeled", "0.06", "0"]),
    ),
    "quality": Section(
        "How low J is",
        "The path with its default number of starts against the best of 100 random L-BFGS descents at each λ, m = 200\n"
        "and seed 1. *Lower*: where the path is more than 1 % below all of them.",
        restart_quality.main,
        (["--lambdas-every", EVERY[0]], ["--lambdas-every", EVERY[1]], ["--lambdas-every", EVERY[2]]),
    ),
    "kinks": Section(
        "How low J is with ReLU",
        "The same against the best of 20 descents.",
        lambda options: restart_quality.main([*options, "--activation", "relu"]),
        (["--lambdas-every", EVERY[0]], ["--lambdas-every", EVERY[1]], ["--lambdas-every", EVERY[2]]),
    ),
    "growth": Section(
        "Growth",
        "One path from one start, over the points m and over the parameters P. Other data, as more points\n"
        "are, take other numbers of steps.",
        growth.main,
        (["--rounds", "1"], ["--rounds", "1"], ["--rounds", "5"]),
    ),
    "continuous": Section(
        "Between the λ",
        "Pieces and events of default set-ups beside the search of 60 starts that they begin from. At random λ\n"
        "between nodes J is minimised anew: *Δp* is the largest change of a probability, *ΔJ* the largest fall. *Tie*\n"
        "is the largest difference of J at one. *Refined*: the share of ln λ where halfway between nodes Δp is at\n"
        "most 0.01.",
        continuous.main,
        (["--lambdas", "50"], ["--lambdas", "100"], ["--lambdas", "500", "--seeds", "5"]),
    ),
    "folds": Section(
        "Five folds",
        "5 folds × 41 λ, moons, m = 200: each fold searched afresh, from a third of the starts.",
        folds.main,
        (["--rounds", "1"], ["--rounds", "5"], ["--rounds", "7"]),
    ),
    "moved": Section(
        "A point that moves",
        "One of 100 points of the moons moved by 0.1 of the inputs' scale, ten points in turn: all 41 λ followed from\n"
        "the known path (`near`), and a new path from one start.",
        moved_point.main,
    ),
    "regression": Section(
        "Ridge and lasso",
        "All λ at once, and scikit-learn's Ridge and Lasso (tol 1e-15) one by one.",
        regression_peers.main,
    ),
    "linear": Section(
        "Paths without hidden layer and the programs made for them",
        "m = 200; the logistic paths are of the moons. glmnet in R, called and timed there; celer; scikit-learn. Each\n"
        "at its own tolerance, and glmnet at one that reaches ours too. All are given the λ; ours and LARS find the\n"
        "lasso's knots on the way.",
        linear_peers.main,
        (["--rounds", "3"], ["--rounds", "5"], ["--rounds", "7"]),
    ),
    "training": Section(
        "Training step by step",
        "8 λ × 2000 epochs of gradient descent on all points, [8, 8], m = 200; PyTorch's SGD from the same weights.",
        training_peers.main,
        (["--rounds", "1"], ["--rounds", "5"], ["--rounds", "7"]),
    ),
    "http": Section(
        "Over HTTP, cold",
        "Wall time of one request that no cache has seen, and of scikit-learn's loop with its defaults, m = 200.",
        path_over_http.main,
        (["--rounds", "1"], ["--rounds", "5"], ["--rounds", "7"]),
    ),
    "first view": Section(
        "The first view",
        "From the start of navigation, medians of fresh browsers, loopback; headless Chromium without a GPU, 1280×720.",
        first_view.main,
    ),
    "scrubbing": Section(
        "A step of the λ slider to after paint",
        "Headless Chromium without a GPU, 1280×720, all views on.",
        scrubbing.main,
    ),
}


class _Kept(io.StringIO):
    """What is printed, also kept."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr] # a command always has one
        sys.__stdout__.flush()  # type: ignore[union-attr]
        return super().write(text)


def report(section: Section, size: str) -> str:
    """The section as printed, from its heading on."""
    with redirect_stdout(_Kept()) as kept:
        print(f"## {section.title}\n\n{section.text}\n")
        if section.main in (first_view.main, scrubbing.main) and not (
            shutil.which("chromium") or shutil.which("google-chrome")
        ):
            print("Skipped: there is no browser.")
        else:
            section.main(section.options[SIZES.index(size)])
        print()
    return kept.getvalue()


def put(text: str, sections: dict[str, str]) -> str:
    """The report with these sections, by title, in place of its own; all in the order of SECTIONS."""
    old = {part.partition("\n")[0]: f"## {part.strip()}\n" for part in text.split("\n## ")[1:]}
    all_of_them = old | sections
    titles = [section.title for section in SECTIONS.values()]
    return "\n".join([INTRODUCTION + "\n", *(all_of_them[title] for title in titles if title in all_of_them)])


def main(options: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="moderate", help="3 minutes, a quarter of an hour, hours")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS))
    parser.add_argument("--into", type=Path, help="a report in which these sections are replaced, as they are ready")
    arguments = parser.parse_args(options)
    print(f"{INTRODUCTION}\n")
    for name in arguments.only:
        printed = report(SECTIONS[name], arguments.size)
        if arguments.into:
            text = arguments.into.read_text(encoding="utf-8") if arguments.into.exists() else ""
            section = {SECTIONS[name].title: printed.strip() + "\n"}
            arguments.into.write_text(put(text, section), encoding="utf-8")


if __name__ == "__main__":
    main()
