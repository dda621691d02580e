from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.config.settings.detecting import ModelChoice, Precision
from core.errors import ModelError
from detectors.networks.torch import TorchNetwork, runs_in_half
from tests.builders_detectors import model

ROOT = Path(__file__).parents[3]


def test_without_the_extra_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ultralytics is not installed, the message names the extra."""
    monkeypatch.setitem(sys.modules, "ultralytics", None)
    with pytest.raises(ModelError, match="extra `tune`"):
        TorchNetwork(model(Path("any.pt")), ModelChoice())


def test_settings_stay_out_of_the_home_folder(tmp_path: Path) -> None:
    """Ultralytics writes nothing under HOME, leaves nothing behind, and its reporting is off."""
    pytest.importorskip("ultralytics", reason="the extra tune is not installed")
    script = (
        "from detectors.networks.torch import quiet_ultralytics\n"
        "package = quiet_ultralytics()\nimport ultralytics.utils as u\n"
        "print(package.settings['sync'], u.AUTOINSTALL if hasattr(u, 'AUTOINSTALL') else None)"
    )
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT, env=env
    )
    assert ran.stdout.splitlines()[-1].startswith("False")
    assert list(tmp_path.iterdir()) == []  # and what its settings were kept in has gone with the process


def test_runs_the_starting_weights(shared_data: Path) -> None:
    """A .pt gives the raw output that the exported one gives: (n, 4 + 80, 8400)."""
    pytest.importorskip("ultralytics", reason="the extra tune is not installed")
    path = shared_data / "weights" / "yolov8n_coco_dequant.pt"
    network = TorchNetwork(model(path), ModelChoice(device="cpu"))
    raw = network.infer(np.zeros((2, 3, 320, 320), np.float32))
    assert (raw.shape, raw.dtype, network.device) == ((2, 84, 2100), np.float32, "cpu, f32")
    network.close()


@pytest.mark.parametrize(
    ("device", "precision", "half"),
    [("cuda:0", "auto", True), ("cuda", "f32", False), ("cuda:0", "int8", False), ("cpu", "auto", False)],
)
def test_half_precision_is_for_gpus_that_may_choose(device: str, precision: Precision, half: bool) -> None:
    """A CPU would take longer in half precision, and f32 is a promise."""
    assert runs_in_half(device, ModelChoice(precision=precision)) is half


def test_broken_weights(tmp_path: Path) -> None:
    """A file that is no checkpoint is told with its path."""
    pytest.importorskip("ultralytics", reason="the extra tune is not installed")
    path = tmp_path / "broken.pt"
    path.write_bytes(b"not a checkpoint")
    with pytest.raises(ModelError, match=r"broken\.pt"):
        TorchNetwork(model(path), ModelChoice(device="cpu"))
