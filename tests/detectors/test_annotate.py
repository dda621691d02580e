from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.config.camera import WHOLE_PICTURE, Zone
from core.geometry import Box
from core.reason import Reason
from core.sighting import Finding, Sighting
from detectors.annotate import FINDING_COLOURS, FINDING_WORDS, draw
from tests.builders import at, detections

PICTURE = np.full((720, 1280, 3), 100, np.uint8)
ZONE = Zone(id="pavement", kind="public_ground", name="人行道", polygon=((0.1, 0.5), (0.9, 0.5), (0.9, 0.9)))


def sighting(finding: Finding, box: Box | None) -> Sighting:
    """Build a sighting of a heap."""
    return Sighting(
        camera_id="cam-1", look_id="look-1", at=at(0), subject="cam-1/waste/pavement/1", matter="waste",
        rule="waste", zone="pavement", zone_kind="public_ground", finding=finding, confidence=0.8,
        reason=Reason(code="dwell.present", facts={"label": "waste", "zone": "人行道"}), box=box,
    )  # fmt: skip


def changed(drawn: NDArray[np.uint8], picture: NDArray[np.uint8] = PICTURE) -> NDArray[np.bool_]:
    """Return which pixels are not as they were, (h, w)."""
    return (drawn != picture).any(axis=2)


def test_the_picture_itself_is_not_drawn_on() -> None:
    """A copy is returned; the raw picture is evidence."""
    before = PICTURE.copy()
    drawn = draw(PICTURE, detections(("waste", [0.4, 0.4, 0.6, 0.6], 0.9)), banner="08:00")
    assert drawn.shape == PICTURE.shape
    assert changed(drawn).any()
    assert (before == PICTURE).all()


def test_nothing_to_draw_draws_nothing() -> None:
    """No boxes, and a zone that is the whole picture: the same pixels."""
    assert not changed(draw(PICTURE, detections(), (), [WHOLE_PICTURE])).any()


def test_a_sighting_is_framed_in_its_finding_s_colour() -> None:
    """The frame lies on the box, not elsewhere, and its colour says how it stands."""
    for finding in Finding:
        drawn = draw(PICTURE, None, [sighting(finding, Box(x0=0.25, y0=0.25, x1=0.5, y1=0.5))])
        assert tuple(drawn[360, 400].tolist()) == FINDING_COLOURS[finding]
        assert not changed(drawn)[:150].any()


def test_every_finding_has_words_in_both_languages() -> None:
    """A new finding cannot be forgotten here."""
    assert set(FINDING_WORDS) == set(FINDING_COLOURS) == set(Finding)


def test_without_a_box_only_the_banner_speaks() -> None:
    """A subject whose place is not known is told below, not drawn."""
    drawn = changed(draw(PICTURE, None, [sighting(Finding.PRESENT, None)]))
    assert drawn[-20:].any()
    assert not drawn[:600].any()


def test_chinese_and_english_differ() -> None:
    """The same sighting in two languages: both are written, and not the same."""
    told = [sighting(Finding.PRESENT, Box(x0=0.25, y0=0.25, x1=0.5, y1=0.5))]
    zh, en = (draw(PICTURE, None, told, [ZONE], language=language) for language in ("zh", "en"))
    assert changed(zh, en)[-40:].any()


@pytest.mark.parametrize("size", [(1, 1), (90, 160), (360, 640), (2160, 3840)])
def test_any_size_and_any_place_is_drawn(size: tuple[int, int]) -> None:
    """Boxes on the edges, many of them, tags that would fall outside: no crash, lines grow with the picture."""
    picture = np.full((*size, 3), 100, np.uint8)
    many = detections(*(("person", [0, i / 40, 1, 1], 0.5) for i in range(40)))
    few = detections(("car", [0, 0, 1, 1], 0.9), ("overflow", [0.99, 0, 1, 0.01], 0.9))
    told = [sighting(Finding.PRESENT, Box(x0=0, y0=0, x1=1, y1=1))] * 9
    assert draw(picture, many, told, [ZONE], banner="x" * 500).shape == picture.shape
    assert draw(picture, few).shape == picture.shape


def test_lines_grow_with_the_picture() -> None:
    """The frame of a box is thicker in a 4K picture than in a substream, so that both read alike."""

    def thickness(height: int, width: int) -> int:
        picture = np.full((height, width, 3), 100, np.uint8)
        drawn = draw(picture, detections(("car", [0.25, 0.25, 0.75, 0.75], 0.9)))
        return int(changed(drawn, picture)[height // 2, : width // 2].sum())

    assert 1 <= thickness(360, 640) < thickness(2160, 3840)
