from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import read_model
from detectors.networks.openvino import OpenVinoNetwork
from tests.builders_detectors import model, reds, tiny_onnx

pytest.importorskip("openvino", reason="OpenVINO is for x86-64")


@pytest.mark.parametrize("pictures", [None, 1])
def test_any_batch_size_in_order(tmp_path: Path, pictures: int | None) -> None:
    """Five pictures come back in order, also from weights exported for one picture."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx", pictures=pictures)), ModelChoice())
    levels = [0.1, 0.5, 0.2, 0.9, 0.3]
    raw = network.infer(reds(*levels))
    assert raw.shape == (5, 6, 42)
    assert raw[:, 0, 0].tolist() == pytest.approx(levels, abs=1e-5)
    network.close()


def test_a_network_of_any_size_takes_the_low_input_too(tmp_path: Path) -> None:
    """Weights whose answer fits one size only take that alone; the default model takes cropped ones as well."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx"), size=(128, 128)), ModelChoice())
    assert network.sizes == ((128, 128),)
    network.close()

    free = read_model(Path("models/default"))
    for run in (free, free.twin()):
        assert run is not None
        network = OpenVinoNetwork(run, ModelChoice())
        width, height = network.sizes[0]
        assert (width, height) == (512, 288)
        shape = network.infer(np.zeros((3, 3, height, width), np.float32)).shape
        assert shape == (3, 13, 64 * 36 + 32 * 18 + 16 * 9)
        network.close()


def test_precision_is_f32_unless_left_to_the_runtime(tmp_path: Path) -> None:
    """The same boxes on every machine: f32 is said, not hoped for."""
    network = OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(precision="f32", threads=1))
    assert network.device == "cpu, 1 streams, f32"
    OpenVinoNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(precision="auto")).close()


def test_broken_weights(tmp_path: Path) -> None:
    """A file that is no network is told with its path and the cure."""
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(ModelError, match=r"broken\.onnx.*export the weights again"):
        OpenVinoNetwork(model(path), ModelChoice())


def test_opening_reports_to_nobody(tmp_path: Path) -> None:
    """OpenVINO's usage reporting is never loaded, so it can write no file and send nothing."""
    path = tiny_onnx(tmp_path / "t.onnx")
    script = (
        "import sys\nfrom pathlib import Path\nfrom core.config.settings.detecting import ModelChoice\n"
        "from detectors.network import open_network\nfrom tests.builders_detectors import model\n"
        f"open_network(model(Path({str(path)!r})), ModelChoice())\n"
        "print([n for n, m in sys.modules.items() if n.startswith('openvino_telemetry') and m])"
    )
    home = tmp_path / "home"
    home.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert ran.stdout.strip() == "[]"
    assert not list(home.iterdir())
