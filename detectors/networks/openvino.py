"""OpenVINO: the fastest runtime on x86-64 CPUs.

Pictures of a batch run side by side, one stream each, instead of as one tensor: that was the faster
way here (YOLOv8n, 640 px, 2 cores: 78-105 ms a picture against 115-121 ms) and it also serves
weights that were exported for one picture only.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.letterbox import inputs
from detectors.model import Model, check_output


class OpenVinoNetwork:
    """Weights (.xml or .onnx) compiled for this CPU."""

    name = "openvino"

    def __init__(self, model: Model, choice: ModelChoice) -> None:
        ov = imported()
        settings: dict[str, Any] = {"PERFORMANCE_HINT": "THROUGHPUT"}
        if choice.precision != "auto":
            # Unasked, OpenVINO takes bf16 where the CPU has it, and boxes and scores change with the machine.
            settings["INFERENCE_PRECISION_HINT"] = "f32"
        if choice.threads:
            settings["INFERENCE_NUM_THREADS"] = choice.threads
        self._ov, self._path, self._settings = ov, model.path, settings
        self._open: dict[tuple[int, int], tuple[Any, tuple[int, ...]]] = {}
        queue, _ = self._opened(model.spec.size)
        self.sizes = self._those_taken(model)
        precision = getattr(
            queue[0].get_compiled_model().get_property("INFERENCE_PRECISION_HINT"), "to_string", str
        )()
        small = model.spec.int8 is not None and model.path.name == model.spec.int8.weights
        self.device = f"cpu, {len(queue)} streams, {'int8' if small else precision}"

    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, ...) float32. The first batch of a size compiles the graph for it (half a second)."""
        queue, shape = self._opened((batch.shape[3], batch.shape[2]))
        result = np.empty((len(batch), *shape[1:]), np.float32)
        for i in range(len(batch)):
            queue.start_async({0: batch[i : i + 1]}, userdata=result[i], share_inputs=True)
        queue.wait_all()
        return result

    def close(self) -> None:
        """Drop the compiled graphs and their streams."""
        self._open.clear()

    def _opened(self, size: tuple[int, int]) -> tuple[Any, tuple[int, ...]]:
        """Return the queue of this input and the shape of its answers."""
        if size not in self._open:
            width, height = size
            core = self._ov.Core()
            try:
                graph = core.read_model(self._path)
                graph.reshape([1, 3, height, width])
                compiled = core.compile_model(graph, "CPU", self._settings)
                shape = tuple(int(side) for side in compiled.output(0).shape)
            except RuntimeError as error:  # OpenVINO raises nothing finer
                raise ModelError(
                    f"OpenVINO cannot use {self._path} at {width}x{height}: {_last_line(error)}. "
                    "Correct `size` in model.yaml, or export the weights again."
                ) from error
            queue = self._ov.AsyncInferQueue(compiled)
            queue.set_callback(_keep)
            self._open[size] = queue, shape
        return self._open[size]

    def _those_taken(self, model: Model) -> tuple[tuple[int, int], ...]:
        """Return the inputs that the graph can be given; one that was exported for one size only takes that."""
        *cropped, size = inputs(model.spec.size)
        graph = self._ov.Core().read_model(self._path)
        taken = []
        for width, height in cropped:
            try:
                graph.reshape([1, 3, height, width])
                check_output(model.sized((width, height)), tuple(graph.output(0).shape))
            except (RuntimeError, ModelError):
                continue
            taken.append((width, height))
        return (*taken, size)


def _keep(request: Any, row: NDArray[np.float32]) -> None:
    row[...] = request.get_output_tensor(0).data[0]


def imported() -> Any:
    """Return the openvino package, its telemetry shut out; raises ModelError where it is not installed."""
    # `import openvino` sends usage to Google Analytics through openvino_telemetry unless a file in the
    # home folder forbids it. A None in sys.modules makes that import fail, and OpenVINO takes its own stub.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None is the documented block
    try:
        import openvino
    except ImportError as error:
        raise ModelError(
            f"OpenVINO cannot be imported ({error}). Install gridwatch anew, or give .onnx weights and "
            "install onnxruntime."
        ) from error
    return openvino


def _last_line(error: Exception) -> str:
    return ([line.strip() for line in str(error).splitlines() if line.strip()] or ["unknown"])[-1]
