"""Weights are mixed number by number."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from core.errors import ModelError
from gridwatch.workbench.model.blend import blend
from gridwatch.workbench.model.ultra import ultralytics

LAST = "model.22.cv3.0.2.weight"
FIRST = "model.0.conv.weight"


def moved(ours: Path, by: float, out: Path) -> Path:
    """Write a checkpoint whose first and last weights lie so much higher."""
    tuned = ultralytics(out.parent).YOLO(str(ours))
    tuned.model.float()
    state = tuned.model.state_dict()
    state[FIRST] += by
    state[LAST] += by
    tuned.model.load_state_dict(state)
    tuned.save(str(out))
    return out


def test_every_number_is_the_weighted_mean(ours: Path, tmp_path: Path) -> None:
    """A half of one, a quarter each of two others; the file loads as a model."""
    parts = {ours: 0.5, moved(ours, 1.0, tmp_path / "a.pt"): 0.25, moved(ours, 3.0, tmp_path / "b.pt"): 0.25}
    out = blend(parts, tmp_path / "new" / "mixed.pt")
    package = ultralytics(tmp_path)
    old, mixed = (package.YOLO(str(path)).model.float().state_dict() for path in (ours, out))
    for name in (FIRST, LAST):
        assert (mixed[name] - old[name] - 1.0).abs().max() < 0.01
    assert mixed["model.1.conv.weight"].equal(old["model.1.conv.weight"])


@pytest.mark.parametrize("share", [1.5, -0.5, 0.3])
def test_shares_that_do_not_make_one_are_refused(ours: Path, tmp_path: Path, share: float) -> None:
    """More or less than the whole is no mixture."""
    with pytest.raises(ModelError, match=str(share)):
        blend({ours: share, tmp_path / "absent.pt": 0.5}, tmp_path / "out.pt")


def test_other_classes_are_refused(coco: Path, tmp_path: Path) -> None:
    """COCO's own head cannot be mixed with ours; the message says what to do."""
    with pytest.raises(ModelError, match="other classes; train it first"):
        blend({coco: 1.0}, tmp_path / "out.pt")


def test_another_network_is_refused(ours: Path, tmp_path: Path) -> None:
    """A wider layer cannot be added to a narrower one; the message names the file."""
    package = ultralytics(tmp_path)
    other = package.YOLO(str(ours))
    last = other.model.model[-1].cv3[0][-1]
    wider = torch.nn.Conv2d(last.in_channels, last.out_channels, 3)
    other.model.model[-1].cv3[0][-1] = wider
    other.save(str(tmp_path / "other.pt"))
    with pytest.raises(ModelError, match=r"other\.pt: is another network"):
        blend({ours: 0.5, tmp_path / "other.pt": 0.5}, tmp_path / "out.pt")
