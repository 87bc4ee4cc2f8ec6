"""The JSON API: each route reads, calls and answers."""

from __future__ import annotations

import asyncio
import json

from fastapi import APIRouter, Request, Response

from app.experiments.address.parsing import parse
from app.experiments.answers.catalogue import catalogue
from app.experiments.answers.choices_results import ChoicesAnswer
from app.experiments.answers.cost_results import CostAnswer
from app.experiments.answers.export import Export, file_name, read_export, written
from app.experiments.answers.regression_results import RegressionAnswer
from app.experiments.answers.results import DatasetAnswer, PathAnswer
from app.experiments.answers.serialization import Answer, answer, text_answer
from app.experiments.answers.training_results import TrainingAnswer
from app.experiments.requests.cost_request import CostRequest
from app.experiments.requests.experiment import Experiment
from app.experiments.requests.path_request import PathRequest
from app.experiments.requests.request_errors import RequestError
from app.experiments.requests.training_run import TrainingRun
from app.experiments.running.admission import admit
from app.experiments.running.answer_cache import Answers
from app.experiments.running.jobs import Job
from app.settings import Settings
from app.web.events import event_stream, wants_events
from app.web.headers import ASK_FIRST, PURE, send_bytes
from app.web.requests import check_query, read_experiment, read_json, read_path
from app.web.schema import export_parameters, export_responses, json_body, query_parameters, responses


def api_router(answers: Answers, settings: Settings) -> APIRouter:
    """Everything below /api/v1."""
    router = APIRouter(prefix="/api/v1")
    choices = answer(catalogue())

    async def path(request: Request) -> Response:
        """Trains the network at every λ and answers with weights, cost, its parts, scores and the Goldilocks λ.

        Asked for `text/event-stream`, it tells of its progress first: events `progress` with `done`, `of` and
        `lambda`, then `result` with the answer, or `problem`.
        """
        return await long_answer(request, "path", await read_path(request, settings.body_limit))

    async def train(request: Request) -> Response:
        """Trains the network step by step at a few λ's, from the same start, and answers with what it went through.

        Snapshots of weights, cost and scores at epochs that are evenly spaced on a log axis. Fields that only a path
        has are taken, so that the same query serves both, and change nothing here. Asked for `text/event-stream`, it
        tells of its progress first, as a path does, but in epochs.
        """
        return await long_answer(request, "train", await read_experiment(request, settings.body_limit, TrainingRun))

    async def long_answer(request: Request, kind: str, experiment: Experiment) -> Response:
        admit(experiment, settings.work_limit)
        job = Job(kind, experiment)
        answers.check_room(job)
        if wants_events(request):
            return event_stream(answers, job)
        return _sent(request, await _while_connected(request, answers, job))

    async def dataset(request: Request) -> Response:
        """Draws the points of an experiment, with their labels and split. Fields about the network change nothing."""
        job = Job("dataset", await read_experiment(request, settings.body_limit))
        return _sent(request, await answers.get(job))

    async def cost(request: Request) -> Response:
        """J, gradients and knock-outs of the network that is sent along. Nothing is trained: for checking homework."""
        job = Job("cost", parse(CostRequest, await read_json(request, settings.body_limit)))
        return _sent(request, await _while_connected(request, answers, job))

    async def export(request: Request) -> Response:
        """The path over λ as a table, or a stand-alone script that reproduces the network at one λ.

        A script holds the training points and the weights that were found, says what they cost, and descends to them
        again: J comes out the same to 1e-6 where the weights are at a minimum.
        """
        check_query(request)
        wanted = read_export(request.query_params.multi_items())
        admit(wanted.solved, settings.work_limit)
        job = Job("path", wanted.solved)
        answers.check_room(job)
        solved = await _while_connected(request, answers, job)
        drawn = await answers.get(Job("dataset", wanted.solved))
        found, name = await asyncio.to_thread(_exported, wanted, solved, drawn)
        response = _sent(request, found, media_type=wanted.media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    async def all_choices(request: Request) -> Response:
        """Every field of an experiment with title, description, limits, default and named choices."""
        return _sent(request, choices, ASK_FIRST)

    query, body = query_parameters(Experiment, "path"), json_body(PathRequest)
    run_query, run_body = query_parameters(TrainingRun, "train"), json_body(TrainingRun, "train")
    draw_query, draw_body = query_parameters(Experiment, "dataset"), json_body(Experiment, "dataset")
    trained = responses(TrainingAnswer, events=True)
    solved, drawn = responses(PathAnswer, regression=RegressionAnswer, events=True), responses(DatasetAnswer)
    weighed, listed = responses(CostAnswer), responses(ChoicesAnswer)
    router.get("/path", summary="Train at every λ", responses=solved, openapi_extra=query)(path)
    router.post("/path", summary="Train at every λ", responses=solved, openapi_extra=body)(path)
    router.get("/train", summary="Train step by step", responses=trained, openapi_extra=run_query)(train)
    router.post("/train", summary="Train step by step", responses=trained, openapi_extra=run_body)(train)
    router.get("/dataset", summary="Draw the points", responses=drawn, openapi_extra=draw_query)(dataset)
    router.post("/dataset", summary="Draw the points", responses=drawn, openapi_extra=draw_body)(dataset)
    router.post("/cost", summary="Cost of a network", responses=weighed, openapi_extra=json_body(CostRequest))(cost)
    router.get(
        "/export",
        summary="Export",
        responses=export_responses(),
        response_class=Response,
        openapi_extra=export_parameters(),
    )(export)
    router.get("/choices", summary="Fields and choices", responses=listed)(all_choices)
    return router


def _sent(request: Request, found: Answer, cache_control: str = PURE, media_type: str = "application/json") -> Response:
    kept = cache_control if request.method == "GET" else ASK_FIRST
    return send_bytes(request, found.body, found.compressed, found.etag, media_type=media_type, cache_control=kept)


def _exported(wanted: Export, solved: Answer, drawn: Answer) -> tuple[Answer, str]:
    """The text that is wanted of these answers, and its file name."""
    path, dataset = json.loads(solved.body), json.loads(drawn.body)
    return text_answer(written(wanted, path, dataset)), file_name(wanted, path)


async def _while_connected(request: Request, answers: Answers, job: Job) -> Answer:
    """The answer, as long as the client waits for it."""
    waiting = asyncio.create_task(answers.get(job))
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            return waiting.result()
        raise RequestError("stopped", "Nobody waits for this answer any more.")
    finally:
        leaving.cancel()
        waiting.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
