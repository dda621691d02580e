"""The replay as scripts: looks in, incidents out, in the recording's own time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alerts.codes import CodeTable
from core.config.camera import Camera
from core.config.profile import Profile
from core.detection import Detections
from core.errors import ClipError
from core.incident import Incident, Status
from core.look import LookReason
from gridwatch.workbench.replay import START, ClipReplay, Replay, clip_camera
from gridwatch.workbench.seeing import RecordedLook, SeenLook
from gridwatch.workbench.video import VideoWriter
from tests.builders import camera, detections, profile
from tests.builders_api import TABLE

CROWD = {
    "id": "crowd", "kind": "crowd", "matter": "crowding", "classes": ["person"], "count": 5, "k": 2, "over_s": 2,
    "clear_n": 2,
}  # fmt: skip
WASTE = {
    "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"], "k": 3, "n": 4,
    "over_s": 480, "clear_n": 2,
}  # fmt: skip
HEAP = ("waste", (0.4, 0.5, 0.5, 0.6), 0.9)
BLANK = np.zeros((90, 160, 3), np.uint8)


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


def several(*cameras: Camera, evidence: Path | None = None) -> Replay:
    """A replay of cameras that look for heaps."""
    return Replay(
        cameras={one.id: one for one in cameras},
        profile_of={one.id: profile(WASTE) for one in cameras},
        codes=CodeTable(TABLE),
        evidence=evidence,
        facts={"model": "scripted"},
    )


def looks(camera_id: str, *heaps: bool, every_s: float = 300, since_s: float = 0) -> list[SeenLook]:
    """Looks of one camera, each with the heap or without."""
    return [
        SeenLook(
            look=RecordedLook(
                camera_id=camera_id, taken_at=START + timedelta(seconds=since_s + i * every_s), image=BLANK
            ),
            detections=detections(*([HEAP] if heap else [])),
        )
        for i, heap in enumerate(heaps)
    ]


def judged(one: Replay, *rows: list[SeenLook]) -> tuple[Incident, ...]:
    """Put the looks in order, replay them, and return the incidents."""
    ordered = sorted((look for row in rows for look in row), key=lambda seen: seen.look.taken_at)
    for _ in one.judge(ordered):
        pass
    return one.incidents()


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


def test_a_wish_is_answered_by_the_next_recorded_look_and_none_is_made_up() -> None:
    """A candidate asks for a look: the next one of that camera says so; there are as many looks as were recorded."""
    one = several(camera(id="cam-1"))
    seen = list(one.judge(looks("cam-1", True, True, True, False, False, False)))
    reasons = [look.looked.frame.reason for look in seen]
    assert reasons[:3] == [LookReason.PATROL, LookReason.CONFIRM, LookReason.CONFIRM]
    assert seen[1].looked.frame.incident_id is not None
    assert LookReason.VERIFY in reasons[3:]
    assert len(seen) == 6


def test_what_was_taken_away_is_proven_gone_by_recorded_looks_alone() -> None:
    """Two looks without it clear it, a third proves it: closed, and the next heap there is another incident."""
    one = several(camera(id="cam-1"))
    found = judged(one, looks("cam-1", True, True, True, False, False, False, False, True, True, True))
    assert [incident.status for incident in found] == [Status.CLOSED, Status.OPEN]
    assert found[0].id != found[1].id


def test_two_cameras_that_see_one_heap_make_one_incident() -> None:
    """All cameras share one desk: the second camera's view is merged by place."""
    pose = {"height_m": 6, "heading_deg": 0, "tilt_deg": 25, "hfov_deg": 60}
    a, b = camera(id="cam-1", pose=pose), camera(id="cam-2", pose=pose)
    found = judged(several(a, b), looks("cam-1", *[True] * 4), looks("cam-2", *[True] * 4, since_s=100))
    assert [incident.cameras for incident in found] == [("cam-1", "cam-2")]


def test_a_sweep_keeps_no_picture_and_finds_the_same(tmp_path: Path) -> None:
    """Without pictures and evidence the incidents are those of the full replay, and nothing is written."""
    rows = looks("cam-1", *[True] * 4)
    full = judged(several(camera(id="cam-1"), evidence=tmp_path / "evidence"), rows)
    bare = judged(several(camera(id="cam-1")), [seen.without_picture() for seen in rows])
    assert [(i.id, i.opened_at, i.place) for i in full] == [(i.id, i.opened_at, i.place) for i in bare]
    assert [path.name for path in tmp_path.iterdir()] == ["evidence"]


def test_the_ids_of_several_replays_differ_by_their_source() -> None:
    """The incidents of two clips lie in one run: the same number must not mean two of them."""
    first, second = several(camera(id="cam-1")), several(camera(id="cam-1"))
    second._ids = replace(second._ids, source="2")
    assert second._ids.new("inc") == "inc_2-000001" != first._ids.new("inc")


def test_a_look_of_a_camera_that_is_not_configured_is_an_error() -> None:
    """Silence would be a camera that never finds anything."""
    with pytest.raises(ClipError, match="cam-9"):
        list(several(camera(id="cam-1")).judge(looks("cam-9", True)))
