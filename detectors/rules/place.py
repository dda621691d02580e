"""Whether a box is the thing remembered at a place, without pictures and without track ids.

At patrol gaps a tracker gives one thing many ids (30 things gave 21 ids at 15-frame gaps), so place
and size decide. Still things may be matched generously: heaps grow, shrink, are seen as one box or
two. Vehicles may not: another car stands at nearly the same place in the next red phase. What place
and size cannot tell apart, such as two equal cars parked one after the other in the same bay between
two looks, is not told apart; over a lane with queues, ask for more looks (k) as well as for time.
"""

from __future__ import annotations

from core.geometry import Box

STILL_VEHICLE_IOU = 0.7  # a vehicle that moved by a sixth of its length since first seen is not parked
DISPLACED_IOU = 0.3  # another vehicle overlapping the place this much stands where the first one stood
NEAR = 0.5  # centres this close, in units of the mean side, are the same place: jitter of small boxes
ALIKE = 3.0  # ... when neither box is more than this many times larger
WITHIN = 0.7  # share of the smaller box in the larger one that makes a part of it, or what it grew into
GROWN = 6.0  # ... when the larger box is at most this many times larger
COVERED = 0.3  # share of the place hidden by others from which a look tells nothing


def likeness(place: Box, box: Box, *, movable: bool, same_place_iou: float) -> float:
    """Return how surely `box` is the thing at `place`: 0 is not, higher is surer (at most 2)."""
    overlap = place.iou(box)
    if movable:
        return 1 + overlap if overlap >= max(same_place_iou, STILL_VEHICLE_IOU) else 0.0
    if overlap >= same_place_iou:
        return 1 + overlap
    small, large = sorted((place.area, box.area))
    if small <= 0:
        return 0.0
    if place.shared(box) >= WITHIN * small and large <= GROWN * small:
        return 0.5 + overlap / 2
    side = (place.area**0.5 + box.area**0.5) / 2
    apart = ((place.centre[0] - box.centre[0]) ** 2 + (place.centre[1] - box.centre[1]) ** 2) ** 0.5
    if large <= ALIKE * small and apart <= NEAR * side:
        return 0.25 + overlap / 4
    return 0.0


def part_of(place: Box, box: Box) -> bool:
    """Whether `box` lies mostly within `place`: a part of what is already known there."""
    return box.area > 0 and place.shared(box) >= WITHIN * box.area


def swallows(box: Box, place: Box) -> bool:
    """Whether `place` lies mostly within `box`, which is not much larger: two heaps seen as one."""
    return part_of(box, place) and box.area <= GROWN * place.area


def hides(cover: Box, place: Box) -> float:
    """Return the share of `place` hidden by `cover`, 0 when the cover stands behind it."""
    behind = cover.y1 < place.centre[1]  # touches the ground farther away than the middle of the thing
    return 0.0 if behind or place.area <= 0 else cover.shared(place) / place.area


def drifted(place: Box, box: Box, weight: float) -> Box:
    """Return `place` moved towards `box` by `weight` (0..1)."""
    return Box.of([a + weight * (b - a) for a, b in zip(place.row, box.row, strict=True)])
