"""Camera files as they were last read: one that holds the same bytes is not parsed again.

7,396 cameras are four seconds of CPU to parse and check one by one, and a district changes one file at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from gridwatch.configuration.camera_files import CameraAt, read_cameras
from gridwatch.configuration.overlay_files import OverlayAt, read_overlay
from gridwatch.configuration.problem import Problem

_MOST_BYTES = 64_000_000  # what is larger is not kept


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    digest: bytes
    cameras: tuple[CameraAt, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _KeptOverlay:
    digest: bytes
    over: OverlayAt


class CameraCache:
    """What each camera file and overlay held; safe for threads, which at worst read one file twice."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._overlays: dict[str, _KeptOverlay] = {}
        self.parsed = 0  # files that had to be
        self.tuned: Mapping[str, CameraAt] = {}  # camera id -> with what lies over it, as it was last read

    def read(self, path: Path, name: str) -> tuple[list[CameraAt], list[Problem]]:
        """Read one camera file, as `read_cameras` does; cameras of an unchanged file are the same objects."""
        digest = _digest(path)
        kept = self._kept.get(name)
        if kept is not None and digest is not None and kept.digest == digest:
            return list(kept.cameras), list(kept.problems)
        self.parsed += 1
        cameras, problems = read_cameras(path, name)
        if digest is not None:
            self._kept[name] = _Kept(digest=digest, cameras=tuple(cameras), problems=tuple(problems))
        return cameras, problems

    def overlay(self, path: Path, name: str) -> tuple[OverlayAt | None, list[Problem]]:
        """Read one overlay, as `read_overlay` does; an unchanged one is the same object."""
        digest = _digest(path)
        kept = self._overlays.get(name)
        if kept is not None and digest is not None and kept.digest == digest:
            return kept.over, []
        self.parsed += 1
        over, problems = read_overlay(path, name)
        if over is not None and digest is not None:
            self._overlays[name] = _KeptOverlay(digest=digest, over=over)
        return over, problems

    def keep_overlays(self, names: Collection[str]) -> None:
        """Forget every other overlay."""
        for name in self._overlays.keys() - set(names):
            self._overlays.pop(name, None)

    def keep(self, names: Collection[str]) -> None:
        """Forget every other file."""
        for name in self._kept.keys() - set(names):
            self._kept.pop(name, None)


def _digest(path: Path) -> bytes | None:
    try:
        if path.stat().st_size > _MOST_BYTES or not path.is_file():
            return None
        return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
    except OSError:
        return None  # the reader tells what is wrong with it
