"""What is around a place."""

from __future__ import annotations

from api.map.around import around
from core.geo import LonLat
from core.people.scope import EVERYTHING, Scope
from tests.builders_api import Deck
from tests.builders_map import POSE, grid, placed

PLACE = LonLat(lon=120.001, lat=30.001)


def test_cameras_and_the_grid_around_a_place(deck: Deck) -> None:
    """The nearest first, with state and view; the grid with its names and its border."""
    deck.known = {
        "near": placed("near", 120.0011, 30.001, owner="police", pose=POSE),
        "far": placed("far", 120.002, 30.001, owner="edu", pose=None),
        "out": placed("out", 120.03, 30.01, owner="edu"),
    }
    deck.records = {"near": {"state": "ok"}}
    deck.grid = grid
    told = around(deck.app.state.atlas, EVERYTHING, PLACE, 200, 1)
    assert [(one.id, one.state, one.distance_m, one.heading) for one in told.cameras] == [
        ("near", "ok", 10, 90)
    ]
    assert told.total == 2
    assert len(told.cameras[0].view) > 3
    assert (told.grid, told.path) == ("990101001001001", "示范区 河畔街道 柳湾社区 第一网格")
    assert len(told.ring) == 5
    mine = around(deck.app.state.atlas, Scope(owners=("edu",)), PLACE, 200, 9)
    assert [(one.id, one.view, one.state) for one in mine.cameras] == [("far", [], "unknown")]


def test_outside_of_the_district_there_is_nothing(deck: Deck) -> None:
    """Neither grid nor cameras, and no error."""
    told = around(deck.app.state.atlas, EVERYTHING, LonLat(lon=1, lat=1), 200, 9)
    assert (told.cameras, told.grid, told.path, told.ring) == ([], "", "", [])
