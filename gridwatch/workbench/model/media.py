"""Pictures and single frames of clips, from files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from core.frame import Image
from gridwatch.workbench.model.labels import BadDataSet

JPEG_QUALITY = 92


def picture(path: Path) -> Image:
    """Read a picture as (h, w, 3) uint8 BGR.

    Raises:
        BadDataSet: the file is no picture that OpenCV can read.
    """
    try:
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error:  # it says that it has more pixels than OpenCV reads
        image = None
    if image is None:
        raise BadDataSet(f"{path}: not a readable picture; remove it or export it again")
    return np.asarray(image, dtype=np.uint8)


def write_picture(path: Path, image: Image) -> None:
    """Write a (h, w, 3) uint8 BGR picture as JPEG."""
    if not cv2.imwrite(str(path), image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]):
        raise BadDataSet(f"{path}: cannot be written")


def clip_frames(clip: Path, wanted: Collection[int]) -> Iterator[tuple[int, Image]]:
    """Yield the frames of a clip that have these numbers, as (number, (h, w, 3) uint8 BGR)."""
    left = set(wanted)
    with av.open(str(clip)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in left:
                left.remove(number)
                yield number, np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
            if not left:
                return


def evenly(clip: Path, count: int) -> list[int]:
    """Return about `count` frame numbers, evenly spread over a clip."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        length = float((stream.duration or 0) * (stream.time_base or 0))
        total = stream.frames or int(length * float(stream.average_rate or 25))
    step = max(1, total // max(1, count))
    return [step // 2 + step * index for index in range(count) if step // 2 + step * index < total]
