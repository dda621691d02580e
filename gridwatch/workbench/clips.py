"""Recorded clips as pictures at chosen times, decoding no more than it must.

Packets are read without decoding; from each keyframe only as many are decoded as the next wanted picture needs,
and of these none that no other one is predicted from, but for the last few. A keyframe that comes a little after
the wanted time is taken instead, with its own time: a clip with frequent keyframes is decoded at these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
from av.error import FFmpegError

from core.errors import ClipError
from core.frame import Image

VIDEO = frozenset({".avi", ".mp4", ".mkv", ".mov", ".ts", ".m4v", ".webm", ".flv", ".h264", ".h265"})
_LATE = 0.25  # share of the time between looks that a picture may be late, if that makes it a keyframe ...
_LATEST_S = 0.5  # ... and seconds at most
_NEAR = 12  # pictures before the wanted one that are decoded whole: more than any encoder predicts both ways
_INTRA = frozenset({"h264", "hevc"})  # a keyframe stands alone, and comes out the same from any decoder
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipInfo:
    """What a clip is."""

    path: Path
    codec: str
    width: int  # pixels
    height: int  # pixels
    seconds: float  # length; 0 where the container does not say


def find_clips(paths: list[Path]) -> list[Path]:
    """Return the clips among files and folders; a folder of pictures counts as one clip.

    Raises:
        ClipError: for a path that is neither.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            videos = sorted(file for file in path.iterdir() if file.suffix.lower() in VIDEO)
            if not videos and not _pictures(path):
                raise ClipError(f"{path}: holds no clip ({', '.join(sorted(VIDEO))}) and no picture")
            found += videos or [path]
        elif path.suffix.lower() in VIDEO:
            found.append(path)
        else:
            raise ClipError(f"{path}: {_no_clip(path)}")
    return found


def _no_clip(path: Path) -> str:
    if not path.exists():
        return "is not a clip: no such file or folder"
    if path.suffix.lower() in PICTURES:
        return f"is not a clip but a picture; give its folder, {path.parent}"
    return f"is not a clip; known endings are {', '.join(sorted(VIDEO))}"


def clip_info(path: Path) -> ClipInfo:
    """Return size, codec and length.

    Raises:
        ClipError: when it cannot be read.
    """
    if path.is_dir():
        first = cv2.imread(str(_pictures(path)[0]))
        if first is None:
            raise ClipError(
                f"{_pictures(path)[0]}: is not a picture that can be read; replace it, or leave it out"
            )
        height, width = first.shape[:2]
        return ClipInfo(
            path=path, codec="pictures", width=width, height=height, seconds=float(len(_pictures(path)))
        )
    with _opened(path) as container:
        stream = container.streams.video[0]
        seconds = float(container.duration or 0) / 1e6
        return ClipInfo(
            path=path,
            codec=stream.codec_context.name,
            width=stream.width,
            height=stream.height,
            seconds=seconds,
        )


def pictures_of(path: Path, every_s: float, *, threads: int = 0) -> Iterator[tuple[float, Image]]:
    """Yield `(seconds from the start, picture)` every `every_s` seconds; (h, w, 3) uint8 BGR.

    A folder gives its pictures in order of name, `every_s` apart. A clip that breaks off in the middle gives what
    came before and then raises. `threads` is how many the decoder takes; 0 leaves it to the decoder.

    Raises:
        ClipError: when it cannot be read (on).
    """
    if every_s <= 0:
        raise ClipError(f"the time between pictures must be positive, got {every_s}")
    if path.is_dir():
        yield from _folder(path, every_s)
        return
    with _opened(path) as container:
        try:
            yield from _sampled(container, every_s, threads)
        except FFmpegError as error:
            raise ClipError(f"{path}: cannot be decoded further: {error}") from error


def _sampled(container: Any, every_s: float, threads: int) -> Iterator[tuple[float, Image]]:
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = threads
    frame_s = 1 / float(stream.average_rate or 25)
    tolerance, late = 0.5 * frame_s, min(_LATE * every_s, _LATEST_S)
    start: float | None = None
    wanted, last = 0.0, -1.0
    group: list[Any] = []  # packets since the last keyframe, not yet decoded
    alone = _Alone(stream) if stream.codec_context.name in _INTRA else None
    begun = False  # the stream's own decoder holds pictures back
    for packet in _packets(container, stream):
        stamp = _seconds(packet)
        since = None if start is None or stamp is None else stamp - start
        if packet.is_keyframe and group and since is not None and since <= wanted + max(tolerance, late):
            # nothing up to here is needed: this keyframe will do, or nothing was wanted yet
            group.clear()
            stream.codec_context.flush_buffers()
            begun = False
        group.append(packet)
        if (
            alone is not None
            and packet.is_keyframe
            and not begun
            and len(group) == 1
            and (start is None or _is_it(packet, since or 0.0, wanted, tolerance))
        ):
            frame = alone.picture(packet)
            if frame is not None:
                start = stamp if start is None else start
                since = last = (stamp or 0.0) - (start or 0.0)
                yield since, frame.to_ndarray(format="bgr24")
                wanted = max(wanted + every_s, since + every_s - tolerance)
                continue  # it stays in the group: what is wanted next may be predicted from it
        if (
            since is not None
            and packet.size
            and since < wanted + late - tolerance
            and not _is_it(packet, since, wanted, tolerance)
        ):
            continue
        begun = True
        for waiting in group:
            at = _seconds(waiting)
            near = start is None or at is None or at - start > wanted - _NEAR * frame_s
            stream.codec_context.skip_frame = "DEFAULT" if near else "BIDIR"
            for frame in stream.decode(waiting):
                at = frame.time if frame.time is not None else 0.0
                start = at if start is None else start
                if at - start + tolerance >= wanted and at - start > last:
                    last = at - start
                    yield at - start, frame.to_ndarray(format="bgr24")
                    wanted = max(wanted + every_s, at - start + every_s - tolerance)
        group.clear()


class _Alone:
    """Decodes keyframes by themselves, in one thread.

    A decoder of several threads gives a picture out only when it has begun the next ones: half of its work for nothing
    where keyframes are all that is wanted.
    """

    def __init__(self, stream: Any) -> None:
        told = stream.codec_context
        self._decoder: Any = av.CodecContext.create(told.codec, "r")
        self._decoder.extradata = told.extradata
        self._decoder.thread_count = 1

    def picture(self, packet: Any) -> Any:
        """Return a keyframe as a frame, or None where it cannot be decoded by itself."""
        try:
            frames = [*self._decoder.decode(packet), *self._decoder.decode(None)]
        except FFmpegError:
            return None  # the decoder of the stream says what is wrong with it
        finally:
            self._decoder.flush_buffers()
        return frames[0] if len(frames) == 1 else None


def _is_it(packet: Any, since: float, wanted: float, tolerance: float) -> bool:
    """Whether a packet is a keyframe that is wanted: nothing else need be waited for."""
    return bool(packet.is_keyframe) and since + tolerance >= wanted


def _packets(container: Any, stream: Any) -> Iterator[Any]:
    yield from container.demux(stream)  # ends with an empty packet, which flushes the decoder


def _seconds(packet: Any) -> float | None:
    stamp = packet.pts if packet.pts is not None else packet.dts
    return None if stamp is None else float(stamp * packet.time_base)


def _folder(path: Path, every_s: float) -> Iterator[tuple[float, Image]]:
    for i, file in enumerate(_pictures(path)):
        image = _image(file)
        if image is None:
            raise ClipError(f"{file}: is not a picture that can be read; replace it, or leave it out")
        yield i * every_s, image  # type: ignore[misc] # imread with IMREAD_COLOR gives (h, w, 3) uint8


def _image(file: Path) -> cv2.typing.MatLike | None:
    try:
        return cv2.imread(str(file), cv2.IMREAD_COLOR)
    except cv2.error:  # it says that it has more pixels than OpenCV reads
        return None


def _pictures(path: Path) -> list[Path]:
    return sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURES)


def _opened(path: Path) -> Any:
    try:
        container = av.open(str(path))
    except (FFmpegError, OSError) as error:
        empty = path.is_file() and path.stat().st_size == 0
        what = "the file is empty" if empty else error.strerror or str(error)
        raise ClipError(f"{path}: cannot be opened: {what}; replace it, or leave it out") from error
    if not container.streams.video:
        container.close()
        raise ClipError(f"{path}: holds no video")
    return container
