"""The cameras around an incident, told."""

from __future__ import annotations

from typing import Any

from alerts.covering import Sight
from api.models.sight import SightOut, ViewsOut


def sight(camera_id: str, **changes: Any) -> SightOut:
    """One camera 20 m away that shows the place."""
    values: dict[str, Any] = {
        "camera_id": camera_id,
        "distance_m": 20.0,
        "bearing_deg": 10.0,
        "height_m": 6.0,
        "slant_deg": 16.7,
        "sure": 1.0,
        "how": "pose",
        "turns": False,
        "shown": False,
    }
    return SightOut.of(Sight(**(values | changes)), name=f"Camera {camera_id}", owner="police")


def test_a_near_and_a_high_one_are_named() -> None:
    """The nearest that shows it, and the high one that could turn to it though it looks elsewhere now."""
    told = ViewsOut.of(
        [
            sight("street", distance_m=30.0),
            sight("kerb", distance_m=12.0),
            sight("roof", height_m=40.0, distance_m=200.0, sure=0.0, turns=True),
            sight("away", distance_m=3.0, sure=0.1),
        ]
    )
    assert (told.near, told.over) == ("kerb", "roof")


def test_nobody_is_named_where_nobody_shows_it() -> None:
    """A high camera that looks elsewhere and cannot turn is none."""
    told = ViewsOut.of([sight("roof", height_m=40.0, sure=0.1)])
    assert (told.near, told.over) == (None, None)
