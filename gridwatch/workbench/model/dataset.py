"""Builds the training set of the default model from the shared pictures, clips and the simulator."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from core.frame import Image
from gridwatch.workbench.model import labels
from gridwatch.workbench.model.classes import CLASSES, mapping
from gridwatch.workbench.model.duplicates import source_name
from gridwatch.workbench.model.extras import Extras, more
from gridwatch.workbench.model.heaps import SPRITES
from gridwatch.workbench.model.labels import BadDataSet, Label
from gridwatch.workbench.model.media import clip_frames, evenly, picture, write_picture
from gridwatch.workbench.model.split import split, write_split

GARBAGE = "images/garbage_bin_overflow"
WITHOUT_GARBAGE = ("images/hard_hat/images/valid", "images/hard_hat/images/test")
"""Picture folders (without labels of ours) that show people and no heaps."""
CLIPS = ("clips/intel_one_by_one_person.mp4",)
"""Clips that teach. TownCentre and the plaza are test clips; on the motorway and from above the starting weights
see only half of the cars, and half-labelled pictures teach to overlook."""


class Labeller(Protocol):
    """Adds labels of persons and vehicles (see `teacher.Teacher`)."""

    def label(self, image: Image, given: Sequence[Label] = ()) -> list[Label]:
        """Return the labels that `given` lacks."""
        ...


Renderer = Callable[[Path, int, int], object]
"""The simulator's `render_training_set` or `render_day_looks` (out_dir, count, seed): writes YOLO images/ and labels/
of our classes."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What `build` made."""

    yaml: Path
    """The data set's file for training: train and dev part."""
    parts: Mapping[str, int]
    """Pictures in each part: train, dev, dropped (near-duplicates of valid pictures), rendered."""
    boxes: Mapping[str, int]
    """Boxes of each class in the train part, rendered ones included."""
    split: tuple[tuple[str, str], ...] = field(repr=False)
    """(part, source picture) of every garbage picture: train, dev, valid or dropped."""


def build(
    data: Path,
    out: Path,
    *,
    teacher: Labeller | None,
    renderers: Sequence[tuple[Renderer, int]] = (),
    clip_count: int = 40,
    extras: Extras | None = None,
    limit: int | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build a YOLO data set in `out` from the shared data folder.

    Args:
        data: the shared data folder.
        out: an empty or absent folder.
        teacher: labels persons and vehicles; None adds no such labels.
        renderers: what draws pictures whose labels are known, each with how many it is to draw.
        clip_count: frames taken evenly from each clip of `CLIPS`.
        extras: pictures made out of the garbage pictures, or None for none.
        limit: take at most so many pictures of each source (for trying out).
        seed: of the rendered pictures and of the extras.
        progress: told in words what is going on.

    Raises:
        BadDataSet: `out` is not empty, or the data folder lacks the garbage pictures.
    """
    if out.exists() and any(out.iterdir()):
        raise BadDataSet(f"{out} is not empty: name a new folder, or remove it first")
    found = labels.read_data_set(data / GARBAGE / "data.yaml")
    if not (found.parts.get("train") and found.parts.get("val")):
        raise BadDataSet(f"{data / GARBAGE / 'data.yaml'}: needs pictures in both `train` and `val`")
    train, valid = found.parts["train"][:limit], found.parts["val"][:limit]
    progress(f"{len(train)} train and {len(valid)} valid garbage pictures: looking for near-duplicates")
    parts = split(train, valid)
    writer = _Writer(out, teacher)
    _garbage(writer, train, parts, mapping(found.names), progress)
    if extras is not None:
        progress("pictures with pasted heaps, in bad weather, from afar")
        own = labels.pictures(out / "images" / "train")
        for name, image, given in more(own, data / SPRITES, extras, seed):
            writer.made(name, image, given)
    _without_garbage(writer, data, limit, clip_count, progress)
    for renderer, count in renderers:
        progress(f"rendering {count} pictures")
        renderer(out / "rendered", count, seed)
    listed = [(part, source_name(path.name)) for path, part in zip(train, parts, strict=True)]
    listed += [("valid", source_name(path.name)) for path in valid]
    write_split(out / "split.tsv", listed)
    return Built(
        yaml=write_yaml(out),
        parts={
            **{part: writer.count(part) for part in ("train", "dev")},
            "dropped": parts.count("dropped"),
            "rendered": len(_rendered(out)),
        },
        boxes=boxes(out),
        split=tuple(sorted(listed, key=lambda row: row[1])),
    )


def _garbage(
    writer: _Writer,
    pictures: Sequence[Path],
    parts: Sequence[str],
    numbers: Mapping[int, int],
    progress: Callable[[str], None],
) -> None:
    for number, (path, part) in enumerate(zip(pictures, parts, strict=True)):
        if number % 100 == 0:
            progress(f"garbage pictures: {number} of {len(pictures)}")
        if part != "dropped":
            writer.copy(part, path, path.name, labels.renumbered(labels.read(path), numbers))


def _without_garbage(
    writer: _Writer, data: Path, limit: int | None, clip_count: int, progress: Callable[[str], None]
) -> None:
    for folder in WITHOUT_GARBAGE:
        progress(f"pictures without garbage: {folder}")
        for path in labels.pictures(data / folder)[:limit]:
            writer.copy("train", path, f"{folder.split('/')[1]}_{path.name}", [])
    for clip in CLIPS:
        progress(f"clip {clip}")
        for at, image in clip_frames(data / clip, evenly(data / clip, min(clip_count, limit or clip_count))):
            writer.put("train", image, f"{Path(clip).stem}_{at:05d}.jpg")


def write_yaml(out: Path) -> Path:
    """Write `out`/data.yaml over the parts that lie in `out` and return its path."""
    places = ["images/train"] + (["rendered/images"] if _rendered(out) else [])
    content = {
        "path": str(out.resolve()),
        "train": places,
        "val": "images/dev",
        "names": dict(enumerate(CLASSES)),
    }
    path = out / "data.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def boxes(out: Path) -> dict[str, int]:
    """Count the boxes of each class in the pictures that a built set trains on."""
    counts = dict.fromkeys(CLASSES, 0)
    for path in (*labels.pictures(out / "images" / "train"), *_rendered(out)):
        for one in labels.read(path):
            counts[CLASSES[one.name]] += 1
    return counts


def _rendered(out: Path) -> tuple[Path, ...]:
    folder = out / "rendered" / "images"
    return labels.pictures(folder) if folder.is_dir() else ()


class _Writer:
    """Puts pictures and labels where ultralytics looks for them."""

    def __init__(self, out: Path, teacher: Labeller | None) -> None:
        self._out = out
        self._teacher = teacher
        for part in ("train", "dev"):
            (out / "images" / part).mkdir(parents=True, exist_ok=True)

    def count(self, part: str) -> int:
        return len(labels.pictures(self._out / "images" / part))

    def copy(self, part: str, source: Path, name: str, given: Sequence[Label]) -> None:
        target = self._out / "images" / part / name
        shutil.copyfile(source, target)
        self._label(target, picture(source), given)

    def put(self, part: str, image: Image, name: str) -> None:
        target = self._out / "images" / part / name
        write_picture(target, image)
        self._label(target, image, [])

    def made(self, name: str, image: Image, given: Sequence[Label]) -> None:
        """Put a picture whose labels are known into the train part."""
        target = self._out / "images" / "train" / name
        write_picture(target, image)
        labels.write(labels.label_path(target), given)

    def _label(self, target: Path, image: Image, given: Sequence[Label]) -> None:
        more = self._teacher.label(image, given) if self._teacher else []
        labels.write(labels.label_path(target), [*given, *more])
