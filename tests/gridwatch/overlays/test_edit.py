"""A wish, and the overlay that comes of it: data in, data out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.camera_book import ChangeRefused
from api.overlays import OverlayNow, TuneWish
from core.config.overlay import Overlay, print_of
from gridwatch.configuration.camera_files import CameraAt
from gridwatch.configuration.overlay_files import OverlayAt, read_overlay
from gridwatch.overlays import edit as module
from gridwatch.overlays.edit import Edited, as_now, edit, text_of, told
from tests.builders import at, camera
from tests.builders_calibration import seen

ZONE = {"id": "kerb", "kind": "plaza", "polygon": [[0, 0], [1, 0], [1, 1]]}
OWN = CameraAt(camera=camera(), file="cameras/police.csv", line=7)


def now(overlay: dict[str, Any] | None = None, own: CameraAt | None = OWN) -> OverlayNow | None:
    """What lies over the camera."""
    if overlay is None:
        return as_now("cam-1", own, None)
    over = OverlayAt(
        camera_id="cam-1",
        overlay=Overlay.model_validate(overlay),
        file="cameras/overlays/cam-1.yaml",
        lines={},
    )
    return as_now("cam-1", own, over)


def wished(there: OverlayNow | None, data: dict[str, Any] | None, expects: str | None = "*") -> Edited:
    """What a wish makes of it."""
    wish = TuneWish(camera_id="cam-1", data=data, expects=expects, who="li")
    return edit(there, wish, at=at(5), others=3)


def refused(
    there: OverlayNow | None, data: dict[str, Any] | None, expects: str | None = "*"
) -> ChangeRefused:
    """How it was refused."""
    with pytest.raises(ChangeRefused) as caught:
        wished(there, data, expects)
    return caught.value


def test_a_part_is_set_with_who_when_and_over_what() -> None:
    """Only what is given; the other parts stay as the file has them."""
    edited = wished(now(), {"zones": [ZONE]})
    assert edited.after is not None
    assert edited.after.parts == ("zones",)
    mark = edited.after.marks["zones"]
    assert (mark.who, mark.at, mark.over) == ("li", at(5), print_of(OWN.camera, "zones"))
    (change,) = edited.changes
    assert (change.part, change.before) == ("zones", None)


def test_null_goes_back_to_the_file_part_by_part() -> None:
    """With the last part the overlay is gone."""
    there = now({"zones": [ZONE], "overrides": []})
    assert wished(there, {"zones": None}).after == Overlay(overrides=())
    edited = wished(now({"zones": [ZONE]}), {"zones": None})
    assert edited.after is None
    assert [(one.part, one.after) for one in edited.changes] == [("zones", None)]
    assert wished(there, None).after is None


def test_two_who_read_the_same_do_not_overwrite_each_other() -> None:
    """The second is told, with who was faster; a change of the camera's own file counts, too."""
    first = now()
    assert first is not None
    assert wished(first, {"zones": []}, first.version).after is not None
    assert refused(first, {"zones": []}, None).status == 428
    marked = now({"zones": [], "marks": {"zones": {"who": "wang", "at": at(1).isoformat()}}})
    late = refused(marked, {"zones": [ZONE]}, first.version)
    assert (late.status, "by wang" in str(late)) == (412, True)
    assert marked is not None
    assert late.more == {"version": marked.version}
    other = as_now("cam-1", CameraAt(camera=camera(name="renamed"), file="cameras/police.csv", line=7), None)
    assert other is not None
    assert other.version != first.version


def test_mistakes_are_told_by_field() -> None:
    """By the code that files go through; what is not overlaid is named, whatever it holds."""
    crossed = {**ZONE, "polygon": [[0, 0], [1, 1], [1, 0], [0, 1]]}
    (mistake,) = refused(now(), {"zones": [crossed]}).mistakes
    assert (mistake.where, "crosses itself" in mistake.what) == ("zones[0].polygon", True)
    strange = refused(now(), {"access": {"host": "10.0.0.1"}})
    assert (strange.status, strange.mistakes[0].where) == (422, "access")


def test_new_points_leave_the_old_calibration_behind() -> None:
    """It is of another picture's points."""
    points = [pair.model_dump(mode="json") for pair in seen()]
    there = now({"ground_points": points, "calibration": {"at": at(0).isoformat()}})
    after = wished(there, {"ground_points": points[:6]}).after
    assert after is not None
    assert (len(after.ground_points or ()), after.calibration) == (6, None)


def test_what_is_set_again_holds_over_what_the_file_says_now() -> None:
    """Saying the same once more answers a file that has moved on; without that it changes nothing."""
    there = now({"zones": [ZONE], "marks": {"zones": {"over": "00"}}})
    assert there is not None
    assert there.moved_on == ("zones",)
    edited = wished(there, {"zones": [ZONE]})
    assert edited.after is not None
    assert edited.after.marks["zones"].over == print_of(OWN.camera, "zones")
    assert [(one.part, one.before == one.after) for one in edited.changes] == [("zones", True)]
    assert wished(now({"zones": [ZONE]}), {"zones": [ZONE]}).changes == ()


def test_an_overlay_of_no_camera_can_only_be_removed() -> None:
    """And a camera that is nowhere has none."""
    alone = now({"zones": [ZONE]}, None)
    assert refused(alone, {"zones": []}).status == 409
    assert wished(alone, None).after is None
    assert refused(None, None).status == 404


def test_overlays_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is refused; those that are there can be changed."""
    monkeypatch.setattr(module, "MOST_OVERLAYS", 3)
    assert refused(now(), {"zones": []}).status == 409
    assert wished(now({"zones": []}), {"zones": [ZONE]}).after is not None


def test_its_text_is_read_back_to_the_same(tmp_path: Path) -> None:
    """Also an empty list, which says something."""
    after = wished(now({"overrides": []}), {"zones": [ZONE]}).after
    assert after is not None
    path = tmp_path / "cam-1.yaml"
    path.write_text(text_of(after), encoding="utf-8")
    back, problems = read_overlay(path, "cameras/overlays/cam-1.yaml")
    assert problems == []
    assert back is not None
    assert back.overlay == after


def test_the_audit_has_what_came_went_and_differs() -> None:
    """In one short line, with fingerprints by which the whole of before and after can be held against it."""
    edited = wished(
        now({"zones": [ZONE, {**ZONE, "id": "old"}]}),
        {"zones": [{**ZONE, "kind": "x"}, {**ZONE, "id": "new"}]},
    )
    line = told("cam-1", edited.changes)
    assert line.startswith("cam-1 zones: 2 -> 2 (+new, -old, ~kerb) [")
    many = [{**ZONE, "id": f"zone-{i}"} for i in range(30)]
    assert len(told("cam-1", wished(now(), {"zones": many, "overrides": []}).changes)) < 400
    assert "zones: file -> 30" in told("cam-1", wished(now(), {"zones": many}).changes)
