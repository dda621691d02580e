"""Checking label files of every kind."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import GridwatchError
from gridwatch.workbench.labels.check import Checked, check
from gridwatch.workbench.truth import write_truth
from tests.builders_labels import yolo_folder
from tests.builders_scoring import event, spot


def checked(path: Path) -> Checked:
    """Check on the clock of Shanghai."""
    return check(path, ZoneInfo("Asia/Shanghai"))


def test_good_events_are_counted(tmp_path: Path) -> None:
    """How many, at how many cameras, nothing to say."""
    path = tmp_path / "t.jsonl"
    write_truth(path, [event("a", 8, 9), event("b", 9, 10)])
    found = checked(path)
    assert (found.ok, found.holds, found.warnings) == (True, "2 events at 1 cameras", ())


def test_events_that_cannot_be_told_apart_are_warned_of(tmp_path: Path) -> None:
    """At one time, before one camera, of one matter; a place tells them apart. So is a matter nobody knows."""
    path = tmp_path / "t.jsonl"
    placed = [event("c", 12, place=spot(0)), event("d", 12.5, place=spot(40))]
    write_truth(path, [event("a", 8, 10), event("b", 9, 11), *placed, event("k", 8, 9, matter="kites")])
    found = checked(path)
    assert found.ok
    assert len(found.warnings) == 2
    assert "matter kites" in found.warnings[0]
    assert "a and b are one matter at one time before cam-1" in found.warnings[1]


def test_every_mistake_of_every_kind_of_file_is_told(tmp_path: Path) -> None:
    """Truth lines, table, YOLO folder, COCO, CVAT: which line, what is wrong, what to do."""
    (tmp_path / "t.jsonl").write_text('{"id": "a"}\n{\n')
    (tmp_path / "t.csv").write_text("id,matter,cameras,start\na,m,c,soon\n")
    yolo_folder(tmp_path / "set", {"a.jpg": ["9 0.5 0.5 0.1 0.1"]})
    (tmp_path / "c.json").write_text(json.dumps({"images": [{}], "annotations": [], "categories": []}))
    (tmp_path / "c.xml").write_text("<annotations>\n<image/></annotations>")
    for name, told in (
        ("t.jsonl", "t.jsonl:2: not JSON"),
        ("t.csv", "t.csv:2: start:"),
        ("set", "a.txt:1: class 9 has no name"),
        ("set/data.yaml", "a.txt:1: class 9 has no name"),
        ("c.json", "images[0]: give an id"),
        ("c.xml", "c.xml:2: name"),
    ):
        found = checked(tmp_path / name)
        assert not found.ok
        assert told in "\n".join(found.problems), name


def test_of_very_many_mistakes_the_first_thousand_are_told(tmp_path: Path) -> None:
    """The rest is counted."""
    (tmp_path / "t.jsonl").write_text("{\n" * 1500)
    found = checked(tmp_path / "t.jsonl")
    assert (len(found.problems), found.more) == (1000, 500)


def test_of_very_many_warnings_the_rest_is_counted(tmp_path: Path) -> None:
    """A matter of its own for each event is one mistake, made often."""
    write_truth(tmp_path / "t.jsonl", [event(f"e{i}", 8, 9, matter=f"m{i}") for i in range(1003)])
    found = checked(tmp_path / "t.jsonl")
    assert len(found.warnings) == 1001
    assert found.warnings[-1] == "and 3 more warnings"


def test_boxes_are_summed_up_by_class(tmp_path: Path) -> None:
    """And classes that never occur are warned of: often a wrong number."""
    folder = yolo_folder(tmp_path, {"a.jpg": ["1 0.5 0.5 0.1 0.1", "1 0.2 0.5 0.1 0.1"], "b.jpg": []})
    found = checked(folder)
    assert found.holds == "2 pictures (1 without boxes), boxes: bin 2"
    assert found.warnings == ("classes without a box: waste",)


def test_what_is_no_label_file_is_told(tmp_path: Path) -> None:
    """With what is one."""
    with pytest.raises(GridwatchError, match=r"events: \.jsonl"):
        checked(tmp_path / "a.txt")
    assert checked(tmp_path / "absent.jsonl").holds == "not readable"
