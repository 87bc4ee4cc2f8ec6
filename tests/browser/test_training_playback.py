"""Training step by step: the API's numbers on screen, no request while scrubbing, both valleys, divergence in words."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Json, OpenLab, Watch, resize, two_frames
from tests.browser.test_accessibility import violations_in_both_themes

LAMBDAS = "0,0.01,0.1,1,10,1000"
SET_UP = f"n_samples=60&hidden_layer_sizes=3&restarts=1&lambdas={LAMBDAS}"
RECIPE = "learning_rate=0.5&n_epochs=200"
FILM = f"?{SET_UP}&film=1&{RECIPE}"


def open_film(open_lab: OpenLab, query: str = FILM, **size: int) -> Page:
    page = open_lab(query, **size)
    page.wait_for_selector("[data-training=ready]", state="attached")
    return page


def answer_of(page: Page, recipe: str = RECIPE) -> Json:
    """What the API itself says of the same training, as plain lists."""
    address = f"/api/v1/train?{SET_UP}&{recipe}&snapshots=60"
    return page.evaluate("address => fetch(address).then((answer) => answer.json())", address)


def value(page: Page, section: str, name: str) -> str:
    return page.locator(f"#{section} [data-value={name}]").first.inner_text()


def show_lambda(page: Page, index: int) -> None:
    page.locator("#lambda").fill(str(index))
    two_frames(page)


def show_snapshot(page: Page, snapshot: int) -> None:
    page.locator("#epoch").fill(str(snapshot))
    two_frames(page)


def test_the_address_in_an_answer_opens_its_film(page: Page, open_lab: OpenLab) -> None:
    asked = f"{SET_UP}&learning_rate=0.25&n_epochs=80&optimizer=adam&snapshots=10"
    answer = page.request.get(f"/api/v1/train?{asked}").json()
    film = open_film(open_lab, answer["share_url"].removeprefix("/"))
    expect(film.locator("#notice")).to_be_hidden()
    film.locator("#epoch").press("End")
    two_frames(film)
    assert value(film, "epoch-slider", "epoch") == "80"
    index = int(film.locator("#lambda").input_value())
    assert value(film, "equation", "total") == f"{answer['cost']['total'][index][-1]:.3f}"


def test_back_closes_the_film_and_forward_opens_it_again(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}")
    film = page.locator("[data-lab][data-training]")
    page.keyboard.press("e")
    page.wait_for_selector("[data-training=ready]", state="attached")
    assert "film=1" in page.url
    page.go_back()
    expect(film).to_have_count(0)
    assert "film" not in page.url
    page.go_forward()
    page.wait_for_selector("[data-training=ready]", state="attached")
    page.keyboard.press("e")
    expect(film).to_have_count(0)
    page.go_back()
    expect(film).to_have_count(1)


def test_one_lambda_has_a_best_epoch_and_no_best_lambda(open_lab: OpenLab) -> None:
    film = open_film(open_lab, f"?{SET_UP.replace(LAMBDAS, '1')}&film=1&{RECIPE}")
    finding = film.locator("#training-plane [data-finding]")
    expect(finding).to_contain_text("It takes several λ to draw a plane. At this one the best epoch is")
    expect(finding).not_to_contain_text("the best λ")


def test_every_number_is_the_apis(open_lab: OpenLab) -> None:
    page = open_film(open_lab)
    answer = answer_of(page)
    for index, snapshot in [(0, 0), (2, 17), (4, 59), (3, 41)]:
        show_lambda(page, index)
        show_snapshot(page, snapshot)
        cost = {name: answer["cost"][name][index][snapshot] for name in ("total", "cross_entropy")}
        assert value(page, "equation", "total") == f"{cost['total']:.3f}"
        assert value(page, "training-curves", "cross_entropy") == f"{cost['cross_entropy']:.3f}"
        held_out = answer["validation"]["cross_entropy"][index][snapshot]
        assert value(page, "training-curves", "validation") == f"{held_out:.3f}"
        assert value(page, "epoch-slider", "epoch") == str(answer["epochs"][snapshot])
        right = round(100 * answer["train"]["accuracy"][index][snapshot])
        assert value(page, "accuracies", "train") == f"{right}\u00a0%"


def test_scrubbing_and_playing_make_no_request(open_lab: OpenLab, watch: Watch) -> None:
    page = open_film(open_lab)
    assert [address for address in watch.requests if "/api/v1/train" in address]
    before = len(watch.requests)
    for snapshot in (3, 30, 59, 12):
        show_snapshot(page, snapshot)
        show_lambda(page, snapshot % 6)
    page.locator("#epoch-slider [data-play-epochs]").click()
    expect(page.locator("#epoch-slider [data-play-epochs]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => Number(document.querySelector('#epoch').value) > 20")
    page.locator("#epoch-slider [data-play-epochs]").click()
    expect(page.locator("#epoch-slider [data-play-epochs]")).to_have_attribute("aria-pressed", "false")
    assert [address for address in watch.requests[before:] if "/api/" in address] == []


def test_both_valleys_are_named_with_their_numbers(open_lab: OpenLab) -> None:
    page = open_film(open_lab)
    answer = answer_of(page)
    costs = answer["validation"]["cross_entropy"]
    last = len(answer["epochs"]) - 1
    ends = {lam: row[last] for lam, row in zip(answer["lambdas"], costs, strict=True) if row[last] is not None}
    best_lambda = min(ends, key=lambda lam: ends[lam])
    best_epoch = answer["epochs"][min(range(last + 1), key=lambda s: costs[0][s])]
    finding = page.locator("#training-plane-finding")
    expect(finding).to_contain_text(f"After all 200 epochs the best λ is {best_lambda:g}, with {ends[best_lambda]:.3f}")
    expect(finding).to_contain_text(f"At λ = 0 the best epoch is {best_epoch}, with {min(costs[0]):.3f}")
    expect(finding).to_contain_text(f"trained to the end it is {costs[0][last]:.3f}")


def test_a_click_on_the_plane_moves_both_cursors(open_lab: OpenLab) -> None:
    page = open_film(open_lab)
    box = page.locator("#training-plane canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.99 * (box["width"] - 14), box["y"] + 0.5 * box["height"])
    two_frames(page)
    assert page.locator("#lambda").input_value() == "5"
    box_left = box["x"] + 51
    page.mouse.move(box_left, box["y"] + 3)
    page.mouse.down()
    page.mouse.up()
    two_frames(page)
    assert page.locator("#lambda").input_value() == "0"
    assert page.locator("#epoch").input_value() == "59"


def test_what_diverges_is_said_with_its_reason_and_nothing_is_nan(open_lab: OpenLab) -> None:
    page = open_film(open_lab, FILM + "&lambda=1000&epoch=200")
    answer = answer_of(page)
    end = answer["diverged_at"][5]
    assert 1 < end < 200
    expect(page.locator("#training-status")).to_contain_text("Diverged.")
    expect(page.locator("#training-status")).to_contain_text("αλ/m = 16.6667 is more than 2")
    last = max(epoch for epoch in answer["epochs"] if epoch < end)
    assert value(page, "epoch-slider", "epoch") == str(last)
    text = page.locator("main").inner_text()
    assert "NaN" not in text
    assert "Infinity" not in text
    show_lambda(page, 3)
    assert value(page, "epoch-slider", "epoch") == "200"


def test_keys_open_move_and_close_it(open_lab: OpenLab) -> None:
    page = open_lab(f"?{SET_UP}")
    page.keyboard.press("e")
    page.wait_for_selector("[data-training=ready]", state="attached")
    expect(page.locator("[data-lab-view=training_button]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#training-status")).to_contain_text("The start.")
    for _ in range(3):
        page.keyboard.press(".")
        two_frames(page)
    page.keyboard.press(",")
    two_frames(page)
    assert page.locator("#epoch").input_value() == "2"
    page.locator("#epoch").focus()
    page.keyboard.press("ArrowRight")
    two_frames(page)
    assert page.locator("#epoch").input_value() == "3"
    expect(page.locator("#epoch")).to_have_attribute(
        "aria-valuetext", re.compile(r"^epoch 3 of 5\u202f000, J = \d\.\d{3}$")
    )
    page.keyboard.press("End")
    two_frames(page)
    expect(page.locator("#training-status")).to_contain_text("The last epoch.")
    page.keyboard.press("e")
    expect(page.locator("#training-plane")).to_be_hidden()
    expect(page.locator("#cost-components")).to_be_visible()
    page.wait_for_function("() => !location.search.includes('film')")


def test_its_address_opens_the_same(open_lab: OpenLab) -> None:
    page = open_film(open_lab)
    show_lambda(page, 3)
    show_snapshot(page, 30)
    page.locator("[data-recipe=optimizer]").select_option("adam")
    page.wait_for_selector("[data-training=ready]", state="attached")
    page.wait_for_function("() => location.search.includes('optimizer=adam') && location.search.includes('epoch=')")
    shown = value(page, "equation", "total"), value(page, "epoch-slider", "epoch")
    for part in ("film=1", "learning_rate=0.5", "n_epochs=200", "lambda=1"):
        assert part in page.url
    again = open_film(open_lab, "?" + page.url.partition("?")[2])
    assert (value(again, "equation", "total"), value(again, "epoch-slider", "epoch")) == shown


def test_what_the_address_asks_wrongly_is_said(open_lab: OpenLab) -> None:
    page = open_film(open_lab, f"?{SET_UP}&film=1&n_epochs=200&learning_rate=fast&optimizer=sgd")
    notice = page.get_by_role("region", name="Notice")
    expect(notice).to_contain_text("learning_rate: expected a number from 0.000001 to 10, got “fast”. 1 is used.")
    expect(notice).to_contain_text(
        "optimizer: expected one of gradient_descent, adam, adamw, got “sgd”. gradient_descent is used."
    )


def test_a_new_set_up_is_trained_anew_and_a_refusal_is_a_sentence(open_lab: OpenLab, watch: Watch) -> None:
    page = open_film(open_lab)
    watch.allow("422")
    page.route(
        "**/api/v1/train?*",
        lambda route: route.fulfill(
            status=422,
            content_type="application/problem+json",
            body=json.dumps(
                {"type": "/problems/validation", "title": "No", "status": 422, "detail": "optimizer: expected another."}
            ),
        ),
    )
    page.locator("[data-recipe=learning_rate]").select_option("0.1")
    expect(page.locator("#training-status")).to_contain_text("Not trained.")
    expect(page.locator("#training-status")).to_contain_text("optimizer: expected another.")
    expect(page.locator("#epoch")).to_be_disabled()
    page.unroute("**/api/v1/train?*")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_selector("[data-training=ready]", state="attached")
    assert value(page, "equation", "total") != "–"


def test_too_much_work_becomes_fewer_lambdas_and_lambda_keeps_to_them(open_lab: OpenLab, watch: Watch) -> None:
    lambdas = ",".join(f"{10 ** (-2 + k / 10):.4g}" for k in range(42))
    page = open_film(open_lab, f"?n_samples=60&hidden_layer_sizes=3&restarts=1&lambdas={lambdas}&film=1&n_epochs=100")
    asked = next(address for address in reversed(watch.requests) if "/train" in address)
    assert len(asked.partition("lambdas=")[2].partition("&")[0].split(",")) == 42

    def refuse_many(route: Json) -> None:
        many = len(route.request.url.partition("lambdas=")[2].partition("&")[0].split(",")) > 20
        problem = {"type": "/problems/budget", "title": "Too much", "status": 422, "detail": "too much work"}
        if many:
            route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(problem))
        else:
            route.continue_()

    watch.allow("422")
    page.route("**/api/v1/train?*", refuse_many)
    page.locator("[data-recipe=learning_rate]").select_option("0.1")
    page.wait_for_selector("[data-training=training]", state="attached")
    page.wait_for_selector("[data-training=ready]", state="attached")
    asked = next(address for address in reversed(watch.requests) if "/train" in address)
    kept = asked.partition("lambdas=")[2].partition("&")[0].split(",")
    assert len(kept) <= 16
    assert [float(kept[0]), float(kept[-1])] == [float(end) for end in (lambdas.split(",")[0], lambdas.split(",")[-1])]
    page.locator("#lambda").focus()
    page.keyboard.press("Home")
    two_frames(page)
    for wanted in kept[1:4]:
        page.keyboard.press("ArrowRight")
        two_frames(page)
        spoken = page.locator("#lambda").get_attribute("aria-valuetext")
        assert spoken
        assert float(re.search(r"λ = ([\d.]+)", spoken)[1]) == pytest.approx(float(wanted), rel=0.01)  # type: ignore[index]


def test_it_is_accessible_and_fits(open_lab: OpenLab, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_film(open_lab, FILM + "&epoch=50&lambda=1")
    for size in ((1280, 720), (390, 844)):
        resize(page, *size)
        assert violations_in_both_themes(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for name in ("#training-plane canvas", "#training-curves canvas", "#epoch-slider", "#update-rule"):
            expect(page.locator(name)).to_be_visible()


def test_on_a_phone_nothing_covers_anything(open_lab: OpenLab) -> None:
    page = open_film(open_lab, FILM + "&epoch=50&lambda=1", width=390, height=844)
    names = ["plane", "plane-finding", "curves"]
    ids = [*(f"training-{name}" for name in names), "update-rule", "network-drawing"]
    ids.insert(2, "epoch-slider")
    box = "document.getElementById(id).getBoundingClientRect()"
    tops = page.evaluate(f"ids => ids.map((id) => {box}).map(({{ top, bottom }}) => [top, bottom])", ids)
    plane, finding, *others = tops
    assert finding[1] <= plane[1] + 1
    for above, below in zip([plane, *others], others, strict=False):
        assert above[1] <= below[0] + 1
