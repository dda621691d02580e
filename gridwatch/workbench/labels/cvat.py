"""CVAT for images 1.1: `<annotations>` with `<image>` elements and their `<box>` and `<polygon>` shapes, in pixels.

A polygon becomes the box around it. Points, lines, masks and tags are no boxes: they are counted and left out. Tracks
(CVAT for video) are refused: export the task as "CVAT for images 1.1".
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from gridwatch.workbench.files import MOST_BOXES_BYTES, bytes_of
from gridwatch.workbench.labels.boxes import (
    MOST_PIXELS,
    BoxSet,
    LabelledPicture,
    Read,
    pixels,
    relative_box,
    safe_name,
)
from gridwatch.workbench.model.labels import BadDataSet, Label

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_cvat(path: Path) -> Read:
    """Read a CVAT file; classes are numbered in the order of its label list, then of their first use.

    Raises:
        BadDataSet: the file cannot be read, or is no CVAT file of images.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(bytes_of(path, BadDataSet, most=MOST_BOXES_BYTES), parser)
    except etree.XMLSyntaxError as error:
        raise BadDataSet(f"{path}: cannot be read as XML: {error}") from error
    if root.tag != "annotations":
        raise BadDataSet(f"{path}: begins with <{root.tag}>, not <annotations>: no CVAT file")
    if root.find("track") is not None:
        raise BadDataSet(f'{path}: holds tracks of a video; export the task as "CVAT for images 1.1"')
    return _parse(root, str(path))


def write_cvat(path: Path, boxes: BoxSet) -> None:
    """Write a CVAT file that a task of the same pictures can upload."""
    from lxml import etree

    root = etree.Element("annotations")
    etree.SubElement(root, "version").text = "1.1"
    listed = etree.SubElement(etree.SubElement(etree.SubElement(root, "meta"), "task"), "labels")
    for number in sorted(boxes.names):
        etree.SubElement(etree.SubElement(listed, "label"), "name").text = boxes.names[number]
    for i, picture in enumerate(boxes.pictures):
        image = etree.SubElement(
            root, "image", id=str(i), name=picture.file, width=str(picture.width), height=str(picture.height)
        )
        for label in picture.labels:
            corners = zip(("xtl", "ytl", "xbr", "ybr"), pixels(label, picture), strict=True)
            etree.SubElement(
                image, "box", label=boxes.names[label.name], source="manual", occluded="0",
                **{key: f"{value:.3f}" for key, value in corners}, z_order="0",
            )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="utf-8"))


def _parse(root: _Element, name: str) -> Read:
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    listed = [label.text or "" for label in root.findall("meta//labels/label/name")]
    numbers = {label: i for i, label in enumerate(dict.fromkeys(listed))}
    pictures: dict[str, LabelledPicture] = {}
    for image in root.findall("image"):
        where = f"{name}:{image.sourceline}"
        file = safe_name(image.get("name", ""))
        width, height = _number(image, "width"), _number(image, "height")
        if file is None:
            problems.append(
                f"{where}: name {image.get('name')!r} is no path below the folder of pictures; correct it"
            )
            continue
        if not (width and height and 1 <= width <= MOST_PIXELS and 1 <= height <= MOST_PIXELS):
            problems.append(f"{where}: {file}: width and height are needed, in pixels, greater than 0")
            continue
        if file in pictures:
            problems.append(f"{where}: {file} is there already; each picture stands once")
            continue
        labels = []
        for shape in image:
            corners = _corners(shape)
            if corners is None:
                left_out[str(shape.tag)] += 1
                continue
            label = shape.get("label", "")
            if label not in numbers and (listed or not label):
                problems.append(
                    f"{name}:{shape.sourceline}: label {label!r} is not in the task's labels; add it there"
                )
                continue
            box = relative_box(corners, width, height)
            if isinstance(box, str):
                problems.append(f"{name}:{shape.sourceline}: {shape.tag} {box}")
                continue
            labels.append(Label(name=numbers.setdefault(label, len(numbers)), box=box))
        pictures[file] = LabelledPicture(
            file=file, width=round(width), height=round(height), labels=tuple(labels)
        )
    names = {number: label for label, number in numbers.items()}
    boxes = BoxSet(names=names, pictures=tuple(pictures.values()))
    return Read(boxes=boxes, problems=tuple(problems), left_out=left_out)


def _corners(shape: _Element) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom in pixels, not numbers where they cannot be read; None of what is no box."""
    if shape.tag == "box":
        left, top, right, bottom = (_number(shape, key) for key in ("xtl", "ytl", "xbr", "ybr"))
        return (_or_nan(left), _or_nan(top), _or_nan(right), _or_nan(bottom))
    if shape.tag == "polygon":
        try:
            points = [[float(v) for v in point.split(",")] for point in shape.get("points", "").split(";")]
            xs, ys = zip(*points, strict=True)
        except ValueError:
            return (float("nan"),) * 4
        return (min(xs), min(ys), max(xs), max(ys))
    return None


def _number(element: _Element, key: str) -> float | None:
    try:
        return float(element.get(key, ""))
    except ValueError:
        return None


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
