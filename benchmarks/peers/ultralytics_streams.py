"""Ultralytics `YOLO.predict(stream=True)` on a .streams file, as its documentation has it.

At its best on a CPU: the checkpoint exported to OpenVINO by its own exporter, inputs cropped to the pictures' shape
(`rect`, as Gridwatch does), `vid_stride` so that only two pictures a second are converted to BGR. A round of looks is
the next batch of the generator, taken when it is due.
"""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

from peer import Board, Order, serve


def run(order: Order, board: Board) -> None:
    """Take a batch a round."""
    from ultralytics import YOLO

    model = YOLO(exported(order), task="detect")
    streams = order.work / "cameras.streams"
    streams.write_text("\n".join(order.urls.values()))
    stride = max(1, order.fps // 2)
    found = model.predict(str(streams), stream=True, vid_stride=stride, imgsz=512, verbose=False, save=False)
    for _ in board.rounds():
        for camera in order.urls:
            next(found)
            board.looked(camera)


def exported(order: Order) -> Path:
    """Return the OpenVINO model of the checkpoint beside the weights; made once in the work folder."""
    from ultralytics import YOLO

    checkpoint = next(iter(sorted(order.model.glob("*.pt"))), None)
    if checkpoint is None:
        raise FileNotFoundError(f"{order.model} holds no .pt checkpoint beside its weights")
    folder = order.work / f"{checkpoint.stem}_openvino_model"
    if not folder.is_dir():
        copy = shutil.copy(checkpoint, order.work / checkpoint.name)
        YOLO(copy).export(format="openvino", dynamic=True, imgsz=512, verbose=False)
    return folder


def what() -> str:
    """Return the versions."""
    return f"ultralytics {version('ultralytics')}, OpenVINO {version('openvino')}"


if __name__ == "__main__":
    serve(what, run, needs=("ultralytics", "openvino"), environment={"YOLO_OFFLINE": "1"})
