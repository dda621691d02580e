"""Annotated pictures as a video that plays in the clip's own time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av

from core.frame import Image


class VideoWriter:
    """H.264 in MP4. The size is that of the first picture; later ones are scaled to it by the encoder."""

    def __init__(self, path: Path, pictures_per_s: float) -> None:
        self._path = path
        self._rate = Fraction(pictures_per_s).limit_denominator(1000)
        self._container: Any = None
        self._stream: Any = None

    def add(self, image: Image) -> None:
        """Append one picture, (h, w, 3) uint8 BGR."""
        if self._container is None:
            height, width = image.shape[:2]
            self._container = av.open(str(self._path), "w")
            self._stream = self._container.add_stream("libx264", rate=self._rate, options={"crf": "26"})
            self._stream.width, self._stream.height = (
                width // 2 * 2,
                height // 2 * 2,
            )  # 4:2:0 wants even sides
            self._stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame = frame.reformat(self._stream.width, self._stream.height, "yuv420p")
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Finish the file; without a picture there is none."""
        if self._container is not None:
            self._container.mux(self._stream.encode())
            self._container.close()
            self._container = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
