"""From a look to kept pictures: the camera's bytes inside, a marked and masked copy outside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from alerts.evidence import EvidenceStore
from alerts.pictures import (
    AFTER,
    BEFORE,
    LATEST,
    MAX_PICTURES,
    found_at,
    outside,
    photographer,
    wants_before,
)
from core.detection import Detections
from core.geometry import Box
from core.incident import Incident, Status
from tests.builders import detections, frame
from tests.builders_desk import HEAP, incident, view

BOX = Box.of(HEAP)


def shoot(
    folder: Path, case: Incident, role: str = BEFORE, *, seconds: float = 0, found: Detections | None = None
) -> Incident:
    """Take the picture of one look."""
    store = EvidenceStore(folder, max_bytes=10**9)
    seen = frame(seconds=seconds, image=np.full((180, 320, 3), int(seconds) % 256, np.uint8))
    return photographer(store, seen, detections() if found is None else found)(case, role, BOX)


def test_the_cameras_own_bytes_are_kept(tmp_path: Path) -> None:
    """Raw is byte for byte what the camera sent; a decoded frame is encoded."""
    store = EvidenceStore(tmp_path, max_bytes=10**9)
    seen = replace(frame(), jpeg=b"\xff\xd8 as sent")
    (kept,) = photographer(store, seen, detections())(incident(), BEFORE, BOX).pictures
    assert store.read(kept.raw_key) == b"\xff\xd8 as sent"
    assert (kept.width, kept.height, kept.box) == (320, 180, BOX)
    (encoded,) = shoot(tmp_path, incident()).pictures
    decoded = cv2.imdecode(np.frombuffer(store.read(encoded.raw_key), np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (180, 320, 3)


def test_evidence_is_as_large_as_the_camera_sent_it(tmp_path: Path) -> None:
    """The detector was shown a half of it: the outside copy and the noted size are the whole."""
    store = EvidenceStore(tmp_path, max_bytes=10**9)
    sent = cv2.imencode(".jpg", np.full((360, 640, 3), 90, np.uint8))[1].tobytes()
    (kept,) = photographer(store, replace(frame(), jpeg=sent), detections())(incident(), BEFORE, BOX).pictures
    assert (kept.width, kept.height) == (640, 360)
    assert kept.masked_key is not None
    copy = cv2.imdecode(np.frombuffer(store.read(kept.masked_key), np.uint8), cv2.IMREAD_COLOR)
    assert copy is not None
    assert copy.shape == (360, 640, 3)


def test_without_a_masked_copy_nothing_leaves(tmp_path: Path) -> None:
    """A model that knows no persons: the raw picture is kept, no outside copy exists."""
    (kept,) = shoot(tmp_path, incident(), found=Detections.none(("waste",), (320, 180))).pictures
    assert kept.masked_key is None
    assert not (tmp_path / "out").exists()


def test_the_outside_copy_is_marked_and_not_larger_than_needed() -> None:
    """The finding has a frame; a 4K picture is scaled down."""
    copy = outside(np.full((2160, 3840, 3), 90, np.uint8), detections(), BOX)
    assert copy is not None
    assert copy.shape == (900, 1600, 3)
    assert tuple(copy[round(0.6 * 899), 800]) == (0, 64, 255)
    assert tuple(copy[630, 800]) == (90, 90, 90)
    assert outside(np.zeros((90, 160, 3), np.uint8), None, BOX) is None


def test_the_place_of_what_is_gone_is_dashed(tmp_path: Path) -> None:
    """Half of the frame's pixels are drawn, on every side; an `after` picture is drawn so."""
    grey = np.full((900, 1600, 3), 90, np.uint8)
    full, dashed = (outside(grey, detections(), BOX, gone=gone) for gone in (False, True))
    assert full is not None
    assert dashed is not None
    for side in (np.s_[540, 645:955], np.s_[719, 645:955], np.s_[545:715, 640], np.s_[545:715, 959]):
        assert (full[side] == (0, 64, 255)).all()
        assert 0.3 < (dashed[side] == (0, 64, 255)).all(axis=-1).mean() < 0.8
    store = EvidenceStore(tmp_path, max_bytes=10**9)
    (kept,) = shoot(tmp_path, incident(), AFTER).pictures
    assert kept.masked_key is not None
    copy = cv2.imdecode(np.frombuffer(store.read(kept.masked_key), np.uint8), cv2.IMREAD_COLOR)
    assert copy is not None
    assert 0.3 < (copy[108, 130:190, 2] > 130).mean() < 0.8


def test_it_was_where_the_first_picture_has_it(tmp_path: Path) -> None:
    """Not where its box grew to since; a camera that kept no first picture tells where it saw it last."""
    grown = view(box=Box.of((0, 0, 1, 1)))
    case = incident(Status.OPEN, grown, view("cam-2"))
    assert found_at(case, "cam-1") == grown.box
    case = shoot(tmp_path, case)
    assert found_at(case, "cam-1") == BOX
    assert found_at(case, "cam-2") == BOX
    assert found_at(case, "cam-3") is None


def test_latest_replaces_latest(tmp_path: Path) -> None:
    """One latest and one after per camera; every before stays."""
    case = incident()
    for seconds, role in enumerate([BEFORE, LATEST, LATEST, AFTER, AFTER]):
        case = shoot(tmp_path, case, role, seconds=seconds)
    assert [(p.role, p.look_id) for p in case.pictures] == [
        ("before", "look-0"),
        ("latest", "look-2"),
        ("after", "look-4"),
    ]


def test_before_is_wanted_once_per_camera(tmp_path: Path) -> None:
    """Not again when it is there, nor when it was lost."""
    assert wants_before(incident(), "cam-1")
    assert not wants_before(shoot(tmp_path, incident()), "cam-1")
    assert not wants_before(incident(Status.OPEN, facts={"picture_lost": "before"}), "cam-1")


def test_pictures_are_bounded(tmp_path: Path) -> None:
    """However many cameras see it."""
    (picture,) = shoot(tmp_path, incident()).pictures
    many = tuple(replace(picture, role=LATEST, camera_id=f"cam-{n}") for n in range(MAX_PICTURES))
    case = shoot(tmp_path, incident(pictures=(picture, *many)), AFTER, seconds=5)
    assert len(case.pictures) == MAX_PICTURES
    assert (case.pictures[0].role, case.pictures[-1].role) == ("before", "after")
