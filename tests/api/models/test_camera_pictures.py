from __future__ import annotations

from alerts.film import Shot
from api.models.camera_pictures import MOST, CameraPicturesOut
from tests import builders_store as build
from tests.builders import at


def test_each_kept_picture_is_told_with_its_look() -> None:
    """The latest, then film and evidence by time; pictures of other cameras are theirs."""
    mine = build.picture(
        camera_id="cam-1", raw_key="raw/x", masked_key="out/x", taken_at=at(1), look_id="old"
    )
    alone = build.picture(
        camera_id="cam-1", raw_key="raw/y", masked_key=None, taken_at=at(9), look_id="unmasked"
    )
    other = build.picture(camera_id="cam-2", look_id="theirs")
    told = CameraPicturesOut.of(
        "cam-1",
        shown="now",
        shots=[Shot(camera_id="cam-1", look_id="between", taken_at=at(5), jpeg=b"")],
        incidents=[build.incident("inc_a", pictures=(mine, alone, other))],
    )
    assert [(one.look_id, one.kind, one.masked) for one in told.pictures] == [
        ("now", "latest", False), ("unmasked", "evidence", False), ("between", "film", True), ("old", "evidence", True),
    ]  # fmt: skip
    assert told.pictures[3].url == "/api/v1/evidence/out/x"
    assert told.pictures[3].incident_id == "inc_a"


def test_they_are_bounded() -> None:
    """The oldest are left out."""
    shots = [Shot(camera_id="cam-1", look_id=f"look-{i}", taken_at=at(i), jpeg=b"") for i in range(MOST + 3)]
    told = CameraPicturesOut.of("cam-1", shown=None, shots=shots, incidents=[])
    assert (len(told.pictures), told.pictures[0].look_id) == (MOST, f"look-{MOST + 2}")
