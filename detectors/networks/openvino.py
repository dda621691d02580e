"""OpenVINO: the fastest runtime on x86-64 CPUs.

Pictures of a batch run side by side, one stream each, instead of as one tensor: that was the faster
way here (YOLOv8n, 640 px, 2 cores: 78-105 ms a picture against 115-121 ms) and it also serves
weights that were exported for one picture only. While two run, the next is written and the last is read.
"""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.letterbox import inputs
from detectors.model import Model, check_output
from detectors.yielding import giving_way

_AHEAD = 1  # requests beyond the streams: one is read or waits while all streams run


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
        self._open: dict[tuple[int, int], tuple[Any, list[Any]]] = {}
        graph, _ = self._opened(model.spec.size)
        self.sizes = self._those_taken(model)
        precision = getattr(graph.get_property("INFERENCE_PRECISION_HINT"), "to_string", str)()
        small = model.spec.int8 is not None and model.path.name == model.spec.int8.weights
        self.device = f"cpu, {_streams(graph)} streams, {'int8' if small else precision}"

    def infer(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (n, ...) float32. The first batch of a size compiles the graph for it (half a second)."""
        return np.stack(list(self.flow(batch, lambda _: None)))

    def flow(
        self, batch: NDArray[np.float32], fill: Callable[[int], object]
    ) -> Generator[NDArray[np.float32], None, None]:
        """Run each picture as soon as it is written, and give out each answer while the next ones run."""
        _, idle = self._opened((batch.shape[3], batch.shape[2]))
        running: deque[Any] = deque()
        try:
            for i in range(len(batch)):
                fill(i)
                idle[-1].start_async({0: batch[i : i + 1]}, share_inputs=True)
                running.append(idle.pop())
                if not idle:
                    yield _answer(running, idle)
            while running:
                yield _answer(running, idle)
        finally:
            # Whoever asked has given up. What runs reads `batch`, and must have done so before that is written again.
            for request in running:
                with contextlib.suppress(RuntimeError):
                    request.wait()
            idle.extend(running)

    def close(self) -> None:
        """Drop the compiled graphs and their streams."""
        self._open.clear()

    def _opened(self, size: tuple[int, int]) -> tuple[Any, list[Any]]:
        """Return the graph of this input and its idle requests."""
        if size not in self._open:
            width, height = size
            core = self._ov.Core()

            def compiled() -> Any:
                graph = core.read_model(self._path)
                graph.reshape([1, 3, height, width])
                return core.compile_model(graph, "CPU", self._settings)

            try:
                graph = giving_way(compiled)
            except RuntimeError as error:  # OpenVINO raises nothing finer
                raise ModelError(
                    f"OpenVINO cannot use {self._path} at {width}x{height}: {_last_line(error)}. "
                    "Correct `size` in model.yaml, or export the weights again."
                ) from error
            requests = [graph.create_infer_request() for _ in range(_streams(graph) + _AHEAD)]
            self._open[size] = graph, requests
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


def _streams(graph: Any) -> int:
    return int(graph.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))


def _answer(running: deque[Any], idle: list[Any]) -> NDArray[np.float32]:
    """Wait for the request that has run longest, and return a copy of what it says."""
    request = running.popleft()
    try:
        request.wait()
        answer: NDArray[np.float32] = request.get_output_tensor(0).data[0].astype(np.float32)
    finally:
        idle.append(request)
    return answer


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
