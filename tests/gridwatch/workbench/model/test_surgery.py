"""The rebuilt head answers for the kept classes exactly as COCO's did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridwatch.workbench.model.classes import CLASSES, KEPT
from gridwatch.workbench.model.surgery import has_classes, with_light_head, with_our_classes
from gridwatch.workbench.model.ultra import ultralytics


def fresh(path: Path, folder: Path) -> Any:
    """Load a detection model in f32, ready to infer."""
    return ultralytics(folder).YOLO(str(path)).model.float().eval()


def test_kept_classes_and_boxes_are_unchanged(coco: Path, tmp_path: Path) -> None:
    """Scores of persons and vehicles, and all boxes, are bit for bit those of the starting weights."""
    import torch

    picture = torch.tensor(np.random.default_rng(1).random((1, 3, 128, 96), dtype=np.float32))
    before = fresh(coco, tmp_path)(picture)[0].detach().numpy()
    after = with_our_classes(fresh(coco, tmp_path)).eval()(picture)[0].detach().numpy()
    assert after.shape[1] == 4 + len(CLASSES)
    np.testing.assert_array_equal(after[:, :4], before[:, :4])
    for name, row in KEPT.items():
        np.testing.assert_array_equal(after[:, 4 + CLASSES.index(name)], before[:, 4 + row])


def test_new_classes_start_silent(coco: Path, tmp_path: Path) -> None:
    """A class that was not trained yet reports nothing."""
    import torch

    model = with_our_classes(fresh(coco, tmp_path)).eval()
    with torch.no_grad():
        scores = model(torch.rand(1, 3, 128, 128))[0][:, 4 + len(KEPT) :]
    assert float(scores.max()) < 0.05


def test_names_and_counts_follow(coco: Path, tmp_path: Path) -> None:
    """The model says what its outputs are, and a second surgery is not needed."""
    model = fresh(coco, tmp_path)
    assert not has_classes(model)
    with_our_classes(model)
    assert has_classes(model)
    assert list(model.names.values()) == list(CLASSES)


def test_rows_that_do_not_exist_are_refused(coco: Path, tmp_path: Path) -> None:
    """A head of nine classes has no row 79."""
    model = with_our_classes(fresh(coco, tmp_path))
    with pytest.raises(ValueError, match="9 classes"):
        with_our_classes(model, kept={"person": 79})


def test_a_light_head_says_nearly_the_same_where_that_can_be(coco: Path, tmp_path: Path) -> None:
    """Convolutions that are a window times weights are replaced exactly; a second time nothing is replaced."""
    import torch

    model = with_our_classes(fresh(coco, tmp_path))
    head = model.model[-1]
    rng = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for branch in (*head.cv2, *head.cv3):
            for block in branch[:2]:
                outputs, inputs = block.conv.weight.shape[:2]
                window, weights = (
                    torch.randn(1, inputs, 3, 3, generator=rng),
                    torch.randn(outputs, inputs, 1, 1, generator=rng),
                )
                block.conv.weight.copy_(0.02 * window * weights)
    picture = torch.rand(1, 3, 96, 128, generator=rng)
    with torch.no_grad():
        before = model.eval()(picture)[0]
        numbers = sum(value.numel() for value in head.parameters())
        after = with_light_head(model).eval()(picture)[0]
        assert sum(value.numel() for value in head.parameters()) < 0.5 * numbers
        torch.testing.assert_close(after, before, rtol=1e-3, atol=1e-3)
        light = list(head.modules())
        assert list(with_light_head(model).model[-1].modules()) == light
