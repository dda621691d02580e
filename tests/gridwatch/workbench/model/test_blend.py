"""Weights are mixed number by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.model.blend import blend
from gridwatch.workbench.model.classes import KEPT
from gridwatch.workbench.model.ultra import ultralytics

LAST = "model.22.cv3.0.2.weight"
FIRST = "model.0.conv.weight"


def test_a_half_is_the_mean_but_new_rows_stay_whole(coco: Path, ours: Path, tmp_path: Path) -> None:
    """Between COCO and a tuned model the rows of new classes have nothing to be mixed with."""
    package = ultralytics(tmp_path)
    tuned = package.YOLO(str(ours))
    tuned.model.float()
    state = tuned.model.state_dict()
    old = {name: value.clone() for name, value in state.items()}
    state[FIRST] += 1.0
    state[LAST] += 1.0
    tuned.model.load_state_dict(state)
    tuned.save(str(tmp_path / "tuned.pt"))
    out = blend(coco, tmp_path / "tuned.pt", 0.5, tmp_path / "mixed.pt")
    mixed = package.YOLO(str(out)).model.float().state_dict()
    assert (mixed[FIRST] - old[FIRST] - 0.5).abs().max() < 0.01
    assert (mixed[LAST][: len(KEPT)] - old[LAST][: len(KEPT)] - 0.5).abs().max() < 0.01
    assert (mixed[LAST][len(KEPT) :] - old[LAST][len(KEPT) :] - 1.0).abs().max() < 0.01


def test_a_share_out_of_range_is_refused(ours: Path, tmp_path: Path) -> None:
    """More than the whole is no mixture."""
    with pytest.raises(ValueError, match=r"1\.5"):
        blend(ours, ours, 1.5, tmp_path / "out.pt")
