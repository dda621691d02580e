"""Figures over HTTP: defined, bounded, and each number leads to the very cases that it counts."""

from __future__ import annotations

import random
from typing import get_args

import pytest

from alerts.store.figures import HOUR_US, Looks
from api.routes import figures
from core.clock import ManualClock
from tests.builders import at
from tests.builders_api import Deck
from tests.builders_figures import life, put

SPAN = {"from": "2026-11-01T00:00:00Z", "to": "2026-12-31T00:00:00Z"}
NAMES = ("on_time", "alarms", "confirmed", "times", "false_alarms", "deliveries")


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """An API with a hundred lives; nothing here changes a case."""
    deck = Deck(tmp_path_factory.mktemp("deck"), ManualClock(at(0)))
    rng = random.Random(2)
    put(deck.store, [life(rng, n) for n in range(100)])
    return deck


def _figure(deck, name: str, **asked):
    answer = deck.client.get(f"/api/v1/figures/{name}", params=SPAN | asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_what_it_counts(full, name):
    """A definition in both languages, units and limits; by everything that it says it may be told by."""
    told = _figure(full, name)
    assert told["definition"]
    assert told["definition_en"]
    for by in told["may_be_by"]:
        assert _figure(full, name, by=by)["by"] == by
    assert all(column["unit"] for column in told["columns"])


@pytest.mark.parametrize("name", ["confirmed", "times", "false_alarms", "alarms"])
@pytest.mark.parametrize(
    "by", ["none", "matter", "street", "unit", "owner", "camera", "hour", "day", "source"]
)
def test_a_number_leads_to_the_cases_that_it_counts(full, name, by):
    """Following a count's link finds as many cases, for every group and for the total."""
    told = _figure(full, name)
    if by not in told["may_be_by"]:
        return
    told = _figure(full, name, by=by)
    counts = [
        column["key"]
        for column in told["columns"]
        if column["unit"] == "count" and column["key"] != "cameras"
    ]
    for group in [told["total"], *told["groups"][:6]]:
        for key in counts:
            found = full.client.get(f"/api/v1/cases?{group['cases'][key]}&limit=1").json()
            assert found["total"] == group["values"][key], (by, group["key"], key, group["cases"][key])


def test_filters_narrow_a_figure(full):
    """What the URL says holds for every number, and is part of every link."""
    told = _figure(full, "confirmed", owner="police", by="matter")
    assert 0 < told["total"]["values"]["cases"] < 100
    assert all("owner=police" in link for link in told["total"]["cases"].values())


def test_what_makes_no_sense_is_refused_with_what_does(full):
    """No figure of nothing, of a century, or by what it cannot be told by."""
    get = full.client.get
    assert (
        get(
            "/api/v1/figures/confirmed", params={"from": "2026-11-02T00:00:00Z", "to": "2026-11-01T00:00:00Z"}
        ).status_code
        == 422
    )
    assert get("/api/v1/figures/confirmed", params={"from": "1990-01-01T00:00:00Z"}).status_code == 422
    assert get("/api/v1/figures/confirmed", params={"from": "2026-11-02T00:00:00"}).status_code == 422
    assert "receiver" in get("/api/v1/figures/deliveries", params={"by": "unit"}).json()["detail"]
    assert get("/api/v1/figures/nothing").status_code == 422
    assert full.stranger.get("/api/v1/figures/confirmed").status_code == 401


def test_a_table_for_spreadsheets(full):
    """Every group and the total, in the language that was asked for."""
    answer = full.client.get(
        "/api/v1/figures/confirmed.csv", params=SPAN | {"by": "matter", "language": "en"}
    )
    lines = answer.text.strip().splitlines()
    assert answer.headers["content-type"].startswith("text/csv")
    assert lines[0].startswith("\ufeffkey,name,cases,confirmed by operators")
    assert len(lines) == 4
    assert lines[-1].split(",")[1] == "total"


def test_looks_on_time_are_told_by_owner(full):
    """Shares and kinds of what was not looked at."""
    hour = int(at(0).timestamp() * 1e6) // HOUR_US
    with full.store.write() as writer:
        writer.add_looks(hour, "police", Looks(due=10, on_time=8, late=1, kinds={"failed.timeout": 1}))
        writer.add_looks(hour, "education", Looks(due=10, on_time=10))
    told = _figure(full, "on_time", by="owner")
    assert told["total"]["values"]["share"] == 0.9
    assert {group["key"]: group["values"]["failed"] for group in told["groups"]} == {
        "police": 1,
        "education": 0,
    }
    assert _figure(full, "on_time", owner="police")["total"]["values"]["due"] == 10


def test_each_figure_says_by_what_it_may_be_told() -> None:
    """A figure added to the names alone would answer 500."""
    assert {*get_args(figures.Name)} == {*figures.MAY_BE_BY}


def test_no_name_becomes_a_formula(full, monkeypatch: pytest.MonkeyPatch):
    """Owners and cameras are named by others: also behind a space, a tab, or in full width."""
    names = iter([" =1+1", "\t@x", "\uff1d2+2"])
    monkeypatch.setattr(full.app.state.labels, "label", lambda _by, _key: (next(names, "x"), "x"))
    text = full.client.get("/api/v1/figures/confirmed.csv", params=SPAN | {"by": "owner"}).text
    told = [line.split(",")[1].strip('"') for line in text.splitlines()[1:-1]]
    assert told
    assert all(one == "x" or one.startswith("'") for one in told)
    assert "' =1+1" in told
