"""Looking at parts of a picture enlarged: which parts, and one set of boxes from all of them. Pure.

A detector shrinks a picture to its input, and a person 60 m away to a few pixels. So the picture is seen
whole and, where a rule asks for it, in overlapping tiles as well: the idea of SAHI (Akyon, Altinuc and
Temizel 2022, "Slicing aided hyper inference"). The joining is our own: SAHI's suppression by overlap over
the smaller box takes people who stand behind one another for one.

Tiles are shares of the picture and have its shape, so one plan fits every resolution, costs the same in
all of them, and shows everything `1 / side` times as large as the look at the whole picture does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Corner, Zone
from core.config.profile import Rule, Tiles
from core.detection import Detections
from core.frame import Image
from core.geometry import Box
from detectors.suppression import suppress
from detectors.zones import covered_share

SAME_IOU = 0.5
"""Boxes that overlap as much are one thing.

Below the 0.7 of a single view, as each view adds its doubles. Of the persons in rendered crowds of 10 to 120,
1 in 90 overlaps another that much; by SAHI's measure, overlap over the smaller box, it is 1 in 7.
"""
_EDGE = 1e-6  # what stands on a tile's edge is in it
_CUT = 0.01  # share of a tile's side: a box that comes so near to its inner edge may be cut by it
_KNOWN = 0.5  # a cut box of which one box covers this share is a part of that thing
_IN_LINE = 0.5  # two cut boxes that share this much of their height (or width) are two parts of one thing

Rows = NDArray[np.float32]  # (n, 4) x0 y0 x1 y1, relative to the picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Which parts of a camera's picture are looked at enlarged, and for what."""

    tiles: tuple[Box, ...]  # shares of the picture, farthest from the camera (uppermost) first
    classes: frozenset[str]  # only these are taken from tiles; other rules see what they always saw
    left_out: int = 0  # tiles that would have been needed beyond the bound

    @property
    def cost(self) -> int:
        """Pictures that the detector is given for one look: the whole one and the tiles."""
        return 1 + len(self.tiles)


def plan_for(rules: Iterable[tuple[Rule, Sequence[Zone]]]) -> Plan | None:
    """Return the tiles that these rules ask for in the zones that they apply to; None without any.

    Beyond the largest `most` of the rules, the tiles lowest in the picture are left out: what stands there
    is near, and large enough for the look at the whole picture.
    """
    zones_of: dict[Tiles, list[Zone]] = {}
    classes: set[str] = set()
    for rule, zones in rules:
        if rule.tiles is not None and zones:
            zones_of.setdefault(rule.tiles, []).extend(zones)
            classes.update(rule.classes)
    if not zones_of:
        return None
    wanted = {
        tile: None
        for choice, zones in zones_of.items()
        for tile in covering([zone.polygon for zone in zones], choice)
    }
    tiles = sorted(wanted, key=lambda tile: (tile.y0, tile.x0))
    most = max(choice.most for choice in zones_of)
    return Plan(tiles=tuple(tiles[:most]), classes=frozenset(classes), left_out=max(0, len(tiles) - most))


def covering(polygons: Sequence[Sequence[Corner]], choice: Tiles) -> list[Box]:
    """Return the tiles for these parts of the picture.

    Whatever stands in one of them and is no larger than the overlap of two tiles lies whole in one of the
    tiles, head included: that is why the parts are widened, upwards by all of the overlap.
    """
    corners = [corner for polygon in polygons for corner in polygon]
    margin = choice.overlap * choice.side
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    columns = _starts(max(0.0, min(xs) - margin / 2), min(1.0, max(xs) + margin / 2), choice)
    rows = _starts(max(0.0, min(ys) - margin), max(ys), choice)
    tiles = [
        Box(x0=x, y0=y, x1=min(1.0, x + choice.side), y1=min(1.0, y + choice.side))
        for y in rows
        for x in columns
    ]
    return [
        tile for tile in tiles if any(covered_share(_with_edge(tile), polygon) > 0 for polygon in polygons)
    ]


def cut(image: Image, plan: Plan) -> list[Image]:
    """Return the plan's tiles as views into `image`."""
    return [image[y0:y1, x0:x1] for x0, y0, x1, y1 in _windows(plan, image.shape[1], image.shape[0])]


def join(whole: Detections, parts: Sequence[Detections], plan: Plan, max_boxes: int) -> Detections:
    """Return one set of boxes from the look at the whole picture and those at its tiles, (n <= max_boxes).

    Of the boxes that show a thing uncut, the surest stays. What a tile's edge has cut counts only where no
    view shows the thing whole: large things stay as the whole picture shows them, and parts of one thing in
    two tiles become one box. Classes that are not the plan's stay as they were.
    """
    wanted = np.isin(whole.labels, _numbers(whole.names, plan))
    seen = [_View.of(whole.where(wanted)), *_placed(whole, parts, plan)]
    boxes, scores, labels, is_cut = (
        np.concatenate([getattr(view, column) for view in seen])
        for column in ("boxes", "scores", "labels", "is_cut")
    )
    once = np.flatnonzero(~is_cut)
    once = once[suppress(boxes[once], scores[once], labels[once].astype(np.int64), SAME_IOU)]
    pieces = _pieces(boxes, scores, labels, is_cut, once)
    other = whole.where(~wanted)
    found = np.concatenate([boxes[once], pieces.boxes, other.boxes])
    sure = np.concatenate([scores[once], pieces.scores, other.scores])
    named = np.concatenate([labels[once], pieces.labels, other.labels])
    order = np.argsort(-sure, kind="stable")[:max_boxes]
    return Detections(
        boxes=found[order],
        scores=sure[order],
        labels=named[order],
        names=whole.names,
        picture_size=whole.picture_size,
        shed=whole.shed + sum(part.shed for part in parts) + len(found) - len(order),
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _View:
    """What one look shows, in shares of the picture; columns of n rows."""

    boxes: Rows
    scores: NDArray[np.float32]
    labels: NDArray[np.int16]
    is_cut: NDArray[np.bool_]

    @classmethod
    def of(cls, seen: Detections) -> _View:
        return cls(
            boxes=seen.boxes, scores=seen.scores, labels=seen.labels, is_cut=np.zeros(len(seen), np.bool_)
        )


def _numbers(names: Sequence[str], plan: Plan) -> list[int]:
    return [i for i, name in enumerate(names) if name in plan.classes]


def _placed(whole: Detections, parts: Sequence[Detections], plan: Plan) -> Iterator[_View]:
    """Yield what the tiles show of the plan's classes, put where it is in the picture."""
    width, height = whole.picture_size
    size = np.array([width, height, width, height], np.float32)
    for part, window in zip(parts, _windows(plan, width, height), strict=True):
        mine = part.where(np.isin(part.labels, _numbers(whole.names, plan)))
        x0, y0, x1, y1 = window
        scale = np.array([x1 - x0, y1 - y0, x1 - x0, y1 - y0], np.float32)
        inner = np.array(
            [x0 > 0, y0 > 0, x1 < width, y1 < height]
        )  # the picture's own edge cuts nothing more
        touches = np.concatenate([mine.boxes[:, :2] < _CUT, mine.boxes[:, 2:] > 1 - _CUT], axis=1)
        yield _View(
            boxes=np.clip((mine.boxes * scale + np.array([x0, y0, x0, y0], np.float32)) / size, 0, 1),
            scores=mine.scores,
            labels=mine.labels,
            is_cut=(touches & inner).any(axis=1),
        )


def _pieces(
    boxes: Rows,
    scores: NDArray[np.float32],
    labels: NDArray[np.int16],
    is_cut: NDArray[np.bool_],
    once: NDArray[np.int64],
) -> _View:
    """Return what only cut boxes show, largest first, parts of one thing joined."""
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    rows = np.flatnonzero(is_cut & (area > 0))
    found: list[tuple[Rows, float, int]] = []
    for row in rows[np.argsort(-area[rows], kind="stable")]:
        box, score, label = boxes[row], float(scores[row]), int(labels[row])
        known = _shared(box, boxes[once[labels[once] == label]])
        if known.max(initial=0) >= _KNOWN * area[row]:
            continue
        for i, (other, sure, name) in enumerate(found):
            if name == label and _parts_of_one(box, other):
                joined = np.concatenate([np.minimum(box[:2], other[:2]), np.maximum(box[2:], other[2:])])
                found[i] = (joined, max(score, sure), name)
                break
        else:
            found.append((box, score, label))
    return _View(
        boxes=np.array([box for box, _, _ in found], np.float32).reshape(-1, 4),
        scores=np.array([score for _, score, _ in found], np.float32),
        labels=np.array([label for _, _, label in found], np.int16),
        is_cut=np.ones(len(found), np.bool_),
    )


def _parts_of_one(a: Rows, b: Rows) -> bool:
    """Whether two cut boxes overlap and lie in one line, side by side or one above the other."""
    both = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
    either = np.maximum(a[2:], b[2:]) - np.minimum(a[:2], b[:2])
    return bool(both.min() > 0 and (both / either).max() >= _IN_LINE)


def _shared(box: Rows, others: Rows) -> Rows:
    """Return the area that `box` (4,) has in common with each of `others` (n, 4)."""
    size = np.clip(np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2]), 0, None)
    shared: Rows = size[:, 0] * size[:, 1]
    return shared


def _starts(low: float, high: float, choice: Tiles) -> list[float]:
    """Return where tiles begin along one side of the picture, to cover low..high, evenly."""
    side = choice.side
    if high - low <= side:
        return [min(max((low + high - side) / 2, 0.0), 1.0 - side)]
    count = math.ceil((high - low - side) / (side * (1 - choice.overlap)) - 1e-9) + 1
    return [low + i * (high - side - low) / (count - 1) for i in range(count)]


def _with_edge(tile: Box) -> Box:
    """Return a tile that also holds what stands exactly on its edge."""
    return Box.of((tile.x0 - _EDGE, tile.y0 - _EDGE, tile.x1 + _EDGE, tile.y1 + _EDGE))


def _windows(plan: Plan, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Return the tiles in whole pixels, x0 y0 x1 y1; never empty."""
    return [
        (
            x0 := min(math.floor(tile.x0 * width), width - 1),
            y0 := min(math.floor(tile.y0 * height), height - 1),
            max(x0 + 1, min(math.ceil(tile.x1 * width - 1e-6), width)),
            max(y0 + 1, min(math.ceil(tile.y1 * height - 1e-6), height)),
        )
        for tile in plan.tiles
    ]
