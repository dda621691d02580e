"""Draws on a copy of a picture what was seen in it and what the rules made of it.

For annotated videos, reports and the pictures operators look at. Sizes follow the picture's, so that a
360p substream and a 4K snapshot read alike. Text is drawn with the font inside of OpenCV 5 that
knows Chinese ("uni"); no font file is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from core.config.camera import Zone
from core.detection import Detections
from core.frame import Image
from core.geometry import Box
from core.reason import Language
from core.sighting import Finding, Sighting
from core.words.names import thing_of

Colour = tuple[int, int, int]  # BGR

FINDING_COLOURS: dict[Finding, Colour] = {
    Finding.CANDIDATE: (60, 190, 250),
    Finding.PRESENT: (60, 60, 235),
    Finding.MISSED: (200, 160, 90),
    Finding.CLEARED: (110, 190, 70),
    Finding.DROPPED: (160, 160, 160),
}
FINDING_WORDS: dict[Finding, tuple[str, str]] = {
    Finding.CANDIDATE: ("candidate", "待确认"),
    Finding.PRESENT: ("present", "已确认"),
    Finding.MISSED: ("not seen", "未见"),
    Finding.CLEARED: ("cleared", "已清除"),
    Finding.DROPPED: ("dropped", "已消失"),
}
_PERSON: Colour = (225, 190, 90)
_VEHICLE: Colour = (190, 200, 120)
_THING: Colour = (90, 160, 245)
_ZONE: Colour = (230, 230, 230)
_DARK: Colour = (32, 28, 24)
_WHITE: Colour = (250, 250, 250)
_NAMED = 12  # with more boxes than this their names would cover the picture
_LINES = 3  # reasons told in the banner


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pen:
    """Where and how thick to draw in a picture of this size."""

    image: Image
    line: int  # pixels
    text: int  # pixels
    language: Language

    @classmethod
    def on(cls, image: Image, language: Language) -> _Pen:
        side = (image.shape[0] * image.shape[1]) ** 0.5
        return cls(
            image=image, line=max(1, round(side / 480)), text=max(11, round(side / 52)), language=language
        )

    def corners(self, box: Box) -> tuple[tuple[int, int], tuple[int, int]]:
        height, width = self.image.shape[:2]
        return (round(box.x0 * width), round(box.y0 * height)), (
            round(box.x1 * width),
            round(box.y1 * height),
        )

    def words(self, pair: tuple[str, str]) -> str:
        return pair[self.language == "zh"]

    def width_of(self, text: str) -> int:
        height, width = self.image.shape[:2]
        return int(cv2.getTextSize((width, height), text, (0, 0), _font(), self.text)[2])

    def write(self, text: str, at: tuple[int, int], colour: Colour) -> None:
        """Write with the base line at `at`."""
        cv2.putText(self.image, text, at, colour, _font(), self.text)

    def tag(self, text: str, at: tuple[int, int], colour: Colour) -> None:
        """Write on a filled label that stands on `at`, moved so that it lies in the picture."""
        pad = max(2, self.text // 4)
        width, height = self.width_of(text) + 2 * pad, self.text + 2 * pad
        left = max(0, min(at[0], self.image.shape[1] - width))
        bottom = min(self.image.shape[0], max(at[1], height))
        cv2.rectangle(self.image, (left, bottom - height), (left + width, bottom), colour, cv2.FILLED)
        ink = _DARK if sum(colour) > 380 else _WHITE
        self.write(text, (left + pad, bottom - pad - self.text // 7), ink)


def draw(
    image: Image,
    detections: Detections | None = None,
    sightings: Sequence[Sighting] = (),
    zones: Sequence[Zone] = (),
    *,
    banner: str = "",
    language: Language = "zh",
) -> Image:
    """Return a copy of `image` (h, w, 3) BGR with zones, boxes, sightings and a banner.

    The banner is a strip along the lower edge: `banner`, and the reasons of at most three sightings.
    A zone that is the whole picture is not drawn.
    """
    pen = _Pen.on(image.copy(), language)
    _draw_zones(pen, zones)
    if detections is not None:
        _draw_detections(pen, detections)
    for sighting in sightings:
        _draw_sighting(pen, sighting)
    told = [one.reason.tell(language) for one in sightings if one.finding is not Finding.DROPPED]
    _draw_banner(pen, [banner] * bool(banner) + told[:_LINES])
    return pen.image


def _draw_zones(pen: _Pen, zones: Sequence[Zone]) -> None:
    height, width = pen.image.shape[:2]
    drawn = [zone for zone in zones if not _whole(zone)]
    if not drawn:
        return
    outlines = [np.round(np.array(zone.polygon) * (width, height)).astype(np.int32) for zone in drawn]
    tinted = pen.image.copy()
    cv2.fillPoly(tinted, outlines, _ZONE)
    cv2.addWeighted(tinted, 0.10, pen.image, 0.90, 0, dst=pen.image)
    cv2.polylines(pen.image, outlines, isClosed=True, color=_ZONE, thickness=pen.line, lineType=cv2.LINE_AA)
    for zone, outline in zip(drawn, outlines, strict=True):
        x, y = outline[outline[:, 1].argmin()]
        pen.tag(zone.name or zone.id, (int(x), int(y)), (90, 90, 90))


def _draw_detections(pen: _Pen, detections: Detections) -> None:
    named = len(detections) <= _NAMED
    for box, score, name in detections:
        colour = _colour_of(name)
        corner, other = pen.corners(box)
        cv2.rectangle(pen.image, corner, other, colour, pen.line)
        if named:
            pen.tag(f"{thing_of(name, pen.language)} {score:.2f}", corner, colour)


def _draw_sighting(pen: _Pen, sighting: Sighting) -> None:
    if sighting.box is None:
        return
    colour = FINDING_COLOURS[sighting.finding]
    corner, other = pen.corners(sighting.box)
    thick = 2 * pen.line
    cv2.rectangle(pen.image, corner, other, _DARK, thick + 2)
    cv2.rectangle(pen.image, corner, other, colour, thick)
    number = "" if sighting.count is None else f" {sighting.count}"
    # within the frame: above it stand the names of boxes, below it may lie the banner
    inside = (corner[0], corner[1] + pen.text + 2 * max(2, pen.text // 4))
    pen.tag(pen.words(FINDING_WORDS[sighting.finding]) + number, inside, colour)


def _draw_banner(pen: _Pen, lines: Sequence[str]) -> None:
    if not lines:
        return
    step, pad = round(1.6 * pen.text), pen.text // 2
    strip = pen.image[-min(len(pen.image), step * len(lines) + pad) :]
    strip[:] = (strip * 0.3 + np.array(_DARK) * 0.7).astype(np.uint8)
    top = len(pen.image) - len(strip)
    for i, line in enumerate(lines):
        pen.write(line, (pad, top + step * (i + 1) - pen.text // 4), _WHITE)


def _whole(zone: Zone) -> bool:
    return all(x in {0, 1} and y in {0, 1} for x, y in zone.polygon)


def _colour_of(name: str) -> Colour:
    if name == "person":
        return _PERSON
    return _THING if name in {"waste", "bin", "overflow"} else _VEHICLE


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace("uni")
