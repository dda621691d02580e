from __future__ import annotations

from pathlib import Path

import pytest

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.networks.onnx import OnnxNetwork
from tests.builders_detectors import model, reds, tiny_onnx

ort = pytest.importorskip("onnxruntime", reason="ONNX Runtime comes with the extra tune on x86-64")


@pytest.mark.parametrize("pictures", [None, 1])
def test_any_batch_size_in_order(tmp_path: Path, pictures: int | None) -> None:
    """Pictures come back in order, from an open and from a fixed batch size."""
    network = OnnxNetwork(model(tiny_onnx(tmp_path / "t.onnx", pictures=pictures)), ModelChoice(device="cpu"))
    levels = [0.1, 0.5, 0.2]
    assert network.infer(reds(*levels))[:, 0, 0].tolist() == pytest.approx(levels, abs=1e-5)
    assert network.infer(reds(0.7)).shape == (1, 6, 42)
    assert (network.name, network.device) == ("onnxruntime", "cpu")
    network.close()


def test_broken_weights(tmp_path: Path) -> None:
    """A file that is no network is told with its path."""
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a network")
    with pytest.raises(ModelError, match=r"broken\.onnx"):
        OnnxNetwork(model(path), ModelChoice(device="cpu"))


def test_size_that_does_not_fit(tmp_path: Path) -> None:
    """Weights of 64x32 do not pass as 96x32."""
    with pytest.raises(ModelError, match=r"model\.yaml says 96x32"):
        OnnxNetwork(model(tiny_onnx(tmp_path / "t.onnx"), size=(96, 32)), ModelChoice(device="cpu"))


@pytest.mark.skipif("CUDAExecutionProvider" in ort.get_available_providers(), reason="this runtime has CUDA")
def test_cuda_that_is_not_there(tmp_path: Path) -> None:
    """Asked for CUDA without it: told what to install, not silently run on the CPU."""
    with pytest.raises(ModelError, match="Install onnxruntime-gpu"):
        OnnxNetwork(model(tiny_onnx(tmp_path / "t.onnx")), ModelChoice(device="cuda:0"))
