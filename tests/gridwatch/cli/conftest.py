"""What several tests of commands share."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import absent


@pytest.fixture(scope="session")
def weights(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starting weights with our head."""
    if find_spec("ultralytics") is None:
        absent("ultralytics (extra `tune`)")
    from gridwatch.workbench.model.surgery import with_our_classes
    from gridwatch.workbench.model.ultra import ultralytics

    folder = tmp_path_factory.mktemp("weights")
    model = ultralytics(folder).YOLO(str(shared_data / "weights" / "yolov8n_coco_dequant.pt"))
    with_our_classes(model.model.float())
    model.save(str(folder / "start.pt"))
    return folder / "start.pt"
