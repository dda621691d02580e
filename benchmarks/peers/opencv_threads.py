"""A thread per camera that holds a `cv2.VideoCapture` open, and one loop that looks at the latest pictures.

What most people write first, in its cheapest form: threads only `grab`, which FFmpeg cannot do without decoding, and
convert a picture to BGR when one is wanted. The model is Gridwatch's own detector, all due pictures in one batch.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from peer import Board, Order, detector, read_stream, serve


class Reader(threading.Thread):
    """Keeps one stream read."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._wanted = threading.Event()
        self._picture: Any = None
        self._got = threading.Event()

    def run(self) -> None:
        """Read for ever."""
        read_stream(self._url, lambda _: self._wanted.is_set(), self._keep)

    def _keep(self, picture: Any) -> None:
        self._picture = picture
        self._wanted.clear()
        self._got.set()

    def want(self) -> None:
        """Ask for the next picture."""
        self._got.clear()
        self._wanted.set()

    def take(self, wait_s: float) -> Any:
        """Return the picture that was asked for, or None when it has not come in time."""
        return self._picture if self._got.wait(max(0.0, wait_s)) else None


def run(order: Order, board: Board) -> None:
    """Look at whatever has a new picture, once a round."""
    seeing = detector(order.model)
    readers = {camera: Reader(url) for camera, url in order.urls.items()}
    for reader in readers.values():
        reader.start()
    for _ in board.rounds():
        for reader in readers.values():
            reader.want()
        until = time.monotonic() + 4 / order.fps
        pictures = {camera: reader.take(until - time.monotonic()) for camera, reader in readers.items()}
        there = {camera: picture for camera, picture in pictures.items() if picture is not None}
        seeing.detect(list(there.values()))
        for camera in there:
            board.looked(camera)


def what() -> str:
    """Return the version; raises ImportError."""
    import cv2

    return f"cv2.VideoCapture {cv2.__version__}, a thread per camera, OpenVINO"


if __name__ == "__main__":
    serve(what, run)
