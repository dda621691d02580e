"""YOLO folders as box sets, and the way around: YOLO, COCO, CVAT, YOLO."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gridwatch.workbench.labels.coco import read_coco, write_coco
from gridwatch.workbench.labels.cvat import read_cvat, write_cvat
from gridwatch.workbench.labels.yolo import pictures_of, read_yolo, write_yolo
from gridwatch.workbench.model.labels import BadDataSet
from tests.builders_labels import NAMES, box_set, labelled, picture, png_that_claims, yolo_folder


def test_every_box_survives_the_way_around(tmp_path: Path) -> None:
    """YOLO to COCO to CVAT to YOLO: the same pictures, classes and boxes, within 1e-4 of the picture."""
    rng = random.Random(1)

    def line() -> str:
        w, h = rng.uniform(0.01, 0.5), rng.uniform(0.01, 0.5)
        cx, cy = rng.uniform(w / 2, 1 - w / 2), rng.uniform(h / 2, 1 - h / 2)
        return f"{rng.randrange(2)} {cx:.6f} {cy:.6f} {w:.6f} {h:.6f}"

    names = ["a.jpg", "night/b.png", "empty.jpg"]
    source = yolo_folder(
        tmp_path / "in", {name: [line() for _ in range(8 * (name != "empty.jpg"))] for name in names}
    )
    first = read_yolo(source).good()
    write_coco(tmp_path / "c.json", first)
    write_cvat(tmp_path / "c.xml", read_coco(tmp_path / "c.json").good())
    write_yolo(tmp_path / "out", read_cvat(tmp_path / "c.xml").good(), source=pictures_of(source))
    last = read_yolo(tmp_path / "out").good()
    assert last.names == first.names == NAMES
    for before, after in zip(first.pictures, last.pictures, strict=True):
        assert (before.file, before.width, before.height) == (after.file, after.width, after.height)
        assert [one.name for one in before.labels] == [one.name for one in after.labels]
        for one, other in zip(before.labels, after.labels, strict=True):
            assert one.box == pytest.approx(other.box, abs=1e-4)
    assert sum(len(one.labels) for one in last.pictures) == 16
    assert (tmp_path / "out/images/night/b.png").read_bytes() == (source / "images/night/b.png").read_bytes()


def test_every_mistake_has_its_file_and_line(tmp_path: Path) -> None:
    """Bad numbers, unnamed classes, boxes outside or without size, twins, orphans, broken pictures: all at once."""
    folder = yolo_folder(
        tmp_path,
        {
            "a.jpg": [
                "0 0.5 0.5 0.2 0.2",
                "0 0.5 x 0.2 0.2",
                "7 0.5 0.5 0.2 0.2",
                "0 0.9 0.5 0.4 0.2",
                "0 0.5 0.5 0 0.2",
                "0 0.5 0.5 0.2 0.2",
                "0 320 180 64 36",
                "0 1.5 0.5 0.2 0.2",
            ]
        },
    )
    (folder / "images" / "broken.jpg").write_bytes(b"no picture")
    (folder / "labels" / "lost.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    read = read_yolo(folder)
    assert [len(one.labels) for one in read.boxes.pictures] == [1]
    told = [problem.removeprefix(f"{folder}/") for problem in read.problems]
    for expected in (
        "labels/a.txt:2: could not convert",
        "labels/a.txt:3: class 7 has no name; known are 0 to 1",
        "labels/a.txt:4: the box reaches out",
        "labels/a.txt:5: the box has no size",
        "labels/a.txt:6: the same box",
        "labels/a.txt:7: a coordinate is 320",
        "labels/a.txt:8: the box",
        "images/broken.jpg: cannot be read as a picture",
        "labels/lost.txt: no picture",
    ):
        assert any(one.startswith(expected) for one in told), (expected, told)
    assert len(told) == 9


def test_a_folder_with_classes_txt_is_a_data_set_too(tmp_path: Path) -> None:
    """As labelImg and Label Studio write it."""
    folder = yolo_folder(tmp_path, {"a.jpg": ["1 0.5 0.5 0.2 0.2"]})
    (folder / "data.yaml").unlink()
    with pytest.raises(BadDataSet, match=r"no data\.yaml and no classes\.txt"):
        read_yolo(folder)
    (folder / "classes.txt").write_text("waste\nbin\n")
    assert read_yolo(folder).good().names == NAMES


def test_two_pictures_may_not_share_a_label_file(tmp_path: Path) -> None:
    """a.jpg and a.png would both have a.txt: in neither direction is one lost unseen."""
    folder = yolo_folder(tmp_path / "in", {"a.jpg": [], "a.png": []})
    assert "rename one of them" in read_yolo(folder).problems[0]
    both = box_set(labelled("a.jpg"), labelled("a.png"))
    with pytest.raises(BadDataSet, match="rename one of them"):
        write_yolo(tmp_path / "out", both, source=folder / "images")


def test_absent_pictures_and_full_folders_are_told_before_anything_is_written(tmp_path: Path) -> None:
    """All absent pictures at once, with the option that helps; a folder in use is left alone."""
    target = tmp_path / "out"
    with pytest.raises(
        BadDataSet, match=r"(?s)a\.jpg: no such picture; give their folder by --pictures.*b\.jpg"
    ):
        write_yolo(target, box_set(labelled("a.jpg"), labelled("b.jpg")), source=tmp_path)
    assert not target.exists()
    with pytest.raises(BadDataSet, match="is not called a picture"):
        write_yolo(target, box_set(labelled("a.txt")), source=tmp_path)
    picture(target / "a.jpg")
    with pytest.raises(BadDataSet, match="is not empty"):
        write_yolo(target, box_set(labelled("a.jpg")), source=target)


def test_a_picture_that_claims_too_many_pixels_is_a_mistake(tmp_path: Path) -> None:
    """OpenCV raises for it; the others are still read."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "huge.png").write_bytes(png_that_claims(60_000))
    (tmp_path / "data.yaml").write_text("train: images\nnames: [waste]\n", encoding="utf-8")
    (problem,) = read_yolo(tmp_path).problems
    assert "huge.png: cannot be read as a picture" in problem
