"""YOLO labels: one text line per box, `class cx cy w h`, all relative to the picture; polygons become boxes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from core.errors import GridwatchError
from gridwatch.workbench.files import text_of as bounded_text_of

PARTS = ("train", "val", "test")
_FAR = 2.0  # in pictures: a box may stick out, this is pixels
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")


class BadDataSet(GridwatchError):
    """A data set cannot be read; the message says what, where, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """One box of the truth."""

    name: int
    """Class number in the data set's own order."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom, relative to the picture (0..1)."""

    def line(self) -> str:
        """Return the label as a line of a YOLO file."""
        left, top, right, bottom = self.box
        return f"{self.name} {(left + right) / 2:.6f} {(top + bottom) / 2:.6f} {right - left:.6f} {bottom - top:.6f}"


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A YOLO data set as its YAML file describes it."""

    names: Mapping[int, str]
    """Class names by number."""
    parts: Mapping[str, tuple[Path, ...]]
    """Pictures of each part (train, val, test), sorted by path."""


def parse(text: str, where: str = "label") -> list[Label]:
    """Read the lines of a label file.

    Raises:
        BadDataSet: a line is neither `class cx cy w h` nor `class x y x y x y ...`, or is not finite.
    """
    lines = enumerate(text.split("\n"), start=1)
    return [found for number, line in lines if (found := parse_line(line, f"{where}:{number}")) is not None]


def parse_line(line: str, where: str = "label") -> Label | None:
    """Read one line, cut at the picture's edge; None for an empty line, and for a box that has no size there.

    Raises:
        BadDataSet: as `parse`.
    """
    fields = line.split()
    if not fields:
        return None
    try:
        values = [float(field) for field in fields]
    except ValueError as error:
        raise BadDataSet(f"{where}: {error}; expected numbers `class cx cy w h`") from error
    name, rest = values[0], values[1:]
    if not np.isfinite(values).all() or name < 0 or name != int(name):
        raise BadDataSet(f"{where}: class {fields[0]} or a coordinate is no usable number")
    if max(map(abs, rest), default=0.0) > _FAR:
        raise BadDataSet(
            f"{where}: a coordinate is {max(rest, key=abs):g}; in YOLO's labels they are shares of the picture, 0 to 1"
        )
    if len(rest) == 4:
        cx, cy, w, h = rest
        box = (cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
    elif len(rest) >= 6 and len(rest) % 2 == 0:
        box = (min(rest[0::2]), min(rest[1::2]), max(rest[0::2]), max(rest[1::2]))
    else:
        raise BadDataSet(f"{where}: {len(rest)} coordinates; expected 4, or 6 and more for a polygon")
    left, top, right, bottom = (min(1.0, max(0.0, value)) for value in box)
    if right > left and bottom > top:
        return Label(name=int(name), box=(left, top, right, bottom))
    return None


def renumbered(labels: Iterable[Label], numbers: Mapping[int, int]) -> list[Label]:
    """Return the labels under other class numbers; those that `numbers` lacks are left out."""
    return [Label(name=numbers[one.name], box=one.box) for one in labels if one.name in numbers]


def label_path(picture: Path) -> Path:
    """Return where the labels of a picture lie: the last folder `images` of its path becomes `labels`."""
    parts = list(picture.parts)
    for index in range(len(parts) - 2, -1, -1):
        if parts[index] == "images":
            parts[index] = "labels"
            break
    return Path(*parts).with_suffix(".txt")


def read(picture: Path) -> list[Label]:
    """Read the labels of a picture; a picture without a label file holds nothing."""
    path = label_path(picture)
    return parse(text_of(path), str(path)) if path.is_file() else []


def text_of(path: Path) -> str:
    """Return what a text file holds.

    Raises:
        BadDataSet: it is absent, too large, or no text.
    """
    return bounded_text_of(path, BadDataSet)


def write(path: Path, labels: Iterable[Label]) -> None:
    """Write a label file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{label.line()}\n" for label in labels), encoding="utf-8")


def pictures(place: Path) -> tuple[Path, ...]:
    """List the pictures of a folder (with subfolders) or of a text file with one path per line, sorted."""
    if place.is_dir():
        return tuple(sorted(path for path in place.rglob("*") if path.suffix.lower() in PICTURES))
    if place.is_file():
        lines = [line.strip() for line in text_of(place).split("\n")]
        return tuple(sorted((place.parent / line).resolve() for line in lines if line))
    raise BadDataSet(f"{place}: no such folder or list of pictures")


def read_data_set(path: Path, needed: Sequence[str] = PARTS) -> DataSet:
    """Read a data set's YAML file (`path`, `train`, `val`, `test`, `names`).

    Args:
        path: the YAML file; what it names lies relative to its own folder, or to `path` where it gives one.
        needed: parts that must be there if the file names them. Others that are absent are left out: whoever scores
            on one part of a set need not have the rest of it.

    Raises:
        BadDataSet: the file or a needed part is absent or malformed, or no part is there at all.
    """
    try:
        raw = yaml.safe_load(text_of(path))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: 2026-99-99 is read as a date
        raise BadDataSet(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("names"), list | dict):
        raise BadDataSet(f"{path}: `names` is missing; expected a list of class names or {{number: name}}")
    given = raw["names"]
    names = _names(path, given.items() if isinstance(given, dict) else enumerate(given))
    root = _root(path, raw)
    parts, absent = {}, []
    for part in PARTS:
        places = raw.get(part)
        if not places:
            continue
        try:
            listed = places if isinstance(places, list) else [places]
            parts[part] = tuple(found for place in listed for found in pictures(_place(root, place)))
        except BadDataSet as error:
            if part in needed:
                raise BadDataSet(f"{path}: {part}: {error}") from error
            absent.append(str(error))
    if not parts:
        raise BadDataSet(f"{path}: {'; '.join(absent) or 'none of `train`, `val`, `test` is given'}")
    return DataSet(names=names, parts=parts)


def good_name(name: str) -> bool:
    """Whether a class can be called so: other tools' files hold no controls, no line ends, no half characters."""
    return bool(name.strip()) and name.isprintable()


def _names(path: Path, given: Iterable[tuple[object, object]]) -> dict[int, str]:
    names: dict[int, str] = {}
    for number, name in given:
        word = isinstance(name, str | int | float) and good_name(str(name))
        if not str(number).isdecimal() or not word or len(str(number)) > 9:
            raise BadDataSet(
                f"{path}: names: {str(number)[:40]} is no class number, or its name no word; "
                "expected a list of class names or {number: name}"
            )
        names[int(str(number))] = str(name)
    return names


def _root(path: Path, raw: Mapping[str, object]) -> Path:
    given = raw.get("path") or "."
    if not isinstance(given, str) or "\0" in given:
        raise BadDataSet(f"{path}: path: is no folder's name; write one, or leave it out")
    return (path.parent / given).resolve()


def _place(root: Path, given: object) -> Path:
    """Where a part lies. Roboflow writes `../train/images` for what lies beside its data.yaml."""
    if not isinstance(given, str) or "\0" in given:
        raise BadDataSet(f"is no folder's name below {root}; write one, or a list of them")
    place = root / given
    beside = root / given.removeprefix("../")
    return beside if not place.exists() and beside.exists() else place
