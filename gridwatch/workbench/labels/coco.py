"""COCO detection JSON: `images`, `annotations` with `bbox` [left, top, width, height] in pixels, `categories`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard

from gridwatch.workbench.files import MOST_BOXES_BYTES, text_of, write_whole
from gridwatch.workbench.labels.boxes import (
    BoxSet,
    LabelledPicture,
    Read,
    picture_of,
    pixels,
    relative_box,
)
from gridwatch.workbench.model.labels import BadDataSet, Label, good_name


def read_coco(path: Path) -> Read:
    """Read a COCO file; classes are numbered from 0 in the order of their category ids.

    Raises:
        BadDataSet: the file cannot be read, or is no COCO file at all.
    """
    try:
        content = json.loads(text_of(path, BadDataSet, most=MOST_BOXES_BYTES))
    except (ValueError, RecursionError) as error:
        raise BadDataSet(f"{path}: cannot be read as JSON: {error}") from error
    if not isinstance(content, dict) or not all(
        isinstance(content.get(key), list) for key in ("images", "annotations", "categories")
    ):
        raise BadDataSet(f"{path}: is no COCO file: the lists images, annotations and categories are needed")
    return parse_coco(content, str(path))


def parse_coco(content: Mapping[str, list[Any]], name: str = "coco") -> Read:
    """Read what stands in a COCO file, as plain JSON types."""
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    numbers, names = _categories(content["categories"], name, problems)
    images: dict[Any, LabelledPicture] = {}
    files: set[str] = set()
    for i, image in enumerate(content["images"]):
        where = f"{name}: images[{i}]"
        told = _image(image)
        if isinstance(told, str):
            problems.append(f"{where}: {told}")
        elif image["id"] in images or told.file in files:
            problems.append(
                f"{where}: id {image['id']} or file {told.file} is there already; each stands once"
            )
        else:
            images[image["id"]] = told
            files.add(told.file)
    labels: dict[Any, list[Label]] = {key: [] for key in images}
    for i, one in enumerate(content["annotations"]):
        where = f"{name}: annotations[{i}]"
        found = _annotation(one, images, numbers)
        if isinstance(found, str):
            problems.append(f"{where}: {found}")
        elif found is None:
            left_out["crowd regions"] += 1
        else:
            labels[one["image_id"]].append(found)
    pictures = tuple(replace(picture, labels=tuple(labels[key])) for key, picture in images.items())
    return Read(boxes=BoxSet(names=names, pictures=pictures), problems=tuple(problems), left_out=left_out)


def write_coco(path: Path, boxes: BoxSet) -> None:
    """Write a COCO file; category ids begin at 1, as tools expect."""
    order = {number: i for i, number in enumerate(sorted(boxes.names), 1)}
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for i, picture in enumerate(boxes.pictures, 1):
        images.append({"id": i, "file_name": picture.file, "width": picture.width, "height": picture.height})
        for label in picture.labels:
            left, top, right, bottom = pixels(label, picture)
            bbox = [round(value, 3) for value in (left, top, right - left, bottom - top)]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": i,
                    "category_id": order[label.name],
                    "bbox": bbox,
                    "area": round(bbox[2] * bbox[3], 2),
                    "iscrowd": 0,
                }
            )
    categories = [{"id": order[number], "name": boxes.names[number]} for number in sorted(boxes.names)]
    content = {"images": images, "annotations": annotations, "categories": categories}
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _categories(rows: list[Any], name: str, problems: list[str]) -> tuple[dict[Any, int], dict[int, str]]:
    good: dict[int, str] = {}
    for i, row in enumerate(rows):
        if not isinstance(row, dict) or not _whole(row.get("id")) or not isinstance(row.get("name"), str):
            problems.append(f"{name}: categories[{i}]: give a whole number as id, and a name")
        elif not good_name(row["name"]):
            problems.append(f"{name}: categories[{i}]: name {row['name']!r} is no word; write one")
        elif row["id"] in good:
            problems.append(f"{name}: categories[{i}]: id {row['id']} is there already; ids are unique")
        else:
            good[row["id"]] = row["name"]
    numbers = {key: i for i, key in enumerate(sorted(good))}
    return numbers, {i: good[key] for key, i in numbers.items()}


def _image(image: Any) -> LabelledPicture | str:
    if not isinstance(image, dict) or not isinstance(image.get("id"), int | str):
        return "give an id"
    if not isinstance(image.get("file_name"), str):
        return "file_name is missing; give the picture's path"
    return picture_of(image["file_name"], image.get("width"), image.get("height"))


def _annotation(
    one: Any, images: Mapping[Any, LabelledPicture], numbers: Mapping[Any, int]
) -> Label | str | None:
    if not isinstance(one, dict):
        return "is no object; give image_id, category_id and bbox"
    if one.get("iscrowd"):
        return None
    if not _known(one.get("image_id"), images):
        return f"image_id {one.get('image_id')!r} names no image; add it to images or remove this"
    if not _known(one.get("category_id"), numbers):
        return f"category_id {one.get('category_id')!r} names no category; add it or correct the id"
    bbox = one.get("bbox")
    if (
        not isinstance(bbox, list)
        or len(bbox) != 4
        or any(isinstance(v, bool) or not isinstance(v, int | float) for v in bbox)
    ):
        return "bbox is not [left, top, width, height]; give four numbers, in pixels"
    left, top, width, height = bbox
    picture = images[one["image_id"]]
    box = relative_box((left, top, left + width, top + height), picture.width, picture.height)
    return f"bbox {box}" if isinstance(box, str) else Label(name=numbers[one["category_id"]], box=box)


def _known(key: Any, table: Mapping[Any, Any]) -> bool:
    return isinstance(key, int | str) and key in table


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
