"""Weights and a model folder that several tests of this folder share; skipped with a reason where absent."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import absent


@pytest.fixture(scope="session")
def coco(shared_data: Path) -> Path:
    """The starting weights."""
    if find_spec("ultralytics") is None:
        absent("ultralytics (extra `tune`)")
    path = shared_data / "weights" / "yolov8n_coco_dequant.pt"
    if not path.is_file():
        absent(str(path))
    return path


@pytest.fixture(scope="session")
def ours(coco: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starting weights with the head rebuilt for our classes, not trained."""
    from gridwatch.workbench.model.surgery import with_our_classes
    from gridwatch.workbench.model.ultra import ultralytics

    folder = tmp_path_factory.mktemp("ours")
    model = ultralytics(folder / "settings").YOLO(str(coco))
    with_our_classes(model.model.float())
    model.save(str(folder / "ours.pt"))
    return folder / "ours.pt"


@pytest.fixture(scope="session")
def model_folder(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder exported from `ours`."""
    from gridwatch.workbench.model.export import export

    folder = tmp_path_factory.mktemp("model")
    export(ours, folder, name="small", version="0.0.1", source="a test", training={"epochs": 0})
    return folder
