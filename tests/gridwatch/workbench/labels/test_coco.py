"""COCO in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gridwatch.workbench.labels.coco import parse_coco, read_coco, write_coco
from gridwatch.workbench.model.labels import BadDataSet
from tests.builders_labels import NAMES, box_set, labelled


def coco(**changes: Any) -> dict[str, Any]:
    """One picture with one box; category ids as COCO has them, with gaps."""
    return {
        "images": [{"id": 7, "file_name": "a.jpg", "width": 640, "height": 360}],
        "categories": [{"id": 90, "name": "bin"}, {"id": 3, "name": "waste"}],
        "annotations": [{"id": 1, "image_id": 7, "category_id": 90, "bbox": [64, 36, 256, 144]}],
    } | changes


def test_a_box_of_coco_is_read() -> None:
    """Left, top, width, height in pixels; classes numbered by rising category id."""
    read = parse_coco(coco())
    assert read.problems == ()
    assert read.boxes == box_set(labelled("a.jpg", (1, (0.1, 0.1, 0.5, 0.5))))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Pictures without boxes stay; boxes keep their place to a thousandth of a pixel."""
    path = tmp_path / "out" / "coco.json"
    write_coco(path, box_set(labelled("a.jpg", (1, (0.1234567, 0.2, 0.4, 0.6))), labelled("b/c.jpg")))
    back = read_coco(path).good()
    assert back.names == NAMES
    assert [one.file for one in back.pictures] == ["a.jpg", "b/c.jpg"]
    assert back.pictures[0].labels[0].box == pytest.approx((0.1234567, 0.2, 0.4, 0.6), abs=1e-5)
    assert json.loads(path.read_text())["annotations"][0]["category_id"] == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"annotations": [{"image_id": 8, "category_id": 3, "bbox": [0, 0, 9, 9]}]},
            "annotations[0]: image_id 8",
        ),
        ({"annotations": [{"image_id": 7, "category_id": 4, "bbox": [0, 0, 9, 9]}]}, "category_id 4"),
        ({"annotations": [{"image_id": 7, "category_id": 3, "bbox": [0, 0, 9]}]}, "bbox is not"),
        ({"annotations": [{"image_id": 7, "category_id": 3, "bbox": [0, 0, 0, 9]}]}, "bbox has no size"),
        ({"annotations": [{"image_id": 7, "category_id": 3, "bbox": [600, 0, 99, 9]}]}, "reaches out"),
        ({"annotations": [{"image_id": [], "category_id": {}, "bbox": []}]}, "image_id []"),
        ({"annotations": ["x"]}, "is no object"),
        (
            {"images": [{"id": 7, "file_name": "../a.jpg", "width": 1, "height": 1}], "annotations": []},
            "no path below the folder",
        ),
        ({"images": [{"id": 7, "file_name": "a.jpg", "width": 0, "height": 1}], "annotations": []}, "width"),
        ({"images": [{"id": 7, "width": 1, "height": 1}], "annotations": []}, "file_name is missing"),
        (
            {"categories": [{"id": 3, "name": "a"}, {"id": 3, "name": "b"}], "annotations": []},
            "ids are unique",
        ),
        ({"categories": [{"id": 3}], "annotations": []}, "categories[0]"),
        ({"categories": [{"id": 3, "name": "\ud800"}], "annotations": []}, "is no word"),
    ],
)
def test_a_mistake_is_named_with_its_place(changes: dict[str, Any], told: str) -> None:
    """Which list, which entry, what to do; the rest is still read."""
    read = parse_coco(coco(**changes), "x.json")
    assert len(read.problems) == 1
    assert read.problems[0].startswith("x.json: ")
    assert told in read.problems[0]


def test_every_mistake_is_told_at_once_and_crowd_regions_are_left_out() -> None:
    """Two bad boxes are two lines; a region of a crowd is no box and no mistake."""
    bad = {"image_id": 7, "category_id": 1, "bbox": [0, 0, 9, 9]}
    read = parse_coco(coco(annotations=[bad, bad, {"image_id": 7, "category_id": 3, "iscrowd": 1}]))
    assert len(read.problems) == 2
    assert read.left_out == {"crowd regions": 1}


def test_a_foreign_file_is_told(tmp_path: Path) -> None:
    """Not JSON, or other JSON."""
    path = tmp_path / "a.json"
    for text in ("{", "[]", '{"images": []}'):
        path.write_text(text)
        with pytest.raises(BadDataSet, match=r"a\.json"):
            read_coco(path)


def test_endless_brackets_are_no_coco_file(tmp_path: Path) -> None:
    """Deeper than Python can follow: told, not raised as it is."""
    path = tmp_path / "a.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(BadDataSet, match="cannot be read as JSON"):
        read_coco(path)
