"""From a look to a kept picture: raw bytes for inside, an annotated and masked copy for outside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from alerts.evidence import EvidenceStore
from alerts.masking import masked
from core.detection import Detections
from core.errors import EvidenceError
from core.frame import Frame, Image
from core.geometry import Box
from core.incident import Incident, Picture

BEFORE, LATEST, AFTER = "before", "latest", "after"
MAX_BEFORE = 8  # cameras of one incident that keep a `before`
MAX_PICTURES = 24  # of one incident; the oldest `latest` goes first
_RAW_QUALITY = 90
_OUT_QUALITY = 85
_OUT_WIDTH = 1600  # a wider copy is scaled down: receivers look at it on a page
_MARK = (0, 64, 255)  # BGR
_DASHES = 24  # along the longer side of a box around what is there no more

Photograph = Callable[[Incident, str, Box | None], Incident]
"""(incident, role, box) -> the incident with the picture of this look; raises EvidenceError."""


def photographer(evidence: EvidenceStore, frame: Frame, detections: Detections | None) -> Photograph:
    """Return what adds this look's picture to incidents."""

    def photograph(incident: Incident, role: str, box: Box | None) -> Incident:
        return _with(incident, _keep(evidence, frame, detections, incident.id, role, box))

    return photograph


def wants_before(incident: Incident, camera_id: str) -> bool:
    """Return whether a `before` picture of this camera is wanting, and was not lost already."""
    cameras = [picture.camera_id for picture in incident.pictures if picture.role == BEFORE]
    return camera_id not in cameras and len(cameras) < MAX_BEFORE and "picture_lost" not in incident.facts


def found_at(incident: Incident, camera_id: str) -> Box | None:
    """Return where this camera's `before` picture has it; without one, where the camera saw it last.

    A box of the last look may have grown with a crowd or with what stood before it: around nothing, it misleads.
    """
    found = [one.box for one in incident.pictures if (one.role, one.camera_id) == (BEFORE, camera_id)]
    seen = [view.box for view in incident.views if view.camera_id == camera_id]
    return next((box for box in (*found, *seen) if box is not None), None)


def outside(
    image: Image, detections: Detections | None, box: Box | None, *, gone: bool = False
) -> Image | None:
    """Return the copy that may leave, masked and with the finding marked, or None when masking fails.

    gone: it is there no more; its place is dashed.
    """
    copy = masked(image, detections)
    if copy is None:
        return None
    height, width = copy.shape[:2]
    if width > _OUT_WIDTH:
        copy = _resized(copy, _OUT_WIDTH, round(height * _OUT_WIDTH / width))
        height, width = copy.shape[:2]
    if box is not None:
        corner = (round(box.x0 * (width - 1)), round(box.y0 * (height - 1)))
        opposite = (round(box.x1 * (width - 1)), round(box.y1 * (height - 1)))
        for start, end in _edges(corner, opposite, dashed=gone):
            cv2.line(copy, start, end, _MARK, thickness=max(2, width // 400))
    return copy


_Point = tuple[int, int]  # x, y in pixels


def _edges(corner: _Point, opposite: _Point, *, dashed: bool) -> Iterator[tuple[_Point, _Point]]:
    """Yield the lines of a rectangle, as dashes where it is to be dashed."""
    (x0, y0), (x1, y1) = corner, opposite
    if not dashed:
        yield from [((x0, y0), (x1, y0)), ((x1, y0), (x1, y1)), ((x1, y1), (x0, y1)), ((x0, y1), (x0, y0))]
        return
    dash = max(4, max(x1 - x0, y1 - y0) // _DASHES)
    for x in range(x0, x1, 2 * dash):
        end = min(x + dash, x1)
        yield from [((x, y0), (end, y0)), ((x, y1), (end, y1))]
    for y in range(y0, y1, 2 * dash):
        end = min(y + dash, y1)
        yield from [((x0, y), (x0, end)), ((x1, y), (x1, end))]


def whole(frame: Frame) -> Image:
    """Return the picture at its full size: what the detector was shown may have been decoded smaller."""
    if frame.jpeg is None:
        return frame.image
    decoded = cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)
    return frame.image if decoded is None else np.asarray(decoded, np.uint8)


def _resized(image: Image, width: int, height: int) -> Image:
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _keep(
    evidence: EvidenceStore,
    frame: Frame,
    detections: Detections | None,
    incident_id: str,
    role: str,
    box: Box | None,
) -> Picture:
    raw = frame.jpeg or _encoded(frame.image, _RAW_QUALITY)
    raw_key = evidence.keep(raw, kind="raw", incident_id=incident_id, role=role, taken_at=frame.taken_at)
    image = whole(frame)
    copy = outside(image, detections, box, gone=role == AFTER)
    masked_key = None
    if copy is not None:
        jpeg = _encoded(copy, _OUT_QUALITY)
        masked_key = evidence.keep(
            jpeg, kind="out", incident_id=incident_id, role=role, taken_at=frame.taken_at
        )
    height, width = image.shape[:2]
    return Picture(
        role=role,
        camera_id=frame.camera_id,
        look_id=frame.look_id,
        taken_at=frame.taken_at,
        raw_key=raw_key,
        masked_key=masked_key,
        width=width,
        height=height,
        sha256=hashlib.sha256(raw).hexdigest(),
        box=box,
    )


def _encoded(image: Image, quality: int) -> bytes:
    done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise EvidenceError(f"a picture of {image.shape[1]}x{image.shape[0]} could not be encoded")
    return bytes(jpeg)


def _with(incident: Incident, picture: Picture) -> Incident:
    """Add a picture. A new `latest` or `after` of a camera takes the place of its last one."""
    pictures = [
        old
        for old in incident.pictures
        if picture.role == BEFORE or (old.role, old.camera_id) != (picture.role, picture.camera_id)
    ]
    pictures.append(picture)
    while len(pictures) > MAX_PICTURES:
        spare = next((i for i, old in enumerate(pictures) if old.role == LATEST), MAX_BEFORE)
        pictures.pop(spare)
    return replace(incident, pictures=tuple(pictures))
