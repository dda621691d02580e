"""Raw alarms of one thing become incidents, by the merge's own reach between two places. Pure, seeded."""

from __future__ import annotations

import math

import numpy as np

from alerts.merge import reach_m
from core.config.settings.merging import Merging
from core.geo import LonLat
from core.place import Place, PlaceOrigin
from gridwatch.load.world import World
from gridwatch.load.year import Alarms

LOST = 0.05  # share of repeats in one camera that are not known again (the box moved)


def merged(alarms: Alarms, world: World, rng: np.random.Generator) -> Alarms:
    """Return the alarms that open an incident; all others became views or repeats of one."""
    assumed = world.assumed
    told = Place(point=LonLat(lon=0, lat=0), radius_m=assumed.radius_m, origin=PlaceOrigin.POSE)
    reach = reach_m(told, told, Merging())
    opens = np.ones(len(alarms), np.bool_)
    things, cameras = alarms.thing.tolist(), alarms.camera.tolist()
    lost = rng.random(len(alarms)) < LOST
    # of each thing: incidents as (cameras that are part of it, place of the first or None)
    known: dict[int, list[tuple[set[int], tuple[float, float] | None]]] = {}
    placed: dict[tuple[int, int], tuple[float, float] | None] = {}
    for row in np.flatnonzero(alarms.thing >= 0).tolist():
        thing, camera = things[row], cameras[row]
        incidents = known.setdefault(thing, [])
        if (thing, camera) not in placed:
            east, north = rng.normal(0, assumed.error_m, 2)
            placed[thing, camera] = (float(east), float(north)) if world.pointed[camera] else None
        here = placed[thing, camera]
        home = next((one for one in incidents if camera in one[0]), None)
        if home is not None:
            opens[row] = bool(lost[row])
            continue
        near = [one for one in incidents if here and one[1] and math.dist(here, one[1]) <= reach]
        if near:
            near[0][0].add(camera)
            opens[row] = False
        else:
            incidents.append(({camera}, here))
    return alarms.only(opens)
