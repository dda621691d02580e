"""A year of raw alarms of the reference district: things, false alarms, rain, chatter, outages. Pure, seeded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gridwatch.load.world import MATTERS, OFFLINE, Floats, Ints, World

DAY = 1440.0  # minutes
NAMES = (*MATTERS, OFFLINE, "outage")  # of the matters, by index
_OFFLINE, _OUTAGE = len(MATTERS), len(MATTERS) + 1
# How often something is found in each hour of the day: mornings, evenings, and dumping before midnight.
_RHYTHM = np.array([5, 3, 2, 2, 2, 4, 7, 10, 9, 7, 6, 6, 6, 5, 5, 6, 7, 9, 10, 9, 7, 6, 7, 7], np.float64)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Something that lasts and makes alarms needless: an outage, or rain over a street."""

    kind: str  # host | owner | street | rain
    index: int  # of the host, owner or street
    start: float  # minutes
    end: float
    cameras: Ints  # that it concerns


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarms:
    """Raw alarms in order of time; columns of equal length."""

    at: Floats  # minutes since the start
    end: Floats  # when it would be gone by itself
    camera: Ints  # -1: of no single camera
    matter: Ints  # index into NAMES
    thing: Ints  # -1: of nothing that another camera could see
    confidence: Floats

    def __len__(self) -> int:
        return len(self.at)

    def only(self, which: np.ndarray) -> Alarms:
        """Return some of them."""
        return Alarms(
            at=self.at[which],
            end=self.end[which],
            camera=self.camera[which],
            matter=self.matter[which],
            thing=self.thing[which],
            confidence=self.confidence[which],
        )


def make_year(world: World, rate: float, rng: np.random.Generator) -> tuple[Alarms, list[Trouble]]:
    """Return a year's raw alarms at so many for each camera and day, and the troubles in it."""
    assumed = world.assumed
    troubles = [*_outages(world, rng), *_rains(world, rng)]
    offline = _offline(world, troubles, rng)
    wanted = max(0.0, rate * assumed.cameras * assumed.days - int((offline.matter == _OFFLINE).sum()))
    things = _things(world, wanted * assumed.true_share, rng)
    chatter = _chatter(world, wanted * assumed.chatter_share, rng)
    rain = _in_rain(world, troubles, wanted * assumed.weather_share, rng)
    quiet = 1 - assumed.true_share - assumed.chatter_share - assumed.weather_share
    false = _false(world, wanted * quiet, rng)
    seen = _without_the_dark(_joined([things, chatter, rain, false]), troubles, world)
    made = _joined([seen, offline])
    inside = made.at < assumed.days * DAY
    return made.only(inside), troubles


def _times(world: World, count: int, rng: np.random.Generator) -> Floats:
    hours = rng.choice(24, count, p=_RHYTHM / _RHYTHM.sum())
    return rng.integers(0, world.assumed.days, count) * DAY + (hours + rng.random(count)) * 60


def _matters(count: int, rng: np.random.Generator) -> Ints:
    shares = [share for share, _ in MATTERS.values()]
    return rng.choice(len(MATTERS), count, p=np.array(shares) / sum(shares)).astype(np.int64)


def _alarms(
    at: Floats, end: Floats, camera: Ints, matter: Ints, rng: np.random.Generator, thing: Ints | None = None
) -> Alarms:
    none = np.full(len(at), -1, np.int64)
    return Alarms(
        at=at,
        end=end,
        camera=camera,
        matter=matter,
        thing=none if thing is None else thing,
        confidence=rng.uniform(0.35, 0.95, len(at)),
    )


def _joined(parts: list[Alarms]) -> Alarms:
    made = Alarms(
        at=np.concatenate([part.at for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        camera=np.concatenate([part.camera for part in parts]),
        matter=np.concatenate([part.matter for part in parts]),
        thing=np.concatenate([part.thing for part in parts]),
        confidence=np.concatenate([part.confidence for part in parts]),
    )
    return made.only(np.argsort(made.at, kind="stable"))


def _things(world: World, alarms: float, rng: np.random.Generator) -> Alarms:
    """Things at places that come again; each of the cameras of a place raises its own alarm, some more than one."""
    assumed = world.assumed
    seen_by = np.arange(1, len(assumed.views) + 1)
    mean = float((seen_by * assumed.views).sum()) * (1 + assumed.repeats)
    count = round(alarms / mean)
    place_views = rng.choice(seen_by, assumed.places, p=assumed.views)
    place_camera = rng.integers(0, assumed.cameras - len(assumed.views), assumed.places)
    weight = 1.0 / np.arange(1, assumed.places + 1) ** assumed.place_skew
    # each place is seen by one more camera or less; the mean of what is drawn stays what was assumed
    place = rng.choice(assumed.places, count, p=weight / weight.sum())
    start = _times(world, count, rng)
    life = assumed.life_min * rng.lognormal(0.0, 1.0, count)
    matter = _matters(count, rng)
    view = np.repeat(np.arange(count), place_views[place])
    number = np.arange(len(view)) - np.repeat(
        np.cumsum(place_views[place]) - place_views[place], place_views[place]
    )
    first = start[view] + rng.uniform(5, 30, len(view))
    again = np.repeat(np.arange(len(view)), rng.poisson(assumed.repeats, len(view)))
    which = np.concatenate([np.arange(len(view)), again])
    of = view[which]
    at = np.concatenate([first, first[again] + rng.random(len(again)) * life[view[again]]])
    camera = place_camera[place[of]] + number[which]
    end = np.maximum(start[of] + life[of], at + 10)
    return _alarms(at, end, camera, matter[of], rng, of.astype(np.int64))


def _false(world: World, alarms: float, rng: np.random.Generator) -> Alarms:
    count = round(alarms)
    at = _times(world, count, rng)
    camera = rng.integers(0, world.assumed.cameras, count)
    return _alarms(at, at + world.assumed.false_life_min, camera, _matters(count, rng), rng)


def _chatter(world: World, alarms: float, rng: np.random.Generator) -> Alarms:
    """A few cameras, on some days, for hours: the same again and again."""
    assumed = world.assumed
    cameras = rng.choice(assumed.cameras, max(1, round(assumed.chattering * assumed.cameras)), replace=False)
    matter_of = _matters(len(cameras), rng)
    burst = 12 * 60 / assumed.chatter_every_min  # half a day
    bursts = max(1, round(alarms / burst))
    who = rng.integers(0, len(cameras), bursts)
    start = _times(world, bursts, rng)
    count = max(1, round(burst))
    at = (
        start[:, None] + np.cumsum(rng.exponential(assumed.chatter_every_min, (bursts, count)), axis=1)
    ).ravel()
    which = np.repeat(who, count)
    return _alarms(at, at + 10, cameras[which], matter_of[which], rng)


def _in_rain(world: World, troubles: list[Trouble], alarms: float, rng: np.random.Generator) -> Alarms:
    rains = [one for one in troubles if one.kind == "rain"]
    if not rains:
        return _alarms(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64), rng)
    sizes = np.array([(one.end - one.start) * len(one.cameras) for one in rains])
    which = rng.choice(len(rains), round(alarms), p=sizes / sizes.sum())
    at, camera = np.zeros(len(which)), np.zeros(len(which), np.int64)
    for index, one in enumerate(rains):
        mine = np.flatnonzero(which == index)
        at[mine] = rng.uniform(one.start, one.end, len(mine))
        camera[mine] = rng.choice(one.cameras, len(mine))
    matter = _matters(len(at), rng)
    matter[rng.random(len(at)) < 0.1] = NAMES.index("ponding")
    return _alarms(at, at + world.assumed.false_life_min, camera, matter, rng)


def _rains(world: World, rng: np.random.Generator) -> list[Trouble]:
    assumed = world.assumed
    found = []
    days = max(1, round(assumed.rain_days * assumed.days / 365))
    for day in rng.choice(assumed.days, min(assumed.days, days), replace=False):
        start = float(day) * DAY + rng.uniform(0, 20 * 60)
        for street in np.flatnonzero(rng.random(assumed.streets) < 0.7):
            begins = start + rng.uniform(0, 60)
            found.append(
                Trouble(
                    kind="rain",
                    index=int(street),
                    start=begins,
                    end=begins + assumed.rain_hours * 60 * rng.lognormal(0, 0.4),
                    cameras=np.flatnonzero(world.street == street),
                )
            )
    return found


def _outages(world: World, rng: np.random.Generator) -> list[Trouble]:
    assumed = world.assumed
    found = []
    for kind, of, yearly in (
        ("host", world.host, assumed.host_outages),
        ("owner", world.owner, assumed.owner_outages),
        ("street", world.street, assumed.street_outages),
    ):
        for index in range(int(of.max()) + 1):
            for _ in range(int(rng.poisson(yearly * assumed.days / 365))):
                start = float(rng.uniform(0, assumed.days * DAY))
                length = float(assumed.outage_min * rng.lognormal(0, 0.8))
                found.append(
                    Trouble(
                        kind=kind,
                        index=index,
                        start=start,
                        end=start + length,
                        cameras=np.flatnonzero(of == index),
                    )
                )
    return found


def _offline(world: World, troubles: list[Trouble], rng: np.random.Generator) -> Alarms:
    """Each camera that fails raises its own alarm; an outage, where it is known as one, raises one more."""
    assumed = world.assumed
    at, end, camera, matter = [], [], [], []
    for one in troubles:
        if one.kind == "rain":
            continue
        count = len(one.cameras)
        at.append(one.start + rng.uniform(1, 4, count))
        end.append(np.full(count, one.end))
        camera.append(one.cameras)
        matter.append(np.full(count, _OFFLINE))
        at.append(np.array([one.start + assumed.settle_min]))
        end.append(np.array([one.end]))
        camera.append(np.array([-1]))
        matter.append(np.array([_OUTAGE]))
    alone = int(rng.poisson(assumed.lone_outages * assumed.cameras * assumed.days / 365))
    start = rng.uniform(0, assumed.days * DAY, alone)
    at.append(start)
    end.append(start + assumed.outage_min * rng.lognormal(0, 0.8, alone))
    camera.append(rng.integers(0, assumed.cameras, alone))
    matter.append(np.full(alone, _OFFLINE))
    return _alarms(
        np.concatenate(at),
        np.concatenate(end),
        np.concatenate(camera).astype(np.int64),
        np.concatenate(matter).astype(np.int64),
        rng,
    )


def _without_the_dark(alarms: Alarms, troubles: list[Trouble], world: World) -> Alarms:
    """Return what is seen: a camera that does not answer sees nothing."""
    seen = np.ones(len(alarms), np.bool_)
    for one in troubles:
        if one.kind == "rain":
            continue
        lo, hi = np.searchsorted(alarms.at, [one.start, one.end])
        dark = np.zeros(world.assumed.cameras, np.bool_)
        dark[one.cameras] = True
        seen[lo:hi] &= ~dark[alarms.camera[lo:hi]]
    return alarms.only(seen)
