"""Rendered training sets: the folders YOLO reads, exact labels."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import yaml

from gridwatch.simulator.training import THINGS, put_labelled, render_training_set
from gridwatch.simulator.world import CLASSES

SIZE = (320, 192)


def test_a_set_is_complete_and_its_labels_lie_in_the_picture(tmp_path: Path):
    """One label file for each picture; classes and boxes in range; data.yaml names the classes."""
    calls: list[tuple[int, int]] = []
    data = render_training_set(
        tmp_path, 3, 5, size=SIZE, progress=lambda done, count: calls.append((done, count))
    )
    text = yaml.safe_load(data.read_text(encoding="utf-8"))
    assert tuple(text["names"][i] for i in range(len(CLASSES))) == CLASSES
    pictures = sorted((tmp_path / "images" / "train").glob("*.jpg"))
    labels = sorted((tmp_path / "labels" / "train").glob("*.txt"))
    assert [p.stem for p in pictures] == [p.stem for p in labels]
    assert calls == [(1, 3), (2, 3), (3, 3)]
    for picture, label in zip(pictures, labels, strict=True):
        image = cv2.imread(str(picture))
        assert image is not None
        assert image.shape == (SIZE[1], SIZE[0], 3)
        for line in label.read_text(encoding="ascii").splitlines():
            number, x, _, wide, high = (float(v) for v in line.split())
            assert 0 <= number < len(CLASSES)
            assert x - wide / 2 + 1e-5 >= 0
            assert x + wide / 2 <= 1 + 1e-5
            assert min(wide * SIZE[0], high * SIZE[1]) >= 7.99


def test_the_things_of_every_picture_are_told(tmp_path: Path):
    """One line a picture with its light; what has a label is among its kinds."""
    render_training_set(tmp_path, 4, 5, size=SIZE)
    lines = [json.loads(line) for line in (tmp_path / THINGS).read_text(encoding="utf-8").splitlines()]
    assert [line["file"] for line in lines] == sorted(
        path.name for path in (tmp_path / "images").rglob("*.jpg")
    )
    for line in lines:
        labels = (
            (tmp_path / "labels" / "train" / line["file"]).with_suffix(".txt").read_text(encoding="ascii")
        )
        names = {CLASSES[int(row.split()[0])] for row in labels.splitlines()}
        assert ("waste" in names) <= bool({"rubble", "mixed", "bags"} & set(line["kinds"]))
        assert line["light"]


def test_the_seed_decides_every_byte(tmp_path: Path):
    """Two runs with one seed give the same files; another seed others."""
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        render_training_set(tmp_path / folder, 1, seed, size=SIZE)
    first, again, other = (
        next((tmp_path / name / "images" / "train").glob("*.jpg")).read_bytes() for name in "abc"
    )
    assert first == again
    assert first != other


def test_a_picture_that_cannot_be_written_is_told_and_leaves_no_label(tmp_path: Path):
    """A label without its picture would be trained as nothing, and nobody would know."""
    where = tmp_path / "images" / "train" / "a.jpg"
    where.mkdir(parents=True)  # a folder of its name, as a disk that refuses
    with pytest.raises(OSError, match=r"a\.jpg cannot be written"):
        put_labelled(tmp_path, "a", np.zeros((8, 8, 3), np.uint8), ["0 .5 .5 .1 .1"], quality=90)
    assert not (tmp_path / "labels" / "train" / "a.txt").exists()
