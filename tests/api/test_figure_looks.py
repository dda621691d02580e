from __future__ import annotations

import json

from api.figure_looks import of_cameras
from tests.builders import camera
from tests.builders_cameras import HOUR, FakeDesk


def test_histories_are_added_up_by_hour_and_owner() -> None:
    """Within the time alone, with kinds apart; watched cameras are left out, as in the account of the whole."""
    desk = FakeDesk()
    cameras = [
        camera("a", owner="police"),
        camera("b", owner="police"),
        camera("c", owner="market"),
        camera("w", watch_fps=1),
    ]
    rows = of_cameras(desk, cameras, HOUR, HOUR + 2)
    assert [(row.hour, row.owner, row.due, row.on_time, row.late) for row in rows] == [
        (HOUR, "market", 62, 58, 1),
        (HOUR, "police", 124, 116, 2),
    ]
    assert json.loads(rows[0].kinds) == {"missed.no_budget": 2, "failed.timeout": 1}
    assert of_cameras(desk, cameras, HOUR + 1, HOUR + 2) == []
    assert of_cameras(desk, cameras, HOUR - 2, HOUR) == []
