"""The map's routes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from api import console_files
from api.app import create_app
from api.map.source import MapSource
from core.clock import ManualClock
from core.config.settings.base_map import BaseMap
from tests.builders_api import TOKEN, Deck
from tests.builders_map import POSE, grid, placed


@pytest.fixture
def district(deck: Deck) -> Deck:
    """Cameras in a grid, and one heap that cam-1 sees."""
    deck.known = {
        "cam-1": placed("cam-1", 120.001, 30.001, pose=POSE),
        "cam-2": placed("cam-2", 120.03, 30.01, owner="police", pose=None),
    }
    deck.grid = grid
    return deck


def test_cameras_cost_nothing_when_nothing_has_changed(district: Deck) -> None:
    """ETag, 304, gzip; a stranger gets neither."""
    answer = district.client.get("/api/v1/map/cameras")
    assert answer.json()["ids"] == ["cam-1", "cam-2"]
    again = district.client.get("/api/v1/map/cameras", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert district.client.get("/api/v1/map/states").json()["cameras"] == answer.json()["cameras"]
    assert district.stranger.get("/api/v1/map/cameras").status_code == 401


def test_the_grid_is_told_simplified_with_labels(district: Deck) -> None:
    """Each feature names a point inside of it."""
    told = district.client.get("/api/v1/map/grid").json()
    assert [one["properties"]["level"] for one in told["features"]] == [
        *("district", "street", "street", "community", "grid")
    ]
    assert all({"lon", "lat", "code", "name"} <= one["properties"].keys() for one in told["features"])


def test_settings_say_where_the_district_is(district: Deck) -> None:
    """Nothing lies below unless the administrator says so."""
    told = district.client.get("/api/v1/map/settings").json()
    assert (told["kind"], told["district"], told["streets"]) == ("none", "示范区", False)
    assert told["box"] == [120.0, 30.0, 120.04, 30.02]
    assert district.client.get("/api/v1/map/streets").status_code == 404


def test_incidents_are_counted_filtered_and_told_as_points(district: Deck) -> None:
    """One heap: by matter, by status, by time; gone from the points once rejected."""
    incident = district.incident()
    counts = district.client.get("/api/v1/map/counts").json()
    assert counts["total"] == 1
    assert counts["matters"] == {"construction_waste": 1}
    for query, total in (
        ("matter=construction_waste&matter=crowding", 1),
        ("matter=crowding", 0),
        ("status=closed", 0),
        ("owner=urban-management&status=open", 1),
        ("grid=5", 0),
        ("since=2026-11-02T07:00:00Z", 1),
        ("until=2026-11-02T07:00:00Z", 0),
    ):
        assert district.client.get(f"/api/v1/map/counts?{query}").json()["total"] == total, query
    points = district.client.get("/api/v1/map/incidents").json()
    assert (points["ids"], points["status"], points["total"]) == ([incident.id], ["open"], 1)
    assert points["lon"][0] == pytest.approx(incident.place.point.lon, abs=1e-6)
    district.client.post(
        f"/api/v1/incidents/{incident.id}/acts", json={"what": "reject", "who": "li", "why": "no"}
    )
    assert district.client.get("/api/v1/map/incidents").json()["ids"] == []
    assert district.client.get("/api/v1/map/counts?status=rejected").json()["total"] == 1


@pytest.mark.parametrize(("unit", "buckets"), [("hour", 48), ("day", 30)])
def test_heat_has_a_bucket_for_every_step(district: Deck, unit: str, buckets: int) -> None:
    """The heap of this hour is in the last but for none."""
    district.incident()
    told = district.client.get(f"/api/v1/map/heat?unit={unit}").json()
    assert len(told["edges"]) == buckets + 1
    assert (told["bucket"], told["x"], told["y"], told["n"]) == ([buckets - 1], [0], [0], [1])
    district.clock.move_to(district.clock.now() + timedelta(days=31))
    assert district.client.get(f"/api/v1/map/heat?unit={unit}").json()["n"] == []


def test_views_are_told_for_a_box(district: Deck) -> None:
    """Only of cameras whose direction is known."""
    told = district.client.get("/api/v1/map/views?box=120.0,30.0,120.04,30.02").json()
    assert [one["properties"]["id"] for one in told["features"]] == ["cam-1"]
    assert told["total"] == 1


@pytest.mark.parametrize(
    "path",
    [
        *(
            "views?box=1,2,3",
            "views?box=a,b,c,d",
            "views?box=2,0,1,1",
            "views?box=0,0,1,1",
            "views?box=nan,0,1,1",
        ),
        *("counts?since=2026-11-02T07:00:00", "counts?status=asleep", "heat?unit=week", "incidents?limit=0"),
        *("around?lon=1", "around?lon=1&lat=91"),
    ],
)
def test_what_makes_no_sense_is_refused(district: Deck, path: str) -> None:
    """422, never a stack trace."""
    assert district.client.get(f"/api/v1/map/{path}").status_code == 422


def test_around_a_place_are_its_cameras(district: Deck) -> None:
    """With the grid that holds it."""
    told = district.client.get("/api/v1/map/around?lon=120.001&lat=30.001").json()
    assert [one["id"] for one in told["cameras"]] == ["cam-1"]
    assert told["grid"] == "990101001001001"


def test_a_base_map_is_let_through_the_policy_and_a_drawing_is_told(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly its origin, for pictures and fetches."""
    deck = Deck(tmp_path, clock)
    drawn = b'{"type":"FeatureCollection","features":[]}'
    base = BaseMap(kind="raster", url="https://tiles.example/{z}/{x}/{y}.png", datum="GCJ02")
    given = _replaced(deck, maps=MapSource(base=base, streets=lambda: drawn, matters={"a": ("甲", "A")}))
    client = TestClient(create_app(given, deck.bell), headers={"Authorization": f"Bearer {TOKEN}"})
    answer = client.get("/api/v1/map/settings")
    assert answer.json()["matters"] == {"a": ["甲", "A"]}
    assert (answer.json()["datum"], answer.json()["streets"]) == ("GCJ02", True)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(console_files, "page", lambda origins: asked.append(origins) or Response())
    client.get("/map")
    deck.client.get("/map")
    assert asked == [("https://tiles.example",), ()]
    assert client.get("/api/v1/map/streets").content == drawn


def _replaced(deck: Deck, **changes: Any) -> Any:
    return replace(deck.app.state.services, **changes)
