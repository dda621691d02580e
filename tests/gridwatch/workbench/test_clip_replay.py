"""A clip through the pipeline, in its own time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alerts.codes import CodeTable
from core.config.profile import Profile
from core.detection import Detections
from core.incident import Status
from gridwatch.workbench.clip_replay import ClipReplay, clip_camera
from gridwatch.workbench.video import VideoWriter
from tests.builders import detections, profile
from tests.builders_api import TABLE

CROWD = {
    "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 5, "k": 2, "over_s": 2,
    "clear_n": 2,
}  # fmt: skip


class Scripted:
    """A detector that sees as many persons as the picture is bright."""

    def detect(self, images: Sequence[Any], plans: Sequence[Any] = ()) -> list[Detections]:
        """One person for each 20 grey levels."""
        return [
            detections(
                *[
                    ("person", (0.1 * i, 0.4, 0.1 * i + 0.05, 0.6), 0.9)
                    for i in range(int(image.mean()) // 20)
                ]
            )
            for image in images
        ]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Ten seconds at one picture a second: two persons, then eight from second 3 to 6, then two."""
    path = tmp_path / "plaza 东.mp4"
    with VideoWriter(path, 1) as film:
        for second in range(10):
            film.add(np.full((90, 160, 3), 170 if 3 <= second <= 6 else 50, np.uint8))
    return path


def replay(clip: Path, folder: Path, chosen: Profile) -> ClipReplay:
    """A replay of the clip with the scripted detector."""
    return ClipReplay(
        clip, chosen, Scripted(), CodeTable(TABLE), every_s=1.0, evidence=folder, facts={"model": "scripted"}
    )


def test_a_clip_goes_through_the_services_pipeline_in_its_own_time(clip: Path, tmp_path: Path) -> None:
    """The crowd opens an incident at the second the rule says, with evidence, and is seen to disperse."""
    one = replay(clip, tmp_path / "evidence", profile(CROWD))
    seen = list(one.looks())
    assert [round(look.seconds) for look in seen] == list(range(10))
    (incident,) = one.incidents()
    opened = next(look.seconds for look in seen if look.looked.decision.incidents and
                  look.looked.decision.incidents[0].status is Status.OPEN)  # fmt: skip
    assert round(opened) == 5
    assert incident.status in {Status.VERIFYING, Status.CLOSED}
    assert incident.facts["model"] == "scripted"
    assert one.picture(incident.pictures[0].raw_key)[:2] == b"\xff\xd8"


def test_below_the_threshold_nothing_is_raised_and_the_rule_says_why(clip: Path, tmp_path: Path) -> None:
    """Candidates that came to nothing are no incidents."""
    one = replay(clip, tmp_path / "evidence", profile(CROWD | {"count": 9}))
    seen = list(one.looks())
    assert one.incidents() == ()
    assert seen[0].looked.notes


def test_a_clip_that_is_not_watched_to_its_end_leaves_no_thread(clip: Path, tmp_path: Path) -> None:
    """Whoever stops early stops the decoder and the detector too."""
    import threading

    before = threading.active_count()
    seen = replay(clip, tmp_path / "evidence", profile(CROWD)).looks()
    next(seen)
    seen.close()  # type: ignore[attr-defined] # it is a generator
    assert threading.active_count() == before


def test_a_clips_camera_has_a_usable_id_of_its_own() -> None:
    """File names hold spaces and Chinese, ids do not; two clips of one name are two cameras."""
    assert clip_camera(Path("plaza 东.mp4")).id == "plaza--"
    assert clip_camera(Path("东.mp4")).id == "clip"
    assert clip_camera(Path("b/gate.mp4"), ["gate", "gate-2"]).id == "gate-3"
