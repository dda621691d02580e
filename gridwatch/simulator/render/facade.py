"""The faces of buildings as pictures: shops, flats, offices, bare walls, a building under construction."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from gridwatch.simulator.scenery import Wall

Bytes = NDArray[np.uint8]
Bgr = tuple[float, float, float]
_SIGNS = (
    "便利店", "水果生鲜", "大药房", "早餐", "五金建材", "兰州拉面", "理发店", "快递驿站", "烟酒", "文具店", "干洗",
    "社区卫生站", "房产中介", "小吃店", "手机维修", "茶叶", "粮油", "鲜花", "眼镜店", "书店",
)  # fmt: skip
_SIGN_COLOURS: tuple[Bgr, ...] = (
    (40, 40, 190), (160, 80, 30), (60, 120, 40), (230, 230, 230), (40, 150, 230), (50, 50, 52), (120, 50, 130)
)  # fmt: skip
_WALLS: tuple[Bgr, ...] = (
    (176, 190, 200), (190, 196, 200), (150, 170, 188), (120, 140, 170), (198, 200, 198), (160, 168, 172),
    (104, 122, 160),
)  # fmt: skip


def facade(wall: Wall, length: float, pixels_per_m: float, lamps: float = 0.0) -> Bytes:
    """Picture (h, w, 3) of a wall `length` metres long, ground at the bottom; `lamps` 0..1 lights windows."""
    rng = random.Random(f"facade {wall.seed}")
    canvas = _Canvas(length, wall.height, pixels_per_m, rng, lamps)
    STYLES[wall.style](canvas)
    canvas.weather(wall.seed)
    return canvas.picture


class _Canvas:
    """Draws in metres: x along the wall, z up."""

    def __init__(self, length: float, height: float, scale: float, rng: random.Random, lamps: float) -> None:
        self.length, self.height, self.scale, self.rng, self.lamps = length, height, scale, rng, lamps
        shape = (max(8, round(height * scale)), max(8, round(length * scale)), 3)
        self.picture: Bytes = np.zeros(shape, np.uint8)
        self.wall = rng.choice(_WALLS)
        self.picture[:] = np.asarray(self.wall, np.uint8)

    def fill(self, x0: float, z0: float, x1: float, z1: float, colour: Bgr, shade: float = 1.0) -> None:
        s, h = self.scale, self.picture.shape[0]
        left, top = round(x0 * s), h - round(z1 * s)
        right, bottom = max(left, round(x1 * s) - 1), max(0, h - round(z0 * s) - 1)
        cv2.rectangle(self.picture, (left, top), (right, bottom), [min(255.0, c * shade) for c in colour], -1)

    def glass(self, x0: float, z0: float, x1: float, z1: float, *, frame: float = 0.06) -> None:
        """A window: frame, panes that mirror the sky towards the top, a sill."""
        rng = self.rng
        self.fill(x0 - 0.04, z0 - 0.10, x1 + 0.04, z0, self.wall, 1.12)
        self.fill(x0, z0, x1, z1, (205, 208, 208), 0.95)
        lit = self.lamps > 0 and rng.random() < 0.45 * self.lamps
        tone = rng.uniform(0.75, 1.2)
        panes = max(1, round((x1 - x0) / 0.8))
        wide = (x1 - x0) / panes
        for i in range(panes):
            a, b = x0 + i * wide + frame / 2, x0 + (i + 1) * wide - frame / 2
            steps = 4
            for k in range(steps):
                low = z0 + frame + (z1 - z0 - 2 * frame) * k / steps
                high = z0 + frame + (z1 - z0 - 2 * frame) * (k + 1) / steps
                dark = (86, 78, 68) if not lit else (120, 190, 235)
                self.fill(a, low, b, high, dark, tone * (0.75 + 0.16 * k))
            if rng.random() < 0.35:  # a curtain
                c = a + wide * rng.uniform(0.2, 0.5)
                self.fill(
                    a,
                    z0 + frame,
                    c,
                    z1 - frame,
                    rng.choice(((150, 160, 170), (130, 130, 150), (170, 165, 150))),
                )
        self.fill(x0, z1, x1, z1 + 0.05, self.wall, 0.72)

    def cooler(self, x: float, z: float) -> None:
        """An air conditioner with its shadow."""
        self.fill(x + 0.06, z - 0.14, x + 0.92, z + 0.5, self.wall, 0.7)
        self.fill(x, z, x + 0.85, z + 0.55, (212, 214, 214))
        self.fill(x + 0.08, z + 0.08, x + 0.5, z + 0.48, (150, 152, 152))

    def shop(self, x0: float, x1: float, z1: float = 3.9) -> None:
        """A shop front: sign, glass or shutter, a door, a step."""
        rng = self.rng
        self.fill(x0, 0, x1, z1, (120, 126, 130), rng.uniform(0.7, 1.1))
        shutter = rng.random() < 0.2
        if shutter:
            for k in range(28):
                self.fill(
                    x0 + 0.15,
                    0.05 + k * 0.1,
                    x1 - 0.15,
                    0.15 + k * 0.1,
                    (150, 152, 154),
                    0.82 + 0.14 * (k % 2),
                )
        else:
            inside = rng.choice(((60, 66, 72), (84, 92, 100), (50, 56, 60), (110, 130, 140)))
            glow = 1 + 0.9 * self.lamps
            self.fill(x0 + 0.15, 0.12, x1 - 0.15, 2.85, inside, glow)
            for _ in range(int((x1 - x0) * 9)):  # goods on shelves
                a, z = rng.uniform(x0 + 0.2, x1 - 0.5), rng.choice((0.3, 0.8, 1.3, 1.8))
                grey, strong = rng.uniform(60, 170), rng.uniform(0, 0.5)
                b, g, r = (grey + strong * (rng.uniform(30, 215) - grey) for _ in range(3))
                self.fill(
                    a, z, a + rng.uniform(0.1, 0.35), z + rng.uniform(0.15, 0.4), (b, g, r), 0.75 * glow
                )
            step = x0 + 0.15
            while step < x1:
                self.fill(step - 0.03, 0.1, step + 0.03, 2.85, (190, 192, 192))
                step += 1.15
            self.fill(x0 + 0.15, 1.9, x1 - 0.15, 2.85, (190, 180, 170), 0.62)
        base = rng.choice(_SIGN_COLOURS)
        self.fill(x0 + 0.05, 2.95, x1 - 0.05, 3.85, base, 1 + 0.35 * self.lamps)
        self.fill(x0 + 0.05, 2.90, x1 - 0.05, 2.95, (40, 40, 40))
        self.sign(x0 + 0.05, x1 - 0.05, 2.98, 3.82, base)
        self.fill(x0, 0, x1, 0.12, (140, 144, 146))

    def sign(self, x0: float, x1: float, z0: float, z1: float, base: Bgr) -> None:
        text = self.rng.choice(_SIGNS)
        size = int((z1 - z0) * 0.72 * self.scale)
        wide = len(text) * size
        if size < 7 or wide > (x1 - x0) * self.scale:
            return
        colour = (40, 40, 180) if min(base) > 200 else (240, 240, 240)
        at = (
            int((x0 + x1) / 2 * self.scale - wide / 2),
            self.picture.shape[0] - int((z0 + (z1 - z0) * 0.22) * self.scale),
        )
        cv2.putText(self.picture, text, at, colour, cv2.FontFace("uni"), size, 500)

    def weather(self, seed: int) -> None:
        """Streaks of rain and dirt, darker at the foot."""
        h, w = self.picture.shape[:2]
        rng = np.random.default_rng(seed)
        streaks = cv2.resize(
            rng.normal(1, 0.05, (3, max(4, w // 6))).astype(np.float32),
            (w, h),
            interpolation=cv2.INTER_LINEAR,
        )
        grain = cv2.resize(rng.normal(0, 0.05, (max(2, h // 3), max(2, w // 3))).astype(np.float32), (w, h))
        foot = 1 - 0.22 * np.exp(-np.arange(h, dtype=np.float32)[::-1] / (0.5 * self.scale))
        factor = (np.asarray(streaks) + np.asarray(grain)) * foot[:, None]
        self.picture = np.clip(self.picture * factor[:, :, None], 0, 255).astype(np.uint8)


def _windows(c: _Canvas, z0: float, *, storey: float = 3.0, step: float = 3.2, coolers: bool = True) -> None:
    rng = c.rng
    wide = rng.uniform(1.4, 2.1)
    columns = max(1, int((c.length - 0.8) / step))
    margin = (c.length - columns * step) / 2
    z = z0
    while z + 2.2 < c.height:
        for i in range(columns):
            x = margin + i * step + (step - wide) / 2
            c.glass(x, z + 0.95, x + wide, z + 2.4)
            if coolers and rng.random() < 0.45:
                c.cooler(x + wide * 0.5, z + 0.15)
        c.fill(0, z - 0.08, c.length, z + 0.04, c.wall, 0.86)
        z += storey
    c.fill(0, c.height - 0.5, c.length, c.height, c.wall, 0.82)


def _shops(c: _Canvas) -> None:
    x = 0.0
    while x < c.length - 1.5:
        wide = min(c.rng.uniform(3.6, 6.2), c.length - x)
        c.shop(x + 0.1, x + wide - 0.1)
        x += wide
    _windows(c, 4.2)


def _flats(c: _Canvas) -> None:
    _windows(c, 0.6)
    rng = c.rng
    for k in range(max(1, int(c.length / 9))):  # balconies in columns
        x = 2 + k * 9 + rng.uniform(0, 2)
        z = 0.6
        while z + 2.6 < c.height and x + 2.6 < c.length:
            c.fill(x, z + 0.1, x + 2.6, z + 2.6, c.wall, 0.68)
            c.glass(x + 0.15, z + 1.1, x + 2.45, z + 2.5)
            c.fill(x - 0.05, z + 0.1, x + 2.65, z + 1.05, c.wall, 1.08)
            z += 3.0


def _office(c: _Canvas) -> None:
    c.fill(0, 0, c.length, c.height, (120, 112, 104))
    z = 0.3
    while z + 1.2 < c.height:
        x = 0.1
        while x < c.length - 0.4:
            tone = c.rng.uniform(0.85, 1.12)
            lit = c.lamps > 0 and c.rng.random() < 0.3 * c.lamps
            c.fill(
                x,
                z,
                min(x + 1.4, c.length),
                z + 1.7,
                (130, 195, 230) if lit else (128, 112, 96),
                tone * (0.7 + 0.02 * z),
            )
            x += 1.5
        c.fill(0, z + 1.75, c.length, z + 3.0, (150, 152, 152), 0.9)
        z += 3.2


def _plain(c: _Canvas) -> None:
    if c.rng.random() < 0.5:
        _windows(c, 0.8, step=5.0, coolers=True)
    c.fill(0, 0, c.length, 1.0, c.wall, 0.8)


def _frame(c: _Canvas) -> None:
    """A building under construction: slabs, columns, green safety net, scaffold."""
    c.fill(0, 0, c.length, c.height, (82, 86, 90))
    z = 0.0
    while z < c.height:
        c.fill(0, z + 2.6, c.length, z + 3.0, (150, 155, 158))
        x = 0.0
        while x < c.length:
            c.fill(x, z, x + 0.5, z + 2.6, (140, 145, 148))
            if c.rng.random() < 0.55:
                c.fill(
                    x + 0.5,
                    z,
                    x + 4.0,
                    z + 2.6,
                    c.rng.choice(((92, 128, 66), (86, 118, 60), (100, 136, 78))),
                    c.rng.uniform(0.85, 1.1),
                )
            x += 4.0
        z += 3.0
    x = 0.0
    while x < c.length:
        c.fill(x, 0, x + 0.07, c.height, (120, 124, 128))
        x += 1.8
    z = 1.0
    while z < c.height:
        c.fill(0, z, c.length, z + 0.06, (120, 124, 128))
        z += 1.8


STYLES: dict[str, Callable[[_Canvas], None]] = {
    "shops": _shops,
    "flats": _flats,
    "office": _office,
    "plain": _plain,
    "frame": _frame,
}
