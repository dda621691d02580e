"""Roboflow `inference`: its own `InferencePipeline` on a list of streams, with the same weights as custom logic.

`max_fps` is the pace of the looks, so that pictures between them are grabbed and not converted; the collection time-out
is set, as its documentation asks for in production. Wants a Python that has `inference`, `openvino` and `pyyaml`.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from peer import Board, Order, detector, serve

COLLECT_S = 0.2  # how long a batch waits for a camera that has nothing


def run(order: Order, board: Board) -> None:
    """Let the pipeline call the model with whatever it has collected."""
    from inference import InferencePipeline

    cameras, seeing = list(order.urls), detector(order.model)

    def look(frames: list[Any]) -> list[dict[str, Any]]:
        if board.every_s is not None:
            seeing.detect([frame.image for frame in frames])
            for frame in frames:
                board.looked(cameras[frame.source_id or 0])
        return [{} for _ in frames]

    pipeline = InferencePipeline.init_with_custom_logic(
        video_reference=list(order.urls.values()),
        on_video_frame=look,
        on_prediction=lambda *_: None,
        max_fps=1 / order.every_s,
        batch_collection_timeout=COLLECT_S,
    )
    pipeline.start()
    pipeline.join()


def what() -> str:
    """Return the versions; raises ImportError. Importing it is left to `run`: that alone takes many seconds."""
    missing = [name for name in ("inference", "openvino", "yaml") if find_spec(name) is None]
    if missing:
        raise ImportError(f"{', '.join(missing)} cannot be imported by {sys.executable}")
    return f"inference {version('inference')}, OpenVINO {version('openvino')}"


if __name__ == "__main__":
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
    os.environ["TELEMETRY_OPT_OUT"] = "True"
    os.environ["OFFLINE_MODE"] = "True"
    serve(what, run)
