"""The door to ultralytics keeps it quiet and inside our folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from core.errors import ModelError
from gridwatch.workbench.model.ultra import TuneExtraMissing, checkpoint, default_folder, ultralytics


def test_telemetry_and_installing_are_off(coco: Path, tmp_path: Path) -> None:
    """Nothing is sent and nothing is installed."""
    package = ultralytics(tmp_path)
    assert package.settings["sync"] is False
    assert os.environ["YOLO_AUTOINSTALL"] == "False"
    assert os.environ["YOLO_OFFLINE"] == "True"


def test_absent_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error tells how to install it."""
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    with pytest.raises(TuneExtraMissing, match="uv sync --extra tune"):
        ultralytics(tmp_path)


@pytest.mark.parametrize(("content", "told"), [(None, "no such file"), (b"no pickle", "is no checkpoint")])
def test_what_is_no_checkpoint_is_told(coco: Path, tmp_path: Path, content: bytes | None, told: str) -> None:
    """A name that is no file is not looked for on the network, and any pickle may raise anything."""
    weights = tmp_path / "yolov8n.pt"
    if content is not None:
        weights.write_bytes(content)
    with pytest.raises(ModelError, match=told):
        checkpoint(weights, ultralytics(tmp_path))
    assert checkpoint(coco, ultralytics(tmp_path)).names[0] == "person"


def test_default_folder_is_not_the_home() -> None:
    """Settings stay in the working folder's var/, which git ignores."""
    assert default_folder().parts[0] == "var"
