from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.config.camera import Camera
from gridwatch.configuration.camera_files import read_cameras
from gridwatch.onboarding.camera_text import CameraText, to_csv, to_yaml
from gridwatch.onboarding.ledger import tidy
from tests.builders import camera

SLUGS = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,20}\Z")
NAMES = st.text(min_size=1, max_size=40).map(tidy).filter(lambda name: name and name not in {"是", "否"})
ACCESS = st.fixed_dictionaries(
    {"host": st.sampled_from(["10.1.1.1", "cam.local", "fd00::1"])},
    optional={
        "onvif": st.booleans(), "onvif_port": st.integers(1, 65535), "credential": SLUGS,
        "rtsp_url": st.just("rtsp://10.1.1.1/s?a=1,2"), "host_key": SLUGS,
    },
)  # fmt: skip
POSE = st.fixed_dictionaries(
    {
        "height_m": st.floats(1, 100), "heading_deg": st.floats(0, 359.9), "tilt_deg": st.floats(0, 90),
        "hfov_deg": st.floats(2, 160),
    }
)  # fmt: skip
POSITION = st.fixed_dictionaries(
    {"lon": st.floats(-180, 180), "lat": st.floats(-90, 90), "datum": st.sampled_from(["WGS84", "GCJ02"])}
)
CAMERAS = st.lists(
    st.fixed_dictionaries(
        {"id": SLUGS, "name": NAMES, "owner": SLUGS, "scene": SLUGS, "position": POSITION, "access": ACCESS},
        optional={
            "pose": POSE, "enabled": st.booleans(), "grid_code": st.just("990101001"), "period_s": st.floats(1, 900)
        },
    ).map(Camera.model_validate),
    max_size=6,
    unique_by=lambda one: one.id,
)  # fmt: skip


def _back(made: CameraText, suffix: str) -> tuple[list[Camera], list[str | None]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"c{suffix}"
        path.write_text(made.text, encoding="utf-8", newline="")
        found, problems = read_cameras(path, path.name)
    assert problems == []
    return [at.camera for at in found], [made.camera_at(at.line) for at in found]


@settings(max_examples=60, deadline=None)
@given(CAMERAS)
def test_what_is_written_is_read_back(cameras: list[Camera]) -> None:
    """By the loader itself, camera for camera and line for line, as CSV and as YAML."""
    ids = [one.id for one in cameras]
    assert _back(to_csv(cameras), ".csv") == (cameras, ids)
    assert _back(to_yaml(cameras), ".yaml") == (cameras, ids)


def test_yaml_keeps_what_a_row_cannot_hold() -> None:
    """Zones and ground points were drawn by hand."""
    zone: dict[str, Any] = {
        "id": "lane",
        "kind": "fire_lane",
        "polygon": [[0.1, 0.5], [0.4, 0.5], [0.4, 0.9]],
    }
    cameras = [camera("a"), camera("b", zones=[zone]), camera("c")]
    assert _back(to_yaml(cameras), ".yaml") == (cameras, ["a", "b", "c"])


def test_only_columns_that_are_needed_are_written() -> None:
    """A person reads and edits it; defaults are left out."""
    made = to_csv([camera("a", pose=None), camera("b", pose=None, enabled=False)])
    assert made.text.splitlines()[0] == "id,name,owner,scene,lon,lat,datum,host,enabled"
    assert (made.camera_at(None), made.camera_at(1), made.camera_at(3)) == (None, None, "b")
