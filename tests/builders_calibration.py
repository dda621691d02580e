"""Point pairs of a camera whose pose is known."""

from __future__ import annotations

import numpy as np

from alerts.ground import to_ground
from core.config.camera import Camera, PointPair
from core.geo import Datum, LocalPlane
from tests.builders import camera

SPREAD = (
    (0.15, 0.55), (0.45, 0.5), (0.85, 0.56), (0.2, 0.75), (0.55, 0.7), (0.8, 0.85), (0.35, 0.92), (0.65, 0.6),
)  # fmt: skip


def seen(
    *,
    spots: tuple[tuple[float, float], ...] = SPREAD,
    datum: Datum = Datum.WGS84,
    jitter: float = 0.0,
    told: Camera | None = None,
) -> list[PointPair]:
    """Click points of a camera 6 m up that looks north, each off by up to `jitter` of the picture."""
    told = told or camera()
    assert told.pose is not None
    rng = np.random.default_rng(5)
    plane = LocalPlane(origin=told.position.lonlat())
    pairs = []
    for spot, (east, north) in zip(spots, to_ground(np.array(spots), told.pose, 16 / 9), strict=True):
        at = plane.to_lonlat(float(east), float(north)).to(datum)
        x, y = np.clip(np.array(spot) + rng.uniform(-jitter, jitter, 2), 0, 1)
        ground = {"lon": at.lon, "lat": at.lat, "datum": datum.value}
        pairs.append(PointPair.model_validate({"picture": (float(x), float(y)), "ground": ground}))
    return pairs


def moved(pair: PointPair, *, picture: tuple[float, float] | None = None, north_m: float = 0.0) -> PointPair:
    """Click one of them wrongly."""
    at = pair.ground.model_copy(update={"lat": pair.ground.lat + north_m / 111_195})
    return pair.model_copy(update={"picture": picture or pair.picture, "ground": at})
