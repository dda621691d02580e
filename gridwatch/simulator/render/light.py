"""Daylight, dusk, night and rain as a handful of numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bgr = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """How the world is lit. Colours are BGR multipliers of a surface's own colour."""

    name: str = "day"
    sun_azimuth_deg: float = 215.0  # where the sun stands, clockwise from north
    sun_elevation_deg: float = 42.0
    sun: Bgr = (0.62, 0.68, 0.72)
    sky: Bgr = (0.62, 0.57, 0.53)  # light from above
    bounce: Bgr = (0.30, 0.31, 0.32)  # light from the ground
    zenith: Bgr = (205.0, 170.0, 135.0)  # colour of the sky overhead
    horizon: Bgr = (222.0, 216.0, 208.0)  # colour of the sky at the horizon, and of haze
    haze_m: float = 420.0  # distance at which 63 % of a thing's colour is haze
    noise: float = 2.2  # sensor noise, one sigma in grey levels
    wet: float = 0.0  # 0 dry .. 1 rain water on the ground
    rain: float = 0.0  # density of streaks, 0..1
    lamps: float = 0.0  # street lamps and windows, 0 off .. 1 on

    @property
    def towards_sun(self) -> Floats:
        """Unit vector to the sun, (3,)."""
        azimuth, elevation = np.radians([self.sun_azimuth_deg, self.sun_elevation_deg])
        return np.array(
            [np.sin(azimuth) * np.cos(elevation), np.cos(azimuth) * np.cos(elevation), np.sin(elevation)],
            np.float32,
        )

    @property
    def shadow(self) -> float:
        """How dark a cast shadow is on the ground: 0 none .. 1 black."""
        direct = sum(self.sun) / 3 * float(self.towards_sun[2])
        return min(0.62, 0.92 * direct / (direct + sum(self.sky) / 3))

    def shade(self, normals: Floats) -> Floats:
        """Multipliers (n, 3) for unit normals (n, 3)."""
        up = (normals[:, 2:] * 0.5 + 0.5).astype(np.float32)
        facing = np.maximum(normals @ self.towards_sun, 0)[:, None]
        result: Floats = (
            up * np.asarray(self.sky, np.float32)
            + (1 - up) * np.asarray(self.bounce, np.float32)
            + facing * np.asarray(self.sun, np.float32)
        )
        return result


DAY = Light()
LIGHTS: dict[str, Light] = {
    "day": DAY,
    "morning": replace(
        DAY, name="morning", sun_azimuth_deg=110, sun_elevation_deg=28, sun=(0.48, 0.62, 0.74), haze_m=300
    ),
    "overcast": replace(
        DAY, name="overcast", sun=(0.10, 0.10, 0.10), sky=(0.92, 0.90, 0.88), bounce=(0.48, 0.48, 0.48),
        zenith=(205, 202, 198), horizon=(218, 217, 215), haze_m=260,
    ),
    "rain": replace(
        DAY, name="rain", sun=(0.03, 0.03, 0.03), sky=(0.80, 0.77, 0.74), bounce=(0.42, 0.41, 0.40),
        zenith=(175, 170, 165), horizon=(190, 187, 184), haze_m=130, wet=1.0, rain=0.6, noise=3.5,
    ),
    "dusk": replace(
        DAY, name="dusk", sun_azimuth_deg=275, sun_elevation_deg=12, sun=(0.16, 0.30, 0.42),
        sky=(0.52, 0.44, 0.40), bounce=(0.24, 0.22, 0.22), zenith=(150, 110, 95), horizon=(150, 165, 195),
        haze_m=250, noise=4.0, lamps=0.6,
    ),
    "night": replace(
        DAY, name="night", sun=(0.0, 0.0, 0.0), sky=(0.29, 0.33, 0.36), bounce=(0.18, 0.20, 0.22),
        zenith=(38, 30, 26), horizon=(52, 46, 44), haze_m=300, noise=4.5, lamps=1.0,
    ),
}  # fmt: skip
