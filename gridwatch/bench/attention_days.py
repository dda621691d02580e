"""Days of a district for the attention bench: the scripted day's places and events, drawn anew for every day.

Places, cameras, zones, profiles, and the times, lengths and matters of events are those of `gridwatch.simulator.day`.
Not taken from it: no picture is rendered, and every camera of a place is taken to see what happens there (on the
rendered day of seed 0, 98 of the 100 pairs of event and camera of its place do); how well it does is
`attention_eye`'s part.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.config.camera import Access, Camera
from core.config.profile import Profile
from gridwatch.simulator.day_events import HOUR, BinSpot, Stage, draw_events
from gridwatch.simulator.day_places import day_places, drawn, kind_of
from gridwatch.simulator.district import camera_config
from gridwatch.simulator.profiles import DAY_PROFILES
from gridwatch.simulator.scenery import Scene
from gridwatch.simulator.script import Planned, SceneScript
from gridwatch.simulator.world import SimCamera, Track

DAY_S = 24 * HOUR
HOT_PLACES = 0.1
"""Share of the places at which it happens again and again, where a recipe wants that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What days are made from."""

    seed: int
    cameras: int  # before three fifths as many places
    events: int  # a day
    recurring: float = 0.0  # share of the events that happens at a tenth of the places; 0: anywhere alike


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Something that happens before cameras. Seconds from the first day's six in the morning."""

    id: str
    matter: str
    cameras: tuple[str, ...]
    start: float
    end: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Ward:
    """The district: cameras by id with what they are checked for."""

    cameras: Mapping[str, Camera]
    profile_of: Mapping[str, Profile]
    scene_of: Mapping[str, str]


class Days:
    """Draws day after day of one district; the same recipe draws the same days."""

    def __init__(self, recipe: Recipe) -> None:
        """Make the places.

        Raises:
            ValueError: there are too few cameras for places of every kind.
        """
        self._recipe = recipe
        self._scenes, self._eyes = day_places(recipe.seed, recipe.cameras)
        self._by_scene: dict[str, list[str]] = {}
        for camera in self._eyes.values():
            self._by_scene.setdefault(camera.scene, []).append(camera.id)
        self._hot = self._drawn_hot()

    def ward(self) -> Ward:
        """Return the cameras as configuration, with true zones and the scripted day's profiles."""
        script = SceneScript(
            seed=self._recipe.seed, seconds=DAY_S, scenes=self._scenes, cameras=self._eyes, tracks=(), planned=()
        )  # fmt: skip
        profiles = {name: Profile.model_validate(one) for name, one in DAY_PROFILES.items()}
        access = Access(host="127.0.0.1", onvif=False, snapshot_url="http://127.0.0.1/none")
        cameras = {one.id: camera_config(one, script, access) for one in self._eyes.values()}
        return Ward(
            cameras=cameras,
            profile_of={one.id: profiles.get(one.scene, profiles["street"]) for one in cameras.values()},
            scene_of={one.id: one.scene for one in self._eyes.values()},
        )

    def day(self, number: int) -> list[Happening]:
        """Return what happens on day `number`, first things first."""
        recurring = round(self._recipe.events * self._recipe.recurring)
        anywhere = self._recipe.events - recurring
        happening = self._draw(number, "hot", self._hot, recurring) if recurring else []
        elsewhere = (
            self._scenes if not recurring else {k: v for k, v in self._scenes.items() if k not in self._hot}
        )
        happening += self._draw(number, "cold", elsewhere, anywhere) if anywhere else []
        return sorted(happening, key=lambda one: (one.start, one.id))

    def _draw(self, number: int, what: str, scenes: Mapping[str, Scene], count: int) -> list[Happening]:
        rng = random.Random(f"attention {self._recipe.seed} {number} {what}")  # noqa: S311 - reproducible draws
        eyes = {one.id: one for one in self._eyes.values() if one.scene in scenes}
        stage = _AllSee(scenes, eyes, self._recipe.seed)
        bins = [spot for place in scenes.values() for spot in _bins(place)]
        planned, _, _ = draw_events(rng, stage, bins, (), count, DAY_S)
        return [
            Happening(
                id=f"day{number}-{what}-{one.id}",
                matter=one.matter,
                cameras=tuple(self._by_scene[one.scene]),
                start=number * DAY_S + one.start,
                end=number * DAY_S + one.end,
            )
            for one in planned
        ]

    def _drawn_hot(self) -> dict[str, Scene]:
        """A tenth of the places, of every kind alike, one of each at least."""
        rng = random.Random(f"attention hot {self._recipe.seed}")  # noqa: S311 - reproducible draws
        kinds: dict[str, list[str]] = {}
        for place in self._scenes.values():
            kinds.setdefault(place.kind, []).append(place.id)
        chosen = [
            one
            for _, ids in sorted(kinds.items())
            for one in rng.sample(sorted(ids), max(1, round(len(ids) * HOT_PLACES)))
        ]
        return {one: self._scenes[one] for one in chosen}


class _AllSee(Stage):
    """Every camera of a place sees what happens there."""

    def __init__(self, scenes: Mapping[str, Scene], cameras: Mapping[str, SimCamera], seed: int) -> None:
        super().__init__(scenes, cameras, seed)
        self._at: dict[str, tuple[str, ...]] = {}
        for camera in cameras.values():
            self._at[camera.scene] = (*self._at.get(camera.scene, ()), camera.id)

    def seen_well(self, planned: Planned, tracks: Sequence[Track]) -> tuple[str, ...]:  # noqa: ARG002 - nothing is looked at
        return self._at.get(planned.scene, ())


def _bins(place: Scene) -> list[BinSpot]:
    rng = random.Random(f"attention bins {place.id}")  # noqa: S311 - reproducible draws
    spots = []
    for i, row in enumerate(kind_of(place).bins):
        x, y = drawn(rng, (row,))
        spots.append(BinSpot(id=f"{place.id}-bin{i}", scene=place.id, x=x, y=y, heading_deg=0.0, seed=i))
    return spots
