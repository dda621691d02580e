"""The same looks again and again, each detected once: what a sweep evaluates a profile with.

    looks ─► seeing.see ─► kept without their pictures ─► Replay.judge by one profile ─► Run
                                                     └─► by the next ...

The rules, the desk, merging and the clock are those of `gridwatch replay`. Only a profile that looks at other tiles
makes the detector see again (or its cache remember).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace

from core.config.profile import Profile
from gridwatch.workbench.district import District
from gridwatch.workbench.opening import TOLD_BY
from gridwatch.workbench.replay import Replay
from gridwatch.workbench.runs import Run, Source, alarm_of
from gridwatch.workbench.seeing import Detects, SeenLook, see
from gridwatch.workbench.sweep.rolls import Roll, sources_of

MAX_SEEN = 6
"""Ways of seeing (choices of tiles) whose detections are kept in memory."""


class Rerun:
    """Looks, a detector, and what does not change between profiles.

    Args:
        rolls: what was looked at.
        district: codes, grid, merging and time zone.
        detector: sees each look once for every choice of tiles.
        facts: of the model.
        progress: told a roll's name and how many of its looks are seen.
    """

    def __init__(
        self,
        rolls: Sequence[Roll],
        district: District,
        detector: Detects,
        facts: Mapping[str, str],
        *,
        progress: Callable[[str, int], None] = lambda _name, _done: None,
    ) -> None:
        self._rolls = tuple(rolls)
        self._district = district
        self._detector = detector
        self._facts = dict(facts)
        self._progress = progress
        self._seen: dict[tuple[int, str], tuple[SeenLook, ...]] = {}  # by roll and its tiles

    @property
    def cameras(self) -> tuple[str, ...]:
        """Every camera that was looked at, once it was."""
        return tuple(sorted({camera for roll in self._rolls for camera in roll.cameras}))

    def identity(self) -> str:
        """Return a hash of what the looks and the model are."""
        model = (self._facts.get(name, "") for name in ("model_sha256", TOLD_BY))
        told = [*model, *(roll.identity() for roll in self._rolls)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]

    def run(self, profile_of: Mapping[str, Profile], changes: Sequence[str] = ()) -> Run:
        """Judge every look by these profiles.

        Args:
            profile_of: camera id → profile.
            changes: written into the run.

        Raises:
            GridwatchError: a picture cannot be read.
        """
        sources: list[Source] = []
        alarms = []
        for number, roll in enumerate(self._rolls):
            replay = Replay(
                cameras=roll.cameras,
                profile_of={camera: profile_of[camera] for camera in roll.cameras},
                codes=self._district.codes,
                grid=self._district.grid,
                merging=self._district.settings.merging,
                evidence=None,
                facts=self._facts,
                source=roll.source,
            )
            seen = self._looks(number, replay)
            for _ in replay.judge(seen):
                pass
            sources += sources_of(((one.look.camera_id, one.look.taken_at) for one in seen), roll.every_s)
            alarms += [alarm for one in replay.incidents() if (alarm := alarm_of(one)) is not None]
        return Run(
            command="gridwatch sweep",
            model=self._facts["model"],
            model_sha256=self._facts.get("model_sha256", ""),
            model_told_by=self._facts.get(TOLD_BY, ""),
            profiles={profile.name: profile.version for profile in profile_of.values()},
            changes=tuple(changes),
            every_s=self._rolls[0].every_s,
            timezone=self._district.settings.district.timezone,
            sources=tuple(sources),
            alarms=tuple(sorted(alarms, key=lambda alarm: (alarm.opened_at, alarm.id))),
        )

    def _looks(self, number: int, replay: Replay) -> tuple[SeenLook, ...]:
        """Return the looks of a roll as these rules want them seen; from memory where that was done before."""
        roll = self._rolls[number]
        plans = {camera: plan for camera in sorted(roll.cameras) if (plan := replay.plan_of(camera))}
        key = number, json.dumps({camera: asdict(plan) for camera, plan in plans.items()}, default=sorted)
        if key not in self._seen:
            kept = []
            for look in see(roll.looks(), self._detector, plan_of=replay.plan_of):
                kept.append(_light(look))
                self._progress(roll.name, len(kept))
            while len(self._seen) >= MAX_SEEN * len(self._rolls):
                self._seen.pop(next(iter(self._seen)))
            self._seen[key] = tuple(kept)
        return self._seen[key]


def _light(seen: SeenLook) -> SeenLook:
    """Return the look without its picture; a byte stands for the JPEG, so that nobody encodes an empty one."""
    bare = seen.without_picture()
    return replace(bare, look=replace(bare.look, jpeg=b"-"))
