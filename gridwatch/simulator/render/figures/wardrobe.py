"""What people wear: drawn from a seed, so that a person looks the same in every picture."""

from __future__ import annotations

import random
from dataclasses import dataclass

Bgr = tuple[float, float, float]

# BGR; dark, dull clothes are the common case in streets, strong colours the exception.
_TOPS: tuple[Bgr, ...] = (
    (38, 36, 35), (52, 46, 42), (70, 50, 38), (95, 62, 40), (60, 58, 58), (120, 118, 118), (205, 204, 200),
    (228, 228, 226), (150, 160, 172), (44, 40, 120), (40, 44, 168), (86, 110, 62), (58, 74, 52), (90, 120, 160),
    (150, 110, 60), (178, 140, 96), (130, 100, 150), (60, 130, 190), (170, 175, 205), (34, 30, 60), (84, 96, 120),
)  # fmt: skip
_BOTTOMS: tuple[Bgr, ...] = (
    (34, 32, 32), (48, 44, 42), (84, 60, 44), (105, 78, 56), (70, 56, 46), (62, 62, 64), (98, 112, 128),
    (120, 142, 160), (46, 54, 62), (150, 150, 150), (40, 38, 50),
)  # fmt: skip
_SKINS: tuple[Bgr, ...] = (
    (142, 172, 212),
    (128, 160, 202),
    (118, 148, 190),
    (104, 134, 176),
    (150, 182, 222),
)
_HAIRS: tuple[Bgr, ...] = (
    (24, 22, 22),
    (30, 28, 30),
    (28, 34, 44),
    (36, 44, 60),
    (120, 122, 124),
    (22, 20, 20),
)
_SHOES: tuple[Bgr, ...] = ((28, 26, 26), (42, 40, 44), (215, 215, 215), (70, 82, 100), (50, 50, 120))
_BAGS: tuple[Bgr, ...] = ((30, 30, 34), (60, 40, 36), (40, 40, 130), (120, 90, 50), (50, 70, 90))


@dataclass(frozen=True, kw_only=True, slots=True)
class Outfit:
    """Build and clothes of one person."""

    height_m: float
    girth: float  # 1 is average
    skin: Bgr
    hair: Bgr
    long_hair: bool
    top: Bgr
    shirt: Bgr | None  # seen in an open jacket
    sleeves: bool  # long ones
    bottom: Bgr
    skirt: bool
    coat: bool  # reaches to the knees
    shoes: Bgr
    hat: Bgr | None
    helmet: Bgr | None
    vest: Bgr | None  # high visibility, with stripes
    backpack: Bgr | None
    bag: Bgr | None
    umbrella: Bgr | None


def outfit(seed: int, role: str = "") -> Outfit:
    """Draw an outfit; `role` is empty, worker, rider or umbrella."""
    rng = random.Random(f"outfit {seed}")
    woman = rng.random() < 0.48
    child = role == "" and rng.random() < 0.06
    coat = rng.random() < 0.16
    top = rng.choice(_TOPS)
    worker = role == "worker"
    helmet = rng.choice(((40, 200, 235), (230, 230, 230), (50, 60, 200), (190, 110, 40)))
    return Outfit(
        height_m=rng.uniform(1.08, 1.4) if child else rng.gauss(1.61 if woman else 1.72, 0.055),
        girth=min(1.35, max(0.85, rng.gauss(0.94 if woman else 1.04, 0.09))),
        skin=rng.choice(_SKINS),
        hair=rng.choice(_HAIRS),
        long_hair=woman and rng.random() < 0.7,
        top=top,
        shirt=rng.choice(_TOPS) if rng.random() < 0.4 else None,
        sleeves=coat or rng.random() < 0.72,
        bottom=rng.choice(_BOTTOMS),
        skirt=woman and not worker and rng.random() < 0.22,
        coat=coat and not worker,
        shoes=rng.choice(_SHOES),
        hat=rng.choice(_TOPS) if not worker and rng.random() < 0.12 else None,
        helmet=helmet if worker or (role == "rider" and rng.random() < 0.6) else None,
        vest=rng.choice(((30, 110, 245), (40, 230, 205))) if worker and rng.random() < 0.85 else None,
        backpack=rng.choice(_BAGS) if not worker and rng.random() < 0.2 else None,
        bag=rng.choice((*_BAGS, (225, 225, 225), (60, 60, 190))) if rng.random() < 0.25 else None,
        umbrella=rng.choice(_TOPS) if role == "umbrella" else None,
    )
