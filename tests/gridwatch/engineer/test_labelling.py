"""Labels are written whole, against the version that was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.engineering import LabelsChanged, LabelsWrong
from gridwatch.engineer.labelling import MOST_EVENTS, read_labels, write_labels
from gridwatch.workbench.truth import BadTruth

ONE = {
    "id": "e1",
    "matter": "construction_waste",
    "cameras": ["corner"],
    "start": 1.5,
    "end": 9,
    "box": [0.1, 0.2, 0.3, 0.4],
}


def test_what_was_written_is_read_again(tmp_path: Path):
    """Seconds become times of the clip; the box stays where it was."""
    path = tmp_path / "corner.jsonl"
    lines, mark = read_labels(path)
    assert (lines, mark) == ([], "none")
    new = write_labels(path, [ONE], mark)
    lines, again = read_labels(path)
    assert again == new != "none"
    assert lines[0] | {"box": [0.1, 0.2, 0.3, 0.4], "start": "2026-01-01T00:00:01.500000Z"} == lines[0]


def test_two_engineers_do_not_write_over_each_other(tmp_path: Path):
    """Who comes second is told, and nothing is lost."""
    path = tmp_path / "corner.jsonl"
    first = write_labels(path, [ONE], "none")
    with pytest.raises(LabelsChanged):
        write_labels(path, [], "none")
    assert len(read_labels(path)[0]) == 1
    write_labels(path, [], first)
    assert read_labels(path)[0] == []


def test_mistakes_are_told_and_nothing_is_written(tmp_path: Path):
    """Each with its cure; too many are refused, and so is a file that holds mistakes already."""
    path = tmp_path / "corner.jsonl"
    with pytest.raises(LabelsWrong) as wrong:
        write_labels(path, [ONE, ONE | {"end": 1}, {"id": "x"}], "none")
    assert len(wrong.value.problems) >= 3
    assert not path.exists()
    with pytest.raises(LabelsWrong, match="5001"):
        write_labels(path, [ONE] * (MOST_EVENTS + 1), "none")
    path.write_text("{}\n", "utf-8")
    with pytest.raises(BadTruth):
        read_labels(path)
