"""A network behind one small interface, on the runtime that is fastest where it runs."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.config.settings.detecting import ModelChoice
from core.errors import ModelError
from detectors.model import Model, check_output, read_model

Batch = NDArray[np.float32]  # (n, 3, height, width)
Fill = Callable[[int], object]


class Network(Protocol):
    """Runs a batch. One caller at a time; `close` frees the runtime."""

    @property
    def name(self) -> str:
        """The runtime: openvino, onnxruntime or torch."""
        ...

    @property
    def device(self) -> str:
        """What it runs on, for people, e.g. `cpu, 2 streams, f32`."""
        ...

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """The inputs (width, height) that it takes, smallest first, the model's own last (see `letterbox.inputs`)."""
        ...

    def infer(self, batch: Batch) -> NDArray[np.float32]:
        """Return the raw output, (n, ...) as the model's kind says, for any n >= 1 and any of `sizes`."""
        ...

    def flow(self, batch: Batch, fill: Fill) -> Generator[NDArray[np.float32], None, None]:
        """Yield the raw output of each picture in order, as `infer` returns it.

        `fill(i)` writes picture i into `batch[i]`: called for each in order, where the runtime can while others run.
        `batch` is in use until all has been taken or the iterator is closed, and no other may run meanwhile.
        """
        ...

    def close(self) -> None:
        """Free memory and threads; `infer` must not be called afterwards."""
        ...


def open_network(model: Model, choice: ModelChoice) -> Network:
    """Open the weights (see `as_run`) on the device of `choice`, run them once, and check the output by model.yaml.

    .xml and, on x86-64 CPUs, .onnx run on OpenVINO; other .onnx on ONNX Runtime (CPU or CUDA); .pt on
    torch, which needs the extra `tune`. Raises ModelError with the cure.
    """
    model = as_run(model, choice)
    network = _opened(model, choice)
    width, height = model.spec.size
    try:
        check_output(model, network.infer(np.zeros((1, 3, height, width), np.float32)).shape)
    except ModelError:
        network.close()
        raise
    except (IndexError, ValueError) as error:  # an output that is no row a picture
        network.close()
        raise ModelError(
            f"{model.path} gives no output of one row a picture ({error}); export the weights again."
        ) from error
    return network


def as_run(model: Model, choice: ModelChoice, machine: str = "") -> Model:
    """Return the model with the weights that `choice` runs on this machine: its INT8 twin, or those it names itself.

    Whoever tells which weights have seen something asks here first; opening a network does so by itself.

    Args:
        model: as its folder was read.
        choice: the precision that is wanted and the device.
        machine: CPU architecture; empty is this one's.
    """
    twin = model.twin() if choice.precision == "int8" else None
    runtime = runtime_for(model.path.suffix, choice.device, machine or platform.machine())
    return model if twin is None or runtime != "openvino" else twin


def read_as_run(folder: Path, choice: ModelChoice) -> Model:
    """Return a folder's model with the weights and at the input that `choice` runs on this machine.

    Raises:
        ModelError: as `read_model`.
    """
    return as_run(read_model(folder), choice).sized(choice.size)


def told_by(model: Model, choice: ModelChoice) -> str:
    """Return, in words, what beside the weights decides which boxes a model tells on one machine.

    Args:
        model: as it is run, sized.
        choice: how it is run.
    """
    width, height = model.spec.size
    told = model.spec.thresholds
    exceptions = {name: least for name, least in told.per_class.items() if least != told.confidence}
    own = [f"{name} {least:g}" for name, least in sorted(exceptions.items())]
    faint = [f"faint {name} {least:g}" for name, least in sorted(told.faint.items())]
    bounds = [f"{width}x{height}", f"at most {choice.max_boxes} boxes", f"from {told.confidence:g}"]
    freely = ["any precision"] if choice.precision == "auto" else []
    return ", ".join([*bounds, *own, *faint, f"IoU {told.iou:g}", *freely])


def runtime_for(suffix: str, device: str, machine: str) -> str:
    """Return `openvino`, `onnxruntime` or `torch` for a weights suffix, a device and a CPU architecture."""
    if not re.fullmatch(r"auto|cpu|cuda(:\d+)?", device):
        raise ModelError(f"model.device is {device!r}; give auto, cpu, cuda or cuda:0, cuda:1 ...")
    if suffix == ".pt":
        return "torch"
    on_gpu = device.startswith("cuda")
    if suffix == ".xml" and on_gpu:
        raise ModelError(
            "OpenVINO .xml weights do not run on CUDA. Use device auto or cpu, or give .onnx weights."
        )
    if suffix == ".xml" or (not on_gpu and machine.lower() in {"x86_64", "amd64"}):
        return "openvino"
    return "onnxruntime"


def _opened(model: Model, choice: ModelChoice) -> Network:
    runtime = runtime_for(model.path.suffix, choice.device, platform.machine())
    if runtime == "torch":
        from detectors.networks.torch import TorchNetwork

        return TorchNetwork(model, choice)
    if runtime == "openvino":
        from detectors.networks.openvino import OpenVinoNetwork

        return OpenVinoNetwork(model, choice)
    from detectors.networks.onnx import OnnxNetwork

    return OnnxNetwork(model, choice)
