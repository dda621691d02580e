"""A configuration prepared for maps."""

from __future__ import annotations

import json

from api.map.plan import columns, compact, digest, near, plan_of
from core.geo import LonLat
from core.people.scope import EVERYTHING, Scope
from tests.builders_map import POSE, grid, placed

CAMERAS = {
    one.id: one
    for one in (
        placed("b", 120.001, 30.001, owner="police", pose=POSE, name="乙"),
        placed("a", 120.03, 30.01, owner="edu", pose=None, grid_code="990101001"),
        placed("c", 110.0, 20.0, owner="police", pose=None, grid_code="990101002"),
        placed("d", 110.0, 20.0, owner="market", pose=None),
    )
}


def test_polygons_say_where_a_camera_is_and_the_owner_where_they_do_not() -> None:
    """As it is written at the camera's setting."""
    plan = plan_of(CAMERAS, grid())
    assert {one.camera.id: one.grid for one in plan.spots} == {
        "a": "990101002",
        "b": "990101001001001",
        "c": "990101002",
        "d": "",
    }
    assert plan.path("990101001001001") == "示范区 河畔街道 柳湾社区 第一网格"
    assert len(json.loads(plan.outline(EVERYTHING))["features"]) == 5


def test_columns_are_of_equal_length_and_in_order() -> None:
    """A console lays them side by side."""
    told = columns(plan_of(CAMERAS, grid()).spots)
    assert told["ids"] == ["a", "b", "c", "d"]
    assert [told["owners"][number] for number in told["owner"]] == ["edu", "police", "police", "market"]
    assert [told["grids"][number] for number in told["grid"]] == [
        "990101002",
        "990101001001001",
        "990101002",
        "",
    ]
    assert told["heading"] == [None, 90, None, None]
    assert told["reach"][0] is None
    assert told["reach"][1] > 50
    assert told["ptz"] == []
    lengths = {
        len(column)
        for name, column in told.items()
        if isinstance(column, list)
        and name in {"ids", "names", "lon", "lat", "owner", "scene", "grid", "heading", "hfov", "reach"}
    }
    assert lengths == {4}


def test_a_scope_sees_its_part() -> None:
    """By grid and by owner; what lies in no grid only by those who see everything or its owner."""
    plan = plan_of(CAMERAS, grid())

    def seen(**scope: tuple[str, ...]) -> list[str]:
        return [one.camera.id for one in plan.seen_by(Scope(**scope))]

    assert seen() == ["a", "b", "c", "d"]
    assert seen(grids=("990101002",)) == ["a", "c"]
    assert seen(owners=("police",)) == ["b", "c"]
    assert seen(grids=("990101002",), owners=("police",)) == ["c"]
    assert plan.box(Scope(grids=("990101002",))) == (120.02, 30.0, 120.04, 30.02)
    assert plan.box(Scope(grids=("5",))) is None


def test_without_a_grid_the_cameras_say_where_the_district_is() -> None:
    """A first day: no polygons yet."""
    plan = plan_of(CAMERAS, {"features": []})
    assert plan.box(Scope()) == (110.0, 20.0, 120.03, 30.01)
    assert plan.cell_at(LonLat(lon=120.0, lat=30.0)) is None
    assert plan_of({}, {"features": []}).box(Scope()) is None


def test_the_nearest_cameras_come_first() -> None:
    """Within the radius, in metres."""
    spots = plan_of(CAMERAS, grid()).spots
    found = near(spots, LonLat(lon=120.001, lat=30.002), 200, 5)
    assert [(one.camera.id, round(distance)) for one, distance in found] == [("b", 111)]
    assert [one.camera.id for one, _ in near(spots, LonLat(lon=120.01, lat=30.0), 5000, 1)] == ["b"]


def test_the_same_bytes_have_the_same_name() -> None:
    """And parts are told apart."""
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"a") == digest(b"a")
    assert compact({"名": [1, None]}) == '{"名":[1,null]}'.encode()
