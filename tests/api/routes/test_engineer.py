"""The engineer's routes over real folders: who may, what is told, and two who label the same clip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.clock import ManualClock
from gridwatch.engineer.desk import EngineerDesk
from tests.builders import at
from tests.builders_api import Deck
from tests.builders_engineer import workbench
from tests.builders_promotion import configs

__all__ = ["configs"]
BASE = "/api/v1/workbench"
EVENT = {"id": "e1", "matter": "construction_waste", "cameras": ["corner"], "start": 1, "end": 2}


@pytest.fixture
def bench(tmp_path: Path, configs: Path):
    """An API with a workbench."""
    clock = ManualClock(at(0))
    deck = Deck(tmp_path / "deck", clock)
    book = EngineerDesk(workbench(tmp_path / "bench", configs), configs, clock)
    deck.app.state.services = replace(deck.app.state.services, workbench=book)
    return deck


def test_reading(bench):
    """Lists, one run with a picture, a score, a comparison, a sweep, a frame."""
    get = bench.client.get
    for path in (
        "runs",
        "truths",
        "sweeps",
        "shadow",
        "candidates",
        "promotions",
        "clips",
        "runs/live",
        "clips/patrol",
    ):
        assert get(f"{BASE}/{path}").status_code == 200, path
    assert get(f"{BASE}/runs/live/pictures/pictures/a0.jpg").headers["content-type"] == "image/jpeg"
    assert get(f"{BASE}/runs/live/score", params={"truth": "day.jsonl"}).json()["scorecard"]["events"] == 8
    assert get(f"{BASE}/compare", params={"a": "live", "b": "new", "truth": "day.jsonl"}).json()["only_b"]
    assert get(f"{BASE}/sweeps/swept").json()["trials"]
    assert get(f"{BASE}/clips/corner.mp4/frame", params={"at": 1}).content.startswith(b"\xff\xd8")
    assert bench.stranger.get(f"{BASE}/runs").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["runs/..%2f..", "runs/%2e%2e", "runs/live/pictures/..%2f..%2fsecret", "clips/..%2fruns", "sweeps/live"],
)
def test_no_path_leads_out(bench, path):
    """Whatever a name is made of."""
    assert bench.client.get(f"{BASE}/{path}").status_code == 404


def test_two_who_label_the_same_clip(bench):
    """The second to write is told, with 412; without a version nothing is written at all."""
    url = f"{BASE}/clips/corner.mp4/labels"
    read = bench.client.get(url)
    tag = read.headers["etag"]
    assert read.json()["events"] == []
    assert bench.client.put(url, json={"events": [EVENT]}).status_code == 428
    written = bench.client.put(url, json={"events": [EVENT]}, headers={"If-Match": tag})
    assert written.status_code == 200
    assert written.headers["etag"] != tag
    late = bench.client.put(url, json={"events": []}, headers={"If-Match": tag})
    assert late.status_code == 412
    wrong = bench.client.put(
        url, json={"events": [{"id": "x"}]}, headers={"If-Match": written.headers["etag"]}
    )
    assert wrong.status_code == 422
    assert wrong.json()["problems"]
    assert len(bench.client.get(url).json()["events"]) == 1


def test_a_promotion_is_judged_made_and_undone(bench):
    """409 with what speaks against it; who did it is whoever asked."""
    asked = {"candidate": "street.yaml", "live_run": "live", "candidate_run": "worse", "truth": "day.jsonl"}
    post = bench.client.post
    assert post(f"{BASE}/promotions/judge", json=asked).json()["against"]
    refused = post(f"{BASE}/promotions", json=asked | {"reason": "try"})
    assert (refused.status_code, bool(refused.json()["against"])) == (409, True)
    done = post(
        f"{BASE}/promotions", json=asked | {"candidate_run": "new", "reason": "finds more", "who": "li"}
    )
    assert done.json()["done"] is True
    assert bench.client.get(f"{BASE}/promotions").json()[0]["who"] == "li"
    assert post(f"{BASE}/promotions/undo", json={"reason": "back", "who": "li"}).json()[0]["what"] == "undo"
    assert post(f"{BASE}/promotions", json=asked).status_code == 422  # no reason


def test_without_a_workbench_it_says_so(deck):
    """404, not a fault, in words and for the console."""
    answer = deck.client.get(f"{BASE}/runs").json()
    assert "no workbench" in answer["detail"]
    assert answer["absent"] == "workbench"
