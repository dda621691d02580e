from __future__ import annotations

from datetime import datetime

import pytest

from alerts.mapping.source import Unknown, kind_of, resolve
from alerts.message import Properties
from core.geo import Datum
from tests.builders import START


def test_every_field_of_the_standard_body_can_be_named(source) -> None:
    """The same names as in docs/integrators.md, and the grid by level beside them."""
    one = source()
    assert set(Properties.model_fields) < set(type(one).model_fields)
    told = {
        "incident_id": "inc_1",
        "matter.code": "06011",
        "area.street.name": "河畔街道",
        "area.grid.code": "330109001002003",
        "event": "opened",
        "event_id": "msg_1",
        "event_time": START,
        "cameras.0": "cam-1",
        "facts.profile": "street@1",
        "place.datum": "GCJ02",
        "wgs84.lon": 120.25,
    }
    assert {path: resolve(one, path) for path in told} == told
    assert resolve(one, "place.lon") != resolve(one, "wgs84.lon")


@pytest.mark.parametrize(
    "path", ["case_number", "times.closed", "cameras.7", "facts.nothing", "pictures.0.url"]
)
def test_what_is_not_there_is_nothing(source, path: str) -> None:
    """Nothing is raised, however far the path goes on."""
    assert resolve(source(), path) is None
    assert resolve(source(), f"{path}.more.0") is None


def test_an_incident_outside_of_the_grid_has_no_area(source) -> None:
    """Every level is nothing."""
    from tests.builders_store import place

    assert resolve(source(place=place(grid="")), "area.street.name") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("place.lon", float),
        ("version", int),
        ("matter.confirmed", bool),
        ("times.closed", datetime),
        ("event_time", datetime),
        ("case_number", str),
        ("place.datum", str),
        ("cameras", list),
        ("cameras.0", str),
        ("facts.model", str),
        ("pictures.0.taken_at", datetime),
    ],
)
def test_what_stands_at_a_path_is_known_beforehand(path: str, kind: type) -> None:
    """By the models, so that a mapping is checked before there is a message."""
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("path", "word", "known"),
    [
        ("place.lng", "lng", "lon"),
        ("palce.lon", "palce", "place"),
        ("place", "", "radius_m"),
        ("grid", "", "0"),
        ("place.lon.x", "x", None),
        ("cameras.first", "first", None),
    ],
)
def test_paths_that_lead_nowhere(path: str, word: str, known: str | None) -> None:
    """The part that is unknown, and what could stand there."""
    found = kind_of(path)
    assert isinstance(found, Unknown)
    assert found.word == word
    assert known is None or known in found.known


def test_the_datum_is_told_as_its_name(source) -> None:
    """Not as an enumeration."""
    assert type(resolve(source(datum=Datum.BD09), "place.datum")) is str
