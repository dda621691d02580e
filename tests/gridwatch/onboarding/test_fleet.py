from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.config.camera import Camera
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.onboarding import fleet as module
from gridwatch.onboarding.columns import plan
from gridwatch.onboarding.drafts import Draft
from gridwatch.onboarding.fleet import Fleet, lay_over, missing, taken, without
from gridwatch.onboarding.places import Placed
from tests.builders import camera

COLUMNS = plan(
    ("编号", "名称", "IP地址", "经度", "纬度", "单位", "类型", "周期"), 1, {"周期": "period_s"}, {}
)
HERE = {"lon": 120.25, "lat": 30.45, "datum": "WGS84"}


def _draft(camera_id: str, line: int = 2, reachable: bool = True, **data: Any) -> Draft:
    told = {"id": camera_id, "name": camera_id, "owner": "urban-management", "scene": "street"} | data
    return Draft(
        line=line,
        id=camera_id,
        data=told,
        code="",
        channel="",
        reachable=reachable,
        point=None,
        places={},
        login=None,
    )


def _over(
    *drafts: Draft, now: tuple[Camera, ...] = (), logins: Mapping[int, str] | None = None,
    position: dict[str, Any] | None = HERE, grid_code: str | None = None, bad: set[int] | None = None,
) -> Fleet:  # fmt: skip
    known = {one.id: CameraAt(camera=one, file="cameras/x.csv", line=7) for one in now}
    placed = [Placed(position=position, grid_code=grid_code)] * len(drafts)
    return lay_over(drafts, placed, logins or {}, known, COLUMNS, bad or set())


def test_a_new_camera_is_what_its_row_tells() -> None:
    """With its place, its grid and the name of its login."""
    made = _over(_draft("a", access={"host": "10.1.1.1"}), logins={2: "police"}, grid_code="990101001")
    assert made.faults == ()
    (one,) = made.cameras.values()
    assert (one.position.lon, one.grid_code, one.access.credential) == (120.25, "990101001", "police")
    assert made.line_of == {"a": 2}


def test_what_a_ledger_does_not_tell_stays() -> None:
    """Zones drawn by hand, a profile that was chosen, an address where the cell is empty."""
    zone = {"id": "z", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}
    before = camera("a", zones=[zone], profile="plaza", access={"host": "10.1.1.1", "rtsp_url": "rtsp://h/1"})
    made = _over(_draft("a", reachable=False, name="新名", pose={"height_m": 8}), now=(before,))
    one = made.cameras["a"]
    assert (one.name, one.zones, one.profile, one.access) == ("新名", before.zones, "plaza", before.access)
    assert one.pose is not None
    assert (one.pose.height_m, one.pose.tilt_deg) == (8, 25)
    assert _over(_draft("a", name=before.name), now=(before,)).cameras["a"] is before


def test_a_part_of_a_pose_is_no_pose() -> None:
    """Ledgers have heights and directions; the rest is asked for once, not row by row."""
    made = _over(*(_draft(f"c{i}", i, access={"host": f"h{i}"}, pose={"height_m": 6}) for i in (2, 3)))
    (fault,) = made.faults
    assert (fault.kind, fault.facts, fault.level) == (
        "pose_partial",
        {"rows": 2, "given": "height_m", "lacking": "heading_deg, tilt_deg, hfov_deg"},
        "warning",
    )
    assert [one.pose for one in made.cameras.values()] == [None, None]


def test_what_the_model_refuses_is_told_under_the_ledgers_header() -> None:
    """The same checks as in a file that was written by hand."""
    made = _over(_draft("a", access={"host": "h"}, period_s=-1))
    assert [(fault.kind, fault.line, fault.column) for fault in made.faults] == [("bad_value", 2, "周期")]
    assert made.cameras == {}


def test_rows_that_are_bad_or_cannot_be_reached_make_no_camera() -> None:
    """An address is missed also where another cell is wrong: all at once."""
    made = _over(_draft("a", 2, access={"host": "h"}), _draft("b", 3, reachable=False), bad={2, 3})
    assert ([fault.kind for fault in made.faults], made.cameras) == (["no_way"], {})


def test_another_owners_camera_is_not_taken_over() -> None:
    """Its policies would change hands with it."""
    made = _over(_draft("a", access={"host": "h"}), now=(camera("a", owner="police"),))
    (fault,) = made.faults
    assert (fault.kind, fault.facts["owner"], fault.facts["where"]) == (
        "other_owner",
        "police",
        "cameras/x.csv:7",
    )


def test_missing_are_the_owners_cameras_that_no_row_names() -> None:
    """A bad row names its camera as well; other owners are not looked at."""
    now = [
        CameraAt(camera=camera(i, owner=o), file="f", line=1) for i, o in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    assert missing(now, [_draft("a")], ["x"]) == {"x": ("b",)}
    assert missing(now, [_draft("a"), _draft("b")], ["x"]) == {}


def test_an_address_that_a_staying_camera_has_is_told() -> None:
    """Not one of a camera that goes, nor of the same camera."""
    old = CameraAt(camera=camera("old", access={"host": "10.1.1.1"}), file="cameras/x.csv", line=9)
    made = _over(_draft("new", access={"host": "10.1.1.1"}))
    (fault,) = taken(made, [old], frozenset(), COLUMNS)
    assert (fault.kind, fault.line, fault.column, fault.facts["id"]) == ("taken", 2, "IP地址", "old")
    assert taken(made, [old], frozenset({"old"}), COLUMNS) == []
    assert taken(_over(_draft("old", access={"host": "10.1.1.1"})), [old], frozenset(), COLUMNS) == []


def test_rows_can_be_left_out() -> None:
    """Where the loader finds what is wrong only in the whole."""
    made = _over(_draft("a", 2, access={"host": "h1"}), _draft("b", 3, access={"host": "h2"}))
    assert without(made, {2}).line_of == {"b": 3}
    assert module.without(made, set()).cameras == made.cameras
