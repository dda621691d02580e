"""INT8: a twin of a model folder that the same runtime opens and that sees the same things."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import yaml

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import FILE, read_model
from detectors.network import open_network
from gridwatch.workbench.model.quantize import LEAST, quantize
from tests.conftest import absent


@pytest.fixture(scope="module")
def small_folder(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shared test model at 96x96, so that calibration takes a second."""
    folder = tmp_path_factory.mktemp("at96")
    shutil.copytree(model_folder, folder, dirs_exist_ok=True)
    content = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    (folder / FILE).write_text(yaml.safe_dump(content | {"size": [96, 96]}), encoding="utf-8")
    return folder


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # NNCF's own imports
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_twin_is_smaller_and_puts_out_nearly_the_same(small_folder: Path, shared_data: Path) -> None:
    """Half of the bytes at most, the same outputs within a few hundredths of their range; f32 does not run it."""
    if find_spec("nncf") is None:
        absent("nncf (extra `tune`)")
    pictures = sorted((shared_data / "images" / "garbage_bin_overflow" / "images" / "train").iterdir())[
        :LEAST
    ]
    quantize(small_folder, pictures)
    model = read_model(small_folder)
    twin = model.twin()
    assert twin is not None
    assert twin.sha256[:8] in twin.path.name
    assert twin.path.with_suffix(".bin").stat().st_size < 0.6 * model.path.stat().st_size
    batch = np.random.default_rng(0).random((1, 3, 96, 96), np.float32)
    outputs = []
    for precision in ("f32", "int8"):
        network = open_network(model, ModelChoice(precision=precision))
        outputs.append(network.infer(batch)[0])
        assert network.device.endswith(precision)
        network.close()
    boxes = np.abs(outputs[0][:4] - outputs[1][:4])
    assert np.median(boxes) < 3  # pixels of 96
    assert np.abs(outputs[0][4:] - outputs[1][4:]).max() < 0.1


def test_too_few_pictures_are_refused(small_folder: Path) -> None:
    """Ranges measured on a handful would cut off what the next picture holds."""
    with pytest.raises(ModelError, match="too few"):
        quantize(small_folder, [])
