"""What the API tells of a neighbour."""

from __future__ import annotations

from alerts.neighbours import Neighbour
from api.models.joining import NearOut
from tests.builders_desk import incident


def test_a_neighbour_is_told_with_why_it_was_not_merged() -> None:
    """How far it is, and up to how far it would have been merged."""
    one = Neighbour(incident=incident(), distance_m=14.2, vague=False, kindred=True, reach_m=9.8)
    told = NearOut.of(one)
    assert (told.distance_m, told.reach_m, told.cameras) == (14.2, 9.8, ["cam-1"])
