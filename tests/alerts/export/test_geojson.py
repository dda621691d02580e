from __future__ import annotations

import json
from typing import Any

import pytest

from alerts.export.geojson import geojson
from core.case import Case, Stage, Unit
from core.geo import Datum
from core.incident import Incident
from core.place import Place
from tests.builders import at
from tests.builders_store import incident, place


def told(*pages: list[Incident], datum: Datum = Datum.WGS84) -> Any:
    """The collection, parsed."""
    return json.loads("".join(geojson(pages, datum=datum)))


def test_pages_make_one_collection() -> None:
    """Whatever the pages are: none, one, several."""
    one, two, three = (incident(f"inc_{n}") for n in range(3))
    assert told() == {"type": "FeatureCollection", "features": []}
    assert [f["id"] for f in told([one])["features"]] == ["inc_0"]
    assert [f["id"] for f in told([one, two], [three])["features"]] == ["inc_0", "inc_1", "inc_2"]


def test_a_feature_is_what_rfc_7946_says() -> None:
    """Longitude first, no crs, properties an object, the id at the feature."""
    collection = told([incident()])
    (made,) = collection["features"]
    assert made["geometry"] == {"type": "Point", "coordinates": [120.25, 30.45]}
    assert "crs" not in collection
    assert made["properties"]["street"] == {"code": "330109001", "name": "河畔街道"}
    assert made["properties"]["code"] == "06011"
    assert made["properties"]["first_seen"] == "2026-11-02T08:00:00Z"
    assert made["properties"]["closed"] is None
    assert "shifted" not in made["properties"]


def test_another_datum_stands_beside_the_geometry() -> None:
    """A map that reads GeoJSON is never 500 m off, whatever was wished for and however it was kept."""
    (wished,) = told([incident()], datum=Datum.GCJ02)["features"]
    assert wished["geometry"]["coordinates"] == [120.25, 30.45]
    shifted = wished["properties"]["shifted"]
    assert shifted["datum"] == "GCJ02"
    assert 0.001 < abs(shifted["lon"] - 120.25) < 0.01
    kept = Place(point=place().point.to(Datum.BD09), radius_m=3, origin=place().origin)
    (made,) = told([incident(place=kept)])["features"]
    assert made["geometry"]["coordinates"] == pytest.approx([120.25, 30.45], abs=2e-6)


def test_the_case_is_told() -> None:
    """Stage, unit and limit as they stand."""
    case = Case(stage=Stage.DISPATCHED, unit=Unit(code="1", name="环卫所"), due_at=at(3600))
    (made,) = told([incident(case=case, case_number="A-1")])["features"]
    told_of = made["properties"]
    assert (told_of["stage"], told_of["unit"], told_of["due"]) == (
        "dispatched",
        "环卫所",
        "2026-11-02T09:00:00Z",
    )
