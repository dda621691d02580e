"""Recorded looks as a sweep takes them: clips, each a roll of its own, or a folder of stored looks as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from core.config.camera import Camera
from gridwatch.workbench.clip_replay import clip_camera
from gridwatch.workbench.clips import clip_info, pictures_of
from gridwatch.workbench.looks import StoredLook
from gridwatch.workbench.runs import Source
from gridwatch.workbench.seeing import RecordedLook
from gridwatch.workbench.stored_session import recorded, usual_gap_s
from gridwatch.workbench.truth import CLIP_START

_WITHOUT_END_S = 1e9


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

    def spans(self) -> list[Source]:
        """Return what will be looked at, as far as that is told without looking."""
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

    def spans(self) -> list[Source]:
        """Its length by its container; without end where that does not say."""
        told_s = clip_info(self.clip).seconds
        seconds = told_s * self.every_s if self.clip.is_dir() else told_s
        return [Source(camera=self.camera.id, start=CLIP_START, seconds=seconds or _WITHOUT_END_S, looks=0)]

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

    def spans(self) -> list[Source]:
        """From the first to the last look of each camera."""
        return sources_of(((look.camera, look.taken_at) for look in self.stored), self.every_s)

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


def sources_of(taken: Iterable[tuple[str, datetime]], every_s: float) -> list[Source]:
    """Return what was looked at, of (camera, time) of each look, in order of time."""
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    looks: dict[str, int] = {}
    for camera, at in taken:
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


def _stamp(file: Path) -> list[object]:
    stat = file.stat()
    return [file.name, stat.st_size, stat.st_mtime_ns]
