"""Is a calibration good? What an administrator sees of the points that he has clicked, before they are used. Pure.

Every point is held out once and placed by the others: that is the error which a thing seen there would have, and the
one point that does not fit is told by its number. Mistakes that people make (points in a line, one clicked twice, a
mirrored picture, longitude and latitude changed over, a Chinese base map's GCJ-02 told as WGS-84) have names of
their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from alerts.homography import Homography, fit
from core.config.camera import Camera, PointPair
from core.errors import ConfigError
from core.geo import Datum, LocalPlane, LonLat, distance_m

LEAST = 6  # points
SAME_PICTURE = 0.004  # as a share of the picture: nearer together, two points are one
SAME_GROUND_M = 0.2
LEAST_WIDTH_M = 0.5  # smallest side of the box around the points on the ground
MOST_AWAY_M = 300.0  # a point farther from its camera than this was taken from another place or datum
RANGES_M = (20.0, 40.0, 80.0)  # at which the radius is told
_STEPS = 400  # rows of the picture that are tried for a range
_KNOWN = (Datum.WGS84, Datum.GCJ02, Datum.BD09)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One point: where it was clicked, and where the others put it."""

    number: int  # 1, 2, 3 ... as given
    used: bool  # whether it fits the others
    off_m: float | None  # on the ground, when the others place it; None where they cannot
    others: tuple[float, float] | None  # where the others put it in the picture, relative


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something wrong with the points."""

    code: str
    what: str
    cure: str
    points: tuple[int, ...] = ()  # numbers of the points that it is about
    fatal: bool = True  # whether the points cannot be used


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What is known about a set of points."""

    points: tuple[Point, ...]
    faults: tuple[Fault, ...]
    median_m: float | None  # held-out error of the points that are used
    worst_m: float | None
    radii_m: tuple[tuple[float, float | None], ...]  # (distance, radius that holds 95 %); None: not shown

    @property
    def usable(self) -> bool:
        """Whether places may be found by these points."""
        return not any(fault.fatal for fault in self.faults)


def check(pairs: Sequence[PointPair], camera: Camera) -> Checked:
    """Check the point pairs of a camera."""
    faults = [*_clicks(pairs), *_distances(pairs, camera)]
    fitted: Homography | None = None
    if not any(fault.fatal for fault in faults):
        try:
            fitted = fit(pairs, LocalPlane(origin=camera.position.lonlat()))
        except ConfigError as wrong:
            faults.append(_no_fit(pairs, str(wrong)))
    if fitted is None:
        points = tuple(Point(number=i + 1, used=False, off_m=None, others=None) for i in range(len(pairs)))
        radii = tuple((away, None) for away in RANGES_M)
        return Checked(points=points, faults=tuple(faults), median_m=None, worst_m=None, radii_m=radii)
    plane = LocalPlane(origin=camera.position.lonlat())
    points = _held_out(pairs, fitted, plane)
    faults.extend(_after(points, fitted))
    used = [one.off_m for one in points if one.used and one.off_m is not None]
    return Checked(
        points=points,
        faults=tuple(faults),
        median_m=round(float(np.median(used)), 2) if used else None,
        worst_m=round(max(used), 2) if used else None,
        radii_m=tuple((away, _radius(fitted, away)) for away in RANGES_M),
    )


def _clicks(pairs: Sequence[PointPair]) -> Iterator[Fault]:
    """What is wrong with where somebody has clicked."""
    if len(pairs) < LEAST:
        what = f"{len(pairs)} points, {LEAST} or more are needed"
        yield Fault(
            code="few",
            what=what,
            cure="Add points: corners of markings, manholes, kerbs, spread over the ground.",
        )
    for a, first in enumerate(pairs):
        for b in range(a + 1, len(pairs)):
            other = pairs[b]
            near = math.dist(first.picture, other.picture) < SAME_PICTURE
            same = distance_m(first.ground.lonlat(), other.ground.lonlat()) < SAME_GROUND_M
            if near or same:
                where = "in the picture" if near else "on the map"
                yield Fault(
                    code="doubled",
                    what=f"points {a + 1} and {b + 1} are the same point {where}",
                    cure="Take one of them out; a point that is given twice counts twice.",
                    points=(a + 1, b + 1),
                )
    if len(pairs) >= LEAST and _thin([pair.picture for pair in pairs]) < 0.02:
        yield _in_a_line("in the picture")


def _distances(pairs: Sequence[PointPair], camera: Camera) -> Iterator[Fault]:
    """What is wrong with where the points are said to be."""
    if not pairs:
        return
    here = camera.position.lonlat()
    plane = LocalPlane(origin=here)
    away = [distance_m(here, pair.ground.lonlat()) for pair in pairs]
    if (
        len(pairs) >= LEAST
        and _thin([plane.to_metres(pair.ground.lonlat()) for pair in pairs]) < LEAST_WIDTH_M
    ):
        yield _in_a_line("on the map")
    if float(np.median(away)) > MOST_AWAY_M:
        yield _all_far(pairs, here, float(np.median(away)))
        return
    far = tuple(i + 1 for i, metres in enumerate(away) if metres > MOST_AWAY_M)
    if far:
        named = ", ".join(map(str, far))
        what = f"point {named} lies more than {MOST_AWAY_M:.0f} m from the camera"
        yield Fault(code="far", what=what, cure="Correct it, or take it out.", points=far)


def _all_far(pairs: Sequence[PointPair], here: LonLat, away: float) -> Fault:
    """Say which datum would bring the points to their camera, if one does."""
    told = pairs[0].ground.datum
    what = f"the points lie {away:.0f} m from the camera"
    for datum in _KNOWN:
        moved = [
            distance_m(here, LonLat(lon=p.ground.lon, lat=p.ground.lat, datum=datum).to(Datum.WGS84))
            for p in pairs
        ]
        if datum is not told and float(np.median(moved)) <= MOST_AWAY_M / 2:
            return Fault(
                code="datum",
                what=f"{what}; read as {datum.value} instead of {told.value} they lie around it",
                cure=f"Say which datum the map has: points clicked on a Chinese base map are {datum.value}.",
            )
    return Fault(
        code="far",
        what=what,
        cure="Check that they are this camera's, the order of longitude and latitude, and the camera's position.",
    )


def _no_fit(pairs: Sequence[PointPair], told: str) -> Fault:
    return Fault(
        code="no_fit",
        what=told,
        cure="Click the points again on a still picture; all of them on level ground, none on a wall or roof.",
        points=tuple(range(1, len(pairs) + 1)),
    )


def _in_a_line(where: str) -> Fault:
    return Fault(
        code="in_a_line",
        what=f"the points lie in a line {where}",
        cure="Add points on both sides of it, near and far: a line fixes no plane.",
    )


def _after(points: Sequence[Point], fitted: Homography) -> Iterator[Fault]:
    """What the fit itself shows."""
    if _mirrored(fitted):
        yield Fault(
            code="mirrored",
            what="the points are mirrored: what is on the right in the picture is on the left on the map",
            cure="Check that the picture is not flipped, and that longitude and latitude are not changed over.",
        )
    bad = [one for one in points if not one.used]
    for one in bad:
        off = f", {one.off_m:.1f} m away" if one.off_m is not None else ""
        yield Fault(
            code="wrong_point",
            what=f"point {one.number} does not fit the others{off}",
            cure="Click it again in the picture and on the map, or take it out.",
            points=(one.number,),
            fatal=False,
        )
    if len(points) - len(bad) < LEAST:
        what = f"only {len(points) - len(bad)} of {len(points)} points fit each other"
        cure = "Correct the others, or add points until six fit."
        yield Fault(code="few_fit", what=what, cure=cure, points=tuple(one.number for one in bad))


def _held_out(pairs: Sequence[PointPair], fitted: Homography, plane: LocalPlane) -> tuple[Point, ...]:
    picture = np.array([pair.picture for pair in pairs], np.float64)
    ground = np.array([plane.to_metres(pair.ground.lonlat()) for pair in pairs], np.float64)
    good = [i for i in range(len(pairs)) if i not in fitted.dropped]
    found = []
    for i in range(len(pairs)):
        rest = [j for j in good if j != i]
        forward, _ = cv2.findHomography(ground[rest], picture[rest], 0)
        others, off = None, None
        if forward is not None and abs(float(np.linalg.det(forward))) > 1e-15:
            x, y, w = forward @ np.append(ground[i], 1.0)
            others = (float(x / w), float(y / w)) if w else None
            east, north, depth = np.linalg.inv(forward) @ np.append(picture[i], 1.0)
            if depth:
                off = round(math.dist((east / depth, north / depth), ground[i]), 2)
        found.append(Point(number=i + 1, used=i not in fitted.dropped, off_m=off, others=others))
    return tuple(found)


def _mirrored(fitted: Homography) -> bool:
    """Whether the mapping turns the other way around than a camera above the ground does.

    A camera sees east on its right when it looks north, and what is lower in the picture is nearer: the turn from
    right to down in the picture is clockwise, as it is on the ground seen from above.
    """
    x, y = fitted.hull.reshape(-1, 2).mean(axis=0)
    step = 1e-3
    spots = fitted.to_ground(np.array([(x, y), (x + step, y), (x, y + step)]))
    (a, b), (c, d) = spots[1] - spots[0], spots[2] - spots[0]
    return bool(a * d - b * c > 0)


def _radius(fitted: Homography, away: float) -> float | None:
    """Return the radius of a thing at a distance, in the middle of the clicked points' width; None where not shown."""
    x = float(fitted.hull.reshape(-1, 2)[:, 0].mean())
    rows = np.linspace(1.0, 0.0, _STEPS)
    ground = fitted.to_ground(np.column_stack([np.full(_STEPS, x), rows]))
    metres = np.hypot(ground[:, 0], ground[:, 1])
    shown = ~np.isnan(metres)
    if not shown.any() or not (np.nanmin(metres) <= away <= np.nanmax(metres)):
        return None
    nearest = int(np.nanargmin(np.abs(metres - away)))
    radius = fitted.radius_95((x, float(rows[nearest])))
    return round(radius, 1) if math.isfinite(radius) else None


def _thin(points: Sequence[tuple[float, float]]) -> float:
    """Return the smaller side of the smallest box around points, at any angle."""
    flat = np.array(points, np.float64)
    (_, size, _) = cv2.minAreaRect((flat - flat.mean(axis=0)).astype(np.float32))
    return float(min(size))
