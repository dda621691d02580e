"""The looks of a scripted day as files: when each camera is looked at, and its pictures, rendered in processes.

A picture is written under another name and then renamed, so that one which is there is whole: a rendering that
was interrupted goes on where it stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2

from gridwatch.simulator.day import DAY_START
from gridwatch.simulator.render.renderer import Renderer
from gridwatch.simulator.script import SceneScript
from gridwatch.simulator.world import World

_JITTER = 0.15  # of the time between two looks; a patrol is never on the second
_CHUNK = 48  # pictures of one camera that one process makes in a row: they share its empty picture
_SETS = 3  # empty pictures kept in each process; a camera's looks come in order, so few are needed
_QUALITY = 82


@dataclass(frozen=True, kw_only=True, slots=True)
class DayLook:
    """One look that is to be rendered."""

    camera_id: str
    seconds: float  # of the script
    taken_at: datetime  # UTC
    file: str  # below the folder of looks, with /


def day_looks(script: SceneScript, every_s: float) -> tuple[DayLook, ...]:
    """Return a day's looks in order of time: every camera once in `every_s` seconds, staggered and a little late."""
    cameras = list(script.cameras)
    looks = []
    for i, camera_id in enumerate(cameras):
        rng = random.Random(f"looks {script.seed} {camera_id}")
        for number in range(int(script.seconds // every_s)):
            offset = i / len(cameras) * (1 - _JITTER) + rng.uniform(0, _JITTER)
            seconds = float(int((number + offset) * every_s))
            taken_at = (DAY_START + timedelta(seconds=seconds)).astimezone(UTC)
            file = f"{camera_id}/{taken_at:%Y%m%dT%H%M%SZ}.jpg"
            looks.append(DayLook(camera_id=camera_id, seconds=seconds, taken_at=taken_at, file=file))
    return tuple(sorted(looks, key=lambda look: (look.taken_at, look.camera_id)))


def render_looks(
    script: SceneScript,
    looks: Sequence[DayLook],
    folder: Path,
    *,
    size: tuple[int, int],
    workers: int = 0,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Render the looks whose files are not there yet; return how many that were.

    Args:
        script: the day.
        looks: as `day_looks` gives them.
        folder: gets the pictures, in one folder a camera.
        size: width and height in pixels.
        workers: processes; 0 is one for every core.
        progress: called with how many looks are there.
    """
    for camera_id in script.cameras:
        (folder / camera_id).mkdir(parents=True, exist_ok=True)
    wanted = [look for look in looks if not (folder / look.file).exists()]
    done = len(looks) - len(wanted)
    progress(done)
    chunks = _chunks(wanted)
    if not chunks:
        return 0
    pool = ProcessPoolExecutor(
        min(workers or os.cpu_count() or 1, len(chunks)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(script, folder, size),
    )
    try:
        running: list[Future[int]] = [pool.submit(_render, chunk) for chunk in chunks]
        for finished in as_completed(running):
            done += finished.result()
            progress(done)
    finally:
        pool.shutdown(cancel_futures=True)
    return len(wanted)


def _chunks(looks: Sequence[DayLook]) -> list[list[DayLook]]:
    by_camera: dict[str, list[DayLook]] = {}
    for look in looks:
        by_camera.setdefault(look.camera_id, []).append(look)
    return [mine[i : i + _CHUNK] for mine in by_camera.values() for i in range(0, len(mine), _CHUNK)]


_here: tuple[Renderer, Path, tuple[int, int]] | None = None  # of a rendering process


def _begin(script: SceneScript, folder: Path, size: tuple[int, int]) -> None:
    global _here  # noqa: PLW0603 - a pool hands its processes no other place for what they keep
    cv2.setNumThreads(1)  # the processes are the parallelism
    _here = (Renderer(World(script), start=DAY_START, sets=_SETS), folder, size)


def _render(looks: Sequence[DayLook]) -> int:
    if _here is None:
        raise RuntimeError("the process was not begun")
    renderer, folder, size = _here
    for look in looks:
        picture = renderer.picture(look.camera_id, look.seconds, size)
        _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        path = folder / look.file
        draft = path.with_suffix(".part")
        draft.write_bytes(jpeg.tobytes())
        draft.replace(path)
    return len(looks)
