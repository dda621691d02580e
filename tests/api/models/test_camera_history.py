from __future__ import annotations

from api.camera_desk import HistoryNow
from api.models.camera_history import CameraHistoryOut
from tests.builders import camera
from tests.builders_cameras import HOUR


def test_a_camera_of_which_nothing_is_known() -> None:
    """It says so; a disabled and a watched one say what they are."""
    nothing = HistoryNow(hours=((HOUR, {}),), changes=(), looks=())
    off = CameraHistoryOut.of(camera(enabled=False), nothing, None)
    assert [one.kind for one in off.summary] == ["off", "nothing"]
    assert [one.kind for one in CameraHistoryOut.of(camera(watch_fps=1), nothing, None).summary] == [
        "watched",
        "nothing",
    ]


def test_reasons_are_told_most_often_first() -> None:
    """After how well it was; late is one of them."""
    counts = {"on_time": 1, "late": 2, "missed.circuit_open": 9, "failed.black": 4}
    told = CameraHistoryOut.of(camera(), HistoryNow(hours=((HOUR, counts),), changes=(), looks=()), None)
    assert [(one.what, one.kind, one.periods) for one in told.summary] == [
        ("well", "well", 1), ("missed", "circuit_open", 9), ("failed", "black", 4), ("late", "late", 2)
    ]  # fmt: skip
    assert told.hours[0].missed == {"circuit_open": 9}
