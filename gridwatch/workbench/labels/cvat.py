"""CVAT for images 1.1: `<annotations>` with `<image>` elements and their `<box>` and `<polygon>` shapes, in pixels.

A polygon becomes the box around it, and so does a box that was turned. Points, lines, masks and tags are no boxes: they
are counted and left out. Tracks (CVAT for video) are refused: export the task as "CVAT for images 1.1".
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gridwatch.workbench.files import MOST_BOXES_BYTES, bytes_of, write_whole
from gridwatch.workbench.labels.boxes import (
    BoxSet,
    LabelledPicture,
    Read,
    picture_of,
    pixels,
    relative_box,
)
from gridwatch.workbench.model.labels import BadDataSet, Label, good_name

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_cvat(path: Path) -> Read:
    """Read a CVAT file; classes are numbered in the order of its label list, then of their first use.

    Raises:
        BadDataSet: the file cannot be read, or is no CVAT file of images.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
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
    write_whole(path, etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="utf-8"))


def _parse(root: _Element, name: str) -> Read:
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    listed = [label.text or "" for label in root.findall("meta//labels/label/name")]
    numbers = {label: i for i, label in enumerate(dict.fromkeys(listed))}
    pictures: dict[str, LabelledPicture] = {}
    for image in root.findall("image"):
        where = f"{name}:{image.sourceline}"
        picture = picture_of(image.get("name", ""), _number(image, "width"), _number(image, "height"))
        if isinstance(picture, str):
            problems.append(f"{where}: {picture}")
            continue
        if picture.file in pictures:
            problems.append(f"{where}: {picture.file} is there already; each picture stands once")
            continue
        labels = []
        for shape in image.iterchildren("*"):  # elements alone: an entity is none
            corners = _corners(shape, picture)
            if corners is None:
                left_out[str(shape.tag)] += 1
                continue
            label = shape.get("label", "")
            if not good_name(label):
                problems.append(f"{name}:{shape.sourceline}: label {label!r} is no word; write one")
                continue
            if label not in numbers and listed:
                problems.append(
                    f"{name}:{shape.sourceline}: label {label!r} is not in the task's labels; add it there"
                )
                continue
            box = relative_box(corners, picture.width, picture.height)
            if isinstance(box, str):
                problems.append(f"{name}:{shape.sourceline}: {shape.tag} {box}")
                continue
            labels.append(Label(name=numbers.setdefault(label, len(numbers)), box=box))
        pictures[picture.file] = replace(picture, labels=tuple(labels))
    names = {number: label for label, number in numbers.items()}
    boxes = BoxSet(names=names, pictures=tuple(pictures.values()))
    return Read(boxes=boxes, problems=tuple(problems), left_out=left_out)


def _corners(shape: _Element, picture: LabelledPicture) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom in pixels, not numbers where they cannot be read; None of what is no box."""
    if shape.tag == "box":
        left, top, right, bottom = (_number(shape, key) for key in ("xtl", "ytl", "xbr", "ybr"))
        turned = math.radians(_number(shape, "rotation") if shape.get("rotation") else 0.0)
        if turned == 0:
            return (left, top, right, bottom)
        return _around(left, top, right, bottom, turned, picture)
    if shape.tag == "polygon":
        try:
            points = [[float(v) for v in point.split(",")] for point in shape.get("points", "").split(";")]
            xs, ys = zip(*points, strict=True)
        except ValueError:
            return (math.nan,) * 4
        return (min(xs), min(ys), max(xs), max(ys))
    return None


def _around(
    left: float, top: float, right: float, bottom: float, turned: float, picture: LabelledPicture
) -> tuple[float, float, float, float]:
    """Return the box around one that was turned about its middle, cut at the picture's edge."""
    if not all(map(math.isfinite, (left, top, right, bottom, turned))):
        return (math.nan,) * 4
    width, height = right - left, bottom - top
    across = (abs(width * math.cos(turned)) + abs(height * math.sin(turned))) / 2
    down = (abs(width * math.sin(turned)) + abs(height * math.cos(turned))) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    return (
        max(0.0, x - across),
        max(0.0, y - down),
        min(float(picture.width), x + across),
        min(float(picture.height), y + down),
    )


def _number(element: _Element, key: str) -> float:
    """Return an attribute; not a number where there is none."""
    try:
        return float(element.get(key, ""))
    except ValueError:
        return math.nan
