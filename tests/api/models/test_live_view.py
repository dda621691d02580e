from __future__ import annotations

from api.camera_desk import WatchedNow
from api.models.live_view import WatchedOut


def test_cameras_in_order() -> None:
    """With their viewers; what the caller does not see is only counted."""
    told = WatchedOut.of(WatchedNow(most=2, cameras={"b": 1, "a": 0}))
    assert [(one.camera_id, one.viewers) for one in told.cameras] == [("a", 0), ("b", 1)]
    narrow = WatchedOut.of(WatchedNow(most=2, cameras={"b": 1, "a": 0}), {"b"})
    assert (narrow.count, [one.camera_id for one in narrow.cameras]) == (2, ["b"])
