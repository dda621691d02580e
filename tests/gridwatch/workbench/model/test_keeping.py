"""What a fine-tuned model kept, measured on known cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gridwatch.workbench.model.keeping import (
    Found,
    agreement,
    persons_in_frame,
    read_town_centre,
    total,
    truth_frame,
)
from gridwatch.workbench.model.labels import BadDataSet
from tests.gridwatch.workbench.model.test_val import BOX, seen, truth

HEAD = (
    "personNumber,frameNumber,headValid,bodyValid,headLeft,headTop,headRight,headBottom,"
    "bodyLeft,bodyTop,bodyRight,bodyBottom"
)


def test_the_truth_is_read_relative_and_cut(tmp_path: Path) -> None:
    """Bodies reach out of the picture and are cut; rows marked invalid are left out."""
    path = tmp_path / "gt.csv"
    path.write_text(
        f"{HEAD}\n0,0,1,1,0,0,0,0,192,-50,384,540\n1,0,1,0,0,0,0,0,0,0,9,9\n2,7,1,1,0,0,0,0,-90,0,-5,9\n"
    )
    found = read_town_centre(path)
    assert set(found) == {0}
    assert found[0][0].tolist() == pytest.approx([0.1, 0.0, 0.2, 0.5])


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    """File and line are told."""
    path = tmp_path / "gt.csv"
    path.write_text(f"{HEAD}\n0,zero\n")
    with pytest.raises(BadDataSet, match=r"gt\.csv:2"):
        read_town_centre(path)


def test_the_real_truth_has_its_people(shared_data: Path) -> None:
    """About a dozen and a half people a frame, over 131 frames."""
    found = read_town_centre(shared_data / "clips" / "gt" / "towncentre_first131frames.csv")
    assert len(found) == 131
    assert 8 < np.mean([len(rows) for rows in found.values()]) < 25


def test_only_persons_are_matched() -> None:
    """A car at a person's place is not a found person."""
    rows = np.array([BOX], dtype=np.float32)
    assert persons_in_frame(seen(("person", 0.9), ("car", 0.9)), rows).right.sum() == 1
    assert len(persons_in_frame(seen(("car", 0.9)), rows).scores) == 0


def test_agreement_counts_each_class() -> None:
    """Found, invented and overlooked boxes against the starting weights'."""
    found = agreement([seen(("car", 0.9)), seen(("bus", 0.9))], [truth("car"), truth("person")])
    assert found["car"] == Found(right=1, wrong=0, missed=0)
    assert found["bus"] == Found(right=0, wrong=1, missed=0)
    assert found["person"] == Found(right=0, wrong=0, missed=1)
    whole = total(found.values())
    assert (whole.precision, whole.recall) == (0.5, 0.5)
    assert Found(right=0, wrong=0, missed=0).recall == 1


def test_frames_of_clip_and_truth() -> None:
    """The clip runs a little faster than its truth."""
    assert truth_frame(100) == 96
