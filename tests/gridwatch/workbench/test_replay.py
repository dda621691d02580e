"""The replay as scripts: looks in, incidents out, in the recording's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from alerts.codes import CodeTable
from core.config.camera import Camera
from core.errors import ClipError
from core.incident import Incident, Status
from core.look import LookReason
from gridwatch.workbench.replay import Replay
from gridwatch.workbench.seeing import RecordedLook, SeenLook
from gridwatch.workbench.truth import CLIP_START
from tests.builders import camera, detections, profile
from tests.builders_api import TABLE

WASTE = {
    "id": "waste", "kind": "dwell", "matter": "construction_waste", "classes": ["waste"], "k": 3, "n": 4,
    "over_s": 480, "clear_n": 2,
}  # fmt: skip
HEAP = ("waste", (0.4, 0.5, 0.5, 0.6), 0.9)
BLANK = np.zeros((90, 160, 3), np.uint8)


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
                camera_id=camera_id,
                taken_at=CLIP_START + timedelta(seconds=since_s + i * every_s),
                image=BLANK,
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
