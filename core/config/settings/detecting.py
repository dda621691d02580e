"""The detector: which model sees, and when it is left out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from core.config.base import Model
from core.config.settings.fields import SWITCH

Side = Annotated[int, Field(ge=32, le=4096, multiple_of=32)]
"""One side of a network's input, in pixels."""


class GateChoice(Model):
    """When the detector is left out because nothing in the picture has changed."""

    mode: Annotated[Literal["off", "shadow", "on"], SWITCH] = "off"
    """off: the detector runs on every look. shadow: it does so too, and what the gate would have missed is counted
    (metric `gridwatch_gate_looks`). Looks that confirm or prove something are never left out."""
    max_age_s: float = Field(default=1800, gt=0, le=86400)
    """Seconds after which the detector runs although nothing has changed."""


Precision = Literal["int8", "f32", "auto"]


class ModelChoice(Model):
    """Which model sees, and on what."""

    folder: str = "models/default"
    """Model folder, relative to the settings file's parent or absolute."""
    device: str = Field(default="auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$")
    """auto, cpu, cuda:0 ..."""
    precision: Precision = "int8"
    """int8: the model's twin in 8-bit numbers where it has one and OpenVINO runs it (x86-64), else f32. f32: the
    same boxes on every machine. auto: f32's weights, in what the runtime chooses (bf16 where the CPU has it, f16 for
    a .pt on a GPU)."""
    size: tuple[Side, Side] | None = None
    """Input width and height instead of the model's own, in multiples of 32. `[640, 384]` sees a 16:9 picture at
    the scale of 640x640 for 60 % of its cost; pictures of other shapes get smaller."""
    threads: int = Field(default=0, ge=0, le=256)
    """CPU threads of the runtime; 0 is every core."""
    batch: int = Field(default=8, ge=1, le=256)
    """Largest batch."""
    batch_wait_ms: float = Field(default=20, ge=0, le=1000)
    """Longest wait for a batch to fill."""
    max_boxes: int = Field(default=300, ge=10, le=5000)
    """Boxes kept per picture; the rest is shed and counted."""
