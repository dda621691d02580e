"""Roboflow `inference`: its own `InferencePipeline` on a list of streams, with the same weights as custom logic.

`max_fps` is the pace of the looks, so that pictures between them are grabbed and not converted; the collection time-out
is set, as its documentation asks for in production. Wants a Python that has `inference`, `openvino` and `pyyaml`.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from peer import COLLECT_S, Board, Order, detector, serve


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
    """Return the versions."""
    return f"inference {version('inference')}, OpenVINO {version('openvino')}"


if __name__ == "__main__":
    serve(
        what,
        run,
        needs=("inference", "openvino", "yaml"),
        environment={"TELEMETRY_OPT_OUT": "True", "OFFLINE_MODE": "True"},
    )
