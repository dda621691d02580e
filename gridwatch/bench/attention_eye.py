"""What the detector of the attention bench sees: the rates at which the real one did, drawn anew.

Measured on the rendered scripted day of seed 0 (20 cameras, a look every 5 minutes, default model 0.3.0, thresholds and
zones of its profiles): for each event and each camera of its place, the share of looks at which the detector found it
there; and how often it found something where nothing was. Misses of one event five minutes apart were nearly
independent (mean autocorrelation 0.07), so each minute of each pair is drawn by itself. What the same minute showed to
one schedule it shows to every other.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.config.camera import Camera, Zone
from core.config.profile import CrowdRule, Profile
from core.detection import Detections
from detectors.rules.common import AnyRule
from detectors.zones import in_zone
from gridwatch.bench.attention_days import DAY_S, Happening, Ward
from gridwatch.simulator.world import CLASSES

RATES: Mapping[str, tuple[float, ...]] = {
    "construction_waste": (
        0.0, 0.0, 0.0, 0.0, 0.05, 0.06, 0.21, 0.36, 0.46, 0.48, 0.63, 0.64, 0.75, 0.81, 0.86, 0.87, 0.92, 0.92, 0.94,
        0.94, 0.95, 0.96, 0.96, 0.96, *(1.0,) * 16,
    ),
    "illegal_parking": (0.0, 0.68, 0.72, 0.79, 0.87, 0.97, 0.97, 0.97, *(1.0,) * 13),
    "bin_overflow": (0.0, 0.0, 0.0, 0.03, 0.69, 0.72, 0.73, 0.74, 0.8, 0.95, *(1.0,) * 10),
    "crowding": (1.0,),
}  # fmt: skip
"""Share of looks that showed an event, by matter: one value for each event and camera."""
FALSE_SHARE = 75 / 5760
"""Looks in which a rule was shown something that was not there."""
FALSE_RULES = {"waste": 28, "overflow": 8, "parking": 37}
"""How often each rule was; two crowds are left out."""
_FALSE_S = ((0.8, 60.0), (1.0, 360.0))  # of five, one lasted beyond the next look five minutes later
_PERSONS = 16  # of a crowd, in the zone: more than the 12 that the rule wants
_SIDE = 0.05  # of a thing's box, as a share of the picture
_SCORE = 0.9
_JITTER = 0.03  # of its side
_MINUTE_S = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """Something before one camera. Seconds as in `Happening`."""

    id: str
    happening: Happening | None  # None: nothing is there, the detector errs
    rule: str
    label: str
    start: float
    end: float
    rate: float  # share of looks that show it
    boxes: NDArray[np.float32]  # (n, 4), relative; several of a crowd


class Eye:
    """What each camera shows at a time. Cameras may be asked in any order, each at times that only grow."""

    def __init__(self, ward: Ward, happenings: Iterable[Happening], *, seed: int, days: int) -> None:
        self._seed = seed
        things: dict[str, list[Thing]] = {camera_id: [] for camera_id in ward.cameras}
        for one in happenings:
            for camera_id in one.cameras:
                made = self._thing(one, ward.cameras[camera_id], ward.profile_of[camera_id])
                if made is not None:
                    things[camera_id].append(made)
        for camera_id, camera in ward.cameras.items():
            things[camera_id] += self._errors(camera, ward.profile_of[camera_id], days)
        self._coming = {
            k: sorted(v, key=lambda one: (one.start, one.id), reverse=True) for k, v in things.items()
        }
        self._there: dict[str, list[Thing]] = {camera_id: [] for camera_id in ward.cameras}

    def seen(self, camera_id: str, at: float) -> Sequence[Thing]:
        """Return what a look at `at` seconds shows."""
        there, coming = self._there[camera_id], self._coming[camera_id]
        while coming and coming[-1].start <= at:
            there.append(coming.pop())
        if not there:
            return ()
        there[:] = [one for one in there if one.end > at]
        return [one for one in there if one.rate >= 1 or self._hit(one, at)]

    def detections(self, things: Sequence[Thing], camera_id: str, at: float) -> Detections:
        """Return what was seen as the detector's boxes, a little off their places as ever."""
        rng = np.random.default_rng(_number(f"{self._seed} {camera_id} {at:.0f}"))
        boxes = np.concatenate([one.boxes for one in things]) if things else np.zeros((0, 4), np.float32)
        boxes = np.clip(boxes + rng.normal(0, _JITTER * _SIDE, boxes.shape), 0, 1).astype(np.float32)
        return Detections(
            boxes=boxes,
            scores=np.full(len(boxes), _SCORE, np.float32),
            labels=np.array([CLASSES.index(one.label) for one in things for _ in one.boxes], np.int16),
            names=CLASSES,
            picture_size=(960, 540),
        )

    def _hit(self, thing: Thing, at: float) -> bool:
        return _number(f"{self._seed} {thing.id} {int(at // _MINUTE_S)}") / 2**64 < thing.rate

    def _thing(self, one: Happening, camera: Camera, profile: Profile) -> Thing | None:
        rng = random.Random(f"{self._seed} {one.id} {camera.id}")  # noqa: S311 - reproducible draws
        rule = next((rule for rule in profile.rules if rule.matter == one.matter), None)
        placed = None if rule is None else _placed(rng, rule, camera)
        if rule is None or placed is None:
            return None  # it happens where this camera has no zone for it
        return Thing(
            id=f"{one.id}/{camera.id}",
            happening=one,
            rule=rule.id,
            label=rule.classes[0],
            start=one.start,
            end=one.end,
            rate=rng.choice(RATES[one.matter]),
            boxes=placed,
        )

    def _errors(self, camera: Camera, profile: Profile, days: int) -> list[Thing]:
        """The detector's errors: each at a place of its own, for a minute or a few."""
        rng = random.Random(f"{self._seed} errors {camera.id}")  # noqa: S311 - reproducible draws
        rules = {rule.id: rule for rule in profile.rules if rule.id in FALSE_RULES}
        mean_s = _FALSE_S[0][0] * _FALSE_S[0][1] + (1 - _FALSE_S[0][0]) * _FALSE_S[1][1]
        found: list[Thing] = []
        at = 0.0
        while rules:
            at += rng.expovariate(FALSE_SHARE / mean_s)
            if at >= days * DAY_S:
                break
            name = rng.choices(list(rules), [FALSE_RULES[one] for one in rules])[0]
            boxes = _placed(rng, rules[name], camera)
            long_s = _FALSE_S[bisect_right([share for share, _ in _FALSE_S], rng.random())][1]
            if boxes is not None:
                found.append(
                    Thing(id=f"error {camera.id} {at:.0f}", happening=None, rule=name, label=rules[name].classes[0],
                          start=at, end=at + long_s, rate=1.0, boxes=boxes)
                )  # fmt: skip
        return found


def _placed(rng: random.Random, rule: AnyRule, camera: Camera) -> NDArray[np.float32] | None:
    """Boxes whose feet are in a zone of the rule, or None where the camera has none."""
    zones = [zone for zone in camera.all_zones if not rule.zone_kinds or zone.kind in rule.zone_kinds]
    if not zones:
        return None
    zone = rng.choice(zones)
    if not isinstance(rule, CrowdRule):
        return _inside(rng, zone, 1)
    return _inside(rng, max(zones, key=lambda one: one.area_m2 or 0.0), _PERSONS)


def _inside(rng: random.Random, zone: Zone, count: int) -> NDArray[np.float32] | None:
    xs, ys = zip(*zone.polygon, strict=True)
    found: list[tuple[float, float, float, float]] = []
    for _ in range(200 * count):
        x, y = rng.uniform(min(xs), max(xs)), rng.uniform(min(ys), max(ys))
        row = (x - _SIDE / 2, y - _SIDE, x + _SIDE / 2, y)
        if min(row) < 0 or max(row) > 1 or not _foot_in(row, zone):
            continue
        found.append(row)
        if len(found) == count:
            return np.array(found, np.float32)
    return None


def _foot_in(row: tuple[float, float, float, float], zone: Zone) -> bool:
    one = Detections(
        boxes=np.array([row], np.float32), scores=np.ones(1, np.float32), labels=np.zeros(1, np.int16), names=("x",),
        picture_size=(960, 540),
    )  # fmt: skip
    return bool(in_zone(one, zone)[0])


def _number(text: str) -> int:
    """A number below 2**64 that depends on the text alone."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
