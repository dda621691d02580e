"""One picture of a clip or of stored looks, as JPEG, without decoding what comes before its keyframe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alerts.store.base import Json
from core.errors import ClipError, NotFound

WIDEST = 1280  # pixels; a labeller's screen needs no more
MOST_LOOKS = 20_000  # told of a folder
_NEAR_S = 0.02


def about(path: Path) -> Json:
    """Return what a clip, or a folder of stored looks, is."""
    from gridwatch.workbench.clips import clip_info
    from gridwatch.workbench.looks import is_looks, read_looks

    if is_looks(path):
        looks = read_looks(path)
        told = [
            {"camera": one.camera, "taken_at": one.taken_at.isoformat().replace("+00:00", "Z")}
            for one in looks
        ]
        return {
            "name": path.name,
            "kind": "looks",
            "seconds": None,
            "looks": told[:MOST_LOOKS],
            "left_out": max(0, len(told) - MOST_LOOKS),
        }
    info = clip_info(path)
    return {"name": path.name, "kind": "clip", "seconds": info.seconds, "looks": [], "left_out": 0}


def picture(path: Path, at: float) -> bytes:
    """Return the picture at a second of a clip, or the look of that number.

    Raises:
        NotFound: the clip has no picture there, or the folder no such look.
        ClipError: it cannot be read.
    """
    from gridwatch.workbench.looks import decoded, is_looks, read_looks

    if is_looks(path):
        looks = read_looks(path)
        if not 0 <= at < len(looks):
            raise NotFound(f"{path.name} holds {len(looks)} looks")
        return _jpeg(decoded(looks[int(at)].jpeg(), path.name))
    return _jpeg(_of_clip(path, at))


def _of_clip(path: Path, at: float) -> Any:
    import av
    from av.error import FFmpegError

    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            start = float((stream.start_time or 0) * stream.time_base) if stream.time_base else 0.0
            wanted = start + max(0.0, at)
            container.seek(int(wanted / stream.time_base) if stream.time_base else 0, stream=stream)
            last = None
            for frame in container.decode(stream):
                last = frame
                if frame.time is not None and frame.time >= wanted - _NEAR_S:
                    break
            if last is None:
                raise NotFound(f"{path.name} has no picture at {at:g} s")
            return last.to_ndarray(format="bgr24")
    except (FFmpegError, OSError, IndexError) as error:
        raise ClipError(f"{path.name}: cannot be read at {at:g} s: {error}") from error


def _jpeg(image: Any) -> bytes:
    import cv2

    height, width = image.shape[:2]
    if width > WIDEST:
        image = cv2.resize(image, (WIDEST, round(height * WIDEST / width)), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return bytes(jpeg.tobytes())
