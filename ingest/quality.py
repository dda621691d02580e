"""Is this a picture to decide on? Black, overexposed, frozen, blurred, turned: each has its own name.

Pure: a picture and what is known about the camera's pictures in, a verdict and new knowledge out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.config.settings.looking import Quality
from core.frame import Image
from core.look import LookFailureKind
from ingest.view import View, begin, compare, edge_map, find_tiles, learn

Bytes = NDArray[np.uint8]

WORK_W, WORK_H = 640, 360  # sharpness and sameness are judged on this grey picture
SMALL_W, SMALL_H = 128, 72  # tone on this one (a fifth: whole factors resize fastest)
PRINTED = 9  # rows at the top and bottom of the small picture, where cameras print time and name

SHARP_SHARE = 0.02
"""Variance of the Laplacian over variance, below which a picture is blurred whatever its contrast. Sharp
recorded scenes have 0.03-0.5, defocused ones 0.0005-0.013; low contrast alone does not lower it."""

SHARP_FALL = 0.12
"""Fall against the camera's own usual sharpness that is a blur, even where the picture is not smooth as such."""

NOTHING = 2.0  # standard deviation below which a picture of any tone is a single tone: a covered lens
SAME_SHARE = 0.85  # of the tiles with content must be the same; the rest may be a printed clock
SAME_TILES = 8  # tiles with content below which sameness says nothing (night)
SAME_SPACING_S = 5.0  # looks closer than this are not counted: streams repeat pictures of a scene at rest
NIGHT_BELOW = 70.0  # mean grey level
MONOCHROME_BELOW = 3.0  # mean difference of the colours; infrared pictures have none
VIEW_EVERY = 4  # looks between two comparisons of the view while all is well: it is the dearest part
THIRD_FOUND = 0.6  # of one third of the picture: a crowd or a lorry covers the rest, the camera stands
TURNED_LOOKS = 3  # comparisons in a row; a lorry before the lens is not a turned camera
SHARP_LOOKS = 8  # looks before the usual sharpness is known


# A checksum of each of 8 x 8 tiles: its pixels, eight at a time, weighted with odd numbers, modulo 2^64.
_CUT = (8, WORK_H // 8, 8, WORK_W // 64)
_WEIGHTS = np.random.default_rng(8).integers(0, 2**64 - 1, (_CUT[1], _CUT[3]), np.uint64) | np.uint64(1)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class QualityState:
    """What is remembered about one camera's pictures."""

    tiles: bytes = b""  # 64 checksums of 8 bytes: what the latest picture was made of
    same: int = 1  # identical pictures in a row
    same_at: float = float("-inf")  # epoch seconds of the latest counted one
    sharpness: float = 0.0  # usual variance of the Laplacian
    smoothness: float = 0.0  # usual variance of the Laplacian over variance
    sharp_looks: int = 0
    day: View | None = None
    night: View | None = None
    looks: int = 0
    strange: int = 0  # comparisons in a row in which the view was not found

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types. Sameness is not kept: the next picture after a restart begins it anew."""
        return {
            "sharpness": round(self.sharpness, 3),
            "smoothness": round(self.smoothness, 6),
            "sharp_looks": self.sharp_looks,
            "day": self.day.to_json() if self.day else None,
            "night": self.night.to_json() if self.night else None,
            "strange": self.strange,
        }

    @classmethod
    def from_json(cls, plain: object) -> QualityState:
        """Read what `to_json` wrote; what cannot be read is learned anew."""
        if not isinstance(plain, Mapping):
            return cls()
        try:
            return cls(
                sharpness=float(plain.get("sharpness", 0)),
                smoothness=float(plain.get("smoothness", 0)),
                sharp_looks=int(plain.get("sharp_looks", 0)),
                day=View.from_json(plain.get("day")),
                night=View.from_json(plain.get("night")),
                strange=int(plain.get("strange", 0)),
            )
        except (TypeError, ValueError):
            return cls()

    def accept_view(self) -> QualityState:
        """Forget the views: a person says that the camera was turned on purpose."""
        return replace(self, day=None, night=None, strange=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What is wrong with a picture, if anything, and the figures it rests on."""

    kind: LookFailureKind | None
    detail: str  # one sentence; empty when nothing is wrong
    mean: float  # grey level, 0..255
    spread: float  # standard deviation of grey levels
    bright: float  # share of pixels at 250 or more
    sharpness: float  # variance of the Laplacian
    same: int  # identical pictures in a row, this one included
    likeness: float | None = None  # share of the steady view found; None when not compared
    small: Bytes | None = field(default=None, repr=False)  # (72, 128) grey: what tone was judged on

    @property
    def good(self) -> bool:
        """Whether it is a picture to decide on."""
        return self.kind is None


def judge(
    image: Image, state: QualityState, quality: Quality, *, at: datetime | None = None
) -> tuple[Verdict, QualityState]:
    """Judge one (h, w, 3) BGR picture. `at`: when it was taken; without it every look counts for sameness."""
    colour = image
    if image.shape[:2] != (WORK_H, WORK_W):
        colour = np.asarray(cv2.resize(image, (WORK_W, WORK_H), interpolation=cv2.INTER_AREA), np.uint8)
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8)
    small = np.asarray(cv2.resize(grey, (SMALL_W, SMALL_H), interpolation=cv2.INTER_AREA), np.uint8)
    state = _count_same(grey, small, state, at)
    mean, spread = cv2.meanStdDev(small[PRINTED:-PRINTED])
    sharpness = _variance(cv2.Laplacian(grey, cv2.CV_16S))
    verdict = Verdict(
        kind=None,
        detail="",
        mean=float(mean[0, 0]),
        spread=float(spread[0, 0]),
        bright=np.count_nonzero(small >= 250) / small.size,
        sharpness=sharpness,
        same=state.same,
        small=small,
    )
    if (wrong := _tone(verdict, quality)) is not None:
        return replace(verdict, kind=wrong[0], detail=wrong[1]), state
    if state.same >= quality.frozen_looks:
        detail = f"the same picture {state.same} times in a row"
        return replace(verdict, kind=LookFailureKind.FROZEN, detail=detail), state
    share = sharpness / max(1.0, float(cv2.meanStdDev(grey)[1][0, 0]) ** 2)
    if (blur := _blur(sharpness, share, state, quality)) is not None:
        return replace(verdict, kind=LookFailureKind.BLURRED, detail=blur), state
    return _look_around(verdict, colour, grey, _learn_sharpness(state, sharpness, share), quality)


def _variance(plane: NDArray[Any]) -> float:
    """Return the variance of whole numbers; `meanStdDev` costs ten times as much on them."""
    return cv2.norm(plane, cv2.NORM_L2SQR) / plane.size - cv2.mean(plane)[0] ** 2


def _tone(verdict: Verdict, quality: Quality) -> tuple[LookFailureKind, str] | None:
    told = f"mean grey level {verdict.mean:.0f}, spread {verdict.spread:.1f}"
    if verdict.mean < quality.black_below and verdict.spread < quality.flat_below:
        return LookFailureKind.BLACK, f"black: {told}"
    white = verdict.mean > 255 - quality.black_below and verdict.spread < quality.flat_below
    if verdict.bright > quality.bright_share or white:
        return LookFailureKind.OVEREXPOSED, f"{verdict.bright:.0%} of the picture is white; {told}"
    if verdict.spread < NOTHING:
        return LookFailureKind.BLURRED, f"a single tone, as behind a covered lens: {told}"
    return None


def _blur(sharpness: float, share: float, state: QualityState, quality: Quality) -> str | None:
    if sharpness < quality.blur_below and share < SHARP_SHARE:
        return f"smooth: sharpness {sharpness:.1f}, limit {quality.blur_below:g}"
    usual = state.sharp_looks >= SHARP_LOOKS
    if usual and sharpness < SHARP_FALL * state.sharpness and share < 2 * SHARP_FALL * state.smoothness:
        return f"sharpness {sharpness:.0f}, usually {state.sharpness:.0f}"
    return None


def _learn_sharpness(state: QualityState, sharpness: float, share: float) -> QualityState:
    weight = max(0.05, 1.0 / (state.sharp_looks + 1))
    return replace(
        state,
        sharpness=state.sharpness + weight * (sharpness - state.sharpness),
        smoothness=state.smoothness + weight * (share - state.smoothness),
        sharp_looks=min(state.sharp_looks + 1, 1000),
        looks=state.looks + 1,  # here, because each `replace` is a hundredth of what judging costs
    )


def _count_same(grey: Bytes, small: Bytes, state: QualityState, at: datetime | None) -> QualityState:
    """Compare 8 x 8 tiles bit by bit: sensor noise changes every one that shows something, a clock a few."""
    tiles = np.einsum("trcx,rx->tc", grey.view(np.uint64).reshape(_CUT), _WEIGHTS).tobytes()
    rows = small.reshape(8, SMALL_H // 8, SMALL_W)  # down first: along whole rows numpy is quick
    most, least = (end.reshape(8, 8, SMALL_W // 8) for end in (rows.max(axis=1), rows.min(axis=1)))
    shows = (most.max(axis=2) - least.min(axis=2) >= 4).reshape(-1)
    before, now = np.frombuffer(state.tiles, np.uint64), np.frombuffer(tiles, np.uint64)
    when = at.timestamp() if at is not None else None
    if shows.sum() < SAME_TILES or len(before) != len(now) or (before == now)[shows].mean() < SAME_SHARE:
        same, counted = 1, True
    else:
        counted = when is None or when - state.same_at >= SAME_SPACING_S
        same = state.same + counted
    same_at = when if counted and when is not None else state.same_at
    return replace(state, tiles=tiles, same=same, same_at=same_at)


def _look_around(
    verdict: Verdict, colour: Image, grey: Bytes, state: QualityState, quality: Quality
) -> tuple[Verdict, QualityState]:
    by_night = verdict.mean < NIGHT_BELOW or _colourless(colour)
    view = state.night if by_night else state.day
    if view is not None and compare_later(view, state):
        return verdict, state
    edges = edge_map(grey)
    if view is None:
        return verdict, _with_view(state, begin(edges), by_night=by_night)
    scores = find_tiles(view, edges)
    likeness = compare(view, scores)
    if likeness is None or likeness.share >= quality.turned_below or likeness.best_third >= THIRD_FOUND:
        state = _with_view(replace(state, strange=0), learn(view, edges, scores), by_night=by_night)
        return replace(verdict, likeness=likeness.share if likeness else None), state
    state = replace(state, strange=state.strange + 1)
    verdict = replace(verdict, likeness=likeness.share)
    if state.strange < TURNED_LOOKS:
        return verdict, state
    detail = (
        f"{likeness.share:.0%} of {likeness.tiles} steady places found again, {state.strange} times in a row"
    )
    return replace(verdict, kind=LookFailureKind.TURNED, detail=detail), state


def compare_later(view: View, state: QualityState) -> bool:
    """Whether this look may go without comparing the view: it is known, and nothing was strange."""
    return view.looks >= 2 * SHARP_LOOKS and state.strange == 0 and state.looks % VIEW_EVERY != 0


def _with_view(state: QualityState, view: View, *, by_night: bool) -> QualityState:
    return replace(state, night=view) if by_night else replace(state, day=view)


def _colourless(colour: Image) -> bool:
    blue, green, red = (colour[10::20, 10::20, channel] for channel in range(3))
    most, least = np.maximum(np.maximum(blue, green), red), np.minimum(np.minimum(blue, green), red)
    return float((most - least).mean()) < MONOCHROME_BELOW
