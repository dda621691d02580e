"""YOLO folders as box sets: `data.yaml`, `images/`, `labels/`; lines are read and written by `model/labels.py`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import cv2
import yaml

from gridwatch.workbench.labels.boxes import BoxSet, LabelledPicture, Read
from gridwatch.workbench.model.labels import (
    PICTURES,
    BadDataSet,
    DataSet,
    Label,
    label_path,
    parse_line,
    pictures,
    read_data_set,
    text_of,
    write,
)

DATA = "data.yaml"
_EDGE = 1e-3  # a box may reach so far out of the picture: tools round


def read_yolo(place: Path, *, progress: Callable[[float], None] = lambda _: None) -> Read:
    """Read every part of a data set.

    Args:
        place: its YAML file, or the folder that holds `data.yaml` (or `classes.txt`) and `images/`.
        progress: told how many pictures were read.

    Raises:
        BadDataSet: the data set's file or a folder that it names is absent or malformed.
    """
    root, described = _described(place)
    problems: list[str] = []
    read: dict[str, LabelledPicture] = {}
    files = sorted({file for part in described.parts.values() for file in part})
    labelled: dict[Path, Path] = {}
    for done, file in enumerate(files, 1):
        path = label_path(file)
        if path in labelled:
            problems.append(f"{file}: has the label file of {labelled[path].name}; rename one of them")
            continue
        labelled[path] = file
        image = _image(file)
        if image is None:
            problems.append(f"{file}: cannot be read as a picture; replace or remove it")
            continue
        labels = _lines(path, described, problems)
        name = _below(file, root)
        if name in read:
            problems.append(
                f"{file}: another picture outside of {root} is called {name} too; rename one of them"
            )
            continue
        read[name] = LabelledPicture(
            file=name, width=image.shape[1], height=image.shape[0], labels=tuple(labels)
        )
        progress(done)
    problems += _orphans(labelled)
    return Read(
        boxes=BoxSet(names=described.names, pictures=tuple(read.values())),
        problems=tuple(problems),
        left_out={},
    )


def write_yolo(
    folder: Path, boxes: BoxSet, *, source: Path, progress: Callable[[float], None] = lambda _: None
) -> Path:
    """Write a data set into a new folder: pictures copied from `source`, labels, and data.yaml; return that.

    Raises:
        BadDataSet: the folder holds something, pictures are absent, or two would share a label file.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadDataSet(f"{folder}: is not empty; give a new folder by --out")
    problems, taken = [], dict[PurePosixPath, str]()
    for picture in boxes.pictures:
        stem = PurePosixPath(picture.file).with_suffix("")
        if stem in taken:
            problems.append(f"{picture.file}: has the label file of {taken[stem]}; rename one of them")
        taken[stem] = picture.file
        if PurePosixPath(picture.file).suffix.lower() not in PICTURES:
            problems.append(f"{picture.file}: is not called a picture; known are {', '.join(PICTURES)}")
        elif not (source / picture.file).is_file():
            problems.append(f"{source / picture.file}: no such picture; give their folder by --pictures")
    if problems:
        raise BadDataSet("\n".join(problems))
    for done, picture in enumerate(boxes.pictures, 1):
        target = folder / "images" / picture.file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / picture.file, target)
        write(folder / "labels" / PurePosixPath(picture.file).with_suffix(".txt"), picture.labels)
        progress(done)
    path = folder / DATA
    folder.mkdir(parents=True, exist_ok=True)
    described = {"path": ".", "train": "images", "val": "images", "names": dict(boxes.names)}
    path.write_text(yaml.safe_dump(described, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def pictures_of(place: Path) -> Path:
    """Return the folder that the file names of a data set's pictures begin in."""
    return _described(place)[0]


def _described(place: Path) -> tuple[Path, DataSet]:
    if place.is_file():
        root, path = place.parent, place
    else:
        root, path = place, place / DATA
    images = root / "images"
    if not path.is_file() and (root / "classes.txt").is_file():
        names = text_of(root / "classes.txt").split("\n")
        listed = {i: name.strip() for i, name in enumerate(names) if name.strip()}
        return images, DataSet(names=listed, parts={"train": pictures(images)})
    if not path.is_file():
        raise BadDataSet(f"{place}: no {DATA} and no classes.txt; write one that names the classes")
    described = read_data_set(path)
    every = [file for part in described.parts.values() for file in part]
    inside = images.is_dir() and all(file.is_relative_to(images.resolve()) for file in every)
    return (images.resolve() if inside else root.resolve()), described


def _image(file: Path) -> cv2.typing.MatLike | None:
    try:
        return cv2.imread(str(file))
    except cv2.error:  # it says that it has more pixels than OpenCV reads
        return None


def _lines(path: Path, described: DataSet, problems: list[str]) -> list[Label]:
    try:
        text = text_of(path) if path.is_file() else ""
    except BadDataSet as error:
        problems.append(f"{error}; write one line a box: `class cx cy w h`")
        return []
    labels: list[Label] = []
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{path}:{number}"
        try:
            label = parse_line(line, where)
        except BadDataSet as error:
            problems.append(str(error))
            continue
        if label is None:
            if line.strip():
                problems.append(
                    f"{where}: the box has no size in the picture; remove the line or draw it again"
                )
        elif label.name not in described.names:
            numbers = f"{min(described.names)} to {max(described.names)}" if described.names else "none"
            problems.append(f"{where}: class {label.name} has no name; known are {numbers}, add it to names")
        elif _outside(line):
            problems.append(f"{where}: the box reaches out of the picture; values are shares of it, 0 to 1")
        elif label in labels:
            problems.append(f"{where}: the same box stands there already; remove the line")
        else:
            labels.append(label)
    return labels


def _outside(line: str) -> bool:
    values = [float(field) for field in line.split()[1:]]
    if len(values) == 4:
        cx, cy, w, h = values
        values = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]
    return min(values) < -_EDGE or max(values) > 1 + _EDGE


def _below(file: Path, root: Path) -> str:
    resolved = file.resolve()
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else file.name


def _orphans(labelled: dict[Path, Path]) -> list[str]:
    """Name label files without a picture, in the folders where pictures have theirs."""
    folders = {path.parent for path in labelled if path.parent.name != "images"}
    return [
        f"{path}: no picture has this name; add the picture or remove the file"
        for folder in sorted(folders)
        for path in sorted(folder.glob("*.txt"))
        if path not in labelled and path.name != "classes.txt"
    ]
