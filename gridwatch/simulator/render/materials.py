"""What the ground is made of: each material paints the pixels of a window by their place in metres.

Lines and joints are anti-aliased analytically, coverage from distance and pixel footprint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Field:
    """Places of pixels: all float32 of one shape, (h, w) of a window or (n,) of chosen ones."""

    x: Floats  # local metres
    y: Floats
    wide_x: Floats  # metres of x, y that one pixel covers
    wide_y: Floats
    fine: Floats  # noise of about 1.5 cm, 10 cm, 1 m, 10 m, faded where finer than a pixel
    mid: Floats
    big: Floats
    huge: Floats

    def at(self, chosen: NDArray[np.intp]) -> Field:
        """The same for chosen pixels, by their numbers row after row: (n,)."""
        return Field(**{name: getattr(self, name).reshape(-1)[chosen] for name in self.__slots__})


def joints(place: Floats, wide: Floats, period: float, width: float) -> Floats:
    """Coverage 0..1 of lines of `width` that repeat every `period` metres."""
    off = np.abs(place - np.round(place / period) * period)
    line = np.clip((width / 2 - off) / np.maximum(wide, 1e-6) + 0.5, 0, 1)
    blur = np.clip(wide / period, 0, 1)
    # A line thinner than a pixel covers only its share of it.
    line *= np.clip(width / np.maximum(wide, 1e-6), 0, 1) ** 0.5
    result: Floats = line * (1 - blur) + blur * (width / period)
    return result


def stripes(place: Floats, wide: Floats, period: float, share: float) -> Floats:
    """Coverage 0..1 of stripes that cover `share` of every `period` metres."""
    off = np.abs(place - np.floor(place / period) * period - period / 2)
    sharp = np.clip((period * share / 2 - off) / np.maximum(wide, 1e-6) + 0.5, 0, 1)
    blur = np.clip(wide / period * 1.4, 0, 1)
    result: Floats = sharp * (1 - blur) + blur * share
    return result


def _tone(colour: tuple[float, float, float], factor: NDArray[np.floating[Any]]) -> Floats:
    result: Floats = np.asarray(colour, np.float32) * factor.astype(np.float32)[..., None]
    return result


_TINTS = np.random.default_rng(5).normal(0, 1, (64, 64)).astype(np.float32)


def _tiles(field: Field, wide: float, long: float) -> tuple[Floats, Floats]:
    """Joints' coverage and each tile's own tint (sigma 1) for tiles of wide x long metres in running bond."""
    row = np.floor(field.y / long + 0.5)
    shifted = field.x + (np.mod(row, 2) * wide / 2).astype(np.float32)
    lines = np.maximum(
        joints(field.y - long / 2, field.wide_y, long, 0.012),
        joints(shifted - wide / 2, field.wide_x, wide, 0.012),
    )
    column = np.floor(shifted / wide + 0.5)
    tint = _TINTS[np.mod(row, 64).astype(np.intp), np.mod(column, 64).astype(np.intp)]
    fade = np.clip(1.5 - np.maximum(field.wide_x / wide, field.wide_y / long), 0, 1)
    return lines, tint * fade


Painted = tuple[Floats, Floats | float]


def _asphalt(f: Field) -> Painted:
    factor = 1 + 0.10 * f.fine + 0.045 * f.mid + 0.07 * f.big + 0.06 * f.huge
    crack = np.clip(1 - np.abs(f.big - 0.9) / (0.018 + 1.2 * f.wide_x), 0, 1) * 0.22
    track = (0.05 * np.cos(f.x / 1.55 * 2 * np.pi)).astype(np.float32)  # wheels polish their tracks
    return _tone((97, 98, 99), factor * (1 - crack) + track), 1.0


def _patch(f: Field) -> Painted:
    return _tone((74, 74, 75), 1 + 0.13 * f.fine + 0.05 * f.mid + 0.04 * f.big), 0.9


def _paving(f: Field, colour: tuple[float, float, float] = (150, 156, 160), size: float = 0.4) -> Painted:
    lines, tint = _tiles(f, size, size / 2)
    stain = np.clip(f.big - 1.1, 0, 1) * 0.18
    factor = (1 + 0.05 * tint + 0.05 * f.fine + 0.03 * f.mid + 0.05 * f.huge - stain) * (1 - 0.33 * lines)
    return _tone(colour, factor), 1.0


def _paving_red(f: Field) -> Painted:
    lines, tint = _tiles(f, 0.3, 0.15)
    red = np.asarray((118, 128, 166), np.float32)
    grey = np.asarray((156, 160, 162), np.float32)
    mix = np.clip(stripes(f.x, f.wide_x, 2.4, 0.35), 0, 1)[..., None]
    factor = (1 + 0.07 * tint + 0.05 * f.fine + 0.05 * f.huge) * (1 - 0.3 * lines)
    return (grey * mix + red * (1 - mix)) * factor[..., None], 1.0


def _plaza(f: Field) -> Painted:
    lines, tint = _tiles(f, 1.0, 0.6)
    band = np.maximum(stripes(f.x - 3.5, f.wide_x, 7.0, 0.09), stripes(f.y - 3.5, f.wide_y, 7.0, 0.09))
    factor = (
        1 + 0.035 * tint + 0.04 * f.fine + 0.03 * f.mid + 0.04 * f.huge - np.clip(f.big - 1.3, 0, 1) * 0.15
    )
    return _tone((176, 181, 184), factor * (1 - 0.30 * lines) * (1 - 0.33 * band)), 1.0


def _concrete(f: Field) -> Painted:
    lines = np.maximum(joints(f.x, f.wide_x, 3.5, 0.02), joints(f.y, f.wide_y, 4.5, 0.02))
    stain = np.clip(f.big - 0.6, 0, 2) * 0.10
    return _tone(
        (150, 154, 156), (1 + 0.06 * f.fine + 0.05 * f.mid + 0.07 * f.huge - stain) * (1 - 0.3 * lines)
    ), 1.0


def _grass(f: Field) -> Painted:
    factor = 1 + 0.22 * f.fine + 0.16 * f.mid + 0.12 * f.big
    dry = np.clip(0.25 + 0.25 * f.huge + 0.12 * f.big, 0, 0.8)[..., None]
    green = np.asarray((56, 108, 78), np.float32) * (1 - dry) + np.asarray((84, 128, 132), np.float32) * dry
    return green * np.clip(factor, 0.4, 1.8)[..., None], 1.0


def _dirt(f: Field) -> Painted:
    factor = 1 + 0.14 * f.fine + 0.12 * f.mid + 0.14 * f.big + 0.08 * f.huge
    return _tone((104, 128, 148), np.clip(factor, 0.4, 1.8).astype(np.float32)), 1.0


def _kerb(f: Field) -> Painted:
    lines = joints(f.y, f.wide_y, 1.0, 0.015)
    return _tone((178, 180, 181), (1 + 0.06 * f.fine + 0.05 * f.mid) * (1 - 0.35 * lines)), 1.0


def _gutter(f: Field) -> Painted:
    return _tone((64, 66, 68), 1 + 0.1 * f.fine + 0.1 * f.big), 0.8


def _tactile(f: Field) -> Painted:
    lines = np.maximum(joints(f.x, f.wide_x, 0.1, 0.03), joints(f.y, f.wide_y, 0.4, 0.02))
    return _tone((88, 170, 198), (1 + 0.06 * f.fine + 0.06 * f.huge) * (1 - 0.22 * lines)), 0.92


def _worn(f: Field) -> Floats:
    result: Floats = np.clip(0.86 + 0.16 * f.mid + 0.22 * f.big, 0.15, 0.95)
    return result


def _white(f: Field) -> Painted:
    return _tone((212, 214, 214), 1 + 0.05 * f.fine), _worn(f)


def _yellow(f: Field) -> Painted:
    return _tone((70, 170, 205), 1 + 0.05 * f.fine), _worn(f)


def _iron(f: Field) -> Painted:
    lines = np.maximum(joints(f.x, f.wide_x, 0.08, 0.03), joints(f.y, f.wide_y, 0.08, 0.03))
    return _tone((66, 70, 74), (1 + 0.1 * f.fine) * (1 - 0.3 * lines)), 1.0


def _puddle(f: Field) -> Painted:
    return _tone((88, 88, 88), 1 + 0.04 * f.mid), np.clip(0.55 + 0.5 * f.big, 0, 0.7)


MATERIALS: dict[str, Callable[[Field], Painted]] = {
    "asphalt": _asphalt,
    "patch": _patch,
    "paving": _paving,
    "paving_red": _paving_red,
    "plaza": _plaza,
    "concrete": _concrete,
    "grass": _grass,
    "dirt": _dirt,
    "kerb": _kerb,
    "gutter": _gutter,
    "tactile": _tactile,
    "paint": _white,
    "yellow": _yellow,
    "iron": _iron,
    "puddle": _puddle,
}
