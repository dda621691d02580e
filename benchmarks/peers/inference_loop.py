"""The loop that Roboflow documents for `InferencePipeline`, written by us, for where `inference` cannot be installed.

A thread per source decodes, thins the stream out to the wanted rate and keeps the latest picture; one loop waits a
little, collects what there is and runs the model on the batch.
"""

from __future__ import annotations

import threading
import time
from typing import Any

from peer import COLLECT_S, Board, Order, detector, read_stream, serve


class Source(threading.Thread):
    """One source and its buffer of one picture."""

    def __init__(self, url: str, stride: int, news: threading.Event) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._stride = stride
        self._news = news
        self._latest: Any = None

    def run(self) -> None:
        """Decode for ever, one picture of each stride to the end."""
        read_stream(self._url, lambda number: number % self._stride == 1 % self._stride, self._keep)

    def _keep(self, picture: Any) -> None:
        self._latest = picture
        self._news.set()

    def take(self) -> Any:
        """Return the latest picture once, or None."""
        latest, self._latest = self._latest, None
        return latest


def run(order: Order, board: Board) -> None:
    """Run the model on what has been collected."""
    seeing, news = detector(order.model), threading.Event()
    stride = max(1, round(order.fps * order.every_s))
    sources = {camera: Source(url, stride, news) for camera, url in order.urls.items()}
    for source in sources.values():
        source.start()
    while True:
        news.wait()
        time.sleep(COLLECT_S)
        news.clear()
        taken = {camera: source.take() for camera, source in sources.items()}
        there = {camera: picture for camera, picture in taken.items() if picture is not None}
        if board.every_s is not None and there:
            seeing.detect(list(there.values()))
            for camera in there:
                board.looked(camera)


def what() -> str:
    """Return what it is; raises ImportError."""
    import cv2

    return f"the documented loop of inference, written anew; cv2 {cv2.__version__}, OpenVINO"


if __name__ == "__main__":
    serve(what, run)
