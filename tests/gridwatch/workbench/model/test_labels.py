"""YOLO labels and data set files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.model.labels import (
    BadDataSet,
    Label,
    label_path,
    parse,
    parse_line,
    pictures,
    read,
    read_data_set,
    renumbered,
    write,
)


def test_a_box_line_becomes_corners() -> None:
    """Centre and size turn into left, top, right, bottom."""
    (label,) = parse("6 0.5 0.5 0.2 0.4\n")
    assert label.name == 6
    assert label.box == pytest.approx((0.4, 0.3, 0.6, 0.7))


def test_a_polygon_line_becomes_its_bounding_box() -> None:
    """Sets that mix boxes and polygons can be read (hard hats do)."""
    (label,) = parse("0 0.1 0.2 0.5 0.2 0.3 0.9")
    assert label.box == pytest.approx((0.1, 0.2, 0.5, 0.9))


def test_boxes_are_cut_at_the_edge_and_empty_ones_left_out() -> None:
    """Rotated augmentations reach out of the picture; a box of no size is no box."""
    found = parse("1 0.0 0.5 0.4 0.4\n1 0.5 0.5 0 0.3\n")
    assert [one.box for one in found] == [pytest.approx((0.0, 0.3, 0.2, 0.7))]


@pytest.mark.parametrize(
    "line",
    [
        "0 0.5 0.5 0.2",
        "x 0.5 0.5 0.2 0.2",
        "0.5 0.5 0.5 0.2 0.2",
        "0 nan 0.5 0.2 0.2",
        "nan 0.5 0.5 0.2 0.2",
        "0 300 200 50 60",
    ],
)
def test_a_bad_line_is_named(line: str) -> None:
    """The error says which file and line."""
    with pytest.raises(BadDataSet, match=r"a\.txt:2"):
        parse(f"0 0.5 0.5 0.2 0.2\n{line}", "a.txt")


def test_one_line_can_be_read_alone() -> None:
    """A checker goes through a file line by line: what is no box there is None, not an error."""
    assert parse_line("1 0.5 0.5 0.2 0.2") == Label(name=1, box=(0.4, 0.4, 0.6, 0.6))
    assert parse_line("   ") is None
    assert parse_line("1 0.5 0.5 0 0.2") is None


def test_written_labels_read_back(tmp_path: Path) -> None:
    """What is written beside a picture is what is read for it."""
    picture = tmp_path / "images" / "train" / "a.jpg"
    label = Label(name=7, box=(0.1, 0.2, 0.3, 0.4))
    write(label_path(picture), [label])
    assert label_path(picture) == tmp_path / "labels" / "train" / "a.txt"
    (back,) = read(picture)
    assert back.name == 7
    assert back.box == pytest.approx(label.box)
    assert read(tmp_path / "images" / "none.jpg") == []


def test_renumbering_leaves_out_what_is_not_ours() -> None:
    """Classes without a number of ours disappear."""
    box = (0.1, 0.2, 0.3, 0.4)
    assert renumbered([Label(name=0, box=box), Label(name=5, box=box)], {0: 6}) == [Label(name=6, box=box)]


def test_a_data_set_file_lists_its_parts(tmp_path: Path) -> None:
    """Folders and lists of files, names as list or mapping; paths count from the file."""
    for part in ("a", "b"):
        (tmp_path / "images" / part).mkdir(parents=True)
        (tmp_path / "images" / part / "1.jpg").write_bytes(b"")
    (tmp_path / "images" / "a" / "notes.txt").write_text("no picture")
    (tmp_path / "list.txt").write_text("images/b/1.jpg\n\n")
    path = tmp_path / "data.yaml"
    path.write_text("train: [images/a, images/b]\nval: list.txt\nnames: [garbage, bin]\n")
    found = read_data_set(path)
    assert found.names == {0: "garbage", 1: "bin"}
    assert [one.parent.name for one in found.parts["train"]] == ["a", "b"]
    assert found.parts["val"] == (tmp_path / "images" / "b" / "1.jpg",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("train: images\n", "names"),
        ("names: [a]\n", "none of"),
        ("names: [a]\ntrain: nowhere\n", "no such folder"),
        ("[", "YAML"),
    ],
)
def test_a_bad_data_set_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    """What is missing is told."""
    path = tmp_path / "data.yaml"
    path.write_text(text)
    with pytest.raises(BadDataSet, match=reason):
        read_data_set(path)


def test_absent_places_are_named(tmp_path: Path) -> None:
    """A folder that is not there is an error, not an empty set."""
    with pytest.raises(BadDataSet, match="nowhere"):
        pictures(tmp_path / "nowhere")


def test_a_part_that_nobody_needs_may_be_absent(tmp_path: Path) -> None:
    """A set whose train part stayed elsewhere can still be scored on; a needed part must be there."""
    (tmp_path / "images" / "valid").mkdir(parents=True)
    (tmp_path / "images" / "valid" / "1.jpg").write_bytes(b"")
    path = tmp_path / "data.yaml"
    path.write_text("train: images/train\nval: images/valid\nnames: [garbage]\n")
    assert list(read_data_set(path, needed=("val",)).parts) == ["val"]
    with pytest.raises(BadDataSet, match=r"train: .*no such folder"):
        read_data_set(path)


def test_roboflows_paths_are_understood(tmp_path: Path) -> None:
    """It writes `../valid/images` for a folder that lies beside its data.yaml."""
    (tmp_path / "valid" / "images").mkdir(parents=True)
    (tmp_path / "valid" / "images" / "1.jpg").write_bytes(b"")
    path = tmp_path / "data.yaml"
    path.write_text("val: ../valid/images\nnames: [garbage]\n")
    assert [one.name for one in read_data_set(path).parts["val"]] == ["1.jpg"]


@pytest.mark.parametrize(
    "text",
    [
        b"names: {a: b}\ntrain: images\n",
        b"names: {-1: b}\ntrain: images\n",
        b"names: [[b]]\ntrain: images\n",
        b"names: [null]\ntrain: images\n",
        b'names: [" "]\ntrain: images\n',
        b'names: ["a\\nb"]\ntrain: images\n',
        b'names: ["\\ud800"]\ntrain: images\n',
        b"names: [a]\ntrain: [[images]]\n",
        b'names: [a]\npath: "a\\0b"\ntrain: images\n',
        b"2026-99-99: a\nnames: [a]\n",
        b"\xff\xfe",
        b"names: " + b"[" * 3000,
        b"names: [a]\ntrain: list.txt\n",
    ],
)
def test_a_broken_description_is_told(tmp_path: Path, text: bytes) -> None:
    """Whatever stands in data.yaml or a list of pictures, the answer names the file."""
    (tmp_path / "images").mkdir()
    (tmp_path / "list.txt").write_bytes(b"\xff\n")
    (tmp_path / "data.yaml").write_bytes(text)
    with pytest.raises(BadDataSet, match=r"data\.yaml|list\.txt"):
        read_data_set(tmp_path / "data.yaml")


def test_labels_that_are_no_text_are_told(tmp_path: Path) -> None:
    """A label file of bytes is named."""
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(BadDataSet, match=r"a\.txt: byte 0 is not UTF-8"):
        read(tmp_path / "images" / "a.jpg")
