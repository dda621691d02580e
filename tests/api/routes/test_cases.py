"""The table of all cases: every filter, pages without a gap, words, scopes and files."""

from __future__ import annotations

import csv
import io
import random

import pytest

from core.clock import ManualClock
from tests.builders import at
from tests.builders_api import Deck
from tests.builders_figures import life, put


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """An API with eighty lives; nothing here changes a case."""
    deck = Deck(tmp_path_factory.mktemp("deck"), ManualClock(at(0)))
    rng = random.Random(3)
    put(deck.store, [life(rng, n) for n in range(80)])
    return deck


def _cases(deck, **asked):
    answer = deck.client.get("/api/v1/cases", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_pages_hold_every_case_once_the_latest_first(full):
    """Page by page, nothing twice and nothing left out."""
    seen, after = [], None
    while True:
        page = _cases(full, limit=7, **({"after": after} if after else {}))
        seen += page["cases"]
        if (after := page["next"]) is None:
            break
    assert len({one["id"] for one in seen}) == len(seen) == page["total"]
    assert [one["opened_at"] for one in seen] == sorted((one["opened_at"] for one in seen), reverse=True)


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"verdict": "rejected"}, lambda one: one["verdict"] == "rejected"),
        ({"verdict": ["operator", "none"]}, lambda one: one["verdict"] in {"operator", ""}),
        ({"status": "closed"}, lambda one: one["status"] == "closed"),
        ({"stage": "handling"}, lambda one: one["stage"] == "handling"),
        ({"unit": "U1"}, lambda one: one["unit"] == "单位U1"),
        ({"no_unit": "true"}, lambda one: one["unit"] == ""),
        ({"owner": "police"}, lambda one: one["owner"] == "police"),
        ({"camera": "cam-2"}, lambda one: one["cameras"] == ["cam-2"]),
        ({"grid": "330109001"}, lambda one: any(cell["code"] == "330109001" for cell in one["grid"])),
        ({"exact_grid": ""}, lambda one: one["grid"] == []),
        ({"late": "true"}, lambda one: one["late"]),
        ({"reached": "verified"}, lambda one: one["verified_at"] is not None),
        ({"q": "cam-3"}, lambda one: one["cameras"] == ["cam-3"]),
        ({"q": "单位U2"}, lambda one: one["unit"] == "单位U2"),
        ({"q": "inc_0007"}, lambda one: one["id"] == "inc_0007"),
        ({"q": "crowding"}, lambda one: one["matter"]["key"] == "crowd"),
    ],
)
def test_a_filter_lets_through_what_it_says_and_nothing_else(full, asked, holds):
    """Each filter, against all cases looked through one by one."""
    every = _cases(full, limit=200)["cases"]
    page = _cases(full, limit=200, **asked)
    assert [one["id"] for one in page["cases"]] == [one["id"] for one in every if holds(one)]
    assert page["total"] == len(page["cases"]) > 0


def test_what_went_into_another_is_left_out_unless_asked_for(full):
    """Merged cases are counted where they went."""
    assert _cases(full)["total"] < _cases(full, merged="true")["total"]


def test_wrong_questions_are_refused(full):
    """A cursor of something else, a time without zone, a page of thousands."""
    for asked in ({"after": "x"}, {"from": "2026-11-02T00:00:00"}, {"limit": 5000}, {"grid": "abc"}):
        assert full.client.get("/api/v1/cases", params=asked).status_code == 422


def test_words_to_filter_by(full):
    """Every matter, unit, cell and owner that some case has, with its names."""
    told = full.client.get("/api/v1/cases/words").json()
    assert {one["key"]: one["label_en"] for one in told["units"]} == {"U1": "Unit U1", "U2": "Unit U2"}
    assert told["owners"] == ["education", "police", "urban-management"]
    assert {"330109001", "330109001002", "330109001002003"} <= {one["key"] for one in told["grids"]}


def test_files_hold_what_the_filters_let_through(full):
    """CSV and GeoJSON of the same cases, in the same order; no other ending."""
    asked = {"owner": "police"}
    ids = [one["id"] for one in _cases(full, limit=200, **asked)["cases"]]
    text = full.client.get("/api/v1/cases/export.csv", params=asked | {"language": "en"}).text
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ids
    features = full.client.get("/api/v1/cases/export.geojson", params=asked).json()["features"]
    assert len(features) == len(ids)
    assert full.client.get("/api/v1/cases/export.pdf").status_code == 404
