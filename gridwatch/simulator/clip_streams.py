"""Clips made ready for streaming: H.264 or H.265 units in decoding order, a keyframe every second.

Encoding once and sending the bytes again costs a stream nothing but copying, whereas an encoder inside
the streaming pipeline would cost the same CPU again for every client and every round of the loop. All
clips are encoded, H.264 ones too: recorded clips have keyframes up to five seconds apart and pictures
out of order, and a look wants neither.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from av.error import FFmpegError

from core.errors import ClipError

Codec = Literal["h264", "h265"]
_LIBRARY = {"h264": "libx264", "h265": "libx265"}
_FORMAT = 2  # of the index; a change makes old files stale


def prepare(
    path: Path, folder: Path, *, codec: Codec = "h264", most_fps: int = 15, most_s: float = 300
) -> Path:
    """Encode a clip into `folder` and return its index file; what is there and current is used again.

    The index is JSON: `{"codec", "fps", "width", "height", "data": file name, "units": [[offset, length,
    is_keyframe], ...]}`. Blocks: about 10 ms of CPU per picture at 720p, some 60 ms for H.265.

    Raises:
        ClipError: the clip cannot be read.
    """
    try:
        about = path.stat()
    except OSError as wrong:
        raise ClipError(f"{path}: cannot be read: {wrong.strerror}") from None
    facts = f"{_FORMAT} {path.resolve()} {about.st_size} {about.st_mtime_ns} {codec} {most_fps} {most_s}"
    name = f"{path.stem[:40]}-{hashlib.sha256(facts.encode()).hexdigest()[:16]}"
    index = folder / f"{name}.json"
    if index.is_file():
        return index
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / f"{name}.{codec}"
    try:
        made = _encode(path, data, codec, most_fps, most_s)
    except FFmpegError as wrong:
        data.unlink(missing_ok=True)
        raise ClipError(f"{path}: cannot be made into a stream: {wrong}") from None
    part = index.with_suffix(".part")
    part.write_text(json.dumps(made | {"data": data.name}))
    part.replace(index)  # the index appears whole, and only when the data is there
    return index


def _encode(path: Path, data: Path, codec: Codec, most_fps: int, most_s: float) -> dict[str, Any]:
    units: list[tuple[int, int, bool]] = []
    with av.open(str(path)) as clip, data.open("wb") as out:
        if not clip.streams.video:
            raise ClipError(f"{path}: holds no video; give a video file")
        stream = clip.streams.video[0]
        fps = min(most_fps, max(1, round(float(stream.average_rate or most_fps))))
        encoder = _encoder(codec, (stream.width // 2 * 2, stream.height // 2 * 2), fps)
        size = (encoder.width, encoder.height)
        offset, count, start = 0, 0, None
        for frame in clip.decode(stream):
            at = float(frame.time or 0.0)
            start = at if start is None else start
            if at - start >= most_s:
                break
            # Pictures are dropped, or shown twice, until the stream runs at its own even rate.
            while count / fps <= at - start + 1e-6:
                picture = frame.reformat(width=size[0], height=size[1], format="yuv420p")
                picture.pts, picture.time_base = count, Fraction(1, fps)
                picture.pict_type = av.video.frame.PictureType.NONE
                count += 1
                for packet in encoder.encode(picture):
                    units.append((offset, packet.size, packet.is_keyframe))
                    offset += out.write(bytes(packet))
        for packet in encoder.encode(None):
            units.append((offset, packet.size, packet.is_keyframe))
            offset += out.write(bytes(packet))
    if not units:
        raise ClipError(f"{path}: holds no decodable picture")
    return {"codec": codec, "fps": fps, "width": size[0], "height": size[1], "units": units}


def _encoder(codec: Codec, size: tuple[int, int], fps: int) -> av.VideoCodecContext:
    context = av.CodecContext.create(_LIBRARY[codec], "w")
    assert isinstance(context, av.VideoCodecContext)  # noqa: S101 - for mypy; both are video codecs
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, fps)
    context.framerate = Fraction(fps)
    keys = f"keyint={fps}:min-keyint={fps}:scenecut=0:repeat-headers=1"
    options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "24"}
    if codec == "h264":
        # One slice a picture: GStreamer's payloader puts parameter sets before every slice of a keyframe,
        # and readers take the second slice for a new picture.
        options["x264-params"] = f"{keys}:sliced-threads=0"
    else:
        options["x265-params"] = f"{keys}:log-level=none"
    context.thread_count = 2
    context.options = options
    return context
