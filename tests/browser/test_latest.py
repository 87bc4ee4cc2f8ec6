"""Of several requests the page shows the latest: what was asked for before is aborted, its late answer dropped."""

from __future__ import annotations

from tests.browser.conftest import Run

PREPARED = """
const seen = [], held = {}, signals = {};
const ask = (asked, { signal, tell }) => {
  signals[asked] = signal;
  return new Promise((resolve, reject) => { held[asked] = { resolve, reject, tell }; });
};
const then = {
  show: (answer, asked) => seen.push([asked, answer]),
  fail: (error) => seen.push(["failed", error.message]),
};
const settled = () => new Promise((done) => setTimeout(done)); // after every promise that is settled by now
"""


def test_a_late_answer_or_failure_is_dropped_and_its_request_aborted(run_module: Run) -> None:
    found = run_module(
        "server/latest.js",
        PREPARED
        + """
        const latest = module.createLatest(ask, then);
        latest.start("a");
        latest.start("b");
        latest.start("c");
        const aborted = ["a", "b", "c"].map((name) => signals[name].aborted);
        held.c.tell("part");
        held.a.tell("late part");
        held.a.resolve("late");
        held.b.reject(new Error("late"));
        held.c.resolve("whole");
        await settled();
        return { seen, aborted, over: signals.c.aborted };
        """,
    )
    assert found["aborted"] == [True, True, False]
    assert found["seen"] == [["c", "part"], ["c", "whole"]]
    assert found["over"], "what was asked beside it would go on"


def test_a_failure_is_told_and_the_next_request_works(run_module: Run) -> None:
    found = run_module(
        "server/latest.js",
        PREPARED
        + """
        const latest = module.createLatest(ask, then);
        latest.start("a");
        held.a.reject(new Error("refused"));
        await settled();
        latest.start("b");
        held.b.resolve("answer");
        await settled();
        return seen;
        """,
    )
    assert found == [["failed", "refused"], ["b", "answer"]]


def test_what_is_stopped_says_nothing_more(run_module: Run) -> None:
    found = run_module(
        "server/latest.js",
        PREPARED
        + """
        const latest = module.createLatest(ask, { ...then, in_turn: true });
        latest.start("a");
        latest.start("b");
        latest.stop();
        held.a.resolve("late");
        await settled();
        const asked = Object.keys(held);
        latest.start("c");
        held.c.resolve("answer");
        await settled();
        return { seen, asked, aborted: signals.a.aborted };
        """,
    )
    assert found == {"seen": [["c", "answer"]], "asked": ["a"], "aborted": True}


def test_in_turn_one_is_asked_for_at_a_time_and_of_those_that_wait_the_last(run_module: Run) -> None:
    found = run_module(
        "server/latest.js",
        PREPARED
        + """
        const latest = module.createLatest(ask, { ...then, in_turn: true });
        for (const name of ["a", "b", "c"]) latest.start(name);
        const first = Object.keys(held);
        held.a.resolve("of a");
        await settled();
        held.c.reject(new Error("refused"));
        await settled();
        return { first, asked: Object.keys(held), seen };
        """,
    )
    assert found == {"first": ["a"], "asked": ["a", "c"], "seen": [["a", "of a"], ["failed", "refused"]]}


def test_where_nobody_says_why_there_is_no_answer_a_fault_of_the_page_is_reported(run_module: Run) -> None:
    found = run_module(
        "server/latest.js",
        PREPARED
        + """
        const { RequestError } = await import(path.replace("latest.js", "api.js"));
        const reported = [];
        const listen = (event) => { event.preventDefault(); reported.push(event.error.message); };
        addEventListener("error", listen);
        const latest = module.createLatest(ask, { show() {} });
        for (const error of [new RequestError({ title: "refused" }), new Error("a fault")]) {
          latest.start("a");
          held.a.reject(error);
          await settled();
        }
        removeEventListener("error", listen);
        return reported;
        """,
    )
    assert found == ["a fault"]
