"""False heaps are told by what stood in the picture, on a balanced set."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detectors.model import read_model
from gridwatch.workbench.model.classes import CLASSES
from gridwatch.workbench.model.labels import BadDataSet, Label, label_path, write
from gridwatch.workbench.model.media import write_picture
from gridwatch.workbench.model.rendered import Told, balanced, false_heaps, measure, read_rendered
from tests.builders import detections

HEAP = Label(name=CLASSES.index("waste"), box=(0.1, 0.1, 0.3, 0.3))


def told(*kinds: str, truth: tuple[Label, ...] = (), light: str = "day") -> Told:
    """One picture by what is in it."""
    return Told(path=Path("a.jpg"), kinds=frozenset(kinds), light=light, truth=truth)


def test_the_set_is_balanced() -> None:
    """One picture where something is wrong and three where nothing is make a pair."""
    pictures = [told(), told("rubble", truth=(HEAP,)), told("leaves"), told("stall")]
    assert balanced(pictures) == (pictures[0], pictures[1])
    assert balanced(pictures[2:]) == ()


def test_a_false_heap_is_laid_to_everything_in_its_picture() -> None:
    """Leaves fooled once of twice; a picture with a true heap is not asked; below the threshold nothing counts."""
    pictures = [
        told("leaves", "car"),
        told("leaves", light="night"),
        told("rubble", truth=(HEAP,)),
    ]
    heap = detections(("waste", (0.5, 0.5, 0.7, 0.7), 0.9))
    faint = detections(("waste", (0.5, 0.5, 0.7, 0.7), 0.2))
    counted = false_heaps(pictures, [heap, faint, heap], 0.5)
    assert counted["leaves"] == (2, 1)
    assert counted["car"] == (1, 1)
    assert counted["light:night"] == (1, 0)
    assert counted["all"] == (2, 1)
    assert "rubble" not in counted


def test_a_folder_is_read_with_its_labels(tmp_path: Path) -> None:
    """Kinds and light come from things.jsonl, boxes from the label files."""
    path = tmp_path / "images" / "train" / "a.jpg"
    path.parent.mkdir(parents=True)
    write_picture(path, np.full((32, 32, 3), 90, np.uint8))
    write(label_path(path), [HEAP])
    (tmp_path / "things.jsonl").write_text(
        json.dumps({"file": "a.jpg", "light": "rain", "kinds": ["rubble"]})
    )
    (one,) = read_rendered(tmp_path)
    assert one.wrong
    assert (one.light, one.kinds) == ("rain", {"rubble"})


@pytest.mark.parametrize("line", ["{", '{"file": "a.jpg"}', "[]"])
def test_a_broken_line_is_told(tmp_path: Path, line: str) -> None:
    """With its file and number."""
    (tmp_path / "things.jsonl").write_text(line)
    with pytest.raises(BadDataSet, match=r"things\.jsonl:1"):
        read_rendered(tmp_path)


def test_a_set_without_pairs_is_refused(model_folder: Path, tmp_path: Path) -> None:
    """No figure is made up where there is nothing to measure on."""
    with pytest.raises(BadDataSet, match="cannot be read"):
        read_rendered(tmp_path)
    (tmp_path / "things.jsonl").write_text("")
    with pytest.raises(BadDataSet, match="no pair"):
        measure(read_model(model_folder), tmp_path)
