"""ONNX Runtime: CPUs that are not x86-64, and CUDA."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.letterbox import inputs
from detectors.model import Model
from detectors.networks.whole import WholeBatches


class OnnxNetwork(WholeBatches):
    """An .onnx file in an ONNX Runtime session."""

    name = "onnxruntime"

    def __init__(self, model: Model, choice: ModelChoice) -> None:
        ort = _onnxruntime()
        provider: Any = "CPUExecutionProvider"
        self.device = "cpu"
        if choice.device.startswith("cuda"):
            number = int(choice.device.partition(":")[2] or 0)
            provider, self.device = ("CUDAExecutionProvider", {"device_id": number}), f"cuda:{number}"
            if provider[0] not in ort.get_available_providers():
                raise ModelError(
                    f"model.device is {choice.device}, but this ONNX Runtime has no CUDA. "
                    "Install onnxruntime-gpu in place of onnxruntime, or set device to cpu."
                )
        options = ort.SessionOptions()
        options.intra_op_num_threads = choice.threads or os.cpu_count() or 1
        try:
            self._session: Any = ort.InferenceSession(str(model.path), options, providers=[provider])
        except Exception as error:  # the runtime's own exceptions share no base class but this one
            raise ModelError(
                f"ONNX Runtime cannot use {model.path}: {error}. Export the weights again."
            ) from error
        if self.device != "cpu" and provider[0] not in self._session.get_providers():
            raise ModelError(
                f"{self.device} cannot be used by ONNX Runtime, which fell back to the CPU. "
                "Check the driver and the CUDA version, or set device to cpu."
            )
        entry = self._session.get_inputs()[0]
        wanted = [3, model.spec.size[1], model.spec.size[0]]
        if len(entry.shape) != 4 or any(
            isinstance(is_, int) and is_ != want for is_, want in zip(entry.shape[1:], wanted, strict=True)
        ):
            raise ModelError(
                f"{model.path} takes {entry.shape}, model.yaml says {wanted[2]}x{wanted[1]}. Correct `size`."
            )
        self._input = entry.name
        fixed = any(isinstance(side, int) for side in entry.shape[2:])
        self.sizes = (model.spec.size,) if fixed else inputs(model.spec.size)
        self._one_by_one = entry.shape[0] == 1

    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, ...) float32."""
        parts = [batch[i : i + 1] for i in range(len(batch))] if self._one_by_one else [batch]
        raw = [self._session.run(None, {self._input: part})[0] for part in parts]
        return np.concatenate(raw) if len(raw) > 1 else np.asarray(raw[0], np.float32)

    def close(self) -> None:
        """Drop the session."""
        self._session = None


def _onnxruntime() -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(
            "onnxruntime is not installed. Install it (pip install onnxruntime, or onnxruntime-gpu for CUDA)."
        ) from error
    return onnxruntime
