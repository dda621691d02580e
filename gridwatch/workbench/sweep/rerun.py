"""The same looks again and again, each detected once: what a sweep evaluates a profile with.

    looks ─► seeing.see ─► kept without their pictures ─► Replay.judge by one profile ─► Run
                                                     └─► by the next ...

The rules, the desk, merging and the clock are those of `gridwatch replay`. Only a profile that looks at other tiles
makes the detector see again (or its cache remember).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from core.config.camera import Camera
from core.config.profile import Profile
from gridwatch.workbench.clip_replay import clip_camera
from gridwatch.workbench.clips import pictures_of
from gridwatch.workbench.district import District
from gridwatch.workbench.looks import StoredLook
from gridwatch.workbench.replay import Replay
from gridwatch.workbench.runs import Run, Source, alarm_of
from gridwatch.workbench.seeing import Detects, RecordedLook, SeenLook, see
from gridwatch.workbench.stored_session import recorded, usual_gap_s
from gridwatch.workbench.truth import CLIP_START

MAX_SEEN = 6
"""Ways of seeing (choices of tiles) whose detections are kept in memory."""


class Roll(Protocol):
    """Looks that are judged by one desk, in order of time."""

    @property
    def name(self) -> str:
        """For people."""

    @property
    def source(self) -> str:
        """Stands in the ids of its incidents, as `gridwatch replay` has it."""

    @property
    def cameras(self) -> Mapping[str, Camera]:
        """By id."""

    @property
    def every_s(self) -> float:
        """Seconds between looks."""

    def looks(self) -> Iterator[RecordedLook]:
        """Read the pictures."""
        ...

    def identity(self) -> str:
        """Return what tells these looks from others."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipRoll:
    """A clip, looked at every so many seconds."""

    clip: Path
    camera: Camera
    every_s: float

    @property
    def name(self) -> str:
        """The file's."""
        return self.clip.name

    @property
    def source(self) -> str:
        """The camera's id."""
        return self.camera.id

    @property
    def cameras(self) -> Mapping[str, Camera]:
        """The one that it stands for."""
        return {self.camera.id: self.camera}

    def looks(self) -> Iterator[RecordedLook]:
        """Decode the clip."""
        for seconds, image in pictures_of(self.clip, self.every_s):
            at = CLIP_START + timedelta(seconds=seconds)
            yield RecordedLook(camera_id=self.camera.id, taken_at=at, image=image)

    def identity(self) -> str:
        """Names, sizes and times of its files, and how often it is looked at; reading a clip would take too long."""
        files = sorted(self.clip.iterdir()) if self.clip.is_dir() else [self.clip]
        return json.dumps([self.camera.id, [_stamp(file) for file in files], self.every_s])


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRoll:
    """A folder of stored looks."""

    folder: Path
    stored: Sequence[StoredLook]
    cameras: Mapping[str, Camera]

    @property
    def name(self) -> str:
        """The folder's."""
        return self.folder.name

    @property
    def source(self) -> str:
        """None: one desk has all cameras."""
        return ""

    @property
    def every_s(self) -> float:
        """The usual gap."""
        return usual_gap_s(self.stored)

    def looks(self) -> Iterator[RecordedLook]:
        """Read the pictures."""
        return recorded(self.stored)

    def identity(self) -> str:
        """Cameras, times and files."""
        return json.dumps(
            [
                [look.camera, look.taken_at.isoformat(), look.sha256 or _stamp(look.path)]
                for look in self.stored
            ]
        )


def clip_rolls(clips: Sequence[Path], every_s: float) -> tuple[ClipRoll, ...]:
    """Return one roll a clip, the cameras named as `gridwatch replay` names them."""
    rolls: list[ClipRoll] = []
    for clip in clips:
        camera = clip_camera(clip, [roll.camera.id for roll in rolls])
        rolls.append(ClipRoll(clip=clip, camera=camera, every_s=every_s))
    return tuple(rolls)


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
        told = [self._facts.get("model_sha256", ""), *(roll.identity() for roll in self._rolls)]
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
            sources += _sources(seen, roll.every_s)
            alarms += [alarm for one in replay.incidents() if (alarm := alarm_of(one)) is not None]
        return Run(
            command="gridwatch sweep",
            model=self._facts["model"],
            model_sha256=self._facts.get("model_sha256", ""),
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


def _stamp(file: Path) -> list[object]:
    stat = file.stat()
    return [file.name, stat.st_size, stat.st_mtime_ns]


def _light(seen: SeenLook) -> SeenLook:
    """Return the look without its picture; a byte stands for the JPEG, so that nobody encodes an empty one."""
    bare = seen.without_picture()
    return replace(bare, look=replace(bare.look, jpeg=b"-"))


def _sources(seen: Sequence[SeenLook], every_s: float) -> list[Source]:
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    looks: dict[str, int] = {}
    for one in seen:
        camera, at = one.look.camera_id, one.look.taken_at
        first.setdefault(camera, at)
        last[camera] = at
        looks[camera] = looks.get(camera, 0) + 1
    return [
        Source(
            camera=camera,
            start=first[camera],
            seconds=(last[camera] - first[camera]).total_seconds() + every_s,
            looks=looks[camera],
        )
        for camera in sorted(first)
    ]
