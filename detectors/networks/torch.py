"""torch through ultralytics: running a .pt directly, for comparison and on GPU servers. Extra `tune`."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.letterbox import inputs
from detectors.model import Model
from detectors.networks.whole import WholeBatches


class TorchNetwork(WholeBatches):
    """A .pt file run by torch: in float32, or in half precision on a GPU where `precision` is auto."""

    name = "torch"

    def __init__(self, model: Model, choice: ModelChoice) -> None:
        yolo = quiet_ultralytics().YOLO
        import torch

        device = (
            choice.device if choice.device != "auto" else "cuda:0" if torch.cuda.is_available() else "cpu"
        )
        if device.startswith("cuda") and not torch.cuda.is_available():
            raise ModelError(f"model.device is {choice.device}, but torch sees no CUDA. Set it to cpu.")
        if choice.threads:
            torch.set_num_threads(choice.threads)
        try:
            self._module: Any = yolo(str(model.path)).model.fuse(verbose=False).eval().to(device)
        except (OSError, RuntimeError, TypeError, AttributeError, KeyError, ImportError) as error:
            raise ModelError(
                f"ultralytics cannot load {model.path}: {error}. Use weights made by this version of ultralytics."
            ) from error
        half = runs_in_half(device, choice)
        if half:
            self._module.half()
        self._torch, self._type = torch, torch.float16 if half else torch.float32
        self.device = f"{device}, {'f16' if half else 'f32'}"
        self._place = device
        self.sizes = inputs(model.spec.size)

    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, ...) float32."""
        with self._torch.inference_mode():
            # Sent as it is and narrowed there: a CPU takes longer to narrow it than the bus to carry it.
            raw = self._module(self._torch.from_numpy(batch).to(self._place).to(self._type))
        raw = raw[0] if isinstance(raw, tuple | list) else raw
        result: NDArray[np.float32] = raw.float().cpu().numpy()
        return result

    def close(self) -> None:
        """Drop the module."""
        self._module = None


def runs_in_half(device: str, choice: ModelChoice) -> bool:
    """Say whether a .pt runs in half precision: on a GPU, where the runtime may choose."""
    return device.startswith("cuda") and choice.precision == "auto"


def quiet_ultralytics() -> Any:
    """Return the ultralytics package, kept from installing packages, reporting usage and going online.

    Its settings go to YOLO_CONFIG_DIR, or to a folder of this process where that is not set. Raises
    ModelError where the extra `tune` is not installed.
    """
    for name, value in (("YOLO_AUTOINSTALL", "False"), ("YOLO_OFFLINE", "True")):
        os.environ.setdefault(name, value)  # read once, while ultralytics is imported
    if "YOLO_CONFIG_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="gridwatch-ultralytics-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["YOLO_CONFIG_DIR"] = folder
    try:
        import ultralytics
    except ImportError as error:
        raise ModelError(
            "a .pt needs ultralytics: install the extra `tune` (uv sync --extra tune), or export the weights "
            "with `gridwatch model export` and name the .onnx in model.yaml."
        ) from error
    package: Any = ultralytics  # its functions carry no types
    package.settings.update({"sync": False})
    return package
