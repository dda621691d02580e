"""Cameras: what a row must say, and what it may not hold."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from core.config.camera import WHOLE_PICTURE, Access, Camera, Pose, Zone
from tests.builders import camera

BOX = [(0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5)]
PAIR = {"picture": (0.5, 0.5), "ground": {"lon": 120, "lat": 30, "datum": "WGS84"}}


def test_without_zones_the_whole_picture_counts() -> None:
    """One zone of kind `any`."""
    assert camera().all_zones == (WHOLE_PICTURE,)
    assert [zone.id for zone in camera(zones=[{"id": "a", "kind": "plaza", "polygon": BOX}]).all_zones] == [
        "a"
    ]


@pytest.mark.parametrize(
    ("polygon", "says"),
    [
        ([BOX[0], BOX[2], BOX[1], BOX[3]], "crosses itself"),
        ([(0.1, 0.1), (0.2, 0.2), (0.3, 0.3)], "has no area"),
        ([(0.1, 0.1), (1.2, 0.1), (0.3, 0.3)], "less than or equal to 1"),
        ([(0.1, 0.1), (0.2, 0.2)], "at least 3"),
    ],
)
def test_zones_that_are_none(polygon: Any, says: str) -> None:
    """A bow tie, a line, pixels, two corners."""
    with pytest.raises(ValidationError, match=says):
        Zone(id="a", kind="any", polygon=polygon)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"zones": [{"id": "a", "kind": "x", "polygon": BOX}] * 2}, "zone id used twice: a"),
        ({"ground_points": [PAIR] * 5}, "needs six or more"),
        ({"access": {}}, "no way to reach it"),
        ({"access": {"host": "h", "snapshot_url": "http://u:p@h/x"}}, "put it in the secrets file"),
        ({"access": {"host": "h", "rtsp_url": "file:///x"}}, "not an http"),
        ({"access": {"host": "h", "onvif_path": "device"}}, "string_pattern_mismatch"),
        ({"access": {"host": "a/b"}}, "only a name"),
        ({"access": {"host": "10.0.0.1:8080"}}, "keys of their own"),
        ({"access": {"host": "a" * 254}}, "string_too_long"),
        ({"access": {"host": "10.0.0.1\0"}}, "cannot be seen"),
        ({"access": {"host": "h", "host_key": "nvr\u2028"}}, "cannot be seen"),
        ({"access": {"snapshot_url": "http://h/a\0.jpg"}}, "cannot be seen"),
        ({"access": {"snapshot_url": "http://h/" + "a" * 2000}}, "string_too_long"),
        ({"access": {"rtsp_url": "rtsp://h/\r\nX: y"}}, "cannot be seen"),
        ({"ground_points": [PAIR] * 65}, "too_long"),
        ({"access": {"rtsp_url": "rtsp://h:99999/"}}, "the port is none"),
        ({"period_s": 1e-9}, "greater_than_equal"),
        ({"grid_code": "12345"}, "string_pattern_mismatch"),
        ({"watch_fps": 25}, "less_than_equal"),
        ({"id": "a/b"}, "string_pattern_mismatch"),
    ],
)
def test_mistakes_have_a_cure(changes: dict[str, Any], says: str) -> None:
    """Each is refused, and the message says what to do."""
    with pytest.raises(ValidationError, match=says):
        camera(**changes)


def test_a_refused_address_is_not_a_leak() -> None:
    """The schema itself holds no credential field but the name of one."""
    assert "password" not in str(Camera.model_json_schema()["properties"])


def test_the_budget_falls_on_the_host() -> None:
    """The key that was given, the host, or the host of an address."""
    assert Access(host="10.0.0.1", host_key="nvr-3").budget_key == "nvr-3"
    assert Access(host="10.0.0.1").budget_key == "10.0.0.1"
    assert Access(rtsp_url="rtsp://10.0.0.2:554/x").budget_key == "10.0.0.2"


def test_a_pose_has_bounds() -> None:
    """A heading of 360 is 0, and a camera does not lie in the ground."""
    for wrong in ({"heading_deg": 360}, {"height_m": 0}, {"tilt_deg": 91}, {"error_deg": 0}):
        with pytest.raises(ValidationError):
            Pose.model_validate({"height_m": 6, "heading_deg": 0, "tilt_deg": 20, "hfov_deg": 70} | wrong)
