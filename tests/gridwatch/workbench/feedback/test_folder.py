from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from gridwatch.workbench.feedback.folder import Folder, parts_of
from gridwatch.workbench.model.labels import BadDataSet, Label, read_data_set

NAMES = ("person", "waste")
LABEL = Label(name=1, box=(0.1, 0.1, 0.5, 0.5))


def filled(out: Path, *cameras: str, base: Path | None = None) -> Path:
    """A data set with two pictures of each camera."""
    folder = Folder(out, NAMES)
    for camera in cameras:
        for number in range(2):
            folder.add(b"jpeg", [LABEL], name=f"{camera}-{number}", camera=camera, row={"incident": "inc_1"})
    return folder.finish(base)[0]


def test_one_camera_is_in_one_part() -> None:
    """However many cameras there are, and always the same part for the same camera."""
    cameras = [f"cam-{number}" for number in range(200)]
    parts = parts_of(cameras * 3)
    assert set(parts) == set(cameras)
    assert 20 <= list(parts.values()).count("val") <= 60
    assert {camera: parts_of(cameras[:100])[camera] for camera in cameras[:100]} == {
        camera: parts[camera] for camera in cameras[:100]
    }
    assert sorted(parts_of(["a", "b"]).values()) == ["train", "val"]
    assert parts_of([]) == {}


def test_ultralytics_can_read_it(tmp_path: Path) -> None:
    """Pictures and labels lie side by side in both parts, and data.yaml names the classes."""
    path = filled(tmp_path / "out", "cam-1", "cam-2")
    found = read_data_set(path)
    assert found.names == {0: "person", 1: "waste"}
    assert {part: len(pictures) for part, pictures in found.parts.items()} == {"train": 2, "val": 2}
    rows = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text().splitlines()]
    for row in rows:
        assert (tmp_path / "out" / "images" / row["part"] / row["file"]).is_file()
        text = (tmp_path / "out" / "labels" / row["part"] / Path(row["file"]).with_suffix(".txt")).read_text()
        assert text == LABEL.line() + "\n"
    assert len({(row["camera"], row["part"]) for row in rows}) == 2


def test_no_picture_is_written_over_another(tmp_path: Path) -> None:
    """Two rows of the manifest would name one file."""
    folder = Folder(tmp_path / "out", NAMES)
    folder.add(b"one", [LABEL], name="cam-1", camera="cam-1", row={})
    with pytest.raises(BadDataSet, match=r"cam-1\.jpg: is written already"):
        folder.add(b"two", [], name="cam-1", camera="cam-1", row={})
    assert (tmp_path / "out" / "images" / "train" / "cam-1.jpg").read_bytes() == b"one"


def test_a_base_set_is_named_beside_it(tmp_path: Path) -> None:
    """Fifty pictures alone make a model forget: they are trained on together with the set it came from."""
    base = filled(tmp_path / "base", "cam-1", "cam-2")
    path = filled(tmp_path / "out", "cam-3", base=base)
    found = read_data_set(path)
    assert {part: len(pictures) for part, pictures in found.parts.items()} == {"train": 4, "val": 2}
    content = yaml.safe_load(base.read_text())
    base.write_text(yaml.safe_dump(content | {"names": {0: "waste", 1: "person"}}))
    with pytest.raises(BadDataSet, match="in the model's order"):
        filled(tmp_path / "other", "cam-3", base=base)


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Two exports never mix."""
    (tmp_path / "there.txt").write_text("x")
    with pytest.raises(BadDataSet, match="not empty"):
        Folder(tmp_path, NAMES)
