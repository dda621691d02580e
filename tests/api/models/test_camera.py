from __future__ import annotations

from api.models.camera import CameraOut
from core.config.camera import Camera
from tests.builders import camera


def test_a_camera_is_told_without_its_addresses() -> None:
    """Neither host nor credential name leaves; the position is WGS-84 whatever the file said."""
    one: Camera = camera(
        access={"host": "10.1.2.3", "credential": "gate"},
        position={"lon": 120.2546, "lat": 30.4476, "datum": "GCJ02"},
    )
    told = CameraOut.of(one, "street", None).model_dump_json()
    assert "10.1.2.3" not in told
    assert "gate" not in told
    assert CameraOut.of(one, "street", None).lon < 120.2510
