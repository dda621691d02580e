"""Recorded clips as cameras: the picture that a clip shows at a script second.

A clip runs like a camera does: forward, in a loop. So decoding goes forward too, and seeks only when
somebody jumps.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from core.errors import ClipError
from core.frame import Image

_JUMP_S = 4.0  # further ahead than this, seeking to a keyframe beats decoding up to it
_MOST_BROKEN = 50  # undecodable packets in a row before a clip is given up


class Clip:
    """One clip, opened at the first picture and kept open. Thread-safe; one picture at a time.

    Args:
        path: the file.
        loop: begin again at the end; otherwise the last picture stands.
    """

    def __init__(self, path: Path, *, loop: bool = True) -> None:
        self.path = path
        self._loop = loop
        self._lock = threading.Lock()
        self._container: av.container.InputContainer | None = None
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._shown: av.VideoFrame | None = None  # the last one not later than what was asked for
        self._next: av.VideoFrame | None = None  # the one after it; None at the end
        self._start = 0.0  # time stamp of the first picture
        self._length = 0.0

    @property
    def seconds(self) -> float:
        """Length of the clip.

        Raises:
            ClipError: it cannot be read.
        """
        with self._lock:
            self._open()
            return self._length

    def picture(self, t: float) -> Image:
        """Return what is shown `t` seconds after the start, (height, width, 3) uint8 BGR.

        Raises:
            ClipError: the file cannot be read.
        """
        with self._lock:
            self._open()
            at = t % self._length if self._loop else min(max(t, 0.0), self._length)
            try:
                self._move_to(at)
            except FFmpegError as broken:
                self._drop()
                raise ClipError(f"{self.path}: cannot be decoded at {at:.1f} s: {broken}") from None
            if self._shown is None:
                raise ClipError(f"{self.path}: holds no decodable picture")
            return np.asarray(self._shown.to_ndarray(format="bgr24"), np.uint8)

    def close(self) -> None:
        """Close the file; the next picture opens it again."""
        with self._lock:
            self._drop()

    def _open(self) -> None:
        if self._container is not None:
            return
        try:
            container = av.open(str(self.path))
        except (FFmpegError, OSError) as wrong:
            raise ClipError(f"{self.path}: cannot be opened as a clip: {wrong}") from None
        if not container.streams.video:
            container.close()
            raise ClipError(f"{self.path}: holds no video; give a video file")
        self._container = container
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        self._frames = self._decoded()
        self._shown, self._next = next(self._frames, None), next(self._frames, None)
        self._start = _time(self._shown) if self._shown is not None else 0.0
        base = float(stream.time_base or 0)
        known = float(stream.duration) * base if stream.duration else float(container.duration or 0) / 1e6
        self._length = max(known, 0.04)

    def _move_to(self, at: float) -> None:
        wanted = self._start + at
        shown = _time(self._shown) if self._shown is not None else float("inf")
        if wanted < shown or wanted - shown > _JUMP_S:
            self._seek(wanted)
        while self._next is not None and _time(self._next) <= wanted:
            self._shown, self._next = self._next, next(self._frames, None)

    def _seek(self, wanted: float) -> None:
        assert self._container is not None  # noqa: S101 - for mypy; only an open clip moves
        stream = self._container.streams.video[0]
        ticks = int(wanted / float(stream.time_base or 1))
        self._container.seek(max(0, ticks), stream=stream, backward=True)
        self._frames = self._decoded()
        self._shown, self._next = next(self._frames, None), next(self._frames, None)

    def _decoded(self) -> Iterator[av.VideoFrame]:
        """Yield the pictures from here to the end, passing over broken packets."""
        assert self._container is not None  # noqa: S101 - for mypy; only an open clip is decoded
        broken = 0
        for packet in self._container.demux(video=0):
            try:
                frames = packet.decode()
            except FFmpegError:
                broken += 1
                if broken > _MOST_BROKEN:
                    raise
                continue
            broken = 0
            yield from (frame for frame in frames if isinstance(frame, av.VideoFrame))

    def _drop(self) -> None:
        if self._container is not None:
            self._container.close()
        self._container = None
        self._shown = self._next = None
        self._frames = iter(())


def _time(frame: av.VideoFrame) -> float:
    return float(frame.time or 0.0)


def clip_names(paths: Iterable[Path]) -> dict[str, Path]:
    """Return a camera id for every clip, made of its file name; two of one name get numbers."""
    named: dict[str, Path] = {}
    for path in paths:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._")[:56] or "clip"
        unique, number = name, 2
        while unique in named:
            unique, number = f"{name}-{number}", number + 1
        named[unique] = path
    return named


class ClipPictures:
    """Clips by camera id; call it as the `pictures` of a camera server.

    `offset_s` lets a camera begin later in its clip, so that two cameras may show one file.
    """

    def __init__(
        self,
        clips: Mapping[str, Path],
        *,
        loop: bool = True,
        offset_s: Mapping[str, float] | None = None,
    ) -> None:
        self._clips = {camera: Clip(path, loop=loop) for camera, path in clips.items()}
        self._offset_s = dict(offset_s or {})

    def __call__(self, camera_id: str, t: float) -> Image:
        """Return what the camera shows at script second `t`; raises ClipError."""
        clip = self._clips.get(camera_id)
        if clip is None:
            raise ClipError(f"no clip for camera {camera_id}; known: {', '.join(sorted(self._clips)[:10])}")
        return clip.picture(t + self._offset_s.get(camera_id, 0.0))

    def close(self) -> None:
        """Close the files."""
        for clip in self._clips.values():
            clip.close()
