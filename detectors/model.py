"""A model folder: weights, and model.yaml that says what they are.

An example of model.yaml, every field of it:

    name: gridwatch-street
    version: "0.1.0"
    kind: yolov8                  # how the raw output is read: yolov8 | yolox | yolo26
    weights: gridwatch-street.onnx  # beside this file: .onnx, OpenVINO .xml (with its .bin) or .pt
    sha256: 9f86d081...           # of the weights; for an .xml: of the .xml followed by the .bin
    int8:                         # if there is one: the same network in 8-bit numbers, for OpenVINO
      weights: gridwatch-street-int8.xml
      sha256: 2c26b46b...
    size: [640, 640]              # width, height of the input in pixels
    classes: [person, bicycle, car, motorcycle, bus, truck, waste, bin, overflow]
    thresholds:
      confidence: 0.25            # boxes below are not reported; rules ask for more by themselves
      iou: 0.7                    # two boxes of a class overlapping more than this are one thing
      per_class: {waste: 0.6}     # exceptions to `confidence`
      faint: {waste: 0.4}         # handed to the rules all the same: they say themselves what they believe
    source: fine-tuned by `gridwatch model train` from yolov8n (COCO)
    licence: AGPL-3.0-or-later
    training: {epochs: 40, pictures: 5120, seed: 0}   # free facts; told in the model card
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.errors import ModelError

FILE = "model.yaml"
_CHUNK = 1 << 20  # bytes read at a time while hashing


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Thresholds(_Part):
    """Which boxes are reported."""

    confidence: float = Field(default=0.25, ge=0.01, lt=1)
    """Boxes below are not reported."""
    iou: float = Field(default=0.7, gt=0, le=1)
    """Two boxes of one class that overlap more than this are one thing."""
    per_class: dict[str, float] = Field(default_factory=dict)
    """Exceptions to `confidence`, by class name."""
    faint: dict[str, float] = Field(default_factory=dict)
    """By class name, where boxes below what counts as found are reported too. A rule raises nothing on them, its
    `min_confidence` is higher; but it keeps sight by them of what it has told, and does not tell it twice."""

    @field_validator("per_class", "faint")
    @classmethod
    def _shares(cls, value: dict[str, float]) -> dict[str, float]:
        wrong = {name: share for name, share in value.items() if not 0.01 <= share < 1}
        if wrong:
            raise ValueError(f"thresholds lie between 0.01 and 1, got {wrong}")
        return value

    @model_validator(mode="after")
    def _faint_is_less(self) -> Self:
        wrong = sorted(name for name, least in self.faint.items() if least > self.found(name))
        if wrong:
            raise ValueError(
                f"thresholds.faint is above what counts as found: {', '.join(wrong)}; lower or drop it"
            )
        return self

    def found(self, name: str) -> float:
        """Return the confidence from which a box of a class counts as found."""
        return self.per_class.get(name, self.confidence)

    def reported(self, name: str) -> float:
        """Return the confidence from which a box of a class is reported at all."""
        return self.faint.get(name, self.found(name))


class Twin(_Part):
    """The same network in 8-bit numbers, as OpenVINO runs it: as good where its card says so, and cheaper."""

    weights: str = Field(min_length=1, pattern=r"^[^/\\]+\.xml$")
    """OpenVINO .xml beside model.yaml, with its .bin."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Hash of the .xml followed by the .bin, lower-case hex."""


class ModelSpec(_Part):
    """What model.yaml says. See the module's docstring for an example."""

    name: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    """Short name."""
    version: str = Field(min_length=1, max_length=32)
    """Version of the weights; recorded in each incident with the hash."""
    kind: Literal["yolov8", "yolox", "yolo26"]
    """How the raw output is read. yolov8: (n, 4+classes, anchors), boxes in pixels, needs NMS (also YOLO11).
    yolox: (n, anchors, 5+classes), offsets from a stride grid. yolo26: (n, rows, 6), end to end."""
    weights: str = Field(min_length=1, pattern=r"^[^/\\]+\.(onnx|xml|pt)$")
    """File beside model.yaml."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Hash of the weights, lower-case hex."""
    int8: Twin | None = None
    """Its twin in 8-bit numbers, which is run instead where that can be (`model.precision`)."""
    size: tuple[int, int]
    """Width and height of the input in pixels."""
    classes: tuple[str, ...] = Field(min_length=1, max_length=1000)
    """Names in the order of the network's output."""
    thresholds: Thresholds = Thresholds()
    """Which boxes are reported."""
    source: str = Field(min_length=1)
    """Where the weights come from."""
    licence: str = Field(min_length=1)
    """Licence of the weights (SPDX where there is one)."""
    training: dict[str, Any] = Field(default_factory=dict)
    """Facts of the training, for the model card."""

    @field_validator("size")
    @classmethod
    def _multiple_of_stride(cls, size: tuple[int, int]) -> tuple[int, int]:
        if any(not 32 <= side <= 4096 or side % 32 for side in size):
            raise ValueError(f"width and height are multiples of 32 from 32 to 4096, got {list(size)}")
        return size

    @model_validator(mode="after")
    def _names(self) -> Self:
        doubled = sorted({name for name in self.classes if self.classes.count(name) > 1})
        if doubled:
            raise ValueError(f"class named twice: {', '.join(doubled)}")
        for what in ("per_class", "faint"):
            unknown = sorted(set(getattr(self.thresholds, what)) - set(self.classes))
            if unknown:
                raise ValueError(f"thresholds.{what} names classes that do not exist: {', '.join(unknown)}")
        return self


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """A model folder that has been read and whose weights are what model.yaml says."""

    spec: ModelSpec
    path: Path  # of the weights
    sha256: str

    @property
    def title(self) -> str:
        """Its name and version, as incidents and reports tell them."""
        return f"{self.spec.name} {self.spec.version}"

    def twin(self) -> Model | None:
        """Return the model with the weights of its INT8 twin; None where it has none."""
        if self.spec.int8 is None:
            return None
        return replace(self, path=self.path.with_name(self.spec.int8.weights), sha256=self.spec.int8.sha256)

    def sized(self, size: tuple[int, int] | None) -> Model:
        """Return the model with another input (width, height); weights of a fixed size refuse it when opened."""
        return self if size is None else replace(self, spec=self.spec.model_copy(update={"size": size}))


def read_model(folder: Path) -> Model:
    """Read `folder`/model.yaml and check the weights against it.

    Raises ModelError with what, where and the cure: no folder or file, bad YAML or field, missing
    weights, weights whose hash differs.
    """
    text = _text_of(folder)
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 2026-99-99 is read as a date
        raise ModelError(f"{folder / FILE} is not YAML: {error}. Compare it with models/default.") from error
    try:
        spec = ModelSpec.model_validate(content)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors())
        raise ModelError(f"{folder / FILE}: {wrong}. Compare it with models/default.") from error
    _check_hash(folder / spec.weights, spec.sha256, "weights")
    if spec.int8 is not None:  # checked everywhere: a folder that is whole on one machine is so on the next
        _check_hash(folder / spec.int8.weights, spec.int8.sha256, "int8.weights")
    return Model(spec=spec, path=folder / spec.weights, sha256=spec.sha256)


def _check_hash(path: Path, told: str, key: str) -> None:
    found = weights_sha256(path, key)
    if found != told:
        raise ModelError(
            f"{path} has sha256 {found}, model.yaml says {told}: the file was changed or broken on "
            "the way. Copy the model folder again, or write the new hash into model.yaml if you trust it."
        )


def weights_sha256(path: Path, key: str = "weights") -> str:
    """Return the hash that goes into model.yaml: of the file, and for an OpenVINO .xml of its .bin after it.

    Args:
        path: of the file.
        key: of model.yaml that names it, for whoever has to correct it.
    """
    digest = hashlib.sha256()
    for part in (path, path.with_suffix(".bin")) if path.suffix == ".xml" else (path,):
        try:
            with part.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise ModelError(
                f"weights {part} cannot be read ({error.strerror}). Put the file beside model.yaml, "
                f"or name the right one under `{key}`{', or take `int8` out' if key != 'weights' else ''}."
            ) from error
    return digest.hexdigest()


def check_output(model: Model, shape: tuple[int, ...]) -> None:
    """Raise ModelError unless a raw output of `shape` can be what model.yaml says."""
    spec = model.spec
    classes = len(spec.classes)
    cells = sum((spec.size[0] // stride) * (spec.size[1] // stride) for stride in (8, 16, 32))
    wanted: tuple[int, ...] = {
        "yolov8": (4 + classes, cells),
        "yolox": (cells, 5 + classes),
        "yolo26": (shape[1] if len(shape) == 3 else 0, 6),
    }[spec.kind]
    if len(shape) != 3 or shape[1:] != wanted:
        raise ModelError(
            f"{model.path} gives an output of {shape}; kind {spec.kind} with {classes} classes at "
            f"{spec.size[0]}x{spec.size[1]} is (n, {wanted[0]}, {wanted[1]}). "
            "Correct kind, classes or size in model.yaml, or export the weights again."
        )


def _text_of(folder: Path) -> str:
    try:
        return (folder / FILE).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ModelError(f"{folder / FILE} is no text (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise ModelError(
            f"no model in {folder.resolve()}: {FILE} cannot be read ({error.strerror}). "
            f"A model folder holds {FILE} and its weights."
        ) from error
